"""A verdict cannot be bought: acts that made a year look better than it was, each tried in a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import StringIO

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.year import Obligation
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from slt_flow.views.follow_up.handover_pack import document
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import plain
from slt_flow.views.text.words import Words
from slt_flow.views.year import obligations as obligations_view
from tests.conftest import MakeContext, on
from tests.records.year import done

FOLLOWED, OWNED = "recommendations_are_followed_up", "every_decision_has_an_owner"


def seen(context: Context, clause: str, day: str, year: int = 2026) -> Obligation:
    """How one clause stands on a day."""
    return next(row for row in obligations(on(context, day), year).rows if row.clause == clause)


@pytest.fixture
def council(context: MakeContext) -> Context:
    """A meeting in March adopted `1/26`, whose assignment `1/26.1` is due in June with a measure due in May."""
    here = context()
    done(hold(on(here, "2026-03-12"), "2026-03-12", "all"))
    done(register(on(here, "2026-03-12"), "Foreldremøte", meeting="M1/26", consent="all"))
    done(assign(on(here, "2026-03-13"), "1/26", "slt-koordinator", "2026-06-01"))
    done(add_measure(on(here, "2026-03-13"), "1/26.1", "Leie hall", "politikontakt", "2026-05-01"))
    return here


def test_what_is_done_after_a_year_does_not_change_it(council: Context) -> None:
    january = on(council, "2027-01-05")
    done(register(on(council, "2026-03-12"), "Natteravner", meeting="M1/26", consent="all"))
    before = {clause: seen(council, clause, "2027-01-04").verdict for clause in (FOLLOWED, OWNED)}
    assert set(before.values()) == {Standing.BROKEN}
    assert obligations_view.step(seen(council, OWNED, "2027-01-04"), over=True) == ""  # too late to give one
    done(assign(january, "2/26", "slt-koordinator", "2027-06-01"))
    done(actions.perform(january, ["1/26.1"], "reschedule", {"due": "2027-12-01", "reason": "Tid"}))
    done(actions.perform(january, ["1/26.1"], "cancel", {"reason": "Ikke nødvendig"}))
    assert {clause: seen(council, clause, "2027-01-06").verdict for clause in before} == before


def test_evidence_of_earlier_days_counts_and_what_was_taken_back_is_named(council: Context) -> None:
    done(actions.perform(on(council, "2026-03-14"), ["1/26.1"], "plan", through=True))
    done(actions.perform(on(council, "2026-05-01"), ["1/26.1.1"], "finish", {"result": "Leid"}, through=True))
    done(actions.perform(on(council, "2026-05-02"), ["1/26.1.1"], "verify"))
    assert seen(council, FOLLOWED, "2027-01-04").verdict == Standing.BROKEN
    done(actions.perform(on(council, "2026-05-30"), ["1/26.1"], "report", {"result": "Holdt"}))
    row = seen(council, FOLLOWED, "2027-01-04")
    assert (row.verdict, row.beside) == (Standing.KEPT, ())
    done(undo(on(council, "2027-01-05"), "Ikke rapportert likevel", "1/26.1"))
    row = seen(council, FOLLOWED, "2027-01-06")
    assert (row.verdict, [notice.code for notice in row.beside]) == (Standing.BROKEN, ["corrected"])
    assert row.beside[0].facts["refs"] == ("1/26.1",)


def at(context: Context, day: str) -> Context:
    """The same context on the very day: what it records holds for that day and is recorded on it."""
    moment = datetime.combine(date.fromisoformat(day), time(11), UTC)
    return replace(context, clock=FixedClock(moment), on=None)


def mended(context: Context, clause: str, day: str) -> list[tuple[str, ...]]:
    """The corrections that stand beside a verdict, by their cases."""
    row = next(row for row in obligations(at(context, day), 2026).rows if row.clause == clause)
    return [notice.facts["refs"] for notice in row.beside if notice.code == "mended_by_correction"]


def test_what_is_late_is_undone_and_given_anew_and_it_is_said(context: MakeContext) -> None:
    here = context()
    done(hold(at(here, "2026-06-12"), "2026-06-12", "all"))
    done(register(at(here, "2026-06-12"), "Natteravner", meeting="M1/26", consent="all"))
    done(assign(at(here, "2026-06-12"), "1/26", "politikontakt", "2026-06-20"))
    assert seen(at(here, "2026-06-21"), FOLLOWED, "2026-06-21").verdict == Standing.BROKEN
    done(undo(at(here, "2026-07-01"), "Feil frist", "1/26.1"))
    done(assign(at(here, "2026-07-01"), "1/26", "politikontakt", "2026-12-20"))
    assert seen(at(here, "2026-07-02"), FOLLOWED, "2026-07-02").verdict == Standing.KEPT
    assert mended(here, FOLLOWED, "2026-07-02") == mended(here, FOLLOWED, "2027-02-01") == [("1/26", "1/26.1")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Rettet 1. juli 2026: 1/26, 1/26.1. Til da var det brutt."),
        ("nn", "Retta 1. juli 2026: 1/26, 1/26.1. Til då var det brote."),
        ("en", "Corrected on 1 July 2026: 1/26, 1/26.1. Until then it was broken."),
    ],
)
def test_a_correction_is_said_in_text_in_json_and_in_the_pack(context: MakeContext, language: str, said: str) -> None:
    here = context()
    done(hold(at(here, "2026-06-12"), "2026-06-12", "all"))
    done(register(at(here, "2026-06-12"), "Natteravner", meeting="M1/26", consent="all"))
    done(assign(at(here, "2026-06-12"), "1/26", "politikontakt", "2026-06-20"))
    done(undo(at(here, "2026-07-01"), "Feil frist", "1/26.1"))
    done(assign(at(here, "2026-07-01"), "1/26", "politikontakt", "2026-07-10"))
    words, now = Words(language), at(here, "2026-07-05")
    row = seen(now, FOLLOWED, "2026-07-05")
    assert row.verdict == Standing.DUE
    assert of_forecast(row.beside[-1], words) == said
    assert plain(row, words)["beside"][-1] == said
    out = StringIO()
    obligations_view.show(obligations(now, 2026), words, Screen("never", out))
    assert said in " ".join(out.getvalue().split())
    assert said in str(document(handover(now), words))


def test_who_came_is_told_afterwards_and_it_is_said(context: MakeContext) -> None:
    here, clause = context(), "every_party_is_represented"
    done(hold(at(here, "2026-03-12"), "2026-03-12", "ordforer,slt-koordinator"))
    assert seen(at(here, "2026-03-13"), clause, "2026-03-13").verdict == Standing.BROKEN
    done(actions.perform(at(here, "2026-03-14"), ["M1/26"], "attend", {"post": "politistasjonssjef"}))
    assert seen(at(here, "2026-03-15"), clause, "2026-03-15").verdict == Standing.KEPT
    assert mended(here, clause, "2026-03-15") == [("M1/26",)]
    done(undo(at(here, "2026-03-14"), "Hun kom ikke", "M1/26"))
    assert mended(here, clause, "2026-03-15") == [("M1/26",)]
    assert seen(at(here, "2026-03-15"), clause, "2026-03-15").verdict == Standing.BROKEN


def test_a_correction_after_the_year_is_named_once(context: MakeContext) -> None:
    here = context()
    done(hold(at(here, "2026-06-12"), "2026-06-12", "all"))
    done(register(at(here, "2026-06-12"), "Natteravner", meeting="M1/26", consent="all"))
    done(assign(at(here, "2026-06-12"), "1/26", "politikontakt", "2026-06-20"))
    done(undo(at(here, "2027-01-05"), "Feil frist", "1/26.1"))
    row = next(row for row in obligations(at(here, "2027-01-06"), 2026).rows if row.clause == FOLLOWED)
    named = [(notice.code, ref) for notice in row.beside for ref in notice.facts.get("refs", ())]
    assert named == [("mended_by_correction", "1/26"), ("mended_by_correction", "1/26.1")]


def test_a_slip_of_the_same_day_is_no_correction(council: Context) -> None:
    day = at(council, "2026-06-20")
    done(assign(day, "1/26", "politikontakt", "2026-06-18"))
    done(undo(day, "Feil frist", "1/26.2"))
    assert mended(council, FOLLOWED, "2026-06-21") == []


def test_the_agenda_is_sent_once_and_another_day_is_no_correction(context: MakeContext) -> None:
    here = context()
    done(plan(on(here, "2026-03-01"), "2026-03-12"))
    done(actions.perform(on(here, "2026-03-11"), ["M1/26"], "call", {"sent": "2026-03-11"}))
    for sent in ("2026-03-01", "2026-03-10"):
        with pytest.raises(RequestError, match="agenda_sent_already"):
            hold(on(here, "2026-03-12"), "M1/26", "all", sent=sent)
    done(hold(on(here, "2026-03-12"), "M1/26", "all", sent="2026-03-11"))
    assert seen(here, "agendas_are_sent_in_time", "2026-03-13").verdict == Standing.BROKEN


def test_two_meetings_on_one_day_are_one(context: MakeContext) -> None:
    here = context()
    for title in ("Formiddag", "Ettermiddag"):
        done(plan(on(here, "2026-03-01"), "2026-03-12", title=title))
    for ref in ("M1/26", "M2/26"):
        done(hold(on(here, "2026-03-12"), ref, "all"))
    assert len(seen(here, "meetings_are_held", "2026-04-01").evidence) == 1
    assert seen(here, "meetings_are_held", "2027-01-05").verdict == Standing.BROKEN


@pytest.mark.parametrize("way_out", [("move", {"date": "2027-02-01"}), ("cancel", {})])
def test_a_meeting_that_a_party_asked_for_is_not_moved_or_called_off_out_of_the_year(
    context: MakeContext, way_out: tuple[str, dict[str, str]]
) -> None:
    here, clause, (action, answers) = context("levanger"), "extraordinary_meetings_may_be_requested", way_out
    done(plan(on(here, "2026-03-01"), "2026-04-12", kind="extraordinary", requested_by="politi"))
    done(actions.perform(on(here, "2026-05-01"), ["M1/26"], action, {"reason": "Tid", **answers}))
    assert seen(here, clause, "2026-12-01").verdict == Standing.DUE or action == "move"
    assert seen(here, clause, "2027-03-01").verdict == Standing.BROKEN
