"""Structure of a database: its tables, indexes and guards, compared with ours and made anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, literal_column, select
from sqlalchemy.exc import DatabaseError

from slt_flow.records import store
from slt_flow.records.tables import FORMAT, SCHEMA, database, entries, entry_texts, schema, schema_number
from slt_flow.results.answers import Flaw

_KEPT: Final = (schema_number, database, entries, entry_texts)
"""The tables whose rows are nowhere else."""


class Part(NamedTuple):
    """Table, index, trigger or view."""

    type: str
    name: str


def _parts(connection: Connection) -> Mapping[Part, tuple[str, str]]:
    """Return every part of a database with its table and its SQL, spaces and quotation marks aside."""
    query = "SELECT upper(type), name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    rows = connection.exec_driver_sql(query).all()
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
    for table, fits in _ROW_OF:
        if Part("TABLE", table.name) in there and not _has_its_row(connection, table, fits):
            differing.append(Flaw("not_its_row", table.name))
    return differing


def _has_its_row(connection: Connection, table: Table, fits: Callable[[tuple[object, ...]], bool]) -> bool:
    cells: list[ColumnElement[Any]] = [literal_column(f'"{column.name}"') for column in table.c]
    try:
        rows = connection.execute(select(*cells).select_from(table)).all()
    except DatabaseError:  # letters that are none, or a column that is gone
        return False
    return len(rows) == 1 and fits(tuple(rows[0]))


def _is_of_database(row: tuple[object, ...]) -> bool:
    id_, generation, format_ = row
    return (
        isinstance(id_, str)
        and type(generation) is int
        and generation > 0
        and (type(format_), format_) == (int, FORMAT)
    )


_ROW_OF: Final[tuple[tuple[Table, Callable[[tuple[object, ...]], bool]], ...]] = (
    (database, _is_of_database),
    (schema_number, lambda row: row == (SCHEMA,)),
)
"""The tables about the database itself, with what their row must be."""


def is_beside_the_journal(flaw: Flaw) -> bool:
    """Tell whether a flaw leaves the entries and their texts whole, so that all else can be made from them."""
    how, _, type_ = flaw.code.partition("_")
    if flaw.code == "missing_table":
        return flaw.where not in (entries.name, entry_texts.name)
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
    kept = [
        (table, connection.execute(select(table).order_by(*table.primary_key)).mappings().all())
        for table in _KEPT
        if Part("TABLE", table.name) in there
    ]
    tables = sorted((part for part in _ours() if part.type == "TABLE"), key=lambda part: part.name != entry_texts.name)
    others = [part for part in there if part.type != "TABLE" and (part not in _ours() or part.type == "TRIGGER")]
    for part in (*others, *tables):
        name = part.name.replace('"', '""')
        connection.exec_driver_sql(f'DROP {part.type} IF EXISTS "{name}"')
    schema().create_all(connection, checkfirst=False)
    for table, rows in kept:
        if rows:
            connection.execute(table.insert(), [dict(row) for row in rows])
    store.note_numbers(connection)
    return True
