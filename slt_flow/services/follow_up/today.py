"""The day's first screen: late work, duties, the next meeting, obligations at risk."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model import Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due, submissions_due
from slt_flow.model.labels import group_of
from slt_flow.results.follow_up import NextMeeting, Today, flattened
from slt_flow.services.follow_up.todo import agendas_late, duties_of, waiting
from slt_flow.services.follow_up.tree import grow, totals
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year.obligations import at_risk, judged
from slt_flow.terms import MeetingKind, Tag

MEETINGS = "meetings_are_held"
"""The clause that says how many meetings are agreed."""


def today(context: Context) -> Today:
    """Return the first screen: late work, duties, the next meeting and its agenda, obligations at risk."""
    with reading(context) as reader:
        branches = grow(reader, reader.day.year)
        late = sorted((b for b in flattened(branches) if b.late), key=lambda b: (b.due or reader.day, b.ref))
        obliged = judged(reader, reader.day.year)
        meetings = next((r.forecast.facts for r in obliged.rows if r.clause == MEETINGS and r.forecast), None)
        return Today(
            council=reader.council,
            title=reader.row.title,
            day=reader.day,
            totals=totals(branches),
            late=tuple(late),
            waiting=tuple(duties_of(reader, [*branches, *waiting(reader)])),
            meeting=next_meeting(reader),
            groups_meet=tuple(_groups_meet(reader)),
            meetings_held=meetings["done"] if meetings else _meetings_held(reader),
            meetings_agreed=meetings["needed"] if meetings else None,
            agendas_late=tuple(agendas_late(reader)),
            at_risk=at_risk(obliged),
        )


def next_meeting(reader: Reader) -> NextMeeting | None:
    """Return the next meeting of no group that is planned, and the day its agenda is due; None while there is none."""
    for meeting, item in reader.meetings:
        if meeting.day >= reader.day and item.is_to_be_held and not _is_of_group(meeting):
            clause = reader.on(meeting.day).clause(AGENDAS)
            due, submissions = agenda_due(meeting, clause), submissions_due(meeting, clause)
            return NextMeeting(str(item.ref), meeting.day, meeting.kind, due, meeting.sent, submissions)
    return None


def _groups_meet(reader: Reader) -> Iterator[NextMeeting]:
    """Yield the next meeting of each group that has one planned."""
    seen: set[str | None] = set()
    for meeting, item in reader.meetings:
        to_come = meeting.day >= reader.day and item.is_to_be_held
        if to_come and _is_of_group(meeting) and meeting.group not in seen:
            seen.add(meeting.group)
            title = group_of(reader.agreement, meeting)
            yield NextMeeting(str(item.ref), meeting.day, meeting.kind, sent=meeting.sent, group=title)


def _is_of_group(meeting: Meeting) -> bool:
    return meeting.kind == MeetingKind.COORDINATION and meeting.group is not None


def _meetings_held(reader: Reader) -> int:
    ordinary = ((m, item) for m, item in reader.meetings if m.kind == MeetingKind.ORDINARY)
    return sum(meeting.day.year == reader.day.year and item.has(Tag.HELD) for meeting, item in ordinary)
