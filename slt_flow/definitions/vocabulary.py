"""Names that a definition may use: the rules and effects that exist, and the obligations an agreement may state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from slt_flow.terms import SHORT_NOTICE, Level, MeetingKind


class Parameter(NamedTuple):
    """A number that a clause may state: the kind of its value, and whether there is a standard where it is silent."""

    kind: str
    has_standard: bool = True


class Vocabulary(NamedTuple):
    """The names a definition may use, each rule with its parameters and each effect with the answers it consumes."""

    rules: Mapping[str, Mapping[str, Parameter]]
    effects: Mapping[str, frozenset[str]]


MACHINES: Final = ("decision", "assignment", "measure", "meeting", "learning_point")
"""The machines that every council works by."""

LEVELS: Final = MACHINES[:3]
"""The machine of each level, from the council down: a decision pins them for itself and all beneath it."""

STAND_INS: Final = LEVELS[:1]
"""The machines that another may stand in for, by the kinds of decision that name it."""

_NUMBER, _WORD, _WORDS = Parameter("number"), Parameter("text"), Parameter("list")
_DEMANDED: Final = Parameter("number", has_standard=False)
"""A number without which its obligation demands nothing."""

OBLIGATIONS: Final[Mapping[str, Mapping[str, Parameter]]] = {
    "meetings_are_held": {"per_year": _DEMANDED},
    "kommunestyre_is_informed": {"per_year": _DEMANDED},
    "extraordinary_meetings_may_be_requested": {"by": _WORD},
    "agendas_are_sent_in_time": {"notice_days": _DEMANDED, "excepted_kinds": _WORDS},
    "minutes_are_archived": {"written_by": _WORD, "within_days": _NUMBER},
    "every_decision_has_an_owner": {"within_days": _NUMBER},
    "recommendations_are_followed_up": {},
    "effects_are_evaluated": {"from_month": _NUMBER},
    "learning_points_are_carried_over": {},
    "agreement_is_evaluated": {"every_years": _NUMBER},
    "bylaws_are_revised": {"every_years": _NUMBER},
    "action_plan_is_adopted": {},
    "knowledge_is_gathered": {"sources": _WORDS},
    "contact_is_present": {"days_per_week": _NUMBER, "post": _WORD},
    "youth_council_is_heard": {"through": _WORD, "per_year": _NUMBER},
    "focus_areas_are_worked_on": {},
    "coordination_meetings_are_held": {"organised_by": _WORD, "per_year": _NUMBER},
    "those_concerned_are_involved": {},
    "activities_are_coordinated": {},
    "digital_presence_is_kept": {},
    "target_group_is_served": {"ages": _WORD, "coordinator_ages": _WORD},
}
"""Clauses that oblige the council over a year, by key, with the numbers that each may state."""

NAMES_A_POST: Final = frozenset(
    {
        ("minutes_are_archived", "written_by"),
        ("contact_is_present", "post"),
        ("youth_council_is_heard", "through"),
        ("coordination_meetings_are_held", "organised_by"),
        ("owner_is_eligible", "posts"),
    }
)
"""The numbers of clauses that name posts of the agreement, by key and name."""

WORDS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("owner_is_eligible", "levels"): tuple(Level),
    ("agendas_are_sent_in_time", "excepted_kinds"): (*MeetingKind, SHORT_NOTICE),
    ("council_may_be_extended", "extension"): ("guest", "seat"),
    ("approval_is_given_as_agreed", "by"): ("secretary", "chair", "council"),
}
"""The numbers of clauses that choose between words of the vocabulary, with the choices."""

RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "per_year": (1, 366),
    "every_years": (1, 100),
    "days_per_week": (1, 7),
    "from_month": (1, 12),
    "notice_days": (0, 366),
    "within_days": (0, 3660),
}
"""The least and the most that a number of a clause may be, by its name."""
