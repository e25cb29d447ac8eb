"""What a meeting may do, and when it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import Presence, Ref
from tests.rules.cases import broken, kept
from tests.worlds import LATE, MEETING_DAY, OPENED, World, kvaefjord, owned

DELIVERED = date(2026, 4, 14)


@kept("meeting_is_held", meeting="M1/26")
def the_items_meeting_is_held() -> Finding:
    world = kvaefjord()
    return world.finding("meeting_is_held", world.decision(meeting=world.meeting()))


@broken("meeting_is_held", meeting="M1/26")
def the_items_meeting_is_only_called() -> Finding:
    world = kvaefjord()
    return world.finding("meeting_is_held", world.decision(meeting=world.meeting("called")))


@broken("meeting_is_held", meeting="M1/26", day=MEETING_DAY)
def the_meeting_is_held_but_later_than_the_day_recorded() -> Finding:
    world = kvaefjord()
    facts = world.facts(world.decision(meeting=world.meeting()))
    return ask("meeting_is_held", replace(facts, on=MEETING_DAY - timedelta(days=1)))[0]


@kept("post_is_at_the_meeting", post="ordforer")
def the_mayor_is_there() -> Finding:
    world = kvaefjord()
    meeting = world.meeting()
    world.attends(meeting, "ordforer")
    return world.finding("post_is_at_the_meeting", meeting, post="ordforer")


@broken("post_is_at_the_meeting", presence="left")
def the_mayor_has_left_already() -> Finding:
    world = kvaefjord()
    meeting = world.meeting()
    world.attends(meeting, "ordforer", Presence.LEFT)
    return world.finding("post_is_at_the_meeting", meeting, post="ordforer")


@broken("post_is_at_the_meeting", presence="absent")
def the_post_never_came() -> Finding:
    world = kvaefjord()
    return world.finding("post_is_at_the_meeting", world.meeting(), post="radikaliseringskontakt")


@broken("meeting_is_held", meeting=None)
def the_item_was_never_tabled() -> Finding:
    world = kvaefjord()
    world.meeting()
    return world.finding("meeting_is_held", world.decision("registered"))


def table_at(kind: str, state: str) -> Finding:
    world = kvaefjord()
    return world.finding("meeting_may_decide", world.decision("registered"), meeting=world.meeting(state, kind=kind))


@kept("meeting_may_decide", kind="ordinary", cancelled=False)
def an_ordinary_meeting_is_planned() -> Finding:
    return table_at("ordinary", "planned")


@kept("meeting_may_decide", kind="extraordinary")
def an_extraordinary_meeting_is_called() -> Finding:
    return table_at("extraordinary", "called")


@kept("meeting_may_decide", kind="ordinary", cancelled=False)
def an_ordinary_meeting_has_been_held() -> Finding:
    return table_at("ordinary", "held")


@broken("meeting_may_decide", kind="information")
def an_information_meeting_is_planned() -> Finding:
    return table_at("information", "planned")


@broken("meeting_may_decide", kind="coordination")
def a_coordination_meeting_is_planned() -> Finding:
    return table_at("coordination", "planned")


@broken("meeting_may_decide", kind="ordinary", cancelled=True)
def an_ordinary_meeting_is_cancelled() -> Finding:
    return table_at("ordinary", "cancelled")


@broken("meeting_may_decide", kind=None)
def the_meeting_does_not_exist() -> Finding:
    world = kvaefjord()
    return world.finding("meeting_may_decide", world.decision("registered"), meeting=Ref("M", 2026, 9))


@broken("meeting_may_decide", kind="ordinary", cancelled=False, written=True)
def an_ordinary_meeting_has_its_minutes_written() -> Finding:
    return table_at("ordinary", "minuted")


@broken("meeting_may_decide", kind="ordinary", cancelled=False, written=True)
def an_ordinary_meeting_has_its_minutes_archived() -> Finding:
    return table_at("ordinary", "archived")


@kept("nothing_is_left_tabled", tabled=())
def nothing_was_on_the_agenda() -> Finding:
    world = kvaefjord()
    return world.finding("nothing_is_left_tabled", world.meeting())


@kept("nothing_is_left_tabled", tabled=())
def every_item_was_concluded_or_withdrawn_and_another_meeting_has_some_left() -> Finding:
    world = kvaefjord()
    meeting = world.meeting()
    for no, state in enumerate(("adopted", "conditional", "not_agreed", "noted", "withdrawn"), start=1):
        world.decision(state, no=no, meeting=meeting)
    world.decision("tabled", no=6, meeting=world.meeting("called", no=2))
    return world.finding("nothing_is_left_tabled", meeting)


@broken("nothing_is_left_tabled", tabled=("2/26", "3/26"))
def two_items_were_neither_concluded_nor_postponed() -> Finding:
    world = kvaefjord()
    meeting = world.meeting()
    for no, state in enumerate(("adopted", "tabled", "tabled"), start=1):
        world.decision(state, no=no, meeting=meeting)
    return world.finding("nothing_is_left_tabled", meeting)


DAY = timedelta(days=1)


def named(
    rule: str,
    state: str = "held",
    *,
    kind: str = "ordinary",
    day: date = DELIVERED,
    present: tuple[str, ...] = ("ordforer", "rektor"),
    deputies: Mapping[str, str] = {},
    on: date | None = None,
    prepare: Callable[[World, Ref], None] = lambda _world, _measure: None,
) -> Finding:
    """A finding on a measure of the head's, delivered on a day, that a meeting is said to have seen."""
    world = kvaefjord()
    measure = delivered(world)
    prepare(world, measure)
    meeting = world.meeting(state, no=2, kind=kind, day=day, present=present)
    for post, deputy in deputies.items():
        world.attends(meeting, post, deputy=deputy)
    return ask(rule, replace(world.facts(measure, "rektor", meeting=meeting), on=on))[0]


