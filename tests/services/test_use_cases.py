"""The catalogue as a program uses it: a council opened by `slt_flow.open_council`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow import open_council
from slt_flow.errors import RequestError
from slt_flow.results.answers import Outcome
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.use_cases import Council
from slt_flow.services.year import action_plan
from tests.conftest import NOON
from tests.records.year import done


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """A council that has met once."""
    opened = open_council(tmp_path / "council.sqlite", agreement="kvaefjord", on=date(2026, 6, 10), clock=NOON)
    done(opened.hold_meeting("2026-06-10"))
    return opened


def text(council: Council, ref: str) -> str:
    decided = show_case(council.context, ref).decided
    assert decided is not None
    return decided.text


def test_a_program_opens_and_adopts_a_plan_and_an_evaluation(council: Council) -> None:
    plan = done(council.open_plan("2026..2027", meeting="M1/26"))
    assert text(council, plan.ref)
    assert done(council.adopt_plan("2026..2027", consent="all")).ref == plan.ref
    evaluated = done(council.open_evaluation(2026, meeting="M1/26"))
    assert done(council.adopt_evaluation(2026, consent="all", early=True)).ref == evaluated.ref
    assert text(council, evaluated.ref)


def test_a_context_without_a_writer_of_texts_says_where_one_comes_from(council: Council) -> None:
    with pytest.raises(LookupError, match="open_council"):
        action_plan.open_plan(replace(council.context, scribe=None), "2026")


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda council: council.assess([], "good"), "no_case_named"),
        (lambda council: council.fulfil("contact-is-present", []), "no_day_named"),
        (lambda council: council.fulfil("contact-is-present", [], weekly_until="2026-12-01"), "no_day_named"),
    ],
    ids=["assess", "fulfil", "fulfil weekly"],
)
def test_a_request_that_names_nothing_is_refused(
    council: Council, ask: Callable[[Council], Outcome], code: str
) -> None:
    with pytest.raises(RequestError, match=code):
        ask(council)
