"""What a meeting may do, and when it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from slt_flow.results import Finding
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
