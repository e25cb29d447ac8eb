"""Findings, notices and flaws in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.results.answers import Finding, Flaw, Notice
from slt_flow.terms import N_
from slt_flow.views.text.messages.erasure import ERASURE_NOTICES
from slt_flow.views.text.messages.personal import PERSONAL_NOTICES
from slt_flow.views.text.words import FIELDS, Words
from slt_flow.wording.obligations import FORECASTS
from slt_flow.wording.rules import RULES

NOTICES: Final[Mapping[str, str]] = {
    "day_as_written": N_("“{words}” is {day}."),
    "deadlines_hang_on_it": N_(
        "Deadlines that hang on {ref} stay on {due}: {refs}. Move them with: slt reschedule {first} {to} --reason TEXT"
    ),
    "deadline_passed": N_("The deadline {due} has passed already."),
    "owner_vacant": N_("The post {post} is vacant: nobody can accept the work yet."),
    "dated_ahead": N_("The entry holds for {on}, a day that has not come yet."),
    "group_meets_still": N_(
        "{refs} of the group {group} is still planned. Call it off with: slt meeting cancel {ref} --reason TEXT"
    ),
    "submitted_late": N_(
        "{ref} comes to {meeting} after {due}, by which matters are submitted. It is recorded as it was."
    ),
    "agenda_late": N_(
        "The agenda of {ref} was sent {days} days before; {section} says {needed}. It is recorded as it was."
    ),
    "minutes_frozen": N_("The minutes of {ref} are frozen at journal entry {entries}. Anchor: {anchor}"),
    "party_missing": N_(
        "No post that can commit {party} was at {ref}; it can amend, postpone and withdraw, not decide."
    ),
    "leader_not_recorded": N_(
        "{post}, who leads the council, was not at {ref} itself, and nobody is recorded as having led it. Write who "
        "did: slt meeting attend {ref} POST --led-by POST"
    ),
    "several_may_have_led": N_(
        "{posts} lead the council and were at {ref}. Write which of them led it: slt meeting attend {ref} POST "
        "--led-by POST"
    ),
    "plan_is_empty": N_(
        "{ref} has no measure with an owner and a deadline in its period, and counts as no plan. Give out the work, "
        "then have it adopted anew: slt plan adopt {year} --meeting REF"
    ),
    "deputy_commits_nobody": N_("{deputy} meets for {post} at {ref} and commits nobody: {why}."),
    "deputy_is_there_itself": N_("One person is at {ref} for {post} and {others}, and counts for one party."),
    "planned_in_the_past": N_(
        "{ref} is planned for {day}, a day that has passed already. If it was held, record who was there: "
        "slt meeting hold {ref} --present POSTS"
    ),
    "planned_that_day": N_(
        "{other} is a meeting of the same kind on {day}. If it is the same meeting: slt undo {ref} --reason TEXT"
    ),
    "deadlines_on_closed_day": N_(
        "The deadline of each of {refs}, {day}, is {why}: nobody is there. The next working day is {working_day}."
    ),
    "decided_by": N_("Decided by {ref} “{title}”."),
    "numbers_used": N_("{ref} is the next number; those before it were used on paper."),
    "begins_anew": N_(
        "{ref} is work for {post}, which belongs to no party: it begins anew here, since such a post accepts its work "
        "itself."
    ),
    "carried_over": N_(
        "{ref} was adopted on {day}, before the council was followed up here. Give its work with: "
        "slt assign {ref} POST --due DATE"
    ),
    "plan_lacks_areas": N_("The plan for {period} has nothing yet in {areas}."),
    "plan_overlaps": N_("The plan for {period} overlaps {ref}, the plan for {other}, which has been adopted."),
    "area_ended": N_("The focus area {area} ended on {on}."),
    "area_period_over": N_("The period of the focus area {area} ended on {on}; nothing is agreed for it now."),
    "assessed_anew": N_("{ref} was assessed before (was: {was}; challenge: {challenge}). The new one replaces it."),
    "judged_from": N_("{agreement} is judged from {on}; the days before that by {present}."),
    "held_under_the_present": N_("{ref} was held {day} under {present}, and stays judged by it."),
    "older_agreement_again": N_("The council works under {agreement} again."),
    "learning_not_carried": N_(
        "{ref} comes from no open evaluation, so nothing carries it on by itself. Carry it with: "
        "slt learning carry {ref} {year}"
    ),
    "effects_left": N_("Still without an effect in {year}: {refs}."),
    "vacant_with_open_work": N_(
        "{post} is vacant now and still owns {refs}. Hand it over with: slt hand-over --all-from {post} POST"
    ),
    "commit_not_confirmed": N_(
        "It is recorded, but the disk did not confirm that it will last: a power cut may take it away. See to the "
        "disk, then look once more with: slt journal head"
    ),
    "name_is_near": N_(
        "“{name}” is nearly “{holder}”, who holds or held {post}. One person counts once only where the name is "
        "written alike: if it is the same, take this back and write it so."
    ),
    "account_not_bound": N_(
        "Not confirmed: {account} is not bound to {post}, so that this is shown as claimed only. The secretary binds "
        "it with: slt post account {post} ACCOUNT"
    ),
    "account_still_bound": N_(
        "Still bound to {post}: {accounts}. Where the holder has left, end it from an account that is known: "
        "slt post account {post} --end"
    ),
    "access_ended": N_(
        "Who signed in as {post} was its earlier holder or a deputy, and does so no longer. Let the new holder in: "
        "slt access grant {post}"
    ),
    "contact_lapsed": N_(
        "The mail address of {post} was its earlier holder’s, and lapsed. Record the new one: slt post contact {post} "
        "ADDRESS"
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
    **ERASURE_NOTICES,
    **PERSONAL_NOTICES,
}
"""Warnings and facts worth knowing though nothing was refused, by a notice's code."""

