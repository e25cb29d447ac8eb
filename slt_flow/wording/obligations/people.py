"""Words of the obligations that people see to."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

OBLIGATIONS = {
    "contact_is_present": ObligationWording(
        N_(
            "The police contact's days in the municipality are recorded; whole weeks without are named. A week may be "
            "entered a fortnight late."
        ),
        "slt agreement fulfil contact_is_present --on DATE",
        {
            "no_presence": N_("No week has been recorded; {needed} have passed."),
            "weeks_missing": N_("{done} of {needed} weeks; missing: week {weeks}."),
            "weeks_to_record": N_("{done} of {needed} weeks; still to record: week {weeks}."),
            "weeks_present": N_("{done} of {needed} weeks."),
        },
    ),
    "youth_council_is_heard": ObligationWording(
        N_("What the youth council said is recorded with the day; once a year at the least, twice is advised."),
        "slt agreement fulfil youth_council_is_heard --on DATE --note TEXT",
    ),
    "activities_are_coordinated": ObligationWording(
        N_("Meetings of the coordinating level show it, and so does what people record.")
    ),
    "digital_presence_is_kept": ObligationWording(N_("People record it; nothing else shows it.")),
    "target_group_is_served": ObligationWording(N_("People record it; nothing else shows it.")),
}
