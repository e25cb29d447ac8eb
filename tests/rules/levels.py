"""What holds between a case and those above and beneath it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import Level, Ref, Tag
from tests.rules.cases import broken, kept
from tests.worlds import DUE, LATE, MEETING_DAY, OPENED, TODAY, World, kvaefjord, owned, tagged

DAY = timedelta(days=1)


def followed_up() -> tuple[World, Ref, Ref]:
    """A decision in follow-up with one assignment."""
    world = kvaefjord()
    decision = world.decision("in_follow_up", meeting=world.meeting())
    return world, decision, world.assignment(decision, "underway")


def with_measure(*tags: Tag, ended: bool = False) -> tuple[World, Ref, Ref]:
    """An assignment with one measure whose state means exactly this."""
    world, _, assignment = followed_up()
    measure = world.measure(assignment)
    tagged(world, measure, *tags, ended=ended)
    return world, assignment, measure


@kept("has_owner_and_deadline", owner="rektor", due=DUE)
def owner_and_deadline_are_given() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("has_owner_and_deadline", assignment, owner="rektor", due=DUE)


@broken("has_owner_and_deadline", owner=None)
def no_owner_is_given() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("has_owner_and_deadline", assignment, due=DUE)


@broken("has_owner_and_deadline", due=None)
def no_deadline_is_given() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("has_owner_and_deadline", assignment, owner="rektor")


@kept("has_a_child", children=("1/26.1.1",))
def one_measure_is_open() -> Finding:
    world, assignment, _ = with_measure()
    return world.finding("has_a_child", assignment)


@kept("has_a_child")
def one_measure_was_achieved() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.ACHIEVED, ended=True)
    return world.finding("has_a_child", assignment)


@kept("has_a_child", children=("1/26.1.1", "1/26.1.2"))
def one_of_two_measures_is_cancelled() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.DROPPED, ended=True)
    world.measure(assignment, no=2)
    return world.finding("has_a_child", assignment)


@broken("has_a_child", children=())
def nothing_stands_beneath() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("has_a_child", assignment)


@broken("has_a_child", children=("1/26.1.1",))
def the_only_measure_is_cancelled() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.DROPPED, ended=True)
    return world.finding("has_a_child", assignment)


@broken("has_a_child", children=())
def only_another_assignment_has_a_measure() -> Finding:
    world, decision, assignment = followed_up()
    world.measure(world.assignment(decision, no=2))
    return world.finding("has_a_child", assignment)


@kept("every_child_has_owner_and_deadline", lacking=())
def the_measure_has_owner_and_deadline() -> Finding:
    world, assignment, _ = with_measure()
    return world.finding("every_child_has_owner_and_deadline", assignment)


@broken("every_child_has_owner_and_deadline", lacking=("1/26.1.2",))
def one_of_two_measures_has_no_deadline() -> Finding:
    world, assignment, _ = with_measure()
    world.measure(assignment, no=2, due=None)
    return world.finding("every_child_has_owner_and_deadline", assignment)


@broken("every_child_has_owner_and_deadline", lacking=("1/26.1.1",))
def the_measure_has_no_owner() -> Finding:
    world, assignment, measure = with_measure()
    world.change(measure, owner=None)
    return world.finding("every_child_has_owner_and_deadline", assignment)


@kept("deadline_is_after_the_meeting", due=MEETING_DAY, meeting_day=MEETING_DAY)
def the_deadline_is_the_day_of_the_meeting() -> Finding:
    world, decision, _ = followed_up()
    return world.finding("deadline_is_after_the_meeting", decision, due=MEETING_DAY)


@kept("deadline_is_after_the_meeting", meeting_day=None)
def the_matter_was_never_in_a_meeting() -> Finding:
    world = kvaefjord()
    return world.finding("deadline_is_after_the_meeting", world.decision("adopted"), due=MEETING_DAY - DAY)


@broken("deadline_is_after_the_meeting", due=MEETING_DAY - DAY)
def the_deadline_is_the_day_before_the_meeting() -> Finding:
    world, decision, _ = followed_up()
    return world.finding("deadline_is_after_the_meeting", decision, due=MEETING_DAY - DAY)


@broken("deadline_is_after_the_meeting", meeting_day=MEETING_DAY)
def the_deadline_of_a_measure_is_before_the_meeting() -> Finding:
    world, _, measure = with_measure()
    return world.finding("deadline_is_after_the_meeting", measure, due=MEETING_DAY - DAY)


@kept("deadline_is_within_parent", parent="1/26.1", parent_due=DUE)
def the_deadline_is_that_of_the_case_above() -> Finding:
    world, _, measure = with_measure()
    return world.finding("deadline_is_within_parent", measure, due=DUE)


@kept("deadline_is_within_parent", parent="1/26", parent_due=None)
def the_case_above_has_no_deadline() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("deadline_is_within_parent", assignment, due=LATE)


@broken("deadline_is_within_parent", parent="1/26.1", due=DUE + DAY)
def the_deadline_is_the_day_after_that_of_the_case_above() -> Finding:
    world, _, measure = with_measure()
    return world.finding("deadline_is_within_parent", measure, due=DUE + DAY)


@broken("deadline_is_within_parent", parent="1/26.1")
def new_work_ends_after_the_case_that_hands_it_down() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("deadline_is_within_parent", assignment, hands_down=True, due=DUE + DAY)


@kept("children_end_in_time", children=(), latest=None)
def the_deadline_is_that_of_the_last_measure() -> Finding:
    world, assignment, _ = with_measure()
    return world.finding("children_end_in_time", assignment, due=DUE)


@kept("children_end_in_time")
def only_a_closed_measure_ends_later() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.DROPPED, ended=True)
    return world.finding("children_end_in_time", assignment, due=DUE - DAY)


@broken("children_end_in_time", children=("1/26.1.1",), latest=DUE)
def an_open_measure_ends_the_day_after() -> Finding:
    world, assignment, _ = with_measure()
    world.measure(assignment, no=2, due=TODAY)
    return world.finding("children_end_in_time", assignment, due=DUE - DAY)


@kept("parent_is_planned", parent="1/26.1")
def the_assignment_is_planned() -> Finding:
    world, assignment, measure = with_measure()
    tagged(world, assignment, Tag.PLANNED)
    return world.finding("parent_is_planned", measure)


@broken("parent_is_planned", parent="1/26.1")
def the_assignment_has_only_begun() -> Finding:
    world, assignment, measure = with_measure()
    tagged(world, assignment, Tag.BEGUN)
    return world.finding("parent_is_planned", measure)


@broken("parent_is_planned", parent=None)
def there_is_no_case_above() -> Finding:
    world, decision, _ = followed_up()
    return world.finding("parent_is_planned", decision)


@kept("work_has_begun")
def one_of_two_measures_has_begun() -> Finding:
    world, assignment, _ = with_measure(Tag.BEGUN)
    world.measure(assignment, no=2)
    return world.finding("work_has_begun", assignment)


@broken("work_has_begun", children=("1/26.1.1",))
def the_measure_has_not_begun() -> Finding:
    world, assignment, _ = with_measure()
    return world.finding("work_has_begun", assignment)


@broken("work_has_begun", children=())
def there_is_no_measure_to_begin() -> Finding:
    world, _, assignment = followed_up()
    return world.finding("work_has_begun", assignment)


@kept("every_child_is_settled", open=())
def one_measure_is_verified_and_one_cancelled() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.ACHIEVED, ended=True)
    tagged(world, world.measure(assignment, no=2), Tag.SETTLED, Tag.DROPPED, ended=True)
    return world.finding("every_child_is_settled", assignment)


@broken("every_child_is_settled", open=("1/26.1.1",))
def one_of_two_measures_is_still_open() -> Finding:
    world, assignment, _ = with_measure(Tag.BEGUN, Tag.DELIVERED)
    tagged(world, world.measure(assignment, no=2), Tag.SETTLED, Tag.DROPPED, ended=True)
    return world.finding("every_child_is_settled", assignment)


@kept("a_child_is_achieved")
def one_of_two_measures_is_achieved() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.DROPPED, ended=True)
    tagged(world, world.measure(assignment, no=2), Tag.SETTLED, Tag.ACHIEVED, ended=True)
    return world.finding("a_child_is_achieved", assignment)


@broken("a_child_is_achieved")
def every_measure_is_cancelled() -> Finding:
    world, assignment, _ = with_measure(Tag.SETTLED, Tag.DROPPED, ended=True)
    return world.finding("a_child_is_achieved", assignment)


@kept("is_verified_by_another", owner="rektor", acted_by="politikontakt", level=Level.EXECUTING)
def the_assignments_owner_verifies() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    return world.finding("is_verified_by_another", measure, "politikontakt")


@kept("is_verified_by_another")
def the_owner_names_a_meeting_that_saw_it() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    return world.finding("is_verified_by_another", measure, "rektor", meeting=Ref("M", 2026, 1))


@broken("is_verified_by_another", owner="rektor", acted_by="rektor")
def the_owner_verifies_alone() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    return world.finding("is_verified_by_another", measure, "rektor")


def verified_by(deputy: str, *spells: tuple[date, date, str | None], on: date = LATE) -> Finding:
    """A measure of the head's, born with the council, verified by a post after these absences of the head."""
    world, _, measure = with_measure(Tag.DELIVERED)
    for since, until, acting in spells:
        world.absent("rektor", acting, since, until)
    facts = replace(world.facts(measure, deputy), on=on)
    return ask("is_verified_by_another", facts)[0]


