"""The tables: rows loaded for a request, changed rows written back, all of them made anew from the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from slt_flow.model import (
    ROWS,
    Absence,
    AgendaPoint,
    Area,
    Assessment,
    Attendance,
    Binding,
    Challenge,
    Clause,
    Contact,
    Council,
    Counter,
    Decision,
    Definition,
    Evidence,
    Exemption,
    Group,
    Holding,
    Item,
    Knowledge,
    Label,
    LearningPoint,
    Matter,
    Meeting,
    Objection,
    Organisation,
    OwnerSpell,
    Post,
    R,
    Ratification,
    Remark,
    Row,
    Superseded,
)
from slt_flow.model.cases import ACTION_PLAN, EVALUATION
from slt_flow.model.point_kinds import case_named
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import compiled, journal
from slt_flow.records.cells import codec_of, rows_of
from slt_flow.records.connection import Connection, Kept
from slt_flow.terms import LEARNING_SERIES, Ref, Tag

_AGREEMENTS: Final = (Council, Clause, Organisation, Post, Holding, Area, Group, Superseded)
_FRAME: Final = (*_AGREEMENTS, Binding, Contact, Absence, Meeting, Objection, Knowledge, Challenge)
_JUDGED: Final = (*_AGREEMENTS, Absence, Meeting, Knowledge, Evidence, LearningPoint)
_OF_CASE: Final = tuple(kind for kind in ROWS if {"year", "no"} <= set(kind.KEY))


def kept(connection: Connection, council: str) -> Kept:
    """Return the rows kept from the request before where nobody else has written since, else the frame."""
    head, there = journal.head(connection, council), connection.kept.get(council)
    if there is not None and (there.snapshot.head, there.digest) == head[:2]:
        return there
    connection.kept[council] = Kept(frame(connection, council, head.height), head.digest)
    return connection.kept[council]


def frame(connection: Connection, council: str, height: int) -> Snapshot:
    """Load what every request needs: the council, its posts and areas, its clauses, all meetings, the counters."""
    snapshot = _loaded(connection, Snapshot(council, height), _FRAME)
    for series in snapshot.meeting_series:
        _load(connection, snapshot, Item, series=series)
    _load(connection, snapshot, Counter, no=0)
    for row in _objected(connection, council):
        snapshot.put(row)
    return snapshot


def _objected(connection: Connection, council: str) -> tuple[Matter, ...]:
    """Return the matters that somebody objected to: another decision may be about one of them too."""
    if connection.replayed is not None:
        return rows(connection, council, Matter)
    return rows_of(Matter, connection.all(compiled.OBJECTED_MATTERS, {"of": council}))


def agreements(connection: Connection, council: str) -> Snapshot:
    """Load the agreements that a council has worked under, its posts and labels, to look at only."""
    kinds = (*_AGREEMENTS, Label)
    return connection.once(("agreements", council), lambda: _loaded(connection, Snapshot(council), kinds))


def accounts(connection: Connection, council: str) -> Snapshot:
    """Load the agreements with whose accounts are whose, and who is away."""
    return _loaded(connection, agreements(connection, council).copy(), (Binding, Absence))


def load_case(connection: Connection, snapshot: Snapshot, ref: Ref, *, remarks: bool = False) -> None:
    """Add what is known of the decision or meeting a ref belongs to; no rule reads its remarks."""
    council, kinds = snapshot.council, [kind for kind in _OF_CASE if remarks or kind is not Remark]
    for row in connection.once(("case", council, ref.top, remarks), lambda: _of_case(connection, council, ref, kinds)):
        snapshot.put(row)


def _of_case(connection: Connection, council: str, ref: Ref, kinds: Iterable[type[Row]]) -> tuple[Row, ...]:
    every: list[Row] = []
    for kind in kinds:
        own = {"series": ref.series} if "series" in kind.FIELDS else {}
        if ref.family == kind.SERIES or (own and not kind.SERIES):
            every += rows(connection, council, kind, year=ref.year, no=ref.no, **own)
    return tuple(every)


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
    if connection.replayed is not None:
        return connection.once(("all", council), lambda: _loaded(connection, Snapshot(council), ROWS)).copy()
    return _loaded(connection, Snapshot(council, journal.head(connection, council).height), ROWS)


def exemptions(connection: Connection, council: str) -> Snapshot:
    """Load the exemptions from publicity, with the learning points, which inherit those of their evaluations."""
    snapshot = Snapshot(council)
    _load(connection, snapshot, Exemption)
    if snapshot.all(Exemption):
        _load(connection, snapshot, LearningPoint)
    return snapshot


def load_decisions(connection: Connection, snapshot: Snapshot, decisions: Iterable[Ref], *kinds: type[Row]) -> None:
    """Add the rows of some kinds that belong to some decisions."""
    sought = {"of": snapshot.council, "named": json.dumps([[ref.year, ref.no] for ref in decisions])}
    for kind in kinds:
        for row in rows_of(kind, connection.all(compiled.ROWS[f"{kind.__name__} named"], sought)):
            snapshot.put(row)


def evaluations(connection: Connection, council: str) -> Snapshot:
    """Load the evaluations of years, as cases and decisions."""
    snapshot = Snapshot(council)
    refs = [decision.ref for decision in rows(connection, council, Decision, kind=EVALUATION)]
    load_decisions(connection, snapshot, refs, Item, Decision)
    return snapshot


def of_year(connection: Connection, council: str, year: int) -> Snapshot:
    """Load what a year is judged by: the council and its meetings, and of the decisions those that the year is about.

    These are all that something happened to since it began, that were adopted or due in it, whose work is still open,
    and all of a kind; where a plan covers the year, what is due in the other years of the plan too.
    """
    if connection.replayed is not None:
        return everything(connection, council)
    snapshot = Snapshot(council, journal.head(connection, council).height)
    _loaded(connection, snapshot, _JUDGED)
    for series in (*snapshot.meeting_series, LEARNING_SERIES):
        _load(connection, snapshot, Item, series=series)
    plans = (plan.about for plan in rows(connection, council, Decision, kind=ACTION_PLAN) if plan.adopted_on)
    covering = [about for about in plans if about["from"] <= year <= about["to"]]
    covered = [year, *(about[end] for about in covering for end in ("from", "to"))]
    days = {"of": council, "first": f"{year:04}-01-01", "last": f"{year:04}-12-31"}
    due = {"due_first": f"{min(covered):04}-01-01", "due_last": f"{max(covered):04}-12-31"}
    decisions = [Ref("", *top) for top in connection.all(compiled.OF_YEAR, {**days, **due})]
    load_decisions(connection, snapshot, decisions, Item, Decision, OwnerSpell, Assessment)
    for there in rows_of(Attendance, connection.all(compiled.ATTENDANCE_BETWEEN, days)):
        snapshot.put(there)
    return snapshot


def for_agendas(connection: Connection, council: str, year: int) -> Snapshot:
    """Load what agendas are drawn up from: meetings, learning points, and the decisions that are open or of a year."""
    if connection.replayed is not None:
        return everything(connection, council)
    snapshot = frame(connection, council, journal.head(connection, council).height)
    _load(connection, snapshot, Item, series=LEARNING_SERIES)
    _load_agendas(connection, snapshot, year)
    return snapshot


def for_papers(
    connection: Connection, council: str, meeting: Ref | None, day: date, decisions: Iterable[Ref] = ()
) -> Snapshot:
    """Load what the agenda of one meeting, and the papers of some decisions on it, are drawn up from as of a day.

    Of a meeting that was held that is what is recorded of it, whatever else the council did.
    """
    if connection.replayed is not None:
        return everything(connection, council)
    snapshot = _loaded(connection, agreements(connection, council).copy(), (Absence, Meeting, Knowledge, Challenge))
    for series in (*snapshot.meeting_series, LEARNING_SERIES):
        _load(connection, snapshot, Item, series=series)
    named = [decision.ref for decision in rows(connection, council, Decision, kind=EVALUATION)]
    if meeting is not None:
        load_case(connection, snapshot, meeting)
        row, case = snapshot.find(Meeting, *meeting[:3]), snapshot.item(meeting)
        if row is not None and case is not None and not case.has(Tag.HELD):
            _load_agendas(connection, snapshot, min(row.day.year, day.year))
        subjects = map(Ref.parse, journal.subjects_naming(connection, council, str(meeting)))
        about = (case_named(point.point) for point in snapshot.points_at(meeting))
        named += (ref.top for ref in (*subjects, *about) if ref is not None)
    load_decisions(connection, snapshot, (ref for ref in named if ref.is_decision), Item, Decision)
    for ref in decisions:
        load_case(connection, snapshot, ref)
    follows = (Ref.parse(decision.follows or "") for decision in snapshot.all(Decision))
    load_decisions(connection, snapshot, {ref.top for ref in follows if ref is not None}, Item)
    return snapshot


def _load_agendas(connection: Connection, snapshot: Snapshot, year: int) -> None:
    """Add what agendas of meetings to come are drawn up from: the decisions that are open or of a year."""
    _loaded(connection, snapshot, (AgendaPoint, LearningPoint, Ratification))
    live = {"of": snapshot.council, "running": year, "first": f"{year:04}-01-01"}
    for row in (*rows_of(Item, connection.all(compiled.LIVE_ITEMS, live)),
                *rows_of(Decision, connection.all(compiled.LIVE_DECISIONS, live))):  # fmt: skip
        snapshot.put(row)


def store(connection: Connection, before: Snapshot, after: Snapshot) -> None:
    """Write the rows in which two snapshots differ. Rows are added or changed, never taken away."""
    for kind, by_key in after.since(before):
        # identity first: snapshots share the rows that no entry changed, and comparing fields is slow
        differ = [row for key, row in by_key.items() if (old := before.find(kind, *key)) is not row and old != row]
        if differ:
            codec = codec_of(kind)
            connection.write(codec.put, [(after.council, *codec.cells(row)) for row in differ])


def exchange(connection: Connection, before: Snapshot, after: Snapshot) -> bool:
    """Put the rows of one snapshot in the place of those of another; return False where these were not stored so."""
    expected, changes = 0, connection.raw.total_changes
    for (kind, old), (_, new) in zip(before.tables(), after.tables(), strict=True):
        codec = codec_of(kind)
        whole = " AND ".join(f'"{name}" IS ?' for name in ("council", *codec.names))
        remove, add = f"DELETE FROM {codec.table} WHERE {whole}", codec.put.replace("REPLACE", "IGNORE")  # noqa: S608 # ours
        for sql, these, others in ((remove, old, new), (add, new, old)):
            differ = [row for key, row in these.items() if others.get(key) != row]
            connection.write(sql, [(after.council, *codec.cells(row)) for row in differ])
            expected += len(differ)
    return connection.raw.total_changes - changes == expected


def clear(connection: Connection, council: str) -> None:
    """Empty the tables of a council, so that they can be made anew."""
    for kind in ROWS:
        connection.write(f"DELETE FROM {codec_of(kind).table} WHERE council = ?", [(council,)])  # noqa: S608 # ours


def differences(connection: Connection, kind: type[Row], expected: Snapshot) -> list[tuple[Any, ...]]:
    """Return the keys of the rows of a kind that are not stored as a snapshot would be written, cell by cell.

    Cells are compared as they lie in the database: another spelling of the same value is a difference, since other
    programs may read another value in it.
    """
    codec, width = codec_of(kind), len(kind.KEY)
    there, rows = _stored(connection, expected.council, kind), [*map(codec.cells, expected.all(kind))]
    by_key = {row[:width]: row for row in rows}
    if len(there) == len(rows) and all(_is_same(row, by_key.get(row[:width], ())) for row in there):
        return []
    stored = {row[:width]: row for row in map(_typed, there)}
    differing = []
    for row in map(_typed, rows):
        if stored.pop(row[:width], None) != row:
            differing.append(row[:width])
    return [tuple(value for _, value in key) for key in (*differing, *stored)]


def _is_same(row: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    # a database holds a fraction where we would write a whole number that is equal to it: any other type is unequal
    return row == other and float not in map(type, row)


def _typed(values: Iterable[Any]) -> tuple[tuple[type, Any], ...]:
    """Return cells with their types: for Python `1`, `1.0` and `True` are equal."""
    return tuple((type(value), value) for value in values)


def tables_with(connection: Connection, council: str) -> tuple[str, ...]:
    """Return the names of the tables that hold anything of a council, readable or not."""
    names = (codec_of(kind).table for kind in ROWS)
    holds = "SELECT 1 FROM {} WHERE council = ? LIMIT 1"
    return tuple(name for name in names if connection.first(holds.format(name), (council,)))


def rows(connection: Connection, council: str, kind: type[R], /, **values: str | int) -> tuple[R, ...]:
    """Return a council's rows of a kind, or those with some values in their columns, in the order they are shown."""
    if connection.replayed is not None:
        return _replayed(connection.replayed, council, kind, **values)
    return rows_of(kind, _stored(connection, council, kind, **values))


def _replayed(past: Snapshot, council: str, kind: type[R], /, **values: str | int) -> tuple[R, ...]:
    """Return rows that were folded from a journal as `rows` returns those of the tables."""
    every = past.all(kind) if past.council == council else ()
    sought = (row for row in every if all(getattr(row, name) == value for name, value in values.items()))
    # as SQLite sorts: no place comes before any
    return tuple(sorted(sought, key=lambda row: ((place := getattr(row, "place", None)) is not None, place, *row.key)))


def _stored(connection: Connection, council: str, kind: type[Row], /, **values: str | int) -> list[tuple[Any, ...]]:
    query = compiled.ROWS[" ".join((kind.__name__, *sorted(values)))]
    return connection.all(query, {"of": council, **{f"of_{name}": value for name, value in values.items()}})


def _loaded(connection: Connection, snapshot: Snapshot, kinds: Iterable[type[Row]]) -> Snapshot:
    for kind in kinds:
        _load(connection, snapshot, kind)
    return snapshot


def _load(connection: Connection, snapshot: Snapshot, kind: type[Row], **values: str | int) -> None:
    for row in rows(connection, snapshot.council, kind, **values):
        snapshot.put(row)
