"""Words of the gates: what the follow-up itself asks, whatever the agreement says."""

from slt_flow.terms import N_
from slt_flow.wording.records import Explanation, RuleWording

GATES = {
    "every_party_has_joined_anew": RuleWording(
        refusal=N_(
            "The parties renew the agreement, not the council, and the file names what they did for the present one: "
            "{earlier}. Write who adopted or signed the new one for each of them, and on which day."
        ),
        remedy="slt agreement renew {file}",
    ),
    "removed_posts_own_nothing": RuleWording(
        refusal=N_("The new agreement no longer has these posts, and they are accountable for open work: {holding}.")
    ),
    "removed_areas_hold_nothing": RuleWording(
        refusal=N_("The new agreement no longer has these focus areas, and decisions are open in them: {holding}.")
    ),
    "removed_parties_own_nothing": RuleWording(
        refusal=N_("These posts belong to a party that has not signed the new agreement, and own open work: {holding}.")
    ),
    "case_goes_on": RuleWording(
        refusal=N_("{ref} is “{state}”, from where no case comes to version {newer}: {why}"),
        remedy="slt next {ref}",
        seen={
            "no_such_state": Explanation(N_("{ref} is “{state}”, and version {newer} has no such state.")),
            "no_such_action": Explanation(
                N_("{ref} is of a kind that names actions which version {newer} does not have.")
            ),
        },
    ),
    "action_is_here": RuleWording(
        refusal=N_("That cannot be done while the case is “{state}”. Possible now: {actions}."),
        remedy="slt next {ref}",
        seen={"only_an_addendum": Explanation(remedy="slt meeting addendum {ref} TEXT")},
    ),
    "act_has_a_basis": RuleWording(
        refusal=N_("{acted_by} is outside the parties: say on what ground you record it (an e-mail, a letter)."),
        remedy="{again} --basis TEXT",
        seen={
            "own_stance": Explanation(
                N_(
                    "{acted_by} has taken a stance itself, signed in: {own_stance}. It stands until it says otherwise; "
                    "to record another all the same, say on what ground (an e-mail, its words)."
                )
            ),
            "objects": Explanation(
                N_("{acted_by} objected: say on what ground you record that it does no longer (an e-mail, its words).")
            ),
            "own_work": Explanation(
                N_("{acted_by} is to confirm work of your own: say on what ground you record it (an e-mail, a letter).")
            ),
        },
    ),
    "who_led_is_recorded": RuleWording(
        refusal=N_(
            "{leader} is not recorded as having led {meeting}; what the leader did there is the act of the one who "
            "led. Record who did: a post that was there."
        ),
        remedy="slt meeting attend {meeting} POST --led-by POST",
    ),
    "nothing_is_dated_backwards": RuleWording(
        refusal=N_("The day {on} is before the last entry of the case, {last_on}."), remedy="{again} --on {last_on}"
    ),
    "nothing_changed_meanwhile": RuleWording(
        refusal=N_("Somebody changed the case meanwhile: its last entry is {last_seq}, not {if_seq}."),
        remedy="slt history {ref}",
    ),
    "nothing_builds_on_it": RuleWording(
        refusal=N_("Later entries build on it: {refs}. Take those back first."),
        remedy="slt undo {first_of_refs} --reason TEXT",
    ),
    "minutes_are_not_frozen": RuleWording(
        refusal=N_("The minutes of {minutes} are archived; they are corrected by an addendum."),
        remedy="slt meeting addendum {minutes} TEXT",
    ),
}
