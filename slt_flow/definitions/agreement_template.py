"""Template of a municipality's own agreement: a whole, commented file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from slt_flow.definitions.locations import template_file
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.vocabulary import MACHINES

if TYPE_CHECKING:
    from slt_flow.definitions.models import Agreement

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


def like(text: str, older: Agreement, council: str, place: str, title: str | None, first: date) -> str:
    """Write a new agreement file after another's: its posts, areas and clauses, and nothing that only they have done.

    Left out, as comments, are the days and case numbers on which the others joined, the periods and neighbours of their
    focus areas, and the documents that they refer to.

    Args:
        text: the other's file.
        older: the other's agreement.
        council: the id of the new council.
        place: the name of its municipality.
        title: the name of the council; as the other's, with the place in it, when None.
        first: the day of signature and entry into force, until somebody writes another.
    """
    heading = older.agreement
    theirs = heading.title.split()[-1]
    lines = [
        f"# Laget etter avtalen for {heading.title} ({heading.in_force}). Les hvert punkt og hver § mot deres egen."
    ]
    signs = {party.id for party in older.parties if party.signed_by is not None}
    party, table = "", ""
    for line in text.splitlines():
        table = line if line.startswith("[") else table
        key, value = line.partition(" = ")[::2]
        if line.startswith("#:schema"):
            continue
        if table == "[agreement]":
            own = {"name": council, "title": title or heading.title.replace(theirs, place)}
            line = f"{key} = {_quoted(own[key])}" if key in own else line
            line = f"{key} = {first.isoformat()}" if key == "in_force" else line
        elif table == "[machines]" and key in MACHINES:
            line = f"{key} = {SHIPPED.newest(key)}"
        elif table == "[[parties]]":
            party = json.loads(value) if key == "id" else party
            if key == "adopted_by" and party in signs:
                continue
            if key in ("signed_by", "adopted_by"):
                who = re.search(r'who = ("(?:[^"\\]|\\.)*")', value)
                line = f"{key} = {{ who = {who[1] if who else _quoted('–')}, date = {first.isoformat()} }}"
            line = line.replace(theirs, place)
        elif key in ("period", "shared_with", "document"):
            line = f"#{line}"
        elif not line.startswith("#"):
            line = line.replace(theirs, place)
        lines.append(line)
    return "\n".join(lines) + "\n"


def _of_place(text: str, place: str) -> str:
    """Name the place in the texts and comments of the template."""
    within = _quoted(place)[1:-1]
    lines = text.splitlines(keepends=True)
    return "".join(line.replace(_PLACE, place if line.startswith("# ") else within) for line in lines)


def _quoted(text: str) -> str:
    """Quote a text for TOML; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
