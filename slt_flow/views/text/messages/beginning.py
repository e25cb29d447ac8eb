"""Errors on the way into the program in words: an agreement of one's own, work before, settings; facts by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

BEGINNING_ERRORS: Final[Mapping[str, str]] = {
    # work before the council was followed up
    "not_a_next_number": N_(
        "{ref} is not the next number of a decision or a meeting. Write one of a year until {year}, as in 14/26 or "
        "M3/26."
    ),
    "number_taken": N_("{ref} is taken here already. The next that is free is {next}."),
    "numbers_of_a_council": N_(
        "{council} is followed up here already. Say which numbers come next with: slt numbers {typed}"
    ),
    "adopted_since_it_began": N_(
        "The council was begun here on {begun}, so what it adopted on {day} is recorded in its meeting: "
        "slt meeting hold {typed} --present POSTS, slt decision register TITLE --meeting MEETING --consent POSTS"
    ),
    "level_and_parent": N_(
        "A decision stands by itself, an assignment beneath a decision, and a measure beneath an assignment. Name the "
        "case above accordingly."
    ),
    "open_work_without_owner": N_(
        "“{title}” is still to be done, so somebody must be accountable for it. Name the post, or enter it as done or "
        "dropped."
    ),
    "closed_above": N_("{parent} is closed, so nothing is added beneath it. Name another case above."),
    "above_has_not_begun": N_(
        "{parent} is not followed up yet, so no work beneath it is. Enter {parent} as running, or begin it here first."
    ),
    "no_state_means": N_(
        "The workflow {machine} has no state that means “{outcome}”, so no case stands so. Enter it as something else."
    ),
    "settled_before_it_was_brought_in": N_(
        "{ref} was settled before it was followed up here, on a day that nobody knows, so it belongs to no year's "
        "evaluation."
    ),
    # answers of the questionnaire
    "ask_or_like": N_("--ask asks for everything, so leave --like and --title out, or leave --ask out."),
    "agreement_like_itself": N_(
        "{council} is the council of {file} itself. Copy that file for a newer agreement of the same council."
    ),
    "answers_end": N_("The answers end at “{question}”. Nothing was written; begin again."),
    "answer_does_not_fit": N_("The answer to “{question}” does not fit. Nothing was written; mend it and begin again."),
    "answer_letters": N_("The letters cannot be read. Type them again."),
    "answer_yes_or_no": N_("Answer yes or no."),
    "answer_not_among": N_("“{typed}” is none of them. Write the number of one, from 1 to {most}."),
    "answer_after_in_force": N_(
        "{day} is after {in_force}, the day from which the agreement is in force. Write the day it was signed."
    ),
    "answer_no_section": N_("“{typed}” is no place in the agreement. Write a number, as in 2, or several, as in 1, 3."),
    # a form to fill in
    "no_editor": N_(
        "There is no editor to open the form in. Name one with EDITOR, or print the form to a file, fill it in with "
        "any program, and record it: slt meeting record {ref} --print > form.toml, "
        "slt meeting record {ref} --file form.toml"
    ),
    # the user's own settings
    "settings_unknown": N_(
        "Your settings in {file} hold “{keys}”, and the settings are {known}. Take it away with: "
        "slt config unset {typed}"
    ),
    "settings_not_text": N_(
        "In your settings in {file}, “{key}” is “{given}”, and a setting is a text in quotation marks. Set it with: "
        "slt config set {key} VALUE"
    ),
    "settings_bad_language": N_(
        "“{given}” is no language here ({known}). Set one with: slt config set language {first}"
    ),
    "settings_path_not_whole": N_(
        "In your settings in {file}, the database is “{given}”, which leads elsewhere from every folder. Set the whole "
        "path with: slt config set database FILE"
    ),
    "settings_none_named": N_("Name the settings to take away ({known}), or all of them with --all."),
    "settings_without_file": N_("SLT_CONFIG is empty, so there are no settings. Name their file there, or unset it."),
    "cannot_write_settings": N_("{path} cannot be read or written: {why}. See to your right to it and to its folder."),
    "which_shell": N_(
        "Your shell ({given}) is none of those that slt completes in. Name one of {known}: slt completion install bash"
    ),
}
"""Sentences by an error's code: the fault, its cause, what to do next."""
