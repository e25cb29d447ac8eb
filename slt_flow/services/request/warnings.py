"""Warnings: closed days, absences and vacant posts behind a deadline; late agendas and missing parties of a meeting.

Nothing is refused for it: a council may well meet on a Saturday, and what happened is recorded as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from slt_flow.engine.decide import ActionRequest
from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Council, Decision, Item, Meeting, Organisation, Post
from slt_flow.model.cases import ACTION_PLAN
from slt_flow.model.deadlines import AGENDAS, agenda_due, is_pending, submissions_due
from slt_flow.model.facts import Facts
from slt_flow.model.mandates import written_deputy
from slt_flow.model.names import may_be_one
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.services.request.calendar import closed
from slt_flow.terms import COUNCIL_MEETINGS, ERASED, Presence, Ref, Role, Tag


def of_perform(snapshot: Snapshot, request: ActionRequest, entries: Iterable[Entry], day: date) -> Iterator[Notice]:
    """Return the warnings about what one step of an action set, judged after the step."""
    ref, answers = request.ref, request.answers
    owner, due = answers.get("owner"), answers.get("due")
    if due is not None and due < day:
        yield Notice("deadline_passed", {"ref": str(ref), "action": request.action, "due": due})
    if owner is not None and snapshot.on(request.on).one(Post, owner).vacant:
        yield Notice("owner_vacant", {"post": owner})
    for entry in (e for e in entries if e.kind == Kind.MOVED and Tag.ADOPTED in e.data["tags"]):
        yield from _of_empty_plan(snapshot, Ref.parse(entry.subject))
    for entry in (e for e in entries if e.kind == Kind.MEETING_LINKED):
        yield from _of_submission(snapshot, entry)
    if ref.is_meeting:
        if "date" in answers:
            yield from of_meeting(snapshot, ref, day)
            yield from of_plan(snapshot, ref, day)
        yield from _of_step(snapshot, ref, entries)
    if ref.series:
        return
    registered = [named for e in entries if e.kind == Kind.REGISTERED and (named := Ref.parse(e.subject)) is not None]
    for case in registered or [ref]:
        item = snapshot.item(case)
        if item is None or not (registered or owner or "due" in answers):
            continue
        if registered or "due" in answers:
            yield from _of_closed_deadline(snapshot, item)
        yield from _of_absence(snapshot, item, item.owner if registered else owner or item.owner)


def _of_submission(snapshot: Snapshot, entry: Entry) -> Iterator[Notice]:
    """Warn of a matter that comes to a meeting to be held after the day by which matters are submitted."""
    ref = Ref.parse(entry.data["meeting"])
    meeting = snapshot.find(Meeting, *ref[:3]) if ref is not None else None
    due = submissions_due(meeting, snapshot.on(meeting.day).clause(AGENDAS)) if meeting is not None else None
    if meeting is not None and due is not None and due < entry.on < meeting.day:
        facts = {"ref": entry.subject, "meeting": str(meeting.ref), "due": due}
        yield Notice("submitted_late", facts)


def _of_empty_plan(snapshot: Snapshot, ref: Ref | None) -> Iterator[Notice]:
    """Warn of an action plan that is adopted without a measure in its period."""
    plan = snapshot.find(Decision, ref.year, ref.no) if ref is not None and not ref.depth else None
    if plan is not None and plan.kind == ACTION_PLAN and not plan.measures:
        yield Notice("plan_is_empty", {"ref": str(ref), "year": plan.about["from"]})


def of_meeting(snapshot: Snapshot, ref: Ref, day: date) -> Iterator[Notice]:
    """Warn of a coming meeting on a closed day."""
    meeting, item = snapshot.find(Meeting, *ref[:3]), snapshot.item(ref)
    if meeting is None or item is None or meeting.day <= day or item.has(Tag.HELD):
        return
    closed_day = closed(meeting.day, snapshot.on(meeting.day).one(Council).closed_days)
    if closed_day is not None:
        yield Notice("meeting_on_closed_day", {"ref": str(ref), **closed_day._asdict()})


def of_moved_meeting(
    before: Snapshot, snapshot: Snapshot, ref: Ref, due_in: Callable[[int], Iterable[Item]]
) -> Iterator[Notice]:
    """Name the deadlines that hang on the day of a meeting which was moved or called off: they stay as they are."""
    was, meeting = before.find(Meeting, *ref[:3]), snapshot.one(Meeting, *ref[:3])
    item = snapshot.item(ref)
    if was is None or item is None or (was.day == meeting.day and not item.is_called_off):
        return
    years = {was.day.year, *(int(day[:4]) for day in was.moved_from)}
    work = [case for year in sorted(years) for case in due_in(year) if case.due_meeting == str(ref)]
    waiting = [case for case in work if is_pending(case) and case.due != meeting.day]
    if waiting:
        refs, to = tuple(str(case.ref) for case in waiting), "DATE" if item.is_called_off else str(ref)
        hanging = {"ref": str(ref), "refs": refs, "due": waiting[0].due, "first": refs[0], "to": to}
        yield Notice("deadlines_hang_on_it", hanging)


def of_plan(snapshot: Snapshot, ref: Ref, day: date) -> Iterator[Notice]:
    """Warn of a meeting planned in the past, mostly a slip, sometimes a late entry; and of another like it that day."""
    meeting = snapshot.one(Meeting, *ref[:3])
    for other in snapshot.all(Meeting):
        alike = (other.day, other.kind, other.group) == (meeting.day, meeting.kind, meeting.group)
        if alike and other.ref != ref and not snapshot.case_of(other).is_called_off:
            yield Notice("planned_that_day", {"ref": str(ref), "other": str(other.ref), "day": meeting.day})
    if meeting.day < day:
        yield Notice("planned_in_the_past", {"ref": str(ref), "day": meeting.day})


def _of_closed_deadline(snapshot: Snapshot, item: Item) -> Iterator[Notice]:
    if item.due is None:
        return
    closed_day = closed(item.due, snapshot.on(item.due).one(Council).closed_days)
    if closed_day is not None:
        yield Notice("deadline_on_closed_day", {"ref": str(item.ref), **closed_day._asdict()})


def _of_absence(snapshot: Snapshot, item: Item, owner: str | None) -> Iterator[Notice]:
    away = snapshot.absence_on(owner, item.due) if owner is not None and item.due is not None else None
    if away is not None:
        absence = {"post": away.post, "since": away.since, "until": away.until, "deputy": away.deputy}
        yield Notice("deadline_in_absence", {"ref": str(item.ref), "due": item.due, **absence})


def _of_step(snapshot: Snapshot, ref: Ref, entries: Iterable[Entry]) -> Iterator[Notice]:
    """Return the warnings of a meeting's step: a late agenda, a missing party, the anchor of frozen minutes."""
    meeting, own = snapshot.one(Meeting, *ref[:3]), [e for e in entries if e.subject == str(ref)]
    held = any(e.kind == Kind.MOVED and Tag.HELD in e.data["tags"] for e in own)
    held = held and any(e.kind == Kind.ATTENDANCE_RECORDED for e in own)
    if held or any(e.kind == Kind.AGENDA_SENT for e in own):
        yield from _of_agenda(snapshot, meeting, ref)
    if held and meeting.kind in COUNCIL_MEETINGS:
        yield from _of_parties(snapshot, ref)
    recorded = {str(e.data.get("post")) for e in own if e.kind == Kind.ATTENDANCE_RECORDED}
    if meeting.kind in COUNCIL_MEETINGS:
        yield from _of_deputies(snapshot, ref, recorded)
    yield from _of_double(snapshot, ref, recorded)
    yield from _of_names(snapshot, ref, recorded)
    for entry in own:
        if entry.kind == Kind.MINUTES_FROZEN and "head_digest" in entry.data:
            anchor = f"{entry.data['head']}:{entry.data['head_digest']}"
            yield Notice("minutes_frozen", {"ref": str(ref), "entries": entry.data["head"], "anchor": anchor})