@broken("is_verified_by_another", owner="rektor", acted_by="politikontakt")
def the_deputy_of_the_absent_owner_verifies() -> Finding:
    return verified_by("politikontakt", (MEETING_DAY, DUE, "politikontakt"), on=TODAY)


@broken("is_verified_by_another", owner="rektor", acted_by="politikontakt")
def the_deputy_verifies_after_the_owner_came_back() -> Finding:
    return verified_by("politikontakt", (MEETING_DAY, TODAY, "politikontakt"))


@broken("is_verified_by_another")
def the_deputy_acted_on_the_last_day_only() -> Finding:
    return verified_by("politikontakt", (MEETING_DAY, TODAY, "politikontakt"), (MEETING_DAY, TODAY - DAY, None))


@broken("is_verified_by_another")
def the_deputy_acted_from_before_the_work_was_given() -> Finding:
    return verified_by("politikontakt", (OPENED - DAY, OPENED, "politikontakt"))


@kept("is_verified_by_another")
def another_posts_deputy_verifies() -> Finding:
    return verified_by("ordforer", (MEETING_DAY, DUE, "politikontakt"))


@kept("is_verified_by_another")
def the_deputy_acted_only_before_the_work_was_given() -> Finding:
    return verified_by("politikontakt", (OPENED - 2 * DAY, OPENED - DAY, "politikontakt"))


