"""What every rule, error, notice and flaw is told as; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.results import Finding, Flaw, Notice
from slt_flow.terms import Verdict
from slt_flow.views.words import N_, VALUES, Words

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
    "every_ratification_is_recorded": N_("Still to ratify: {waiting}."),
    "owner_is_eligible": N_("{owner} cannot own an assignment under the agreement. These can: {eligible}."),
    "owner_is_bound": N_("{organisation} is outside the parties and has not accepted this work itself."),
    "post_is_held": N_("The post {post} is vacant; nobody can do this for it."),
    "approval_is_given_as_agreed": N_("The report is approved by {by}, as agreed; this would be by {deed_of}."),
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
    "door_is_here": N_("That cannot be done while the case is “{state}”. Possible now: {doors}."),
    "deed_has_a_basis": N_("{deed_of} is outside the parties: say on what ground you record it (an e-mail, a letter)."),
    "nothing_is_dated_backwards": N_("The day {on} is before the last entry of the case, {last_on}."),
    "nothing_changed_meanwhile": N_("Somebody changed the case meanwhile: its last entry is {last_seq}, not {if_seq}."),
    "nothing_builds_on_it": N_("Later entries build on it: {refs}. Take those back first."),
    "minutes_are_not_frozen": N_("The minutes of {minutes} are archived; they are corrected by an addendum."),
}
"""Why a door is shut, by the rule that keeps it shut."""

BARRED: Final[Mapping[str, str]] = {
    "is_for_information": N_("The item is for information; it is taken note of, not decided."),
    "within_delegated_authority": N_("The council may decide this by itself; nobody needs to ratify it."),
    "consensus_is_reached": N_("There is consensus; the decision can be adopted."),
    "owner_is_bound": N_("{organisation} is bound already; the work can be handed over directly."),
    "a_child_is_achieved": N_("Something beneath it has been carried out."),
}
"""Why a door is shut by a rule that must be broken for it to open."""

UNDECIDED: Final[Mapping[str, str]] = {
    "nobody_objects": N_("Not everybody has said whether they object: {silent}."),
}
"""Why a door is shut by a rule that cannot be judged yet, where that is another sentence."""

TITLES: Final[Mapping[str, str]] = {
    "every_party_is_represented": N_("every party is represented"),
    "stances_are_on_this_text": N_("stances are on this text"),
    "nobody_objects": N_("nobody objects"),
    "every_party_consents": N_("every party consents"),
    "nobody_consents_for_two_parties": N_("nobody consents for two parties"),
}
"""Parts of the composite, as its sentence names them."""

ERRORS: Final[Mapping[str, str]] = {
    # what was asked for
    "unknown_ref": N_("There is no {ref}. See what there is with: slt status"),
    "bad_ref": N_(
        "“{ref}” is not the name of a case. Write a decision as 3/26, an assignment as 3/26.1, a meeting as M1/26."
    ),
    "unknown_post": N_("There is no post “{given}”. See them with: slt post list"),
    "unknown_organisation": N_("There is no organisation “{given}”. See them with: slt organisation list"),
    "unknown_area": N_("There is no focus area “{given}”. See them with: slt area list"),
    "unknown_party": N_("There is no party “{given}”. The parties are {known}."),
    "unknown_door": N_("{ref} has no “{door}”. See what it has with: slt next {ref}"),
    "unknown_state_filter": N_("There is no state “{given}”. The states are {known}."),
    "unknown_council": N_("There is no council “{given}” here. See them with: slt councils"),
    "unknown_stance": N_("“{given}” is not a stance. The stances are {known}."),
    "unknown_level": N_("“{given}” is not a level. The levels are {known}."),
    "unknown_meeting_kind": N_("“{given}” is not a kind of meeting. The kinds are {known}."),
    "no_council": N_("There is no council in this database yet. Begin with: slt init kvaefjord"),
    "which_council": N_("There are several councils here; name one with --council: {known}."),
    "council_exists": N_("{council} is followed up here already, under {agreement}. Nothing was changed."),
    "not_a_meeting": N_("{ref} is not a meeting. Meetings are written as M1/26."),
    "not_a_decision": N_("{ref} is not a decision. Decisions are written as 3/26."),
    "bad_date_form": N_("“{given}” is not a date here. Write year, month and day, as in 2026-03-12."),
    "no_such_day": N_("The calendar has no {given}. Write year, month and day, as in 2026-03-12."),
    "bad_percent": N_("“{given}” is not a percentage. Write a whole number from 0 to 100."),
    "bad_address": N_("“{given}” is not an address. Write one that begins with https://, or the name of a file."),
    "bad_id": N_("“{given}” cannot be an id. Use letters a–z, digits and hyphens, as in rektor-kvaefjord-skole."),
    "id_taken": N_("The id {id} is taken. Choose another."),
    "bad_anchor": N_("“{given}” is not an anchor. Write it as slt journal head printed it, SEQ:DIGEST."),
    "blank_text": N_("The field “{field}” is empty or cannot be seen. Write at least one letter or digit."),
    "hidden_characters": N_(
        "The field “{field}” has a hidden control character ({code}) at place {at}. Remove it and try again."
    ),
    "text_too_long": N_(
        "The field “{field}” has {length} characters; there is room for {limit}. Shorten it, or put it in --text."
    ),
    "answers_missing": N_("“{door}” on {ref} also needs: {missing}. Give each as an option, --NAME VALUE."),
    "answer_not_asked": N_("“{door}” on {ref} does not ask for “{name}”. It asks for: {known}."),
    "nobody_present": N_("Say who was present: --present all, or ids with commas between."),
    "vacant_post_present": N_(
        "Nobody holds {post} that day, so it cannot be present. Record who did: slt appoint {post} NAME --on {on}"
    ),
    "several_meetings_that_day": N_("Several meetings are planned for {day}: {refs}. Name one of them."),
    "already_held_that_day": N_(
        "{ref} was held on {day} already. Correct who was there with: slt meeting attend {ref} POST"
    ),
    "sent_day_needed": N_("The meeting {ref} is past; say when its agenda was sent with --sent DATE."),
    "consent_without_meeting": N_("Consent is given in a meeting. Name it with --meeting, as in M1/26."),
    "consent_to_information": N_("An item for information is not decided. Leave out --consent, or --for-information."),
    "decision_not_adopted": N_(
        "{ref} has not been adopted, so it cannot decide this. Name a decision that the council adopted."
    ),
    "seat_needs_decision": N_("A seat for {post} is for the council to decide. Name its decision with --by."),
    "owns_nothing_open": N_("{post} owns no open work."),
    "already_vacant": N_("{post} is vacant already."),
    "area_ended_already": N_("The focus area {area} has ended already."),
    "holder_before_the_last": N_(
        "The day {on} is before the last change of this post, {last}. Give a later day with --on."
    ),
    "before_the_council": N_("{council} was not followed up here yet on {on}. Choose a later day."),
    "nothing_to_undo": N_("There is nothing to take back for {ref}."),
    "key_reused": N_("The key “{key}” was used for another request. Give each request a key of its own."),
    "not_your_task": N_("That is not for {actor} to do. It is for {possible}."),
    "owns_it_already": N_("{post} is accountable for {ref} already."),
    "not_your_door": N_("“{door}” on {ref} is not for {actor} to do. It is for {possible}."),
    "unknown_command": N_("There is no command “{command}”. See what there is with: {above} --help"),
    "measures_under_assignments": N_(
        "A measure stands under an assignment, such as {ref}.1, not under {ref}. See: slt show {ref}"
    ),
    "hand_over_to_whom": N_("Say what and to whom: slt hand-over REF POST, or slt hand-over --all-from POST TO."),
    "day_before_command": N_(
        "The day to look back at comes after the command, as in: slt {command} --as-of 2026-03-12"
    ),
    "which_door": N_("Name at least one case and a door, as in: slt do 3/26.1 accept"),
    # definitions
    "workflows_missing": N_("The definition files are missing at {file}. Install slt-flow again."),
    "machine_missing": N_("There is no version {version} of the machine “{machine}” ({file}). Name one that exists."),
    "file_missing": N_("There is no file {file}. Check the path."),
    "agreement_missing": N_("There is no agreement “{agreement}”. Name one of {known}, or a path to a TOML file."),
    "file_unreadable": N_("{file} cannot be read: {why}. Check the path and your rights to it."),
    "file_too_large": N_(
        "{file} is larger than {limit} KiB. A definition is never that long; check that it is the right file."
    ),
    "byte_order_mark": N_("{file} begins with a byte order mark. Save it as UTF-8 without BOM."),
    "not_utf8": N_("{file} is not UTF-8 (line {line}); it may be Windows-1252. Save it as UTF-8."),
    "not_toml": N_("{file} is not valid TOML: {why}. Mend that line and try again."),
    "declared_twice": N_("{file} declares the same table or key twice: {why}. Remove one of them."),
    "nested_too_deep": N_(
        "{file} is nested deeper than {limit} levels (line {line}). A definition never is; simplify it."
    ),
    "flawed_definition": N_("{file} is wrong in these places. Mend them and try again:"),
    # records
    "no_database": N_("There is no database at {path}. Begin with: slt init kvaefjord (or try: slt demo)"),
    "file_exists": N_("{path} is there already; it is not overwritten. Name another file."),
    "cannot_make_database": N_("The database {path} cannot be made: {why}. Name another place with --db."),
    "database_locked": N_("The database {path} is in use by another program. Wait a moment and try again."),
    "database_unusable": N_("{path} cannot be used as a database: {why}. Name another with --db, or restore a copy."),
    "not_our_database": N_("{path} is a database of something else. Name another with --db."),
    "newer_schema": N_(
        "The database is made by a newer slt-flow (schema {found}, this one knows {ours}). Upgrade slt-flow."
    ),
    "older_schema": N_("The database is made by an older slt-flow (schema {found}). Upgrade it with: slt db upgrade"),
    "unknown_schema": N_(
        "The database has schema {found}, which this slt-flow does not know (it knows {ours}). Restore a copy."
    ),
    "network_share": N_(
        "{path} lies on a network share ({kind}), where two writers destroy it. Name a local place with --db."
    ),
    "unknown_database_kind": N_(
        "“{url}” is not a kind of database known here. Give the path of a file, or sqlite:///PATH."
    ),
    "journal_broken": N_("The journal of {council} is broken at {where}; nothing was written. Restore a copy."),
    "corrupt_row": N_("The database holds something that cannot be read: {why}. See where with: slt journal verify"),
    "damaged_database": N_(
        "The database is damaged at {where}, so this cannot be done. See more with: slt journal verify"
    ),
}
"""What went wrong, by an error's code: what, why, what to do next."""

