"""Kinds of points of an agenda, and what may become of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.model.cases import AgendaPoint
from slt_flow.terms import PointOutcome, Ref

NOTICE: Final = "notice"
MINUTES: Final = "minutes"
INFORMATION: Final = "information"
OTHER: Final = "other"
OWN: Final = "own"
TABLED: Final = "case"
PUT_OFF: Final = "put_off"
"""Kinds of points: four that an agreement lets stand, one of the coordinator's own, a decision, one that comes back."""

AGAIN: Final = "again"
"""Beginning of the key of a point that an earlier meeting put off."""

_APPROVAL: Final = (
    PointOutcome.APPROVED, PointOutcome.APPROVED_WITH_REMARKS, PointOutcome.NOT_APPROVED, PointOutcome.POSTPONED,
)  # fmt: skip

_OUTCOMES: Final[Mapping[str, tuple[PointOutcome, ...]]] = {
    NOTICE: _APPROVAL, MINUTES: _APPROVAL, "report": (PointOutcome.APPROVED, PointOutcome.POSTPONED),
    TABLED: (), PUT_OFF: (),
}  # fmt: skip


def outcomes_of(kind: str) -> tuple[PointOutcome, ...]:
    """Return what may become of a point of a kind; nothing of a decision, which has actions of its own."""
    return _OUTCOMES.get(kind, (PointOutcome.ACKNOWLEDGED, PointOutcome.POSTPONED))


def point_of(decision: Ref | str) -> str:
    """Return the key of the point at which a decision is dealt with."""
    return f"{TABLED}:{decision}"


def case_named(point: str) -> Ref | None:
    """Return the case that the key of a point names: to decide, to report on, or whose minutes are approved."""
    return Ref.parse(point.partition(":")[2])


def own_point(number: int, title: str) -> str:
    """Return the key of a point of the coordinator's own, which keeps the case that its title begins with.

    So it is about that case (`1/26.1: …`) for good: a title may be erased.
    """
    case, colon, _ = title.partition(": ")
    return f"{OWN}:{number}:{ref}" if colon and (ref := Ref.parse(case)) is not None else f"{OWN}:{number}"


def number_of_own(point: str) -> int | None:
    """Return the number in the key of a point of the coordinator's own, None for another point."""
    first, _, rest = point.partition(":")
    return int(rest.partition(":")[0]) if first == OWN else None


def titled_after(point: str) -> Ref | None:
    """Return the case that the title of a point of the coordinator's own began with."""
    first, _, rest = point.partition(":")
    return Ref.parse(rest.partition(":")[2]) if first == OWN else None


def kind_of(row: AgendaPoint) -> str:
    """Return the kind of a recorded point; one from before agendas were settled tells it by its key."""
    first = row.point.partition(":")[0]
    return row.kind or {TABLED: TABLED, AGAIN: OWN, "agreed": INFORMATION}.get(first, first)
