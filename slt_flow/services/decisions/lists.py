"""Decisions as a list."""

from __future__ import annotations

from slt_flow.model.case_years import years_of
from slt_flow.records import queries
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import DecisionRow
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading


def list_decisions(context: Context, year: int | None = None, area: str | None = None) -> tuple[DecisionRow, ...]:
    """Return every decision, or those of a year or an area."""
    with reading(context) as reader:
        if area is not None:
            area = parsing.chosen("unknown_area", area, [a.id for a in reader.areas])
        rows = []
        decisions = queries.decisions(reader.connection, reader.council)
        for item in queries.cases(reader.connection, reader.council, None):
            decision = decisions[item.year, item.no]
            shown = year is None or year in years_of(item, reader.day.year)
            if not item.assignment_no and shown and area in (None, decision.area):
                rows.append(
                    row_of(
                        DecisionRow,
                        decision,
                        ref=str(item.ref),
                        title=item.title,
                        state=reader.state(item),
                        on=item.last_on,
                        kind=reader.kind_of(decision),
                        exempt=reader.exempt(item.ref),
                    )
                )
        return tuple(rows)
