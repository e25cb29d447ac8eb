"""Work without an end is late only when its review is unanswered; what recurs tells the times it was not done."""

from __future__ import annotations

from datetime import date

import pytest

from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.records import projection
from slt_flow.results.answers import Refusal
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.terms import Worded
from tests.conftest import on
from tests.records.year import done

REF = "1/26.1.1"


@pytest.fixture
def patrol(adopted: Context) -> Context:
    """A council with a night patrol: every month, without an end, looked at again on 1 November."""
    then = on(adopted, "2026-03-12")
    done(assign(then, "1/26", "slt-koordinator", "31.12.2027"))
    done(add_measure(then, "1/26.1", "Natteravn", "politikontakt", "løpende", review="1.11.", every="månedlig"))
    done(perform(then, "1/26.1", "plan", through=True))
    done(perform(then, REF, "start", through=True))
    return adopted


def late(context: Context, day: str) -> bool:
    tree = status(on(context, day), Filter(late=True))
    return bool(tree.areas)


def test_it_is_late_only_when_its_review_is_unanswered(patrol: Context) -> None:
    assert [late(patrol, day) for day in ("2026-11-01", "2026-11-02")] == [False, True]
    done(perform(on(patrol, "2026-11-20"), REF, "reconsider", {"result": "Fortsetter", "due": "1. halvår 2027"}))
    sheet = show_case(patrol, REF)
    assert (sheet.due, sheet.note, sheet.reschedules) == (date(2027, 6, 30), "Fortsetter", 0)
    assert isinstance(sheet.due, Worded)
    assert (sheet.due.words, sheet.due.standing) == ("løpende", True)
    assert not late(patrol, "2026-11-22")
    done(undo(patrol, "Feil", REF))
    assert show_case(patrol, REF).due == date(2026, 11, 1)


def test_each_time_stands_on_the_one_measure_and_the_others_are_told(patrol: Context) -> None:
    for day in ("2026-04-17", "2026-06-05", "2026-06-05"):
        done(perform(on(patrol, "2026-07-01"), REF, "note_time", {"date": day, "text": "Ute"}, through=True))
    sheet = show_case(on(patrol, "2026-09-15"), REF)
    assert sheet.times == ("2026-04-17", "2026-06-05")
    assert [period.first.month for period in sheet.missed] == [5, 7, 8]
    assert report(on(patrol, "2026-09-15")).lines[0].missed == 3


def test_what_is_said_in_words_is_the_same_after_a_replay(patrol: Context) -> None:
    done(plan(patrol, "2026-12-10"))
    done(add_measure(patrol, "1/26.1", "Vester", "politikontakt", "neste møte"))
    with patrol.store.reading() as connection:
        rows = {str(item.ref): item for item in projection.rows(connection, "kvaefjord", Item, series="")}
    assert (rows["1/26.1.2"].due_words, rows["1/26.1.2"].due_meeting) == ("neste møte", "M2/26")
    assert (rows[REF].standing, rows[REF].every) == (True, "1 month")


@pytest.mark.parametrize(
    ("due", "more", "code"),
    [
        ("løpende", {}, "standing_without_review"),
        ("løpende 1.12.", {"review": "1.12."}, "standing_with_day"),
        ("1.12.2026", {"review": "1.11.2026"}, "review_without_standing"),
        ("1.12.2026", {"every": "jevnlig"}, "no_rhythm"),
        ("1.12.2026", {"every": "hver dag"}, "no_rhythm"),
        ("gjentakende", {}, "bad_date_form"),
    ],
)
def test_what_says_no_end_and_no_rhythm_rightly_is_refused(
    patrol: Context, due: str, more: dict[str, str], code: str
) -> None:
    before = patrol.store.path.read_bytes()
    with pytest.raises(RequestError) as refusal:
        add_measure(patrol, "1/26.1", "Vester", "politikontakt", due, **more)
    assert refusal.value.code == code
    assert patrol.store.path.read_bytes() == before


def test_an_assignment_has_an_end(patrol: Context) -> None:
    with pytest.raises(RequestError, match="only_measures_stand"):
        assign(patrol, "1/26", "politikontakt", "løpande")
    answers = {"due": "løpende", "review": "1.12.2026", "reason": "Ingen slutt"}
    with pytest.raises(RequestError, match="only_measures_stand"):
        perform(patrol, "1/26.1", "reschedule", answers)


def test_what_ends_is_not_reviewed_and_what_is_done_once_has_no_times(patrol: Context) -> None:
    done(add_measure(patrol, "1/26.1", "Vester", "politikontakt", "2026-12-01"))
    done(perform(patrol, "1/26.1.2", "start", through=True))
    for action, answers in (
        ("reconsider", {"result": "x", "due": "2027-02-01"}),
        ("note_time", {"date": "2026-11-02"}),
    ):
        assert isinstance(perform(patrol, "1/26.1.2", action, answers), Refusal)


def test_a_rhythm_is_read_as_it_is_kept_too() -> None:
    words = {
        "månedlig": "1 month", "hver måned": "1 month", "kvar månad": "1 month", "every month": "1 month",
        "annenhver uke": "2 week", "annankvar veke": "2 week", "hver 2. uke": "2 week", "every two weeks": "2 week",
        "hvert kvartal": "1 quarter", "kvartalsvis": "1 quarter", "hvert halvår": "1 half", "årlig": "1 year",
    }  # fmt: skip
    for typed, kept in words.items():
        assert parsing.rhythm(typed) == kept
        assert parsing.rhythm(kept) == kept
