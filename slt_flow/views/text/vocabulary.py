"""What every rule says when it is kept, and what roles and levels are called: the words workflows are told in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from slt_flow.terms import N_, Tag
from slt_flow.views.text.words import VALUES, Words, safe

STATEMENTS: Final[Mapping[str, str]] = {
    "every_party_is_represented": N_("every party is represented by somebody who can commit it"),
    "post_takes_part": N_("the post takes part in the item"),
    "everyone_present_has_taken_a_stance": N_("everybody who takes part has taken a stance"),
    "nobody_objects": N_("nobody objects"),
    "objection_has_a_reason": N_("an objection has a reason"),
    "every_party_consents": N_("every party consents"),
    "stances_are_on_this_text": N_("stances are on this text"),
    "nobody_consents_for_two_parties": N_("nobody consents for two parties"),
    "consensus_is_reached": N_("there is consensus"),
    "is_for_information": N_("the item is for information only"),
    "meeting_is_held": N_("the meeting is held"),
    "post_has_a_seat": N_("the post has a seat in the council"),
    "post_is_at_the_meeting": N_("the post is at the meeting"),
    "meeting_may_decide": N_("the meeting can take decisions"),
    "within_delegated_authority": N_("the council may decide it by itself"),
    "body_is_asked": N_("the body is one that the decision waits for"),
    "ratification_is_dated_after_the_decision": N_("it is dated after the decision"),
    "every_ratification_is_recorded": N_("every ratification is recorded"),
    "owner_is_eligible": N_("the agreement lets the post be accountable"),
    "owner_is_bound": N_("the accountable organisation is bound by the decision, or has accepted the work itself"),
    "post_is_held": N_("somebody holds the post"),
    "approval_is_given_as_agreed": N_("it is approved as the agreement says"),
    "another_decision_says_so": N_("another adopted decision says so"),
    "council_may_be_extended": N_("the agreement lets others join with a seat"),
    "has_owner_and_deadline": N_("there is one accountable owner and a deadline"),
    "has_a_child": N_("there is work beneath it that is not cancelled"),
    "every_child_has_owner_and_deadline": N_("all work beneath it has an accountable owner and a deadline"),
    "deadline_is_after_the_meeting": N_("the deadline is not before the meeting that decided it"),
    "deadline_is_within_parent": N_("the deadline is within that of the case above"),
    "children_end_in_time": N_("open work beneath it ends within the deadline"),
    "parent_is_planned": N_("the case above is planned"),
    "work_has_begun": N_("work beneath it has begun"),
    "every_child_is_settled": N_("nothing beneath it is open"),
    "a_child_is_achieved": N_("something beneath it was carried out"),
    "is_verified_by_another": N_("another than the owner verifies it, or a meeting has seen it"),
    "nothing_is_left_tabled": N_("nothing on the agenda is left undecided"),
    "minutes_are_approved_in_a_meeting": N_("another meeting approves the minutes"),
    "minutes_are_approved_if_agreed": N_("the minutes are approved, where the agreement wants it"),
    "effect_is_assessed": N_("the effect of every measure is assessed"),
    "evaluation_is_complete": N_("every measure that was settled in the year has an assessed effect"),
    "learning_points_are_answered": N_("every learning point carried to the year is answered"),
    "year_is_far_enough": N_("the agreement lets the year be evaluated by now"),
    "year_is_to_come": N_("the year comes after the one it was noted in"),
    "answer_is_given": N_("an adopted decision or a reason answers it"),
}
"""What each rule says when it is kept."""

ROLES: Final[Mapping[str, str]] = {
    "secretary": N_("secretary"),
    "chair": N_("chair"),
    "member": N_("member"),
    "owner": N_("owner"),
    "parent_owner": N_("owner above"),
    "approver": N_("approver"),
}
"""Whose act an action may be, in a word."""

LEVELS: Final[Mapping[str, str]] = {
    "strategic": N_("strategic level"),
    "coordinating": N_("coordinating level"),
    "executing": N_("executing level"),
}
"""What each level is called."""

TAGS: Final[Mapping[str, str]] = {
    Tag.ON_AGENDA: N_("on the agenda"), Tag.ADOPTED: N_("adopted"), Tag.PLANNED: N_("planned"), Tag.BEGUN: N_("begun"),
    Tag.DELIVERED: N_("delivered"), Tag.SETTLED: N_("settled"), Tag.ACHIEVED: N_("achieved"), Tag.HELD: N_("held"),
    Tag.MINUTED: N_("minuted"), Tag.APPROVED: N_("approved"), Tag.STUCK: N_("stuck"),
    Tag.CONCLUDED: N_("concluded by the council"), Tag.DROPPED: N_("dropped"),
}  # fmt: skip
"""What a state means to others, by its tag."""

ANSWERS: Final[Mapping[str, str]] = {
    "post": N_("post"), "stance": N_("stance"), "owner": N_("accountable post"), "due": N_("deadline"),
    "date": N_("date"), "sent": N_("agenda sent"), "meeting": N_("meeting"), "decision": N_("decision"),
    "title": N_("title"), "text": N_("text"), "reason": N_("reason"), "result": N_("result"),
    "resources": N_("resources"), "percent": N_("percent"), "body": N_("body"), "case": N_("case number"),
    "address": N_("address"), "present": N_("who was present"), "guests": N_("guests"), "deputy": N_("deputy"),
    "mandate": N_("mandate"), "challenge": N_("challenge"), "knowledge": N_("knowledge"),
    "neighbour": N_("neighbour’s decision"), "year": N_("year"), "point": N_("point of the agenda"),
    "place": N_("place"),
}  # fmt: skip
"""What each answer that an action asks for is called."""


def by(roles: Iterable[str], auto: bool, words: Words) -> str:
    """Whose act an action is; what nobody does, the system does by itself."""
    if auto:
        return words.say("by itself")
    return ", ".join(words.say(ROLES[role]) if role in ROLES else safe(role) for role in roles)


def statement(rule: str, words: Words) -> str:
    """What a rule says; one that is not known here by its name."""
    return words.say(STATEMENTS[rule]) if rule in STATEMENTS else safe(rule.replace("_", " "))


def condition(rules: Iterable[str], barring: Iterable[str], words: Words) -> list[str]:
    """When an action is open: one sentence for each rule that must be kept, and for each that must not."""
    kept = [words.say("when {statement}", statement=statement(rule, words)) for rule in rules]
    broken = [words.say("not when {statement}", statement=statement(rule, words)) for rule in barring]
    return [*kept, *broken]


def level(name: str, words: Words) -> str:
    """What a level is called."""
    return words.say(LEVELS[name]) if name in LEVELS else words.say(VALUES[name]) if name in VALUES else safe(name)
