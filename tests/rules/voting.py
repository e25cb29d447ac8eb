"""Consensus: who takes part, what they say, and to which text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from slt_flow.model import Holding, Item, Matter, Objection
from slt_flow.model.spelling import wording
from slt_flow.results.answers import Finding
from slt_flow.terms import Presence, Ref, Stance
from tests.rules.cases import broken, kept, undecided
from tests.worlds import MEETING_DAY, World, kvaefjord, levanger, voting

CHIEF = "politistasjonssjef"
CONTACT = "politikontakt"
MAYOR = "ordforer"


def tabled(*, text_version: int = 1, information: bool = False) -> tuple[World, Ref]:
    """Kvæfjord's council at a meeting with every seat there, and an item on the agenda."""
    world = kvaefjord()
    return world, world.decision(meeting=world.meeting(), text_version=text_version, information=information)


def agreed() -> tuple[World, Ref]:
    """The same, and everyone consents."""
    world, decision = tabled(text_version=2)
    world.all_consent(decision)
    return world, decision


def two_seats() -> tuple[World, Ref]:
    """One binding seat of each of two parties, both at the meeting."""
    world = voting(("kommune", True), ("politi", True))
    return world, world.decision(meeting=world.meeting())


@kept("every_party_is_represented", missing=(), commit_nobody=())
def everyone_is_there() -> Finding:
    world, decision = tabled()
    return world.finding("every_party_is_represented", decision)


@kept("every_party_is_represented")
def a_deputy_with_a_mandate_is_there() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), CHIEF, deputy="Stedfortreder", mandate="Fullmakt 1.3.", organisation="politi")
    return world.finding("every_party_is_represented", decision)


@broken(
    "every_party_is_represented", missing=("politi",), commit_nobody=(CHIEF,), why="no_mandate", no_mandate=(CHIEF,)
)
def a_deputy_without_mandate_is_there() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), CHIEF, deputy="Stedfortreder", organisation="politi")
    return world.finding("every_party_is_represented", decision)


@broken("every_party_is_represented", missing=("kommune",), why="no_mandate")
def of_two_deputies_the_one_who_lacks_no_more_than_a_mandate_is_told() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), MAYOR, deputy="Stedfortreder", mandate="Fullmakt 1.3.", organisation="politi")
    world.attends(Ref("M", 2026, 1), "administrasjonssjef", deputy="En annen", organisation="kommune")
    return world.finding("every_party_is_represented", decision)


@broken(
    "every_party_is_represented", missing=("politi",), commit_nobody=(CHIEF,), why="of_another_party", no_mandate=()
)
def a_deputy_of_the_other_party_is_there() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), CHIEF, deputy="administrasjonssjef", mandate="Fullmakt 1.3.")
    return world.finding("every_party_is_represented", decision)


@broken("every_party_is_represented", missing=("politi",))
def one_person_is_all_that_two_parties_have_there() -> Finding:
    world, decision = same_person(MAYOR, CHIEF, "administrasjonssjef")
    return world.finding("every_party_is_represented", decision)


@broken("every_party_is_represented", missing=("politi",))
def only_a_seat_that_does_not_bind_is_there() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), CHIEF, Presence.LEFT)
    return world.finding("every_party_is_represented", decision)


@broken("every_party_is_represented", missing=("politi",))
def the_only_binding_seat_is_excused() -> Finding:
    world, decision = tabled()
    world.excuse(decision, CHIEF)
    return world.finding("every_party_is_represented", decision)


@broken("every_party_is_represented", missing=("kommune", "politi"))
def the_item_is_on_no_agenda() -> Finding:
    world = kvaefjord()
    return world.finding("every_party_is_represented", world.decision("registered"))


@kept("post_takes_part", post=MAYOR, presence="seat")
def the_seat_is_there() -> Finding:
    world, decision = tabled()
    return world.finding("post_takes_part", decision, post=MAYOR)


@kept("post_takes_part", presence="deputy")
def the_seats_deputy_is_there() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), MAYOR, deputy="Varaordfører")
    return world.finding("post_takes_part", decision, post=MAYOR)


@broken("post_takes_part", presence="absent")
def the_seat_is_absent() -> Finding:
    world = kvaefjord()
    decision = world.decision(meeting=world.meeting(present=[CHIEF]))
    return world.finding("post_takes_part", decision, post=MAYOR)


@broken("post_takes_part", presence="left")
def the_seat_has_left() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), MAYOR, Presence.LEFT)
    return world.finding("post_takes_part", decision, post=MAYOR)


DECIDING = ("ordforer", "politistasjonssjef", "administrasjonssjef")


