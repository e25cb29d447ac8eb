"""Workflows as they are drawn: states, the actions between them, and where a case is among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.columns import HIDDEN, VERSION, Json

Label = Annotated[Mapping[str, str], Json(form="label")]
"""A text in each language; JSON has the reader's."""

From = Annotated[str | None, Json("from")]
To = Annotated[str | None, Json("to")]


class Stop(NamedTuple):
    """A state: its label and tags, the role it waits on, and whether a case begins or ends there."""

    name: Annotated[str, Json("state")]
    label: Label
    begins: Annotated[bool, Json("initial")] = False
    end: bool = False
    tags: tuple[str, ...] = ()
    waits_on: str | None = None


class Performed(NamedTuple):
    """An action of other cases that is performed along with this one: beneath, above, or on a meeting's agenda."""

    action: str
    where: Annotated[str, Json("on")]


class Arrow(NamedTuple):
    """An action: the state it leaves (None: every open one), the state it enters (None: it stays), roles and guards.

    One of every open state may stand `in_ends` as well.
    """

    action: str
    label: Label
    came_from: From
    led_to: To
    by: tuple[str, ...] = ()
    auto: bool = False
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    hands_down: Annotated[bool, Json("creates_child")] = False
    performs: tuple[Performed, ...] = ()
    in_ends: bool = False


class Passed(NamedTuple):
    """A step of a case: where from (None: it began), where to (None: it stayed), when, how often.

    With a `version` the step is no action: the case was migrated to that version of its workflow.
    """

    action: str
    came_from: From
    led_to: To
    on: date
    times: int = 1
    version: Annotated[str, Json(form="number", omit=("",))] = ""


class Marks(NamedTuple):
    """The refs of cases by the state they are in, and of a single one (`ref`) its title and its steps."""

    here: Mapping[str, tuple[str, ...]]
    ref: str = ""
    title: str = ""
    way: tuple[Passed, ...] = ()


class Chart(NamedTuple):
    """One machine: its version as it is cited, its level, its states in order, its actions in order, and marks."""

    machine: str
    label: Label
    level: str
    version: Annotated[str, VERSION]
    digest: str
    stops: Annotated[tuple[Stop, ...], Json("states")]
    arrows: Annotated[tuple[Arrow, ...], Json("actions")]
    marks: Annotated[Marks | None, Json(inline=True)] = None

    def actions_of(self, state: str | None) -> tuple[Arrow, ...]:
        """Return the actions that stand in a state; with None, those of every open state."""
        return tuple(arrow for arrow in self.arrows if arrow.came_from == state)

    def arrow_of(self, step: Passed) -> Arrow | None:
        """Return the action a case went through: the state's own before that of every open state."""
        own, general = self.actions_of(step.came_from), self.actions_of(None)
        return next((arrow for arrow in (*own, *general) if arrow.action == step.action), None)


class Tie(NamedTuple):
    """Dependence of an action on another level: it `gives` a case, `performs` its actions, or `looks` at it.

    `names` are the rules that look, or the action that is performed.
    """

    kind: str
    machine: Annotated[str, Json("from")]
    action: str
    other: Annotated[str, Json("to")]
    label: Annotated[Mapping[str, str], HIDDEN]
    names: tuple[str, ...] = ()
    performed: Annotated[Mapping[str, str] | None, HIDDEN] = None


class Diagram(NamedTuple):
    """Machines from the council down, and the ties between them."""

    charts: Annotated[tuple[Chart, ...], Json("workflows")]
    ties: Annotated[tuple[Tie, ...], Json("links")] = ()
