"""Words of the obligations to follow up what is decided."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

OBLIGATIONS = {
    "every_decision_has_an_owner": ObligationWording(
        N_(
            "A decision that is to be followed up gets an assignment with one accountable owner by the end of the "
            "year, or in the days that the agreement says; 30 days are advice."
        ),
        "slt assign {ref} POST --due DATE",
        {
            "decision_unowned": N_("Nobody has been given {refs}; it was due {day}."),
            "decision_to_assign": N_("{refs} is to be given an owner by {day}."),
            "owned_too_late": N_("Given an owner after the year had ended: {refs}."),
            "decision_closed_alone": N_("Closed without an owner, and without the council: {refs}."),
            "decision_ended": N_("{refs}: ended by the council in {named}, without an owner."),
        },
        instead={"owned_too_late": "", "decision_closed_alone": "slt undo {ref} --reason TEXT"},
    ),
    "recommendations_are_followed_up": ObligationWording(
        N_(
            "Nothing open is past the deadline that the council set. What cannot be done in time is moved or ended by "
            "the council in a meeting; who else moves or cancels it is shown, and it counts as before."
        ),
        "slt next {ref}",
        {
            "work_is_late": N_("Past the deadline: {refs}."),
            "work_cancelled_is_late": N_("Cancelled without the council, and past the deadline: {refs}."),
            "work_was_late": N_("Done after the deadline: {refs}."),
            "deadline_moved": N_("{refs}: moved by {posts}, times: {number}; the council's deadline is {day}."),
            "times_missed": N_("{refs}: recurring work that was not done, times: {number}."),
            "work_dropped": N_("{refs}: {done} of {total} pieces of work carried out, {dropped} cancelled by {posts}."),
            "work_ended": N_(
                "{refs}: {done} of {total} pieces of work carried out, {dropped} ended by the council in {named}."
            ),
            "next_deadline": N_("Next deadline: {refs}, {day}."),
        },
        instead={"work_was_late": "", "work_cancelled_is_late": "slt undo {ref} --reason TEXT"},
    ),
    "focus_areas_are_worked_on": ObligationWording(
        N_("In each focus area of the period something is decided, or work goes on, in the year."),
        "slt decision register TITLE --area AREA",
        {
            "areas_untouched": N_("{done} of {needed} focus areas; still nothing in: {areas}."),
            "no_areas_agreed": N_("Nothing is agreed for now: the period of the focus areas ended {day}."),
        },
    ),
    "consensus_is_reached": ObligationWording(
        N_("Every party consents to the same text, each through its own person, and nobody objects.")
    ),
    "within_delegated_authority": ObligationWording(
        N_(
            "What the council may not decide by itself is adopted with a reservation, and takes effect once every "
            "competent body has ratified it."
        )
    ),
    "owner_is_eligible": ObligationWording(
        N_("An assignment goes to a post that the agreement admits, or that a decision designates.")
    ),
    "owner_is_bound": ObligationWording(
        N_("A party binds only itself: an organisation outside the parties accepts its work itself.")
    ),
    "parent_is_planned": ObligationWording(
        N_("No measure begins before its assignment is planned at the coordinating level.")
    ),
    "those_concerned_are_involved": ObligationWording(
        N_("Work owned by organisations outside the parties shows it, and so does what people record.")
    ),
}
