"""The template that a municipality makes its own agreement from: a whole, commented agreement file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Final

from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.vocabulary import MACHINES

_ID: Final = "eksempel"
_PLACE: Final = "Eksempel"
_DAY: Final = "2026-01-01"


def template(council: str, place: str, title: str | None, language: str, first: date) -> str:
    """The text of a new agreement file, with the newest shipped workflows; it is valid as it stands.

    Args:
        council: its id.
        place: what the municipality is called.
        title: what the council is called; "Politirådet i …" when None.
        language: which language the council reads.
        first: the day it is said to be signed on and in force from, until somebody writes another.
    """
    written: Mapping[str, str] = {
        f'name = "{_ID}"\n': f"name = {_quoted(council)}\n",
        f"title = {_quoted(f'Politirådet i {place}')}\n": f"title = {_quoted(title or f'Politirådet i {place}')}\n",
        'language = "nb"\n': f"language = {_quoted(language)}\n",
        f"{_ID}.toml": f"{council}.toml",
        _DAY: first.isoformat(),
        **{f"\n{name} = 1\n": f"\n{name} = {SHIPPED.newest(name)}\n" for name in MACHINES},
    }
    whole = _of_place(read_text(workflows_folder() / "templates" / "agreement.toml"), place)
    for old, new in written.items():
        whole = whole.replace(old, new)
    return whole


def _of_place(text: str, place: str) -> str:
    """The template's place, in its texts and its comments."""
    within = _quoted(place)[1:-1]
    lines = text.splitlines(keepends=True)
    return "".join(line.replace(_PLACE, place if line.startswith("# ") else within) for line in lines)


def _quoted(text: str) -> str:
    """A text as TOML writes it; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
