"""Work handed down the levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.services.decisions.knowledge import name_grounds
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref

ASSIGN: Final = "assign"
ADD_MEASURE: Final = "add_measure"
"""Actions that make new work beneath a decision or an assignment."""


@use_case(about="ref")
def assign(
    request: Request, ref: str, owner: str, due: str, *, title: str | None = None, resources: str | None = None
) -> None:
    """Hand a decision down to the coordinating level: one accountable owner and a deadline."""
    hand_down(request, ref, ASSIGN, {"owner": owner, "due": due, "title": title, "resources": resources})


@use_case(about="ref")
def add_measure(
    request: Request,
    ref: str,
    title: str,
    owner: str,
    due: str,
    *,
    resources: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> None:
    """Hand an assignment's work down to the executing level, with what it answers and rests on."""
    if parsing.ref(ref).depth != 1:
        raise RequestError("measures_under_assignments", ref=str(parsing.ref(ref)))
    answers = {"title": title, "owner": owner, "due": due, "resources": resources}
    for measure in hand_down(request, ref, ADD_MEASURE, answers):
        name_grounds(request, measure, challenges, knowledge)


def hand_down(request: Request, ref: str, action: str, answers: Mapping[str, str | None]) -> list[Ref]:
    """Perform an action that makes cases beneath, of which the answer then tells; return their refs."""
    target = parsing.ref(ref)
    request.perform(target, action, answers)
    refs = (Ref.parse(step.ref) for step in request.steps)
    children = [ref for ref in refs if ref is not None and ref.parent == target]
    request.refs[:] = children or request.refs
    return children
