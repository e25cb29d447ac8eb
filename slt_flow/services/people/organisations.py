"""Organisations: parties, their parts, third parties; and the decision and first day of a change to the council."""

from __future__ import annotations

from datetime import date

from slt_flow.engine.new_entries import organisation_added
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Organisation
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Role, Tag


@use_case(Role.SECRETARY)
def add_organisation(request: Request, id_: str, name: str, party: str | None = None) -> None:
    """Add a part of a party, or a third party that must accept its work itself."""
    new = parsing.new_id(id_, Organisation, request.snapshot)
    of = parsing.party(party, request.snapshot) if party is not None else None
    # Nothing but the day on which it is entered shows that it was there.
    entered = today(request.context.clock)
    request.record(organisation_added(new, parsing.line("name", name), of, first_day(request), added=entered))


def deciding(request: Request, by: str) -> Ref:
    """Return a decision that stands, and that the council had adopted by the day of the request.

    It may be about anything: its words are the council's, and a reader judges them by its title, which is answered.

    Raises:
        RequestError: it is not adopted, stands no more, or was adopted later.
    """
    ref, on = parsing.decision_ref(by), request.context.on
    case = request.item(ref)
    adopted_on = request.snapshot.one(Decision, ref.year, ref.no).adopted_on
    if not case.has(Tag.ADOPTED):
        never = "decision_dropped_before" if case.settled_before else "decision_not_adopted"
        is_known = adopted_on is not None or (case.source is not None and not case.unmoved)
        raise RequestError("decision_stands_no_more" if is_known else never, ref=str(ref))
    if on is not None and adopted_on is not None and on < adopted_on:
        raise RequestError("decision_adopted_later", ref=str(ref), on=on, adopted_on=adopted_on)
    request.notice("decided_by", ref=str(ref), title=case.title)
    return ref


def first_day(request: Request, decision: Ref | None = None) -> date:
    """Return the first day of something: the council's own, or the day the decision which made it was adopted."""
    adopted_on = request.snapshot.one(Decision, decision.year, decision.no).adopted_on if decision is not None else None
    return request.context.on or adopted_on or request.row.opened