FLAWS: Final[Mapping[str, str]] = {
    "attachment_gone": N_("The file attached to {ref} is gone from {path}. Restore it from a copy."),
    "attachment_changed": N_("The file attached to {ref} at {path} was changed. Restore it from a copy."),
    "unreadable_entry": N_("An entry cannot be read: {why}"),
    "gap_in_chain": N_("The chain has a gap: expected entry {expected}."),
    "broken_link": N_("The entry does not follow the one before it."),
    "changed_entry": N_("The entry was changed after it was written."),
    "missing_trigger": N_("The guard {name}, which keeps the journal append-only, has been removed."),
    "changed_trigger": N_("The guard {name}, which keeps the journal append-only, has been changed."),
    "foreign_trigger": N_("The trigger {name} is none of ours and may change what is written."),
    "missing_table": N_("The table {name} is missing."),
    "changed_table": N_("The table {name} has another form than ours."),
    "foreign_table": N_("The table {name} is none of ours. It is read by nobody; ask who put it there."),
    "not_its_row": N_("The table does not have the one row about the database itself. Restore a copy."),
    "missing_index": N_("The index {name} is missing."),
    "changed_index": N_("The index {name} has another form than ours."),
    "foreign_index": N_("The index {name} is none of ours."),
    "foreign_view": N_("The view {name} is none of ours."),
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
    "head_is_gone": N_("This computer has seen another entry here: an older copy, or one of two, lies in its place."),
    "head_lost": N_("An entry that a computer had seen here is not in this journal any more."),
    "erasure_unfinished": N_(
        "An erasure was broken off, and the file may still hold bytes of the texts. Finish it, when nobody else uses "
        "it, with: slt journal rebuild"
    ),
    "cannot_replay": N_("The entries cannot be replayed: {why}"),
    "unreadable_row": N_("A table holds something that cannot be read: {why}"),
    "table_differs": N_("The table differs from the journal at {key}. Mend it with: slt journal rebuild"),
}
"""Flaws that `journal verify` reports, by code."""


def of_finding(finding: Finding, words: Words) -> str:
    """Say why a rule keeps an action shut."""
    saw = {name: finding.saw.get(f"{name}_names", fact) for name, fact in finding.saw.items()}
    message = RULES[finding.rule].explanation(finding.verdict, finding.wants, saw).sentence or finding.rule
    if "parts" in saw:
        saw["parts"] = tuple(words.say(RULES[part].part or RULES[part].statement) for part in saw["parts"])
    labels = {name: saw[name] for name in ("state", "why") if isinstance(saw.get(name), Mapping)}
    saw |= {name: words.label(label) for name, label in labels.items()}
    if "label" in saw:
        saw |= {"state": words.label(saw["label"]), "actions": tuple(name.replace("_", "-") for name in saw["actions"])}
    terms = ("kind", "presence", "by", "why", "own_stance")
    saw |= {name: words.term(saw[name]) for name in terms if isinstance(saw.get(name), str)}
    return words.say(message, **saw)


def of_notice(notice: Notice, words: Words) -> str:
    """Say a notice."""
    facts = {name: notice.facts.get(f"{name}_names", fact) for name, fact in notice.facts.items()}
    facts |= {name: words.term(facts[name]) for name in ("why", "was") if isinstance(facts.get(name), str)}
    if "text_name" in facts:
        facts["text_name"] = words.say(FIELDS.get(str(facts["text_name"]), facts["text_name"]))
    if (
        "working_day" in facts and facts["working_day"] is None
    ):  # an agreement may close every day, and time ends in 9999
        facts["working_day"] = words.say(N_("not within two months"))
    return words.say(NOTICES[notice.code], **facts)


def of_forecast(forecast: Notice, words: Words) -> str:
    """Say what to expect of an obligation, or what is advised."""
    return words.say(FORECASTS[forecast.code], **forecast.facts)


def of_flaw(flaw: Flaw, words: Words) -> str:
    """Say where a journal is flawed, and how."""
    return f"{flaw.where}: {words.say(FLAWS[flaw.code], **flaw.facts)}"
