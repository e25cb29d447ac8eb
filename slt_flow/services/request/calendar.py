"""Calendar of working days: weekends, public holidays and the agreement's closed days.

Norwegian public holidays come from the package `holidays`. Importing it takes a tenth of a second, so it is imported
only for a day on which there can be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

SATURDAY: Final = "saturday"
SUNDAY: Final = "sunday"

_WEEKEND: Final[Mapping[int, str]] = {5: SATURDAY, 6: SUNDAY}

_SPRING: Final = ((3, 19), (6, 14))
"""From the earliest Maundy Thursday to the latest Whit Monday, month and day."""

_WINTER: Final = frozenset({(1, 1), (12, 25), (12, 26)})
"""The public holidays outside spring."""

_LONGEST_BREAK: Final = 60
"""Days in a row that no calendar closes: an agreement that closes more of them has no working day."""


class Closed(NamedTuple):
    """Closed day: its reason (`saturday`, `sunday`, or the day's name), and the next working day.

    `working_day` is None where an agreement closes every day for months.
    """

    day: date
    why: str
    working_day: date | None


def closed(day: date, closed_days: Mapping[str, str]) -> Closed | None:
    """Return the closed day that falls on a date, or None on a working day.

    Args:
        day: the day.
        closed_days: `12-24` of every year, or one day as `2026-05-15`, each with what it is called.
    """
    why = _why(day, closed_days)
    return Closed(day, why, next_working_day(day, closed_days)) if why is not None else None


def next_working_day(day: date, closed_days: Mapping[str, str], step: int = 1) -> date | None:
    """Return the first working day after a day, or before it (`step` -1); None without one in two months."""
    left = (date.max - day if step > 0 else day - date.min).days
    others = (day + timedelta(days=step * number) for number in range(1, min(_LONGEST_BREAK, left) + 1))
    return next((other for other in others if _why(other, closed_days) is None), None)


def days_off(year: int, closed_days: Mapping[str, str]) -> dict[date, str]:
    """Return the public holidays of a year and the agreement's closed days, in their order; weekends are left out."""
    days = dict(public_holidays(year))
    for written, title in closed_days.items():
        month_and_day = written.removeprefix(f"{year}-")
        if len(month_and_day) == len("12-24"):
            with suppress(ValueError):  # 29 February is missing in most years
                days[date.fromisoformat(f"{year:04d}-{month_and_day}")] = title
    return dict(sorted(days.items()))


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """Return Norway's public holidays of a year with their Norwegian names; none for years that `holidays` lacks."""
    from holidays import country_holidays

    return dict(country_holidays("NO", language="no", years=year))


def _why(day: date, closed_days: Mapping[str, str]) -> str | None:
    weekend = _WEEKEND.get(day.weekday())
    if weekend is not None:
        return weekend
    locally = closed_days.get(day.isoformat()) or closed_days.get(f"{day:%m-%d}")
    if locally is not None or not can_be_holiday(day):
        return locally
    return public_holidays(day.year).get(day)


def can_be_holiday(day: date) -> bool:
    """Return True when a public holiday falls on this day in some year."""
    return (day.month, day.day) in _WINTER or _SPRING[0] <= (day.month, day.day) <= _SPRING[1]
