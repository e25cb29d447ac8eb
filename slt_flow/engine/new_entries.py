"""New entries: of a council under its agreement, a pinned definition, a post, a meeting, a decision."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from slt_flow.definitions.load import Pinned, PinnedKind
from slt_flow.engine.effects import meaning, new_case
from slt_flow.engine.entries import Entry, Kind, enumerated
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.model import Counter, Definition, Group, Item
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref, series_for

if TYPE_CHECKING:
    from slt_flow.definitions.agreements import LoadedAgreement
    from slt_flow.definitions.models import Agreement, AreaEntry, ClauseEntry, PostEntry


def council_opened(loaded: LoadedAgreement, on: date) -> Iterator[Entry]:
    """Yield the entries of a new council: its agreement with every clause, then organisations, posts, focus areas."""
    agreement = loaded.agreement
    data, texts = agreement_facts(loaded)
    follows: list[str] = []  # journals of councils that this one is split from or merged of
    yield Entry(kind=Kind.AGREEMENT_ENTERED, subject="council", on=on, data={**data, "follows": follows}, texts=texts)
    for id_, name, party in organisations_of(agreement):
        yield organisation_added(id_, name, party, on)
    yield from (post_added(post, on) for post in agreement.posts)
    yield from (area_added(area, on) for area in agreement.focus_areas)


def agreement_facts(loaded: LoadedAgreement, there: Iterable[Group] = ()) -> tuple[dict[str, Any], dict[str, str]]:
    """Return data and texts of the entry of an agreement, the first one and every one that follows it.

    The digest of its file is a text, since the file may name persons. Groups that are there keep their letters.
    """
    agreement = loaded.agreement
    clauses = [_clause(clause) for clause in agreement.clauses]
    data: dict[str, Any] = {
        "council": agreement.agreement.name,
        "name": loaded.name,
        "language": agreement.agreement.language,
        "machines": {name: str(version) for name, version in agreement.machines.items()},
        "closed_days": list(agreement.closed_days),
        "standing": [{"id": p.id, "kind": p.kind, "last": p.after_cases} for p in agreement.standing_points],
        "groups": list(_groups(agreement, there)),
        "clauses": [data for data, _ in clauses],
    }
    texts = {
        "council": agreement.agreement.title,
        "digest": loaded.digest,
        "content": loaded.content,
        **{f"closed.{day}": name for day, name in agreement.closed_days.items()},
        **{f"standing.{point.id}": point.title for point in agreement.standing_points},
        **{f"group.{group.id}": group.title for group in agreement.coordinating_groups},
    }
    for _, words in clauses:
        texts |= words
    return data, texts


def _groups(agreement: Agreement, there: Iterable[Group]) -> Iterator[dict[str, Any]]:
    """Yield the data of an agreement's groups, each with its letters: a later look at some day sees other groups."""
    taken = {group.id: group.series for group in there}
    chosen = [group.series for group in agreement.coordinating_groups if group.series]
    for group in agreement.coordinating_groups:
        if group.id not in taken:
            taken[group.id] = group.series or series_for(group.id, (*taken.values(), *chosen))
        yield {"id": group.id, "members": list(group.members), "series": taken[group.id].lower()}


def definition_pinned(pinned: Pinned, on: date) -> Entry:
    """Return the entry that keeps a machine in the journal, with the labels of its states and actions."""
    machine = pinned.machine
    labels = {
        "machine": {machine.name: machine.machine.label._asdict()},
        "state": {name: state.label._asdict() for name, state in machine.states.items()},
        "action": {name: action.label._asdict() for name, action in machine.every_action.items()},
    }
    return _pinned(machine.name, pinned.version, pinned.digest, pinned.content, labels, on)


def kind_pinned(pinned: PinnedKind, on: date) -> Entry:
    """Return the entry that keeps a kind of decision in the journal, with its label."""
    name, labels = pinned.kind.name, pinned.kind.kind.label._asdict()
    return _pinned(name, pinned.digest[:8], pinned.digest, pinned.content, {"kind": {name: labels}}, on)


def _pinned(name: str, version: str, digest: str, content: str, labels: Mapping[str, object], on: date) -> Entry:
    """Return the entry of a pinned file; its labels stand beside its content, so that no reader has to parse it."""
    data = {"name": name, "version": version, "digest": digest}
    texts = {"content": content, "labels": json.dumps(labels, sort_keys=True, ensure_ascii=False)}
    return Entry(kind=Kind.DEFINITION_PINNED, subject=f"definition:{name}", on=on, data=data, texts=texts)


def new_pins(snapshot: Snapshot, machines: Iterable[Pinned], on: date) -> Iterator[Entry]:
    """Yield the entries of those machines whose content the council has not pinned yet."""
    for pinned in machines:
        if snapshot.find(Definition, pinned.digest) is None:
            yield definition_pinned(pinned, on)


def organisation_added(id_: str, name: str, party: str | None, on: date, *, added: date | None = None) -> Entry:
    """Return the entry of an organisation: a party, a part of one, or a third party.

    `added` is the day on which one beside the agreement was entered.
    """
    data = {"id": id_, "party": party} | ({"added": added.isoformat()} if added else {})
    return Entry(kind=Kind.ORGANISATION_ADDED, subject=f"organisation:{id_}", on=on, data=data, texts={"name": name})


def post_added(post: PostEntry, on: date, by: Ref | None = None, *, added: date | None = None) -> Entry:
    """Return the entry of a post, from the agreement or beside it; it counts as held, with no name recorded.

    `added` is the day on which one beside the agreement was entered.
    """
    data = post.model_dump(mode="json", exclude={"title"}) | ({"by": str(by)} if by else {})
    data |= {"added": added.isoformat()} if added else {}
    data = data if data["turns"] else {name: value for name, value in data.items() if name != "turns"}
    return Entry(kind=Kind.POST_ADDED, subject=f"post:{post.id}", on=on, data=data, texts={"title": post.title})


