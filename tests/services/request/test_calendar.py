"""Days on which nobody is there: compared with the calendar as it is computed from Easter, for twelve decades."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from slt_flow.services.request.calendar import can_be_holiday, closed, days_off, next_working_day, public_holidays

YEARS = range(1980, 2100)


def easter_sunday(year: int) -> date:
    """The Gregorian computus, as Meeus, Jones and Butcher write it."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def by_law(year: int) -> set[date]:
    """Days off by the act on public holidays (1995) and the act on 1 and 17 May (1947)."""
    fixed = {date(year, *each) for each in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    return fixed | {easter_sunday(year) + timedelta(days=after) for after in (-3, -2, 0, 1, 39, 49, 50)}


@pytest.mark.parametrize("year", YEARS)
def test_the_public_holidays_are_those_of_the_law(year: int) -> None:
    assert set(public_holidays(year)) == by_law(year)


def test_they_have_their_norwegian_names() -> None:
    assert public_holidays(2026)[date(2026, 5, 14)] == "Kristi himmelfartsdag"
    assert public_holidays(2026)[date(2026, 5, 17)] == "Grunnlovsdag"


@pytest.mark.parametrize("offset", range(365))
def test_a_day_is_closed_in_weekends_on_holidays_and_as_agreed_and_never_else(offset: int) -> None:
    day = date(2026, 1, 1) + timedelta(days=offset)
    agreed = {"12-24": "Julaften", "2026-05-15": "Inneklemt dag"}
    expected = day.weekday() > 4 or day in by_law(2026) or day in (date(2026, 12, 24), date(2026, 5, 15))
    found = closed(day, agreed)
    assert (found is not None) == expected
    if found is not None:
        assert found.working_day is not None
        assert closed(found.working_day, agreed) is None
        between = (found.working_day - day).days
        assert all(closed(day + timedelta(days=passed), agreed) for passed in range(between))


@pytest.mark.parametrize(
    ("day", "why", "working_day"),
    [
        (date(2026, 4, 2), "Skjærtorsdag", date(2026, 4, 7)),
        (date(2026, 5, 16), "saturday", date(2026, 5, 18)),
        (date(2026, 5, 17), "sunday", date(2026, 5, 18)),
        (date(2026, 12, 24), "Julaften", date(2026, 12, 28)),
        (date(2025, 12, 31), "Nyttårsaften", date(2026, 1, 2)),
    ],
)
def test_why_and_what_comes_next(day: date, why: str, working_day: date) -> None:
    found = closed(day, {"12-24": "Julaften", "12-31": "Nyttårsaften"})
    assert found is not None
    assert (found.why, found.working_day) == (why, working_day)


def test_a_closed_day_of_one_year_is_none_of_the_next() -> None:
    agreed = {"2026-06-15": "Planleggingsdag", "02-29": "Skuddårsdag"}
    assert closed(date(2026, 6, 15), agreed) is not None
    assert closed(date(2027, 6, 15), agreed) is None
    assert date(2026, 6, 15) in days_off(2026, agreed)
    assert date(2026, 6, 15) not in days_off(2027, agreed)
    assert date(2028, 2, 29) in days_off(2028, agreed)
    assert set(days_off(2027, agreed)) == by_law(2027)


def test_where_every_day_is_closed_there_is_no_next_working_day() -> None:
    every = {f"{date(2026, 1, 1) + timedelta(days=passed):%m-%d}": "Stengt" for passed in range(365)}
    assert next_working_day(date(2026, 3, 12), every) is None
    assert next_working_day(date(9999, 12, 31), {}) is None


@pytest.mark.parametrize("year", YEARS)
def test_no_holiday_falls_where_the_calendar_does_not_look(year: int) -> None:
    assert [day for day in public_holidays(year) if not can_be_holiday(day)] == []


def test_a_day_on_which_there_can_be_no_holiday_waits_for_no_table_of_them() -> None:
    asked = (
        "import sys; from datetime import date; from slt_flow.services.request.calendar import closed; "
        "assert closed(date(2026, 9, 5), {}).working_day == date(2026, 9, 7); assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
