"""The tables: rows loaded for a request, changed rows written back, all of them made anew from the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Insert, Select, bindparam, literal_column, select

from slt_flow.errors import RecordsError
from slt_flow.model import (
    ROWS,
    Absence,
    Area,
    Binding,
    Challenge,
    Clause,
    Council,
    Counter,
    Decision,
    Definition,
    Group,
    Holding,
    Item,
    Knowledge,
    Matter,
    Meeting,
    Objection,
    Organisation,
    Post,
    R,
    Remark,
    Row,
    Superseded,
)
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal
from slt_flow.records.tables import built_once, plain_columns, table_of
from slt_flow.terms import MEETING_SERIES, Ref

_AGREEMENTS: Final = (Council, Clause, Organisation, Post, Holding, Area, Group, Superseded)
_FRAME: Final = (*_AGREEMENTS, Binding, Absence, Meeting, Objection, Matter, Knowledge, Challenge)
_OF_CASE: Final = tuple(kind for kind in ROWS if {"year", "no"} <= set(kind.KEY))


@built_once
def where(kind: type[Row], *columns: str) -> Select[Any]:
    """Select a council's rows with the values bound as `of_COLUMN`, in the order they are shown."""
    table = table_of(kind)
    place = [table.c.place] if "place" in table.c else []
    query = select(table).where(table.c.council == bindparam("of")).order_by(*place, *table.primary_key)
    return query.where(*(table.c[name] == bindparam(f"of_{name}") for name in columns))


@built_once
def _put(kind: type[Row]) -> Insert:
    return table_of(kind).insert().prefix_with("OR REPLACE")


def frame(connection: Connection, council: str) -> Snapshot:
    """Load what every request needs: the council, its posts and areas, its clauses, all meetings, the counters."""
    snapshot = Snapshot(council, journal.head(connection, council).height)
    for kind in _FRAME:
        _load(connection, snapshot, kind)
    _load(connection, snapshot, Item, series=MEETING_SERIES)
    _load(connection, snapshot, Counter, no=0)
    return snapshot


def agreements(connection: Connection, council: str) -> Snapshot:
    """Load the agreements that a council has worked under, with its posts and their holders."""
    snapshot = Snapshot(council)
    for kind in _AGREEMENTS:
        _load(connection, snapshot, kind)
    return snapshot


def load_case(connection: Connection, snapshot: Snapshot, ref: Ref, *, remarks: bool = False) -> None:
    """Add what is known of the decision or meeting a ref belongs to; no rule reads its remarks."""
    for kind in _OF_CASE:
        if kind is Remark and not remarks:
            continue
        if "series" in table_of(kind).c:
            _load(connection, snapshot, kind, year=ref.year, no=ref.no, series=ref.series)
        elif ref.series == kind.SERIES:
            _load(connection, snapshot, kind, year=ref.year, no=ref.no)


def case_of(connection: Connection, council: str, ref: Ref) -> Item | None:
    """Return one case of a council as it stands, None where there is none."""
    return next(iter(rows(connection, council, Item, **ref._asdict())), None)


def decisions_at(connection: Connection, council: str, meeting: Ref) -> tuple[Ref, ...]:
    """Return the decisions last tabled at a meeting."""
    return tuple(row.ref for row in rows(connection, council, Decision, meeting=str(meeting)))


def pinned_digests(connection: Connection, council: str) -> frozenset[str]:
    """Return the digests of the definitions a council has pinned."""
    return frozenset(row.digest for row in rows(connection, council, Definition))


def definition(connection: Connection, council: str, pin: str) -> Definition:
    """Return a pinned definition with its content."""
    snapshot = Snapshot(council)
    _load(connection, snapshot, Definition, digest=pin)
    return snapshot.one(Definition, pin)


def everything(connection: Connection, council: str) -> Snapshot:
    """Load all rows of a council."""
    snapshot = Snapshot(council, journal.head(connection, council).height)
    for kind in ROWS:
        _load(connection, snapshot, kind)
    return snapshot


def store(connection: Connection, before: Snapshot, after: Snapshot) -> None:
    """Write the rows in which two snapshots differ. Rows are added or changed, never taken away."""
    stored = dict(before.tables())
    for kind, by_key in after.tables():
        # identity first: snapshots share the rows that no entry changed, and comparing fields is slow
        differ = [row for key, row in by_key.items() if (old := stored[kind].get(key)) is not row and old != row]
        if differ:
            values = [{name: getattr(row, name) for name in kind.FIELDS} for row in differ]
            connection.execute(_put(kind), [{"council": after.council, **row} for row in values])


def clear(connection: Connection, council: str) -> None:
    """Empty the tables of a council, so that they can be made anew."""
    for kind in ROWS:
        connection.execute(table_of(kind).delete().where(table_of(kind).c.council == council))


def differences(connection: Connection, kind: type[Row], expected: Snapshot) -> list[tuple[Any, ...]]:
    """Return the keys of the rows of a kind that are not stored as a snapshot would be written, cell by cell.

    Cells are compared as they lie in the database: another spelling of the same value is a difference, since other
    programs may read another value in it.
    """
    table, dialect, width = table_of(kind), connection.dialect, len(kind.KEY)
    columns = [column for column in table.c if column.name != "council"]
    writers = [column.type.dialect_impl(dialect).bind_processor(dialect) or _as_is for column in columns]
    cells: list[Any] = [literal_column(f'"{column.name}"') for column in columns]
    query = select(*cells).select_from(table).where(table.c.council == expected.council)
    stored = {_typed(row[:width]): _typed(row) for row in connection.execute(query)}
    differing = []
    for row in expected.all(kind):
        row_cells = _typed(write(getattr(row, column.name)) for column, write in zip(columns, writers, strict=True))
        if stored.pop(row_cells[:width], None) != row_cells:
            differing.append(row_cells[:width])
    return [tuple(value for _, value in key) for key in (*differing, *stored)]


def _as_is(value: Any) -> Any:
    return value


def _typed(values: Iterable[Any]) -> tuple[tuple[type, Any], ...]:
    """Return cells with their types: for Python `1`, `1.0` and `True` are equal."""
    return tuple((type(value), value) for value in values)


def tables_with(connection: Connection, council: str) -> tuple[str, ...]:
    """Return the names of the tables that hold anything of a council, readable or not."""
    queries = ((kind, select(table_of(kind).c.council).where(table_of(kind).c.council == council)) for kind in ROWS)
    return tuple(table_of(kind).name for kind, query in queries if connection.execute(query.limit(1)).first())


def rows(connection: Connection, council: str, kind: type[R], **values: str | int) -> tuple[R, ...]:
    """Return a council's rows of a kind, or those with some values in their columns, in the order they are shown."""
    bound = {f"of_{name}": value for name, value in values.items()}
    return rows_of(kind, connection.execute(where(kind, *values), {"of": council, **bound}))


def rows_of(kind: type[R], result: CursorResult[Any]) -> tuple[R, ...]:
    """Return database rows as facts.

    Raises:
        RecordsError: a cell holds what was never written there, such as a word where a number stands.
    """
    names, allowed = kind.FIELDS, plain_columns(table_of(kind))
    facts = []
    for row in result.mappings():
        values = {name: row[name] for name in names}
        for name, types in allowed:
            if type(values[name]) not in types:
                raise RecordsError("corrupt_row", why=f"{table_of(kind).name}.{name}: {values[name]!r:.60}")
        facts.append(kind(**values))
    return tuple(facts)


def _load(connection: Connection, snapshot: Snapshot, kind: type[Row], **values: str | int) -> None:
    for row in rows(connection, snapshot.council, kind, **values):
        snapshot.put(row)
