"""Situations at the edges of the obligations: the first day and the last, one more and one less, one of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from slt_flow.model import Area, Council, Group, Knowledge, LearningPoint
from slt_flow.terms import Ref
from tests.rules.obligations import BROKEN, DUE, KEPT, LAST, NOT_DUE, Seen, case, day
from tests.worlds import YEAR, keep_only, levanger

NEXT = date(YEAR + 1, 1, 1)
Told = tuple[date, dict[str, Any]]


def _ended(seen: Seen, clause: str, until: date) -> None:
    """A clause that asks nothing from a day on."""
    row = seen.snapshot.clause(clause)
    assert row is not None
    seen.snapshot.put(replace(row, until=until))


def _opened(seen: Seen, first: date) -> None:
    seen.snapshot.put(replace(seen.snapshot.one(Council), opened=first))


def _work(seen: Seen, due: date | None, state: str = "underway", *, no: int = 1, **fields: Any) -> Ref:
    """An assignment of this year, under a decision of its own."""
    ref = seen.world.assignment(seen.decision("in_follow_up", no=no, adopted=day(3, 10)), state, due=due)
    seen.world.change(ref, **{"born": day(3, 11), "since": day(3, 12), **fields})
    return ref


# every_decision_has_an_owner


@case("every_decision_has_an_owner", KEPT)
def two_assignments_of_one_decision(seen: Seen) -> Told:
    ref = seen.decision("in_follow_up", no=1, adopted=day(3, 10))
    for no, owner in ((1, "politikontakt"), (2, "slt-koordinator")):
        seen.world.change(seen.world.assignment(ref, no=no, owner=owner), born=day(3, 10 + no))
    return day(6, 1), {"refs": ["1/26.1"], "days": [day(3, 11)], "notes": ["politikontakt"]}


@case("every_decision_has_an_owner", KEPT)
def the_first_assignment_was_cancelled_and_another_given(seen: Seen) -> Told:
    ref = seen.decision("in_follow_up", no=1, adopted=day(3, 10))
    seen.world.assignment(ref, "cancelled")
    seen.world.assignment(ref, no=2)
    return day(6, 1), {"refs": ["1/26.2"]}


@case("every_decision_has_an_owner", NOT_DUE)
def a_decision_about_a_year_needs_nobody(seen: Seen) -> Told:
    seen.decision("adopted", no=1, adopted=day(3, 10), kind="evaluation", about={"year": YEAR})
    return NEXT, {"refs": [], "due": None}


@case("every_decision_has_an_owner", DUE)
def the_days_that_are_agreed_are_not_over(seen: Seen) -> Told:
    seen.agreed("every_decision_has_an_owner", within_days=30)
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(4, 9), {"due": day(4, 9), "code": "decision_to_assign", "day": day(4, 9)}


@case("every_decision_has_an_owner", NOT_DUE)
def a_fortnight_and_a_day_before_the_days_are_over(seen: Seen) -> Told:
    seen.agreed("every_decision_has_an_owner", within_days=30)
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(3, 25), {"due": day(4, 9)}


@case("every_decision_has_an_owner", DUE)
def a_fortnight_before_the_days_are_over(seen: Seen) -> Told:
    seen.agreed("every_decision_has_an_owner", within_days=30)
    seen.decision("adopted", no=1, adopted=day(3, 10))
    return day(3, 26), {"due": day(4, 9)}


@case("every_decision_has_an_owner", DUE)
def one_has_an_owner_and_one_will_soon_need_one(seen: Seen) -> Told:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.decision("adopted", no=2, adopted=day(3, 10))
    return day(3, 26), {"due": LAST, "refs": ["1/26.1"], "named": ("2/26",)}


@case("every_decision_has_an_owner", KEPT)
def one_has_an_owner_and_one_was_adopted_yesterday(seen: Seen) -> Told:
    seen.world.assignment(seen.decision("in_follow_up", no=1, adopted=day(3, 10)))
    seen.decision("adopted", no=2, adopted=day(3, 24))
    return day(3, 25), {"due": LAST, "refs": ["1/26.1"], "code": "decision_to_assign"}


# recommendations_are_followed_up


@case("recommendations_are_followed_up", DUE)
def work_due_today(seen: Seen) -> Told:
    _work(seen, day(9, 1))
    return day(9, 1), {"due": day(9, 1), "code": "next_deadline", "refs": []}


@case("recommendations_are_followed_up", DUE)
def work_due_in_a_fortnight(seen: Seen) -> Told:
    _work(seen, day(9, 15))
    return day(9, 1), {"due": day(9, 15), "named": ("1/26.1",)}


@case("recommendations_are_followed_up", KEPT)
def work_due_in_a_fortnight_and_a_day(seen: Seen) -> Told:
    _work(seen, day(9, 16))
    return day(9, 1), {"due": day(9, 16), "refs": ["1/26.1"], "days": [day(3, 11)]}


@case("recommendations_are_followed_up", BROKEN)
def work_due_on_the_last_day_and_not_done(seen: Seen) -> Told:
    _work(seen, LAST)
    return NEXT, {"due": LAST, "since": NEXT}


@case("recommendations_are_followed_up", KEPT)
def work_due_in_the_next_year(seen: Seen) -> Told:
    _work(seen, NEXT)
    return date(YEAR + 1, 6, 1), {"due": None, "code": None}


@case("recommendations_are_followed_up", BROKEN)
def two_that_are_late_of_which_one_was_cancelled(seen: Seen) -> Told:
    _work(seen, day(5, 1), "cancelled", no=1, ended_by="slt-koordinator")
    _work(seen, day(6, 1), no=2)
    _work(seen, day(7, 1), no=3)
    return day(6, 15), {
        "since": day(5, 2), "code": "work_is_late", "named": ("2/26.1", "1/26.1"), "beside": ["work_dropped"],
    }  # fmt: skip


@case("recommendations_are_followed_up", BROKEN)
def the_earliest_deadline_is_the_one_that_counts(seen: Seen) -> Told:
    _work(seen, day(6, 1), no=1)
    _work(seen, day(5, 1), no=2)
    return day(6, 15), {"since": day(5, 2), "named": ("2/26.1", "1/26.1")}


@case("recommendations_are_followed_up", KEPT)
def of_two_deadlines_the_next_one_is_named(seen: Seen) -> Told:
    _work(seen, day(9, 2), no=1)
    _work(seen, day(9, 1), no=2)
    return day(6, 15), {"due": day(9, 1), "named": ("2/26.1",), "day": day(9, 1)}


@case("recommendations_are_followed_up", KEPT)
def work_of_which_nothing_is_due_and_something_was_late(seen: Seen) -> Told:
    _work(seen, day(5, 1), "approved", no=1, since=day(5, 10), delivered_on=day(5, 2))
    _work(seen, day(9, 1), no=2)
    return day(6, 15), {"code": "work_was_late", "named": ("1/26.1",), "refs": ["1/26.1"], "days": [day(5, 10)]}


@case("recommendations_are_followed_up", KEPT)
def work_delivered_on_its_very_day(seen: Seen) -> Told:
    _work(seen, day(5, 1), "approved", since=day(5, 10), delivered_on=day(5, 1))
    return day(6, 15), {"code": None, "refs": ["1/26.1"], "due": None}


@case("recommendations_are_followed_up", KEPT)
def work_delivered_late_the_year_before_and_approved_in_this(seen: Seen) -> Told:
    before = date(YEAR - 1, 12, 31)
    _work(seen, before - timedelta(days=9), "approved", born=before, since=day(1, 1), delivered_on=before)
    return day(6, 15), {"code": None, "refs": ["1/26.1"]}


@case("recommendations_are_followed_up", NOT_DUE)
def work_approved_on_the_last_day_of_the_year_before(seen: Seen) -> Told:
    before = date(YEAR - 1, 12, 31)
    _work(seen, before, "approved", born=before, since=before, delivered_on=before)
    return day(6, 15), {"refs": []}


@case("recommendations_are_followed_up", NOT_DUE)
def work_given_after_the_clause_had_ended(seen: Seen) -> Told:
    _ended(seen, "recommendations_are_followed_up", day(3, 11))
    _work(seen, day(5, 1))
    return day(6, 15), {"refs": []}


@case("recommendations_are_followed_up", BROKEN)
def work_given_on_the_last_day_of_the_clause(seen: Seen) -> Told:
    _ended(seen, "recommendations_are_followed_up", day(3, 12))
    _work(seen, day(3, 11))
    return day(6, 15), {"since": day(3, 12)}


@case("recommendations_are_followed_up", BROKEN)
def a_deadline_that_two_posts_moved(seen: Seen) -> Told:
    moved: dict[str, Any] = {
        "council_due": day(5, 1),
        "moved_by": ("politikontakt", "slt-koordinator", "politikontakt"),
    }
    _work(seen, day(9, 1), **moved)
    return day(6, 1), {
        "said": [{"day": day(5, 1), "number": 3, "posts": ("Politikontakt", "SLT-koordinator"), "refs": ("1/26.1",)}]
    }


@case("recommendations_are_followed_up", KEPT)
def a_deadline_that_was_moved_for_work_delivered_since(seen: Seen) -> Told:
    _work(
        seen, day(9, 1), "approved", council_due=day(8, 1), moved_by=("ordforer",), delivered_on=day(7, 1),
        since=day(7, 2),
    )  # fmt: skip
    _work(
        seen, day(9, 1), "approved", no=2, council_due=day(8, 1), moved_by=("ordforer",), since=day(1, 2),
        delivered_on=date(YEAR - 1, 12, 1),
    )  # fmt: skip
    return day(8, 1), {"beside": ["deadline_moved"], "said": [{"refs": ("1/26.1",), "posts": ("Ordfører",)}]}


@case("recommendations_are_followed_up", KEPT)
def recurring_work_that_was_done_in_one_of_three_months(seen: Seen) -> Told:
    ref = _work(seen, day(9, 1))
    _work(seen, day(9, 1), no=2)
    times = (day(4, 12).isoformat(), date(YEAR - 1, 6, 1).isoformat())
    seen.world.change(ref, every="1 month", born=day(2, 10), times=times)
    return day(6, 1), {"beside": ["times_missed"], "said": [{"refs": ("1/26.1",), "number": 2}]}


def _measures(seen: Seen, *states: str, **fields: Any) -> Ref:
    """An assignment with measures in some states; those that were cancelled are as the fields say."""
    ref = _work(seen, day(9, 1))
    for no, state in enumerate(states, start=1):
        measure = seen.world.measure(ref, state, no=no, due=day(9, 1))
        seen.world.change(measure, born=day(3, 12), since=day(6, 1), **(fields if state == "cancelled" else {}))
    return ref


@case("recommendations_are_followed_up", DUE)
def one_of_three_measures_carried_out_and_two_cancelled(seen: Seen) -> Told:
    _measures(seen, "verified", "cancelled", "cancelled", ended_by="slt-koordinator")
    said = {"refs": ("1/26",), "done": 1, "total": 3, "dropped": 2, "posts": ("SLT-koordinator",)}
    return day(6, 15), {"beside": ["work_dropped"], "said": [said]}


@case("recommendations_are_followed_up", KEPT)
def one_of_three_measures_carried_out_and_one_ended_by_the_council(seen: Seen) -> Told:
    _measures(seen, "verified", "cancelled", "underway", ended_in="M2/26", ended_by="ordforer")
    said = {"refs": ("1/26",), "done": 1, "total": 3, "dropped": 1, "named": ("M2/26",)}
    return day(6, 15), {"beside": ["work_ended"], "said": [said]}


# focus_areas_are_worked_on


def _only(seen: Seen, *areas: str, **fields: Any) -> None:
    """The areas that are agreed, for the whole year unless the fields say otherwise."""
    for area in seen.snapshot.all(Area):
        keep_only(seen.snapshot, Area, (row for row in seen.snapshot.all(Area) if row.id in areas))
        if area.id in areas:
            seen.snapshot.put(replace(area, since=day(1, 1), **fields))


@case("focus_areas_are_worked_on", NOT_DUE)
def the_last_day_of_the_areas_period(seen: Seen) -> Told:
    _only(seen, "beredskap", last=day(6, 29))
    return day(6, 29), {"code": None, "due": LAST}


@case("focus_areas_are_worked_on", NOT_DUE)
def the_day_after_the_areas_period(seen: Seen) -> Told:
    _only(seen, "beredskap", "radikalisering", last=day(6, 28))
    seen.snapshot.put(replace(seen.snapshot.one(Area, "beredskap"), last=day(6, 29)))
    return day(6, 30), {"code": "no_areas_agreed", "due": None, "day": day(6, 29)}


@case("focus_areas_are_worked_on", NOT_DUE)
def the_council_ended_the_area_before_its_period(seen: Seen) -> Told:
    _only(seen, "beredskap", last=day(6, 29), until=day(3, 1))
    return day(9, 30), {"code": None, "due": LAST}


@case("focus_areas_are_worked_on", KEPT)
def two_decisions_in_one_area(seen: Seen) -> Told:
    _only(seen, "beredskap")
    seen.world.change(seen.decision("adopted", no=1, adopted=day(3, 10), area="beredskap"), born=day(3, 9))
    seen.decision("adopted", no=2, adopted=day(3, 10), area="beredskap")
    return day(6, 1), {"refs": ["1/26"], "days": [day(3, 9)], "notes": ["Beredskap og krisehåndtering"], "due": LAST}


@case("focus_areas_are_worked_on", BROKEN)
def one_area_of_two_and_a_decision_without_area(seen: Seen) -> Told:
    _only(seen, "beredskap", "radikalisering")
    seen.decision("adopted", no=1, adopted=day(3, 10), area="radikalisering")
    seen.decision("adopted", no=2, adopted=day(3, 10))
    return NEXT, {"done": 1, "needed": 2, "areas": ("Beredskap og krisehåndtering",), "refs": ["1/26"]}


@case("focus_areas_are_worked_on", BROKEN)
def an_area_added_after_the_clause_had_ended_and_another_untouched(seen: Seen) -> Told:
    _only(seen, "beredskap", "radikalisering")
    seen.snapshot.put(replace(seen.snapshot.one(Area, "beredskap"), since=NEXT))
    return NEXT, {"needed": 1}


@case("focus_areas_are_worked_on", KEPT)
def an_area_that_begins_later_in_the_year_is_not_asked_for_yet(seen: Seen) -> Told:
    _only(seen, "beredskap", "radikalisering")
    seen.snapshot.put(replace(seen.snapshot.one(Area, "beredskap"), since=day(6, 1)))
    seen.decision("adopted", no=1, adopted=day(3, 10), area="radikalisering")
    return day(5, 31), {"refs": ["1/26"], "code": None}


@case("focus_areas_are_worked_on", KEPT)
def work_that_ended_on_the_first_day_of_the_year(seen: Seen) -> Told:
    _only(seen, "beredskap")
    ref = seen.decision("carried_out", no=1, adopted=date(YEAR - 1, 3, 10), area="beredskap")
    work = seen.world.assignment(ref, "approved")
    seen.world.change(work, born=date(YEAR - 1, 3, 10), since=day(1, 1))
    return day(6, 1), {"refs": ["1/26"]}


@case("focus_areas_are_worked_on", BROKEN)
def work_that_ended_on_the_last_day_of_the_year_before(seen: Seen) -> Told:
    _only(seen, "beredskap")
    ref = seen.decision("carried_out", no=1, adopted=date(YEAR - 1, 3, 10), area="beredskap")
    work = seen.world.assignment(ref, "approved")
    seen.world.change(work, born=date(YEAR - 1, 3, 10), since=date(YEAR - 1, 12, 31))
    return NEXT, {"refs": []}


@case("focus_areas_are_worked_on", KEPT)
def work_that_was_given_and_begun_on_the_last_day_of_the_year(seen: Seen) -> Told:
    _only(seen, "beredskap")
    ref = seen.decision("in_follow_up", no=1, adopted=date(YEAR - 1, 3, 10), area="beredskap")
    seen.world.change(seen.world.assignment(ref, "underway"), born=LAST, since=LAST)
    return LAST, {"refs": ["1/26"]}


# effects_are_evaluated


def _evaluated(seen: Seen, on: date, *, no: int = 1, year: int = YEAR, state: str = "closed") -> Ref:
    return seen.decision(state, no=no, adopted=on, kind="evaluation", about={"year": year})


@case("effects_are_evaluated", KEPT)
def an_evaluation_on_the_last_day(seen: Seen) -> Told:
    _evaluated(seen, LAST)
    return date(YEAR + 1, 6, 1), {"refs": ["1/26"], "days": [LAST], "code": None, "due": LAST}


@case("effects_are_evaluated", KEPT)
def an_evaluation_on_the_first_day_after(seen: Seen) -> Told:
    _evaluated(seen, NEXT)
    return date(YEAR + 1, 6, 1), {"refs": ["1/26"], "code": "evaluated_late", "day": NEXT, "due": LAST}


@case("effects_are_evaluated", KEPT)
def an_evaluation_at_the_first_meeting_of_the_next_year(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 1, 2, 10))
    seen.meeting(date(YEAR + 1, 4, 10))
    _evaluated(seen, date(YEAR + 1, 2, 10))
    _evaluated(seen, date(YEAR + 1, 2, 10), no=2)
    return date(YEAR + 1, 6, 1), {"code": "evaluated_late", "refs": ["1/26"], "day": date(YEAR + 1, 2, 10)}


@case("effects_are_evaluated", DUE)
def the_day_of_the_first_meeting_of_the_next_year(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 1, 2, 10))
    return date(YEAR + 1, 2, 10), {"code": "not_evaluated", "due": date(YEAR + 1, 2, 10)}


@case("effects_are_evaluated", DUE)
def an_extraordinary_meeting_of_the_next_year_ends_nothing(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 1, 1, 10), kind="extraordinary")
    seen.meeting(date(YEAR + 1, 2, 10), state="planned")
    seen.meeting(date(YEAR + 1, 4, 10), state="planned")
    return date(YEAR + 1, 2, 1), {"due": date(YEAR + 1, 2, 10)}


@case("effects_are_evaluated", DUE)
def a_meeting_of_the_next_year_that_passed_unheld_ends_nothing(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 1, 1, 31), state="planned")
    return date(YEAR + 1, 2, 1), {"due": date(YEAR + 1, 12, 31)}


@case("effects_are_evaluated", DUE)
def a_meeting_of_the_next_year_that_is_held_today_is_the_day(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 1, 2, 1), state="planned")
    return date(YEAR + 1, 2, 1), {"due": date(YEAR + 1, 2, 1)}


@case("effects_are_evaluated", DUE)
def the_last_day_of_the_next_year_without_a_meeting(seen: Seen) -> Told:
    seen.meeting(date(YEAR + 2, 1, 1))
    return date(YEAR + 1, 12, 31), {"due": date(YEAR + 1, 12, 31)}


@case("effects_are_evaluated", NOT_DUE)
def a_clause_that_ended_before_the_month_of_evaluations(seen: Seen) -> Told:
    _ended(seen, "effects_are_evaluated", day(11, 1))
    return LAST, {"code": "evaluation_ahead", "day": day(11, 1)}


@case("effects_are_evaluated", DUE)
def a_clause_that_ended_in_the_month_of_evaluations(seen: Seen) -> Told:
    _ended(seen, "effects_are_evaluated", day(11, 2))
    return LAST, {"code": "not_evaluated"}


@case("effects_are_evaluated", KEPT)
def an_evaluation_on_the_first_day_of_its_month_covers_what_is_settled_later(seen: Seen) -> Told:
    _evaluated(seen, day(11, 1))
    work = seen.world.assignment(seen.decision("in_follow_up", no=2, adopted=day(3, 10)))
    seen.world.change(seen.world.measure(work, "verified"), since=day(11, 2))
    return LAST, {"refs": ["1/26"]}


@case("effects_are_evaluated", DUE)
def an_evaluation_on_the_last_day_before_its_month_does_not(seen: Seen) -> Told:
    an_evaluation_on_the_first_day_of_its_month_covers_what_is_settled_later(seen)
    seen.world.change_decision(Ref("", YEAR, 1), adopted_on=day(10, 31))
    return LAST, {"beside": ["evaluated_early"], "said": [{"refs": ("1/26",)}]}


@case("effects_are_evaluated", KEPT)
def an_early_evaluation_covers_what_was_settled_on_its_day_or_in_the_next_year(seen: Seen) -> Told:
    _evaluated(seen, day(9, 1))
    work = seen.world.assignment(seen.decision("in_follow_up", no=2, adopted=day(3, 10)))
    for no, since in ((1, day(9, 1)), (2, NEXT)):
        seen.world.change(seen.world.measure(work, "verified", no=no), since=since)
    seen.world.measure(work, "underway", no=3)
    return LAST, {"refs": ["1/26"]}


@case("effects_are_evaluated", DUE)
def an_early_evaluation_misses_what_was_settled_on_the_last_day(seen: Seen) -> Told:
    _evaluated(seen, day(9, 1))
    work = seen.world.assignment(seen.decision("in_follow_up", no=2, adopted=day(3, 10)))
    seen.world.change(seen.world.measure(work, "cancelled"), since=LAST)
    return LAST, {"beside": ["evaluated_early"]}


@case("effects_are_evaluated", KEPT)
def an_evaluation_at_the_last_meeting_of_the_year(seen: Seen) -> Told:
    _evaluated(seen, day(12, 1))
    seen.meeting(day(12, 1))
    seen.meeting(day(12, 2), kind="extraordinary")
    seen.meeting(day(12, 20), state="planned")
    return LAST, {"refs": ["1/26"]}


@case("effects_are_evaluated", KEPT)
def an_evaluation_that_only_the_next_years_meetings_follow(seen: Seen) -> Told:
    _evaluated(seen, day(12, 1))
    seen.meeting(date(YEAR + 1, 2, 10), state="planned")
    return LAST, {"refs": ["1/26"], "beside": []}


@case("effects_are_evaluated", DUE)
def an_evaluation_before_a_meeting_that_is_still_to_come(seen: Seen) -> Told:
    _evaluated(seen, day(12, 1))
    seen.meeting(day(12, 20), state="planned")
    return day(12, 20), {"code": "not_evaluated", "beside": ["evaluated_early"]}


@case("effects_are_evaluated", NOT_DUE)
def an_early_evaluation_in_a_short_year_is_shown(seen: Seen) -> Told:
    _opened(seen, day(7, 2))
    _evaluated(seen, day(9, 1))
    seen.meeting(day(10, 1))
    return NEXT, {"beside": ["too_short", "evaluated_early"]}


@case("effects_are_evaluated", KEPT)
def an_evaluation_in_a_short_year_counts(seen: Seen) -> Told:
    _opened(seen, day(7, 2))
    _evaluated(seen, day(12, 1))
    return NEXT, {"refs": ["1/26"], "beside": []}


@case("effects_are_evaluated", DUE)
def the_evaluation_of_another_year_is_open(seen: Seen) -> Told:
    seen.decision("tabled", no=1, kind="evaluation", about={"year": YEAR - 1})
    seen.decision("withdrawn", no=2, kind="evaluation", about={"year": YEAR})
    return day(11, 1), {"code": "not_evaluated", "year": YEAR}


# learning_points_are_carried_over


@case("learning_points_are_carried_over", BROKEN)
def points_of_this_year_that_nobody_carried_in_the_order_of_their_refs(seen: Seen) -> Told:
    seen.learning("noted", no=2)
    seen.learning("noted", no=1)
    seen.learning("noted", no=3, year=YEAR + 1)
    seen.learning("noted", no=4, year=YEAR - 1)
    return NEXT, {"named": ("L1/26", "L2/26"), "due": LAST, "refs": []}


@case("learning_points_are_carried_over", DUE)
def a_point_carried_over_a_year(seen: Seen) -> Told:
    seen.learning("carried", no=1, carried_to=YEAR + 2)
    return day(12, 2), {"named": ("L1/26",)}


@case("learning_points_are_carried_over", KEPT)
def a_point_of_an_odd_year_carried_to_the_next(seen: Seen) -> Told:
    seen.learning("carried", no=1, year=YEAR + 1, carried_to=YEAR + 2)
    return date(YEAR + 1, 12, 2), {"year": YEAR + 1, "refs": ["L1/27"]}


@case("learning_points_are_carried_over", KEPT)
def a_point_of_this_year_answered_at_once(seen: Seen) -> Told:
    seen.learning("answered", no=1)
    return day(12, 2), {"refs": ["L1/26"], "due": LAST, "notes": [""]}


@case("learning_points_are_carried_over", KEPT)
def a_point_answered_by_a_decision(seen: Seen) -> Told:
    ref = seen.learning("answered", no=1, year=YEAR - 1, carried_to=YEAR)
    seen.snapshot.put(replace(seen.snapshot.one(LearningPoint, ref.year, ref.no), decision="4/26"))
    return day(12, 2), {"refs": ["L1/25"], "notes": ["4/26"]}


@case("learning_points_are_carried_over", NOT_DUE)
def no_learning_points_all_year(seen: Seen) -> Told:
    _evaluated(seen, day(2, 1), year=YEAR - 1)
    return NEXT, {"due": None}


# what is asked once in so many years


@case("bylaws_are_revised", KEPT)
def by_laws_every_second_year_and_revised_last_year(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=2)
    seen.evidence("bylaws_are_revised", date(YEAR - 1, 5, 5))
    return LAST, {"due": date(YEAR + 1, 12, 31), "days": [date(YEAR - 1, 5, 5)]}


@case("bylaws_are_revised", DUE)
def by_laws_every_second_year_and_revised_two_years_ago(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=2)
    seen.evidence("bylaws_are_revised", date(YEAR - 2, 5, 5), date(YEAR - 3, 5, 5))
    return LAST, {"due": LAST, "days": [], "code": "bylaws_not_revised", "years": 2}


@case("bylaws_are_revised", BROKEN)
def by_laws_every_second_year_and_revised_three_years_ago(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=2)
    seen.evidence("bylaws_are_revised", date(YEAR - 3, 5, 5))
    return LAST, {"due": date(YEAR - 1, 12, 31), "since": day(1, 1)}


@case("bylaws_are_revised", KEPT)
def by_laws_decided_and_revised_again(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=1)
    seen.decision("adopted", no=1, adopted=day(6, 5), kind="bylaws")
    seen.evidence("bylaws_are_revised", day(3, 5), day(9, 5), NEXT)
    return day(10, 1), {"days": [day(3, 5), day(6, 5), day(9, 5)], "due": date(YEAR + 1, 12, 31)}


@case("bylaws_are_revised", NOT_DUE)
def by_laws_of_a_clause_that_ended_a_day_before_the_year(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=1)
    _ended(seen, "bylaws_are_revised", LAST)
    return NEXT, {"due": None}


@case("bylaws_are_revised", BROKEN)
def by_laws_that_were_overdue_before_their_clause_ended(seen: Seen) -> Told:
    seen.agreed("bylaws_are_revised", every_years=1)
    seen.evidence("bylaws_are_revised", date(YEAR - 2, 5, 5))
    _ended(seen, "bylaws_are_revised", day(6, 1))
    return NEXT, {"due": date(YEAR - 1, 12, 31)}


@case("agreement_is_evaluated", NOT_DUE)
def the_agreement_followed_from_july(seen: Seen) -> Told:
    _opened(seen, day(7, 2))
    return NEXT, {"due": date(YEAR + 1, 12, 31), "code": "agreement_not_evaluated"}


@case("agreement_is_evaluated", KEPT)
def the_agreement_was_evaluated_on_the_last_day(seen: Seen) -> Told:
    seen.decision("adopted", no=1, adopted=LAST, kind="agreement_evaluation", about={"year": YEAR})
    return NEXT, {"refs": ["1/26"]}


@case("agreement_is_evaluated", BROKEN)
def the_agreement_was_evaluated_on_the_first_day_after(seen: Seen) -> Told:
    seen.decision("adopted", no=1, adopted=NEXT, kind="agreement_evaluation", about={"year": YEAR})
    return NEXT, {"refs": []}


@case("agreement_is_evaluated", BROKEN)
def the_agreement_followed_from_the_first_of_july(seen: Seen) -> Told:
    _opened(seen, day(7, 1))
    return NEXT, {"due": LAST, "years": 1}


# contact_is_present


@case("contact_is_present", KEPT)
def followed_from_a_tuesday(seen: Seen) -> Told:
    _opened(seen, day(1, 6))
    seen.evidence("contact_is_present", *(day(1, 14) + timedelta(weeks=week) for week in range(11)))
    return day(3, 30), {"done": 11, "needed": 11}


@case("contact_is_present", KEPT)
def the_clause_ended_with_a_week(seen: Seen) -> Told:
    _ended(seen, "contact_is_present", day(3, 2))
    seen.evidence("contact_is_present", *(day(1, 7) + timedelta(weeks=week) for week in range(8)))
    return day(3, 30), {"done": 8, "needed": 8}


# knowledge_is_gathered


def _source(seen: Seen, on: date, source: str = "Ungdata", title: str = "Tittel") -> None:
    place = len(seen.snapshot.all(Knowledge))
    seen.snapshot.put(Knowledge(id=f"k{place}", place=place, title=title, source=source, on=on, address=""))


@case("knowledge_is_gathered", NOT_DUE)
def a_source_of_the_year_before_and_one_to_come(seen: Seen) -> Told:
    _source(seen, date(YEAR - 1, 12, 31))
    _source(seen, day(6, 2))
    return day(6, 1), {"refs": [], "done": 0, "needed": 2, "sources": ("Ungdata", "politiets analyse")}


@case("knowledge_is_gathered", NOT_DUE)
def a_source_of_today_and_one_of_the_first_day(seen: Seen) -> Told:
    _source(seen, day(1, 1))
    _source(seen, day(6, 1), "Andre tall")
    return day(6, 1), {
        "refs": ["knowledge:k0", "knowledge:k1"], "notes": ["Ungdata", "Andre tall"], "done": 1,
        "sources": ("politiets analyse",),
    }  # fmt: skip


@case("knowledge_is_gathered", KEPT)
def any_source_where_none_is_named(seen: Seen) -> Told:
    seen.agreed("knowledge_is_gathered", sources=())
    _source(seen, LAST, "", "En undersøkelse")
    return LAST, {"notes": ["En undersøkelse"], "due": LAST}


# counts, for each line and each part


@case("coordination_meetings_are_held", BROKEN)
def two_groups_with_a_rhythm_of_their_own(seen: Seen) -> Told:
    seen.agreed("coordination_meetings_are_held", per_year=[2, 1])
    for place, group in enumerate(("nord", "sor")):
        seen.snapshot.put(
            Group(id=group, place=place, title=group, members=("politikontakt",), series=group[0].upper())
        )
    for month in (1, 2, 3):
        seen.meeting(day(month, 1), kind="coordination", group="nord")
    seen.meeting(day(3, 2), kind="coordination", group="sor")
    return NEXT, {"done": 3, "needed": 4, "due": day(6, 30), "said": [{"parts": ("3/4", "0/2")}]}


@case("meetings_are_held", KEPT)
def a_meeting_that_was_moved_twice(seen: Seen) -> Told:
    ref = seen.meeting(day(3, 10), moved_from=("2026-02-10", "2026-03-01"))
    seen.meeting(day(9, 10))
    return LAST, {"beside": ["meeting_moved"], "said": [{"refs": (str(ref),), "days": (day(2, 10), day(3, 1))}]}


@case("meetings_are_held", BROKEN)
def a_meeting_that_was_moved_and_counts_for_nothing(seen: Seen) -> Told:
    seen.meeting(day(3, 10), moved_from=("2026-02-10",), short_notice=True)
    return NEXT, {"beside": ["short_notice_not_counted"]}


@case("extraordinary_meetings_may_be_requested", BROKEN, levanger)
def a_meeting_that_was_asked_for_and_moved_away(seen: Seen) -> Told:
    moved: dict[str, Any] = {"requested_by": "politi", "moved_from": ("2026-03-01",)}
    seen.meeting(day(4, 1), kind="extraordinary", state="planned", **moved)
    return NEXT, {"beside": ["meeting_moved"]}
