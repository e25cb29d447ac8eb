"""Names that a definition may use, and the choices and ranges of a clause's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from slt_flow.terms import KEEPERS, SHORT_NOTICE, Level, MeetingKind


class Parameter(NamedTuple):
    """A number that a clause may state: the kind of its value, and whether there is a standard where it is silent."""

    kind: str
    has_standard: bool


class Vocabulary(NamedTuple):
    """Names that a definition may use.

    Attributes:
        rules: the rules, each with the numbers that a clause of its name may state.
        effects: the effects, each with the answers that it consumes.
        obligations: the clauses that oblige the council over a year, each with its numbers; no rule is among them.
        by_people: the obligations that people record.
    """

    rules: Mapping[str, Mapping[str, Parameter]]
    effects: Mapping[str, frozenset[str]]
    obligations: Mapping[str, Mapping[str, Parameter]]
    by_people: frozenset[str]

    @property
    def own(self) -> tuple[str, ...]:
        """The obligations by which a clause with a key of its own may be judged: those that name what is theirs."""
        keeps = (name for name, numbers in self.obligations.items() if {*numbers} & {*KEEPERS, PARTY})
        return tuple(sorted({*self.by_people, *keeps}))


MACHINES: Final = ("decision", "assignment", "measure", "meeting", "learning_point")
"""The machines that every council works by."""

LEVELS: Final = MACHINES[:3]
"""The machine of each level, from the council down: a decision pins them for itself and all beneath it."""

STAND_INS: Final = LEVELS[:1]
"""The machines that another may stand in for, by the kinds of decision that name it."""

PARTY: Final = "party"
"""The number of a clause that names the party whose municipal council it is about."""

NAMES_A_POST: Final = frozenset({*KEEPERS, "posts"})
"""The numbers of clauses that name posts of the agreement."""

BY_ROLE: Final[Mapping[str, str]] = {"written_by": "secretary", "led_by": "chair"}
"""The numbers that name a post which must have a role, since the workflows let no other do it."""

WORDS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("owner_is_eligible", "levels"): tuple(Level),
    ("agendas_are_sent_in_time", "excepted_kinds"): (*MeetingKind, SHORT_NOTICE),
    ("council_may_be_extended", "extension"): ("guest", "seat"),
    ("post_attends_regularly", "kinds"): tuple(MeetingKind),
    ("approval_is_given_as_agreed", "by"): ("secretary", "chair", "council"),
}
"""The numbers of clauses that choose between words of the vocabulary, with the choices."""

RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "per_year": (1, 366),
    "every_years": (1, 100),
    "days_per_week": (1, 7),
    "from_month": (1, 12),
    "notice_days": (0, 366),
    "submission_days": (1, 366),
    "remark_days": (1, 366),
    "within_days": (0, 3660),
}
"""The least and the most that a number of a clause may be, by its name."""
