"""Errors and notices of erasure in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

KEPT: Final[Mapping[str, str]] = {
    "workflow_text_stays": N_(
        "Entry {seq} holds the file of a workflow, which cases follow and which may name nobody; it is never erased. "
        "Write a version without the words (slt workflow new), and move the cases to it (slt workflow migrate)."
    ),
    "agreement_text_stays": N_(
        "“{name}” of entry {seq} ({ref}) is said by the agreement in force, which is needed whole. Enter a newer one "
        "without the words (slt agreement renew), and then erase this."
    ),
    "agreement_number_stays": N_(
        "“{name}” of entry {seq} is what the days of that agreement are judged by, so it stays; the clause's words "
        "can be erased: --text clause.NAME"
    ),
    "agreed_source_stays": N_(
        "“{name}” of entry {seq} ({ref}) is a source that the agreement asks for, and the year is judged by it."
    ),
    "awaited_body_stays": N_(
        "“{name}” of entry {seq} names a body that {ref} may still wait for. Record its answer first "
        "(slt decision ratify {ref}), or withdraw the decision."
    ),
    "archived_title_stays": N_(
        "The title of {ref} (entry {seq}) stands in the archived minutes of {minutes}, which the law on archives "
        "keeps. Where somebody who may decide it allows it, name them in --basis and add --archived."
    ),
}
"""Reasons for which a text stays: an error where it was asked for, a notice where a person was."""

ERASURE_ERRORS: Final[Mapping[str, str]] = {
    **KEPT,
    "redact_what": N_("Say what to erase: a case or an entry with --text FIELD, or --person NAME; not both."),
    "redaction_needs_basis": N_(
        "Say on what basis it is erased, as in --basis “Personvernforordningen art. 17 nr. 1 c”; it stays in its place."
    ),
    "redaction_repeats": N_("The {field} repeats what is to be erased, and would keep it. Say it without the words."),
    "no_such_entry": N_("There is no entry {seq}; the last one is {last}. See them with: slt journal show"),
    "no_such_text": N_("{ref} has no text “{name}” to erase. It has: {names}."),
    "several_such_texts": N_(
        "{ref} has several texts “{name}”. Name the entry instead of the case, one of {seqs}; see them with: "
        "slt history {ref}"
    ),
    "text_is_erased": N_("The text “{name}” of entry {seq} was erased on {on} already; basis: {basis}"),
    "person_not_found": N_("No text holds the name “{person}”. Similar: {similar}."),
    "person_must_stay": N_("“{person}” stands only where it must stay: {places}. Try one of them, to be told why."),
    "erased_for_good": N_(
        "The last request erased texts of {ref}, and what is erased does not come back. To take back an earlier "
        "request, name its case: slt undo REF --reason TEXT"
    ),
    "name_came_with_import": N_(
        "The council was last given the name {council}, as it was brought in, and a name is not taken back: export "
        "the council and bring it in with --name. To take back an earlier request, name its case: slt undo "
        "REF --reason TEXT"
    ),
    "older_agreement_is_erased": N_(
        "The file of {agreement} was erased, so the council cannot work under it again. Enter an agreement instead: "
        "slt agreement renew FILE"
    ),
    "not_compacted": N_(
        "The tables are made anew, but the file {path} is not: {why}. When nobody else uses it, run once more: "
        "slt journal rebuild"
    ),
    "erasure_unfinished": N_(
        "An erasure was broken off: {path} may still hold bytes of the texts. When nobody else uses it, run: "
        "slt journal rebuild"
    ),
    "erased_not_compacted": N_(
        "The texts are erased, and that is recorded (entries {entries}), but the file {path} may still hold bytes of "
        "them: {why}. When nobody else uses it, run: slt journal rebuild"
    ),
}
"""Sentences by an error's code, as in `ERRORS`."""

ERASURE_NOTICES: Final[Mapping[str, str]] = {
    **KEPT,
    "text_erased": N_("{seq} {ref} {field}: erased"),
    "longer_text_erased": N_("{seq} {ref} {field}: erased, with all of the longer text that the name stands in"),
    "text_to_erase": N_("{seq} {ref} {field}: would be erased"),
    "longer_text_to_erase": N_(
        "{seq} {ref} {field}: would be erased, with all of the longer text that the name stands in"
    ),
    "similar_stays": N_("Similar, not erased: “{words}” in {places}"),
    "words_stand_elsewhere": N_("The same words stand elsewhere, not erased: {places}"),
    "name_in_ids": N_(
        "Ids are made of the name and are never erased: {ids}. Begin another post or organisation in their place."
    ),
    "key_is_forgotten": N_("A request that comes again with an erased key is recorded once more."),
    "copies_stay": N_(
        "Backups, exports, printouts and mails from before are out of reach: erase them where they are, and erase "
        "again after restoring an older backup."
    ),
    "agendas_were_sent": N_("Agendas were sent that may tell it: {refs}"),
    "minutes_were_archived": N_("Minutes were archived that may tell it: {refs}"),
    "files_hold_it": N_("Files near the database that still hold it: {files}"),
}
"""Sentences by a notice's code, as in `NOTICES`."""
