"""When the council meets: the meetings in its calendar, and from then on as often as it agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

A_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The days the council meets and decides.

    Attributes:
        planned: the days in the calendar, in their order.
        first: the first day after those of the calendar.
        interval: the days between two meetings from then on.
    """

    planned: tuple[date, ...]
    first: date
    interval: int

    def next(self, day: date) -> date:
        """The first meeting that is not before a day."""
        known = next((each for each in self.planned if each >= day), None)
        if known is not None:
            return known
        turns = max(0, -(-(day - self.first).days // self.interval))
        return later(self.first, turns * self.interval)


def interval(per_year: int) -> int:
    """The days between two meetings where there are so many in a year."""
    return max(1, round(A_YEAR / max(1, per_year)))


def later(day: date, days: int) -> date:
    """A day so many days after another; no later than any calendar goes."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
