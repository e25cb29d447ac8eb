"""A year shows what was open, decided or settled in it, whatever year it was registered in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up.tree import lines
from slt_flow.views.text.screen import ASCII
from slt_flow.views.text.words import Words
from tests.conftest import on
from tests.records.year import done

YEARS = (2025, 2026, 2027, 2028, 2029)


def settled_in_2028(context: Context) -> Context:
    """Close in 2028 what was decided in 2026, and open nothing else."""
    later = replace(context, clock=FixedClock(datetime(2029, 3, 1, 12, tzinfo=UTC)))
    done(perform(on(later, "2028-02-01"), "1/26", "close_without_follow_up", {"reason": "Ferdig"}))
    return later


def shown(context: Context, *years: int) -> list[str]:
    tree = status(context, Filter(years=years))
    return [branch.ref for area in tree.areas for branch in area.decisions]


def test_an_open_decision_is_in_every_year_until_now_and_until_its_deadline(adopted: Context) -> None:
    assert [shown(adopted, year) for year in YEARS] == [[], ["1/26"], [], [], []]
    done(assign(adopted, "1/26", "politikontakt", "1. halvår 2027"))
    assert [shown(adopted, year) for year in YEARS] == [[], ["1/26"], ["1/26"], [], []]


def test_a_settled_decision_is_in_every_year_until_that_one(adopted: Context) -> None:
    later = settled_in_2028(adopted)
    assert [shown(later, year) for year in YEARS] == [[], ["1/26"], ["1/26"], ["1/26"], []]
    assert [[row.ref for row in list_decisions(later, year)] for year in YEARS] == [
        [],
        ["1/26"],
        ["1/26"],
        ["1/26"],
        [],
    ]
    assert shown(later, 2025, 2028) == ["1/26"]
    assert status(later, Filter(years=(2028,))).totals["decisions"] == 1


def test_the_running_year_has_what_was_settled_in_it(adopted: Context) -> None:
    later = settled_in_2028(adopted)
    assert [bool(status(on(later, day)).areas) for day in ("2028-12-31", "2029-01-01")] == [True, False]
    # the same of the rows of another moment as of the tables
    assert bool(status(later.at(on(later, "2028-12-31").on)).areas)


def test_the_heading_names_the_year_and_nothing_is_denied_that_there_is(adopted: Context) -> None:
    later, words = settled_in_2028(adopted), Words("en")

    def text(context: Context, *years: int) -> str:
        return "\n".join(line.plain for line in lines(status(context, Filter(years=years)), words, ASCII, 100))

    assert "2026, 2028  " in text(later, 2028, 2026)
    assert "Nothing is open, and nothing was decided or settled in 2029" in text(later)
    assert "--year 2026" in text(later)
    assert "Nothing matches." in text(later, 2025)
