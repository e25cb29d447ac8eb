"""The command that would mend what a rule found, so that every refusal says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote
from typing import Any, Final, NamedTuple

from slt_flow.results.answers import Finding
from slt_flow.terms import ANSWERS, EXCUSED, AnswerKind, Verdict

_MENDED_BY: Final[Mapping[str, str]] = {
    "every_party_is_represented": "slt meeting attend {meeting} POST --deputy NAME --mandate TEXT",
    "post_takes_part": "slt meeting attend {meeting} {post}",
    "everyone_present_has_taken_a_stance": "slt decision take-stance {ref} {silent} consent",
    "nobody_objects": "slt decision amend {ref} TEXT",
    "objection_has_a_reason": "slt decision take-stance {ref} {post} object --reason TEXT",
    "every_party_consents": "slt decision take-stance {ref} POST consent",
    "stances_are_on_this_text": "slt decision take-stance {ref} {outdated} consent",
    "nobody_consents_for_two_parties": "slt meeting attend {meeting} POST --deputy NAME --mandate TEXT",
    "consensus_is_reached": "slt why {ref} {action}",
    "is_for_information": "slt decision adopt {ref}",
    "meeting_is_held": "slt meeting hold {meeting} --present all",
    "meeting_may_decide": "slt meeting plan DATE --kind ordinary",
    "within_delegated_authority": "slt decision adopt-conditionally {ref}",
    "body_is_asked": "slt decision ratify {ref} --body {waiting} --case CASE --date DATE",
    "ratification_is_dated_after_the_decision": "{again} --date DATE",
    "every_ratification_is_recorded": "slt decision ratify {ref} --body {waiting} --case CASE --date DATE",
    "owner_is_eligible": "slt post designate {owner} --by DECISION",
    "owner_is_bound": "slt do {ref} offer --owner {owner} --reason TEXT",
    "post_has_a_seat": "slt meeting show {meeting}",
    "post_is_at_the_meeting": "slt meeting attend {meeting} {post}",
    "post_is_held": "slt appoint {post} NAME",
    "approval_is_given_as_agreed": "slt assignment approve {ref} --meeting MEETING",
    "another_decision_says_so": "slt decision register TITLE --meeting MEETING --consent all",
    "council_may_be_extended": "slt meeting hold MEETING --present all --guest NAME",
    "has_owner_and_deadline": "{again} --owner POST --due DATE",
    "has_a_child": "slt measure add {ref} TITLE --owner POST --due DATE",
    "every_child_has_owner_and_deadline": "slt hand-over {lacking} POST --reason TEXT",
    "deadline_is_after_the_meeting": "{again} --due {meeting_day}",
    "deadline_is_within_parent": "slt reschedule {parent} {due} --reason TEXT",
    "children_end_in_time": "slt reschedule {children} {due} --reason TEXT",
    "parent_is_planned": "slt do {parent} plan --through",
    "work_has_begun": "slt next {children}",
    "every_child_is_settled": "slt next {open}",
    "a_child_is_achieved": "slt next {children}",
    "is_verified_by_another": "slt measure verify {ref} --meeting MEETING",
    "nothing_is_left_tabled": "slt decision postpone {tabled} --reason TEXT",
    "minutes_are_approved_in_a_meeting": "slt meeting list",
    "minutes_are_approved_if_agreed": "slt meeting approve {ref} --meeting MEETING",
    "effect_is_assessed": "slt evaluate assess {missing} --challenge CHALLENGE --effect EFFECT",
    "evaluation_is_complete": "slt evaluate assess {missing} --challenge CHALLENGE --effect EFFECT",
    "learning_points_are_answered": "slt learning answer {learning} --reason TEXT",
    "year_is_far_enough": "slt evaluate adopt {year} --meeting MEETING --consent all --early",
    "year_is_to_come": "slt learning list",
    "answer_is_given": "slt learning answer {ref} --reason TEXT",
    "case_goes_on": "slt next {ref}",
    "action_is_here": "slt next {ref}",
    "act_has_a_basis": "{again} --basis TEXT",
    "nothing_is_dated_backwards": "{again} --on {last_on}",
    "nothing_changed_meanwhile": "slt history {ref}",
    "nothing_builds_on_it": "slt undo {first_of_refs} --reason TEXT",
    "minutes_are_not_frozen": "slt meeting addendum {minutes} TEXT",
}
_DECIDED_BY: Final[Mapping[str, str]] = {
    "nobody_objects": "slt decision take-stance {ref} {silent} consent",
}
_FIRST_REGISTER: Final = "slt decision register TITLE --meeting {meeting}"
"""A decision that this very request would have registered is not there; register it by itself, then mend."""
_UNBARRED_BY: Final[Mapping[str, str]] = {
    "is_for_information": "slt decision take-note {ref}",
    "within_delegated_authority": "slt decision adopt {ref}",
    "consensus_is_reached": "slt decision adopt {ref}",
    "owner_is_bound": "slt do {ref} hand-over --owner {owner} --reason TEXT",
    "a_child_is_achieved": "slt show {ref}",
}


class Again(NamedTuple):
    """The command that asks the same once more: its words, and its options with their values."""

    words: str
    options: Mapping[str, tuple[str, ...]]

    def with_option(self, name: str, value: str) -> Again:
        """Return the same command with one option set, in place of what it was."""
        return Again(self.words, {**self.options, name: (value,)})

    def __str__(self) -> str:
        given = [f"--{name} {value}" for name, values in self.options.items() for value in values]
        return " ".join([self.words, *given])


def again(ref: str, action: str, answers: Mapping[str, Any], **beside: str | None) -> Again:
    """Return the command that repeats an action; `beside` are options that no action asks for."""
    options = {_option(name): _typed(name, answer) for name, answer in answers.items()}
    options |= {name.rstrip("_"): (quote(value),) for name, value in beside.items() if value}
    return Again(f"slt do {ref} {action.replace('_', '-')}", options)


def _option(name: str) -> str:
    return "guest" if name == "guests" else name


def _typed(name: str, answer: Any) -> tuple[str, ...]:
    if ANSWERS[name] is AnswerKind.GUESTS:
        return tuple(quote(guest) for guest in answer)
    if ANSWERS[name] is AnswerKind.ATTENDANCE:
        return (quote(",".join(f"{post}={deputy}" if deputy else post for post, deputy in answer)),)
    return (quote(str(answer)),)


def with_remedies(findings: tuple[Finding, ...], **context: Any) -> tuple[Finding, ...]:
    """Add to each finding the command that would mend it; `context` names the case, action and meeting.

    `again` is the command that performs the action once more, `whole` the one that registered the case in this request.
    """
    return tuple(finding._replace(remedy=_remedy(finding, context)) for finding in findings)


def _remedy(finding: Finding, context: Mapping[str, Any]) -> str:
    template = _template(finding)
    whole = context.get("whole")
    if "new" in context and finding.rule == "meeting_is_held" and finding.saw.get("held") and isinstance(whole, Again):
        return str(whole.with_option("on", str(finding.saw["day"])))
    if "new" in context and ("{ref}" in template or template.startswith(_AGAIN)):
        return _FIRST_REGISTER.format(meeting=context["meeting"])
    told = {name: str(given) for name, given in context.items() if given}
    told |= {name: one for name, given in finding.saw.items() if (one := _one(given))}
    told.setdefault("first_of_refs", _one(finding.saw.get("refs")) or str(context.get("ref")))
    blanks = _Blanks(told)
    command = context.get("again")
    if not template.startswith(_AGAIN) or not isinstance(command, Again):
        return " ".join(part.format_map(blanks) if "{" in part else part for part in template.split(" "))
    for option in template.removeprefix(_AGAIN).split(" --")[1:]:
        name, value = option.split(" ")
        command = command.with_option(name, value.format_map(blanks))
    return str(command)


def _template(finding: Finding) -> str:
    saw = finding.saw
    if finding.rule == "action_is_here" and saw.get("actions") == _ADDENDUM_ONLY:
        return "slt meeting addendum {ref} TEXT"
    if saw.get("presence") == EXCUSED:
        return "slt undo {ref} --reason TEXT"
    if finding.rule == "meeting_is_held" and saw.get("held"):
        return "{again} --on {day}"
    if finding.rule == "meeting_is_held" and _is_to_come(saw):
        return "slt meeting hold {meeting} --present all --on {day}"
    if finding.rule == "meeting_may_decide" and saw.get("written") and not saw.get("final"):
        return "slt meeting reopen {meeting} --reason TEXT"
    if finding.rule == "post_is_held" and saw.get("day"):
        return "slt appoint {post} NAME --on {day}"
    if finding.verdict == Verdict.UNDECIDED and finding.rule in _DECIDED_BY:
        return _DECIDED_BY[finding.rule]
    by = _UNBARRED_BY if finding.wants == Verdict.BROKEN else _MENDED_BY
    return by.get(finding.rule, "slt show {ref}")


def _is_to_come(saw: Mapping[str, Any]) -> bool:
    day, on = saw.get("day"), saw.get("on")
    return day is not None and on is not None and day > on


_ADDENDUM_ONLY: Final = ("addendum",)
"""What is left to do with minutes once they are archived."""


class _Blanks(dict[str, Any]):
    """Values of a remedy; unknown ones stay placeholders for the reader to fill in."""

    def __missing__(self, name: str) -> str:
        return name.upper()


def _one(given: Any) -> str:
    """Return the first of several, quoted as a shell wants it."""
    first = given[0] if isinstance(given, (tuple, list)) and given else given
    told = "" if first is None or isinstance(first, (tuple, list, dict)) else str(first)
    return quote(told) if told else ""


_AGAIN: Final = "{again}"
