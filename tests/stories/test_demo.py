"""The demo's year is a file of steps, which fits every council and year it can be played for."""

from __future__ import annotations

from datetime import date

import pytest

from slt_flow.definitions.locations import workflows_folder
from slt_flow.services.stories.demo import NAMES, last_day, steps


@pytest.mark.parametrize("agreement", NAMES)
@pytest.mark.parametrize("year", [2019, 2025, 2026, 2027])
def test_the_steps_are_of_the_year(agreement: str, year: int) -> None:
    told = list(steps(agreement, year))
    assert len(told) > 80
    assert {day.year for day, _ in told} == {year}
    refs = {ref for _, step in told if (ref := getattr(step, "ref", None))}
    assert {ref.partition("/")[2].partition(".")[0] for ref in refs} == {f"{year % 100:02d}"}
    assert [step.arguments["plan"] for _, step in told if step.verb == "plan"] == [str(year + 1)]


@pytest.mark.parametrize("agreement", NAMES)
def test_the_names_of_a_council_take_the_place_of_those_in_the_file(agreement: str) -> None:
    text = (workflows_folder() / "demo" / "year.toml").read_text(encoding="utf-8")
    assert all(f'"{name}"' in text for name in NAMES[agreement])
    used = {value for _, step in steps(agreement, 2026) for value in step.arguments.values() if isinstance(value, str)}
    assert not used & set(NAMES[agreement])
    assert set(NAMES[agreement].values()) <= used


def test_one_step_is_to_be_refused() -> None:
    assert [step.verb for _, step in steps("kvaefjord", 2026) if not step.is_to_be_done] == ["adopt"]


def test_the_year_ends_on_the_newest_twentieth_of_november() -> None:
    assert last_day(date(2026, 11, 19)) == date(2025, 11, 20)
    assert last_day(date(2026, 11, 20)) == date(2026, 11, 20)
