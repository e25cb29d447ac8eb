"""Cells: the values of rows as the database holds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from types import NoneType
from typing import Any, Final, NamedTuple

from slt_flow.errors import RecordsError
from slt_flow.model import R, Row
from slt_flow.records import compiled
from slt_flow.records.format import canonical

_MANY: Final = 4096
"""Texts of cells whose values are kept: most lists and mappings are the same few."""


@lru_cache(_MANY)
def _words(text: str) -> tuple[str, ...]:
    words = json.loads(text)
    if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
        raise ValueError(f"{text!r:.60} is not a list of words")
    return tuple(words)


def _structure(text: str) -> dict[str, Any]:
    mapping = json.loads(text)
    if not isinstance(mapping, dict):
        raise ValueError(f"{text!r:.60} is not a mapping")
    return mapping


@lru_cache(_MANY)
def _of_words(words: tuple[str, ...]) -> str:
    return _list_of(words)


_list_of: Final = json.JSONEncoder(ensure_ascii=False).encode


READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "truth": bool, "day": date.fromisoformat, "words": _words, "structure": _structure,
}  # fmt: skip
"""Functions that take a cell of each form back; text and numbers are their own."""

WRITE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "truth": int, "day": date.isoformat, "words": _of_words, "structure": canonical,
}  # fmt: skip
"""Functions that spell a value of each form."""

_PLAIN: Final = {"text": str, "number": int}

Columns = tuple[tuple[str, str, bool], ...]
"""Columns of a table: name, form, and whether a cell may be null."""


def plain(columns: Columns) -> tuple[tuple[int, str, frozenset[type]], ...]:
    """Return the places of texts and whole numbers with the types of their cells: SQLite lets in any value."""
    return tuple(
        (place, name, frozenset({_PLAIN[form], *([NoneType] if nullable else [])}))
        for place, (name, form, nullable) in enumerate(columns)
        if form in _PLAIN
    )


class Codec(NamedTuple):
    """Reading and writing of the cells of one kind of row, in the order of its table's columns."""

    table: str
    names: tuple[str, ...]
    put: str
    plain: tuple[tuple[int, str, frozenset[type]], ...]
    places: tuple[int, ...]
    in_order: Callable[[Row], tuple[Any, ...]]
    read: tuple[tuple[int, Callable[[Any], Any]], ...]
    write: tuple[tuple[int, Callable[[Any], Any]], ...]

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return the cells of a row."""
        cells = [*self.in_order(row)]
        for place, write in self.write:
            if (value := cells[place]) is not None:
                cells[place] = write(value)
        return tuple(cells)


def codec_of(kind: type[Row]) -> Codec:
    """Return the codec of a kind of row."""
    return _codec(kind.__name__, kind.FIELDS)


@cache
def _codec(name: str, fields: tuple[str, ...]) -> Codec:
    table, columns, put = compiled.TABLES[name]
    names = tuple(name for name, _, _ in columns)
    forms = [(place, form) for place, (_, form, _) in enumerate(columns) if form not in _PLAIN]
    read, write = (tuple((place, by_form[form]) for place, form in forms) for by_form in (READ, WRITE))
    in_order = itemgetter(*map(fields.index, names))
    return Codec(table, names, put, plain(columns), tuple(map(names.index, fields)), in_order, read, write)


def rows_of(kind: type[R], stored: Iterable[tuple[Any, ...]]) -> tuple[R, ...]:
    """Return database rows as facts.

    Raises:
        RecordsError: a cell holds what was never written there, such as a word where a number stands.
    """
    codec, facts = codec_of(kind), []
    for cells in stored:
        for place, name, types in codec.plain:
            if type(cells[place]) not in types:
                raise RecordsError("corrupt_row", why=f"{codec.table}.{name}: {cells[place]!r:.60}")
        values = list(cells)
        try:
            for place, read in codec.read:
                if (value := values[place]) is not None:
                    values[place] = read(value)
        except (ValueError, TypeError, RecursionError) as error:
            raise RecordsError("corrupt_row", why=str(error)) from None
        facts.append(kind.made_of([values[place] for place in codec.places]))
    return tuple(facts)
