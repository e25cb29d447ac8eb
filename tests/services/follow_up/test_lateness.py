"""One measure that was late, was delivered late or was dropped, in every view: they all say the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from slt_flow.model.deadlines import AGENDAS
from slt_flow.results.follow_up import Branch, flattened
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.follow_up.today import today
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import evaluation_view
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import Ref, Standing
from slt_flow.views.follow_up import handover_pack as pack_view
from slt_flow.views.follow_up import report as report_view
from slt_flow.views.follow_up.today import show_today
from slt_flow.views.follow_up.todo import show_duties
from slt_flow.views.follow_up.tree import lines
from slt_flow.views.meetings import agenda as agenda_view
from slt_flow.views.text import serialise
from slt_flow.views.text.screen import ASCII, UNICODE, Screen
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown
from slt_flow.views.year import evaluation as evaluation_text
from slt_flow.views.year import wheel as wheel_view
from tests.conftest import Prepared, on
from tests.records.year import done, go

MEASURE = "1/26.1.1"
END = date(2026, 11, 28)
WORDS = Words("en")
OVERRAN, LATE = "done 226 days after the deadline", "227 days late"


def _handed_down(begun: Context) -> None:
    """A measure due on 15 April that nobody has carried out by 27 November; a meeting is to come."""
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "slt-koordinator", "2026-12-20"))
    done(add_measure(begun, "1/26.1", "Leie hallen", "politikontakt", "2026-04-15"))
    done(actions.perform(begun, ["1/26.1"], "plan", through=True))
    done(plan(begun, "2026-12-01", kind="coordination"))


@pytest.fixture
def late(prepared: Prepared) -> Context:
    """The council on 28 November."""
    return on(prepared(_handed_down), END)


@pytest.fixture
def delivered(late: Context) -> Context:
    """The same with the measure done on 27 November, and to be verified."""
    done(actions.perform(on(late, date(2026, 11, 27)), [MEASURE], "finish", {"result": "Leid"}, through=True))
    return late


@pytest.fixture
def verified(delivered: Context) -> Context:
    """The same, verified the day after."""
    go(delivered, MEASURE, "verify")
    return delivered


def shown(context: Context, show: Callable[[Any, Words, Screen], None], found: Any) -> str:
    """The lines on a screen."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    show(found, WORDS, Screen("never", stream))
    stream.seek(0)
    return stream.read()


VIEWS: dict[str, Callable[[Context], str]] = {
    "status": lambda c: "\n".join(line.plain for line in lines(status(c), WORDS, UNICODE, 80)),
    "wide status": lambda c: "\n".join(line.plain for line in lines(status(c), WORDS, UNICODE, 140)),
    "today": lambda c: shown(c, show_today, today(c)),
    "todo": lambda c: shown(c, show_duties, duties(c)),
    "report": lambda c: markdown(report_view.document(report(c), WORDS)),
    "csv": lambda c: report_view.as_csv(report(c), WORDS),
    "evaluate show": lambda c: markdown(evaluation_text.document(evaluation_view.show(c), WORDS)),
    "wheel": lambda c: shown(c, wheel_view.show, wheel(c)),
    "agenda": lambda c: markdown(agenda_view.document(agenda(c, "M2/26"), WORDS)),
    "handover pack": lambda c: markdown(pack_view.document(handover(c), WORDS)),
}
"""What a reader sees of it, by the command."""

COUNTED_ELSEWHERE = {"report", "csv", "wheel"}
"""Where the days are not counted of what is late still."""

CONFIRMED_ELSEWHERE = {"today", "todo", "agenda", "handover pack"}
"""Where only what is open stands."""


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_late_is_late_everywhere_and_nowhere_done(late: Context, view: str) -> None:
    told = VIEWS[view](late)
    assert OVERRAN not in told
    assert LATE in told or (view in ("report", "csv", "wheel") and ("1 deadline has passed." in told or "!" in told))


