"""Words of the forecasts that several obligations share."""

from slt_flow.terms import N_

FORECASTS = {
    "enough": N_("{done} of {needed}."),
    "on_the_way": N_("{done} of {needed}; next planned {next}. That will do, if they are held."),
    "not_enough_planned": N_("{done} of {needed}; next planned {next}. {missing} more must be planned."),
    "none_planned": N_("{done} of {needed}; none is planned. {missing} more must be planned."),
    "too_few": N_("{done} of {needed}."),
    "at_every_action": N_("Asked each time; it cannot be passed by."),
    "corrected": N_("Recorded after the year had ended: {refs}. Without that the verdict would be another."),
    "mended_by_correction": N_("Corrected on {day}: {refs}. Until then it was broken."),
    "advised": N_("Advice, beyond what you agreed: at least {per_year} a year."),
    "passed": N_("Advice, beyond what you agreed: within {days} days. It took longer for {refs}."),
    "meeting_moved": N_("{refs} was moved; before that it was set for {days}."),
    "was_late": N_("Done after its day: {refs}."),
    "brought_in": N_(
        "From before the follow-up here: {refs}. How it came to stand so is not recorded, and counts for nothing."
    ),
    "newer_entered_late": N_("The newer agreement counts from {since} and was entered {day}; asked for until then."),
    "too_short": N_("Not judged: less than six months of the year are followed up under this clause."),
    "part_of_a_year": N_("Counted for a part of the year: {needed} of {whole} in a whole year."),
    "by_part": N_("By part of the year: {parts}."),
    "rests_on_exempt": N_("The verdict rests on what is exempt from public access."),
}
"""Sentences by the forecast's code."""

INSTEAD = {"too_few": ""}
"""Commands for some of these codes in place of the obligation's own; "" where the time has passed."""
