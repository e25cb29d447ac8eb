"""Work handed down the levels, and handed over to other posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from slt_flow.errors import RequestError
from slt_flow.records import queries
from slt_flow.results import Outcome
from slt_flow.services.decisions.knowledge import name_grounds
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import PASSING_ON, nearest
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
        made = [made for step in request.steps if (made := Ref.parse(step.ref)) and target.is_parent_of(made)]
        request.refs[:] = made or request.refs
        for new in made if challenges or knowledge else ():
            name_grounds(request, new, challenges, knowledge)

    told = sorted((n, str(a)) for n, a in answers.items() if a is not None)
    return transact(context, {"refs": [str(target)], "action": action, "answers": told, **grounds}, target, act)


def hand_over(context: Context, ref: str, to: str, reason: str) -> Outcome:
    """Make another post accountable; one outside the parties is offered the work and must accept it itself."""
    answers = {"owner": to, "reason": reason}
    target = parsing.ref(ref)

    def act(request: Request) -> None:
        owner = parsing.post(to, request.snapshot)
        if request.item(target).owner == owner:
            raise RequestError("owns_it_already", ref=str(target), post=owner)
        request.perform(target, nearest(request, target, PASSING_ON, answers), answers)

    return transact(context, {"refs": [str(target)], "hand_over": to, "reason": reason}, target, act)


def hand_over_all(context: Context, from_: str, to: str, reason: str) -> Outcome:
    """Make one post accountable for every open case of another, all or none."""
    asked = {"hand_over_all": from_, "to": to, "reason": reason}

    def act(request: Request) -> None:
        leaving, taking = parsing.post(from_, request.snapshot), parsing.post(to, request.snapshot)
        if leaving == taking:
            raise RequestError("hand_over_to_itself", post=leaving)
        cases = queries.cases(request.connection, request.council, None)
        owned = [item.ref for item in cases if item.owner == leaving and not item.ended]
        if not owned:
            raise RequestError("owns_nothing_open", post=leaving)
        answers = {"owner": taking, "reason": reason}
        for ref in owned:
            request.perform(ref, nearest(request, ref, PASSING_ON, answers), answers)

    return transact(context, asked, None, act)
