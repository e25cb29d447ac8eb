"""Organisations: parties, their parts, third parties."""

from __future__ import annotations

from slt_flow.engine.new_entries import organisation_added
from slt_flow.model import Organisation
from slt_flow.services.people.by_decision import first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Role


@use_case(Role.SECRETARY)
def add_organisation(request: Request, id_: str, name: str, party: str | None = None) -> None:
    """Add a part of a party, or a third party that must accept its work itself."""
    new = parsing.new_id(id_, Organisation, request.snapshot)
    of = parsing.party(party, request.snapshot) if party is not None else None
    request.record(organisation_added(new, parsing.line("name", name), of, first_day(request)))
