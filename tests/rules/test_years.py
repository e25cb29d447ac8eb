"""Every settled case belongs to one year, whose evaluation is about it."""

from __future__ import annotations

from slt_flow.rules.evaluation import Years
from tests.rules.evaluation import evaluation, measure
from tests.worlds import YEAR, kvaefjord


def test_a_case_belongs_to_the_year_in_which_it_was_settled_and_to_no_other() -> None:
    world = kvaefjord()
    ref = measure(world)
    years = Years(world.snapshot)
    of_years = {year: [item.ref for item in years.decisions(year)] for year in range(YEAR - 2, YEAR + 3)}
    assert of_years == {YEAR - 2: [], YEAR - 1: [], YEAR: [ref.top], YEAR + 1: [], YEAR + 2: []}
    assert {year: len(years.measures(year)) for year in of_years} == {year: int(year == YEAR) for year in of_years}


def test_a_case_that_its_years_evaluation_left_out_belongs_to_the_next() -> None:
    world = kvaefjord()
    ref = measure(world)
    evaluation(world, "adopted")
    years = Years(world.snapshot)
    assert [item.ref for item in years.measures(YEAR + 1)] == [ref]
    assert years.measures(YEAR) == ()
    assert [item.ref for item in years.decisions(YEAR + 1)] == [ref.top]
