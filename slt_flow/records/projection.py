"""The tables: rows loaded for a request, changed rows written back, all of them made anew from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, Select, Update, bindparam, select

from slt_flow import facts
from slt_flow.engine.fold import replayed
from slt_flow.facts import Row, Snapshot
from slt_flow.records import journal
from slt_flow.records.tables import TABLES
from slt_flow.terms import Ref

_FRAME: Final = (
    facts.Council, facts.Clause, facts.Organisation, facts.Post, facts.Holding, facts.Area, facts.Meeting,
)  # fmt: skip
_OF_CASE: Final = tuple(kind for kind in facts.ROWS if {"year", "no"} <= set(TABLES[kind].c.keys()))


def _all(kind: type[Row]) -> Select[Any]:
    table = TABLES[kind]
    return select(table).where(table.c.council == bindparam("of"))


def _ordered(kind: type[Row]) -> Select[Any]:
    table = TABLES[kind]
    return _all(kind).order_by(table.c.place if "place" in table.c else table.primary_key.columns["council"])


def _case(kind: type[Row]) -> Select[Any]:
    table = TABLES[kind]
    query = _all(kind).where(table.c.year == bindparam("of_year"), table.c.no == bindparam("of_no"))
    return query.where(table.c.series == bindparam("of_series")) if "series" in table.c else query


def _update(kind: type[Row]) -> Update:
    table = TABLES[kind]
    same = [table.c[name] == bindparam(f"old_{name}") for name in ("council", *kind.KEY)]
    return table.update().where(*same)


_FRAME_QUERIES: Final = {kind: _ordered(kind) for kind in _FRAME}
_CASE_QUERIES: Final = {kind: _case(kind) for kind in _OF_CASE}
_ALL_QUERIES: Final = {kind: _ordered(kind) for kind in facts.ROWS}
_INSERTS: Final[dict[type[Row], Insert]] = {kind: TABLES[kind].insert() for kind in facts.ROWS}
_UPDATES: Final[dict[type[Row], Update]] = {kind: _update(kind) for kind in facts.ROWS if kind.KEY}
_DELETES: Final[dict[type[Row], Delete]] = {
    kind: TABLES[kind].delete().where(TABLES[kind].c.council == bindparam("of")) for kind in facts.ROWS
}
_MEETINGS = _all(facts.Item).where(TABLES[facts.Item].c.series == "M")
_PINNED = _all(facts.Definition).where(TABLES[facts.Definition].c.digest == bindparam("pin"))
_DIGESTS = select(TABLES[facts.Definition].c.digest).where(TABLES[facts.Definition].c.council == bindparam("of"))
_DECISIONS_AT = _all(facts.Decision).where(TABLES[facts.Decision].c.meeting == bindparam("at_meeting"))
_COUNTERS = _all(facts.Counter).where(TABLES[facts.Counter].c.no == 0)


def frame(connection: Connection, council: str) -> Snapshot:
    """What every request needs: the council, its posts and areas, its clauses, all meetings, the counters."""
    snapshot = Snapshot(council, journal.head(connection, council)[0])
    for kind, query in _FRAME_QUERIES.items():
        _take(snapshot, kind, connection, query, of=council)
    _take(snapshot, facts.Item, connection, _MEETINGS, of=council)
    _take(snapshot, facts.Counter, connection, _COUNTERS, of=council)
    return snapshot


def load_case(connection: Connection, snapshot: Snapshot, ref: Ref) -> None:
    """Add everything known of the decision or meeting a ref belongs to."""
    for kind, query in _CASE_QUERIES.items():
        sought: dict[str, Any] = {"of": snapshot.council, "of_year": ref.year, "of_no": ref.no}
        if "series" in TABLES[kind].c:
            sought["of_series"] = ref.series
        elif bool(ref.series) != (kind in (facts.Meeting, facts.Attendance)):
            continue
        _take(snapshot, kind, connection, query, **sought)


def decisions_at(connection: Connection, council: str, meeting: Ref) -> tuple[Ref, ...]:
    """The decisions last tabled at a meeting."""
    rows = connection.execute(_DECISIONS_AT, {"of": council, "at_meeting": str(meeting)}).mappings()
    return tuple(Ref("", row["year"], row["no"]) for row in rows)


def pinned_digests(connection: Connection, council: str) -> frozenset[str]:
    """The digests of the definitions a council has pinned."""
    return frozenset(connection.execute(_DIGESTS, {"of": council}).scalars())


def load_definition(connection: Connection, snapshot: Snapshot, pin: str) -> None:
    """Add a pinned definition with its content."""
    _take(snapshot, facts.Definition, connection, _PINNED, of=snapshot.council, pin=pin)


def everything(connection: Connection, council: str) -> Snapshot:
    """All rows of a council."""
    snapshot = Snapshot(council, journal.head(connection, council)[0])
    for kind, query in _ALL_QUERIES.items():
        _take(snapshot, kind, connection, query, of=council)
    return snapshot


def store(connection: Connection, before: Snapshot, after: Snapshot) -> None:
    """Write the rows in which two snapshots differ. Rows are added or changed, never taken away."""
    known = dict(before.tables())
    for kind, rows in after.tables():
        old = known[kind]
        new = [_values(after.council, row) for key, row in rows.items() if key not in old]
        changed = [row for key, row in rows.items() if key in old and old[key] is not row and old[key] != row]
        if new:
            connection.execute(_INSERTS[kind], new)
        for row in changed:
            values = _values(after.council, row)
            if kind in _UPDATES:
                key = {f"old_{name}": values[name] for name in ("council", *kind.KEY)}
                connection.execute(_UPDATES[kind], {**values, **key})
            else:
                connection.execute(_DELETES[kind], {"of": after.council})
                connection.execute(_INSERTS[kind], [values])


def rebuild(connection: Connection, council: str) -> Snapshot:
    """Make a council's tables anew from its journal."""
    known = journal.read(connection, council)
    snapshot = replayed(council, known, journal.voided(known))
    for statement in _DELETES.values():
        connection.execute(statement, {"of": council})
    store(connection, Snapshot(council), snapshot)
    return snapshot


def differences(stored: Snapshot, replayed_: Snapshot) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The rows (table, key) in which two snapshots of a council differ."""
    other = dict(replayed_.tables())
    found = []
    for kind, rows in stored.tables():
        keys = dict.fromkeys([*rows, *other[kind]])
        found += [(TABLES[kind].name, key) for key in keys if rows.get(key) != other[kind].get(key)]
    return tuple(found)


def rows_of(kind: type[facts.R], found: Iterable[Any]) -> tuple[facts.R, ...]:
    """Database rows as facts."""
    names = _names(kind)
    return tuple(kind(**{name: row[name] for name in names}) for row in found)


def _take(snapshot: Snapshot, kind: type[Row], connection: Connection, query: Select[Any], **sought: Any) -> None:
    for row in rows_of(kind, connection.execute(query, sought).mappings()):
        snapshot.put(row)


def _values(council: str, row: Row) -> dict[str, Any]:
    return {"council": council, **{name: getattr(row, name) for name in _names(type(row))}}


def _names(kind: type[Row]) -> Sequence[str]:
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type] # every row is a dataclass
