"""Extract of minutes: what they tell of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slt_flow.errors import RequestError
from slt_flow.model.point_kinds import PUT_OFF, TABLED
from slt_flow.results.meetings import Minutes, Recorder
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.terms import Ref


def extract(context: Context, ref: str, case: str) -> Minutes:
    """Return the minutes of a meeting with one decision only, who was there, and who signs.

    Raises:
        RequestError: there are no such minutes, or that decision was not dealt with there.
    """
    return extracted(minutes(context, ref), str(parsing.ref(case).top))


def extracted(whole: Minutes, decision: str) -> Minutes:
    """Return what minutes tell of one decision.

    Raises:
        RequestError: it was not dealt with there.
    """
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
        recorded_by=tuple(_of_decision(whole.recorded_by, decision)),
    )


def _of_decision(recorders: Iterable[Recorder], decision: str) -> Iterator[Recorder]:
    """Yield who recorded something of a decision, without the other cases in which they did."""
    for row in recorders:
        own = tuple(ref for ref in row.refs if (case := Ref.parse(ref)) is not None and str(case.top) == decision)
        if own:
            yield row._replace(refs=own)
