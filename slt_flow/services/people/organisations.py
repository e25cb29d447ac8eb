"""Organisations: parties, their parts, third parties."""

from __future__ import annotations

from slt_flow.engine.new_entries import organisation_added
from slt_flow.model import Organisation
from slt_flow.results.answers import Outcome
from slt_flow.services.people.by_decision import SECRETARY, first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact


def add_organisation(context: Context, id_: str, name: str, party: str | None = None) -> Outcome:
    """Add a part of a party, or a third party that must accept its work itself."""

    def act(request: Request) -> None:
        new = parsing.new_id(id_, "organisation", [o.id for o in request.snapshot.all(Organisation)])
        of = parsing.party(party, request.snapshot) if party is not None else None
        request.record(organisation_added(new, parsing.line("name", name), of, first_day(request)))

    return transact(context, {"organisation": id_, "name": name, "party": party}, None, act, only=SECRETARY)
