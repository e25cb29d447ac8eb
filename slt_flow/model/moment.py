"""The two times a reading asks about, and the Norwegian days that both are counted in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from slt_flow.terms import spelt


class Moment(NamedTuple):
    """Valid time and transaction time of a bitemporal reading, None being the present, and its edition.

    Attributes:
        as_of: the day for which something holds, by what is known.
        as_known: the day by whose end, in Norway, it had been recorded.
        public: the language of the public edition, which is without what is exempt now; "" reads everything.
        before: the number of the entry before which it had been recorded, such as the one at which a meeting was held.
    """

    as_of: date | None = None
    as_known: date | None = None
    public: str = ""
    before: int | None = None

    @property
    def day(self) -> date | None:
        """The day from which lateness is counted; None is today."""
        return self.as_of or self.as_known


NOW: Final = Moment()
"""Everything recorded, whenever it holds."""


def day_of(instant: datetime) -> date:
    """Return the day it is in Norway."""
    return instant.astimezone(norway()).date()


def end_of(day: date) -> str:
    """Return the last microsecond of a Norwegian day as journals spell it (UTC)."""
    midnight = datetime.combine(day + timedelta(days=1), time(), norway()).astimezone(UTC)
    return spelt(midnight - timedelta(microseconds=1))


def norway() -> ZoneInfo:
    """Return the time zone of Norway, in which days begin and end."""
    return ZoneInfo("Europe/Oslo")  # read from the system's files when first asked for, then kept by zoneinfo
