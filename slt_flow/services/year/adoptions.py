"""Adoptions of the plan and of the evaluation, for whatever way they are decided by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from slt_flow.model.cases import EVALUATION
from slt_flow.results.evaluation import Scribe
from slt_flow.services.request.adoptions import Adoption
from slt_flow.services.request.request import Request
from slt_flow.services.year import action_plan, evaluation
from slt_flow.terms import Ref


def adoptions(scribe: Scribe) -> Mapping[str, Adoption]:
    """Return the adoptions by the kind of decision, with the writer of their texts."""
    return {
        action_plan.ACTION_PLAN: Adoption(partial(action_plan.write, scribe), _no_consequence),
        EVALUATION: Adoption(partial(evaluation.write, scribe), partial(evaluation.conclude, scribe)),
    }


def _no_consequence(request: Request, ref: Ref) -> None:
    """Do nothing: an adopted plan is carried out by the decisions in it."""
