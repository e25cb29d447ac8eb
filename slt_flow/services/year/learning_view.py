"""Learning points as readers see them: each with its origin and its answer."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.model import Decision, LearningPoint
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.columns import row_of
from slt_flow.results.evaluation import LearningSheet
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading, remarks
from slt_flow.terms import Ref


def points(
    context: Context,
    *,
    year: int | None = None,
    only_open: bool = False,
) -> tuple[LearningSheet, ...]:
    """Return every learning point, or those carried to a year, or those that nobody has answered yet."""
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        rows = [_row(reader, snapshot, learning_point) for learning_point in snapshot.all(LearningPoint)]
        return tuple(r for r in rows if year in (None, r.carried_to) and not (only_open and r.is_answered))


def point(context: Context, ref: str) -> LearningSheet:
    """Show one learning point: its evaluation, the year it is to be answered in, and its answer."""
    target = parsing.learning_ref(ref)
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        learning_point = snapshot.find(LearningPoint, target.year, target.no)
        if learning_point is None:
            raise RequestError("unknown_ref", ref=str(target))
        row = _row(reader, snapshot, learning_point)
        recorded = reader.recorded(target)
        return row._replace(
            remarks=remarks(snapshot, target, reader.agreement), recorded=recorded, erased=reader.erasures(target)
        )


def _row(reader: Reader, snapshot: Snapshot, row: LearningPoint) -> LearningSheet:
    item = snapshot.case_of(row)
    named = Ref.parse(row.evaluation or "")
    evaluation = snapshot.find(Decision, named.year, named.no) if named is not None else None
    return row_of(
        LearningSheet,
        row,
        ref=str(item.ref),
        title=item.title,
        state=reader.state(item),
        evaluated_year=evaluation.about.get("year") if evaluation is not None else None,
        note=item.note,
        is_answered=item.ended,
        exempt=reader.exempt(item.ref),
        remarks=None,
        recorded=None,
    )
