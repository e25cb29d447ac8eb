"""Mistakes in a meeting's form in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.results.meeting_forms import Mistake
from slt_flow.terms import N_
from slt_flow.views.meetings.form_words import all_named
from slt_flow.views.text.failures import lines
from slt_flow.views.text.messages.errors import ERRORS
from slt_flow.views.text.messages.on_pages import ON_PAGES
from slt_flow.views.text.words import Words

MISTAKES: Final[Mapping[str, str]] = {
    "form_not_toml": N_("This is not written as the form wants it: {why}."),
    "form_declared_twice": N_("The same key or table stands twice. Keep one of them."),
    "form_nested_too_deep": N_("This is nested deeper than {limit} levels. A form never is; simplify it."),
    "form_file_too_large": N_("The form is larger than {limit} KiB. Check that it is the right file."),
    "form_not_utf8": N_(
        "The form holds letters of an encoding that is not read here, first at place {column}. Save it as UTF-8."
    ),
    "form_odd_mark": N_(
        'Here stands the mark {mark} of a word processor, at place {column}. Write a plain " or a plain space.'
    ),
    "form_twice": N_("“{key}” stands twice here; first on line {first}. Keep one of them."),
    "form_two_owners": N_(
        'There are two owners. Exactly one post is accountable: write one id, as in owner = "rektor".'
    ),
    "form_wrong_type": N_("This does not fit; expected: {expected}."),
    "form_unknown_key": N_("The form has no “{given}” here."),
    "form_one_table": N_("Write [[{key}]] with two brackets on each side: there can be several."),
    "form_too_many": N_("These are more than {limit} items, assignments and measures. Divide the form in several."),
    "form_missing_key": N_("“{key}” is missing."),
    "form_unknown_outcome": N_("“{given}” is not what may become of an item. Choose among: {known}."),
    "form_item_without_name": N_("Say which item this is: ref for one on the agenda, title for a new one."),
    "form_only_of_new": N_("“{key}” is said when a decision is registered; {ref} is registered already. Take it away."),
    "form_ref_and_title": N_("{ref} is called “{title}”. Write the title of a new item, or the ref of a known one."),
    "form_item_twice": N_("“{name}” is here twice; first on line {first}. Keep one of them."),
    "form_item_is_there": N_(
        '“{name}” is at this meeting already, as {ref}. Write ref = "{ref}" instead of the title.'
    ),
    "form_excused_without_reason": N_("Say why {post} takes no part in the item."),
    "form_two_stances": N_("{post} has taken a stance already, on line {first}. Keep one of them."),
    "form_excused_has_stance": N_("{post} takes no part in this item and can take no stance."),
    "form_stance_of_absent": N_(
        "{post} was not there and can take no stance. Add it to present, or take it away here."
    ),
    "form_objection_without_reason": N_('Say why {post} objects: object = {{ {post} = "…" }}.'),
    "form_information_adopted": N_(
        'The item is for information: it is taken note of, nobody consents. Write outcome = "note".'
    ),
    "form_consent_missing": N_('Say who consents, as in consent = "all".'),
    "form_two_natures": N_(
        "An item is to be decided or for information. Write one of for_decision and for_information."
    ),
    "form_note_not_information": N_("Only an item for information is taken note of. Add for_information = true."),
    "form_stances_missing": N_("Say who consents and who objects; then the item can be concluded without consensus."),
    "form_reason_missing": N_('Say why: reason = "…".'),
    "form_reason_unused": N_(
        "A reason belongs to an item that is postponed or withdrawn; write remarks at the top of the form."
    ),
    "form_work_without_adoption": N_(
        'Only what the council adopts is handed down. Write outcome = "adopt", or take this away.'
    ),
    "form_work_before_ratification": N_(
        "{bodies} must ratify this before anybody is given work. Take the assignments away here; give them once it is "
        "ratified, with: slt assign"
    ),
    "form_other_meeting": N_("The form is for {given}, and this is {ref}. Record it there, or change the line."),
    "form_other_day": N_(
        "The form says {given}, and the meeting is on {day}. Change the line, or move the meeting: "
        "slt meeting move {ref} {date} --reason TEXT"
    ),
    "form_day_of_another": N_("The form says {given}, and the meeting is on {day}. Change the line."),
    "form_meeting_to_come": ERRORS["meeting_to_come"],
    "form_planned_otherwise": N_("{ref} is planned otherwise. Take “{key}” away here, or cancel {ref} and plan anew."),
    "form_sent_after_meeting": N_("The agenda cannot have been sent on {sent}, after the meeting on {day}."),
    "form_present_twice": N_("{post} stands twice among those present."),
    "form_mandate_unused": N_('A mandate is a deputy\'s. Write the deputy among those present, as in "{post}=…".'),
    "form_mandate_of_whom": N_(
        'Say whose mandate it is, one for each deputy: mandate = {{ post = "letter of 9 March" }}'
    ),
    "form_nobody_present": N_('Say who was there: present = ["…"], or present = "all".'),
    "form_present_left_out": N_(
        "{post} is recorded as present. If it left, write: slt meeting leave {ref} {post} --reason TEXT"
    ),
    "form_unknown_point": N_(
        '“{given}” is no point on this agenda. Take the line as the form had it, or write "new" with a title.'
    ),
    "form_not_of_a_point": N_("“{key}” is said of a decision, and this is another point. Take it away."),
    "form_sent_after_held": N_("{ref} is recorded as held with another day for its agenda. Take the line away."),
    "form_refused": N_("Refused by the rules:"),
}
"""Sentences by a mistake's code: the mistake, and what to write instead."""

