"""Words of the obligations to meet."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

OBLIGATIONS = {
    "meetings_are_held": ObligationWording(
        N_(
            "Ordinary meetings held in the year are counted. In a year followed only in part fewer are asked for, at "
            "least one."
        ),
        "slt meeting plan DATE",
    ),
    "kommunestyre_is_informed": ObligationWording(
        N_("Meetings of the kind “information” held in the year are counted."),
        "slt meeting plan DATE --kind information",
    ),
    "coordination_meetings_are_held": ObligationWording(
        N_(
            "Meetings of the kind “coordination” are counted, for each coordinating group; once a year at the least, "
            "twice is advised."
        ),
        "slt meeting plan DATE --kind coordination",
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
            "agenda_ahead": N_("The agenda of {refs} is due {day}."),
        },
        instead={"agenda_was_late": ""},
    ),
    "minutes_are_archived": ObligationWording(
        N_(
            "The minutes of each meeting are written from what was recorded, and archived within 30 days unless the "
            "agreement says otherwise. Archived minutes are frozen; what is wrong in them is corrected by an "
            "addendum."
        ),
        "slt do {ref} archive --through",
        {
            "minutes_missing": N_("Minutes not archived: {refs}; the first were due {day}."),
            "minutes_ahead": N_("The minutes of {refs} are to be archived by {day}."),
        },
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
}
