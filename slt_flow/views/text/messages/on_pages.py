"""Errors in words for those who fill in a form on a page, where those of commands name their options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

_NO_CHOICE: Final = N_(
    "“{given}” is none of the choices. Open the page again, and choose among those that stand there."
)

_UNFIT: Final = N_(
    "The council's register cannot be used just now, so nothing was recorded. Tell those who run these pages, who must "
    "look at it, and try again later."
)
_FAILS: Final = N_(
    "The computer that serves these pages cannot read or write just now ({why}), so nothing was recorded. Tell those "
    "who run it, and try again later."
)

ON_PAGES: Final[Mapping[str, str]] = {
    "kind_not_named": N_(
        "“{title}” sounds like {kind_label}, ratified by {bodies}. Choose the kind of decision, say who must ratify "
        "it, or say that it is within delegated authority."
    ),
    "title_exceeds": N_(
        "“{title}” sounds like {kind_label}, ratified by {bodies}. Say first whether {ref} exceeds the council's "
        "authority, or withdraw it and register it as a decision of that kind."
    ),
    "kind_has_a_command": N_(
        "A decision of the kind {kind_label} is made of what is registered, so it has a form of its own at the office."
    ),
    "exemption_needs_basis": N_(
        "Say on what legal basis {ref} is exempt from public access, such as “offl. § 24” (control and prosecution)."
    ),
    "weekly_from_one_day": N_("Every week is counted on from one day. Give one day."),
    "answers_missing": N_("Not filled in: {fields}."),
    "nobody_present": N_("Say who was there."),
    "sent_day_needed": N_("The meeting {ref} is past. Say when its agenda was sent."),
    "standing_without_review": N_("“{given}” has no end. Say when it is looked at next."),
    "both_days_of_absence": N_("Give both the first and the last day."),
    "post_or_auditor": N_("Name a post, or choose an auditor, who has none: one of them, and not both."),
    "no_next_meeting": N_(
        "No meeting of the council is planned after {day}, so “{given}” is no day. Plan one, or write a day."
    ),
    "deputy_without_post": N_("A deputy acts for a post. Name it."),
    "no_grounds_named": N_("Say what {ref} is based on: a challenge, a source of knowledge, or both."),
    "answer_not_asked": N_("The form says more than “{action}” on {ref} asks for. Open the page again."),
    "unknown_action": N_("{ref} has no “{action}”. Open the page of the case to see what can be done with it."),
    "name_came_with_import": N_(
        "The council was last given the name {council}, as it was brought in, and a name is not taken back here. To "
        "take back an earlier request, name its case."
    ),
    "nothing_to_record": N_("Say what to record of {ref}."),
    "which_council": N_("These pages are of no council any more. Tell those who run them."),
    "unreadable_letters": N_("The field “{field}” has letters from place {at} on that cannot be read. Type it again."),
    "database_locked": N_(
        "The council's register is in use by another program just now, so nothing was recorded. Wait a moment and try "
        "again."
    ),
    "head_fell_back": N_(
        "An older copy of the council's register has been put in its place, so nothing is recorded now, and what is "
        "read may be older than it was. Tell those who run these pages, who must look at it."
    ),
    "attachment_gone": N_("The file {name} is missing. Tell those who run these pages, who have a copy."),
    "attachment_changed": N_(
        "The file {name} is not as it was attached any more. Tell those who run these pages, who have a copy."
    ),
    "disk_fails": _FAILS,
    "machine_fails": _FAILS,
    "sessions_unusable": _FAILS,
    **dict.fromkeys(
        (
            "break_beyond_acceptance",
            "corrupt_row",
            "damaged_database",
            "database_unusable",
            "journal_broken",
            "network_share",
            "newer_schema",
            "no_database",
            "not_our_database",
            "older_schema",
            "other_format",
            "structure_broken",
            "synced_folder",
            "unknown_schema",
            "wal_on_old_sqlite",
        ),
        _UNFIT,
    ),
    "unknown_party": _NO_CHOICE,
    "unknown_kind": _NO_CHOICE,
    "unknown_level": _NO_CHOICE,
    "unknown_stance": _NO_CHOICE,
    "unknown_outcome": _NO_CHOICE,
    "unknown_meeting_kind": _NO_CHOICE,
    "unknown_effect_given": _NO_CHOICE,
    "unknown_state_filter": _NO_CHOICE,
}
"""Sentences by an error's code."""