SENTENCES: Final[Mapping[str, str]] = {**ERRORS, **MISTAKES}
"""Sentences of mistakes and of all errors, since a form may run into those of any request."""

ON_PAGE: Final[Mapping[str, str]] = {
    "form_item_twice": N_("“{name}” is here twice. Keep one of them."),
    "form_item_is_there": N_("“{name}” is at this meeting already, as {ref}. Say it there."),
    "form_two_stances": N_("{post} has two stances here. Keep one of them."),
    "form_stance_of_absent": N_(
        "{post} was not there and can take no stance. Say that it was there, or leave it out here."
    ),
    "form_objection_without_reason": N_("Say why {post} objects."),
    "form_information_adopted": N_("The item is for information: it is taken note of, nobody consents."),
    "form_consent_missing": N_("Say who consents."),
    "form_two_natures": N_("An item is to be decided or for information. Choose one of them."),
    "form_note_not_information": N_("Only an item for information is taken note of. Say that it is one."),
    "form_reason_missing": N_("Say why."),
    "form_reason_unused": N_("A reason belongs to an item that is postponed or withdrawn."),
    "form_work_without_adoption": N_("Only what the council adopts is handed down. Take the work away, or adopt it."),
    "form_mandate_unused": N_("A mandate is a deputy's. Say who the deputy is."),
    "form_nobody_present": N_("Say who was there."),
    "form_present_left_out": N_("{post} is recorded as present. If it left, say so at the point where it left."),
    "form_item_without_name": N_("Give the case a title."),
}
"""Sentences by a mistake's code where a form is filled in on a page, which has no keys and no lines."""


_NAMES: Final = ("key", "near", "known", "outcome")
"""Facts of a mistake that may be keys or fixed words of the form."""


def on_page(mistake: Mistake, words: Words) -> Iterator[str]:
    """Say a mistake to somebody who filled the form in on a page."""
    return sentence(mistake, words, {**SENTENCES, **ON_PAGES, **ON_PAGE})


def sentence(mistake: Mistake, words: Words, sentences: Mapping[str, str] = SENTENCES) -> Iterator[str]:
    """Say a mistake; the nearest that exists stands on a line of its own."""
    facts = {name: all_named(fact, words) if name in _NAMES else fact for name, fact in mistake.facts.items()}
    return lines(RequestError(mistake.code, **facts), words, sentences)
