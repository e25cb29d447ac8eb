"""Levels: how many cases of each level stand in which state, and how long they have stood there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, NamedTuple

from slt_flow.results.columns import HIDDEN
from slt_flow.terms import Named

SPANS: Final = (7, 28, 91, 365)
"""Days at which a longer wait begins: a week, four weeks, a quarter, a year."""


class StateCount(NamedTuple):
    """Cases of one level in one state.

    `waits` counts those still open by how long they have stood there, one number for each stretch between `SPANS`;
    `longest` is the first of them to come there, after `longest_days`. `late` are past their deadline.
    """

    level: str
    state: Named
    number: int
    late: int
    waits: tuple[int, ...]
    longest: str | None
    longest_days: int

    @property
    def is_open(self) -> bool:
        """True where something is still to be done about the cases."""
        return sum(self.waits) > 0


class Levels(NamedTuple):
    """The three levels of a council as they stand on a day, state by state in the order of the work."""

    council: str
    title: Annotated[str, HIDDEN]
    as_of: date
    rows: tuple[StateCount, ...]
