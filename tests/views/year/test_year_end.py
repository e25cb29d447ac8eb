"""An evaluation and a plan as the text that is decided: whole where there is room, shorter where there is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from slt_flow.results.evaluation import AssessedMeasure, DecidedBy, EvaluationSheet, Period, PlanLine, PlanSheet
from slt_flow.terms import Named
from slt_flow.views.year import action_plan, evaluation

ROOM = 20_000
"""What a decision's text may hold."""

VERIFIED = Named("verified", {"nb": "Bekreftet", "nn": "Stadfesta", "en": "Verified"})
DAY = date(2026, 9, 1)


def evaluated(measures: int, note: str = "Godt") -> EvaluationSheet:
    """An evaluation of so many measures, half of them good."""
    effects = tuple(
        AssessedMeasure(
            None, None, "rus", "Mer rus", f"1/26.1.{place}", "Et tiltak", VERIFIED, True, "rektor", DAY, 0,
            "good" if place % 2 else "none", note, "",
        )
        for place in range(1, measures + 1)
    )  # fmt: skip
    heading = (2026, DecidedBy(), False, "en", "Rådet", measures, measures, DAY, DAY, DAY)
    return EvaluationSheet(*heading, effects, (), (), (), (), (), ())


def planned(measures: int) -> PlanSheet:
    """A plan of one decision with so many measures."""

    def line(ref: str, level: str, owner: str | None = "rektor", due: date | None = DAY) -> PlanLine:
        title = owner.capitalize() if owner else None
        return PlanLine(None, None, ref, level, "Et tiltak med en lang tittel", owner, title, due, VERIFIED, False)

    lines = [line("1/26", "strategic", None, None), line("1/26.1", "coordinating")]
    lines += [line(f"1/26.1.{place}", "executing") for place in range(1, measures + 1)]
    heading = (Period(2026, 2026), DecidedBy(), None, None, None, "en", "Rådet", DAY, 0, ())
    return PlanSheet(*heading, tuple(lines))


@pytest.mark.parametrize("measures", [0, 1, 100, 600, 5000])
@pytest.mark.parametrize("make", [evaluated, planned])
def test_however_much_there_is_it_fits_in_the_text_of_a_decision(make: Callable[[int], Any], measures: int) -> None:
    write = evaluation.text if make is evaluated else action_plan.text
    assert 0 < len(write(make(measures))) <= ROOM


def test_a_long_evaluation_leaves_out_its_notes_before_its_lines_and_then_counts() -> None:
    assert "- 1/26.1.1 Et tiltak (Verified): good effect. Godt" in evaluation.text(evaluated(100))
    shorter = evaluation.text(evaluated(200, "Godt " * 40))
    assert ("- 1/26.1.200 Et tiltak (Verified): no effect." in shorter, "Godt" in shorter) == (True, False)
    assert "- good effect: 2500" in evaluation.text(evaluated(5000))


def test_a_long_plan_leaves_out_the_measures_before_the_assignments() -> None:
    assert "- 1/26.1.1 Et tiltak med en lang tittel – Rektor, deadline 1 Sep 2026" in action_plan.text(planned(10))
    shorter = action_plan.text(planned(600))
    assert ("- 1/26.1 " in shorter, "- 1/26.1.1 " in shorter) == (True, False)
