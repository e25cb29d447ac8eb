"""Outlines of the machines for the command line, without pydantic where they are shipped, so that it starts fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from slt_flow.definitions.machines import Action, Machine
from slt_flow.definitions.read import read_text
from slt_flow.definitions.ready import defined
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.terms import ANSWERS

_STANDS_FOR: Final = "stands_for"


class ActionOutline(NamedTuple):
    """An action as a command: its name and label, and its answers, required and optional, in order."""

    name: str
    label: dict[str, str]
    asks: tuple[str, ...]
    may_ask: tuple[str, ...]
    positional: tuple[str, ...]


@cache
def actions_of(machine: str, shelf: Shelf = SHIPPED) -> dict[str, ActionOutline]:
    """List the actions that a person can perform in any version of a machine, or of its stand-ins, by name.

    An answer that only some states ask for is optional here; the engine knows which.

    Raises:
        DefinitionError: a file of the municipality's own cannot be read as what it should be.
    """
    outlines: dict[str, ActionOutline] = {}
    for name, action in _actions(machine, shelf):
        if action.auto:
            continue
        asks, may_ask = _answers(action.asks), _answers(action.may_ask)
        if (other := outlines.get(name)) is not None:
            everywhere = tuple(answer for answer in other.asks if answer in asks)
            either = dict.fromkeys((*other.asks, *asks, *other.may_ask, *may_ask))
            asks, may_ask = everywhere, tuple(answer for answer in either if answer not in everywhere)
        positional = tuple(answer for answer in action.positional if answer in asks)
        outlines[name] = ActionOutline(name, action.label._asdict(), asks, may_ask, positional)
    return outlines


def _actions(machine: str, shelf: Shelf) -> Iterator[tuple[str, Action]]:
    """List the actions of every version, as its file writes them."""
    for name in shelf.machines():
        for path in shelf.versions(name).values():
            text = read_text(path)
            if name != machine and _STANDS_FOR not in text:
                continue
            defined_machine = defined(Machine, text, str(path))
            if machine in (name, defined_machine.machine.stands_for):
                for state in defined_machine.states.values():
                    yield from state.on.items()
                yield from defined_machine.shared


def _answers(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the names of answers that exist; a file that names others is refused once it is used."""
    return tuple(name for name in names if name in ANSWERS)