def disqualified(reason: str = "Inhabil", **answers: Any) -> Finding:
    """The contact is said to be disqualified while the whole council is there."""
    world, decision = tabled()
    rule = "disqualification_is_decided_by_others"
    return world.finding(rule, decision, post=CONTACT, reason=reason, **answers)


@kept("disqualification_is_decided_by_others", strangers=())
def more_than_half_of_the_others_decided_it() -> Finding:
    return disqualified(decided_by=DECIDING)


@kept("disqualification_is_decided_by_others")
def the_seat_had_to_go() -> Finding:
    return disqualified("Måtte gå til rehabilitering")


@broken("disqualification_is_decided_by_others", post=CONTACT)
def nobody_decided_it() -> Finding:
    return disqualified("Er INHABIL i saken")


@broken("disqualification_is_decided_by_others", strangers=())
def half_of_the_others_decided_it() -> Finding:
    return disqualified(decided_by=DECIDING[:2])


@broken("disqualification_is_decided_by_others", strangers=())
def three_of_six_others_decided_it() -> Finding:
    world = levanger()
    decision = world.decision(meeting=world.meeting())
    rule, three = "disqualification_is_decided_by_others", (MAYOR, "kommunedirektor", "slt-koordinator")
    return world.finding(rule, decision, post=CONTACT, reason="Inhabil", decided_by=three)


@broken("disqualification_is_decided_by_others", strangers=(CONTACT,))
def it_decided_it_itself() -> Finding:
    return disqualified("Eier lokalet", decided_by=(*DECIDING, CONTACT))


@broken("disqualification_is_decided_by_others", strangers=("administrasjonssjef",))
def its_holder_decided_it_in_another_post() -> Finding:
    world, decision = same_person(CONTACT, "administrasjonssjef")
    rule = "disqualification_is_decided_by_others"
    return world.finding(rule, decision, post=CONTACT, reason="Inhabil", decided_by=DECIDING)


@broken("disqualification_is_decided_by_others", unheld=True)
def nobody_has_met_yet() -> Finding:
    world = kvaefjord()
    decision = world.decision(meeting=world.meeting("called"))
    rule = "disqualification_is_decided_by_others"
    return world.finding(rule, decision, post=CONTACT, reason="Inhabil", decided_by=DECIDING)


@broken("post_takes_part", presence="excused")
def the_seat_is_excused() -> Finding:
    world, decision = tabled()
    world.excuse(decision, MAYOR)
    return world.finding("post_takes_part", decision, post=MAYOR)


@kept("post_has_a_seat", post=MAYOR)
def the_mayor_has_a_seat() -> Finding:
    world, decision = tabled()
    return world.finding("post_has_a_seat", decision, post=MAYOR)


@broken("post_has_a_seat", post="radikaliseringskontakt")
def a_contact_of_the_executing_level_has_none() -> Finding:
    world, decision = tabled()
    return world.finding("post_has_a_seat", decision, post="radikaliseringskontakt")


@broken("post_takes_part", seatless=True)
def the_post_is_there_but_has_no_seat() -> Finding:
    world, decision = tabled()
    world.attends(Ref("M", 2026, 1), "rektor")
    return world.finding("post_takes_part", decision, post="rektor")


@kept("everyone_present_has_taken_a_stance", silent=())
def everyone_has_spoken() -> Finding:
    world, decision = agreed()
    return world.finding("everyone_present_has_taken_a_stance", decision)


@kept("everyone_present_has_taken_a_stance")
def the_only_silent_seat_is_excused() -> Finding:
    world, decision = tabled()
    world.excuse(decision, CONTACT)
    world.all_consent(decision)
    return world.finding("everyone_present_has_taken_a_stance", decision)


@broken("everyone_present_has_taken_a_stance", silent=(CONTACT,))
def one_seat_is_silent() -> Finding:
    world, decision = tabled()
    for post in world.facts(decision).taking_part:
        if post.id != CONTACT:
            world.stance(decision, post.id)
    return world.finding("everyone_present_has_taken_a_stance", decision)


@broken("everyone_present_has_taken_a_stance", silent=(MAYOR,))
def one_seat_spoke_to_an_older_text() -> Finding:
    world, decision = agreed()
    world.stance(decision, MAYOR, version=1)
    return world.finding("everyone_present_has_taken_a_stance", decision)


@kept("nobody_objects", objecting=())
def one_seat_stands_aside() -> Finding:
    world, decision = agreed()
    world.stance(decision, CONTACT, Stance.STAND_ASIDE)
    return world.finding("nobody_objects", decision)


