"""A council that begins in the middle of a year: numbers used on paper, and decisions adopted before."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from slt_flow.errors import RequestError
from slt_flow.records.store import Store
from slt_flow.results.sources import Source
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.numbers import use_numbers
from slt_flow.services.decisions.carry_over import carry_over
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from slt_flow.views.follow_up.report import as_csv
from slt_flow.views.follow_up.tree import show
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words
from tests.records.year import done
from tests.services.year.year_end import refused

BEGUN = datetime(2026, 8, 20, 10, tzinfo=UTC)


def begun(folder: Path, *numbers: str) -> Context:
    context = Context(Store(str(folder / "slt.sqlite")), clock=FixedClock(BEGUN))
    return replace(context, council=init(context, "kvaefjord", since=date(2026, 8, 1), numbers=numbers).ref)


@pytest.fixture
def council(tmp_path: Path) -> Context:
    return begun(tmp_path, "14/26", "M3/26")


def test_a_council_goes_on_with_the_next_numbers(council: Context) -> None:
    assert done(register(council, "Ny sak")).ref == "14/26"
    assert done(plan(council, "2026-12-01")).ref == "M3/26"
    assert done(plan(council, "2027-02-01")).ref == "M1/27"
    done(use_numbers(council, ["20/26", "M4/27"]))
    assert done(register(council, "Enda en")).ref == "20/26"
    assert done(plan(council, "2027-03-01")).ref == "M4/27"
    done(undo(council, "Feil"))
    assert done(plan(council, "2027-03-02")).ref == "M5/27", "a number is given once"
    assert verify(council)[0].flaws == ()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("13/26", "number_taken"), ("1/26", "number_taken"), ("M2/26", "number_taken"), ("14/28", "not_a_next_number"),
        ("14/26.1", "not_a_next_number"), ("L2/26", "not_a_next_number"), ("fjorten", "bad_ref"),
    ],
)  # fmt: skip
def test_a_number_that_is_taken_is_refused_and_nothing_is_written(council: Context, number: str, code: str) -> None:
    before = verify(council)[0].entries
    with pytest.raises(RequestError, match=code):
        use_numbers(council, ["40/26", number])
    assert verify(council)[0].entries == before


def test_a_council_is_not_begun_with_a_number_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="not_a_next_number"):
        begun(tmp_path, "14/26.1")
    assert begun(tmp_path, "14/26").council == "kvaefjord"
    with pytest.raises(RequestError, match="numbers_of_a_council"):
        begun(tmp_path, "15/26")


def carried(council: Context) -> Context:
    done(carry_over(council, "Natteravner", "2026-02-10", number="7/26", area="skjenking-og-rus", case="PS 7/26"))
    return council


def test_a_decision_goes_on_as_it_stands_under_its_own_number(council: Context) -> None:
    carried(council)
    sheet = show_case(council, "7/26")
    row = sheet.decided
    assert row is not None
    assert (row.adopted_on, row.case) == (date(2026, 2, 10), "PS 7/26")
    assert sheet.source == Source()
    done(assign(council, "7/26", "slt-koordinator", "2026-12-01"))
    done(add_measure(council, "7/26.1", "Vaktliste", "politikontakt", "2026-11-01"))
    done(actions.perform(council, ["7/26.1"], "plan", through=True))
    done(actions.perform(council, ["7/26.1.1"], "start", through=True))
    done(actions.perform(council, ["7/26.1.1"], "note_progress", {"percent": "60"}))
    assert done(register(council, "Ny sak")).ref == "14/26"
    assert done(carry_over(council, "Eldre", "2025-10-10")).ref == "1/25"
    assert verify(council)[0].flaws == ()
    done(undo(council, "Feil tittel"))
    assert done(carry_over(council, "Eldst", "2025-10-10", number="1/25")).ref == "1/25", "its number is the paper's"
    assert verify(council)[0].flaws == ()


def test_what_is_carried_over_is_marked_wherever_it_is_shown(council: Context) -> None:
    carried(council)
    assert "før rådet ble fulgt opp her" in as_csv(report(council), Words("nb"))
    (line, *_) = history(council, "7/26")
    assert line.data["adopted_on"] == "2026-02-10"


def test_no_consent_is_shown_that_is_not_on_record(council: Context) -> None:
    carried(council)
    stands = {row.clause: row for row in obligations(council, 2026).rows}
    assert stands["consensus_is_reached"].verdict is Standing.NOT_DUE
    done(hold(council, "2026-08-19", "all"))
    done(register(council, "Ny sak", meeting="M3/26", consent="all"))
    stands = {row.clause: row for row in obligations(council, 2026).rows}
    assert [shown.ref for shown in stands["consensus_is_reached"].evidence] == ["14/26"]


def test_the_other_invariants_hold(council: Context) -> None:
    """I2 to I4: an owner and a deadline, the coordinating level, and a third party's own acceptance."""
    carried(council)
    with pytest.raises(RequestError, match="measures_under_assignments"):
        add_measure(council, "7/26", "Rett på sak", "politikontakt", "2026-11-01")
    assert "owner_is_eligible" in refused(assign(council, "7/26", "naeringslivskontakt", "2026-12-01"))
    done(assign(council, "7/26", "slt-koordinator", "2026-12-01"))
    assert refused(add_measure(council, "7/26.1", "For sent", "politikontakt", "2027-11-01"))


@pytest.mark.parametrize(
    ("day", "number", "code"),
    [
        ("2026-08-20", None, "adopted_since_it_began"), ("2026-12-01", None, "adopted_since_it_began"),
        ("2026-02-10", "14/26.1", "not_a_decision"), ("2026-02-10", "M1/26", "not_a_decision"),
        ("i fjor", None, "bad_date_form|bad_day|unknown_day"), ("2026-02-10", "7/26", "number_taken"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_refused(council: Context, day: str, number: str | None, code: str) -> None:
    carried(council)
    before = verify(council)[0].entries
    with pytest.raises(RequestError, match=code):
        carry_over(council, "Natteravner", day, number=number)
    assert verify(council)[0].entries == before


def test_the_tree_marks_what_was_adopted_before(council: Context) -> None:
    done(carry_over(council, "Natteravner", "2026-03-12", number="4/26"))
    done(register(council, "Ny sak"))
    tree = status(council)
    assert [(b.ref, b.imported) for area in tree.areas for b in area.decisions] == [
        ("4/26", True), ("14/26", False),
    ]  # fmt: skip
    stream = io.StringIO()
    show(tree, Words("nb"), Screen("never", stream))
    marked = [line for line in stream.getvalue().splitlines() if "(importert)" in line]
    assert len(marked) == 1
