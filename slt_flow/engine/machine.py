"""The machine room: the only place that knows the transitions library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from transitions import EventData
from transitions import Machine as Transitions

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.models import Door, KindOfDecision, State
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Item
from slt_flow.model.facts import Facts


@dataclass(slots=True)
class _Token:
    """What is moved through a machine for one step and then thrown away."""

    state: str


@dataclass(frozen=True, slots=True)
class Room:
    """One pinned definition with the machine built from it, once, for all cases that pin it."""

    pinned: Pinned
    _machine: Any = field(repr=False)
    _doors: dict[str, dict[str, Door]] = field(default_factory=dict, repr=False)
    _auto: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The machine's name."""
        return self.pinned.machine.name

    @property
    def level(self) -> str:
        """The level its cases stand on."""
        return self.pinned.machine.machine.level

    @property
    def under(self) -> str | None:
        """The machine whose cases stand above."""
        return self.pinned.machine.machine.under

    @property
    def place(self) -> str:
        """The machine in whose place it stands, its own where it stands for no other."""
        return self.pinned.machine.place

    @property
    def initial(self) -> str:
        """The state a case is born in."""
        return self.pinned.machine.machine.initial

    def state(self, name: str) -> State:
        """A state as it is defined."""
        return self.pinned.machine.states[name]

    def doors(self, state: str) -> dict[str, Door]:
        """The doors of a state; they never change, so they are put together once."""
        if state not in self._doors:
            self._doors[state] = self.pinned.machine.doors(state)
        return self._doors[state]

    def automatic(self, state: str) -> tuple[str, ...]:
        """The names of a state's automatic doors."""
        if state not in self._auto:
            self._auto[state] = tuple(name for name, door in self.doors(state).items() if door.auto)
        return self._auto[state]

    def step(self, state: str, door: str, may_pass: Callable[[], bool]) -> str | None:
        """Try a door of a state: the state it leads to, or None when it stays shut.

        Raises:
            BrokenInvariant: when the machine moved otherwise than its definition says.
        """
        token = _Token(state)
        if not self._machine.events[door].trigger(token, may_pass=may_pass):
            return None
        declared = self.doors(state)[door].to or state
        if token.state != declared:
            raise BrokenInvariant("machine_strayed", machine=self.name, door=door, state=token.state)
        return token.state


def build(pinned: Pinned) -> Room:
    """Build the machine of a definition: flat states, one guard per door, no doors that nobody declared."""
    definition = pinned.machine
    machine = Transitions(
        model=None, initial=None, states=list(definition.states), auto_transitions=False, send_event=True
    )
    for state in definition.states:
        for name, door in definition.doors(state).items():
            machine.add_transition(name, state, None if door.to == state else door.to, conditions=[_passes])
    return Room(pinned, machine)


@dataclass(frozen=True, slots=True)
class Book:
    """The machine rooms a council's cases use, by the digest of their definitions."""

    rooms: dict[str, Room]
    kinds: dict[str, KindOfDecision] = field(default_factory=dict)

    def kind(self, pin: str | None) -> KindOfDecision | None:
        """The pinned kind of a decision, or None for an ordinary one."""
        return self.kinds[pin] if pin is not None else None

    def room(self, pin: str) -> Room:
        """The room of a pinned definition."""
        return self.rooms[pin]

    def automatic(self, item: Item) -> tuple[str, ...]:
        """The names of the automatic doors of the state a case is in."""
        return self.rooms[item.pin].automatic(item.state)

    def beneath(self, place: str, pins: Iterable[str]) -> Room | None:
        """The room, among those pinned together, whose cases stand under the cases of a machine's place."""
        return next((self.rooms[pin] for pin in pins if self.rooms[pin].under == place), None)

    def door(self, facts: Facts, name: str) -> Door | None:
        """A door of the state a case is in, with what the decision's kind needs beside; None when it has no such."""
        item = facts.item
        door = self.room(item.pin).doors(item.state).get(name)
        if door is None or item.series or item.a:
            return door
        kind = self.kind(facts.decision.kind_pin)
        return kind.dressed(name, door) if kind is not None else door


def _passes(event: EventData) -> bool:
    may_pass: Callable[[], bool] = event.kwargs["may_pass"]
    return may_pass() is True