def delivered(world: World, state: str = "done") -> Ref:
    assignment = world.assignment(world.decision("in_follow_up", meeting=world.meeting()), "underway")
    measure = world.measure(assignment, state)
    world.change(measure, since=DELIVERED, delivered_on=DELIVERED)
    return measure


@kept("meeting_attests", parts=())
def the_council_saw_the_work_on_the_day_it_was_delivered() -> Finding:
    return named("meeting_attests", on=DELIVERED)


@kept("meeting_attests")
def no_meeting_is_named() -> Finding:
    world = kvaefjord()
    return world.finding("meeting_attests", delivered(world), "politikontakt")


@broken("meeting_attests", parts=("named_meeting_is_held",))
def the_named_meeting_is_planned_for_next_year() -> Finding:
    return named("meeting_attests", "planned", day=DELIVERED + 365 * DAY, on=LATE)


@kept("named_meeting_is_held", meeting="M2/26")
def the_named_meeting_is_minuted() -> Finding:
    return named("named_meeting_is_held", "minuted")


@broken("named_meeting_is_held", meeting="M2/26", called_off=False)
def the_named_meeting_is_only_called() -> Finding:
    return named("named_meeting_is_held", "called")


@broken("named_meeting_is_held", called_off=True)
def the_named_meeting_was_cancelled() -> Finding:
    return named("named_meeting_is_held", "cancelled")


@broken("named_meeting_is_held", meeting="M9/26")
def the_named_meeting_does_not_exist() -> Finding:
    world = kvaefjord()
    return world.finding("named_meeting_is_held", delivered(world), "rektor", meeting=Ref("M", 2026, 9))


@kept("named_meeting_may_attest")
def the_coordinating_level_saw_the_measure() -> Finding:
    return named("named_meeting_may_attest", kind="coordination")


@kept("named_meeting_may_attest")
def an_extraordinary_meeting_saw_the_measure() -> Finding:
    return named("named_meeting_may_attest", kind="extraordinary")


@broken("named_meeting_may_attest", kind="information")
def the_kommunestyre_was_informed_of_the_measure() -> Finding:
    return named("named_meeting_may_attest", kind="information")


@broken("named_meeting_may_attest", kind="coordination")
def the_coordinating_level_would_answer_for_an_assignment() -> Finding:
    world = kvaefjord()
    assignment = delivered(world).parent
    assert assignment is not None
    meeting = world.meeting(no=2, kind="coordination", day=DELIVERED)
    return world.finding("named_meeting_may_attest", assignment, "ordforer", meeting=meeting)


def minutes_in(kind: str, own: str) -> Finding:
    world = kvaefjord()
    meeting = world.meeting("minuted", kind=own)
    return world.finding("named_meeting_may_attest", meeting, meeting=world.meeting(no=2, kind=kind, day=LATE))


@kept("named_meeting_may_attest")
def a_coordinating_group_approves_minutes_of_its_own() -> Finding:
    return minutes_in("coordination", "coordination")


