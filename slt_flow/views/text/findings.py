"""What every rule, error, notice and flaw is told as; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.results.answers import Finding, Flaw, Notice
from slt_flow.terms import N_, Verdict
from slt_flow.views.text.words import VALUES, Words

SHUT: Final[Mapping[str, str]] = {
    "every_party_is_represented": N_("No post that can commit {missing} takes part in this item."),
    "post_takes_part": N_("{post} takes no part in this item (at the meeting: {presence})."),
    "everyone_present_has_taken_a_stance": N_("Still to take a stance on this text: {silent}."),
    "nobody_objects": N_("Objecting: {objecting}."),
    "objection_has_a_reason": N_("{post} objects without saying why."),
    "every_party_consents": N_("No consent yet from a post that can commit {missing}; standing aside is not consent."),
    "stances_are_on_this_text": N_(
        "The text was amended (version {text_version}); older stances no longer count: {outdated}."
    ),
    "nobody_consents_for_two_parties": N_("One person consents for two parties and counts for one: {persons}."),
    "consensus_is_reached": N_("There is no consensus yet: {parts}."),
    "is_for_information": N_("The item is to be decided, not only taken note of."),
    "meeting_is_held": N_("The meeting {meeting} ({day}) has not been recorded as held on or before {on}."),
    "post_has_a_seat": N_("{post} has no seat in the council."),
    "post_is_at_the_meeting": N_("{post} is not at the meeting ({presence})."),
    "meeting_may_decide": N_("{meeting} cannot take this decision: it is of the kind “{kind}”, or was cancelled."),
    "within_delegated_authority": N_("The decision exceeds delegated authority; it must be ratified by {bodies}."),
    "body_is_asked": N_("{body} is not waited for; the decision waits for {waiting}."),
    "ratification_is_dated_after_the_decision": N_(
        "It cannot be dated {date}: it was adopted conditionally on {since}, and this is recorded for {on}."
    ),
    "every_ratification_is_recorded": N_("Still to ratify: {waiting}."),
    "owner_is_eligible": N_("{owner} cannot own an assignment under the agreement. These can: {eligible}."),
    "owner_is_bound": N_("{organisation} is outside the parties and has not accepted this work itself."),
    "post_is_held": N_("The post {post} is vacant; nobody can do this for it."),
    "approval_is_given_as_agreed": N_("The report is approved by {by}, as agreed; this would be by {acted_by}."),
    "another_decision_says_so": N_("{decision} is not another decision that the council has adopted."),
    "council_may_be_extended": N_("Under this agreement others join as guests, without a seat."),
    "has_owner_and_deadline": N_("An accountable owner and a deadline are needed."),
    "has_a_child": N_("There is no measure beneath it that is not cancelled."),
    "every_child_has_owner_and_deadline": N_("These lack an owner or a deadline: {lacking}."),
    "deadline_is_after_the_meeting": N_("The deadline {due} is before the meeting that decided it, {meeting_day}."),
    "deadline_is_within_parent": N_("The deadline {due} is after that of {parent}, {parent_due}."),
    "children_end_in_time": N_("The deadline {due} is before those of open work beneath it: {children}."),
    "parent_is_planned": N_("{parent} has not been planned yet."),
    "work_has_begun": N_("No work has begun on {children}."),
    "every_child_is_settled": N_("Still open beneath it: {open}."),
    "a_child_is_achieved": N_("Nothing beneath it has been carried out: {children}."),
    "is_verified_by_another": N_(
        "{owner} cannot verify its own work; another post can, or a meeting it was presented in."
    ),
    "nothing_is_left_tabled": N_("Still on the agenda, neither concluded nor postponed: {tabled}."),
    "minutes_are_approved_in_a_meeting": N_("{meeting} is not another meeting that was held, on that day or later."),
    "minutes_are_approved_if_agreed": N_("The agreement wants the minutes approved before they are archived."),
    "effect_is_assessed": N_("No effect has been assessed yet for {missing}."),
    "evaluation_is_complete": N_("Measures settled in {year} without an assessed effect: {missing}."),
    "learning_points_are_answered": N_("Learning points carried to {year} or before that have no answer: {learning}."),
    "year_is_far_enough": N_("The agreement lets {year} be evaluated from {first} on."),
    "year_is_to_come": N_("The learning point was noted in {noted}; {year} is not a year after that."),
    "answer_is_given": N_("A learning point is answered by a decision that was adopted, or by a reason."),
    "removed_posts_own_nothing": N_(
        "The new agreement no longer has these posts, and they are accountable for open work: {holding}."
    ),
    "removed_areas_hold_nothing": N_(
        "The new agreement no longer has these focus areas, and decisions are open in them: {holding}."
    ),
    "removed_parties_own_nothing": N_(
        "These posts belong to a party that has not signed the new agreement, and own open work: {holding}."
    ),
    "case_goes_on": N_("{ref} is “{state}”, from where no case comes to version {newer}: {why}"),
    "action_is_here": N_("That cannot be done while the case is “{state}”. Possible now: {actions}."),
    "act_has_a_basis": N_("{acted_by} is outside the parties: say on what ground you record it (an e-mail, a letter)."),
    "nothing_is_dated_backwards": N_("The day {on} is before the last entry of the case, {last_on}."),
    "nothing_changed_meanwhile": N_("Somebody changed the case meanwhile: its last entry is {last_seq}, not {if_seq}."),
    "nothing_builds_on_it": N_("Later entries build on it: {refs}. Take those back first."),
    "minutes_are_not_frozen": N_("The minutes of {minutes} are archived; they are corrected by an addendum."),
}
"""Why an action is shut, by the rule that keeps it shut."""

BARRED: Final[Mapping[str, str]] = {
    "is_for_information": N_("The item is for information; it is taken note of, not decided."),
    "within_delegated_authority": N_("The council may decide this by itself; nobody needs to ratify it."),
    "consensus_is_reached": N_("There is consensus; the decision can be adopted."),
    "owner_is_bound": N_("{organisation} is bound already; the work can be handed over directly."),
    "a_child_is_achieved": N_("Something beneath it has been carried out."),
}
"""Why an action is shut by a rule that must be broken for it to open."""

UNDECIDED: Final[Mapping[str, str]] = {
    "nobody_objects": N_("Not everybody has said whether they object: {silent}."),
    "consensus_is_reached": N_("It is not settled yet whether there is consensus: {parts}."),
}
"""Why an action is shut by a rule that cannot be judged yet, where that is another sentence."""

SEEN: Final[Mapping[tuple[str, str], str]] = {
    ("case_goes_on", "no_such_state"): N_("{ref} is “{state}”, and version {newer} has no such state."),
    ("case_goes_on", "no_such_action"): N_(
        "{ref} is of a kind that names actions which version {newer} does not have."
    ),
    ("meeting_may_decide", "final"): N_(
        "The minutes of {meeting} are approved or archived; nothing new is put to it. Put it to another meeting."
    ),
    ("meeting_may_decide", "written"): N_(
        "The minutes of {meeting} are written; nothing new is put to it until they are opened again."
    ),
}
"""Why an action is shut, where the rule saw something (the second name) that makes it another sentence."""

TITLES: Final[Mapping[str, str]] = {
    "every_party_is_represented": N_("every party is represented"),
    "stances_are_on_this_text": N_("stances are on this text"),
    "nobody_objects": N_("nobody objects"),
    "every_party_consents": N_("every party consents"),
    "nobody_consents_for_two_parties": N_("nobody consents for two parties"),
}
"""Parts of the composite, as its sentence names them."""

NOTICES: Final[Mapping[str, str]] = {
    "deadline_passed": N_("The deadline {due} has passed already."),
    "owner_vacant": N_("The post {post} is vacant: nobody can accept the work yet."),
    "dated_ahead": N_("The entry holds for {on}, a day that has not come yet."),
    "agenda_late": N_(
        "The agenda of {ref} was sent {days} days before; {section} says {needed}. It is recorded as it was."
    ),
    "minutes_frozen": N_("The minutes of {ref} are frozen at journal entry {entries}. Anchor: {anchor}"),
    "party_missing": N_(
        "No post that can commit {party} was at {ref}; it can amend, postpone and withdraw, not decide."
    ),
    "deputy_is_there_itself": N_("{post} is at {ref} itself and for {others}: one person, who counts for one party."),
    "planned_in_the_past": N_(
        "{ref} is planned for {day}, a day that has passed already. If it was held, record who was there: "
        "slt meeting hold {ref} --present all"
    ),
    "deadlines_on_closed_day": N_(
        "The deadline of each of {refs}, {day}, is {why}: nobody is there. The next working day is {working_day}."
    ),
    "area_ended": N_("The focus area {area} ended on {on}."),
    "assessed_anew": N_("{ref} was assessed before (was: {was}; challenge: {challenge}). The new one replaces it."),
    "judged_from": N_("{agreement} is judged from {on}; the days before that by {present}."),
    "older_agreement_again": N_("The council works under {agreement} again."),
    "learning_not_carried": N_(
        "{ref} comes from no open evaluation, so nothing carries it on by itself. Carry it with: "
        "slt learning carry {ref} {year}"
    ),
    "effects_left": N_("Still without an effect in {year}: {refs}."),
    "vacant_with_open_work": N_(
        "{post} is vacant now and still owns {refs}. Hand it over with: slt hand-over --all-from {post} POST"
    ),
    "deadline_on_closed_day": N_(
        "The deadline of {ref}, {day}, is {why}: nobody is there. The next working day is {working_day}."
    ),
    "meeting_on_closed_day": N_("{ref} is on {day}, which is {why}. The next working day is {working_day}."),
    "deadline_in_absence": N_(
        "{post} is away from {since} to {until}, when {ref} is due on {due}. Deputy meanwhile: {deputy}."
    ),
    "deadlines_in_absence": N_(
        "Deadlines of {post} that fall while it is away: {refs}. Move them with slt reschedule, or see to it that the "
        "deputy knows."
    ),
    "deputy_is_away": N_(
        "{post} is deputy for {others} in those days. Name another with: slt deputy {first} POST --from DATE --to DATE"
    ),
    "absence_replaced": N_(
        "{post} was recorded as away from {since} to {until} already (deputy: {deputy}). On the days now recorded, "
        "the new word counts."
    ),
    "absence_without_deputy": N_("Nobody acts for {post} meanwhile. Name a deputy with: slt deputy {post} POST"),
}
"""What the user should know though nothing was refused."""

FLAWS: Final[Mapping[str, str]] = {
    "unreadable_entry": N_("An entry cannot be read: {why}"),
    "gap_in_chain": N_("The chain has a gap: expected entry {expected}."),
    "broken_link": N_("The entry does not follow the one before it."),
    "changed_entry": N_("The entry was changed after it was written."),
    "missing_trigger": N_("The guard {name}, which keeps the journal append-only, has been removed."),
    "foreign_trigger": N_("The trigger {name} is none of ours and may change what is written."),
    "no_journal": N_("There are rows here of a council without a journal. Restore a copy."),
    "stray_text": N_("There is a text here without its entry."),
    "missing_text": N_("The entry's text “{name}” is gone without a redaction."),
    "changed_text": N_("The entry's text “{name}” was changed after it was written."),
    "changed_definition": N_("The pinned definition “{name}” was changed after it was pinned."),
    "unknown_format": N_("The entry is written in format {format}, which this program does not know."),
    "other_spelling": N_("The column {name} is spelt in another way than the journal spells it."),
    "request_disagrees": N_("The entry differs from others of its request in {names}."),
    "request_interleaved": N_("The entry belongs to a request whose entries do not stand together."),
    "step_jumps": N_("The entry is of step {step}, after step {before} of its request."),
    "cause_comes_later": N_(
        "The entry of step {step} names step {caused_by} as its cause, which does not come before."
    ),
    "not_the_first": N_("The entry has {names}, which only the first of a request has."),
    "nobody_asked": N_("The first entry of a request does not say by which account, or what was asked."),
    "other_council": N_("The journal is kept under another name than the one it gives: {council}."),
    "tail_is_cut": N_("The journal ends at entry {entries}: its tail was cut, or the anchor is another council's."),
    "anchor_differs": N_("The entry is not the one the anchor was made from."),
    "cannot_replay": N_("The entries cannot be replayed: {why}"),
    "unreadable_row": N_("A table holds something that cannot be read: {why}"),
    "table_differs": N_("The table differs from the journal at {key}. Mend it with: slt journal rebuild"),
}
"""What `journal verify` found, by a flaw's code."""