@broken("nobody_objects", objecting=(CONTACT,), away=(CONTACT,))
def the_objecting_seat_has_left() -> Finding:
    world, decision = agreed()
    world.stance(decision, CONTACT, Stance.OBJECT)
    world.attends(Ref("M", 2026, 1), CONTACT, Presence.LEFT)
    return world.finding("nobody_objects", decision)


@broken("nobody_objects", objecting=(CONTACT,), away=(CONTACT,))
def the_objecting_seat_is_excused_from_the_item() -> Finding:
    world, decision = agreed()
    world.stance(decision, CONTACT, Stance.OBJECT)
    world.excuse(decision, CONTACT)
    return world.finding("nobody_objects", decision)


@broken("nobody_objects", objecting=(CONTACT,))
def the_text_was_amended_after_the_objection() -> Finding:
    world, decision = agreed()
    world.objection(decision, CONTACT, version=1)
    return world.finding("nobody_objects", decision)


@broken("nobody_objects", objecting=(CONTACT,))
def the_seat_gave_in_on_another_text() -> Finding:
    world, decision = agreed()
    world.objection(decision, CONTACT, version=1)
    world.stance(decision, CONTACT, version=1)
    return world.finding("nobody_objects", decision)


@kept("nobody_objects")
def the_seat_spoke_again_on_this_text() -> Finding:
    world, decision = agreed()
    world.objection(decision, CONTACT, version=1)
    world.stance(decision, CONTACT)
    return world.finding("nobody_objects", decision)


def objected_elsewhere(day: date) -> Finding:
    """An objection at another meeting on a day."""
    world, decision = agreed()
    world.meeting("held", no=2, day=day)
    world.objection(decision, CONTACT, meeting=Ref("M", 2026, 2))
    return world.finding("nobody_objects", decision)


@kept("nobody_objects")
def the_objection_was_at_an_earlier_meeting() -> Finding:
    return objected_elsewhere(date(2026, 1, 20))


@broken("nobody_objects", objecting=(CONTACT,))
def the_objection_was_at_another_meeting_of_the_day() -> Finding:
    return objected_elsewhere(MEETING_DAY)


def the_same_matter(*words: str, undone: bool = False, on: date = MEETING_DAY) -> Finding:
    """An objection to another decision of these words, at this meeting, or at one of a day that was undone."""
    world, decision = agreed()
    other = world.decision(no=2, meeting=Ref("M", 2026, 1))
    world.objection(other, CONTACT, meeting=Ref("M", 2026, 9) if undone else None)
    (row,) = world.snapshot.all(Objection)
    world.snapshot.put(replace(row, on=on))
    world.snapshot.put(Matter(year=other.year, no=other.no, words=words))
    return world.finding("nobody_objects", decision)


def own_title() -> str:
    world, decision = agreed()
    return wording(world.snapshot.one(Item, *decision).title)


@broken("nobody_objects", objecting=(CONTACT,), elsewhere=("2/26",))
def the_objection_was_to_the_same_title_under_another_ref() -> Finding:
    return the_same_matter("noe annet", own_title())


@kept("nobody_objects")
def the_objection_was_to_another_matter() -> Finding:
    return the_same_matter("noe annet")


@broken("nobody_objects", objecting=(CONTACT,), elsewhere=("2/26",))
def the_objection_was_on_that_day_at_a_meeting_that_was_undone() -> Finding:
    return the_same_matter(own_title(), undone=True)


@kept("nobody_objects")
def the_objection_was_on_an_earlier_day_at_a_meeting_that_was_undone() -> Finding:
    return the_same_matter(own_title(), undone=True, on=MEETING_DAY - timedelta(days=1))


@broken("nobody_objects", objecting=(CONTACT,))
def the_objection_was_at_a_later_meeting() -> Finding:
    return objected_elsewhere(date(2026, 6, 1))


@broken("nobody_objects", objecting=(CONTACT,))
def the_meeting_of_the_objection_was_undone() -> Finding:
    world, decision = agreed()
    world.objection(decision, CONTACT, meeting=Ref("M", 2026, 9))
    return world.finding("nobody_objects", decision)


@kept("text_is_changed")
def the_text_says_something_else() -> Finding:
    world, decision = agreed()
    return world.finding("text_is_changed", decision, text="Text, but not in July")


@kept("text_is_changed")
def the_title_was_all_the_text() -> Finding:
    world, decision = agreed()
    world.change_decision(decision, text="")
    return world.finding("text_is_changed", decision, text="Text")


@broken("text_is_changed", text_version=2)
def the_text_gets_a_full_stop_and_capitals() -> Finding:
    world, decision = agreed()
    return world.finding("text_is_changed", decision, text="  TE\u00adXT\u200b .. ")