def _of_agenda(snapshot: Snapshot, meeting: Meeting, ref: Ref) -> Iterator[Notice]:
    clause = snapshot.on(meeting.day).clause(AGENDAS)
    due = agenda_due(meeting, clause)
    if clause is None or due is None or meeting.sent is None or meeting.sent <= due:
        return
    days, needed = (meeting.day - meeting.sent).days, clause.numbers["notice_days"]
    yield Notice("agenda_late", {"ref": str(ref), "days": days, "needed": needed, "section": clause.ref})


def _of_parties(snapshot: Snapshot, ref: Ref) -> Iterator[Notice]:
    facts = Facts(snapshot, ref)
    agreed = facts.then.posts_with(Role.CHAIR)
    leaders = snapshot.leaders_of(snapshot.one(Meeting, *ref[:3]))
    if not leaders:
        yield Notice("leader_not_recorded", {"ref": str(ref), "post": agreed[0]})
    elif len(leaders) > 1:
        yield Notice("several_may_have_led", {"ref": str(ref), "posts": leaders})
    for party in facts.parties_missing:
        named = facts.then.one(Organisation, party).name
        yield Notice("party_missing", {"ref": str(ref), "party": party, "party_names": named})


def _of_deputies(snapshot: Snapshot, ref: Ref, recorded: AbstractSet[str]) -> Iterator[Notice]:
    """Warn of deputies of binding posts who commit nobody: they sit and speak all the same."""
    facts = Facts(snapshot, ref)
    for row in snapshot.attendance_at(ref):
        post = facts.then.find(Post, row.who) if row.presence == Presence.DEPUTY and row.who in recorded else None
        if post is not None and post.binds and (lack := facts.lack(row)) is not None:
            deputy = written_deputy(row)
            yield Notice("deputy_commits_nobody", {"ref": str(ref), "post": post.id, "deputy": deputy, "why": lack})


def _of_names(snapshot: Snapshot, ref: Ref, recorded: AbstractSet[str]) -> Iterator[Notice]:
    """Warn of a deputy by name who may be a holder of a post: the same person, typed otherwise, counts as another."""
    then = Facts(snapshot, ref).then
    held = [(post.holder, post.id) for post in then.all(Post) if post.holder not in (None, ERASED)]
    rows = (row for row in snapshot.attendance_at(ref) if row.who in recorded and row.deputy not in (None, ERASED))
    for name in (str(row.deputy) for row in rows if then.find(Post, row.deputy) is None):
        for holder, post in held:
            if may_be_one(name, str(holder)):
                yield Notice("name_is_near", {"name": name, "holder": holder, "post": post})


def _of_double(snapshot: Snapshot, ref: Ref, recorded: AbstractSet[str]) -> Iterator[Notice]:
    """Warn of one person who attends for several posts, as their holder or a deputy, and counts for one party."""
    facts, persons = Facts(snapshot, ref), dict[str, list[str]]()
    for row in snapshot.attendance_at(ref):
        if row.presence in (Presence.SEAT, Presence.DEPUTY):
            persons.setdefault(facts.person(row.who), []).append(row.who)
    for post, *others in persons.values():
        if others and not recorded.isdisjoint({post, *others}):
            title, *titles = (facts.then.one(Post, id_).title for id_ in (post, *others))
            display_names = {"post_names": title, "others_names": tuple(titles)}
            yield Notice(
                "deputy_is_there_itself", {"ref": str(ref), "post": post, "others": tuple(others), **display_names}
            )
