"""The page of a council: what other commands answer, in one answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slt_flow.records.store import Store
from slt_flow.results.follow_up import flattened
from slt_flow.services.follow_up.council_page import council_page
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from tests.conftest import DEMO_DAY, NOON, on


def test_it_answers_what_the_commands_do(year: Context) -> None:
    page = council_page(year)
    assert (page.tree, page.obligations, page.wheel) == (status(year), obligations(year), wheel(year))
    assert page.waiting == duties(year)
    assert sum(row.number for row in page.levels.rows) == len(
        [c for a in page.tree.areas for c in flattened(a.decisions)]
    )


def test_its_deadlines_are_those_still_to_be_met_by_their_day(demo: Callable[[str], bytes], database: Path) -> None:
    database.write_bytes(demo("kvaefjord"))
    page = council_page(on(Context(Store(str(database)), council="kvaefjord", clock=NOON), DEMO_DAY))
    days = [case.due for case in page.deadlines if case.due is not None]
    assert days == sorted(days)
    assert len(days) == len(page.deadlines)
    assert all(case.is_open and not case.children for case in page.deadlines)
    late = {case.ref for area in page.tree.areas for case in flattened(area.decisions) if case.late}
    assert {case.ref for case in page.deadlines if case.late} == late == {"2/26.1.1", "2/26.1.3"}
    assert {case.ref for case in page.deadlines} >= {"5/26.1", "8/26.1.2"}
    assert "8/26.1.1" not in {case.ref for case in page.deadlines}, "it was delivered, and waits to be confirmed"
