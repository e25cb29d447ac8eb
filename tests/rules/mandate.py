"""Who may bind whom, and who may own the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import Ref
from tests.rules.cases import broken, kept
from tests.worlds import DUE, LATE, MEETING_DAY, World, kvaefjord, levanger


def assigned(world: World | None = None) -> tuple[World, Ref]:
    """An assignment of an adopted decision."""
    world = world or kvaefjord()
    return world, world.assignment(world.decision("in_follow_up", meeting=world.meeting()))


def measured(owner: str) -> tuple[World, Ref]:
    """A measure with its owner."""
    world, assignment = assigned()
    return world, world.measure(assignment, owner=owner)


@kept("within_delegated_authority", bodies=())
def no_body_must_ratify() -> Finding:
    world = kvaefjord()
    return world.finding("within_delegated_authority", world.decision())


@broken("within_delegated_authority", bodies=("kommunestyret",))
def a_body_must_ratify() -> Finding:
    world = kvaefjord()
    return world.finding("within_delegated_authority", world.decision(bodies=("kommunestyret",)))


def waiting() -> tuple[World, Ref]:
    world = kvaefjord()
    return world, world.decision("conditional", bodies=("Kommunestyret", "politimesteren"))


@kept("body_is_asked", waiting=("Kommunestyret", "politimesteren"))
def the_body_is_one_that_is_waited_for() -> Finding:
    world, decision = waiting()
    return world.finding("body_is_asked", decision, body="politimesteren")


@kept("body_is_asked")
def the_body_is_written_with_other_letters_and_spaces() -> Finding:
    world, decision = waiting()
    return world.finding("body_is_asked", decision, body="  KOMMUNESTYRET ")


@broken("body_is_asked", body="formannskapet")
def nobody_asked_the_body() -> Finding:
    world, decision = waiting()
    return world.finding("body_is_asked", decision, body="formannskapet")


@broken("body_is_asked", waiting=("politimesteren",))
def the_body_has_ratified_already() -> Finding:
    world, decision = waiting()
    world.ratified(decision, "Kommunestyret")
    return world.finding("body_is_asked", decision, body="Kommunestyret")


def dated(day: date, on: date | None = date(2026, 5, 2)) -> Finding:
    """What a body said on a day of a decision adopted conditionally on the day of the meeting, recorded on 2 May."""
    world, decision = waiting()
    world.change(decision, since=MEETING_DAY)
    facts = replace(world.facts(decision, date=day), on=on)
    return ask("ratification_is_dated_after_the_decision", facts)[0]


@kept("ratification_is_dated_after_the_decision", date=MEETING_DAY, since=MEETING_DAY)
def it_was_ratified_on_the_day_of_the_decision() -> Finding:
    return dated(MEETING_DAY)


@kept("ratification_is_dated_after_the_decision", on=date(2026, 5, 2))
def it_was_ratified_on_the_day_it_is_recorded() -> Finding:
    return dated(date(2026, 5, 2))


@broken("ratification_is_dated_after_the_decision", date=MEETING_DAY - timedelta(days=1))
def it_was_ratified_before_it_was_decided() -> Finding:
    return dated(MEETING_DAY - timedelta(days=1))


@broken("ratification_is_dated_after_the_decision", date=date(2026, 5, 3))
def it_is_ratified_on_a_day_to_come() -> Finding:
    return dated(date(2026, 5, 3))


@kept("every_ratification_is_recorded", waiting=())
def both_bodies_have_ratified() -> Finding:
    world, decision = waiting()
    world.ratified(decision, "kommunestyret")
    world.ratified(decision, "politimesteren")
    return world.finding("every_ratification_is_recorded", decision)


@broken("every_ratification_is_recorded", waiting=("politimesteren",))
def one_of_two_bodies_has_ratified() -> Finding:
    world, decision = waiting()
    world.ratified(decision, "Kommunestyret")
    return world.finding("every_ratification_is_recorded", decision)


@broken("every_ratification_is_recorded", waiting=("politimesteren",))
def one_body_has_refused() -> Finding:
    world, decision = waiting()
    world.ratified(decision, "Kommunestyret")
    world.ratified(decision, "politimesteren", granted=False)
    return world.finding("every_ratification_is_recorded", decision)


@broken("every_ratification_is_recorded", waiting=("Kommunestyret", "politimesteren"))
def the_bodies_ratified_an_earlier_round() -> Finding:
    world, decision = waiting()
    world.ratified(decision, "Kommunestyret")
    world.ratified(decision, "politimesteren")
    world.change_decision(decision, round=2)
    return world.finding("every_ratification_is_recorded", decision)


@broken("every_ratification_is_recorded", waiting=("Kommunestyret", "politimesteren"))
def the_bodies_ratified_a_later_decision() -> Finding:
    world, decision = waiting()
    later = world.decision("conditional", no=2, bodies=("Kommunestyret", "politimesteren"))
    world.ratified(later, "Kommunestyret")
    world.ratified(later, "politimesteren")
    return world.finding("every_ratification_is_recorded", decision)


@kept("owner_is_eligible", owner="slt-koordinator")
def the_owner_works_on_an_agreed_level() -> Finding:
    world, assignment = assigned()
    return world.finding("owner_is_eligible", assignment, owner="slt-koordinator")


@kept("owner_is_eligible", owner="politikontakt", eligible=("politikontakt", "slt-koordinator"))
def the_owner_is_named_in_the_agreement() -> Finding:
    world, assignment = assigned(levanger())
    return world.finding("owner_is_eligible", assignment, owner="politikontakt")


@kept("owner_is_eligible", owner="rektor", designation=True)
def the_owner_was_designated() -> Finding:
    world, assignment = assigned()
    world.change_post("rektor", designated_by=("1/26",))
    return world.finding("owner_is_eligible", assignment, owner="rektor")


@kept("owner_is_eligible", owner="rektor")
def a_measure_is_owned_by_any_post() -> Finding:
    world, measure = measured("politikontakt")
    return world.finding("owner_is_eligible", measure, owner="rektor")


@broken("owner_is_eligible", owner="rektor", eligible=("slt-koordinator", "politikontakt"))
def the_owner_works_on_another_level() -> Finding:
    world, assignment = assigned()
    return world.finding("owner_is_eligible", assignment, owner="rektor")


@broken("owner_is_eligible", owner="kommunalsjef-helse")
def the_level_is_right_but_the_agreement_names_posts() -> Finding:
    world, assignment = assigned(levanger())
    return world.finding("owner_is_eligible", assignment, owner="kommunalsjef-helse")


@broken("owner_is_eligible", owner="rektor", designation=False)
def the_owner_was_designated_where_nobody_can_be() -> Finding:
    world, assignment = assigned()
    world.clause("owner_is_eligible", levels=["coordinating"], posts=[], designation=False)
    world.change_post("rektor", designated_by=("1/26",))
    return world.finding("owner_is_eligible", assignment, owner="rektor")


@broken("owner_is_eligible", owner=None)
def no_such_owner_exists() -> Finding:
    world, assignment = assigned()
    return world.finding("owner_is_eligible", assignment, owner="nobody")


@kept("owner_is_bound", organisation="kommune")
def the_owner_belongs_to_a_party() -> Finding:
    world, measure = measured("rektor")
    return world.finding("owner_is_bound", measure)


@kept("owner_is_bound", organisation="skole")
def the_owner_belongs_to_a_part_of_a_party() -> Finding:
    world, measure = measured("rektor")
    world.organisation("skole", "kommune")
    world.post("laerer", "skole")
    return world.finding("owner_is_bound", measure, owner="laerer")


@kept("owner_is_bound", organisation="idrettslag")
def the_third_party_has_accepted_this_item() -> Finding:
    world, measure = measured("idrettsleder")
    world.change(measure, accepted_by=("idrettslag",))
    return world.finding("owner_is_bound", measure)


@broken("owner_is_bound", organisation="idrettslag")
def the_third_party_has_not_accepted() -> Finding:
    world, measure = measured("idrettsleder")
    return world.finding("owner_is_bound", measure)


@broken("owner_is_bound", organisation="idrettslag")
def another_third_party_has_accepted() -> Finding:
    world, measure = measured("idrettsleder")
    world.change(measure, accepted_by=("korps",))
    return world.finding("owner_is_bound", measure)


@broken("owner_is_bound", owner=None)
def there_is_no_owner() -> Finding:
    world, measure = measured("rektor")
    world.change(measure, owner=None)
    return world.finding("owner_is_bound", measure)


@kept("post_is_held", post="rektor")
def the_owners_post_is_held() -> Finding:
    world, measure = measured("rektor")
    return world.finding("post_is_held", measure)


@kept("post_is_held", post="ordforer")
def the_post_that_comes_is_held() -> Finding:
    world = kvaefjord()
    return world.finding("post_is_held", world.meeting(), post="ordforer")


@broken("post_is_held", post="rektor")
def the_owners_post_is_vacant() -> Finding:
    world, measure = measured("rektor")
    world.change_post("rektor", vacant=True)
    return world.finding("post_is_held", measure)


@broken("post_is_held", post="ordforer")
def the_post_that_comes_is_vacant() -> Finding:
    world = kvaefjord()
    world.change_post("ordforer", vacant=True)
    return world.finding("post_is_held", world.meeting(), post="ordforer")


@broken("post_is_held", post=None)
def there_is_no_post() -> Finding:
    world, measure = measured("rektor")
    world.change(measure, owner=None)
    return world.finding("post_is_held", measure)


@kept("approval_is_given_as_agreed", by="secretary")
def the_secretary_approves_where_nothing_is_agreed() -> Finding:
    world, assignment = assigned()
    return world.finding("approval_is_given_as_agreed", assignment, "slt-koordinator")


@kept("approval_is_given_as_agreed", by="council", meeting="M1/26")
def the_council_approves_in_a_held_meeting() -> Finding:
    world, assignment = assigned()
    world.clause("approval_is_given_as_agreed", by="council")
    return world.finding("approval_is_given_as_agreed", assignment, "ordforer", meeting=Ref("M", 2026, 1))


@broken("approval_is_given_as_agreed", by="secretary", acted_by="ordforer")
def the_chair_approves_where_the_secretary_should() -> Finding:
    world, assignment = assigned()
    return world.finding("approval_is_given_as_agreed", assignment, "ordforer")


@broken("approval_is_given_as_agreed", by="council", meeting=None)
def the_council_approves_in_no_meeting() -> Finding:
    world, assignment = assigned()
    world.clause("approval_is_given_as_agreed", by="council")
    return world.finding("approval_is_given_as_agreed", assignment, "slt-koordinator")


def ended_by(
    text: str = "Rådet opphever 1/26.",
    *,
    day: date = MEETING_DAY,
    no: int = 2,
    bodies: tuple[str, ...] = (),
    ended: tuple[str, ...] = (),
    on: date | None = None,
    state: str = "adopted",
    rule: str = "another_decision_says_so",
) -> Finding:
    """A decision of the March meeting, said to be ended by another with this text, adopted on a day."""
    world = kvaefjord()
    meeting = world.meeting()
    first = world.decision("adopted", meeting=meeting, bodies=ended)
    second = first if no == 1 else world.decision(state, no=no, meeting=meeting, bodies=bodies, text=text)
    if no != 1:
        world.change_decision(second, adopted_on=day if state == "adopted" else None)
    return ask(rule, replace(world.facts(first, decision=second), on=on))[0]


@kept("another_decision_says_so")
def a_later_decision_ends_it() -> Finding:
    return ended_by()


@kept("ending_decision_is_adopted_later", decision="2/26", day=MEETING_DAY, since=MEETING_DAY)
def the_ending_decision_is_the_next_of_the_same_meeting() -> Finding:
    return ended_by(rule="ending_decision_is_adopted_later")


@kept("ending_decision_is_adopted_later")
def the_ending_decision_is_recorded_on_its_own_day() -> Finding:
    return ended_by(day=LATE, on=LATE, rule="ending_decision_is_adopted_later")


@broken("ending_decision_is_adopted_later", on=MEETING_DAY)
def the_ending_decision_is_adopted_after_the_day_recorded() -> Finding:
    return ended_by(day=LATE, on=MEETING_DAY, rule="ending_decision_is_adopted_later")


@broken("ending_decision_is_adopted_later")
def the_ending_decision_was_adopted_the_day_before() -> Finding:
    return ended_by(day=MEETING_DAY - timedelta(days=1), rule="ending_decision_is_adopted_later")


@broken("another_decision_says_so")
def the_other_decision_is_only_tabled() -> Finding:
    return ended_by(state="tabled")


@broken("ending_decision_is_adopted_later", day=None)
def the_ending_decision_was_not_agreed() -> Finding:
    return ended_by(state="not_agreed", rule="ending_decision_is_adopted_later")


@broken("ending_decision_is_adopted_later", decision="1/26")
def the_decision_takes_itself_back() -> Finding:
    return ended_by(no=1, rule="ending_decision_is_adopted_later")


@broken("another_decision_says_so")
def the_other_decision_does_not_exist() -> Finding:
    world = kvaefjord()
    return world.finding("another_decision_says_so", world.decision("adopted"), decision=Ref("", 2026, 9))


def named_in(text: str, title: str = "") -> Finding:
    world = kvaefjord()
    first, second = world.decision("adopted"), world.decision("adopted", no=2, text=text)
    world.change(second, title=title)
    return world.finding("ending_decision_names_the_ended", first, decision=second)


@kept("ending_decision_names_the_ended", decision="2/26", ended="1/26")
def the_text_names_it_at_its_end() -> Finding:
    return named_in("Natteravnene avsluttes, jf. vedtak 1/26.")


@kept("ending_decision_names_the_ended")
def the_text_names_it_among_others_by_its_full_year() -> Finding:
    return named_in("Vedtakene (3/25, 1/2026) oppheves")


@kept("ending_decision_names_the_ended")
def the_title_is_all_there_is_and_names_it() -> Finding:
    return named_in("", "Oppheving av 1/26")


@broken("ending_decision_names_the_ended")
def only_the_title_names_it_where_there_is_a_text() -> Finding:
    return named_in("Skjenketidene er uendret.", "Oppheving av 1/26")


@broken("ending_decision_names_the_ended")
def the_text_names_another_with_the_same_ending() -> Finding:
    return named_in("Rådet opphever 11/26.")


@broken("ending_decision_names_the_ended")
def the_text_names_another_that_begins_alike() -> Finding:
    return named_in("Rådet opphever 1/261.")


@broken("ending_decision_names_the_ended")
def the_text_names_the_work_beneath_it() -> Finding:
    return named_in("Oppdraget 1/26.1 avsluttes.")


@broken("ending_decision_names_the_ended")
def the_text_names_the_meeting_of_that_number() -> Finding:
    return named_in("Referatet fra M1/26 er godkjent.")


@kept("ending_decision_is_ratified_alike", lacking=())
def both_were_ratified_by_the_same_body() -> Finding:
    rule = "ending_decision_is_ratified_alike"
    return ended_by(ended=("Kommunestyret",), bodies=("kommunestyret", "Politimesteren"), rule=rule)


@broken("ending_decision_is_ratified_alike", lacking=("Kommunestyret",))
def the_council_alone_ends_what_others_ratified() -> Finding:
    rule = "ending_decision_is_ratified_alike"
    return ended_by(ended=("Kommunestyret", "Politimesteren"), bodies=("Politimesteren",), rule=rule)


@kept("council_may_be_extended", extension="seat")
def the_agreement_gives_others_a_seat() -> Finding:
    world = levanger()
    return world.finding("council_may_be_extended", world.meeting())


@broken("council_may_be_extended", extension="guest")
def the_agreement_admits_guests_only() -> Finding:
    world = kvaefjord()
    return world.finding("council_may_be_extended", world.meeting())


@broken("owner_is_eligible", owner="slt-koordinator", eligible=("politikontakt",))
def a_newer_agreement_no_longer_has_the_post() -> Finding:
    world, assignment = assigned()
    world.change_post("slt-koordinator", until=MEETING_DAY)
    return world.finding("owner_is_eligible", assignment, owner="slt-koordinator")


@broken("owner_is_eligible", owner="rektor")
def the_post_of_a_measure_is_no_longer_there() -> Finding:
    world, measure = measured("politikontakt")
    world.change_post("rektor", until=MEETING_DAY)
    return world.finding("owner_is_eligible", measure, owner="rektor")


def approved_on(day: date, by: str = "secretary") -> Finding:
    """The mayor's act, who acts for the absent coordinator from the meeting until the deadline."""
    world, assignment = assigned()
    world.clause("approval_is_given_as_agreed", by=by)
    world.absent("slt-koordinator", "ordforer")
    facts = replace(world.facts(assignment, "ordforer"), on=day)
    return ask("approval_is_given_as_agreed", facts)[0]


@kept("approval_is_given_as_agreed", by="secretary", acted_by="ordforer")
def the_absent_secretarys_deputy_approves() -> Finding:
    return approved_on(DUE)


@broken("approval_is_given_as_agreed", by="secretary", acted_by="ordforer")
def the_deputy_approves_when_the_secretary_is_back() -> Finding:
    return approved_on(DUE + timedelta(days=1))


@broken("approval_is_given_as_agreed", by="council")
def the_deputy_approves_what_the_council_should() -> Finding:
    return approved_on(DUE, by="council")
