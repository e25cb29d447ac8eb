"""Workflows as they are drawn: states, the actions between them, and where a case is among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

Label = Mapping[str, str]
"""A text in each language."""


class Stop(NamedTuple):
    """A state: its label and tags, the role it waits on, and whether a case begins or ends there."""

    name: str
    label: Label
    tags: tuple[str, ...] = ()
    waits_on: str | None = None
    begins: bool = False
    end: bool = False


class Performed(NamedTuple):
    """An action of other cases that is performed along with this one: beneath, above, or on a meeting's agenda."""

    action: str
    where: str


class Arrow(NamedTuple):
    """An action: the state it leaves (None: every open one), the state it enters (None: it stays), roles and guards."""

    action: str
    label: Label
    came_from: str | None
    led_to: str | None
    by: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    auto: bool = False
    hands_down: bool = False
    performs: tuple[Performed, ...] = ()


class Passed(NamedTuple):
    """A step of a case: where from (None: it began), where to (None: it stayed), when, how often.

    With a `version` the step is no action: the case was migrated to that version of its workflow.
    """

    action: str
    came_from: str | None
    led_to: str | None
    on: date
    times: int = 1
    version: str = ""


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
    version: str
    digest: str
    level: str
    stops: tuple[Stop, ...]
    arrows: tuple[Arrow, ...]
    marks: Marks | None = None

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
    machine: str
    other: str
    action: str
    label: Label
    names: tuple[str, ...] = ()
    performed: Label | None = None


class Diagram(NamedTuple):
    """Machines from the council down, and the ties between them."""

    charts: tuple[Chart, ...]
    ties: tuple[Tie, ...] = ()
