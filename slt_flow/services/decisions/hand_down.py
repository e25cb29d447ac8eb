"""Work handed down the levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from slt_flow.errors import RequestError
from slt_flow.results.answers import Outcome
from slt_flow.services.decisions.knowledge import name_grounds
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Ref

ASSIGN: Final = "assign"


ADD_MEASURE: Final = "add_measure"
"""Actions that make new work beneath a decision or an assignment."""


def assign(
    context: Context, ref: str, owner: str, due: str, *, title: str | None = None, resources: str | None = None
) -> Outcome:
    """Hand a decision down to the coordinating level: one accountable owner and a deadline."""
    return hand_down(context, ref, ASSIGN, {"owner": owner, "due": due, "title": title, "resources": resources})


def add_measure(
    context: Context,
    ref: str,
    title: str,
    owner: str,
    due: str,
    *,
    resources: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> Outcome:
    """Hand an assignment's work down to the executing level, with what it answers and rests on."""
    if parsing.ref(ref).depth != 1:
        raise RequestError("measures_under_assignments", ref=str(parsing.ref(ref)))
    answers = {"title": title, "owner": owner, "due": due, "resources": resources}
    return hand_down(context, ref, ADD_MEASURE, answers, challenges=challenges, knowledge=knowledge)


def hand_down(
    context: Context,
    ref: str,
    action: str,
    answers: Mapping[str, Any],
    *,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> Outcome:
    """Perform an action that makes a case beneath, and answer with the new case."""
    target = parsing.ref(ref)
    grounds = {"challenges": tuple(challenges), "knowledge": tuple(knowledge)}

    def act(request: Request) -> None:
        request.perform(target, action, answers)
        refs = (Ref.parse(step.ref) for step in request.steps)
        children = [ref for ref in refs if ref is not None and target.is_parent_of(ref)]
        request.refs[:] = children or request.refs
        for new in children if challenges or knowledge else ():
            name_grounds(request, new, challenges, knowledge)

    asked = sorted((name, str(answer)) for name, answer in answers.items() if answer is not None)
    return transact(context, {"refs": [str(target)], "action": action, "answers": asked, **grounds}, target, act)
