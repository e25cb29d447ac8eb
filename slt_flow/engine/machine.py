"""Machines built from definitions; the only file that knows the `transitions` library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transitions import EventData
from transitions import Machine as Transitions

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.machines import Action, Heading, KindOfDecision, State
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Item
from slt_flow.model.facts import Facts


@dataclass(slots=True)
class _Token:
    """Model object of the `transitions` library, moved through a machine for one step and then thrown away."""

    state: str


@dataclass(frozen=True, slots=True)
class BuiltMachine:
    """One pinned definition with the machine built from it, for all cases that pin it.

    Its `version_name` is its name with the version, as in `decision/1`.
    """

    pinned: Pinned
    name: str
    version_name: str
    _machine: Any = field(repr=False)
    _actions: Mapping[str, dict[str, Action]] = field(repr=False)
    automatic: Mapping[str, tuple[str, ...]] = field(repr=False)
    every_action: Mapping[str, Action] = field(repr=False)

    @property
    def heading(self) -> Heading:
        """Level and first state of its cases, and the place of the machine whose cases stand above."""
        return self.pinned.machine.machine

    @property
    def place(self) -> str:
        """Name of the machine in whose place it stands, its own where it stands in for no other."""
        return self.pinned.machine.place

    def state(self, name: str) -> State:
        """Return a state as it is defined."""
        return self.pinned.machine.states[name]

    def actions(self, state: str) -> dict[str, Action]:
        """Return the actions of a state by name, in the file's order."""
        return self._actions[state]

    def way_to(self, action: str, state: str) -> tuple[str, ...] | None:
        """Return the actions to perform from a state, the named one last, or None when no path leads to it.

        Only actions that ask nothing and are somebody's act are performed on the path (breadth first); ties go to the
        file's order.
        """
        paths: dict[str, tuple[str, ...]] = {state: ()}
        states = [state]
        for here in states:  # the list grows while it is read
            actions = self.actions(here)
            if action in actions and not actions[action].auto:
                return (*paths[here], action)
            for name, leading in actions.items():
                if leading.to is not None and leading.to not in paths and not (leading.auto or leading.asks):
                    paths[leading.to] = (*paths[here], name)
                    states.append(leading.to)
        return None

    def step(self, state: str, action: str, may_pass: Callable[[], bool]) -> str | None:
        """Try an action of a state; return the state it leads to, or None when it stays shut.

        Raises:
            BrokenInvariant: the machine moved otherwise than its definition says.
        """
        token = _Token(state)
        if not self._machine.events[action].trigger(token, may_pass=may_pass):
            return None
        declared = self.actions(state)[action].to or state
        if token.state != declared:
            raise BrokenInvariant("machine_strayed", machine=self.name, action=action, state=token.state)
        return token.state


def build(pinned: Pinned) -> BuiltMachine:
    """Build the machine of a definition: flat states, one guard per action, no actions that nobody declared."""
    definition = pinned.machine
    # The library makes a `to_<state>` for every state unless told otherwise: shortcuts past every rule.
    machine = Transitions(
        model=None, initial=None, states=list(definition.states), auto_transitions=False, send_event=True
    )
    actions = {state: definition.actions(state) for state in definition.states}
    for state, named in actions.items():
        for name, action in named.items():
            # To the library, no target is an action that stays: entering the same state anew would be another thing.
            machine.add_transition(name, state, None if action.to == state else action.to, conditions=[_passes])
    automatic = {
        state: tuple(name for name, action in named.items() if action.auto) for state, named in actions.items()
    }
    names = definition.name, f"{definition.name}/{pinned.version}"
    return BuiltMachine(pinned, *names, machine, actions, automatic, definition.every_action)


@dataclass(frozen=True, slots=True)
class Machines:
    """Built machines that a council's cases use, by the digest of their definitions."""

    built_machines: dict[str, BuiltMachine]
    kinds: dict[str, KindOfDecision] = field(default_factory=dict)

    def kind(self, pin: str | None) -> KindOfDecision | None:
        """Return the pinned kind of a decision, or None for an ordinary one."""
        return self.kinds[pin] if pin is not None else None

    def built(self, pin: str) -> BuiltMachine:
        """Return the machine built from a pinned definition."""
        return self.built_machines[pin]

    def automatic(self, item: Item) -> tuple[str, ...]:
        """Return the names of the automatic actions of the state a case is in."""
        return self.built_machines[item.pin].automatic[item.state]

    def beneath(self, place: str, pins: Iterable[str]) -> BuiltMachine | None:
        """Return the machine, among those pinned together, of the cases beneath those of a place, if any."""
        return next((self.built_machines[pin] for pin in pins if self.built_machines[pin].heading.under == place), None)

    def action(self, facts: Facts, name: str) -> Action | None:
        """Return an action of the state a case is in, with the needs that its kind of decision adds, or None."""
        item = facts.item
        action = self.built_machines[item.pin].actions(item.state).get(name)
        if action is None or item.series or item.assignment_no or (pin := facts.decision.kind_pin) is None:
            return action
        return self.kinds[pin].dressed(name, action)


def _passes(event: EventData) -> bool:
    may_pass: Callable[[], bool] = event.kwargs["may_pass"]
    return may_pass() is True
