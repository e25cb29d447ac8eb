"""Words of the obligations to meet."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

OBLIGATIONS = {
    "meetings_are_held": ObligationWording(
        N_(
            "Ordinary meetings held in the year are counted, not those called at short notice, nor those at which "
            "nobody could commit a party. In a year followed only in part fewer are asked for."
        ),
        "slt meeting plan DATE",
        {
            "short_notice_not_counted": N_("Called at short notice, and so no fixed meeting: {refs}."),
            "party_not_there": N_("Not counted, since nobody who can commit {parties} was there: {refs}."),
        },
    ),
    "kommunestyre_is_informed": ObligationWording(
        N_("Meetings of the kind “information” held in the year are counted, with the record of who informed."),
        "slt meeting plan DATE --kind information",
        {
            "informed_by": N_("{refs}: informed by {names}."),
            "nobody_informed": N_("Not counted, since nobody is recorded who informed: {refs}."),
        },
    ),
    "coordination_meetings_are_held": ObligationWording(
        N_(
            "Meetings of the kind “coordination” are counted, for each coordinating group; once a year at the least, "
            "twice is advised. One at which nobody was but its organiser is none."
        ),
        "slt meeting plan DATE --kind coordination",
        {
            "nobody_else_there": N_("Not counted, since at most one was there: {refs}."),
            "organiser_not_there": N_("{post}, who is to organise them, was not at {refs}."),
        },
    ),
    "extraordinary_meetings_may_be_requested": ObligationWording(
        N_("A right: a meeting that a party asked for is planned with --kind extraordinary --requested-by PARTY."),
        forecasts={
            "nobody_asked": N_("Nobody has asked for one."),
            "requested_not_held": N_("Asked for and not held: {refs}."),
            "requested_ahead": N_("Asked for and planned: {refs}, {day}."),
        },
    ),
    "agendas_are_sent_in_time": ObligationWording(
        N_(
            "For each meeting of the council the day its agenda was sent is compared with the day it was due. Kinds "
            "that the agreement excepts are left out. A late agenda is recorded as it was; it cannot be mended."
        ),
        "slt meeting call {ref} --sent DATE",
        {
            "agenda_was_late": N_("Sent too late: {refs}."),
            "agenda_not_sent": N_("No agenda is recorded as sent for {refs}; the first was due {day}."),
            "agenda_never_recorded": N_(
                "No agenda was recorded as sent for {refs} before the minutes were archived; the first was due {day}."
            ),
            "agenda_ahead": N_("The agenda of {refs} is due {day}."),
        },
        instead={"agenda_was_late": "", "agenda_never_recorded": ""},
    ),
    "minutes_are_archived": ObligationWording(
        N_(
            "The minutes of each meeting are written from what was recorded, and archived by the end of the year, or "
            "in the days that the agreement says; 30 days are advice. Archived minutes are frozen; what is wrong in "
            "them is corrected by an addendum."
        ),
        "slt do {ref} archive --through",
        {
            "minutes_missing": N_("Minutes not archived: {refs}; the first were due {day}."),
            "minutes_ahead": N_("The minutes of {refs} are to be archived by {day}."),
            "minutes_too_late": N_("Archived after the year had ended: {refs}."),
        },
        instead={"minutes_too_late": ""},
    ),
    "every_party_is_represented": ObligationWording(
        N_(
            "At each meeting, and for each item, somebody must be there who can commit each party, or a deputy with a "
            "mandate. Without that nothing can be decided."
        ),
        forecasts={"party_was_missing": N_("Nobody who can commit {parties} was at {refs}.")},
    ),
    "council_may_be_extended": ObligationWording(
        N_("Others join as guests, or with a seat where the agreement allows it.")
    ),
    "post_attends_regularly": ObligationWording(
        N_(
            "The meetings at which the post or its deputy was, or where it was the deputy of another, are counted, for "
            "each kind; none in a year is too few."
        ),
        forecasts={"times_there": N_("At {times} of {of} meetings.")},
    ),
    "meetings_are_led_as_agreed": ObligationWording(
        N_("The meetings that the post led are counted; meetings that another led say so."),
        forecasts={"times_led": N_("Led {times} of {of} meetings.")},
    ),
}
