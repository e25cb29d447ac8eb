"""Words of the rules on the levels of work."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

RULES = {
    "has_owner_and_deadline": RuleWording(
        N_("there is one accountable owner and a deadline"),
        N_("An accountable owner and a deadline are needed."),
        "{again} --owner POST --due DATE",
    ),
    "has_a_child": RuleWording(
        N_("there is work beneath it that is not cancelled"),
        N_("There is no measure beneath it that is not cancelled."),
        "slt measure add {ref} TITLE --owner POST --due DATE",
    ),
    "every_child_has_owner_and_deadline": RuleWording(
        N_("all work beneath it has an accountable owner and a deadline"),
        N_("These lack an owner or a deadline: {lacking}."),
        "slt hand-over {lacking} POST --reason TEXT",
    ),
    "deadline_is_after_the_meeting": RuleWording(
        N_("the deadline is not before the meeting that decided it"),
        N_("The deadline {due} is before the meeting that decided it, {meeting_day}."),
        "{again} --due {meeting_day}",
        "due = {meeting_day}",
    ),
    "deadline_is_within_parent": RuleWording(
        N_("the deadline is within that of the case above"),
        N_("The deadline {due} is after that of {parent}, {parent_due}."),
        "slt reschedule {parent} {due} --reason TEXT",
        "due = {parent_due}",
    ),
    "children_end_in_time": RuleWording(
        N_("open work beneath it ends within the deadline"),
        N_("The deadline {due} is before those of open work beneath it: {children}."),
        "slt reschedule {children} {due} --reason TEXT",
    ),
    "it_has_no_end": RuleWording(
        N_("the work has no end, and a day of review"),
        N_("It ends on {due}, so there is nothing to review."),
        "slt reschedule {ref} løpende --review DATE --reason TEXT",
    ),
    "next_review_is_to_come": RuleWording(
        N_("the next review comes after this one"),
        N_("The next review, {due}, is not after this one, {on}."),
        "{again} --due DATE",
    ),
    "it_recurs": RuleWording(
        N_("the work is done again and again, in a rhythm"),
        N_("It has no rhythm, so it is done once."),
        "slt do {ref} finish --result TEXT --through",
    ),
    "day_has_come": RuleWording(
        N_("the day it was done on has come"), N_("{date} is after {on}: it is not done yet."), "{again} --date {on}"
    ),
    "parent_is_planned": RuleWording(
        N_("the case above is planned"),
        N_("{parent} has not been planned yet."),
        "slt do {parent} plan --through",
    ),
    "work_has_begun": RuleWording(
        N_("work beneath it has begun"), N_("No work has begun on {children}."), "slt next {children}"
    ),
    "every_child_is_settled": RuleWording(
        N_("nothing beneath it is open"), N_("Still open beneath it: {open}."), "slt next {open}"
    ),
    "a_child_is_achieved": RuleWording(
        N_("something beneath it was carried out"),
        N_("Nothing beneath it has been carried out: {children}."),
        "slt next {children}",
        barred=Explanation(N_("Something beneath it has been carried out."), "slt show {ref}"),
    ),
    "is_verified_by_another": RuleWording(
        N_("somebody confirms it who had no part in it, or a meeting has seen it"),
        N_("{acted_by} owned this work or acted in it; somebody else confirms it, or a meeting it was presented in."),
        "{again} --meeting MEETING",
    ),
}