@pytest.mark.parametrize("view", VIEWS)
def test_what_was_delivered_late_is_so_everywhere_and_nowhere_late(delivered: Context, view: str) -> None:
    told = VIEWS[view](delivered)
    assert OVERRAN in told
    assert (LATE in told, "1 deadline has passed" in told) == (False, False)


@pytest.mark.parametrize("view", VIEWS)
def test_verifying_it_changes_no_day(verified: Context, view: str) -> None:
    told = VIEWS[view](verified)
    assert (OVERRAN in told) == (view not in CONFIRMED_ELSEWHERE)
    assert LATE not in told


@pytest.mark.parametrize("view", VIEWS)
def test_days_from_another_deadline_than_the_one_beside_them_say_whose_it_is(late: Context, view: str) -> None:
    go(late, MEASURE, "reschedule", due="2026-12-01", reason="Ventet på nøkler")
    told = VIEWS[view](late)
    assert (LATE in told, "227 days past the council's deadline" in told) == (False, view not in COUNTED_ELSEWHERE)
    done(actions.perform(on(late, date(2026, 11, 28)), [MEASURE], "finish", {"result": "Leid"}, through=True))
    told = VIEWS[view](late)
    assert ("after the deadline" in told, "done 227 days after the council's deadline" in told) == (False, True)


def case(context: Context, ref: str = MEASURE) -> Branch:
    """A branch of the tree."""
    (found,) = [b for b in flattened(d for a in status(context).areas for d in a.decisions) if b.ref == ref]
    return found


def test_programs_read_the_same(delivered: Context) -> None:
    assert (case(delivered).late, case(delivered).delivered_late, case(delivered, "1/26").late_below) == (False, 226, 0)
    told = serialise.plain(status(delivered), Words("nb"))
    (measure,) = told["areas"][0]["decisions"][0]["assignments"][0]["measures"]
    assert (measure["late"], measure["delivered_late"]) == (False, 226)
    assert told["totals"]["late"] == 0
    (line,) = serialise.plain(report(delivered), Words("nb"))["decisions"]
    assert (line["late"], line["delivered_late"]) == (0, [{"ref": MEASURE, "days": 226}])
    (row,) = evaluation_view.show(delivered).unfinished
    assert (row.ref, row.late, row.delivered_late) == (MEASURE, False, 226)
    (entry,) = [e for m in wheel(delivered).months for e in m.entries if e.what == "deadline" and e.ref == MEASURE]
    assert (entry.standing, entry.delivered_late) == (Standing.BROKEN, 226)
    assert MEASURE not in {branch.ref for branch in handover(delivered).deadlines}


def test_the_obligation_tells_late_work_and_then_work_that_was_late(late: Context) -> None:
    def told() -> tuple[Standing, str, object]:
        rows = obligations(late).rows
        row = next(each for each in rows if each.clause == "recommendations_are_followed_up")
        assert row.forecast is not None
        return row.verdict, row.forecast.code, row.forecast.facts["refs"]

    assert told() == (Standing.BROKEN, "work_is_late", (MEASURE,))
    done(actions.perform(on(late, date(2026, 11, 27)), [MEASURE], "finish", {"result": "Ja"}, through=True))
    assert told() == (Standing.KEPT, "work_was_late", (MEASURE,))


def test_the_same_meetings_owe_an_agenda_everywhere(late: Context) -> None:
    assert agenda(late, "M2/26").due is None
    assert "M2/26" not in {e.ref for m in wheel(late).months for e in m.entries if e.what == "agenda"}
    meeting = today(late).meeting
    assert meeting is not None
    assert (meeting.ref, meeting.agenda_due) == ("M2/26", None)
    (row,) = [each for each in obligations(late).rows if each.clause == AGENDAS]
    assert "M2/26" not in {each.ref for each in row.evidence}


