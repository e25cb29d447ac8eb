"""Words of the obligations that people see to."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

RECORD = "slt agreement fulfil {clause} DATE --note TEXT"
"""Command by which people record what they did."""

OBLIGATIONS = {
    "contact_is_present": ObligationWording(
        N_(
            "The police contact's days in the municipality are recorded; whole weeks without are named. A week may be "
            "entered a fortnight late."
        ),
        RECORD,
        {
            "no_presence": N_("No week has been recorded; {needed} have passed."),
            "weeks_missing": N_("{done} of {needed} weeks; missing: week {weeks}."),
            "weeks_to_record": N_("{done} of {needed} weeks; still to record: week {weeks}."),
            "weeks_present": N_("{done} of {needed} weeks."),
        },
    ),
    "youth_council_is_heard": ObligationWording(
        N_(
            "What the youth council said is recorded with the day, by the post it comes through; once a year at the "
            "least, twice is advised."
        ),
        RECORD,
    ),
    "activities_are_coordinated": ObligationWording(
        N_("Meetings of the coordinating level show it, and so does what people record.")
    ),
    "digital_presence_is_kept": ObligationWording(N_("People record it; nothing else shows it."), RECORD),
    "target_group_is_served": ObligationWording(N_("People record it; nothing else shows it."), RECORD),
    "prevention_unit_is_met": ObligationWording(
        N_(
            "The coordinator's meetings with the police's prevention unit are recorded with their days; once a year at "
            "the least, twice is advised. Meetings of the coordinating level are others."
        ),
        RECORD,
    ),
    "people_see_to_it": ObligationWording(N_("People record it; nothing else shows it."), RECORD),
    "people_do_it_every_year": ObligationWording(
        N_("People record each time with its day, and the times are counted over the year."), RECORD
    ),
}
