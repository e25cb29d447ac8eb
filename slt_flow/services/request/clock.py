"""The one clock. Moments are UTC, days are Norwegian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from slt_flow.terms import spelt


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The moment, with its time zone."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and demonstrations."""

    moment: datetime

    def now(self) -> datetime:
        """Always the same moment."""
        return self.moment


def today(clock: Clock) -> date:
    """The day it is in Norway."""
    return clock.now().astimezone(ZoneInfo("Europe/Oslo")).date()


def stamp(clock: Clock) -> str:
    """The moment as journals spell it."""
    return spelt(clock.now())