BUG: Final = N_("Something went wrong inside slt-flow ({what}). Nothing was written. Please report it.")

PROBLEMS: Final[Mapping[str, str]] = {
    "unknown_key": N_("there is no such key here"),
    "missing_key": N_("this key is missing"),
    "wrong_value": N_("“{given}” does not fit; expected: {expected} {choices}"),
    "unknown_state": N_("there is no state “{name}”"),
    "unknown_rule": N_("there is no rule “{name}”"),
    "unknown_effect": N_("there is no effect “{name}”"),
    "unknown_answer": N_("there is no input “{name}”"),
    "unknown_door": N_("there is no door “{name}” there"),
    "unknown_parent": N_("there is no machine “{name}” to work under"),
    "unknown_party": N_("there is no party “{name}”"),
    "unknown_organisation": N_("there is no organisation “{name}”"),
    "unknown_post": N_("there is no post “{name}”"),
    "unknown_clause": N_("there is no rule or obligation “{name}”"),
    "unknown_number": N_("this clause takes no “{name}”"),
    "number_of_wrong_kind": N_("“{given}” does not fit; expected: {expected}"),
    "number_missing": N_("the clause {rule} must state “{name}”"),
    "auto_door_asks": N_("an automatic door is nobody's deed and asks nothing"),
    "auto_door_stays": N_("an automatic door must lead to another state"),
    "nobodys_door": N_("nobody may walk through this door; name who under “by”: {roles}"),
    "door_without_outcome": N_("this door leads nowhere and does nothing"),
    "positional_not_asked": N_("“{name}” is positional but not asked for"),
    "named_both_ways": N_("“{name}” is named both ways"),
    "door_declared_twice": N_("“{name}” is a door of every open state already"),
    "door_leaves_end": N_("a door leaves the end “{state}”"),
    "dead_end": N_("no way leads out of “{state}”, and it is not marked as an end"),
    "unreachable_state": N_("no way leads to “{state}”"),
    "no_end": N_("no state is marked as an end"),
    "no_way_to_an_end": N_("from “{state}” no end can be reached"),
    "auto_doors_loop": N_("automatic doors lead in a ring through “{state}”"),
    "end_waits": N_("an end waits on nobody"),
    "achieved_not_settled": N_("what is achieved is settled too"),
    "id_used_twice": N_("“{name}” is used twice"),
    "party_without_binding_post": N_("no seat can commit “{name}”"),
    "binds_without_seat": N_("“{name}” can commit its party only from a seat"),
    "role_not_named_once": N_("exactly one post must be {role}; there are {count}"),
}
"""What is wrong with a definition, by a problem's code."""

