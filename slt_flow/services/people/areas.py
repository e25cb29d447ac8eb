"""Focus areas: added and ended by a decision of the council."""

from __future__ import annotations

from collections.abc import Sequence

from slt_flow.definitions.models import AreaEntry, AreaPeriod
from slt_flow.engine.entries import Kind
from slt_flow.engine.new_entries import area_added
from slt_flow.errors import RequestError
from slt_flow.model import Area, Decision
from slt_flow.services.people.organisations import deciding, first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_gone
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import DEADLINE, Role


@use_case(Role.SECRETARY)
def add_area(
    request: Request,
    id_: str,
    title: str,
    by: str,
    *,
    goals: Sequence[str] = (),
    contacts: Sequence[str] = (),
    last: str | None = None,
) -> None:
    """Add a focus area by a decision of the council, for a period that ends on a last day where one is named."""
    new = parsing.new_id(id_, Area, request.snapshot)
    decision = deciding(request, by)
    posts = tuple(parsing.post(contact, request.snapshot) for contact in contacts)
    for post in posts:
        refuse_gone(request.snapshot, post, request.context.day)
    lines = tuple(parsing.line("goals", goal) for goal in goals)
    on = first_day(request, decision)
    period = AreaPeriod(last=request.days.read(last, DEADLINE) if last is not None else None)
    area = AreaEntry(id=new, title=parsing.line("title", title), period=period, goals=lines, contacts=posts)
    request.record(area_added(area, on, decision))


@use_case(Role.SECRETARY)
def end_area(request: Request, area: str, by: str) -> None:
    """End a focus area by a decision of the council; running cases keep it."""
    chosen, decision = parsing.area(area, request.snapshot), deciding(request, by)
    row, day = request.snapshot.on(request.context.day).one(Area, chosen), request.context.day
    if row.until is not None:
        raise RequestError("area_ended_already", area=chosen)
    adopted_on = request.snapshot.one(Decision, decision.year, decision.no).adopted_on
    if row.by is not None and min(day, adopted_on or day) < row.since:
        raise RequestError("area_begun_later", area=chosen, since=row.since, ref=str(decision), day=adopted_on or day)
    request.record(request.entry(Kind.AREA_ENDED, f"area:{chosen}", {"area": chosen, "by": str(decision)}))
