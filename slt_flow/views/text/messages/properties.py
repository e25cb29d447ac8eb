"""Properties of workflows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

PROPERTIES: Final[Mapping[str, str]] = {
    "adopted_by_consent": N_("what is adopted has every party's consent to that very text, and nobody's objection"),
    "an_amendment_voids_stances": N_("an amendment voids what was said before"),
    "every_item_is_concluded_one_way": N_("once all have spoken exactly one way to conclude is open"),
    "one_accountable_owner": N_("all open work has one accountable owner and a deadline"),
    "nobody_is_bound_by_another": N_("work of an outside organisation begins only when it has accepted it itself"),
    "nothing_skips_the_coordinating_level": N_("nothing is carried out without passing the coordinating level"),
    "verified_by_another": N_("nobody verifies their own work without a meeting"),
    "closed_only_over_settled_work": N_("nothing closes over open work"),
    "ends_never_change": N_("what has ended never changes"),
    "an_end_can_be_reached": N_("from everywhere an end can be reached"),
    "no_action_is_dead": N_("every action can be passed somewhere"),
    "automatic_actions_rest": N_("automatic actions come to rest"),
    "every_entry_fits": N_("whatever an action makes can be recorded"),
    "nobody_consents_twice": N_("nobody consents for two parties"),
    "the_history_of_owners_is_kept": N_("it is on record who is accountable, and who was before"),
    "acceptance_is_ones_own": N_("nobody accepts work for another organisation"),
    "what_is_archived_never_changes": N_("what the minutes have archived never changes"),
    "an_agenda_is_worked_through": N_("no item is left behind by a meeting that is cancelled or written up"),
    "open_work_can_be_carried_out": N_("a measure that is open can still be carried out"),
}
"""Statements of the properties of workflows, by name."""