def _rolled_up(begun: Context) -> None:
    """Two assignments, of which the one with the later deadline was cancelled with its measure; another measure too."""
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "slt-koordinator", "2026-09-01"))
    done(assign(begun, "1/26", "politikontakt", "2026-12-01"))
    done(add_measure(begun, "1/26.1", "Leie hallen", "politikontakt", "2026-08-15"))
    done(add_measure(begun, "1/26.2", "Leie bussen", "radikaliseringskontakt", "2026-11-15"))
    done(add_measure(begun, "1/26.1", "Trykke plakater", "radikaliseringskontakt", "2026-04-01"))
    go(begun, "1/26.2", "cancel", reason="Ikke behov")
    go(begun, "1/26.1.2", "cancel", reason="Ikke behov")


@pytest.fixture
def rolled_up(prepared: Prepared) -> Context:
    return prepared(_rolled_up)


def test_cancelled_work_lends_its_parent_no_deadline_and_no_owner(rolled_up: Context) -> None:
    decision = case(rolled_up, "1/26")
    assert (decision.due, decision.late_below, decision.total) == (date(2026, 9, 1), 0, 1)
    assert "politikontakt" not in case(rolled_up, "1/26").waits
    assert set(decision.waiting_on) == {"slt-koordinator", "politikontakt"}, "of the measure that is left"
    (line,) = report(rolled_up).lines
    assert (line.due, line.late) == (date(2026, 9, 1), 0)
    assert [(owner.post, owner.title) for owner in line.responsible] == [("slt-koordinator", "SLT-koordinator")]
    assert "2026-09-01" in report_view.as_csv(report(rolled_up), WORDS)
    assert "2026-12-01" not in report_view.as_csv(report(rolled_up), WORDS)
    (decided,) = serialise.plain(status(rolled_up), Words("nb"))["areas"][0]["decisions"]
    assert (decided["due"], decided["assignments"][1]["dropped"]) == ("2026-09-01", True)


def test_cancelled_work_is_neither_work_nor_settled_in_the_totals(rolled_up: Context) -> None:
    totals = status(rolled_up).totals
    assert totals == {"decisions": 1, "assignments": 1, "measures": 1, "settled": 0, "late": 0}
    assert today(rolled_up).totals == totals
    assert status(rolled_up, Filter(refs=(Ref("", 2026, 1, 2),))).totals["measures"] == 0


@pytest.mark.parametrize("depth", [1, 2])
def test_levels_that_are_not_shown_are_counted(late: Context, depth: int) -> None:
    """A tree of decisions alone says how many are done and late, as one with all its levels does."""
    whole, cut = status(late), status(late, Filter(depth=depth))
    assert whole.totals["late"] == 1
    assert cut.totals == whole.totals
    assert len([*flattened(d for area in cut.areas for d in area.decisions)]) == depth


@pytest.mark.parametrize("width", [80, 140])
def test_dropped_work_stands_in_the_tree_as_dropped_with_neither_owner_nor_deadline(
    rolled_up: Context, width: int
) -> None:
    told = [line.plain for line in lines(status(rolled_up), WORDS, UNICODE, width)]
    (place,) = [place for place, line in enumerate(told) if " 1/26.2 " in line]
    assert f"{UNICODE.dropped} 1/26.2 " in told[place]
    assert "Cancelled" in told[place]
    assert not [line for line in told[place:] if "1 Dec" in line or "15 Nov" in line or "politikontakt" in line]


def test_a_decision_whose_work_was_cancelled_is_handed_over_as_one_without_an_assignment(rolled_up: Context) -> None:
    assert handover(rolled_up).unassigned == ()
    go(rolled_up, "1/26.1", "cancel", reason="Ikke behov")
    assert [branch.ref for branch in handover(rolled_up).unassigned] == ["1/26"]


def test_dropped_has_a_sign_of_its_own(rolled_up: Context) -> None:
    done(register(rolled_up, "Kriminalitetsbildet", meeting="M1/26", for_information=True))
    go(rolled_up, "2/26", "take_note")
    told = "\n".join(line.plain for line in lines(status(rolled_up), WORDS, UNICODE, 80))
    assert f"{UNICODE.closed} 2/26" in told
    for signs in (UNICODE, ASCII):
        marks = (signs.achieved, signs.dropped, signs.closed, signs.begun, signs.waiting, signs.late, signs.stuck)
        assert len(set(marks)) == len(marks)
