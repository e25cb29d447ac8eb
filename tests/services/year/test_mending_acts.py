"""For every obligation the acts that turn broken into kept are written down, and no other act does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from slt_flow.results.year import Obligation
from slt_flow.rules.obligations import REGISTER
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.use_cases import USE_CASES
from slt_flow.services.year.obligations import judged, obligations
from slt_flow.terms import Judge, Standing
from tests.services.year.broken_year import AFTER_IT, IN_THE_YEAR, YEAR, at, broken_year, next_year
from tests.services.year.mending_acts import MENDS, USED, WITHOUT, Act, is_done, mending, of_cases
from tests.worlds import built_machines

LISTS = ("refs", "areas", "sources", "weeks", "plans")
"""Facts of a forecast that name what is missing."""

AUTO = {"complete", "fall_back", "start", "take_effect"}
"""Actions that are performed by themselves."""

SHUT = {"link_neighbour", "open_evaluation", "note_time", "reconsider"}
"""Acts that nobody can do here: there is one council, the evaluation of the year is open, and all measures end once."""


def test_every_obligation_that_a_year_can_break_has_its_acts() -> None:
    assert MENDS.keys() == {name for name, obliged in REGISTER.items() if Judge.YEAR in obliged.judges}


def test_every_use_case_is_tried_or_says_why_not() -> None:
    assert {act.name for act in USED} | WITHOUT.keys() == USE_CASES.keys()
    assert not {act.name for act in USED} & WITHOUT.keys()


def seen(context: Context) -> Mapping[str, Obligation]:
    with reading(context) as reader:
        return {row.clause: row for row in judged(reader, YEAR).rows}


def is_lessened(before: Obligation, after: Obligation) -> bool:
    """Whether a breach has ended, or names less than before."""
    if before.verdict != Standing.BROKEN or after.verdict != Standing.BROKEN:
        return before.verdict == Standing.BROKEN
    was, now = ((row.forecast.facts if row.forecast is not None else {}) for row in (before, after))
    named = any(isinstance(was.get(name), tuple) and {*was[name]} - {*(now.get(name) or ())} for name in LISTS)
    return named or any(int(now.get(count, 0)) > int(was.get(count, 0)) for count in ("done", "times"))


def is_said(context: Context, act: Act, after: Obligation) -> bool:
    """Whether an act that ended a breach is named beside the verdict, where it must be."""
    row = next(row for row in obligations(context, YEAR).rows if row.clause == after.clause)
    codes = {notice.code for notice in (*row.beside, row.forecast) if notice is not None}
    is_correction = act.name in ("undo", "attend") or context.day > date(YEAR, 12, 31)
    return not is_correction or bool(codes & {"mended_by_correction", "corrected", "evaluated_late"})


@pytest.mark.endurance
@pytest.mark.parametrize("day", [IN_THE_YEAR, AFTER_IT])
def test_no_other_act_turns_broken_into_kept(tmp_path: Path, day: str) -> None:
    council, after = broken_year(tmp_path), day == AFTER_IT
    if after:
        next_year(council)
    here, database = at(council, day), tmp_path / "slt.sqlite"
    before, raw = seen(here), database.read_bytes()
    duties = {row.judged_as for row in before.values() if row.verdict == Standing.BROKEN}
    assert not after or duties == MENDS.keys()
    mended: dict[str, set[str]] = defaultdict(set)
    acts, accepted, unsaid = [*of_cases(here), *USED], set(), []
    for act in acts:
        database.write_bytes(raw)
        if not is_done(act, here):
            continue
        accepted.add(act.name.removesuffix(" in a meeting"))
        now = seen(here)
        for clause, row in before.items():
            if is_lessened(row, now[clause]):
                mended[row.judged_as].add(act.name)
                if now[clause].verdict != Standing.BROKEN and not is_said(here, act, now[clause]):
                    unsaid.append((clause, act.name, act.on))
    assert unsaid == []
    assert {duty: mended[duty] for duty in MENDS} == {duty: mending(duty, after=after) for duty in MENDS}
    every = {name for built in built_machines().values() for name in built.pinned.machine.every_action}
    assert every <= {act.name.removesuffix(" in a meeting") for act in acts} | AUTO
    assert {act.name.removesuffix(" in a meeting") for act in acts} - accepted <= SHUT
