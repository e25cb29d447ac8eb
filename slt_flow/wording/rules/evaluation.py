"""Words of the rules on the evaluation of a year and its learning points."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

RULES = {
    "effect_is_assessed": RuleWording(
        N_("the effect of every measure is assessed"),
        N_("No effect has been assessed yet for {missing}."),
        "slt evaluate assess {missing} --challenge CHALLENGE --effect EFFECT",
        seen={"unopened": Explanation(remedy="slt evaluate open {unopened}")},
    ),
    "evaluation_is_complete": RuleWording(
        N_("every measure that was settled in the year has an assessed effect"),
        N_("Measures settled in {year} without an assessed effect: {missing}."),
        "slt evaluate assess {missing} --challenge CHALLENGE --effect EFFECT",
    ),
    "learning_points_are_answered": RuleWording(
        N_("every learning point carried to the year is answered"),
        N_("Learning points carried to {year} or before that have no answer: {learning}."),
        "slt learning answer {learning} --reason TEXT",
    ),
    "year_is_far_enough": RuleWording(
        N_("the agreement lets the year be evaluated by now"),
        N_("The agreement lets {year} be evaluated from {first} on."),
        "slt evaluate adopt {year} --meeting MEETING --consent POSTS --early",
    ),
    "year_is_to_come": RuleWording(
        N_("the year comes after the one it was noted in"),
        N_("The learning point was noted in {noted}; {year} is not a year after that."),
        "slt learning list",
    ),
    "answer_is_given": RuleWording(
        N_("an adopted decision or a reason answers it"),
        N_("A learning point is answered by a decision that was adopted, or by a reason."),
        "slt learning answer {ref} --reason TEXT",
        seen={
            "decision": Explanation(
                N_("{decision} is no answer: it was not adopted on {since} or later, or it is ended. Or give a reason.")
            )
        },
    ),
}