@kept("is_verified_by_another")
def the_deputy_will_act_but_has_not_yet() -> Finding:
    return verified_by("politikontakt", (DUE, LATE, "politikontakt"), on=TODAY)


@kept("is_verified_by_another")
def another_deputy_was_named_for_all_those_days_afterwards() -> Finding:
    return verified_by("politikontakt", (MEETING_DAY, DUE, "politikontakt"), (MEETING_DAY, DUE, "ordforer"))


@broken("is_verified_by_another", owner="rektor", acted_by="kulturleder")
def a_former_owner_verifies() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    world.post("kulturleder")
    owned(world, measure, "kulturleder", OPENED, MEETING_DAY)
    return world.finding("is_verified_by_another", measure, "kulturleder")


@broken("is_verified_by_another")
def the_deputy_of_a_former_owner_verifies() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    world.post("kulturleder")
    owned(world, measure, "kulturleder", OPENED, MEETING_DAY)
    world.absent("kulturleder", "politikontakt", MEETING_DAY, MEETING_DAY)
    return world.finding("is_verified_by_another", measure, "politikontakt")


@kept("is_verified_by_another")
def the_deputy_of_a_former_owner_came_after_it_was_handed_over() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    world.post("kulturleder")
    owned(world, measure, "kulturleder", OPENED, MEETING_DAY - DAY)
    world.absent("kulturleder", "politikontakt", MEETING_DAY, MEETING_DAY)
    return world.finding("is_verified_by_another", measure, "politikontakt")


