"""Broken only where somebody signed it: short years, meetings that do not count, and areas, in a real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slt_flow.records.store import Store
from slt_flow.results.year import Obligation
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.show import list_councils
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import NOON, on
from tests.records.year import done

AFTER = "2027-01-01"


@pytest.fixture
def empty(tmp_path: Path) -> Context:
    return Context(Store(str(tmp_path / "slt.sqlite")), clock=NOON)


def rows(context: Context, day: str = AFTER) -> dict[str, Obligation]:
    return {row.clause: row for row in obligations(on(context, day), 2026).rows}


@pytest.mark.parametrize("day", ["2026-12-20", "2026-02-01", None])
def test_the_day_of_the_request_does_not_move_the_day_of_the_follow_up(empty: Context, day: str | None) -> None:
    init(on(empty, day) if day is not None else empty, "kvaefjord")
    assert [council.opened for council in list_councils(empty)] == [date(2026, 1, 1)]


@pytest.mark.parametrize("agreement", ["kvaefjord", "levanger"])
def test_twelve_days_of_december_break_nothing(empty: Context, agreement: str) -> None:
    init(empty, agreement, since=date(2026, 12, 20))
    assert not [row for row in rows(empty).values() if row.verdict == Standing.BROKEN]


def test_a_start_on_the_second_day_of_the_year_asks_for_all_four_meetings(empty: Context) -> None:
    init(empty, "levanger", since=date(2026, 1, 2))
    for month in (2, 5, 9):
        done(hold(on(empty, f"2026-{month:02}-10"), f"2026-{month:02}-10", "all"))
    row = rows(empty)["meetings_are_held"]
    assert (row.verdict, row.forecast and row.forecast.facts["needed"]) == (Standing.BROKEN, 4)
    done(hold(on(empty, "2026-11-10"), "2026-11-10", "all"))
    assert rows(empty)["meetings_are_held"].verdict == Standing.KEPT


def test_the_secretary_alone_and_short_notice_are_no_fixed_meetings(empty: Context) -> None:
    init(empty, "kvaefjord")
    done(hold(on(empty, "2026-03-10"), "2026-03-10", "slt-koordinator"))
    done(hold(on(empty, "2026-09-10"), "2026-09-10", "slt-koordinator", short_notice=True))
    done(hold(on(empty, "2026-10-10"), "2026-10-10", "all", kind="extraordinary"))
    row = rows(empty)["meetings_are_held"]
    assert (row.verdict, row.evidence) == (Standing.BROKEN, ())
    assert {notice.code: notice.facts["refs"] for notice in row.beside} == {
        "short_notice_not_counted": ("M2/26",),
        "party_not_there": ("M1/26",),
    }


def test_parties_are_missed_only_at_the_meetings_they_were_not_at(empty: Context) -> None:
    init(empty, "kvaefjord")
    done(hold(on(empty, "2026-03-10"), "2026-03-10", "slt-koordinator"))
    done(hold(on(empty, "2026-04-10"), "2026-04-10", "ordforer,slt-koordinator"))
    both, police = ("Kvæfjord kommune", "Harstad politistasjonsdistrikt"), ("Harstad politistasjonsdistrikt",)
    there, counted = rows(empty)["every_party_is_represented"], rows(empty)["meetings_are_held"]
    assert there.forecast is not None
    for notices in ((there.forecast, *there.beside), counted.beside):
        assert [(n.facts["refs"], n.facts["parties"]) for n in notices] == [(("M1/26",), both), (("M2/26",), police)]


def test_an_information_meeting_says_who_informed(empty: Context) -> None:
    init(empty, "kvaefjord")
    done(hold(on(empty, "2026-05-20"), "2026-05-20", "ordforer,politistasjonssjef", kind="information"))
    row = rows(empty)["kommunestyre_is_informed"]
    assert (row.verdict, [shown.note for shown in row.evidence]) == (Standing.KEPT, ["Ordfører, Politistasjonssjef"])
    assert [(n.code, n.facts["names"]) for n in row.beside] == [("informed_by", ("Ordfører", "Politistasjonssjef"))]


def test_a_plan_holds_only_the_areas_agreed_for_its_period(empty: Context) -> None:
    init(empty, "levanger", since=date(2020, 1, 15))
    goals = {period: action_plan.show(empty, period).plan_goals for period in (2020, 2021, 2026)}
    assert {period: len(areas) for period, areas in goals.items()} == {2020: 6, 2021: 0, 2026: 0}


def test_after_the_period_of_its_areas_nothing_is_agreed(empty: Context) -> None:
    init(empty, "levanger")
    row = rows(empty)["focus_areas_are_worked_on"]
    assert (row.verdict, row.forecast and row.forecast.code) == (Standing.NOT_DUE, "no_areas_agreed")
