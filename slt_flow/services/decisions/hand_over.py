"""Work handed over to another post."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import PASSING_ON, nearest
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case


@use_case(about="ref")
def hand_over(request: Request, ref: str, owner: str, reason: str) -> None:
    """Make another post accountable; one outside the parties is offered the work and must accept it itself."""
    answers = {"owner": owner, "reason": reason}
    target = parsing.ref(ref)
    post = parsing.post(owner, request.snapshot)
    if request.item(target).owner == post:
        raise RequestError("owns_it_already", ref=str(target), post=post)
    request.perform(target, nearest(request, target, PASSING_ON, answers), answers)


@use_case()
def hand_over_all(request: Request, from_: str, to: str, reason: str) -> None:
    """Make one post accountable for every open case of another, all or none."""
    leaving, taking = parsing.post(from_, request.snapshot), parsing.post(to, request.snapshot)
    if leaving == taking:
        raise RequestError("hand_over_to_itself", post=leaving)
    owned = request.open_work(leaving)
    if not owned:
        raise RequestError("owns_nothing_open", post=leaving)
    answers = {"owner": taking, "reason": reason}
    for item in owned:
        request.perform(item.ref, nearest(request, item.ref, PASSING_ON, answers), answers)