NOTICES: Final[Mapping[str, str]] = {
    "deadline_passed": N_("The deadline {due} has passed already."),
    "owner_vacant": N_("The post {post} is vacant: nobody can accept the work yet."),
    "dated_ahead": N_("The entry holds for {on}, a day that has not come yet."),
    "agenda_late": N_(
        "The agenda of {ref} was sent {days} days before; {section} says {needed}. It is recorded as it was."
    ),
    "party_missing": N_(
        "No post that can commit {party} was at {ref}; it can amend, postpone and withdraw, not decide."
    ),
    "area_ended": N_("The focus area {area} ended on {on}."),
    "vacant_with_open_work": N_(
        "{post} is vacant now and still owns {refs}. Hand it over with: slt hand-over --all-from {post} POST"
    ),
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
    "missing_text": N_("The entry's text is gone without a redaction."),
    "changed_text": N_("The entry's text was changed after it was written."),
    "changed_definition": N_("The pinned definition “{name}” was changed after it was pinned."),
    "tail_is_cut": N_("The journal ends at entry {entries}: its tail was cut, or the anchor is another council's."),
    "anchor_differs": N_("The entry is not the one the anchor was made from."),
    "cannot_replay": N_("The entries cannot be replayed: {why}"),
    "unreadable_row": N_("A table holds something that cannot be read: {why}"),
    "table_differs": N_("The table differs from the journal at {key}. Mend it with: slt journal rebuild"),
}
"""What `journal verify` found, by a flaw's code."""

