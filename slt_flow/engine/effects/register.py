"""The closed register of effects that `does` names: each turns a step's answers into entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.model import Post
from slt_flow.model.facts import Facts


@dataclass(frozen=True, slots=True)
class Step:
    """One execution of an action: the case as it was before, the answers, the day and the machines at hand."""

    facts: Facts
    action: str
    built: BuiltMachine
    on: date
    machines: Machines

    @property
    def answers(self) -> Any:
        """What was answered at the action."""
        return self.facts.answers

    def entry(
        self,
        kind: Kind,
        data: dict[str, Any] | None = None,
        texts: dict[str, str] | None = None,
        states: tuple[str | None, str | None] = (None, None),
    ) -> Entry:
        """An entry about this case, on this day, by this action, from one state to another where it moves."""
        return Entry(
            kind=kind,
            subject=str(self.facts.ref),
            on=self.on,
            machine=self.built.version_name,
            action=self.action,
            from_state=states[0],
            to_state=states[1],
            acted_by=self.facts.acted_by,
            data=data or {},
            texts={name: text for name, text in (texts or {}).items() if text},
        )


Effect = Callable[[Step], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Registered:
    """An effect with the answers it consumes; those it leaves go into the step's first entry."""

    make: Effect
    consumes: frozenset[str]
    hands_down: bool


EFFECTS: Final[dict[str, Registered]] = {}
"""Every effect by its name."""


def effect(*consumes: str, hands_down: bool = False) -> Callable[[Effect], Effect]:
    """Register an effect under its function's name."""

    def register(make: Effect) -> Effect:
        EFFECTS[make.__name__] = Registered(make, frozenset(consumes), hands_down)
        return make

    return register


def born(built: BuiltMachine, owner: str | None = None, due: date | None = None) -> dict[str, Any]:
    """What the entry of a new case tells of its first state and its owner."""
    told = {"level": built.level, "pin": built.pinned.digest, **meaning(built, built.initial)}
    return told | ({"owner": owner, "due": due.isoformat()} if owner and due else {})


def meaning(built: BuiltMachine, state: str) -> dict[str, Any]:
    """What an entry tells of the state it leads to, so that no reader needs the definition."""
    defined = built.state(state)
    return {"tags": [str(tag) for tag in defined.tags], "end": defined.end, "waits_on": defined.waits_on}


def acting_deputy(step: Step, deputy: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """A deputy as data when it is a post, else as text: a name may be redacted."""
    if deputy is None:
        return {}, {}
    return ({"deputy": deputy}, {}) if step.facts.snapshot.find(Post, deputy) else ({}, {"deputy": deputy})
