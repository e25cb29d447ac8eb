"""The form that a whole meeting is recorded from: blank, and the outcome of its recording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

from slt_flow.results.answers import NOTHING, Done, Finding
from slt_flow.results.columns import Json
from slt_flow.results.meetings import AgendaItem
from slt_flow.terms import Named


class Mistake(NamedTuple):
    """Mistake in a meeting's form: the line, the key, a code for the sentence and its facts.

    `findings` are those of the rules that refused what the line asks of the case `ref`.
    """

    line: int
    key: str
    code: str
    facts: Annotated[Mapping[str, Any], Json("near", form="near")] = NOTHING
    ref: str | None = None
    findings: Annotated[tuple[Finding, ...], Json(form="blocking")] = ()


class FormLine(NamedTuple):
    """Case that a meeting's form moves: its state then, its owner, and the stances on it."""

    ref: str
    depth: int
    title: str
    state: Named
    day: date | None = None
    owner: str | None = None
    due: date | None = None
    present: tuple[str, ...] = ()
    stances: Mapping[str, tuple[str, ...]] = NOTHING


class FormOutcome(NamedTuple):
    """Outcome of a meeting's form: the lines it records, or its mistakes (then `done` is None)."""

    ref: str
    done: Done | None
    lines: tuple[FormLine, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    exit_code: int = 0


class BlankItem(NamedTuple):
    """Point that waits on the agenda, in a blank form: a decision with its `ref`, or another with its `outcomes`."""

    ref: str | None
    title: str
    text: str
    information: bool
    bodies: tuple[str, ...]
    point: AgendaItem
    outcomes: tuple[str, ...] = ()


class BlankForm(NamedTuple):
    """Blank form of a meeting with all that is recorded of it; each named thing is a pair of id and title.

    `present` are seats with their deputies once they are recorded; `items` the points that are not dealt with.
    """

    ref: str | None
    day: date
    title: str
    held: bool
    sent: date | None
    present: tuple[tuple[str, str, str | None], ...]
    items: tuple[BlankItem, ...]
    posts: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    challenges: tuple[tuple[str, str], ...]
    knowledge: tuple[tuple[str, str], ...]
    begins: str | None = None
    ends: str | None = None
    venue: str | None = None
