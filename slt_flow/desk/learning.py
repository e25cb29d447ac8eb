"""Learning points: noted from an evaluation, carried to a year, answered there by a decision or a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from slt_flow.desk import intake
from slt_flow.desk.doors import walk
from slt_flow.desk.evaluation import found_open, of_year
from slt_flow.desk.front import Desk
from slt_flow.desk.perform import perform
from slt_flow.desk.reader import Reader, reading
from slt_flow.desk.request import Request
from slt_flow.desk.sheets import remarks
from slt_flow.engine.births import learning_registered
from slt_flow.errors import RequestError
from slt_flow.facts import Snapshot
from slt_flow.records import projection
from slt_flow.results import Listing, Outcome, Sheet
from slt_flow.rows import Decision, Item, LearningPoint
from slt_flow.terms import LEARNING_SERIES, Ref, Role, Tag

MACHINE = "learning_point"
"""The machine of learning points."""


def add(desk: Desk, text: str, year: int | None = None) -> Outcome:
    """Note what was learnt, from the evaluation of a year, or from the one that is open; by itself when none is."""

    def act(request: Request) -> None:
        request.load_everything()
        evaluation = _evaluation(request, year)
        room = next(room for room in request.machines() if room.name == MACHINE)
        title, on = intake.line("text", text), request.desk.day
        named = str(evaluation.ref) if evaluation is not None else None
        entry = learning_registered(request.snapshot, room, title, named, on, request.actor)
        request.record(entry)
        request.made(intake.ref(entry.subject))

    return perform(desk, {"learning": text, "year": year}, None, act, only=(Role.SECRETARY, Role.CHAIR))


def carry(desk: Desk, ref: str, year: int) -> Outcome:
    """Take a learning point along to a later year."""
    return walk(desk, [_learning_ref(ref)], "carry", {"year": year})


def answer(desk: Desk, ref: str, *, decision: str | None = None, reason: str | None = None) -> Outcome:
    """Answer a learning point by a decision that was adopted, or say why there is none."""
    return walk(desk, [_learning_ref(ref)], "answer", {"decision": decision, "reason": reason})


def points(
    desk: Desk,
    *,
    year: int | None = None,
    only_open: bool = False,
    as_of: date | None = None,
    as_known: date | None = None,
) -> Listing:
    """Every learning point, or those carried to a year, or those that nobody has answered yet."""
    with reading(desk, as_of, as_known) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        rows = [_row(reader, snapshot, each) for each in snapshot.all(LearningPoint)]
        kept = (r for r in rows if year in (None, r["carried_to"]) and not (only_open and r["is_answered"]))
        return Listing("learning", tuple(kept))


def point(desk: Desk, ref: str, as_of: date | None = None, as_known: date | None = None) -> Sheet:
    """One learning point: where it comes from, the year it is to be answered in, and its answer."""
    target = _learning_ref(ref)
    with reading(desk, as_of, as_known) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        found = snapshot.find(LearningPoint, target.year, target.no)
        if found is None:
            raise RequestError("unknown_ref", ref=str(target))
        return Sheet("learning_point", _row(reader, snapshot, found), (remarks(snapshot, target),))


def _learning_ref(given: str) -> Ref:
    found = intake.ref(given)
    if found.series != LEARNING_SERIES:
        raise RequestError("not_a_learning_point", ref=str(found))
    return found


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


def _row(reader: Reader, snapshot: Snapshot, row: LearningPoint) -> dict[str, Any]:
    item = snapshot.one(Item, LEARNING_SERIES, row.year, row.no, 0, 0)
    named = Ref.parse(row.evaluation or "")
    evaluation = snapshot.find(Decision, named.year, named.no) if named is not None else None
    return {
        "ref": str(item.ref),
        "title": item.title,
        "state": item.state,
        "label": reader.state_label(item.pin, item.state),
        "evaluation": row.evaluation,
        "evaluated_year": evaluation.about.get("year") if evaluation is not None else None,
        "carried_to": row.carried_to,
        "decision": row.decision,
        "note": item.note,
        "is_answered": item.ended,
    }
