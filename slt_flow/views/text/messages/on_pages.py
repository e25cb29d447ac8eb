"""Errors in words for those who fill in a form on a page, where those of commands name their options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

ON_PAGES: Final[Mapping[str, str]] = {
    "kind_not_named": N_(
        "“{title}” sounds like {kind}, ratified by {bodies}. Choose the kind of decision, say who must ratify it, or "
        "say that it is within delegated authority."
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
}
"""Sentences by an error's code."""
