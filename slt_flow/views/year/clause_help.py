"""What every clause means here: the help topic of its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

TOPICS: Final[Mapping[str, str]] = {
    "meetings_are_held": N_(
        "Ordinary meetings held in the year are counted. In a year followed only in part fewer are asked for, at least"
        " one."
    ),
    "kommunestyre_is_informed": N_("Meetings of the kind “information” held in the year are counted."),
    "extraordinary_meetings_may_be_requested": N_(
        "A right: a meeting that a party asked for is planned with --kind extraordinary --requested-by PARTY."
    ),
    "agendas_are_sent_in_time": N_(
        "For each meeting of the council the day its agenda was sent is compared with the day it was due. Kinds that"
        " the agreement excepts are left out. A late agenda is recorded as it was; it cannot be mended."
    ),
    "minutes_are_archived": N_(
        "The minutes of each meeting are written from what was recorded, and archived within 30 days unless the"
        " agreement says otherwise. Archived minutes are frozen; what is wrong in them is corrected by an addendum."
    ),
    "every_party_is_represented": N_(
        "At each meeting, and for each item, somebody must be there who can commit each party, or a deputy with a"
        " mandate. Without that nothing can be decided."
    ),
    "council_may_be_extended": N_("Others join as guests, or with a seat where the agreement allows it."),
    "every_decision_has_an_owner": N_(
        "A decision that is to be followed up gets an assignment with one accountable owner within 30 days."
    ),
    "recommendations_are_followed_up": N_(
        "Nothing open is past its deadline. A deadline that cannot be met is moved with a reason, or the work is"
        " cancelled with one."
    ),
    "focus_areas_are_worked_on": N_("In each focus area something is decided, or work goes on, in the year."),
    "owner_is_eligible": N_("An assignment goes to a post that the agreement admits, or that a decision designates."),
    "owner_is_bound": N_("A party binds only itself: an organisation outside the parties accepts its work itself."),
    "consensus_is_reached": N_(
        "Every party consents to the same text, each through its own person, and nobody objects."
    ),
    "within_delegated_authority": N_(
        "What the council may not decide by itself is adopted with a reservation, and takes effect once every competent"
        " body has ratified it."
    ),
    "effects_are_evaluated": N_(
        "At the year's end every settled measure is paired with a challenge and an effect, and the evaluation is"
        " adopted by consensus."
    ),
    "learning_points_are_carried_over": N_(
        "Learning points of the evaluation are carried to the next year and answered there, by a decision or a reason."
    ),
    "agreement_is_evaluated": N_("The agreement itself is evaluated; people record when it was done."),
    "bylaws_are_revised": N_(
        "The police by-laws are revised in the light of the focus areas: by a decision of the kind “bylaws”, or"
        " recorded by people."
    ),
    "action_plan_is_adopted": N_("An action plan that covers the year has been adopted by consensus."),
    "knowledge_is_gathered": N_("The sources that the agreement names are registered in the year they are used."),
    "contact_is_present": N_(
        "The police contact's days in the municipality are recorded; whole weeks without are named. A week may be"
        " entered a fortnight late."
    ),
    "youth_council_is_heard": N_(
        "What the youth council said is recorded with the day; once a year at the least, twice is advised."
    ),
    "coordination_meetings_are_held": N_(
        "Meetings of the kind “coordination” are counted, for each coordinating group; once a year at the least, twice"
        " is advised."
    ),
    "those_concerned_are_involved": N_(
        "Work owned by organisations outside the parties shows it, and so does what people record."
    ),
    "activities_are_coordinated": N_("Meetings of the coordinating level show it, and so does what people record."),
    "digital_presence_is_kept": N_("People record it; nothing else shows it."),
    "target_group_is_served": N_("People record it; nothing else shows it."),
    "minutes_are_approved_if_agreed": N_("Minutes are approved by a later meeting before they are archived."),
    "approval_is_given_as_agreed": N_("A report is approved by the secretary, or by the council in a meeting."),
}
"""What a clause means in the follow-up, by its key."""
