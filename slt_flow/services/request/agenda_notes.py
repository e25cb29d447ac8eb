"""Points of an agenda that are dealt with, and what is approved by dealing with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slt_flow.model.point_kinds import case_named
from slt_flow.services.request.request import Request
from slt_flow.terms import PointOutcome, Ref

NOTE_ITEM: Final = "note_item"
APPROVE: Final = "approve"
"""Actions by which it is recorded what was said at a point, and by which minutes or a report are approved."""

_APPROVING: Final = (PointOutcome.APPROVED, PointOutcome.APPROVED_WITH_REMARKS)


def note_point(request: Request, meeting: Ref, answers: Mapping[str, Any]) -> None:
    """Record what was said at a point and what became of it; minutes or a report approved there are approved.

    Minutes that were archived before stay as they are: the point alone tells that they were approved.
    """
    request.perform(meeting, NOTE_ITEM, answers)
    typed = request.typed(meeting, {name: answers.get(name) for name in ("point", "outcome")})
    named = case_named(typed["point"])
    if typed.get("outcome") not in _APPROVING or named is None:
        return
    item = request.item(named)
    built = request.machines.built(item.pin)
    if APPROVE in built.every_action and built.way_to(APPROVE, item.state):
        request.perform(named, APPROVE, {"meeting": str(meeting)}, through=True)
