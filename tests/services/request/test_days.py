"""A day is read in every form in which people write one; words are counted from a day; two readings are refused."""

from __future__ import annotations

from copy import copy, deepcopy
from datetime import date, timedelta
from itertools import product

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.request import parsing
from slt_flow.services.request.counting import Counted, MeetingDay
from slt_flow.terms import AS_OF, BEGINS, COMING, DEADLINE, ENDS, PAST, SINCE, Ref, Sense, Worded

MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
}
WEEKDAYS = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
YEARS = (2026, 2027, 2028)
EVERY_DAY = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365 + 1)]
NOVEMBER = date(2026, 11, 28)
MEETINGS = (
    MeetingDay(Ref("M", 2026, 1), date(2026, 3, 12), called_off=False, to_come=False, councils=True),
    MeetingDay(Ref("M", 2026, 3), date(2026, 12, 4), called_off=False, to_come=True, councils=False),
    MeetingDay(Ref("M", 2026, 2), date(2026, 12, 10), called_off=False, to_come=True, councils=True),
    MeetingDay(Ref("M", 2026, 4), date(2026, 12, 11), called_off=True, to_come=False, councils=True),
)


def read(typed: str, sense: Sense = DEADLINE, day: date = NOVEMBER) -> date:
    return parsing.day(typed, Counted(day, sense, lambda: MEETINGS))


def test_every_day_is_read_in_every_form_with_a_year() -> None:
    for day in EVERY_DAY[365:]:
        d, m, y, yy = day.day, day.month, day.year, day.year % 100
        forms = [
            f"{d}.{m}.{y}", f"{d:02}.{m:02}.{yy:02}", f"{d}. {m}. {y}.", f"{d}/{m}-{yy}", f"den {d}/{m} {y}",
            f"{d}. {MONTHS['nb'][m - 1]} {y}", f"{d} {MONTHS['nb'][m - 1][:3]}. {y}",
            f"innen {d}. {MONTHS['nb'][m - 1]} {y}",
            f"{d} {MONTHS['en'][m - 1]} {y}", f"{MONTHS['en'][m - 1]} {d}, {y}", f"{y}-{m}-{d}",
        ]  # fmt: skip
        for typed in forms:
            whole = read(typed, (DEADLINE, PAST)[d % 2])
            assert whole == day, typed
            assert not isinstance(whole, Worded), typed


def test_every_day_without_a_year_is_the_next_one_or_one_of_two() -> None:
    for day in EVERY_DAY[:365]:
        for typed in (f"{day.day}.{day.month}.", f"{day.day}/{day.month}", f"{day.day}. {MONTHS['nb'][day.month - 1]}"):
            if day >= NOVEMBER:
                assert read(typed) == day
            else:
                with pytest.raises(RequestError, match="day_is_ambiguous") as refusal:
                    read(typed)
                readings = refusal.value.facts["first"], refusal.value.facts["second"]
                assert readings == (day, day.replace(year=2027))
            assert day > NOVEMBER or read(typed, PAST) == day


def test_every_weekday_is_the_next_one_and_on_its_own_day_one_of_two() -> None:
    for day, (_, names) in product(EVERY_DAY[300:314], WEEKDAYS.items()):
        for number, name in enumerate(names):
            ahead = (number - day.weekday()) % 7
            if ahead:
                assert read(name, COMING, day) == day + timedelta(days=ahead)
                assert read(name, PAST, day) == day + timedelta(days=ahead - 7)
            else:
                with pytest.raises(RequestError, match="day_is_ambiguous"):
                    read(name, COMING, day)
            assert read(f"førstkommende {name}", COMING, day) == day + timedelta(days=ahead or 7)


