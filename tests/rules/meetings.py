"""What a meeting may do, and when it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import Presence, Ref
from tests.rules.cases import broken, kept
from tests.worlds import MEETING_DAY, kvaefjord


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


def approve_in(state: str, no: int = 2, days: int = 30) -> Finding:
    world = kvaefjord()
    meeting = world.meeting("minuted")
    if no == 2:
        world.meeting(state, no=2, day=MEETING_DAY + timedelta(days=days))
    return world.finding("minutes_are_approved_in_a_meeting", meeting, meeting=Ref("M", 2026, no))


@kept("minutes_are_approved_in_a_meeting", meeting="M2/26", held=True)
def the_next_meeting_was_held() -> Finding:
    return approve_in("held")


@kept("minutes_are_approved_in_a_meeting", held=True)
def the_next_meeting_is_minuted_itself() -> Finding:
    return approve_in("minuted")


@kept("minutes_are_approved_in_a_meeting", held=True, later=True)
def another_meeting_was_held_the_same_day() -> Finding:
    return approve_in("held", days=0)


@broken("minutes_are_approved_in_a_meeting", meeting="M2/26", held=False)
def the_next_meeting_is_only_called() -> Finding:
    return approve_in("called")


@broken("minutes_are_approved_in_a_meeting", held=False)
def the_next_meeting_is_cancelled() -> Finding:
    return approve_in("cancelled")


@broken("minutes_are_approved_in_a_meeting", meeting="M1/26", held=True)
def the_meeting_would_approve_its_own_minutes() -> Finding:
    return approve_in("held", no=1)


@broken("minutes_are_approved_in_a_meeting", meeting="M2/26", held=True, later=False)
def the_other_meeting_was_held_before() -> Finding:
    return approve_in("held", days=-1)


@broken("minutes_are_approved_in_a_meeting", meeting="M9/26", held=False)
def the_approving_meeting_does_not_exist() -> Finding:
    return approve_in("held", no=9)


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
