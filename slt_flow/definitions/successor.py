"""Files of a new workflow: a successor of a machine with its move, or a municipality's own machine and kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.locations import template_file
from slt_flow.definitions.read import read_text

_DIRECTIVE: Final = re.compile(r"\A#:schema [^\n]*\n")
_EXAMPLE: Final = '"eksempel"'

SCHEMAS: Final[Mapping[str, str]] = {
    "machines": "../../machine.schema.json",
    "kinds": "../kind.schema.json",
    "moves": "../../move.schema.json",
}
"""Paths from the files of a folder to their schema, by which an editor completes and checks them."""


def successor(older: Pinned, version: str, language: str = "nb") -> Mapping[str, str]:
    """Copy a machine as its next version, with the move that leads to it; return both texts by their paths.

    Args:
        older: the version it follows.
        version: the number or the name of the new one.
        language: of the comments.
    """
    name = older.machine.name
    open_states = [state for state, defined in older.machine.states.items() if not defined.end]
    words = {"{older}": older.version, "{newer}": version, "{first}": open_states[0]}
    kept = "\n".join(f'{state} = "{state}"' for state in open_states)
    text = _DIRECTIVE.sub("", older.content)
    return {
        f"machines/{name}/{version}.toml": f"#:schema {SCHEMAS['machines']}\n{text}",
        f"moves/{name}/{older.version}--{version}.toml": f"{_from_template('move', 'moves', words, language)}{kept}\n",
    }


def own_machine(name: str, version: str, language: str = "nb") -> Mapping[str, str]:
    """Write a machine that stands in for the decision's, and a kind that goes through it; return both texts by path.

    Args:
        name: of both.
        version: of the machine, as in `verdal-1`.
        language: of the comments.
    """
    return {
        f"machines/{name}/{version}.toml": _from_template("machine", "machines", {_EXAMPLE: f'"{name}"'}, language),
        f"kinds/{name}.toml": _from_template("kind", "kinds", {_EXAMPLE: f'"{name}"'}, language),
    }


def _from_template(template: str, folder: str, words: Mapping[str, str], language: str) -> str:
    text = read_text(template_file(template, language))
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return f"#:schema {SCHEMAS[folder]}\n{text}"
