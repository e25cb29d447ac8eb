"""Judgement of whether a decision exceeds delegated authority, by a person, while it is still to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from slt_flow.engine.entries import Kind, enumerated
from slt_flow.errors import RequestError
from slt_flow.model import Decision
from slt_flow.model.spelling import folded
from slt_flow.results.answers import Refusal, broken
from slt_flow.services.request import parsing
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Role, Tag


@use_case(Role.SECRETARY, Role.CHAIR, about="ref")
def judge_authority(
    request: Request, ref: Ref | str, needs_ratification: Sequence[str] = (), *, within_authority: bool = False
) -> None:
    """Record that a decision exceeds delegated authority and who ratifies it, or that it does not.

    Bodies are added to those that its kind or a person named before; none is taken away.

    Raises:
        RequestError: neither is said, or both; the council has said its word already; or bodies are to ratify it.
    """
    record_authority(request, parsing.decision_ref(str(ref)), needs_ratification, within_authority=within_authority)


def record_authority(
    request: Request, chosen: Ref, needs_ratification: Sequence[str], *, within_authority: bool
) -> None:
    """Record the same within a request (see `judge_authority`)."""
    item = request.item(chosen)
    decision = request.snapshot.one(Decision, chosen.year, chosen.no)
    bodies = tuple({folded(body): parsing.line("body", body) for body in needs_ratification}.values())
    if bool(bodies) == within_authority:
        raise RequestError("authority_either_or")
    if item.ended or item.has(Tag.ADOPTED) or item.has(Tag.CONCLUDED):
        raise RequestError("authority_judged_too_late", ref=str(chosen))
    if within_authority and decision.bodies:
        raise RequestError("authority_exceeded", ref=str(chosen), bodies=decision.bodies)
    count, texts = enumerated("body", bodies)
    at = {"meeting": decision.meeting} if decision.meeting is not None else {}
    data = {"authority": request.acted_by or request.actor, **count, **at}
    on = request.day_at(chosen, "", {})
    if on < item.last_on:
        named = [f"--needs-ratification {quote(body)}" for body in bodies] or ["--within-authority"]
        again = f"slt decision authority {chosen} {' '.join(named)} --on {item.last_on}"
        finding = broken("nothing_is_dated_backwards", {"on": on, "last_on": item.last_on}, again)
        raise RefusedByRule(Refusal(str(chosen), "authority", (finding,)))
    request.record(request.entry(Kind.AUTHORITY_JUDGED, chosen, data, texts, on=on))
    if chosen not in request.refs:
        request.refs.append(chosen)
