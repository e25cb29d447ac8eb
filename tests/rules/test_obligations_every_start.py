"""Every obligation over follow-ups that begin on every day of a year: what may be broken, with nothing and all done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest

from slt_flow.model import Area, Council, Knowledge
from slt_flow.rules.obligations import judged
from slt_flow.terms import Standing
from tests.rules.obligations import LAST, Seen
from tests.worlds import YEAR, World, kvaefjord, levanger

DAYS = [date(YEAR, 1, 1) + timedelta(days=number) for number in range(365)]
AFTER = (date(YEAR + 1, 1, 1), date(YEAR + 1, 2, 1))
COUNCILS = pytest.mark.parametrize(
    "council",
    [pytest.param(kvaefjord, id="kvaefjord"), pytest.param(levanger, id="levanger", marks=pytest.mark.endurance)],
)

LATER = {"effects_are_evaluated"}
"""Those that are kept by the first ordinary meeting of the next year at the latest: no agreement signed a day."""

Begin = Callable[[], World]

COUNTED: dict[Begin, dict[str, int]] = {
    kvaefjord: {"meetings_are_held": 2, "kommunestyre_is_informed": 1},
    levanger: {"meetings_are_held": 4},
}
"""Clauses that state a number of times a year, with the number."""

WHOLE: dict[Begin, set[str]] = {
    kvaefjord: {
        "action_plan_is_adopted", "knowledge_is_gathered", "focus_areas_are_worked_on", "effects_are_evaluated",
        "agreement_is_evaluated", "coordination_meetings_are_held", "prevention_unit_is_met",
    },
    levanger: {"action_plan_is_adopted", "knowledge_is_gathered", "effects_are_evaluated", "youth_council_is_heard"},
}  # fmt: skip
"""Clauses that ask something of a whole year, without a number of times."""


def followed_from(council: Begin, start: date) -> Seen:
    seen = Seen(council())
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=start))
    return seen


def broken(seen: Seen, on: date) -> set[str]:
    return {row.clause for row in judged(seen.snapshot, YEAR, on) if row.verdict == Standing.BROKEN}


def nearest(number: Fraction) -> int:
    """A number rounded to the nearest, halves down."""
    return ceil(number - Fraction(1, 2))


def weeks_lost(start: date, on: date) -> bool:
    """Whether a whole week of the follow-up has passed, with the fortnight in which it may be entered."""
    sunday = start + timedelta(days=(7 - start.weekday()) % 7 + 6)
    return sunday <= LAST and sunday + timedelta(days=14) < on


@COUNCILS
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.endurance)])
def test_with_nothing_done_only_what_is_asked_of_those_days_is_broken(council: Begin, step: int) -> None:
    for start in DAYS[::step] + DAYS[178:184] + DAYS[-4:]:  # the middle of the year, and its end
        seen, days = followed_from(council, start), (LAST - start).days + 1
        for on in AFTER:
            wanted = {c for c, n in COUNTED[council].items() if nearest(Fraction(n * days, 365))}
            wanted |= WHOLE[council] - LATER if start <= date(YEAR, 7, 1) else set()
            wanted |= {"contact_is_present"} if council is kvaefjord and weeks_lost(start, on) else set()
            assert broken(seen, on) == wanted, start


@COUNCILS
def test_nothing_that_is_asked_of_a_year_is_broken_before_it_is_over(council: Begin) -> None:
    for start in DAYS[::13]:
        seen = followed_from(council, start)
        assert not any(broken(seen, on) for on in DAYS[::17] if on >= start)


@pytest.mark.endurance
@COUNCILS
def test_with_everything_done_nothing_is_broken_whenever_the_follow_up_began(council: Begin) -> None:
    for start in DAYS[::7] + DAYS[-12:]:
        seen = followed_from(council, start)
        for kind in ("ordinary", "information", "coordination"):
            seen.meeting(LAST, kind=kind, state="archived", sent=LAST - timedelta(days=7))
        for week in (1, 2, 3):
            seen.meeting(LAST - timedelta(weeks=week), state="archived", sent=LAST - timedelta(weeks=week + 1))
        _all_decided(seen)
        for clause in ("agreement_is_evaluated", "youth_council_is_heard", "prevention_unit_is_met"):
            seen.evidence(clause, LAST)
        seen.evidence("contact_is_present", *(start + timedelta(days=n) for n in range((LAST - start).days + 1)))
        for on in (LAST, *AFTER):
            assert broken(seen, on) == set(), start
        kept = {row.clause for row in judged(seen.snapshot, YEAR, AFTER[0]) if row.verdict == Standing.KEPT}
        assert {*COUNTED[council], *WHOLE[council]} <= kept, start


def _all_decided(seen: Seen) -> None:
    for number, area in enumerate(seen.snapshot.all(Area), start=1):
        seen.world.assignment(seen.decision("in_follow_up", no=number, adopted=LAST, area=area.id), due=AFTER[1])
    plan = seen.decision("in_follow_up", no=20, adopted=LAST, kind="action_plan", about={"from": YEAR, "to": YEAR})
    measure = seen.world.measure(seen.world.assignment(plan, due=AFTER[1]), "verified", due=LAST)
    seen.world.change(measure, since=LAST)
    seen.decision("adopted", no=21, adopted=LAST, kind="evaluation", about={"year": YEAR})
    for place, source in enumerate(("Ungdata", "politiets analyse", "kriminalitetsanalyse")):
        row = Knowledge(id=f"k{place}", place=place, title=source, source=source, on=LAST, address="")
        seen.snapshot.put(row)


@pytest.mark.parametrize("agreed", [0, 10, 60])
@pytest.mark.parametrize(("begins", "weeks"), [(91, 5), pytest.param(29, 1, marks=pytest.mark.endurance)])
def test_minutes_and_owners_are_broken_after_what_is_agreed_else_after_the_year(
    agreed: int, begins: int, weeks: int
) -> None:
    clauses = ("minutes_are_archived", "every_decision_has_an_owner")
    for begun in DAYS[::begins] + DAYS[-3:]:
        for after in range(0, 420, 7 * weeks):
            done, on = begun + timedelta(days=after), date(YEAR + 2, 1, 1)
            limit = begun + timedelta(days=agreed or 30)
            seen = Seen(kvaefjord())
            if agreed:
                for clause in clauses:
                    seen.agreed(clause, within_days=agreed)
            seen.meeting(begun, state="archived", since=done)
            ref = seen.decision("in_follow_up", no=1, adopted=begun)
            seen.world.change(seen.world.assignment(ref, due=on), born=done)
            rows = {row.clause: row for row in judged(seen.snapshot, YEAR, on)}
            for clause in clauses:
                row, in_time = rows[clause], done <= max(limit, LAST)
                assert (row.verdict == Standing.KEPT) == in_time, (begun, done)
                assert (row.verdict == Standing.BROKEN) != in_time, (begun, done)
                assert (row.advice is not None) == (not agreed and done > limit), (begun, done)
                assert bool(row.beside) == bool(agreed and limit < done <= max(limit, LAST)), (begun, done)


@pytest.mark.parametrize("agreed", [0, 10, 60])
def test_missing_minutes_and_owners_are_broken_no_day_sooner(agreed: int) -> None:
    clauses = ("minutes_are_archived", "every_decision_has_an_owner")
    for begun in DAYS[::29] + DAYS[-3:]:
        seen = Seen(kvaefjord())
        if agreed:
            for clause in clauses:
                seen.agreed(clause, within_days=agreed)
        seen.meeting(begun)
        seen.decision("adopted", no=1, adopted=begun)
        last = begun + timedelta(days=agreed or 30)
        last = last if agreed else max(last, LAST)
        assert broken(seen, last).isdisjoint(clauses)
        assert broken(seen, last + timedelta(days=1)) >= {*clauses}


@pytest.mark.parametrize("parts", [2, *(pytest.param(parts, marks=pytest.mark.endurance) for parts in (3, 4, 6, 12))])
def test_a_rhythm_is_judged_part_by_part(parts: int) -> None:
    firsts = [date(YEAR, 1 + 12 // parts * part, 1) for part in range(parts)]
    ends = [*(day - timedelta(days=1) for day in firsts[1:]), LAST]
    for start in DAYS[::11]:
        for missed in range(parts):
            seen = followed_from(kvaefjord, start)
            seen.agreed("meetings_are_held", per_year=[1] * parts)
            for part, last in enumerate(ends):
                if part != missed:
                    seen.meeting(last)
            begins, last = max(firsts[missed], start), ends[missed]
            share = Fraction((last - begins).days + 1, (last - firsts[missed]).days + 1)
            row = seen.found("meetings_are_held", AFTER[0])
            is_broken = share > Fraction(1, 2)
            assert (row.verdict == Standing.BROKEN) == is_broken, (start, missed)
            assert row.broken_since == (last + timedelta(days=1) if is_broken else None)


def test_a_part_of_a_year_says_what_a_whole_year_asks() -> None:
    seen = followed_from(levanger, date(YEAR, 4, 1))
    (notice,) = seen.found("meetings_are_held", date(YEAR, 6, 1)).beside
    assert (notice.code, notice.facts) == ("part_of_a_year", {"needed": 3, "whole": 4})
    assert Seen(levanger()).found("meetings_are_held", date(YEAR, 6, 1)).beside == ()


def test_what_is_asked_of_a_whole_year_is_asked_of_the_days_of_both_agreements() -> None:
    """A renewal in autumn with another number takes nothing away of what was done, or asked, before it."""
    for done in (True, False):
        seen = Seen(kvaefjord())
        clause, turned = seen.snapshot.clause("knowledge_is_gathered"), date(YEAR, 10, 1)
        assert clause is not None
        seen.snapshot.put(replace(clause, until=turned))
        newer = replace(clause, since=turned, numbers={"sources": ["Ungdata"]})
        seen.snapshot.put(newer)
        if done:
            _all_decided(seen)
            seen.snapshot.put(replace(seen.snapshot.one(Knowledge, "k0"), on=date(YEAR, 3, 1)))
        wanted = Standing.KEPT if done else Standing.BROKEN
        assert seen.found(clause.clause, AFTER[0]).verdict == wanted
