"""Words of the rules on mandate and ownership."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

RULES = {
    "within_delegated_authority": RuleWording(
        N_("the council may decide it by itself"),
        N_("The decision exceeds delegated authority; it must be ratified by {bodies}."),
        "slt decision adopt-conditionally {ref}",
        barred=Explanation(
            N_("The council may decide this by itself; nobody needs to ratify it."), "slt why {ref} adopt"
        ),
        standard=N_("Delegated authority is respected."),
    ),
    "body_is_asked": RuleWording(
        N_("the body is one that the decision waits for"),
        N_("{body} is not waited for; the decision waits for {waiting}."),
        "slt decision ratify {ref} --body {waiting} --case CASE --date DATE",
    ),
    "ratification_is_dated_after_the_decision": RuleWording(
        N_("it is dated after the decision"),
        N_("It cannot be dated {date}: it was adopted conditionally on {since}, and this is recorded for {on}."),
        "{again} --date DATE",
    ),
    "every_ratification_is_recorded": RuleWording(
        N_("every ratification is recorded"),
        N_("Still to ratify: {waiting}."),
        "slt decision ratify {ref} --body {waiting} --case CASE --date DATE",
    ),
    "owner_is_eligible": RuleWording(
        N_("the agreement lets the post be accountable"),
        N_("{owner} cannot own an assignment under the agreement. These can: {eligible}."),
        "{again} --owner {eligible}",
        'owner = "POST"',
    ),
    "owner_is_bound": RuleWording(
        N_("the accountable organisation is bound by the decision, or has accepted the work itself"),
        N_("{organisation} is outside the parties and has not accepted this work itself."),
        "slt do {ref} offer --owner {owner} --reason TEXT",
        barred=Explanation(
            N_("{organisation} is bound already; the work can be handed over directly."),
            "slt do {ref} hand-over --owner {owner} --reason TEXT",
        ),
        standard=N_("A party binds only itself."),
    ),
    "post_is_held": RuleWording(
        N_("somebody holds the post"),
        N_("The post {post} is vacant; nobody can do this for it."),
        "slt appoint {post} NAME",
        seen={"day": Explanation(remedy="slt appoint {post} NAME --on {day}")},
    ),
    "approval_is_given_as_agreed": RuleWording(
        N_("it is approved as the agreement says"),
        N_("The report is approved by {by}, as agreed; this would be by {acted_by}."),
        "slt assignment approve {ref} --meeting MEETING",
        topic=N_("A report is approved by the secretary, or by the council in a meeting."),
    ),
    "ending_decision_is_adopted_later": RuleWording(
        N_("another decision is adopted after it"),
        N_("{decision} is not another decision that the council adopted later, on or before {on}."),
        "slt decision register TITLE --text TEXT --meeting MEETING",
    ),
    "ending_decision_names_the_ended": RuleWording(
        N_("the other decision names it"),
        N_("The text of {decision} does not name {ended}, which it is to end."),
        "slt decision register TITLE --text TEXT --meeting MEETING",
    ),
    "ending_decision_is_ratified_alike": RuleWording(
        N_("the same bodies ratified both"),
        N_("The decision was ratified by {lacking}; {decision} was not."),
        "slt decision register TITLE --text TEXT --meeting MEETING --needs-ratification {lacking}",
    ),
    "another_decision_says_so": RuleWording(
        N_("a later decision that names it ends it, ratified by the same bodies"),
        N_("The decision named does not end this one."),
        "slt decision register TITLE --text TEXT --meeting MEETING",
    ),
    "council_may_be_extended": RuleWording(
        N_("the agreement lets others join with a seat"),
        N_("Under this agreement others join as guests, without a seat."),
        "slt post add ID --title TITLE --organisation ORGANISATION --level LEVEL",
    ),
}
