"""Learning points: noted from an evaluation, carried to a year, answered there by a decision or a reason."""

from __future__ import annotations

from typing import Final

from slt_flow.engine.effects import new_case
from slt_flow.engine.new_entries import next_ref
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.results.answers import Outcome
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.services.year.evaluation_view import latest, of_year
from slt_flow.terms import LEARNING_SERIES, Role, Tag

CARRY: Final = "carry"
ANSWER: Final = "answer"
"""Actions that settle a learning point."""

MACHINE = "learning_point"
"""The machine of learning points."""


@use_case(Role.SECRETARY, Role.CHAIR, name="add_learning_point")
def add(request: Request, text: str, evaluation: int | None = None) -> None:
    """Add a learning point, from the evaluation of a year, from the open one, or by itself."""
    request.load_everything()
    source = _evaluation(request, evaluation)
    built = next(built for built in request.council_machines() if built.name == MACHINE)
    title, on = parsing.line("text", text), request.context.day
    named = str(source.ref) if source is not None else None
    number = next_ref(request.snapshot, LEARNING_SERIES, on.year)
    ref = request.register(new_case(built, number, on, request.actor, {"title": title}, evaluation=named))
    if named is None:
        request.notice("learning_not_carried", ref=str(ref), year=on.year + 1)


def carry(context: Context, ref: str, year: int) -> Outcome:
    """Carry a learning point to a later year."""
    return perform(context, [parsing.learning_ref(ref)], CARRY, {"year": year}, typed=False)


def answer(context: Context, ref: str, *, decision: str | None = None, reason: str | None = None) -> Outcome:
    """Answer a learning point by a decision that was adopted, or say why there is none."""
    return perform(context, [parsing.learning_ref(ref)], ANSWER, {"decision": decision, "reason": reason}, typed=False)


def _evaluation(request: Request, year: int | None) -> Item | None:
    """Return the evaluation that a learning point comes from.

    Raises:
        RequestError: the one named has been adopted already, or there is none.
    """
    if year is None:
        item, _ = latest(request.snapshot)
        return item if item is not None and not item.has(Tag.ADOPTED) else None
    item = of_year(request.snapshot, year)
    if item.has(Tag.ADOPTED):
        raise RequestError("evaluation_is_adopted", ref=str(item.ref), year=year)
    return item
