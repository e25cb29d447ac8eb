"""Decisions as a list."""

from __future__ import annotations

from slt_flow.records import queries
from slt_flow.results.answers import Listing
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import kind_fields, state_fields
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading


def list_decisions(
    context: Context,
    year: int | None = None,
    area: str | None = None,
) -> Listing:
    """Return every decision, or those of a year or an area."""
    with reading(context) as reader:
        if area is not None:
            area = parsing.chosen("unknown_area", area, [a.id for a in reader.areas])
        rows = []
        known = queries.decisions(reader.connection, reader.council)
        for item in queries.cases(reader.connection, reader.council, None):
            decision = known[item.year, item.no]
            if not item.assignment_no and year in (None, item.year) and area in (None, decision.area):
                told = {"ref": str(item.ref), "title": item.title, **state_fields(reader, item)}
                told |= {"area": decision.area, "meeting": decision.meeting, "on": item.last_on}
                rows.append({**told, **kind_fields(reader, decision)})
        return Listing("decisions", tuple(rows))
