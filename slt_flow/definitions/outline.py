"""Outlines of the machines for the command line, read without pydantic so that completion starts fast."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from slt_flow.definitions.read import read_text
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
        if action.get("auto"):
            continue
        asks, may_ask = _answers(action.get("asks", ())), _answers(action.get("may_ask", ()))
        if (other := outlines.get(name)) is not None:
            everywhere = tuple(answer for answer in other.asks if answer in asks)
            either = dict.fromkeys((*other.asks, *asks, *other.may_ask, *may_ask))
            asks, may_ask = everywhere, tuple(answer for answer in either if answer not in everywhere)
        positional = tuple(answer for answer in action.get("positional", ()) if answer in asks)
        outlines[name] = ActionOutline(name, action["label"], asks, may_ask, positional)
    return outlines


def _actions(machine: str, shelf: Shelf) -> Iterator[tuple[str, dict[str, Any]]]:
    """List the actions of every version, as tables of the files."""
    for name in shelf.machines():
        for path in shelf.versions(name).values():
            if name != machine and _STANDS_FOR not in read_text(path):
                continue
            tables = _tables(path, shelf)
            if machine in (name, tables["machine"].get(_STANDS_FOR)):
                for defined in (*tables["states"].values(), tables.get("every_open_state", {})):
                    yield from defined.get("on", {}).items()


def _answers(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the names of answers that exist; a file that names others is refused once it is used."""
    return tuple(name for name in names if name in ANSWERS)


@cache
def _tables(path: Path, shelf: Shelf) -> dict[str, Any]:
    """Parse a file; one of the municipality's own is validated first, since only shipped ones are tested."""
    if shelf.own is None or not path.is_relative_to(shelf.own):
        return tomllib.loads(read_text(path))
    from slt_flow.definitions.load import load_shape

    return load_shape(path)
