"""The tables: rows loaded for a request, changed rows written back, all of them made anew from the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, Integer, Select, Text, Update, bindparam, select

from slt_flow.errors import RecordsError
from slt_flow.model import (
    ROWS,
    Absence,
    Area,
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
    Meeting,
    Organisation,
    Post,
    R,
    Remark,
    Row,
)
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal
from slt_flow.records.tables import TABLES, built_once, names_of
from slt_flow.terms import MEETING_SERIES, Ref

_FRAME: Final = (
    Council, Clause, Organisation, Post, Holding, Absence, Area, Group, Meeting, Knowledge, Challenge,
)  # fmt: skip
_OF_CASE: Final = tuple(kind for kind in ROWS if {"year", "no"} <= set(kind.KEY))


@built_once
def every(kind: type[Row]) -> Select[Any]:
    """All rows of a council, in the order they are shown."""
    table = TABLES[kind]
    place = [table.c.place] if "place" in table.c else []
    return select(table).where(table.c.council == bindparam("of")).order_by(*place, *table.primary_key)


@built_once
def where(kind: type[Row], *named: str) -> Select[Any]:
    """The rows of which these columns have the values bound as `of_COLUMN`."""
    table = TABLES[kind]
    return every(kind).where(*(table.c[name] == bindparam(f"of_{name}") for name in named))


@built_once
def _insert(kind: type[Row]) -> Insert:
    return TABLES[kind].insert()


@built_once
def _update(kind: type[Row]) -> Update:
    table = TABLES[kind]
    return table.update().where(*(table.c[name] == bindparam(f"old_{name}") for name in ("council", *kind.KEY)))


@built_once
def _delete(kind: type[Row]) -> Delete:
    return TABLES[kind].delete().where(TABLES[kind].c.council == bindparam("of"))


def frame(connection: Connection, council: str) -> Snapshot:
    """What every request needs: the council, its posts and areas, its clauses, all meetings, the counters."""
    snapshot = Snapshot(council, journal.head(connection, council).height)
    for kind in _FRAME:
        _take(snapshot, kind, connection, every(kind), of=council)
    _take(snapshot, Item, connection, where(Item, "series"), of=council, of_series=MEETING_SERIES)
    _take(snapshot, Counter, connection, where(Counter, "no"), of=council, of_no=0)
    return snapshot


def load_case(connection: Connection, snapshot: Snapshot, ref: Ref, *, remarks: bool = False) -> None:
    """Add what is known of the decision or meeting a ref belongs to; no rule reads its remarks."""
    sought = {"of": snapshot.council, "of_year": ref.year, "of_no": ref.no}
    for kind in _OF_CASE:
        if kind is Remark and not remarks:
            continue
        if "series" in TABLES[kind].c:
            query = where(kind, "year", "no", "series")
            _take(snapshot, kind, connection, query, **sought, of_series=ref.series)
        elif ref.series == kind.SERIES:
            _take(snapshot, kind, connection, where(kind, "year", "no"), **sought)


def case_of(connection: Connection, council: str, ref: Ref) -> Item | None:
    """One case of a council as it stands."""
    sought = {f"of_{name}": part for name, part in ref._asdict().items()}
    found = connection.execute(where(Item, *ref._fields), {"of": council, **sought}).mappings()
    return next(iter(rows_of(Item, found)), None)


def decisions_at(connection: Connection, council: str, meeting: Ref) -> tuple[Ref, ...]:
    """The decisions last tabled at a meeting."""
    query = where(Decision, "meeting")
    rows = connection.execute(query, {"of": council, "of_meeting": str(meeting)}).mappings()
    return tuple(Ref("", row["year"], row["no"]) for row in rows)


def pinned_digests(connection: Connection, council: str) -> frozenset[str]:
    """The digests of the definitions a council has pinned."""
    rows = connection.execute(every(Definition), {"of": council}).mappings()
    return frozenset(row["digest"] for row in rows)


def load_definition(connection: Connection, snapshot: Snapshot, pin: str) -> None:
    """Add a pinned definition with its content."""
    query = where(Definition, "digest")
    _take(snapshot, Definition, connection, query, of=snapshot.council, of_digest=pin)


def everything(connection: Connection, council: str) -> Snapshot:
    """All rows of a council."""
    snapshot = Snapshot(council, journal.head(connection, council).height)
    for kind in ROWS:
        _take(snapshot, kind, connection, every(kind), of=council)
    return snapshot


def store(connection: Connection, before: Snapshot, after: Snapshot) -> None:
    """Write the rows in which two snapshots differ. Rows are added or changed, never taken away."""
    known = dict(before.tables())
    for kind, rows in after.tables():
        old = known[kind]
        new = [_values(after.council, row) for key, row in rows.items() if key not in old]
        changed = [row for key, row in rows.items() if key in old and old[key] is not row and old[key] != row]
        if new:
            connection.execute(_insert(kind), new)
        for row in changed:
            values = _values(after.council, row)
            if kind.KEY:
                key = {f"old_{name}": values[name] for name in ("council", *kind.KEY)}
                connection.execute(_update(kind), {**values, **key})
            else:
                connection.execute(_delete(kind), {"of": after.council})
                connection.execute(_insert(kind), [values])


def clear(connection: Connection, council: str) -> None:
    """Empty the tables of a council, so that they can be made anew."""
    for kind in ROWS:
        connection.execute(_delete(kind), {"of": council})


def differences(stored: Snapshot, replayed_: Snapshot) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The rows (table, key) in which two snapshots of a council differ."""
    other = dict(replayed_.tables())
    found = []
    for kind, rows in stored.tables():
        keys = dict.fromkeys([*rows, *other[kind]])
        found += [(TABLES[kind].name, key) for key in keys if rows.get(key) != other[kind].get(key)]
    return tuple(found)


