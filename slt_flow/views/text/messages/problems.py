"""Problems of definitions and properties of workflows in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_
from slt_flow.views.text.messages.sign_in import PROVIDER_PROBLEMS

PROBLEMS: Final[Mapping[str, str]] = {
    **PROVIDER_PROBLEMS,
    "unknown_key": N_("there is no such key here"),
    "missing_key": N_("this key is missing"),
    "wrong_value": N_("“{given}” does not fit; expected: {expected} {choices}"),
    "unknown_state": N_("there is no state “{name}”"),
    "unknown_rule": N_("there is no rule “{name}”"),
    "unknown_effect": N_("there is no effect “{name}”"),
    "unknown_answer": N_("there is no input “{name}”"),
    "unknown_action": N_("there is no action “{name}” there"),
    "too_many_states": N_("{count} states are more than anybody can survey; the most is {most}"),
    "an_end_stays": N_("“{state}” is an end; a case that has ended stays as it is"),
    "state_goes_nowhere": N_("nothing says where a case that is “{state}” goes on; name its state, or refuse it"),
    "moves_to_an_end": N_("“{state}” is open and “{target}” is an end; what is open ends by an action"),
    "move_changes_meaning": N_("“{state}” and “{target}” do not mean the same ({tags}); that is earned by an action"),
    "unknown_machine": N_("there is no machine “{name}”"),
    "unknown_version": N_("there is no version {version} of “{machine}”; there are: {known}"),
    "unknown_place": N_("nothing can stand in the place of “{name}”"),
    "stands_on_another_level": N_("what stands in the place of “{place}” is on the strategic level, beneath nothing"),
    "unknown_parent": N_("there is no machine “{name}” to work under"),
    "unknown_party": N_("there is no party “{name}”"),
    "unknown_organisation": N_("there is no organisation “{name}”"),
    "unknown_post": N_("there is no post “{name}”"),
    "unknown_clause": N_(
        "there is no rule or obligation “{name}”; a clause of your own says “judged_as”, or is kept by “nobody”"
    ),
    "not_for_own_clauses": N_("no clause of your own can be judged as “{name}”"),
    "judged_by_itself": N_("“{name}” is judged as itself; give this clause a key of its own, or leave “judged_as” out"),
    "kept_by_another": N_("this is not kept by “{given}” but by “{expected}”"),
    "text_has_numbers": N_("what stands as text only has no numbers"),
    "post_without_the_role": N_("“{name}” is not {role}; the workflows let nobody else do it"),
    "name_is_not_the_files": N_("“{name}” is not the name of the file"),
    "no_such_day": N_("the calendar has no {given}"),
    "unknown_number": N_("this clause takes no “{name}”"),
    "number_of_wrong_kind": N_("“{given}” does not fit; expected: {expected}"),
    "number_missing": N_("the clause {rule} must state “{name}”"),
    "auto_action_asks": N_("an automatic action is nobody's act and asks nothing"),
    "auto_action_stays": N_("an automatic action must lead to another state"),
    "nobodys_action": N_("nobody may perform this action; name who under “by”: {roles}"),
    "action_without_outcome": N_("this action leads nowhere and does nothing"),
    "positional_not_asked": N_("“{name}” is positional but not asked for"),
    "named_both_ways": N_("“{name}” is named both ways"),
    "action_declared_twice": N_("“{name}” is an action of every open state already"),
    "action_leaves_end": N_("an action leaves the end “{state}”"),
    "dead_end": N_("no way leads out of “{state}”, and it is not marked as an end"),
    "unreachable_state": N_("no way leads to “{state}”"),
    "no_end": N_("no state is marked as an end"),
    "no_way_to_an_end": N_("from “{state}” no end can be reached"),
    "auto_actions_loop": N_("automatic actions lead in a ring through “{state}”"),
    "end_waits": N_("an end waits on nobody"),
    "achieved_not_settled": N_("what is achieved is settled too"),
    "adopted_not_concluded": N_("what is adopted is concluded too"),
    "dropped_and_not_over": N_("what is dropped has ended, and is neither delivered, achieved nor concluded"),
    "id_used_twice": N_("“{name}” is used twice"),
    "party_has_not_joined": N_(
        "nobody has adopted or signed it for “{name}”; write adopted_by or signed_by, as in "
        'signed_by = {{ who = "Ordføreren", date = 2026-01-15 }}'
    ),
    "joined_after_it_is_in_force": N_("the agreement cannot be in force {in_force}, before a party joins it on {day}"),
    "joined_by_the_council": N_(
        "the parties make the agreement, not the council; write who adopted or signed it for “{name}”, not “{given}”"
    ),
    "joined_by_one_for_two": N_(
        "“{given}” cannot adopt or sign it for both “{other}” and “{name}”; write who did for each, as in "
        "“Ordføreren i Eksempel”"
    ),
    "joined_by_anothers_seat": N_("“{given}” has a seat for “{other}”, and cannot adopt or sign it for “{name}”"),
    "party_without_binding_post": N_("no seat can commit “{name}”"),
    "binds_without_seat": N_("“{name}” can commit its party only from a seat"),
    "year_in_strange_parts": N_(
        "{count} numbers divide no year into equal parts of whole months; write 2, 3, 4, 6 or 12"
    ),
    "number_out_of_range": N_("{given} does not fit; expected: a whole number from {least} to {most}"),
    "shared_with_itself": N_("“{name}” is this council; name the others that share the focus area"),
    "ends_before_it_begins": N_("{last} is before {first}; a period ends after it begins"),
    "says_nothing": N_("nothing here tells what is meant; name one of {choices}"),
    "contradicts_itself": N_("“{name}” and this contradict each other; leave out “{name}”, or {choices}"),
    "given_is_done": N_("what is given has been done; what is to be refused stands under “when”"),
    "unknown_agreement": N_("there is no agreement “{name}”, and no file of that name in the folder of the stories"),
    "agreement_outside": N_("“{name}” leads out of the folder of the stories; keep the agreement beside them"),
    "role_not_named": N_("a post must be {role}; there is none"),
    "turns_leave_a_gap": N_("the turns leave days on which no post is {role}"),
    "turn_without_role": N_("“{name}” takes turns as {role}, but has no such role"),
}
"""Clauses by a problem's code; a full stop and a suggestion are added."""

