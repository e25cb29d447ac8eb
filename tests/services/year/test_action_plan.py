"""The action plan: adopted by consensus, and what has become of it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Outcome
from slt_flow.results.evaluation import Period, PlanSheet, Scribe
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.follow_up.office import office
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history.audit import verify
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import areas
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan, evaluation_view
from slt_flow.services.year.action_plan import period_of
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import Prepared, on
from tests.records.year import decided, done
from tests.services.year.year_end import carry_out, refused, rows

JUNE, JULY = "2026-06-10", "2026-07-01"


def text_of(sheet: PlanSheet) -> str:
    return "\n".join(f"{row.ref} {row.title}" for row in rows(sheet, "plan")) or "Tom"


SCRIBE = Scribe(lambda _: "", lambda _: "", text_of)


def adopt(
    context: Context, period: str = "2026..2027", consent: str | None = "all", meeting: str | None = "M2/26"
) -> Outcome:
    return action_plan.adopt(context, period, meeting=meeting, consent=consent)


def _running(made: Context) -> None:
    """`2/26` is followed up by `2/26.1` with two measures, beside `1/26` that was carried out; a meeting in June."""
    carry_out(made)
    after = on(made, "2026-05-03")
    done(register(after, "Trygg skolevei", meeting="M1/26", consent="all", area="trafikksikkerhet"))
    done(assign(after, "2/26", "slt-koordinator", "2026-12-01"))
    done(add_measure(after, "2/26.1", "Måle", "politikontakt", "2026-09-01"))
    done(add_measure(after, "2/26.1", "Skilte", "politikontakt", "2026-09-01"))
    done(register(after, "Bare foreslått"))
    done(hold(on(made, JUNE), JUNE, "all"))


@pytest.fixture
def running(prepared: Prepared) -> Context:
    return replace(prepared(_running), scribe=SCRIBE)


def lines(context: Context, year: int = 2026) -> dict[str, tuple[str, ...]]:
    return {row.ref: row.changes for row in rows(action_plan.show(context, year), "plan")}


def test_it_holds_what_was_adopted_and_neither_proposals_nor_what_was_dropped(running: Context) -> None:
    assert list(lines(running)) == ["1/26", "1/26.1", "1/26.1.1", "2/26", "2/26.1", "2/26.1.1", "2/26.1.2"]


def test_it_is_a_decision_whose_text_is_the_plan(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    case, fields = show_case(running, "4/26"), decided(running, "4/26")
    assert (case.title, fields.kind, case.state) == ("Handlingsplan 2026–2027", "action_plan", "adopted")
    assert "2/26.1.1 Måle" in fields.text
    assert set(lines(running).values()) == {()}
    assert verify(running)[0].flaws == ()


def test_adopted_it_waits_on_nobody_for_its_work_is_that_of_its_decisions(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    assert "4/26" not in {item.ref for duty in duties(running) for item in duty.items}
    assert "4/26" not in {row.ref for row in evaluation_view.show(running, 2026).unfinished}
    assert "4/26" not in {branch.ref for branch in handover(running).unassigned}
    assert "4/26" not in {branch.ref for branch in office(running).to_assign}


def test_one_that_was_opened_is_adopted_with_the_plan_as_it_stands_by_then(running: Context) -> None:
    done(action_plan.open_plan(on(running, JUNE), "2026..2027", meeting="M2/26"))
    done(add_measure(on(running, JUNE), "2/26.1", "Ny", "politikontakt", "2026-09-01"))
    done(adopt(on(running, JUNE)))
    fields = decided(running, "4/26")
    assert ("2/26.1.3 Ny" in fields.text, fields.text_version) == (True, 2)


def test_every_later_change_shows_against_what_was_adopted(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    later = on(running, JULY)
    done(actions.perform(later, ["2/26.1"], "plan", through=True))
    done(actions.perform(later, ["2/26.1.1"], "reschedule", {"due": "2026-10-01", "reason": "Ferie"}))
    done(hand_over(later, "2/26.1.1", "slt-koordinator", "Bytte"))
    done(actions.perform(later, ["2/26.1.1"], "rename", {"title": "Måle farten"}))
    done(actions.perform(later, ["2/26.1.2"], "cancel", {"reason": "Dobbelt"}))
    done(add_measure(later, "2/26.1", "Ny", "politikontakt", "2026-09-01"))
    done(register(later, "Etterpå", meeting="M2/26", consent="all"))
    assert {ref: changes for ref, changes in lines(running).items() if changes} == {
        "2/26.1.1": ("title", "owner", "due"),
        "2/26.1.2": ("removed",),
        "2/26.1.3": ("added",),
        "5/26": ("added",),
    }
    moved = next(row for row in rows(action_plan.show(running, 2027), "plan") if row.ref == "2/26.1.1")
    assert moved.was == {"title": "Måle", "owner": "politikontakt", "due": date(2026, 9, 1)}
    assert action_plan.show(running.at(as_of=date(2026, 6, 20)), 2026).changed == 0


def test_what_is_carried_out_after_it_was_adopted_is_marked(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    done(actions.perform(on(running, JULY), ["2/26.1"], "plan", through=True))
    done(actions.perform(on(running, JULY), ["2/26.1.1"], "finish", {"result": "Målt"}, through=True))
    done(actions.perform(on(running, JULY), ["2/26.1.1"], "verify"))
    assert {ref: changes for ref, changes in lines(running).items() if changes} == {"2/26.1.1": ("achieved",)}


def test_a_focus_area_added_or_ended_since_shows_too(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    done(areas.add_area(on(running, JULY), "natt", "Natt", "2/26", goals=["Trygg natt"]))
    done(areas.end_area(on(running, JULY), "beredskap", "2/26"))
    told = {row.area: row.changes for row in rows(action_plan.show(running, 2026), "plan_goals")}
    assert {area: changes for area, changes in told.items() if changes} == {
        "natt": ("added",),
        "beredskap": ("removed",),
    }


def test_without_consensus_there_is_no_plan(running: Context) -> None:
    assert "everyone_present_has_taken_a_stance" in refused(adopt(on(running, JUNE), consent="ordforer"))
    assert action_plan.show(running, 2026).decided.ref is None


def test_a_plan_is_revised_by_a_later_decision_but_two_do_not_wait_at_once(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    done(action_plan.open_plan(on(running, JULY), "2026..2027"))
    assert action_plan.show(running, 2026).in_preparation == "5/26"
    with pytest.raises(RequestError, match="plan_waits"):
        action_plan.open_plan(on(running, "2026-07-02"), "2027")


def test_a_plan_is_adopted_once_until_something_in_it_changes(running: Context) -> None:
    done(adopt(on(running, JUNE)))
    with pytest.raises(RequestError, match="plan_is_adopted") as told:
        adopt(on(running, JULY))
    assert told.value.facts["ref"] == "4/26"
    done(add_measure(on(running, JULY), "2/26.1", "Ny", "politikontakt", "2026-09-01"))
    assert action_plan.show(running, 2026).replaces is None
    done(adopt(on(running, JULY)))
    plan = action_plan.show(running, 2026)
    assert (plan.decided.ref, plan.replaces, plan.replaced_adopted_on) == ("5/26", "4/26", date(2026, 6, 10))


@pytest.mark.parametrize("begin", [adopt, lambda d, p: action_plan.open_plan(d, p)])
def test_a_period_before_the_council_was_followed_up_has_no_plan(running: Context, begin: Any) -> None:
    with pytest.raises(RequestError, match="plan_before_the_council"):
        begin(on(running, JUNE), "2024..2025")


def test_a_plan_that_stands_nowhere_needs_a_meeting_and_its_period_is_named(running: Context) -> None:
    with pytest.raises(RequestError, match="plan_needs_meeting") as told:
        adopt(on(running, JUNE), "2028", meeting=None)
    assert told.value.facts["period"] == "2028"


@pytest.mark.parametrize(
    ("given", "period"), [("2026", (2026, 2026)), ("2026..2027", (2026, 2027)), ("2026-2028", (2026, 2028))]
)
def test_a_period_is_a_year_or_two(given: str, period: tuple[int, int]) -> None:
    assert period_of(given) == Period(*period)


@pytest.mark.parametrize("given", ["", "26", "2027..2026", "2026..", "2026..2099", "2026..2027..2028", "1026", "ja"])
def test_anything_else_is_no_period(given: str) -> None:
    with pytest.raises(RequestError, match="bad_period"):
        period_of(given)


def verdict(context: Context) -> tuple[Standing, str | None]:
    """How the clause about plans stands at the year's end."""
    seen = obligations(on(context, "2027-01-05"), 2026).rows
    row = next(row for row in seen if row.clause == "action_plan_is_adopted")
    return row.verdict, row.forecast.code if row.forecast is not None else None


