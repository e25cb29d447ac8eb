"""What is wrong with a definition, problem by problem; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PROBLEMS: Final[Mapping[str, str]] = {
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
    "unknown_place": N_("nothing can stand in the place of “{name}”"),
    "stands_on_another_level": N_("what stands in the place of “{place}” is on the strategic level, beneath nothing"),
    "unknown_parent": N_("there is no machine “{name}” to work under"),
    "unknown_party": N_("there is no party “{name}”"),
    "unknown_organisation": N_("there is no organisation “{name}”"),
    "unknown_post": N_("there is no post “{name}”"),
    "unknown_clause": N_("there is no rule or obligation “{name}”"),
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
    "party_without_binding_post": N_("no seat can commit “{name}”"),
    "binds_without_seat": N_("“{name}” can commit its party only from a seat"),
    "number_out_of_range": N_("{given} does not fit; expected: a whole number from {least} to {most}"),
    "shared_with_itself": N_("“{name}” is this council; name the others that share the focus area"),
    "says_nothing": N_("nothing here tells what is meant; name one of {choices}"),
    "contradicts_itself": N_("“{name}” and this contradict each other; leave out “{name}”, or {choices}"),
    "given_is_done": N_("what is given has been done; what is to be refused stands under “when”"),
    "unknown_agreement": N_("there is no agreement “{name}”, and no file of that name in the folder of the stories"),
    "agreement_outside": N_("“{name}” leads out of the folder of the stories; keep the agreement beside them"),
    "role_not_named_once": N_("exactly one post must be {role}; there are {count}"),
}
"""What is wrong with a definition, by a problem's code."""

EXPECTED: Final[Mapping[str, str]] = {
    "text": N_("text"),
    "number": N_("a whole number"),
    "truth": N_("true or false"),
    "list": N_("a list"),
    "mapping": N_("a table"),
    "date": N_("a date"),
    "known word": N_("one of"),
    "plain form": N_("another form (an id: a–z, 0–9, - or _; a reference: § 8)"),
    "line of text": N_("one line of text, without line breaks or control characters"),
    "some text": N_("some text"),
    "shorter text": N_("a shorter text"),
    "longer list": N_("a longer list"),
    "ref": N_("a ref, such as 3/26, 3/26.1 or M1/26"),
    "other value": N_("another value"),
}
"""What kind of value a key wants."""
