"""The day's first screen: late work, duties, the next meeting, obligations at risk."""

from __future__ import annotations

from slt_flow.model.deadlines import AGENDAS, agenda_due, submissions_due
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
            meetings_held=meetings["done"] if meetings else _meetings_held(reader),
            meetings_agreed=meetings["needed"] if meetings else None,
            agendas_late=tuple(agendas_late(reader)),
            at_risk=at_risk(obliged),
        )


def next_meeting(reader: Reader) -> NextMeeting | None:
    """Return the next meeting that is planned, and the day its agenda is due; None while there is none."""
    for meeting, item in reader.meetings:
        if meeting.day >= reader.day and item.is_to_be_held:
            clause = reader.on(meeting.day).clause(AGENDAS)
            due, submissions = agenda_due(meeting, clause), submissions_due(meeting, clause)
            return NextMeeting(str(item.ref), meeting.day, meeting.kind, due, meeting.sent, submissions)
    return None


def _meetings_held(reader: Reader) -> int:
    ordinary = ((m, item) for m, item in reader.meetings if m.kind == MeetingKind.ORDINARY)
    return sum(meeting.day.year == reader.day.year and item.has(Tag.HELD) for meeting, item in ordinary)