def of_finding(finding: Finding, words: Words) -> str:
    """Why a rule keeps an action shut, in words."""
    barred = finding.wants == Verdict.BROKEN
    message = (BARRED if barred else SHUT).get(finding.rule, finding.rule)
    if finding.verdict == Verdict.UNDECIDED:
        message = UNDECIDED.get(finding.rule, message)
    saw = {name: finding.saw.get(f"{name}_names", fact) for name, fact in finding.saw.items()}
    message = next((told for (rule, seen), told in SEEN.items() if rule == finding.rule and saw.get(seen)), message)
    if "parts" in saw:
        saw["parts"] = tuple(words.say(TITLES.get(part, part)) for part in saw["parts"])
    saw |= {name: words.label(fact) for name, fact in saw.items() if name in ("state", "why") and _is_label(fact)}
    if "label" in saw:
        saw |= {"state": words.label(saw["label"]), "actions": tuple(name.replace("_", "-") for name in saw["actions"])}
    for name in ("kind", "presence", "by"):
        if saw.get(name) in VALUES:
            saw[name] = words.say(VALUES[saw[name]])
    return words.say(message, **saw)


def _is_label(fact: object) -> bool:
    return isinstance(fact, Mapping)


def of_notice(notice: Notice, words: Words) -> str:
    """A notice in words."""
    facts = {name: notice.facts.get(f"{name}_names", fact) for name, fact in notice.facts.items()}
    for name in ("why", "was"):
        if (told := str(facts.get(name))) in VALUES:
            facts[name] = words.say(VALUES[told])
    return words.say(NOTICES[notice.code], **facts)


def of_flaw(flaw: Flaw, words: Words) -> str:
    """A flaw in words, with where it is."""
    return f"{flaw.where}: {words.say(FLAWS[flaw.code], **flaw.facts)}"
