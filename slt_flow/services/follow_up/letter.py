"""Letter to the owner of an assignment or a measure."""

from __future__ import annotations

from datetime import date

from slt_flow.errors import RequestError
from slt_flow.model import Area, Decision, Group, Item, Meeting, OwnerSpell
from slt_flow.model.labels import work_row
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.columns import row_of
from slt_flow.results.follow_up import NextMeeting
from slt_flow.results.meetings import Person
from slt_flow.results.papers import AssignmentLetter
from slt_flow.services.follow_up.case_paper import grounds_of, sources_of
from slt_flow.services.people.contacts import contact_of
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, case_snapshot, reading
from slt_flow.terms import ERASED, Ref, Role


def letter(context: Context, ref: str) -> AssignmentLetter:
    """Return the letter to the owner of an assignment or a measure.

    Raises:
        RequestError: there is no such case, it is no work that somebody was given, or the public edition lacks it.
    """
    target = parsing.ref(ref)
    with reading(context) as reader:
        case_snapshot(reader, target)  # refuses a case that does not exist, and names the nearest
        if not target.assignment_no:
            raise RequestError("letter_of_no_work", ref=str(target))
        snapshot = projection.everything(reader.connection, reader.council)
        item = snapshot.one(Item, *target)
        if reader.is_masked(target):
            raise RequestError("letter_of_exempt_work", ref=str(target))
        if item.owner is None:
            raise RequestError("letter_of_no_work", ref=str(target))
        return _letter(reader, snapshot, item, item.owner)


def _letter(reader: Reader, snapshot: Snapshot, item: Item, owner: str) -> AssignmentLetter:
    ref, then = item.ref, snapshot.on(reader.day)
    decision = snapshot.one(Decision, ref.year, ref.no)
    top, above = snapshot.case_of(decision), snapshot.item(ref.parent) if ref.measure_no and ref.parent else None
    meeting = snapshot.find(Meeting, *decision.tabled_at[:3]) if decision.tabled_at is not None else None
    asking = above.owner if above is not None and above.owner not in (None, owner) else None
    chair = next(iter(then.posts_with(Role.CHAIR)), None)
    secretary = then.posts_with(Role.SECRETARY)[0]
    asked_by = asking or chair or secretary
    answer_to = asked_by if secretary == owner else secretary
    contact = contact_of(then, answer_to)
    area = then.find(Area, decision.area)
    group = then.find(Group, item.group) if item.group else None
    return row_of(
        AssignmentLetter,
        item,
        council=reader.council,
        title=reader.row.title,
        ref=str(ref),
        name=item.title,
        day=_given(snapshot, ref, owner) or item.born,
        state=reader.state(item),
        owner=_person(reader, owner),
        organisation=reader.organisations[reader.posts[owner].organisation].name,
        due=item.due_written,
        group=group.title if group is not None else None,
        accepts=item.is_open and reader.posts[owner].organisation not in item.accepted_by,
        asked_by=_person(reader, asked_by),
        secretary=_person(reader, secretary),
        answer_to=_person(reader, answer_to),
        address=contact.address if contact is not None and contact.address != ERASED else None,
        decision=str(top.ref),
        decision_title=top.title,
        decision_text="" if decision.about else decision.text,
        case=decision.case,
        meeting=NextMeeting(str(meeting.ref), meeting.day, meeting.kind) if meeting is not None else None,
        area=area.title if area is not None else None,
        above=work_row(snapshot, above, reader.day) if above is not None else None,
        challenges=grounds_of(snapshot, item),
        knowledge=sources_of(snapshot, item.knowledge or top.knowledge),
        work=tuple(work_row(snapshot, case, reader.day) for case in snapshot.beneath(ref) if not case.is_dropped),
    )


def _given(snapshot: Snapshot, ref: Ref, owner: str) -> date | None:
    """Return the day on which the owner became accountable."""
    spells = [row for row in snapshot.all(OwnerSpell) if row.ref == ref and row.post == owner and row.until is None]
    return max((row.since for row in spells if row.since is not None), default=None)


def _person(reader: Reader, post: str) -> Person:
    row = reader.posts[post]
    return Person(post, row.title, row.holder)
