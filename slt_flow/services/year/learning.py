"""Learning points: noted from an evaluation, carried to a year, answered there by a decision or a reason."""

from __future__ import annotations

from slt_flow.engine.new_entries import learning_registered
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.results import Outcome
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import walk
from slt_flow.services.request.context import Desk
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import perform
from slt_flow.services.year.evaluation_view import found_open, of_year
from slt_flow.services.year.learning_view import learning_ref
from slt_flow.terms import Role, Tag

MACHINE = "learning_point"
"""The machine of learning points."""


def add(desk: Desk, text: str, year: int | None = None) -> Outcome:
    """Note what was learnt, from the evaluation of a year, or from the one that is open; by itself when none is."""

    def act(request: Request) -> None:
        request.load_everything()
        evaluation = _evaluation(request, year)
        room = next(room for room in request.machines() if room.name == MACHINE)
        title, on = parsing.line("text", text), request.desk.day
        named = str(evaluation.ref) if evaluation is not None else None
        entry = learning_registered(request.snapshot, room, title, named, on, request.actor)
        request.record(entry)
        request.made(parsing.ref(entry.subject))
        if named is None:
            request.notice("learning_not_carried", ref=entry.subject, year=on.year + 1)

    return perform(desk, {"learning": text, "year": year}, None, act, only=(Role.SECRETARY, Role.CHAIR))


def carry(desk: Desk, ref: str, year: int) -> Outcome:
    """Take a learning point along to a later year."""
    return walk(desk, [learning_ref(ref)], "carry", {"year": year})


def answer(desk: Desk, ref: str, *, decision: str | None = None, reason: str | None = None) -> Outcome:
    """Answer a learning point by a decision that was adopted, or say why there is none."""
    return walk(desk, [learning_ref(ref)], "answer", {"decision": decision, "reason": reason})


def _evaluation(request: Request, year: int | None) -> Item | None:
    """The evaluation that a learning point comes from.

    Raises:
        RequestError: the one named has been adopted already, or there is none.
    """
    if year is None:
        return found_open(request.snapshot)
    item, _ = of_year(request.snapshot, year)
    if item.means(Tag.ADOPTED):
        raise RequestError("evaluation_is_adopted", ref=str(item.ref), year=year)
    return item