def test_every_period_of_a_year_ends_as_a_deadline_and_begins_to_count_from() -> None:
    for year, day in product(YEARS, (NOVEMBER, date(2026, 1, 1))):
        periods: dict[str, tuple[date, date]] = {}
        for month in range(1, 13):
            first = date(year, month, 1)
            last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            names = (f"{MONTHS['nb'][month - 1]} {year}", f"{MONTHS['en'][month - 1]} {year}")
            periods |= dict.fromkeys((*names, f"utgangen av {names[0]}"), (first, last))
        for months, forms in {6: "{n}. halvår {y}|H{n} {y}|halvår {n} {y}", 4: "{n}. tertial {y}|T{n} {y}",
                              3: "{n}. kvartal {y}|Q{n} {y}|K{n}-{y}"}.items():  # fmt: skip
            for number, form in product(range(1, 12 // months + 1), forms.split("|")):
                first = date(year, (number - 1) * months + 1, 1)
                after = date(year + number * months // 12, number * months % 12 + 1, 1)
                periods[form.format(n=number, y=year)] = first, after - timedelta(days=1)
        for week in range(1, date(year, 12, 28).isocalendar().week + 1):
            monday = date.fromisocalendar(year, week, 1)
            for word in ("uke", "veke", "Uke", "week"):
                periods[f"{word} {week} {year}"] = monday, monday + timedelta(days=6)
        periods[str(year)] = date(year, 1, 1), date(year, 12, 31)
        for typed, (first, last) in periods.items():
            end = read(typed, DEADLINE, day)
            assert (end, getattr(end, "words", "")) == (last, typed)
            assert (read(typed, ENDS, day), read(typed, AS_OF, day)) == (last, last)
            if not typed.startswith("utgangen"):
                assert (read(typed, BEGINS, day), read(typed, SINCE, day)) == (first, first), typed
                with pytest.raises(RequestError, match="period_is_no_day"):
                    read(typed, COMING, day)


@pytest.mark.parametrize(
    ("typed", "day", "words", "meeting"),
    [
        ("M2/26", "2026-12-10", "M2/26", "M2/26"),
        ("møte 2/26", "2026-12-10", "møte 2/26", "M2/26"),
        ("neste møte", "2026-12-10", "neste møte", "M2/26"),
        ("til neste møte", "2026-12-10", "til neste møte", "M2/26"),
        ("3 uker", "2026-12-19", "3 uker", None),
        ("innan tre veker", "2026-12-19", "innan tre veker", None),
        ("om 14 dagar", "2026-12-12", "om 14 dagar", None),
        ("3 months", "2027-02-28", "3 months", None),
        ("ein månad", "2026-12-28", "ein månad", None),
        ("to år", "2028-11-28", "to år", None),
        ("i morgon", "2026-11-29", "", None),
        ("neste veke", "2026-12-06", "neste veke", None),
        ("neste år", "2027-12-31", "neste år", None),
        ("første halvår 2027", "2027-06-30", "første halvår 2027", None),
        ("first half of 2027", "2027-06-30", "first half of 2027", None),
        ("fredag uke 23 2027", "2027-06-11", "fredag uke 23 2027", None),
        ("desember", "2026-12-31", "desember", None),
        ("2. halvår", "2026-12-31", "2. halvår", None),
    ],
)
def test_words_are_kept_beside_the_day(typed: str, day: str, words: str, meeting: str | None) -> None:
    worded = read(typed)
    assert isinstance(worded, Worded)
    assert (worded.isoformat(), worded.words, worded.meeting) == (day, words, meeting)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("29. februar 2027", "no_such_day"),
        ("29.2.2027", "no_such_day"),
        ("31.11.", "no_such_day"),
        ("3/26", "no_such_day"),
        ("uke 54", "no_such_week"),
        ("uke 53 2027", "no_such_week"),
        ("veke 0", "no_such_week"),
        ("3. halvår 2027", "no_such_period"),
        ("4. tertial", "no_such_period"),
        ("Q5", "no_such_period"),
        ("1. tertial", "day_is_ambiguous"),
        ("uke 23", "day_is_ambiguous"),
        ("mars", "day_is_ambiguous"),
        ("neste fredag", "day_is_ambiguous"),
        ("lørdag", "day_is_ambiguous"),
        ("01/02/2027", "day_is_ambiguous"),
        ("26-03-12", "day_is_ambiguous"),
        ("løpende", "standing_is_no_day"),
        ("løpande 1.12.", "standing_with_day"),
        ("kontinuerlig fram til jul", "standing_with_day"),
        ("M9/26", "unknown_ref"),
        ("M4/26", "meeting_called_off"),
        ("neste sommer", "bad_date_form"),
        ("1/26.1", "bad_date_form"),
        ("9999 år", "bad_date_form"),
        ("999 år", "day_out_of_reach"),
        ("0026-03-12", "day_out_of_reach"),
    ],
)
def test_what_is_no_day_or_may_be_two_is_refused(typed: str, code: str) -> None:
    with pytest.raises(RequestError) as refusal:
        read(typed)
    assert refusal.value.code == code


def test_words_without_a_year_are_counted_from_the_day_they_hold_for() -> None:
    assert read("1. tertial", DEADLINE, date(2026, 2, 1)) == date(2026, 4, 30)
    assert read("3 uker", DEADLINE, date(2026, 2, 10)) == date(2026, 3, 3)
    assert read("neste møte", DEADLINE, date(2026, 3, 1)) == date(2026, 12, 10)
    with pytest.raises(RequestError, match="no_next_meeting"):
        read("neste møte", DEADLINE, date(2026, 12, 10))


def test_a_worded_day_is_the_day_itself() -> None:
    worded = Worded.of(date(2027, 6, 30), "1. halvår 2027", "M2/26", standing=True)
    assert worded == date(2027, 6, 30)
    assert hash(worded) == hash(date(2027, 6, 30))
    assert (str(worded), worded.plain.__class__) == ("2027-06-30", date)
    for other in (copy(worded), deepcopy(worded)):
        assert (other, other.words, other.meeting, other.standing) == (worded, "1. halvår 2027", "M2/26", True)
