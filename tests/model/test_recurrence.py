"""The periods of a rhythm are those of the calendar, and each without a time in it is told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from slt_flow.model import Item
from slt_flow.model.recurrence import missed
from tests.worlds import kvaefjord

BORN = date(2026, 3, 12)
UNITS = ("week", "month", "quarter", "tertial", "half", "year")


def work(every: str | None, *times: str, born: date = BORN, standing: bool = True) -> Item:
    world = kvaefjord()
    measure = world.measure(world.assignment(world.decision("in_follow_up", meeting=world.meeting())))
    world.change(measure, every=every, times=times, born=born, standing=standing, due=date(2026, 8, 15))
    return world.snapshot.one(Item, *measure)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("number", [1, 2])
def test_periods_follow_one_another_without_a_gap(unit: str, number: int) -> None:
    for days in range(0, 400, 37):
        born = BORN + timedelta(days=days)
        periods = missed(work(f"{number} {unit}", born=born), date(2036, 1, 1))
        assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(periods))
        assert timedelta(0) <= periods[0].first - born < timedelta(days=366)
        assert periods[-1].last < date(2036, 1, 1)
        wanted = {"week": 7, "month": 30, "quarter": 91, "tertial": 121, "half": 182, "year": 365}[unit] * number
        assert all(abs((p.last - p.first).days + 1 - wanted) <= 3 for p in periods)


def test_a_time_in_a_period_is_that_periods() -> None:
    every_month = missed(work("1 month"), date(2026, 9, 1))
    assert [period.first.month for period in every_month] == [4, 5, 6, 7, 8]
    for period in every_month:
        for day in (period.first, period.last):
            rest = missed(work("1 month", day.isoformat()), date(2026, 9, 1))
            assert set(every_month) - set(rest) == {period}


def test_a_period_counts_once_it_is_over_and_until_the_work_ends() -> None:
    assert missed(work("1 month"), date(2026, 4, 30)) == ()
    assert [period.first.month for period in missed(work("1 month"), date(2026, 5, 1))] == [4]
    ending = work("1 month", standing=False)
    assert [period.first.month for period in missed(ending, date(2027, 1, 1))] == [4, 5, 6, 7]
    assert missed(work(None), date(2030, 1, 1)) == ()
