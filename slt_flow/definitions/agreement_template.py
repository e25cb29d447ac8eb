"""Template of a municipality's own agreement: a whole, commented file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Final

from slt_flow.definitions.locations import template_file
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.vocabulary import MACHINES

_ID: Final = "eksempel"
_PLACE: Final = "Eksempel"
_DAY: Final = "2026-01-01"


def template(council: str, place: str, title: str | None, language: str, first: date) -> str:
    """Write a new agreement file, valid as it is, with the newest shipped workflows.

    Args:
        council: its id.
        place: the name of the municipality.
        title: the name of the council; "Politirådet i …" when None.
        language: the language of the council.
        first: the day of signature and entry into force, until somebody writes another.
    """
    replacements: Mapping[str, str] = {
        f'name = "{_ID}"\n': f"name = {_quoted(council)}\n",
        f"title = {_quoted(f'Politirådet i {place}')}\n": f"title = {_quoted(title or f'Politirådet i {place}')}\n",
        'language = "nb"\n': f"language = {_quoted(language)}\n",
        f"{_ID}.toml": f"{council}.toml",
        _DAY: first.isoformat(),
        **{f"\n{name} = 1\n": f"\n{name} = {SHIPPED.newest(name)}\n" for name in MACHINES},
    }
    text = _of_place(read_text(template_file("agreement", language)), place)
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def _of_place(text: str, place: str) -> str:
    """Name the place in the texts and comments of the template."""
    within = _quoted(place)[1:-1]
    lines = text.splitlines(keepends=True)
    return "".join(line.replace(_PLACE, place if line.startswith("# ") else within) for line in lines)


def _quoted(text: str) -> str:
    """Quote a text for TOML; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
