"""Learning points as readers see them: each with its origin and its answer."""

from __future__ import annotations

from typing import Any

from slt_flow.errors import RequestError
from slt_flow.model import Decision, LearningPoint
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.answers import Listing, Sheet
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import remarks
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import LEARNING_SERIES, Ref


def points(
    context: Context,
    *,
    year: int | None = None,
    only_open: bool = False,
) -> Listing:
    """Return every learning point, or those carried to a year, or those that nobody has answered yet."""
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        rows = [_row(reader, snapshot, learning_point) for learning_point in snapshot.all(LearningPoint)]
        kept = (r for r in rows if year in (None, r["carried_to"]) and not (only_open and r["is_answered"]))
        return Listing("learning", tuple(kept))


def point(context: Context, ref: str) -> Sheet:
    """Show one learning point: its evaluation, the year it is to be answered in, and its answer."""
    target = learning_ref(ref)
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        learning_point = snapshot.find(LearningPoint, target.year, target.no)
        if learning_point is None:
            raise RequestError("unknown_ref", ref=str(target))
        return Sheet("learning_point", _row(reader, snapshot, learning_point), (remarks(snapshot, target),))


def learning_ref(typed: str) -> Ref:
    """Return the ref of a learning point."""
    learning_point = parsing.ref(typed)
    if learning_point.series != LEARNING_SERIES:
        raise RequestError("not_a_learning_point", ref=str(learning_point))
    return learning_point


def _row(reader: Reader, snapshot: Snapshot, row: LearningPoint) -> dict[str, Any]:
    item = snapshot.case_of(row)
    named = Ref.parse(row.evaluation or "")
    evaluation = snapshot.find(Decision, named.year, named.no) if named is not None else None
    return {
        "ref": str(item.ref),
        "title": item.title,
        "state": item.state,
        "label": reader.state_label(item.pin, item.state),
        "evaluation": row.evaluation,
        "evaluated_year": evaluation.about.get("year") if evaluation is not None else None,
        "carried_to": row.carried_to,
        "decision": row.decision,
        "note": item.note,
        "is_answered": item.ended,
    }
