"""The agenda of a meeting, generated from what waits for it; the coordinator adds, drops and orders points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.engine.fold import replayed
from slt_flow.errors import RequestError
from slt_flow.model import Council, Decision, Item, Meeting
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.deadlines import AGENDAS, agenda_due, submissions_due
from slt_flow.model.labels import group_of, party_of
from slt_flow.model.moment import Moment
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.answers import Outcome
from slt_flow.results.columns import row_of
from slt_flow.results.meetings import Agenda
from slt_flow.services.decisions.register import TABLE
from slt_flow.services.meetings.exemptions import exempted_agenda
from slt_flow.services.meetings.persons import chair_of, invited, secretary_of
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import perform
from slt_flow.services.request.answer_checks import key_of
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, internal_edition, reading
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Tag

ADD_ITEM: Final = "add_item"
DESCRIBE_ITEM: Final = "describe_item"
DROP_ITEM: Final = "drop_item"
PLACE_ITEM: Final = "place_item"
"""Actions that change the points of an agenda."""


def agenda(context: Context, ref: str, *, recorded: bool = False) -> Agenda:
    """Return the agenda of a meeting; of one that was held, as it stood before, with what was tabled at it.

    Args:
        context: the context of the request.
        ref: the meeting.
        recorded: of one that was held only the points as they are recorded, without what they told before.

    Raises:
        RequestError: there is no such meeting.
    """
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        with internal_edition(reader) as whole:
            numbered = _agenda_of(whole, target, recorded) if whole is not None else None
        return exempted_agenda(reader, _agenda_of(reader, target, recorded), numbered)


def _agenda_of(reader: Reader, target: Ref, recorded: bool) -> Agenda:
    snapshot = projection.for_papers(reader.connection, reader.council, target, reader.day)
    item = snapshot.item(target)
    if item is None:
        raise RequestError("unknown_ref", ref=str(target))
    if not item.has(Tag.HELD):
        return drawn(snapshot, target, reader.day)
    if recorded:
        return drawn(snapshot, target, reader.day)._replace(due=None)
    meeting = snapshot.one(Meeting, *target[:3])
    return reader.connection.once(("agenda", reader.council, target), lambda: _before_held(reader, meeting, target))


def _before_held(reader: Reader, meeting: Meeting, ref: Ref) -> Agenda:
    """Return the agenda of a meeting that was held, as it stood before, with what was tabled at it."""
    whole = projection.everything(reader.connection, reader.council)
    return drawn(_rows_before(reader, meeting, ref), ref, meeting.day, whole)._replace(due=None)


@use_case(about="ref", name="add_point")
def add(
    request: Request,
    ref: str,
    title: str,
    *,
    text: str | None = None,
    case: str | None = None,
    post: str | None = None,
    place: int | None = None,
    attachments: Sequence[str] = (),
) -> None:
    """Add a point to an agenda: a title, or the ref of a case.

    A decision is tabled there; of another case, its title becomes a point.

    Raises:
        RequestError: the decision stands on an agenda already.
    """
    meeting, named = parsing.meeting_ref(ref), Ref.parse(title)
    more = {"text": text, "case": case, "post": post, "attachments": tuple(attachments)}
    if named is None or named.depth or named.series:
        titled = f"{named}: {request.item(named).title}" if named is not None else title
        request.perform(meeting, ADD_ITEM, {"title": titled, **more, "place": place})
        return
    item, decision = request.item(named), request.snapshot.one(Decision, named.year, named.no)
    if item.has(Tag.ON_AGENDA):
        code = "case_on_this_agenda" if decision.tabled_at == meeting else "case_on_another_agenda"
        raise RequestError(code, ref=str(named), meeting=str(meeting), other=decision.meeting)
    request.perform(named, TABLE, {"meeting": str(meeting)})
    if any(more.values()):
        request.perform(meeting, DESCRIBE_ITEM, {"point": str(named), **more})
    if place is not None:
        request.perform(meeting, PLACE_ITEM, {"point": str(named), "place": place})


def drop(context: Context, ref: str, point: str | int) -> Outcome:
    """Take a point off the agenda, by its number or the ref of its case."""
    return perform(context, [ref], DROP_ITEM, {"point": key_shown(context, ref, point)}, typed=False)


def place(context: Context, ref: str, point: str | int, where: int) -> Outcome:
    """Put a point at a place; one that was taken off comes back."""
    return perform(context, [ref], PLACE_ITEM, {"point": key_shown(context, ref, point), "place": where}, typed=False)


def key_shown(context: Context, ref: str, point: str | int) -> str:
    """Return the key of a point, before the request is known by what it asks: numbers change as points are moved."""
    shown = agenda(context, ref)
    return key_of((*shown.items, *shown.dropped), str(point), parsing.meeting_ref(ref))


def drawn(snapshot: Snapshot, ref: Ref, day: date, tabled_in: Snapshot | None = None) -> Agenda:
    """Return the agenda as rows tell it.

    Args:
        snapshot: all rows of the council.
        ref: the meeting.
        day: the day lateness is told from.
        tabled_in: the rows with the items and the changes by hand, where they are newer than the rest.
    """
    later = tabled_in or snapshot
    meeting, case = later.one(Meeting, *ref[:3]), later.one(Item, *ref)
    items, dropped = agenda_of(snapshot, ref, day, tabled_in)
    return row_of(
        Agenda,
        meeting,
        council=snapshot.council,
        title=snapshot.on(meeting.day).one(Council).title,
        ref=str(ref),
        name=case.title,
        requested_by=party_of(later, meeting),
        group=group_of(later, meeting),
        due=agenda_due(meeting, snapshot.on(meeting.day).clause(AGENDAS)),
        submissions=submissions_due(meeting, snapshot.on(meeting.day).clause(AGENDAS)),
        cancelled=case.note if case.is_called_off else None,
        items=items,
        dropped=dropped,
        invited=invited(later, meeting),
        chair=chair_of(later, meeting),
        secretary=secretary_of(later, meeting),
    )


def _rows_before(reader: Reader, meeting: Meeting, ref: Ref) -> Snapshot:
    """Return the rows as they were on a meeting's day, by what was recorded before the meeting was."""
    entries = reader.entries()
    gone = journal.voided(entries)
    held = (e for e in entries if e.subject == str(ref) and e.kind == Kind.MOVED and Tag.HELD in e.data["tags"])
    first = next((entry.seq for entry in held if entry.seq not in gone), entries[-1].seq)
    until_held, _ = journal.held_by(tuple(entry for entry in entries if entry.seq < first), Moment(as_of=meeting.day))
    return replayed(reader.council, until_held, gone)