def tables_with(connection: Connection, council: str) -> tuple[str, ...]:
    """The names of the tables that hold anything of a council, readable or not."""
    found = ((kind, select(TABLES[kind].c.council).where(TABLES[kind].c.council == council)) for kind in ROWS)
    return tuple(TABLES[kind].name for kind, query in found if connection.execute(query.limit(1)).first())


def rows(connection: Connection, council: str, kind: type[R]) -> tuple[R, ...]:
    """All rows of a kind, in the order they are shown."""
    return rows_of(kind, connection.execute(every(kind), {"of": council}).mappings())


def rows_of(kind: type[R], found: Iterable[Any]) -> tuple[R, ...]:
    """Database rows as facts.

    Raises:
        RecordsError: a cell holds what was never written there, such as a word where a number stands.
    """
    names, allowed = names_of(kind), _allowed(kind)
    made = []
    for row in found:
        values = {name: row[name] for name in names}
        for name, types in allowed:
            if type(values[name]) not in types:
                raise RecordsError("corrupt_row", why=f"{TABLES[kind].name}.{name}: {values[name]!r:.60}")
        made.append(kind(**values))
    return tuple(made)


@built_once
def _allowed(kind: type[Row]) -> tuple[tuple[str, frozenset[type]], ...]:
    """What SQLite would let in anywhere, though it belongs in no such column; other columns have types of ours."""
    told: dict[type, type] = {Text: str, Integer: int}
    plain = [(column, told[type(column.type)]) for column in TABLES[kind].c if type(column.type) in told]
    nothing = type(None)
    return tuple(
        (column.name, frozenset({type_, nothing} if column.nullable else {type_}))
        for column, type_ in plain
        if column.name != "council"
    )


def _take(snapshot: Snapshot, kind: type[Row], connection: Connection, query: Select[Any], **sought: Any) -> None:
    for row in rows_of(kind, connection.execute(query, sought).mappings()):
        snapshot.put(row)


def _values(council: str, row: Row) -> dict[str, Any]:
    return {"council": council, **{name: getattr(row, name) for name in names_of(type(row))}}
