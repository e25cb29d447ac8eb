"""Stances of several seats at once."""

from __future__ import annotations

from slt_flow.errors import RequestError
from slt_flow.model.facts import Facts
from slt_flow.services.decisions.adopt import TAKE_STANCE
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case


@use_case(about="ref")
def take_stances(request: Request, ref: str, stance: str, posts: str, reason: str | None = None) -> None:
    """Record the same stance of several seats.

    Args:
        request: within its transaction.
        ref: the decision.
        stance: what they say.
        posts: ids with commas between, `all` who take part, or the `others` who have not spoken yet.
        reason: why they say so.

    Raises:
        RequestError: nobody is left to speak.
    """
    target = parsing.decision_ref(ref)
    request.item(target)
    facts = Facts(request.snapshot, target)
    seats = [post.id for post in facts.taking_part]
    groups = {"all": seats, "others": [post for post in seats if post not in facts.valid_stances]}
    speakers = groups.get(posts)
    if speakers == []:
        raise RequestError("nobody_left_to_speak", ref=str(target))
    for post in speakers or [parsing.post(name, request.snapshot) for name in posts.split(",")]:
        request.perform(target, TAKE_STANCE, {"post": post, "stance": stance, "reason": reason})