@broken("nobody_objects", objecting=(CONTACT,))
def a_seat_that_does_not_bind_objects() -> Finding:
    world, decision = agreed()
    world.stance(decision, CONTACT, Stance.OBJECT)
    return world.finding("nobody_objects", decision)


@broken("nobody_objects", objecting=("seat-0",), silent=("seat-1",))
def one_seat_objects_and_another_is_silent() -> Finding:
    world, decision = two_seats()
    world.stance(decision, "seat-0", Stance.OBJECT)
    return world.finding("nobody_objects", decision)


@undecided("nobody_objects", objecting=(), silent=("seat-1",))
def one_seat_may_still_object() -> Finding:
    world, decision = two_seats()
    world.stance(decision, "seat-0")
    return world.finding("nobody_objects", decision)


@undecided("nobody_objects", silent=("seat-1",))
def a_stance_was_on_an_older_text() -> Finding:
    world, decision = two_seats()
    world.change_decision(decision, text_version=2)
    world.stance(decision, "seat-0")
    world.stance(decision, "seat-1", version=1)
    return world.finding("nobody_objects", decision)


@kept("objection_has_a_reason")
def consent_needs_no_reason() -> Finding:
    world, decision = tabled()
    return world.finding("objection_has_a_reason", decision, post=MAYOR, stance=Stance.CONSENT)


@kept("objection_has_a_reason", post=MAYOR)
def standing_aside_needs_no_reason() -> Finding:
    world, decision = tabled()
    return world.finding("objection_has_a_reason", decision, post=MAYOR, stance=Stance.STAND_ASIDE)


@kept("objection_has_a_reason", post=MAYOR)
def the_objection_says_why() -> Finding:
    world, decision = tabled()
    return world.finding("objection_has_a_reason", decision, post=MAYOR, stance=Stance.OBJECT, reason="For dyrt")


@broken("objection_has_a_reason", post=MAYOR)
def the_objection_does_not_say_why() -> Finding:
    world, decision = tabled()
    return world.finding("objection_has_a_reason", decision, post=MAYOR, stance=Stance.OBJECT)


@kept("every_party_consents", missing=())
def one_binding_seat_of_each_party_consents() -> Finding:
    world, decision = agreed()
    world.stance(decision, MAYOR, Stance.STAND_ASIDE)
    return world.finding("every_party_consents", decision)


@broken("every_party_consents", missing=("politi",))
def a_partys_only_binding_seat_stands_aside() -> Finding:
    world, decision = agreed()
    world.stance(decision, CHIEF, Stance.STAND_ASIDE)
    return world.finding("every_party_consents", decision)


@broken("every_party_consents", missing=("politi",))
def a_party_consents_only_by_a_deputy_without_mandate() -> Finding:
    world, decision = agreed()
    world.attends(Ref("M", 2026, 1), CHIEF, deputy="Stedfortreder")
    return world.finding("every_party_consents", decision)


@undecided("every_party_consents", missing=("politi",))
def a_partys_binding_seat_has_not_spoken() -> Finding:
    world, decision = two_seats()
    world.stance(decision, "seat-0")
    return world.finding("every_party_consents", decision)


@broken("every_party_consents", missing=("kommune", "politi"))
def one_party_is_out_though_the_other_has_not_spoken() -> Finding:
    world, decision = two_seats()
    world.stance(decision, "seat-0", Stance.STAND_ASIDE)
    return world.finding("every_party_consents", decision)


@kept("stances_are_on_this_text", outdated=(), text_version=2)
def every_stance_is_on_the_present_text() -> Finding:
    world, decision = agreed()
    return world.finding("stances_are_on_this_text", decision)


@broken("stances_are_on_this_text", outdated=(MAYOR,))
def one_stance_is_on_an_older_text() -> Finding:
    world, decision = agreed()
    world.stance(decision, MAYOR, version=1)
    return world.finding("stances_are_on_this_text", decision)


@kept("stances_are_on_this_text")
def the_older_stances_belong_to_an_earlier_round() -> Finding:
    world, decision = agreed()
    world.change_decision(decision, round=2, text_version=3)
    return world.finding("stances_are_on_this_text", decision)


def same_person(*posts: str) -> tuple[World, Ref]:
    world, decision = agreed()
    for post, name in zip(posts, ("Kim  Nordmann", "KIM NORDMANN", "kim nordmann"), strict=False):
        world.change_post(post, holder=name)
    return world, decision


