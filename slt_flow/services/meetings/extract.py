"""Extract of minutes: what they tell of one decision."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.model.point_kinds import PUT_OFF, TABLED
from slt_flow.results.meetings import Minutes
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context


def extract(context: Context, ref: str, case: str) -> Minutes:
    """Return the minutes of a meeting with one decision only, who was there, and who signs.

    Raises:
        RequestError: there are no such minutes, or that decision was not dealt with there.
    """
    whole, decision = minutes(context, ref), str(parsing.ref(case).top)
    points = tuple(row for row in whole.points if row.ref == decision and row.point.kind in (TABLED, PUT_OFF))
    if not points:
        raise RequestError("case_not_in_minutes", ref=decision, meeting=whole.ref)
    return whole._replace(
        extract=decision,
        points=points,
        items=tuple(item for item in whole.items if item.ref == decision),
        erased=tuple(row for row in whole.erased if row.ref == decision),
        others=(),
        off_agenda=(),
        remarks=(),
        progress=(),
        next_meeting=None,
    )
