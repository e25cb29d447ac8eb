"""The files that a new workflow begins with: a successor of a machine with its move, or a machine of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.read import read_text

_DIRECTIVE: Final = re.compile(r"\A#:schema [^\n]*\n")
_EXAMPLE: Final = '"eksempel"'

SCHEMAS: Final[Mapping[str, str]] = {
    "machines": "../../machine.schema.json",
    "kinds": "../kind.schema.json",
    "moves": "../../move.schema.json",
}
"""Where the files of a folder find their schema; an editor completes and checks them by it."""


def successor(newest: Pinned, version: int) -> Mapping[str, str]:
    """The next version of a machine, as the newest one is, and the move that leads to it; by their paths in the folder.

    Args:
        newest: the newest version.
        version: the number of the next one.
    """
    name, older = newest.machine.name, newest.version
    open_states = [state for state, room in newest.machine.states.items() if not room.end]
    told = {"{older}": older, "{newer}": str(version), "{first}": open_states[0]}
    kept = "\n".join(f'{state} = "{state}"' for state in open_states)
    text = _DIRECTIVE.sub("", newest.content)
    return {
        f"machines/{name}/{version}.toml": f"#:schema {SCHEMAS['machines']}\n{text}",
        f"moves/{name}/{older}-to-{version}.toml": f"{_from_template('move', 'moves', told)}{kept}\n",
    }


def own_machine(name: str) -> Mapping[str, str]:
    """A machine that stands in the place of the decision's, and a kind of decision that goes through it.

    Args:
        name: what both are called.
    """
    return {
        f"machines/{name}/1.toml": _from_template("machine", "machines", {_EXAMPLE: f'"{name}"'}),
        f"kinds/{name}.toml": _from_template("kind", "kinds", {_EXAMPLE: f'"{name}"'}),
    }


def _from_template(template: str, folder: str, told: Mapping[str, str]) -> str:
    text = read_text(workflows_folder() / "templates" / f"{template}.toml")
    for placeholder, word in told.items():
        text = text.replace(placeholder, word)
    return f"#:schema {SCHEMAS[folder]}\n{text}"
