"""What the command line needs to know of the shipped machines, read without any model."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.terms import ANSWERS

_STANDS_FOR: Final = "stands_for"


@dataclass(frozen=True, slots=True)
class ActionOutline:
    """An action as a command: what it is called and what it asks, required and optional, in order."""

    name: str
    label: dict[str, str]
    asks: tuple[str, ...]
    may_ask: tuple[str, ...]
    positional: tuple[str, ...]


@cache
def actions_of(machine: str, shelf: Shelf = SHIPPED) -> dict[str, ActionOutline]:
    """The actions a person can perform in any version of a machine, or of those in its place, by name.

    An answer that only some states ask for is optional here; the engine knows which.

    Raises:
        DefinitionError: a file of the municipality's own cannot be read as what it should be.
    """
    found: dict[str, ActionOutline] = {}
    for name, action in _actions(machine, shelf):
        if not action.get("auto"):
            asks, may_ask = _known(action.get("asks", ())), _known(action.get("may_ask", ()))
            known = found.get(name)
            if known is not None:
                everywhere = tuple(answer for answer in known.asks if answer in asks)
                others = dict.fromkeys((*known.asks, *asks, *known.may_ask, *may_ask))
                asks, may_ask = everywhere, tuple(answer for answer in others if answer not in everywhere)
            positional = tuple(p for p in action.get("positional", ()) if p in asks)
            found[name] = ActionOutline(name, action["label"], asks, may_ask, positional)
    return found


def _actions(machine: str, shelf: Shelf) -> Iterator[tuple[str, dict[str, Any]]]:
    """The actions of every version as they stand in the files."""
    for name in shelf.machines():
        for path in shelf.versions(name).values():
            if name != machine and _STANDS_FOR not in read_text(path):
                continue
            tables = _tables(path, shelf)
            if machine in (name, tables["machine"].get(_STANDS_FOR)):
                for defined in (*tables["states"].values(), tables.get("every_open_state", {})):
                    yield from defined.get("on", {}).items()


def _known(answers: Iterable[str]) -> tuple[str, ...]:
    """Those that there are; a file that names others is refused once it is used."""
    return tuple(answer for answer in answers if answer in ANSWERS)


@cache
def _tables(path: Path, shelf: Shelf) -> dict[str, Any]:
    """A file as TOML has it; one of the municipality's own is looked through before anything is taken from it."""
    if shelf.own is None or not path.is_relative_to(shelf.own):
        return tomllib.loads(read_text(path))
    from slt_flow.definitions.load import load_shape

    return load_shape(path)


def machines(shelf: Shelf = SHIPPED) -> tuple[str, ...]:
    """The names of the machines there are."""
    return tuple(sorted(shelf.machines()))
