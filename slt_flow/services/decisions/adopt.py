"""Stances, and adoption by consensus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.model.facts import Facts
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import nearest
from slt_flow.services.request.adoptions import of as adoption_of
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Stance

ADOPT: Final = "adopt"
CONCLUDE_WITHOUT_CONSENSUS: Final = "conclude_without_consensus"
TAKE_STANCE: Final = "take_stance"
"""Actions by which a decision is voted on and concluded."""

CONCLUDING: Final = (ADOPT, "adopt_conditionally", CONCLUDE_WITHOUT_CONSENSUS)
"""The actions of which exactly one is open once everyone has spoken."""


@use_case(about="ref")
def adopt(request: Request, ref: str, consent: str | None = None) -> None:
    """Adopt a decision, first recording the consent of those named when any are.

    A decision that a competent body must ratify is adopted conditionally.
    """
    if consent is None:
        target = parsing.ref(ref)
        request.perform(target, nearest(request, target, CONCLUDING[:2], {}))
    else:
        decide(request, parsing.decision_ref(ref), consent)


def decide(request: Request, ref: Ref, consent: str) -> None:
    """Record the consent of those named who have not consented to this text yet, and conclude."""
    request.item(ref)
    if (adoption := adoption_of(request, ref)) is not None:
        adoption.write(request, ref)  # whoever consents does so to the text as it stands
    facts = Facts(request.snapshot, ref)
    consented = {post.id for post in facts.consenting}
    parts = [part.strip() for part in consent.split(",") if part.strip()]
    if parsing.is_all(parts):
        named = [post.id for post in facts.taking_part]
    else:
        named = [parsing.post(part, request.snapshot) for part in parts]
    with each_its_own(request):
        for post in (post for post in named if post not in consented):
            request.perform(ref, TAKE_STANCE, {"post": post, "stance": Stance.CONSENT.value})
    request.perform(ref, nearest(request, ref, CONCLUDING[:2], {}))
    facts = Facts(request.snapshot, ref)
    consenting, parties = len(facts.consenting_parties), len(facts.then.parties)
    request.notice("consensus", ref=str(ref), consenting=consenting, parties=parties)


@contextmanager
def each_its_own(request: Request) -> Iterator[None]:
    """Leave steps on the way to whoever may do them: the post whose act the whole is concludes, and does no other."""
    acted_by, request.acted_by = request.acted_by, None
    yield
    request.acted_by = acted_by


@use_case(about="ref")
def take_stances(
    request: Request, ref: str, stance: str, posts: str, reason: str | None = None, *, text_version: int | None = None
) -> None:
    """Record the same stance of several seats.

    Args:
        request: within its transaction.
        ref: the decision.
        stance: the stance of all of them.
        posts: ids with commas between, `all` who take part, or the `others` who have not spoken yet; those of all who
            have said the same already do not speak twice.
        reason: the reason for it.
        text_version: the version of the text that they spoke on; the present one where it is not said.

    Raises:
        RequestError: nobody is left to speak, or the text is another by now.
    """
    target = parsing.decision_ref(ref)
    request.item(target)
    facts = Facts(request.snapshot, target)
    if text_version not in (None, facts.decision.text_version):
        raise RequestError(
            "text_amended_meanwhile", ref=str(target), seen=text_version, now=facts.decision.text_version
        )
    seats, spoken = [post.id for post in facts.taking_part], facts.valid_stances
    differ = [post for post in seats if post not in spoken or (spoken[post].stance, reason) != (stance, None)]
    groups = {"all": differ, "others": [post for post in seats if post not in spoken]}
    speakers = groups.get(posts)
    if speakers == []:
        raise RequestError("nobody_left_to_speak", ref=str(target))
    for post in speakers or [parsing.post(name, request.snapshot) for name in posts.split(",")]:
        request.perform(target, TAKE_STANCE, {"post": post, "stance": stance, "reason": reason})
