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
            "to_come": Explanation(remedy="slt meeting show {meeting}"),  # nobody holds it ahead of its day
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
    "named_meeting_is_held": RuleWording(
        N_("the named meeting was held"),
        N_("{meeting} has not been held."),
        "slt meeting hold {meeting} --present POSTS",
        seen={
            "called_off": Explanation(
                N_("{meeting} was cancelled; name a meeting that was held."), "{again} --meeting MEETING"
            ),
            "to_come": Explanation(remedy="{again} --meeting MEETING"),
        },
    ),
    "named_meeting_may_attest": RuleWording(
        N_("the named meeting is one that can answer for it"),
        N_("{meeting} is of the kind “{kind}”, which cannot answer for this; these can: {kinds}."),
        "{again} --meeting MEETING",
    ),
    "named_meeting_comes_afterwards": RuleWording(
        N_("the named meeting is another one, after what it is to have seen"),
        N_("{meeting} was held on {day}: name another meeting, held on {since} or later."),
        "{again} --meeting MEETING",
        seen={
            "to_come": Explanation(
                N_("{meeting} was held on {day}, after the day that this is recorded for, {on}."), "{again} --on {day}"
            )
        },
    ),
    "work_beneath_was_there_to_see": RuleWording(
        N_("the work beneath it was there to see at the named meeting"),
        N_("{late} came or was delivered after {meeting} on {day}: settle that first, or name a later meeting."),
        "slt next {late}",
    ),
    "somebody_else_was_there": RuleWording(
        N_("somebody was at the named meeting who had no part in it"),
        N_("Only those whose work it is were at {meeting}: {present}. Name a meeting at which others saw it."),
        "{again} --meeting MEETING",
    ),
    "named_minutes_are_open": RuleWording(
        N_("the minutes of the named meeting are open"),
        N_("The minutes of {meeting} are approved or archived, and do not tell of this. Name a later meeting."),
        "{again} --meeting MEETING",
    ),
    "meeting_attests": RuleWording(
        N_("a meeting that is named was held afterwards, others were there, and its minutes tell of it"),
        N_("The named meeting is no evidence of this."),
        "{again} --meeting MEETING",
    ),
    "minutes_are_approved_if_agreed": RuleWording(
        N_("the minutes are approved, where the agreement wants it"),
        N_("The agreement wants the minutes approved before they are archived."),
        "slt meeting approve {ref} --meeting MEETING",
        topic=N_("Minutes are approved by a later meeting before they are archived."),
    ),
}
