"""Adoption of decisions made of what is registered: the same by whichever command, form or program it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from slt_flow.model import Decision
from slt_flow.model.facts import Facts
from slt_flow.terms import Ref, Tag

if TYPE_CHECKING:
    from slt_flow.services.request.request import Request


class Adoption(NamedTuple):
    """Adoption of a kind of decision.

    Attributes:
        write: writes the text anew, as what is registered stands when the council speaks to it.
        conclude: lets the consequences of an adoption follow.
    """

    write: Callable[[Request, Ref], None]
    conclude: Callable[[Request, Ref], None]


Adoptions = Callable[[], Mapping[str, Adoption]]
"""The adoptions by kind of decision, imported when they are asked for."""


def of(request: Request, ref: Ref) -> Adoption | None:
    """Return the adoption of a decision that is not adopted yet and is made of what is registered; None of others."""
    decision = request.snapshot.find(Decision, ref.year, ref.no) if ref.is_decision else None
    if decision is None or decision.kind is None or request.context.adoptions is None:
        return None
    return request.context.adoptions().get(decision.kind) if not request.item(ref).has(Tag.ADOPTED) else None


def prepare(request: Request, ref: Ref, action: str) -> Adoption | None:
    """Write the text of a decision anew before its first stance, and before it is adopted; return its adoption, if any.

    A text that has stances stays as it is until it is adopted: if it has changed by then, they no longer count, and
    the rules of adoption say so.
    """
    adoption = of(request, ref)
    if adoption is None:
        return None
    item = request.item(ref)
    built = request.machines.built(item.pin)
    performed = built.actions(item.state).get(action)
    if performed is not None:
        adopts = performed.to is not None and Tag.ADOPTED in built.state(performed.to).tags
        if adopts or ("stance" in performed.asks and not Facts(request.snapshot, ref).valid_stances):
            adoption.write(request, ref)
    return adoption
