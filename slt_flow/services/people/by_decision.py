"""Changes that a decision of the council makes to what the council is."""

from __future__ import annotations

from datetime import date

from slt_flow.errors import RequestError
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.terms import Ref, Role, Tag

SECRETARY = (Role.SECRETARY,)
"""Who keeps the register of posts and areas."""


def deciding(request: Request, by: str) -> Ref:
    """A decision of the council that has been adopted.

    Raises:
        RequestError: when it has not.
    """
    ref = parsing.decision_ref(by)
    if not request.item(ref).has(Tag.ADOPTED):
        raise RequestError("decision_not_adopted", ref=str(ref))
    return ref


def first_day(request: Request, decision: Ref | None = None) -> date:
    """The council's first day; what a decision of the council made counts from that decision."""
    if request.context.on is not None:
        return request.context.on
    return request.item(decision).last_on if decision is not None else request.row.opened
