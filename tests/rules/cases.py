"""The table that every rule's cases are written into: which rule, which verdict, and what it must have seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from slt_flow.results.answers import Finding
from slt_flow.terms import Verdict

Situation = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Case:
    """A situation in which a rule must find this."""

    rule: str
    verdict: Verdict
    saw: dict[str, Any]
    situation: Situation

    def __str__(self) -> str:
        return f"{self.rule}: {self.situation.__name__} is {self.verdict}"


CASES: Final[list[Case]] = []


def _case(verdict: Verdict, rule: str, saw: dict[str, Any]) -> Callable[[Situation], Situation]:
    def enter(situation: Situation) -> Situation:
        CASES.append(Case(rule, verdict, saw, situation))
        return situation

    return enter


def kept(rule: str, **saw: Any) -> Callable[[Situation], Situation]:
    """The rule holds in this situation."""
    return _case(Verdict.KEPT, rule, saw)


def broken(rule: str, **saw: Any) -> Callable[[Situation], Situation]:
    """The rule does not hold in this situation."""
    return _case(Verdict.BROKEN, rule, saw)


def undecided(rule: str, **saw: Any) -> Callable[[Situation], Situation]:
    """It cannot be said yet whether the rule holds in this situation."""
    return _case(Verdict.UNDECIDED, rule, saw)