@broken("named_meeting_may_attest")
def a_coordinating_group_approves_the_councils_minutes() -> Finding:
    return minutes_in("coordination", "ordinary")


@kept("named_meeting_comes_afterwards", day=DELIVERED, since=DELIVERED)
def the_meeting_is_on_the_day_of_delivery() -> Finding:
    return named("named_meeting_comes_afterwards", on=DELIVERED)


@kept("named_meeting_comes_afterwards", day=DELIVERED, on=DELIVERED + DAY)
def the_meeting_was_the_day_before_what_is_recorded() -> Finding:
    return named("named_meeting_comes_afterwards", on=DELIVERED + DAY)


@broken("named_meeting_comes_afterwards", day=DELIVERED - DAY, since=DELIVERED)
def the_meeting_was_the_day_before_the_delivery() -> Finding:
    return named("named_meeting_comes_afterwards", day=DELIVERED - DAY)


@broken("named_meeting_comes_afterwards", day=DELIVERED + DAY, on=DELIVERED)
def the_meeting_is_the_day_after_what_is_recorded() -> Finding:
    return named("named_meeting_comes_afterwards", day=DELIVERED + DAY, on=DELIVERED)


def resolved_on(day: date) -> Finding:
    world = kvaefjord()
    assignment = world.assignment(world.decision("in_follow_up", meeting=world.meeting()), "escalated")
    world.change(assignment, since=DELIVERED)
    meeting = world.meeting(no=2, day=day)
    return world.finding("named_meeting_comes_afterwards", assignment, "ordforer", meeting=meeting)


@kept("named_meeting_comes_afterwards", since=DELIVERED)
def the_council_took_up_what_was_escalated_that_day() -> Finding:
    return resolved_on(DELIVERED)


@broken("named_meeting_comes_afterwards", since=DELIVERED)
def the_council_met_before_it_was_escalated() -> Finding:
    return resolved_on(DELIVERED - DAY)


def ended_at(day: date, state: str = "done") -> Finding:
    world = kvaefjord()
    assignment = delivered(world).parent
    assert assignment is not None
    world.change(Ref("", 2026, 1, 1, 1), state=state)
    return world.finding("work_beneath_was_there_to_see", assignment, "ordforer", meeting=world.meeting(no=2, day=day))


@kept("work_beneath_was_there_to_see", day=DELIVERED, late=())
def the_meeting_ends_an_assignment_on_the_day_of_a_delivery() -> Finding:
    return ended_at(DELIVERED)


@broken("work_beneath_was_there_to_see", day=DELIVERED - DAY, late=("1/26.1.1",))
def the_meeting_ends_an_assignment_the_day_before_a_delivery() -> Finding:
    return ended_at(DELIVERED - DAY)


@broken("work_beneath_was_there_to_see", day=DELIVERED - DAY, late=("1/26.1.2",))
def the_meeting_ends_an_assignment_before_a_measure_was_made() -> Finding:
    world = kvaefjord()
    assignment = delivered(world).parent
    assert assignment is not None
    world.change(Ref("", 2026, 1, 1, 1), delivered_on=DELIVERED - 2 * DAY)
    world.change(world.measure(assignment, no=2), born=DELIVERED)
    meeting = world.meeting(no=2, day=DELIVERED - DAY)
    return world.finding("work_beneath_was_there_to_see", assignment, "ordforer", meeting=meeting)


@kept("work_beneath_was_there_to_see", meeting=None)
def no_meeting_is_named_where_an_assignment_ends() -> Finding:
    world = kvaefjord()
    assignment = delivered(world).parent
    assert assignment is not None
    return world.finding("work_beneath_was_there_to_see", assignment, "ordforer")


def approve_in(no: int = 2, days: int = 30) -> Finding:
    world = kvaefjord()
    meeting = world.meeting("minuted")
    if no == 2:
        world.meeting(no=2, day=MEETING_DAY + days * DAY)
    return world.finding("named_meeting_comes_afterwards", meeting, meeting=Ref("M", 2026, no))


@kept("named_meeting_comes_afterwards", meeting="M2/26", since=MEETING_DAY)
def another_meeting_was_held_the_same_day() -> Finding:
    return approve_in(days=0)


@kept("named_meeting_comes_afterwards", meeting="M1/26")
def the_other_meeting_was_planned_first_and_held_later() -> Finding:
    world = kvaefjord()
    meeting = world.meeting("minuted", no=2)
    world.meeting(no=1, day=MEETING_DAY + 30 * DAY)
    return world.finding("named_meeting_comes_afterwards", meeting, meeting=Ref("M", 2026, 1))


