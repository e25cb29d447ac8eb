"""The day's first screen: late work, duties, the next meeting, obligations at risk."""

from __future__ import annotations

from slt_flow.model import Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due
from slt_flow.records import projection, queries
from slt_flow.results.follow_up import Today
from slt_flow.services.follow_up.meeting_duties import agendas_late, waiting
from slt_flow.services.follow_up.todo import duties_of
from slt_flow.services.follow_up.tree import flattened, grow, totals
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year.obligations import at_risk, judged
from slt_flow.terms import MEETING_SERIES, MeetingKind, Ref, Tag

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


def next_meeting(reader: Reader) -> dict[str, object] | None:
    """Return the next meeting that is planned, and the day its agenda is due; None while there is none."""
    items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
    rows = projection.rows(reader.connection, reader.council, Meeting)
    cases = {m: items[Ref(MEETING_SERIES, m.year, m.no)] for m in rows if m.day >= reader.day}
    planned = [m for m, item in cases.items() if not item.ended and not item.has(Tag.HELD)]
    if not planned:
        return None
    first = min(planned, key=lambda m: (m.day, m.no))
    due = agenda_due(first, reader.clauses.get(AGENDAS))
    ref = str(Ref(MEETING_SERIES, first.year, first.no))
    return {"ref": ref, "day": first.day, "kind": first.kind, "agenda_due": due, "sent": first.sent}


def _meetings_held(reader: Reader) -> int:
    items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
    rows = projection.rows(reader.connection, reader.council, Meeting)
    counted = [m for m in rows if m.day.year == reader.day.year and m.kind == MeetingKind.ORDINARY]
    return sum(items[Ref(MEETING_SERIES, m.year, m.no)].has(Tag.HELD) for m in counted)
