"""Choices of a coordinator about a list: its columns, owners and states, kept in a file for the next time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from slt_flow.definitions import read
from slt_flow.definitions.spelling import closest
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.services.decisions.imported import Outcome
from slt_flow.services.request.parsing import shown
from slt_flow.services.sheets.headings import Field, field_of, folded, level_of, outcome_of
from slt_flow.terms import Level

T = TypeVar("T")


class Choices(NamedTuple):
    """Choices about a list; each is empty where the coordinator has said nothing.

    Attributes:
        columns: fields by the folded heading of their column; two headings may stand for notes.
        posts: ids of posts by the folded words of the list.
        states: outcomes by the folded words of the list.
        sheet: the sheet to read; the one with most known headings when None.
        level: the level of rows that do not say it.
        owner: the post that owns assignments which the list lacks.
        review: the day on which work without an end is looked at next.
        year: the year of days that name none.
        first_owner: True where the first of several owners in a cell is the accountable one.
    """

    columns: Mapping[str, Field] = {}
    posts: Mapping[str, str] = {}
    states: Mapping[str, Outcome] = {}
    sheet: str | None = None
    level: Level | None = None
    owner: str | None = None
    review: str | None = None
    year: int | None = None
    first_owner: bool = False


AS_IT_STANDS: Final = Choices()
"""Choices about a list that explains itself."""

_TABLES: Final = ("columns", "posts", "states")


def chosen(
    saved: Mapping[str, Any],
    columns: Iterable[str] = (),
    posts: Iterable[str] = (),
    states: Iterable[str] = (),
    **single: Any,
) -> Choices:
    """Return the choices that were saved with those typed now, which win.

    Raises:
        RequestError: a pair without `=`, or a field, level or state that there is not.
    """
    tables = {name: dict(saved.get(name, {})) for name in _TABLES}
    for name, pairs in zip(_TABLES, (columns, posts, states), strict=True):
        tables[name] |= dict(map(_pair, pairs))
    others = {name: saved.get(name) for name in Choices._fields if name not in _TABLES}
    others |= {name: value for name, value in single.items() if value}
    level = others["level"]
    return Choices(
        {folded(key): _named(field_of, "sheet_no_such_field", word) for key, word in tables["columns"].items()},
        {folded(key): str(word) for key, word in tables["posts"].items()},
        {folded(key): _named(outcome_of, "sheet_no_such_outcome", word) for key, word in tables["states"].items()},
        others["sheet"],
        _named(level_of, "sheet_no_such_level", level) if level is not None else None,
        others["owner"],
        others["review"],
        others["year"],
        bool(others["first_owner"]),
    )


def _pair(typed: str) -> tuple[str, str]:
    key, sign, word = typed.rpartition("=")
    if not sign or not key.strip() or not word.strip():
        raise RequestError("sheet_no_pair", given=shown(typed))
    return key.strip(), word.strip()


def _named(of: Callable[[str], T | None], code: str, word: object) -> T:
    meaning = of(str(word))
    if meaning is None:
        raise RequestError(code, given=shown(str(word)))
    return meaning


def load(file: Path) -> dict[str, Any]:
    """Read saved choices.

    Raises:
        RequestError: the file cannot be read, or has other keys or values.
    """
    try:
        tables = read.parse(read.read_text(file), str(file))
    except DefinitionError as error:
        raise RequestError(error.code, **error.facts) from None
    for key, value in tables.items():
        if key not in Choices._fields:
            raise RequestError("sheet_mapping_key", file=str(file), key=key, near=closest(key, Choices._fields))
        kind = {"year": int, "first_owner": bool, **dict.fromkeys(_TABLES, dict)}.get(key, str)
        words = value.values() if isinstance(value, dict) else ()
        if type(value) is not kind or not all(isinstance(word, str) for word in words):
            raise RequestError("sheet_mapping_value", file=str(file), key=key)
    return tables


def written(choices: Choices) -> str:
    """Write choices as they are read again (TOML)."""

    def value(of: object) -> str:
        return json.dumps(of if isinstance(of, bool | int) else str(of), ensure_ascii=False)

    lines = ["# slt import FILE --mapping THIS"]
    lines += [
        f"{name} = {value(of)}" for name, of in zip(choices._fields, choices, strict=True) if of and name not in _TABLES
    ]
    for name in _TABLES:
        pairs: Mapping[str, object] = getattr(choices, name)
        lines += ["", f"[{name}]", *(f"{value(key)} = {value(word)}" for key, word in pairs.items())] if pairs else []
    return "\n".join(lines) + "\n"
