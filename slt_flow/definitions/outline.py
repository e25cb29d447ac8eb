"""What the command line needs to know of the shipped machines, read without any model."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from slt_flow.definitions.find import workflows_folder


@dataclass(frozen=True, slots=True)
class DoorOutline:
    """A door as a command: what it is called and what it asks, required and optional, in order."""

    name: str
    label: dict[str, str]
    asks: tuple[str, ...]
    may_ask: tuple[str, ...]
    positional: tuple[str, ...]


@cache
def doors_of(machine: str) -> dict[str, DoorOutline]:
    """The doors a person can walk through in any version of a shipped machine, by name.

    An answer that only some states ask for is optional here; the engine knows which.
    """
    found: dict[str, DoorOutline] = {}
    for path in sorted((workflows_folder() / "machines" / machine).glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        rooms = [*tables["states"].values(), tables.get("every_open_state", {})]
        for name, door in ((n, d) for room in rooms for n, d in room.get("on", {}).items()):
            if door.get("auto"):
                continue
            asks, may_ask = tuple(door.get("asks", ())), tuple(door.get("may_ask", ()))
            known = found.get(name)
            if known is not None:
                everywhere = tuple(answer for answer in known.asks if answer in asks)
                others = dict.fromkeys((*known.asks, *asks, *known.may_ask, *may_ask))
                asks, may_ask = everywhere, tuple(answer for answer in others if answer not in everywhere)
            positional = tuple(p for p in door.get("positional", ()) if p in asks)
            found[name] = DoorOutline(name, door["label"], asks, may_ask, positional)
    return found


def machines() -> tuple[str, ...]:
    """The names of the shipped machines."""
    return tuple(sorted(path.name for path in (workflows_folder() / "machines").iterdir() if path.is_dir()))
