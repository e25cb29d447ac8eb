"""Text of a meeting's form that was filled in elsewhere: as somebody could have written it in the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

_HEADED: Final = ("items", "assignments", "measures", "follow_up")
"""Lists whose tables stand under a heading of their own each."""


def filled(tables: Mapping[str, Any]) -> str:
    """Write the tables of a form as its file has them; a blank table keeps its place in its list."""
    return "\n".join(_lines(tables, "")) + "\n"


def _lines(table: Mapping[str, Any], above: str) -> Iterator[str]:
    headed = {key: value for key, value in table.items() if key in _HEADED}
    yield from (f"{key} = {_value(value)}" for key, value in table.items() if key not in headed)
    for key, rows in headed.items():
        for row in rows:
            yield f"[[{above}{key}]]"
            yield from _lines(row, f"{above}{key}.")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _text(value)


def _text(text: str) -> str:
    """Write a text as TOML has it: as JSON does, but for one control letter that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