@broken("named_meeting_comes_afterwards", meeting="M1/26")
def the_meeting_would_approve_its_own_minutes() -> Finding:
    return approve_in(1)


@broken("named_meeting_comes_afterwards", meeting="M2/26")
def the_other_meeting_was_held_before() -> Finding:
    return approve_in(days=-1)


@kept("somebody_else_was_there", present=("ordforer", "rektor"))
def the_mayor_was_there_too() -> Finding:
    return named("somebody_else_was_there")


@broken("somebody_else_was_there", present=("rektor",))
def the_owner_was_there_alone() -> Finding:
    return named("somebody_else_was_there", present=("rektor",))


@broken("somebody_else_was_there", present=())
def nobody_is_recorded_as_there() -> Finding:
    return named("somebody_else_was_there", present=())


@broken("somebody_else_was_there", present=("rektor",))
def the_mayor_had_left_and_a_guest_stayed() -> Finding:
    def left(world: World, _measure: Ref) -> None:
        world.attends(Ref("M", 2026, 2), "ordforer", Presence.LEFT)
        world.attends(Ref("M", 2026, 2), "guest-1", Presence.GUEST)

    return named("somebody_else_was_there", present=("rektor",), prepare=left)


@broken("somebody_else_was_there", present=("rektor", "ordforer"))
def the_owner_sat_in_the_mayors_post_too() -> Finding:
    def one_person(world: World, _measure: Ref) -> None:
        world.change_post("rektor", holder="Kari Oppdiktet")
        world.change_post("ordforer", holder="KARI  Oppdiktet")

    return named("somebody_else_was_there", present=("rektor", "ordforer"), prepare=one_person)


@broken("somebody_else_was_there", present=("Kari Oppdiktet",))
def the_owner_met_as_the_mayors_deputy() -> Finding:
    def held(world: World, _measure: Ref) -> None:
        world.change_post("rektor", holder="Kari Oppdiktet")

    return named("somebody_else_was_there", present=(), deputies={"ordforer": "Kari Oppdiktet"}, prepare=held)


@kept("somebody_else_was_there", present=("Ola Oppfunnet",))
def another_met_as_the_mayors_deputy() -> Finding:
    return named("somebody_else_was_there", present=(), deputies={"ordforer": "Ola Oppfunnet"})


@broken("somebody_else_was_there", present=("kulturleder",))
def only_a_former_owner_was_there() -> Finding:
    def once_anothers(world: World, measure: Ref) -> None:
        world.post("kulturleder")
        owned(world, measure, "kulturleder", OPENED, MEETING_DAY)

    return named("somebody_else_was_there", present=("kulturleder",), prepare=once_anothers)


@broken("somebody_else_was_there", present=("slt-koordinator",))
def the_secretary_alone_approves_the_minutes() -> Finding:
    world = kvaefjord()
    meeting = world.meeting("minuted")
    later = world.meeting(no=2, day=LATE, present=("slt-koordinator",))
    return world.finding("somebody_else_was_there", meeting, meeting=later)


@kept("named_minutes_are_open")
def the_minutes_are_only_written() -> Finding:
    return named("named_minutes_are_open", "minuted")


@broken("named_minutes_are_open", meeting="M2/26")
def the_minutes_are_approved() -> Finding:
    return named("named_minutes_are_open", "approved")


@broken("named_minutes_are_open", meeting="M2/26")
def the_minutes_are_archived() -> Finding:
    return named("named_minutes_are_open", "archived")


def archive(state: str, *, approval: bool | None = None) -> Finding:
    world = kvaefjord()
    if approval is not None:
        world.clause("minutes_are_approved_if_agreed", approval=approval)
    return world.finding("minutes_are_approved_if_agreed", world.meeting(state))


@kept("minutes_are_approved_if_agreed", approval=False)
def the_agreement_asks_for_no_approval() -> Finding:
    return archive("minuted")


@kept("minutes_are_approved_if_agreed", approval=False)
def the_agreement_says_that_none_is_needed() -> Finding:
    return archive("minuted", approval=False)


@kept("minutes_are_approved_if_agreed", approval=True)
def the_approval_that_was_agreed_is_there() -> Finding:
    return archive("approved", approval=True)


@broken("minutes_are_approved_if_agreed", approval=True)
def the_approval_that_was_agreed_is_missing() -> Finding:
    return archive("minuted", approval=True)
