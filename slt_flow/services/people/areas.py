"""Focus areas: added and ended by a decision of the council."""

from __future__ import annotations

from collections.abc import Sequence

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.new_entries import area_added
from slt_flow.errors import RequestError
from slt_flow.model import Area
from slt_flow.results.answers import Outcome
from slt_flow.services.people.by_decision import SECRETARY, deciding, first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact


def add_area(
    context: Context, id_: str, title: str, by: str, *, goals: Sequence[str] = (), contacts: Sequence[str] = ()
) -> Outcome:
    """Add a focus area by a decision of the council."""
    asked = {"area": id_, "title": title, "by": by, "goals": tuple(goals), "contacts": tuple(contacts)}

    def act(request: Request) -> None:
        new = parsing.new_id(id_, "area", [area.id for area in request.snapshot.all(Area)])
        decision = deciding(request, by)
        posts = [parsing.post(contact, request.snapshot) for contact in contacts]
        goals_ = [parsing.line("goals", goal) for goal in goals]
        on = first_day(request, decision)
        request.record(area_added(new, parsing.line("title", title), on, goals=goals_, contacts=posts, by=decision))

    return transact(context, asked, None, act, only=SECRETARY)


def end_area(context: Context, area: str, by: str) -> Outcome:
    """End a focus area by a decision of the council; running cases keep it."""

    def act(request: Request) -> None:
        chosen, decision = parsing.area(area, request.snapshot), deciding(request, by)
        if request.snapshot.one(Area, chosen).until is not None:
            raise RequestError("area_ended_already", area=chosen)
        data = {"area": chosen, "by": str(decision)}
        request.record(
            Entry(
                kind=Kind.AREA_ENDED,
                subject=f"area:{chosen}",
                on=request.context.day,
                data=data,
                acted_by=request.actor,
            )
        )

    return transact(context, {"end_area": area, "by": by}, None, act, only=SECRETARY)