def planless(made: Context) -> None:
    """`1/26` with one measure that is due in the year after next; meetings in June and July."""
    begun = on(made, "2026-03-12")
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "slt-koordinator", "2028-12-01"))
    done(add_measure(begun, "1/26.1", "Måle", "politikontakt", "2028-09-01"))
    for day in (JUNE, JULY):
        done(hold(on(made, day), day, "all"))


@pytest.mark.parametrize("meeting", [None, "M3/26"])
def test_a_plan_is_not_filled_by_what_is_moved_into_its_period_afterwards(
    prepared: Prepared, meeting: str | None
) -> None:
    dated = Scribe(
        lambda _: "", lambda _: "", lambda sheet: " ".join(f"{row.ref} {row.due}" for row in rows(sheet, "plan"))
    )
    here = replace(prepared(planless), scribe=dated)
    told = done(adopt(on(here, JUNE), "2026"))
    assert [notice.facts["ref"] for notice in told.notices if notice.code == "plan_is_empty"] == ["2/26"]
    moved = {"due": "2026-10-01", "reason": "Før vinteren", "meeting": meeting}
    for ref in ("1/26.1.1", "1/26.1"):
        done(actions.perform(on(here, JULY), [ref], "reschedule", moved))
    inside = "plan_adopted_empty" if meeting is not None else "plan_is_empty"
    assert verdict(here) == (Standing.BROKEN, inside)
    assert verify(here)[0].flaws == ()
    anew = done(adopt(on(here, JULY), "2026", meeting="M3/26"))
    assert ("plan_is_empty" in {notice.code for notice in anew.notices}) is (meeting is None)
    assert verdict(here)[0] == (Standing.KEPT if meeting is not None else Standing.BROKEN)


def test_a_plan_with_measures_is_adopted_without_a_warning(running: Context) -> None:
    """The control."""
    assert "plan_is_empty" not in {notice.code for notice in done(adopt(on(running, JUNE))).notices}
