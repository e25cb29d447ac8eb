"""Clock of the product. Moments are UTC, days are Norwegian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from slt_flow.model.moment import day_of
from slt_flow.terms import spelt


class Clock(Protocol):
    """Protocol of a clock."""

    def now(self) -> datetime:
        """Return the moment, with its time zone."""
        ...


class SystemClock:
    """Clock of the computer."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """Clock that stands still, for tests and demonstrations."""

    moment: datetime

    def now(self) -> datetime:
        """Return the fixed moment."""
        return self.moment


def today(clock: Clock) -> date:
    """Return today's date in Norway."""
    return day_of(clock.now())


def day_at(seconds: int) -> date:
    """Return the day in Norway at a moment, in seconds since 1970."""
    return day_of(datetime.fromtimestamp(seconds, UTC))


def stamp(clock: Clock) -> str:
    """Format a moment as journals spell it (RFC 3339, UTC)."""
    return spelt(clock.now())
