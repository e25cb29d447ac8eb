"""Structure of a database: its tables, indexes and guards, compared with ours and made anew."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from typing import Final, NamedTuple

from slt_flow.records import compiled, store
from slt_flow.records.connection import Connection
from slt_flow.records.format import FORMAT, SCHEMA
from slt_flow.results.answers import Flaw

_JOURNAL: Final = ("entries", "entry_texts")
_KEPT: Final[Mapping[str, tuple[str, str]]] = {
    "alembic_version": (compiled.SCHEMA_NUMBER, compiled.ADD_SCHEMA_NUMBER),
    "database": (compiled.DATABASE, compiled.ADD_DATABASE),
    "entries": (compiled.EVERY_ENTRY, compiled.ADD_ENTRY),
    "entry_texts": (compiled.EVERY_TEXT, compiled.ADD_TEXT),
}
"""The tables whose rows are nowhere else, with the statements that read and add them."""


class Part(NamedTuple):
    """Table, index, trigger or view."""

    type: str
    name: str


def _parts(connection: Connection) -> Mapping[Part, tuple[str, str]]:
    """Return every part of a database with its table and its SQL, spaces and quotation marks aside."""
    query = "SELECT upper(type), name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    rows = connection.all(query)
    return {Part(type_, name): (table, re.sub(r'[\s"]+', " ", sql or "")) for type_, name, table, sql in rows}


@cache
def _ours() -> Mapping[Part, tuple[str, str]]:
    with closing(store.memory()) as connection:
        return _parts(connection)


def flaws(connection: Connection) -> list[Flaw]:
    """Return every part that is missing, changed, or none of ours."""
    there, ours = _parts(connection), _ours()
    missing = ((part, table) for part, (table, _) in ours.items() if part not in there)
    differing = [Flaw(f"missing_{part.type.lower()}", table, {"name": part.name}) for part, table in missing]
    for part, (table, sql) in there.items():
        if part not in ours:
            differing.append(Flaw(f"foreign_{part.type.lower()}", table, {"name": part.name}))
        elif sql != ours[part][1]:
            differing.append(Flaw(f"changed_{part.type.lower()}", table, {"name": part.name}))
    return [*differing, *_of_the_database(connection)]


def _of_the_database(connection: Connection) -> list[Flaw]:
    """Return the tables that must have one row about the database itself, and have another."""
    there = _parts(connection)
    differing = []
    for table, fits in _ROW_OF.items():
        if Part("TABLE", table) in there and not _has_its_row(connection, table, fits):
            differing.append(Flaw("not_its_row", table))
    return differing


def _has_its_row(connection: Connection, table: str, fits: Callable[[tuple[object, ...]], bool]) -> bool:
    try:
        rows = connection.all(_KEPT[table][0])
    except sqlite3.DatabaseError:  # letters that are none, or a column that is gone
        return False
    return len(rows) == 1 and fits(rows[0])


def _is_of_database(row: tuple[object, ...]) -> bool:
    id_, generation, format_ = row
    return (
        isinstance(id_, str)
        and type(generation) is int
        and generation > 0
        and (type(format_), format_) == (int, FORMAT)
    )


_ROW_OF: Final[Mapping[str, Callable[[tuple[object, ...]], bool]]] = {
    "database": _is_of_database,
    "alembic_version": lambda row: row == (SCHEMA,),
}
"""The tables about the database itself, with what their row must be."""


def is_beside_the_journal(flaw: Flaw) -> bool:
    """Tell whether a flaw leaves the entries and their texts whole, so that all else can be made from them."""
    how, _, type_ = flaw.code.partition("_")
    if flaw.code == "missing_table":
        return flaw.where not in _JOURNAL
    return flaw.code in ("table_differs", "unreadable_row", "not_its_row") or (
        how in _DIFFERS and type_.upper() in _TYPES
    )


_DIFFERS: Final = ("missing", "changed", "foreign")
_TYPES: Final = ("TABLE", "INDEX", "TRIGGER", "VIEW")


def restore(connection: Connection) -> bool:
    """Make the structure anew where it differs: the journal keeps its rows, the projection's tables are empty then.

    Parts that are none of ours are dropped, but for tables: somebody may keep something in them.

    Returns:
        Whether it was made anew.
    """
    if not flaws(connection):
        return False
    there = _parts(connection)
    kept = [(add, connection.all(read)) for name, (read, add) in _KEPT.items() if Part("TABLE", name) in there]
    tables = sorted((part for part in _ours() if part.type == "TABLE"), key=lambda part: part.name != _JOURNAL[1])
    others = [part for part in there if part.type != "TABLE" and (part not in _ours() or part.type == "TRIGGER")]
    for part in (*others, *tables):
        name = part.name.replace('"', '""')
        connection.all(f'DROP {part.type} IF EXISTS "{name}"')
    store.create_parts(connection)
    for add, rows in kept:
        connection.write(add, rows)
    store.note_numbers(connection)
    return True
