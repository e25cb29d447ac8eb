"""Own stances: those that seats took themselves, signed in, which nobody else's word replaces without a basis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import SeatStance
from slt_flow.model.facts import Facts
from slt_flow.records import journal
from slt_flow.terms import UNAUTHENTICATED, Ref

if TYPE_CHECKING:
    from slt_flow.services.request.request import Request


def own_stance(request: Request, ref: Ref, answers: Mapping[str, Any]) -> str | None:
    """Return the stance that a seat took itself on the present text, where answers are another's word for another one.

    Args:
        request: within its transaction, or a reading.
        ref: the decision.
        answers: the answers to an action; those of any other tell of no stance.
    """
    post, stance = answers.get("post"), answers.get("stance")
    if post is None or stance is None or not ref.is_decision:
        return None
    facts = Facts(request.snapshot, ref)
    taken = request.snapshot.find(SeatStance, ref.year, ref.no, facts.decision.round, post)
    if taken is None or taken.stance == stance or post not in facts.valid_stances:
        return None
    entry = _last(request, ref, post)
    if entry is None or entry.authenticated == UNAUTHENTICATED or entry.acted_by != entry.recorded_by:
        return None
    is_its_own = request.actor == entry.acted_by and request.identity.confirmed
    return None if is_its_own else taken.stance


def _last(request: Request, ref: Ref, post: str) -> Entry | None:
    """Return the stored entry of the last stance of a seat; None where this request has recorded one since."""
    if any(_speaks(entry, ref, post) for entry in request.entries):
        return None
    entries = journal.read(request.connection, request.council, str(ref))
    gone = journal.voided(entries)
    taken = (entry for entry in entries if _speaks(entry, ref, post) and entry.seq not in gone)
    return max(taken, key=lambda entry: entry.seq, default=None)


def _speaks(entry: Entry, ref: Ref, post: str) -> bool:
    return entry.kind == Kind.STANCE_TAKEN and entry.subject == str(ref) and entry.data["post"] == post
