"""Words of the obligations to plan, evaluate and learn."""

from slt_flow.terms import N_
from slt_flow.wording.records import ObligationWording

OBLIGATIONS = {
    "action_plan_is_adopted": ObligationWording(
        N_("An action plan that covers the year, with measures in it, has been adopted by consensus."),
        "slt plan open {year}",
        {
            "no_action_plan": N_("No action plan covers {year} yet."),
            "plan_adopted_empty": N_("{plans} had no measure with an owner and a deadline when it was adopted."),
            "plan_is_empty": N_("In {plans} no measure has an owner and a deadline for {year}."),
        },
        instead={"plan_is_empty": "slt measure add ASSIGNMENT TITLE --owner POST --due DATE"},
    ),
    "effects_are_evaluated": ObligationWording(
        N_(
            "At the year's end every settled measure is paired with a challenge and an effect, and the evaluation is "
            "adopted by consensus."
        ),
        "slt evaluate open {year}",
        {
            "evaluated_early": N_("Adopted too early to cover the year, since more came after it: {refs}."),
            "evaluated_late": N_("Adopted {day}, after the year had ended."),
            "evaluation_is_open": N_("The evaluation of {year} is open and not adopted yet."),
            "evaluation_ahead": N_("The evaluation can begin {day}."),
            "not_evaluated": N_("The evaluation of {year} has not been adopted."),
        },
        instead={"evaluation_is_open": "slt evaluate show {year}"},
    ),
    "learning_points_are_carried_over": ObligationWording(
        N_(
            "Learning points of the evaluation are carried to the next year and answered there, by a decision or a "
            "reason."
        ),
        "slt learning answer {ref} --reason TEXT",
        {"learning_left": N_("Neither answered nor carried on: {refs}.")},
    ),
    "agreement_is_evaluated": ObligationWording(
        N_(
            "The agreement itself is evaluated: by a decision of the kind “agreement_evaluation”, or as people record "
            "it. A new agreement evaluates nothing."
        ),
        "slt agreement fulfil {clause} DATE --note TEXT",
        {"agreement_not_evaluated": N_("To be evaluated by {day}.")},
    ),
    "bylaws_are_revised": ObligationWording(
        N_(
            "The police by-laws are revised in the light of the focus areas: by a decision of the kind “bylaws”, or "
            "recorded by people. Where no number of years is agreed, the last time is shown and nothing is judged."
        ),
        "slt decision register TITLE --kind bylaws",
        {
            "bylaws_not_revised": N_("To be revised by {day}, every {years} years."),
            "bylaws_last_revised": N_("Last revised {day}; how often is not agreed."),
            "bylaws_never_revised": N_("No revision is recorded; how often is not agreed."),
        },
    ),
    "knowledge_is_gathered": ObligationWording(
        N_("The sources that the agreement names are registered in the year they are used."),
        "slt knowledge add ID --title TITLE --source SOURCE",
        {
            "knowledge_missing": N_("{done} of {needed} sources; still missing: {sources}."),
            "no_knowledge": N_("No knowledge has been registered this year."),
        },
    ),
    "people_do_it_every_few_years": ObligationWording(
        N_("People record when it was done, and the years since are counted."),
        "slt agreement fulfil {clause} DATE --note TEXT",
        {"not_done_again": N_("To be done by {day}, every {years} years.")},
    ),
}