EXPECTED: Final[Mapping[str, str]] = {
    "text": N_("text"),
    "number": N_("a whole number"),
    "truth": N_("true or false"),
    "list": N_("a list"),
    "rhythm": N_("a whole number, or a list of one for each part of the year"),
    "mapping": N_("a table"),
    "date": N_("a date"),
    "known word": N_("one of"),
    "plain form": N_("another form (an id: a–z, 0–9, - or _; a reference: § 8)"),
    "letters": N_("one to three capital letters, such as K"),
    "line of text": N_("one line of text, without line breaks or control characters"),
    "some text": N_("some text"),
    "shorter text": N_("a shorter text"),
    "longer list": N_("a longer list"),
    "version": N_('the number of a shipped version, or your own version\'s name in quotes, as in "verdal-1"'),
    "ref": N_("a ref, such as 3/26, 3/26.1 or M1/26"),
    "other value": N_("another value"),
}
"""Names of the kinds of value that a key may want."""

PROPERTIES: Final[Mapping[str, str]] = {
    "adopted_by_consent": N_("what is adopted has every party's consent to that very text, and nobody's objection"),
    "an_amendment_voids_stances": N_("an amendment voids what was said before"),
    "every_item_is_concluded_one_way": N_("once all have spoken exactly one way to conclude is open"),
    "one_accountable_owner": N_("all open work has one accountable owner and a deadline"),
    "nobody_is_bound_by_another": N_("work of an outside organisation begins only when it has accepted it itself"),
    "nothing_skips_the_coordinating_level": N_("nothing is carried out without passing the coordinating level"),
    "verified_by_another": N_("nobody verifies their own work without a meeting"),
    "closed_only_over_settled_work": N_("nothing closes over open work"),
    "ends_never_change": N_("what has ended never changes"),
    "an_end_can_be_reached": N_("from everywhere an end can be reached"),
    "no_action_is_dead": N_("every action can be passed somewhere"),
    "automatic_actions_rest": N_("automatic actions come to rest"),
    "every_entry_fits": N_("whatever an action makes can be recorded"),
    "nobody_consents_twice": N_("nobody consents for two parties"),
    "the_history_of_owners_is_kept": N_("it is on record who is accountable, and who was before"),
    "acceptance_is_ones_own": N_("nobody accepts work for another organisation"),
    "what_is_archived_never_changes": N_("what the minutes have archived never changes"),
    "adopted_where_the_council_met": N_("what is adopted was tabled at a meeting that was held, and not later"),
    "the_chair_concludes": N_("who led the meeting concludes every item, and nobody else"),
    "the_council_resolves_what_was_lifted": N_("what was lifted to the council goes on by an act of its chair"),
    "what_was_said_stays_said": N_("an objection stays on record until its seat speaks again, or meets anew"),
    "a_named_meeting_is_evidence": N_("a meeting named as evidence was held in time, before others, and tells of it"),
    "ended_by_a_decision_that_says_so": N_("a decision is ended only by another that says so, ratified alike"),
    "an_objection_has_a_reason": N_("every objection has its reason"),
    "a_plan_has_work": N_("a plan has a measure that is not cancelled"),
    "work_is_delivered_by_its_owner": N_("work is delivered by its owner, or by a deputy in the owner's absence"),
    "an_assignment_goes_to_who_may_own_it": N_("an assignment is given only to those whom the agreement admits"),
    "work_is_due_in_time": N_("work is due after its meeting, and no later than the work above it"),
    "nothing_is_dated_backwards": N_("nothing is dated before the last entry of its case"),
    "an_act_of_outsiders_has_a_basis": N_("an act of an outside organisation names what it is recorded on"),
    "other_decisions_stay_as_they_are": N_("what is done to one decision changes no other"),
    "an_agenda_is_worked_through": N_("no item is left behind by a meeting that is cancelled or written up"),
    "open_work_can_be_carried_out": N_("a measure that is open can still be carried out"),
}
"""Statements of the properties of workflows, by name."""
