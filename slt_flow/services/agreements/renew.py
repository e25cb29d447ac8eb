"""Renewal of an agreement: one transaction that leaves all open work with an owner and an area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from shlex import quote

from slt_flow.definitions.agreements import LoadedAgreement, load_agreed_machines, load_agreement, pinned_agreement
from slt_flow.definitions.models import Agreement
from slt_flow.definitions.shelf import is_newer
from slt_flow.definitions.spelling import closest
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Kind
from slt_flow.engine.new_entries import agreement_facts
from slt_flow.errors import RequestError
from slt_flow.model import Clause, Council, Group, Meeting
from slt_flow.records import journal, projection, queries
from slt_flow.results.agreements import Change, Renewed
from slt_flow.results.answers import Done, Refusal, broken
from slt_flow.services.agreements.differences import Differences
from slt_flow.services.agreements.init import agreements_entered, refuse_acts_to_come
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import PASSING_ON, nearest
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Ref, Role, Tag, identifier


def renew(context: Context, agreement: str, maps: Sequence[str] = ()) -> Renewed:
    """Move a council to a newer dated agreement, in the middle of a year too.

    Each clause is judged for the days it was in force. Cases that are open keep the machines they began with; work of
    posts that are gone passes to those that `maps` name, and decisions of areas that are gone move.

    Args:
        context: of the request; the change holds from its day, else from the day the agreement is in force.
        agreement: a shipped agreement's name, or a path to a TOML file.
        maps: `OLD=NEW` for posts and focus areas that the newer agreement no longer has.

    Raises:
        DefinitionError: the agreement or a machine it names is wrong.
        RequestError: it is another council's, not newer, not in force yet, or a map names what does not fit.
    """
    loaded = load_agreement(agreement, vocabulary())
    load_agreed_machines(loaded, vocabulary(), context.shelf)
    context = _of_council(context, loaded.agreement.agreement.name)
    already = _already(context, loaded)
    if already is not None:
        return already
    rows: list[Change] = []
    days: list[date] = []

    def act(request: Request) -> None:
        old = _present(request, loaded)
        on = _day(request, loaded)
        if not context.dry_run:
            refuse_acts_to_come(loaded, today(context.clock))
        _refuse_unjoined(request, agreement, old, loaded)
        differences = Differences(old, loaded, request.snapshot.copy(), on)
        work = _Open.of(request, differences)
        passing = _maps(maps, differences)
        _refuse_open(request, agreement, differences, work, passing)
        rows.extend(differences.rows())
        days.append(on)
        _record(request, differences, work, passing, rows)

    asked = {"renew": loaded.digest, "maps": tuple(maps)}
    outcome = transact(context, asked, None, act, only=(Role.SECRETARY, Role.CHAIR), ahead=True)
    council = loaded.agreement.agreement.name
    return Renewed(outcome, council, loaded.name, days[0] if days else context.day, tuple(rows))


@dataclass(frozen=True)
class _Open:
    """Open work in the way of a renewal: by post, by focus area, and of posts whose party is gone."""

    owned: Mapping[str, tuple[Ref, ...]]
    decided: Mapping[str, tuple[Ref, ...]]
    outside: Mapping[str, tuple[Ref, ...]]

    @classmethod
    def of(cls, request: Request, differences: Differences) -> _Open:
        """Collect the open work of posts, areas and parties that are gone."""
        cases = [item for item in queries.cases(request.connection, request.council, None) if not item.ended]
        decisions = queries.decisions(request.connection, request.council)
        owned = [(item.owner, item.ref) for item in cases]
        tops = [item for item in cases if not item.assignment_no and not item.has(Tag.SETTLED)]
        in_areas = [(decisions[item.year, item.no].area, item.ref) for item in tops]
        return cls(
            _grouped(owned, differences.posts_gone),
            _grouped(in_areas, differences.areas_gone),
            _grouped(owned, _outside(differences)),
        )


def _grouped(cases: Iterable[tuple[str | None, Ref]], names: Iterable[str]) -> dict[str, tuple[Ref, ...]]:
    """Group cases by the names that hold any."""
    groups = {name: tuple(ref for holder, ref in cases if holder == name) for name in names}
    return {name: refs for name, refs in groups.items() if refs}


def _outside(differences: Differences) -> tuple[str, ...]:
    """Return the posts that stay though their party no longer signs."""
    snapshot, own = differences.snapshot, {post.id for post in differences.new.agreement.posts}
    staying = (post for post in differences.posts_there if post not in own)
    return tuple(post for post in staying if snapshot.party_of(post) in differences.parties_gone)


def _of_council(context: Context, named: str) -> Context:
    """Choose the council that the agreement names, where there are several and none was asked for."""
    with context.store.reading() as connection:
        councils = journal.councils(connection)
    is_needed = context.council is None and len(councils) > 1 and named in councils
    return replace(context, council=named) if is_needed else context


def _already(context: Context, loaded: LoadedAgreement) -> Renewed | None:
    """Return the earlier renewal to this very agreement, or None."""
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        row = next(iter(projection.rows(connection, council, Council)), None)
        if row is None or row.digest != loaded.digest:
            return None
        entries = journal.read(connection, council)
        last = agreements_entered(entries)[-1]
        recorded = tuple(entry.seq for entry in entries if entry.request == last.request)
        done = Done(council, None, {}, recorded, already=True, dry_run=context.dry_run)
        return Renewed(done, council, loaded.name, last.on, ())


def _present(request: Request, loaded: LoadedAgreement) -> Agreement:
    """Return the agreement that the council works under, as it was entered.

    Raises:
        RequestError: the newer one is another council's, or not newer.
    """
    heading, row = loaded.agreement.agreement, request.row
    if heading.name != request.council:
        raise RequestError("agreement_of_another", agreement=loaded.name, council=request.council)
    old = pinned_agreement(request.definition(row.digest).content, row.agreement)
    if heading.in_force <= old.agreement.in_force:
        raise RequestError("agreement_not_newer", agreement=loaded.name, present=row.agreement)
    return old


def _day(request: Request, loaded: LoadedAgreement) -> date:
    """Return the day from which the newer agreement counts here: its own, or that after the last meeting held since.

    A meeting that was held under the present agreement was judged by it.

    Raises:
        RequestError: that day has not come, or lies before the present agreement's own or before such a meeting.
    """
    context, in_force = request.context, loaded.agreement.agreement.in_force
    if in_force > context.day:
        if not context.dry_run:
            raise RequestError("agreement_in_force_later", agreement=loaded.name, in_force=in_force, on=context.day)
        request.notice("dated_ahead", on=in_force)
        return in_force
    first, meeting = max(in_force, request.row.opened), _last_held(request)
    if meeting is not None and meeting.day > first:
        first = meeting.day + timedelta(days=1)
        request.notice("held_under_the_present", ref=str(meeting.ref), day=meeting.day, present=request.row.agreement)
    on = context.on or first
    since = max((c.since for c in request.snapshot.all(Clause) if c.until is None), default=request.row.opened)
    if on < since:
        raise RequestError("renewed_before_the_last", agreement=request.row.agreement, on=on, since=since)
    if meeting is not None and on < first:
        facts = {"ref": str(meeting.ref), "day": meeting.day, "first": first}
        raise RequestError("renewed_before_a_meeting", agreement=request.row.agreement, on=on, **facts)
    if on > today(context.clock):
        request.notice("dated_ahead", on=on)
    if in_force != context.day:
        request.notice("judged_from", agreement=loaded.name, present=request.row.agreement, on=on)
    return on


def _last_held(request: Request) -> Meeting | None:
    """Return the meeting of the latest day that was held."""
    snapshot = request.snapshot
    held = (meeting for meeting in snapshot.all(Meeting) if snapshot.case_of(meeting).has(Tag.HELD))
    return max(held, key=lambda meeting: (meeting.day, meeting.ref), default=None)


def _refuse_unjoined(request: Request, file: str, old: Agreement, loaded: LoadedAgreement) -> None:
    """Refuse while a party has not adopted or signed the newer agreement since it joined the present one."""
    last = {party.id: max((act.date for act in party.joined.values()), default=date.min) for party in old.parties}
    acts = ((party.id, act) for party in loaded.agreement.parties for act in party.joined.values())
    earlier = tuple(f"{party} ({act.who}, {act.date})" for party, act in acts if act.date <= last.get(party, date.min))
    if earlier:
        request.refuse(
            request.council, "renew", broken("every_party_has_joined_anew", {"earlier": earlier, "file": file})
        )


def _maps(pairs: Sequence[str], differences: Differences) -> dict[str, str]:
    """Parse the posts and areas that take over, by those that are gone.

    Raises:
        RequestError: a map names something that stays, something unknown, or the same twice.
    """
    maps: dict[str, str] = {}
    gone = (*differences.posts_gone, *differences.areas_gone)
    for pair in pairs:
        left, _, right = pair.partition("=")
        old, new = identifier(left), identifier(right)
        if not old or not new:
            raise RequestError("bad_map", given=parsing.shown(pair))
        if old not in gone:
            raise RequestError("map_of_what_stays", old=parsing.shown(left), known=gone, near=closest(old, gone))
        if maps.setdefault(old, new) != new:
            raise RequestError("mapped_twice", old=old)
        there = differences.posts_there if old in differences.posts_gone else differences.areas_there
        if new not in there:
            raise RequestError(
                "map_to_nothing", old=old, new=parsing.shown(right), known=there, near=closest(new, there)
            )
    return maps


def _refuse_open(request: Request, file: str, differences: Differences, work: _Open, maps: Mapping[str, str]) -> None:
    """Refuse, naming all of it, while something that is gone holds open work that nobody takes over."""
    lacking = {
        "removed_posts_own_nothing": {post: refs for post, refs in work.owned.items() if post not in maps},
        "removed_areas_hold_nothing": {area: refs for area, refs in work.decided.items() if area not in maps},
        "removed_parties_own_nothing": work.outside,
    }
    there = {**dict.fromkeys(differences.posts_gone, "POST"), **dict.fromkeys(differences.areas_gone, "AREA")}
    needed = {**{old: there[old] for refs in list(lacking.values())[:2] for old in refs}, **maps}
    options = (f"--map {quote(f'{old}={new}')}" for old, new in needed.items())
    again = " ".join(["slt agreement renew", quote(file), *options])
    by_hand = f"slt hand-over --all-from {next(iter(work.outside), '')} POST --reason TEXT"
    findings = tuple(
        broken(
            rule,
            {"holding": tuple(f"{name} ({', '.join(map(str, refs))})" for name, refs in held.items())},
            by_hand if held is work.outside else again,
        )
        for rule, held in lacking.items()
        if held
    )
    if findings:
        raise RefusedByRule(Refusal(request.council, "renew", findings))


def _record(
    request: Request, differences: Differences, work: _Open, maps: Mapping[str, str], rows: list[Change]
) -> None:
    data, texts = agreement_facts(differences.new, request.snapshot.versions(Group))
    entered = today(request.context.clock)
    data |= {"machines": _machines(request, differences), "entered": entered.isoformat()}
    request.record(
        request.entry(Kind.AGREEMENT_RENEWED, "council", data, texts, on=differences.on),
        *differences.organisations(),
        *differences.posts(),
        *differences.areas(),
    )
    request.council_machines()  # pins what the newer agreement names
    for post, refs in work.owned.items():
        for ref in refs:
            answers = {"owner": maps[post], "reason": differences.new.name}
            # through the case's own action, with its rules, on the day of the change or later
            request.perform(ref, nearest(request, ref, PASSING_ON, answers), answers, on=differences.on)
            rows.append(Change("post", post, "handed_over", f"{ref} → {maps[post]}"))
    for area, refs in work.decided.items():
        for ref in refs:
            day = max(differences.on, request.item(ref).last_on)
            request.record(request.entry(Kind.AREA_MOVED, ref, {"area": maps[area]}, on=day))
            request.refs.append(ref)
            rows.append(Change("area", area, "moved", f"{ref} → {maps[area]}"))
    # Only now: a post that is gone, or that loses its role, could not hand its work over.
    request.record(*differences.posts_at_last())


def _machines(request: Request, differences: Differences) -> dict[str, str]:
    """Return the version of each machine that new cases begin with: the agreement's.

    One that cases came to here stays where the agreement names an older one, or the same as the last agreement did.
    """
    chosen, before, agreed = request.row.machines, differences.old.machines, differences.new.agreement.machines
    came_to = {
        name: version
        for name, version in chosen.items()
        if name in agreed and (agreed[name] == before.get(name) or is_newer(version, agreed[name]))
    }
    return {**chosen, **agreed, **came_to}
