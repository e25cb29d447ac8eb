"""An evaluation and a plan as the text that is decided: whole where there is room, shorter where there is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from slt_flow.results.answers import Listing, Sheet
from slt_flow.views.text.words import Words
from slt_flow.views.year import action_plan, evaluation

ROOM = 20_000
"""What a decision's text may hold."""

LABEL = {"nb": "Bekreftet", "nn": "Stadfesta", "en": "Verified"}


def evaluated(measures: int, note: str = "Godt") -> Sheet:
    """An evaluation of so many measures, half of them good."""
    rows = [
        {
            "area": None, "area_title": None, "challenge": "rus", "challenge_title": "Mer rus",
            "ref": f"1/26.1.{place}", "title": "Et tiltak", "state": "verified", "label": LABEL,
            "effect": "good" if place % 2 else "none", "note": note, "delivered_late": 0,
        }
        for place in range(1, measures + 1)
    ]  # fmt: skip
    lists = [Listing("effects", tuple(rows))]
    names = ("challenges_without_measures", "measures_without_challenge", "unfinished", "learning", "evaluates")
    return Sheet("evaluation", {"year": 2026}, (*lists, *(Listing(name, ()) for name in names)))


def planned(measures: int) -> Sheet:
    """A plan of one decision with so many measures."""
    row: dict[str, Any] = {"area": None, "area_title": None, "owner": "rektor", "owner_title": "Rektor", "changes": []}
    row |= {"due": date(2026, 9, 1), "title": "Et tiltak med en lang tittel", "was": {}}
    lines = [{**row, "ref": "1/26", "level": "strategic", "owner": None, "due": None}]
    lines += [{**row, "ref": "1/26.1", "level": "coordinating"}]
    lines += [{**row, "ref": f"1/26.1.{place}", "level": "executing"} for place in range(1, measures + 1)]
    return Sheet("plan", {}, (Listing("plan_goals", ()), Listing("plan", tuple(lines))))


@pytest.mark.parametrize("measures", [0, 1, 100, 600, 5000])
@pytest.mark.parametrize("make", [evaluated, planned])
def test_however_much_there_is_it_fits_in_the_text_of_a_decision(make: Callable[[int], Sheet], measures: int) -> None:
    write = evaluation.text if make is evaluated else action_plan.text
    assert 0 < len(write(make(measures), Words("nb"))) <= ROOM


def test_a_long_evaluation_leaves_out_its_notes_before_its_lines_and_then_counts() -> None:
    words = Words("en")
    assert "- 1/26.1.1 Et tiltak (Verified): good effect. Godt" in evaluation.text(evaluated(100), words)
    shorter = evaluation.text(evaluated(200, "Godt " * 40), words)
    assert ("- 1/26.1.200 Et tiltak (Verified): no effect." in shorter, "Godt" in shorter) == (True, False)
    assert "- good effect: 2500" in evaluation.text(evaluated(5000), words)


def test_a_long_plan_leaves_out_the_measures_before_the_assignments() -> None:
    words = Words("en")
    assert "- 1/26.1.1 Et tiltak med en lang tittel – Rektor, deadline 1 Sep 2026" in action_plan.text(
        planned(10), words
    )
    shorter = action_plan.text(planned(600), words)
    assert ("- 1/26.1 " in shorter, "- 1/26.1.1 " in shorter) == (True, False)