def account_bound(post: str, account: str, on: date) -> Entry:
    """Return the entry of the account that begins a council: it speaks for the secretary."""
    data, texts = {"post": post}, {"user": account}
    return Entry(kind=Kind.ACCOUNT_BOUND, subject=f"post:{post}", on=on, acted_by=post, data=data, texts=texts)


def area_added(area: AreaEntry, on: date, by: Ref | None = None) -> Entry:
    """Return the entry of a focus area, from the agreement or by a decision of the council."""
    data = area.model_dump(mode="json", exclude={"title", "goals", "period"}) | ({"by": str(by)} if by else {})
    data |= area.period.model_dump(mode="json", exclude_none=True)
    texts = {"title": area.title} | ({"goals": "\n".join(area.goals)} if area.goals else {})
    return Entry(kind=Kind.AREA_ADDED, subject=f"area:{area.id}", on=on, data=data, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """Decision as it is registered; `authority` is the post that judged whether it exceeds the council's.

    `follows` is the case it goes on from, `proposed_by` the post, or `group` the group, that proposed it from below.
    """

    title: str
    text: str = ""
    area: str | None = None
    bodies: tuple[str, ...] = ()
    within_authority: bool = False
    authority: str | None = None
    information: bool = False
    case: str | None = None
    kind: PinnedKind | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    challenges: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    follows: Ref | None = None
    proposed_by: str | None = None
    group: str | None = None


def decision_registered(
    snapshot: Snapshot, machines: Machines, pins: tuple[str, ...], new: NewDecision, on: date, acted_by: str
) -> Entry:
    """Return the entry of a decision. It pins the whole set of machines that it and its children will use."""
    built = next(machines.built(pin) for pin in pins if machines.built(pin).heading.under is None)
    bodies, body_texts = enumerated("body", new.bodies)
    data: dict[str, Any] = {
        **bodies,
        "area": new.area,
        "information": new.information,
        "pins": list(pins),
        "challenges": list(new.challenges),
        "knowledge": list(new.knowledge),
    }
    origin = {"follows": new.follows, "proposed_by": new.proposed_by, "group": new.group, "authority": new.authority}
    data |= {name: str(value) for name, value in origin.items() if value is not None}
    if new.kind is not None:
        data |= {"kind": new.kind.kind.name, "kind_pin": new.kind.digest, "about": dict(new.about)}
    texts = {"title": new.title, "text": new.text, "case": new.case or "", **body_texts}
    return new_case(built, next_ref(snapshot, "", on.year), on, acted_by, texts, **data)


def goes_on(ref: Ref, source: Item, on: date, acted_by: str) -> Entry:
    """Return the entry by which a case tells of the decision that goes on from it."""
    data = {"decision": str(ref)}
    return Entry(kind=Kind.CASE_CONTINUED, subject=str(source.ref), on=on, acted_by=acted_by, data=data)


def case_brought_in(
    built: BuiltMachine, ref: Ref, state: str, on: date, by: str, texts: Mapping[str, str], data: Mapping[str, Any]
) -> Entry:
    """Return the entry of a case from before the council was followed up here, in the state it had come to.

    Args:
        built: its machine.
        ref: its number.
        state: its state.
        on: the day the entry holds for, when the council was followed up already.
        by: the post that enters it.
        texts: its texts.
        data: facts beside its state.
    """
    entry = new_case(built, ref, on, by, texts)
    return replaced(entry, to_state=state, data={**entry.data, **data, **meaning(built, state)})


def numbers_used(ref: Ref, on: date, by: str | None) -> Entry:
    """Return the entry that keeps the numbers before a ref as used on paper."""
    data = {"series": ref.series, "year": ref.year, "last": ref.no - 1}
    return Entry(kind=Kind.NUMBERS_USED, subject="council", on=on, acted_by=by, data=data)


def next_ref(snapshot: Snapshot, series: str, year: int) -> Ref:
    """Return the ref with the next number of a series; a number is given once."""
    counter = snapshot.find(Counter, series, year, 0, 0)
    return Ref(series, year, (counter.last if counter else 0) + 1)


def organisations_of(agreement: Agreement) -> Iterator[tuple[str, str, str | None]]:
    """Yield every organisation of an agreement with its name and party; a party is its own."""
    for party in agreement.parties:
        yield party.id, party.name, party.id
    for organisation in agreement.organisations:
        yield organisation.id, organisation.name, organisation.party


def _clause(clause: ClauseEntry) -> tuple[dict[str, Any], dict[str, str]]:
    """Return data and texts of a clause; numbers that are free words are texts, with an empty value in their place."""
    data: dict[str, Any] = {"clause": clause.key, "ref": clause.ref, "kept_by": clause.kept_by, "numbers": {}}
    data |= {"judged_as": clause.judged_as} if clause.judged_as else {}
    texts = {f"clause.{clause.key}": clause.text}
    texts |= {f"document.{clause.key}": clause.document} if clause.document else {}
    for name, number in clause.numbers.items():
        words = number if isinstance(number, tuple) else (number,)
        plain = list(number) if isinstance(number, tuple) else number
        if any(isinstance(word, str) and not _PLAIN.fullmatch(word) for word in words):
            texts[f"number.{clause.key}.{name}"] = "\n".join(str(word) for word in words)
            plain = [] if isinstance(number, tuple) else ""
        data["numbers"][name] = plain
    return data, texts


_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]*")
"""Form of an id or a word of the vocabulary; everything else that an agreement says is free text."""
