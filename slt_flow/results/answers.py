"""Answers to a request: findings, notices, the recorded request, a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple

from slt_flow.results.columns import HIDDEN, Json
from slt_flow.terms import Verdict

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Finding(NamedTuple):
    """Finding of one rule on a case: its verdict, what it saw, its §, and the verdict that the action wants.

    `ref` is None where the agreement is silent and the product's standard holds; `remedy` is the command that would
    mend it, once the services have added it.
    """

    rule: str
    verdict: Verdict
    wants: Verdict
    ref: str | None
    saw: Mapping[str, Any]
    remedy: str = ""

    @property
    def blocks(self) -> bool:
        """True when the finding keeps the action shut."""
        return self.verdict != self.wants


def broken(rule: str, saw: Mapping[str, Any], remedy: str = "") -> Finding:
    """Return the finding that a rule beside those of the action, which must be kept, is broken."""
    return Finding(rule, Verdict.BROKEN, Verdict.KEPT, None, saw, remedy)


class Notice(NamedTuple):
    """Notice to the user beside an accepted request: a code for the sentence and its facts."""

    code: str
    facts: Mapping[str, Any]


class Done(NamedTuple):
    """A request that was recorded (or already was): the case, its state, and the entries it made.

    `called` is what `ref` is called where that is no case: the title of a post, a § of the agreement. `authenticated`
    tells how the post that recorded it is known, as its entries do.
    """

    ref: str
    state: str | None
    label: Mapping[str, str]
    entries: tuple[int, ...]
    already: bool = False
    dry_run: bool = False
    notices: tuple[Notice, ...] = ()
    refs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    taken_back: bool = False
    called: str = ""
    authenticated: str = ""


class Step(NamedTuple):
    """One step of a request: by which action, to which state ("" when it stays; `label` is then the action's).

    `due` is the deadline that it set, where that was written in words.

    `kind`, `facts` and `texts` are those of the entry that a step which stays has made.
    """

    ref: str
    action: str
    state: str
    label: Mapping[str, str]
    title: str = ""
    due: date | None = None
    kind: Annotated[str, HIDDEN] = ""
    facts: Annotated[Mapping[str, Any], HIDDEN] = NOTHING
    texts: Annotated[Mapping[str, str], HIDDEN] = NOTHING


class Refusal(NamedTuple):
    """A request that a rule refused: all findings that keep the action shut. Nothing was written."""

    ref: str
    action: str
    findings: Annotated[tuple[Finding, ...], Json(form="blocking")]
    actions: Annotated[tuple[str, ...], HIDDEN] = ()


Outcome = Done | Refusal


class Flaw(NamedTuple):
    """One thing `journal verify` found wrong: a code for the sentence, where it is, and what it saw."""

    code: str
    where: str
    facts: Annotated[Mapping[str, Any], HIDDEN] = NOTHING
