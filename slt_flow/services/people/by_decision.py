"""Changes to the council itself, made by one of its decisions."""

from __future__ import annotations

from datetime import date

from slt_flow.errors import RequestError
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.terms import Ref, Tag


def deciding(request: Request, by: str) -> Ref:
    """Return an adopted decision of the council.

    Raises:
        RequestError: when it has not.
    """
    ref = parsing.decision_ref(by)
    if not request.item(ref).has(Tag.ADOPTED):
        raise RequestError("decision_not_adopted", ref=str(ref))
    return ref


def first_day(request: Request, decision: Ref | None = None) -> date:
    """Return the first day of something: the council's own, or that of the decision which made it."""
    if request.context.on is not None:
        return request.context.on
    return request.item(decision).last_on if decision is not None else request.row.opened
