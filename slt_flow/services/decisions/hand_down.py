"""Work handed down the levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
    request: Request,
    ref: str,
    owner: str,
    due: str,
    *,
    title: str | None = None,
    resources: str | None = None,
    group: str | None = None,
) -> None:
    """Hand a decision down to the coordinating level: one accountable owner, a deadline, the group that follows it.

    Raises:
        RequestError: the deadline is that of work without an end.
    """
    if parsing.is_standing(due):
        raise RequestError("only_measures_stand")
    answers = {"owner": owner, "due": due, "title": title, "resources": resources, "group": group}
    request.refs[:] = hand_down(request, parsing.ref(ref), ASSIGN, answers) or request.refs


@use_case(about="ref")
def add_measure(
    request: Request,
    ref: str,
    title: str,
    owner: str,
    due: str,
    *,
    resources: str | None = None,
    review: str | None = None,
    every: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> None:
    """Hand an assignment's work down to the executing level, with what it answers and rests on.

    Work without an end (`due` is `løpende`) has a `review`; what is done again and again says `every` how often.
    """
    assignment = parsing.ref(ref)
    if assignment.depth != 1:
        raise RequestError("measures_under_assignments", ref=str(assignment))
    answers = {"title": title, "owner": owner, "due": due, "resources": resources, "review": review, "every": every}
    request.refs[:] = hand_down(request, assignment, ADD_MEASURE, answers, challenges, knowledge) or request.refs


def hand_down(
    request: Request,
    above: Ref,
    action: str,
    answers: Mapping[str, object],
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    on: date | None = None,
) -> list[Ref]:
    """Perform an action that makes cases beneath, and name what these answer and rest on; return their refs.

    `on` is the day of the meeting that hands the work down, where that is said.
    """
    before = len(request.steps)
    request.perform(above, action, answers, on=on)
    refs = (Ref.parse(step.ref) for step in request.steps[before:])
    children = [ref for ref in refs if ref is not None and ref.parent == above]
    for child in children:
        name_grounds(request, child, challenges, knowledge)
    return children
