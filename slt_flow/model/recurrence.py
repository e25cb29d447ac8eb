"""Recurring work: the periods of its rhythm, and those in which it was not done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from slt_flow.model.cases import Item
from slt_flow.results.follow_up import Period
from slt_flow.terms import Tag

_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "tertial": 4, "half": 6, "year": 12}
"""Months in each unit of a rhythm that is made of months."""


def missed(item: Item, day: date) -> tuple[Period, ...]:
    """Return the periods before a day in which recurring work was not done.

    They are whole weeks, months, quarters … of the calendar, from the first that begins once the work was handed down.
    """
    if item.every is None or item.born is None or item.has(Tag.DROPPED):
        return ()
    last = min(filter(None, (day - timedelta(days=1), item.delivered_on, None if item.standing else item.due)))
    times = [date.fromisoformat(time) for time in item.times]
    return tuple(_without(_periods(item.every, item.born), times, last))


def _without(periods: Iterator[Period], times: list[date], last: date) -> Iterator[Period]:
    for period in periods:
        if period.last > last:
            return
        if not any(period.first <= time <= period.last for time in times):
            yield period


def _periods(every: str, since: date) -> Iterator[Period]:
    """Yield the periods of a rhythm, such as `2 week`, from the first one that begins on a day or after it."""
    count, _, unit = every.partition(" ")
    first = _begin(unit, since)
    if first < since:
        first = _after(unit, first, 1)
    while True:
        following = _after(unit, first, int(count))
        yield Period(first, following - timedelta(days=1))
        first = following


def _begin(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _after(unit: str, first: date, count: int) -> date:
    if unit == "week":
        return first + timedelta(weeks=count)
    months = first.month - 1 + count * _MONTHS[unit]
    return date(first.year + months // 12, months % 12 + 1, 1)
