"""Words of the rules of meetings."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

RULES = {
    "meeting_is_held": RuleWording(
        N_("the meeting is held"),
        N_("The meeting {meeting} ({day}) has not been recorded as held on or before {on}."),
        "slt meeting hold {meeting} --present POSTS",
        seen={
            "held": Explanation(remedy="{again} --on {day}"),
            "to_come": Explanation(remedy="slt meeting hold {meeting} --present POSTS --on {day}"),
        },
    ),
    "post_is_at_the_meeting": RuleWording(
        N_("the post is at the meeting"),
        N_("{post} is not at the meeting ({presence})."),
        "slt meeting show {meeting}",
    ),
    "meeting_may_decide": RuleWording(
        N_("the meeting can take decisions"),
        N_("{meeting} cannot take this decision: it is of the kind “{kind}”, or was cancelled."),
        "{again} --meeting MEETING",
        seen={
            "final": Explanation(
                N_(
                    "The minutes of {meeting} are approved or archived; nothing new is put to it. Put it to another "
                    "meeting."
                )
            ),
            "written": Explanation(
                N_("The minutes of {meeting} are written; nothing new is put to it until they are opened again."),
                "slt meeting reopen {meeting} --reason TEXT",
            ),
        },
    ),
    "nothing_is_left_tabled": RuleWording(
        N_("nothing on the agenda is left undecided"),
        N_("Still on the agenda, neither concluded nor postponed: {tabled}."),
        "slt decision postpone {tabled} --reason TEXT",
    ),
    "minutes_are_approved_in_a_meeting": RuleWording(
        N_("another meeting approves the minutes"),
        N_("{meeting} is not another meeting that was held, on that day or later."),
        "slt meeting list",
    ),
    "minutes_are_approved_if_agreed": RuleWording(
        N_("the minutes are approved, where the agreement wants it"),
        N_("The agreement wants the minutes approved before they are archived."),
        "slt meeting approve {ref} --meeting MEETING",
        topic=N_("Minutes are approved by a later meeting before they are archived."),
    ),
}