@broken("is_verified_by_another", acted_by="politikontakt")
def the_owner_verifies_by_another_post_of_its_own() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    for post in ("rektor", "politikontakt"):
        world.change_post(post, holder="Kari Oppdiktet")
    return world.finding("is_verified_by_another", measure, "politikontakt")


@broken("is_verified_by_another", acted_by="politikontakt")
def a_deputy_who_acted_verifies_though_its_absence_was_recorded_anew() -> Finding:
    world, _, measure = with_measure(Tag.DELIVERED)
    world.change(measure, acted=("politikontakt",))
    world.absent("rektor", None)
    return world.finding("is_verified_by_another", measure, "politikontakt")


@kept("is_verified_by_another")
def only_the_owner_of_another_measure_verifies() -> Finding:
    world, assignment, measure = with_measure(Tag.DELIVERED)
    world.measure(assignment, no=2, owner="politikontakt")
    return world.finding("is_verified_by_another", measure, "politikontakt")


def standing_work() -> tuple[World, Ref]:
    """A measure without an end, which is done again every month."""
    world, _, measure = with_measure()
    world.change(measure, standing=True, every="1 month")
    return world, measure


@kept("it_has_no_end", due=DUE)
def the_work_stands() -> Finding:
    world, measure = standing_work()
    return world.finding("it_has_no_end", measure)


@broken("it_has_no_end", due=DUE)
def the_work_ends() -> Finding:
    world, _, measure = with_measure()
    return world.finding("it_has_no_end", measure)


def next_review(due: date, on: date | None = TODAY) -> Finding:
    """What is found of the day of a next review."""
    world, measure = standing_work()
    return ask("next_review_is_to_come", replace(world.facts(measure, due=due), on=on))[0]


@kept("next_review_is_to_come", due=TODAY + DAY, on=TODAY)
def the_next_review_is_tomorrow() -> Finding:
    return next_review(TODAY + DAY)


@kept("next_review_is_to_come", due=TODAY)
def nobody_says_which_day_it_is() -> Finding:
    return next_review(TODAY, None)


@broken("next_review_is_to_come", due=TODAY)
def the_next_review_is_today() -> Finding:
    return next_review(TODAY)


@kept("it_recurs")
def the_work_is_done_every_month() -> Finding:
    world, measure = standing_work()
    return world.finding("it_recurs", measure)


@broken("it_recurs")
def the_work_is_done_once() -> Finding:
    world, _, measure = with_measure()
    return world.finding("it_recurs", measure)


def done_on(day: date) -> Finding:
    """What is found of the day on which recurring work was done."""
    world, measure = standing_work()
    return ask("day_has_come", replace(world.facts(measure, date=day), on=TODAY))[0]


@kept("day_has_come", date=TODAY)
def it_was_done_today() -> Finding:
    return done_on(TODAY)


@kept("day_has_come", date=TODAY - DAY, on=TODAY)
def it_was_done_yesterday() -> Finding:
    return done_on(TODAY - DAY)


@broken("day_has_come", date=TODAY + DAY, on=TODAY)
def it_is_to_be_done_tomorrow() -> Finding:
    return done_on(TODAY + DAY)