EXPECTED: Final[Mapping[str, str]] = {
    "text": N_("text"),
    "number": N_("a whole number"),
    "truth": N_("true or false"),
    "list": N_("a list"),
    "mapping": N_("a table"),
    "date": N_("a date"),
    "known word": N_("one of"),
    "plain form": N_("another form (an id: a–z, 0–9, - or _; a reference: § 8)"),
    "some text": N_("some text"),
    "shorter text": N_("a shorter text"),
    "other value": N_("another value"),
}
"""What kind of value a key wants."""

SUGGESTION: Final = N_("Did you mean {near}?")


def of_finding(finding: Finding, words: Words) -> str:
    """Why a rule keeps a door shut, in words."""
    barred = finding.wants == Verdict.BROKEN
    message = (BARRED if barred else SHUT).get(finding.rule, finding.rule)
    if finding.verdict == Verdict.UNDECIDED:
        message = UNDECIDED.get(finding.rule, message)
    saw = dict(finding.saw)
    if "parts" in saw:
        saw["parts"] = tuple(words.say(TITLES.get(part, part)) for part in saw["parts"])
    if "label" in saw:
        saw |= {"state": words.label(saw["label"]), "doors": tuple(name.replace("_", "-") for name in saw["doors"])}
    for name in ("kind", "presence", "by"):
        if saw.get(name) in VALUES:
            saw[name] = words.say(VALUES[saw[name]])
    return words.say(message, **saw)


def of_notice(notice: Notice, words: Words) -> str:
    """A notice in words."""
    return words.say(NOTICES[notice.code], **notice.facts)


def of_flaw(flaw: Flaw, words: Words) -> str:
    """A flaw in words, with where it is."""
    return f"{flaw.where}: {words.say(FLAWS[flaw.code], **flaw.facts)}"
