"""Results that minutes show of what a meeting adopted: an evaluation's, an action plan's."""

from __future__ import annotations

from collections.abc import Callable

from slt_flow.model import Assessment, Challenge, Decision, Item, LearningPoint
from slt_flow.model.cases import ACTION_PLAN, EVALUATION
from slt_flow.model.labels import state_of
from slt_flow.model.plans import in_period
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meetings import AssessedWork, FollowUpWork, MinutesItem, TabledItem
from slt_flow.terms import Ref


def with_results(snapshot: Snapshot, ref: Ref, item: MinutesItem, work: Callable[[Item], FollowUpWork]) -> MinutesItem:
    """Add to an item what the evaluation of a year assessed and taught, or what an action plan holds."""
    decision = snapshot.one(Decision, *ref[1:3])
    if decision.kind == EVALUATION:
        rows = [row for row in snapshot.all(Assessment) if row.evaluation == str(ref)]
        points = [snapshot.case_of(point) for point in snapshot.all(LearningPoint) if point.evaluation == str(ref)]
        learnt = tuple(tabled_item(snapshot, case) for case in points)
        return item._replace(assessed=tuple(_assessed(snapshot, row) for row in rows), learnt=learnt)
    if decision.kind == ACTION_PLAN and "from" in decision.about:
        return item._replace(planned=tuple(work(case) for case in in_period(snapshot, decision) if not case.is_dropped))
    return item


def tabled_item(snapshot: Snapshot, case: Item) -> TabledItem:
    """Return a case by its ref, title and state."""
    return TabledItem(str(case.ref), case.title, state_of(snapshot, case))


def _assessed(snapshot: Snapshot, row: Assessment) -> AssessedWork:
    challenge = snapshot.find(Challenge, row.challenge)
    title = challenge.title if challenge is not None else row.challenge
    return AssessedWork(str(row.ref), snapshot.one(Item, *row.ref).title, title, row.effect, row.note)