@kept("nobody_consents_for_two_parties", persons=())
def unnamed_holders_are_distinct() -> Finding:
    world, decision = agreed()
    return world.finding("nobody_consents_for_two_parties", decision)


@kept("nobody_consents_for_two_parties", persons=())
def the_shared_persons_party_has_another_who_consents() -> Finding:
    world, decision = same_person(MAYOR, CHIEF)
    return world.finding("nobody_consents_for_two_parties", decision)


@kept("nobody_consents_for_two_parties")
def one_person_holds_two_posts_of_one_party() -> Finding:
    world, decision = same_person(MAYOR, "administrasjonssjef")
    return world.finding("nobody_consents_for_two_parties", decision)


@broken("nobody_consents_for_two_parties", persons=("kim nordmann",))
def one_person_is_all_that_two_parties_have() -> Finding:
    world, decision = same_person(MAYOR, CHIEF, "administrasjonssjef")
    return world.finding("nobody_consents_for_two_parties", decision)


@broken("nobody_consents_for_two_parties", persons=("kari",))
def one_person_is_deputy_for_both_parties() -> Finding:
    world, decision = two_seats()
    for seat, organisation in (("seat-0", "kommune"), ("seat-1", "politi")):
        world.attends(Ref("M", 2026, 1), seat, deputy="Kari", mandate="Fullmakt", organisation=organisation)
    world.all_consent(decision)
    return world.finding("nobody_consents_for_two_parties", decision)


@kept("nobody_consents_for_two_parties")
def one_person_held_both_posts_only_after_the_meeting() -> Finding:
    world, decision = two_seats()
    for seat in ("seat-0", "seat-1"):
        later = Holding(post=seat, seq=2, holder="A", since=MEETING_DAY + timedelta(days=1), until=None)
        world.snapshot.put(later)
    world.all_consent(decision)
    return world.finding("nobody_consents_for_two_parties", decision)


@broken("nobody_consents_for_two_parties", persons=("a",))
def one_person_held_both_posts_on_the_day_of_the_meeting_only() -> Finding:
    world, decision = two_seats()
    for seat in ("seat-0", "seat-1"):
        then = Holding(post=seat, seq=2, holder="A", since=MEETING_DAY, until=MEETING_DAY + timedelta(days=1))
        world.snapshot.put(then)
    world.all_consent(decision)
    return world.finding("nobody_consents_for_two_parties", decision)


@broken("everyone_present_has_taken_a_stance", silent=("seat-1",))
def another_deputy_came_after_the_stance_was_taken() -> Finding:
    world, decision = two_seats()
    world.attends(Ref("M", 2026, 1), "seat-1", deputy="seat-0", mandate="Fullmakt")
    world.all_consent(decision)
    world.attends(Ref("M", 2026, 1), "seat-1", deputy="Kari", mandate="Fullmakt")
    return world.finding("everyone_present_has_taken_a_stance", decision)


@broken("nobody_consents_for_two_parties", persons=("a", "b"))
def two_persons_are_shared_by_three_parties() -> Finding:
    world = voting(("kommune", True), ("politi", True), ("fylke", True), ("fylke", True))
    for seat, holder in enumerate(("A", "B", "A", "B")):
        world.change_post(f"seat-{seat}", holder=holder)
    decision = world.decision(meeting=world.meeting())
    world.all_consent(decision)
    return world.finding("nobody_consents_for_two_parties", decision)


@kept("consensus_is_reached", parts=())
def every_part_of_consensus_holds() -> Finding:
    world, decision = agreed()
    return world.finding("consensus_is_reached", decision)


@broken("consensus_is_reached", parts=("nobody_objects",))
def consensus_fails_on_an_objection() -> Finding:
    world, decision = agreed()
    world.stance(decision, CONTACT, Stance.OBJECT)
    return world.finding("consensus_is_reached", decision)


@broken("consensus_is_reached", parts=("every_party_is_represented", "every_party_consents"))
def consensus_fails_on_a_missing_party() -> Finding:
    world, decision = agreed()
    world.attends(Ref("M", 2026, 1), CHIEF, Presence.LEFT)
    return world.finding("consensus_is_reached", decision)


@undecided("consensus_is_reached", parts=("nobody_objects", "every_party_consents"))
def consensus_waits_for_those_who_are_silent() -> Finding:
    world, decision = two_seats()
    return world.finding("consensus_is_reached", decision)


@kept("is_for_information")
def the_item_is_to_be_noted() -> Finding:
    world, decision = tabled(information=True)
    return world.finding("is_for_information", decision)


@broken("is_for_information")
def the_item_is_to_be_decided() -> Finding:
    world, decision = tabled()
    return world.finding("is_for_information", decision)
