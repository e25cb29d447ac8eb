"""Calendar of a post: the meetings that it is called to, and the deadlines of its open work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Item, Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due
from slt_flow.records import projection, queries
from slt_flow.results.calendars import Deadline, Feed, MeetingEvent
from slt_flow.services.meetings.invitation import (
    changes_meeting,
    meeting_event,
    posts_that_meet,
    revision,
)
from slt_flow.services.meetings.persons import called_to
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Role


def feed(context: Context, post: str) -> Feed:
    """Return the calendar of a post: meetings from the beginning of the year on, and the deadlines of open work.

    A meeting that was called off stays, so that calendars which have it take it off.

    Raises:
        RequestError: there is no such post.
    """
    with reading(context) as reader:
        chosen = parsing.chosen("unknown_post", post, reader.posts)
        meetings = tuple(_meetings(reader, chosen))
        deadlines = (*_agendas(reader, chosen), *_work(reader, chosen))
        ordered = tuple(sorted(deadlines, key=lambda deadline: (deadline.day, deadline.revision.uid)))
        return Feed(reader.row.title, chosen, reader.posts[chosen].title, meetings, ordered)


def _meetings(reader: Reader, post: str) -> Iterator[MeetingEvent]:
    first, snapshot = date(reader.day.year, 1, 1), projection.accounts(reader.connection, reader.council)
    for row, item in reader.meetings:
        if row.day >= first and post in (*called_to(snapshot, row), *posts_that_meet(snapshot, row)):
            yield meeting_event(reader, row, item)


def _agendas(reader: Reader, post: str) -> Iterator[Deadline]:
    """Yield the days by which the secretary is to send the agendas of meetings to come."""
    for row, item in reader.meetings:
        due = _agenda_due(reader, row, item)
        if due is not None and post in reader.on(due).posts_with(Role.SECRETARY):
            changed = revision(reader, row.ref, changes_meeting, ".agenda")
            yield Deadline(changed, str(row.ref), item.title, due, agenda=True)


def _agenda_due(reader: Reader, row: Meeting, item: Item) -> date | None:
    """Return the day by which an agenda is still to be sent."""
    waits = item.is_to_be_held and row.sent is None and row.day >= reader.day
    return agenda_due(row, reader.on(row.day).clause(AGENDAS)) if waits else None


def _work(reader: Reader, post: str) -> Iterator[Deadline]:
    cases = [case for case in queries.cases(reader.connection, reader.council, None) if case.owner == post]
    for case in cases:
        if case.is_open and case.due is not None:
            changed = revision(reader, case.ref, _changes_deadline, ".deadline")
            yield Deadline(changed, str(case.ref), case.title, case.due)


def _changes_deadline(entry: Entry) -> bool:
    return entry.kind in (Kind.REGISTERED, Kind.DEADLINE_CHANGED, Kind.TITLE_CHANGED)
