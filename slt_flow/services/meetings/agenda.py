"""The agenda of a meeting, generated from what waits for it; the coordinator adds, drops and orders points."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.engine.fold import replayed
from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint, Council, Item, Meeting
from slt_flow.model.agenda_points import all_points
from slt_flow.model.deadlines import AGENDAS, agenda_due, submissions_due
from slt_flow.model.labels import group_of, party_of
from slt_flow.model.moment import Moment
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.answers import Outcome
from slt_flow.results.columns import row_of
from slt_flow.results.meetings import Agenda, AgendaItem
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Ref, Tag

DROP_ITEM: Final = "drop_item"
PLACE_ITEM: Final = "place_item"
"""Actions that change the points of an agenda."""


def agenda(context: Context, ref: str) -> Agenda:
    """Return the agenda of a meeting; of one that was held, as it stood before, with what was tabled at it.

    Raises:
        RequestError: there is no such meeting.
    """
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        snapshot = projection.everything(reader.connection, reader.council)
        item = snapshot.item(target)
        if item is None:
            raise RequestError("unknown_ref", ref=str(target))
        if not item.has(Tag.HELD):
            return drawn(snapshot, target, reader.day)
        meeting = snapshot.one(Meeting, *target[:3])
        before = drawn(_before_it_was_held(reader, meeting, target), target, meeting.day, snapshot)
        return before._replace(due=None)


def drop(context: Context, ref: str, number: int) -> Outcome:
    """Take the point with this number off the agenda."""
    return perform(context, [ref], DROP_ITEM, {"point": key_of(context, ref, number)}, typed=False)


def place(context: Context, ref: str, number: int, where: int) -> Outcome:
    """Put the point with this number at a place; one that was taken off comes back."""
    return perform(context, [ref], PLACE_ITEM, {"point": key_of(context, ref, number), "place": where}, typed=False)


def key_of(context: Context, ref: str, number: int) -> str:
    """Return the key of the point that an agenda shows under a number, of a dropped one too.

    Raises:
        RequestError: the agenda has no such number.
    """
    shown = agenda(context, ref)
    for point in (*shown.items, *shown.dropped):
        if point.number == number:
            return point.key
    raise RequestError("unknown_agenda_point", given=str(number), ref=shown.ref)


def drawn(snapshot: Snapshot, ref: Ref, day: date, tabled_in: Snapshot | None = None) -> Agenda:
    """Return the agenda as rows tell it.

    Args:
        snapshot: all rows of the council.
        ref: the meeting.
        day: the day lateness is told from.
        tabled_in: the rows with the items and the changes by hand, where they are newer than the rest.
    """
    later = tabled_in or snapshot
    meeting = later.one(Meeting, *ref[:3])
    changed = {point.point: point for point in later.all(AgendaPoint) if point.ref == ref}
    dropped = {key for key, point in changed.items() if point.dropped}
    every = all_points(snapshot, ref, day, later)
    kept = _ordered([point for point in every if point.key not in dropped], changed)
    gone = [point for point in every if point.key in dropped]
    # Dropped points are numbered on after the others, so that they too can be named by what an agenda shows.
    numbered = [point._replace(number=place) for place, point in enumerate([*kept, *gone], start=1)]
    return row_of(
        Agenda,
        meeting,
        council=snapshot.council,
        title=snapshot.on(meeting.day).one(Council).title,
        ref=str(ref),
        name=later.one(Item, *ref).title,
        requested_by=party_of(later, meeting),
        group=group_of(later, meeting),
        due=agenda_due(meeting, snapshot.on(meeting.day).clause(AGENDAS)),
        submissions=submissions_due(meeting, snapshot.on(meeting.day).clause(AGENDAS)),
        items=tuple(numbered[: len(kept)]),
        dropped=tuple(numbered[len(kept) :]),
    )


def _before_it_was_held(reader: Reader, meeting: Meeting, ref: Ref) -> Snapshot:
    """Return the rows as they were on a meeting's day, by what was recorded before the meeting was."""
    entries = reader.entries()
    gone = journal.voided(entries)
    held = (e for e in entries if e.subject == str(ref) and e.kind == Kind.MOVED and Tag.HELD in e.data["tags"])
    first = next((entry.seq for entry in held if entry.seq not in gone), entries[-1].seq)
    until_held, _ = journal.held_by(tuple(entry for entry in entries if entry.seq < first), Moment(as_of=meeting.day))
    return replayed(reader.council, until_held, gone)


def _ordered(points: list[AgendaItem], changed: Mapping[str, AgendaPoint]) -> list[AgendaItem]:
    """Order the points: those that the coordinator placed stand there, the others fill the gaps in their own order."""
    fixed = {p.key: place for p in points if p.key in changed and (place := changed[p.key].place)}
    ordered = [point for point in points if point.key not in fixed]
    # Lower places first: a later insertion moves only points that stand behind it.
    for point in sorted((p for p in points if p.key in fixed), key=lambda p: (fixed[p.key], p.key)):
        ordered.insert(fixed[point.key] - 1, point)
    return ordered
