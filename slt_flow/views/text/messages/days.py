"""Sentences of errors about days, and about work that has no end or recurs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

DAY_ERRORS: Final[Mapping[str, str]] = {
    "period_twice": N_("Name the period once: either as one, or with --from and --to."),
    "bad_date_form": N_(
        "“{given}” is no day here. Write 2026-03-12, 12.3.2026, 12. mars, fredag, uke 23, 1. halvår 2027, M2/26, neste "
        "møte or 3 uker."
    ),
    "day_is_ambiguous": N_("“{given}” may be {first} or {second}. Say which, with its year or as in 2026-03-12."),
    "period_is_no_day": N_("“{given}” is several days, from {first} to {last}. Write one of them."),
    "no_such_week": N_("{year} has no week {week}; its last is week {last}."),
    "no_such_period": N_("A year has no “{given}”: count from 1 to {most}."),
    "no_next_meeting": N_(
        "No meeting of the council is planned after {day}, so “{given}” is no day. Plan it with slt meeting plan DATE, "
        "or write a day."
    ),
    "meeting_called_off": N_("{ref} was called off, so it is nobody's deadline. Write another meeting or a day."),
    "standing_with_day": N_(
        "“{given}” says both that the work has no end and when it ends. Write --due løpende --review DATE, or the day "
        "alone."
    ),
    "standing_is_no_day": N_("“{given}” is no day. Only a deadline can be that; write a day here."),
    "standing_without_review": N_(
        "“{given}” has no end, so say when it is looked at next: --due løpende --review DATE"
    ),
    "review_without_standing": N_(
        "Only work without an end has a review. Write --due løpende beside it, or leave it out."
    ),
    "only_measures_stand": N_(
        "An assignment ends once all beneath it has. Give it a deadline, and let its measures be løpende."
    ),
    "no_rhythm": N_("“{given}” does not say how often. Write ukentlig, månedlig, annenhver uke or hvert kvartal."),
    "day_before_the_agreement": N_("{day} lies before the agreement, which counts from {first}. Check the year."),
    "day_far_ahead": N_(
        "{day} is {years} years ahead, which is mostly a slip. If it is meant, ask again with --far-ahead."
    ),
    "no_such_day": N_("The calendar has no {given}. Write another day, as in 2026-03-12."),
    "day_out_of_reach": N_("{given} is too far away. Write a day of the years {first} to {last}."),
}
"""Sentences by an error's code."""
