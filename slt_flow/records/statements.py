"""Statements of the journal, the projection and the queries in SQLAlchemy Core, and their SQL.

`python docs/make.py` writes the SQL into `compiled.py`: building and compiling a statement costs more than sending it,
and a command that only reads need not import SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    Column,
    ColumnElement,
    CompoundSelect,
    Insert,
    NullPool,
    Select,
    SelectBase,
    Table,
    and_,
    bindparam,
    create_engine,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    union,
)
from sqlalchemy import Connection as CoreConnection
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from slt_flow.engine.entries import BESIDE, Kind
from slt_flow.model import (
    Assessment,
    Attendance,
    Council,
    Counter,
    Decision,
    Definition,
    Evidence,
    Item,
    Matter,
    Meeting,
    Neighbour,
    Objection,
    OwnerSpell,
    Remark,
    Row,
)
from slt_flow.records.connection import Connection
from slt_flow.records.tables import (
    CORRECTING,
    DROPPED,
    MEETING,
    TABLES,
    TRIGGERS,
    UNSETTLED,
    database,
    entries,
    entry_texts,
    last_day,
    metadata,
    schema_number,
)
from slt_flow.terms import Tag

_of: Final[BindParameter[Any]] = bindparam("of")


def _literal(word: str) -> ColumnElement[Any]:
    return literal_column(f"'{word}'")


def _select(*columns: Any) -> Select[Any]:
    """Select columns of a council's entries."""
    return select(*columns).where(entries.c.council == _of)


def _each(name: str) -> Select[Any]:
    """Select the values of a list that is bound as JSON."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def _cells(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns of a table without the council, which every statement names."""
    return tuple(column for column in table.c if column.name != "council")


_ABOUT_SUBJECT = entries.c.subject == bindparam("subject")

READ = _select(*_cells(entries)).order_by(entries.c.seq)
# sorted by no bare column: else SQLite would rather read all entries in their order
_FEW = _select(*_cells(entries)).order_by(entries.c.seq + literal_column("0"))
READ_ABOUT = READ.where(_ABOUT_SUBJECT)
READ_RANGE = _FEW.where(
    entries.c.subject >= bindparam("subject"),
    entries.c.subject < bindparam("end"),
    entries.c.kind != bindparam("without"),
)
# a ref begins with a digit or a capital letter, any other subject with a small one: `post:rektor`, `council`
READ_GROUND = _FEW.where(entries.c.subject >= _literal("a"))
READ_SEQS = READ.where(entries.c.seq.in_(_each("seqs")))
READ_VOIDS = _FEW.where(
    text(CORRECTING),
    entries.c.kind == _literal(Kind.ENTRY_VOIDED),
    entries.c.subject.in_(_each("subjects")),
)
SUBJECTS_NAMING = _select(entries.c.subject).where(text(f"({MEETING}) = :meeting")).distinct()
SUBJECTS_VOIDED = _select(entries.c.subject).where(text(CORRECTING), entries.c.kind == _literal(Kind.ENTRY_VOIDED))
_of_entry = and_(entry_texts.c.council == entries.c.council, entry_texts.c.seq == entries.c.seq)
# `casefold` is Python's own: SQLite's knows no letter but those of English
SEARCH = (
    select(entries.c.subject, entry_texts.c.name, entry_texts.c.text, entries.c.on, entries.c.seq)
    .select_from(entry_texts.join(entries, _of_entry))
    .where(entry_texts.c.council == _of, entry_texts.c.name.not_in([_literal(name) for name in BESIDE]))
    .where(func.instr(func.casefold(entry_texts.c.text), bindparam("wanted")) > literal_column("0"))
    .order_by(entry_texts.c.seq, entry_texts.c.name)
)
# an outer join: else SQLite would look for the entries of all texts, not for the texts of these entries
WORDS_OF = (
    select(entries.c.subject, entry_texts.c.text)
    .select_from(entries.outerjoin(entry_texts, _of_entry & entry_texts.c.name.in_(map(_literal, ("title", "text")))))
    .where(entries.c.council == _of, entries.c.subject.in_(_each("subjects")))
)
_AT = entries.alias("at")
ACCOUNTS = (
    select(_AT.c.request, entry_texts.c.text)
    .join(entry_texts, and_(entry_texts.c.council == _AT.c.council, entry_texts.c.seq == _AT.c.seq))
    .where(_AT.c.council == _of, entry_texts.c.name == _literal("account"))
    .where(_AT.c.request.in_(_each("requests")))
)
READ_OF_ACCOUNT = _FEW.where(
    entries.c.seq.in_(
        select(entry_texts.c.seq)
        .where(
            entry_texts.c.council == _of,
            entry_texts.c.name == _literal("account"),
            entry_texts.c.text == bindparam("account"),
        )
        .order_by(entry_texts.c.seq.desc())
        .suffix_with("LIMIT :most")
        .scalar_subquery()
    )
)
READ_DEFINITIONS = _FEW.where(
    entries.c.subject.between(_literal("definition:"), _literal("definition;")),
    entries.c.kind == _literal(Kind.DEFINITION_PINNED),
)
READ_AT = READ.where(entries.c.seq == bindparam("at_seq"))
READ_BETWEEN = READ.where(entries.c.seq.between(bindparam("first"), bindparam("last")))
READ_BEFORE = (
    _select(*_cells(entries))
    .where(entries.c.seq < bindparam("before_seq"))
    .order_by(entries.c.seq.desc())
    .suffix_with("LIMIT 1")
)
READ_EXCEPTIONS = _FEW.where(
    text(CORRECTING), entries.c.kind.in_([_literal(Kind.TEXT_REDACTED), _literal(Kind.BREAK_ACCEPTED)])
)
_REQUEST_AT = _select(entries.c.request).where(entries.c.seq == bindparam("at_seq"))
# of the bare column SQLite would look for the least by the primary key, text by text
_FIRST_OF_KEY = select(func.min(entry_texts.c.seq + literal_column("0"))).where(
    entry_texts.c.council == _of, entry_texts.c.name == _literal("key"), entry_texts.c.text == bindparam("by_key")
)
_REQUEST_OF_KEY = _select(entries.c.request).where(entries.c.seq == _FIRST_OF_KEY.scalar_subquery())
READ_OF_REQUEST_AT, READ_OF_KEY = (
    READ.where(entries.c.request == request.correlate(None).scalar_subquery())
    for request in (_REQUEST_AT, _REQUEST_OF_KEY)
)
FIRST_OF_REQUEST_AT = _select(func.min(entries.c.seq)).where(
    entries.c.request == _REQUEST_AT.correlate(None).scalar_subquery()
)
ASKED_AT = select(entry_texts.c.text).where(
    entry_texts.c.council == _of,
    entry_texts.c.seq == FIRST_OF_REQUEST_AT.correlate(None).scalar_subquery(),
    entry_texts.c.name == _literal("asked"),
)
HEAD = _select(entries.c.seq, entries.c.digest, entries.c.format).order_by(entries.c.seq.desc()).suffix_with("LIMIT 1")
JOURNAL_ID = _select(entries.c.prev).where(entries.c.seq == literal_column("1"))
DIGESTS = _select(entries.c.digest).order_by(entries.c.seq)
DIGEST_AT = _select(entries.c.digest).where(entries.c.seq == bindparam("at_seq"))
SEQS = _select(entries.c.seq).order_by(entries.c.seq)
LAST_OF_SUBJECT = _select(func.max(entries.c.seq)).where(_ABOUT_SUBJECT)
OF_LATER_DAYS = _select(entries.c.seq).where(entries.c.on > bindparam("day")).suffix_with("LIMIT 1")
_since = and_(text(CORRECTING), entries.c.at >= bindparam("since"))
READ_VOIDS_SINCE = _FEW.where(_since, entries.c.kind == _literal(Kind.ENTRY_VOIDED))
_attended = entries.c.kind == _literal(Kind.ATTENDANCE_RECORDED)
ATTENDED_TWICE = (
    _select(func.min(entries.c.at), func.max(entries.c.at))
    .where(_attended, entries.c.subject.in_(_select(entries.c.subject).where(_since, _attended).correlate(None)))
    .group_by(entries.c.subject)
    .having(func.min(entries.c.at) < func.max(entries.c.at))
)
DIGESTS_OF_SUBJECT = _select(entries.c.seq, entries.c.digest).where(_ABOUT_SUBJECT).order_by(entries.c.seq)
_TEXTS = (
    select(entry_texts.c.seq, entry_texts.c.name, entry_texts.c.salt, entry_texts.c.text)
    .where(entry_texts.c.council == _of)
    .order_by(entry_texts.c.seq, entry_texts.c.name)
)
TEXTS_BETWEEN = _TEXTS.where(entry_texts.c.seq.between(bindparam("first"), bindparam("last")))
TEXTS_AT = _TEXTS.where(entry_texts.c.seq.in_(_each("seqs")))
_BASES = entry_texts.alias("bases")
ERASURES = (
    select(entries.c.on, entries.c.data, _BASES.c.text)
    .select_from(
        entries.outerjoin(
            _BASES,
            and_(
                _BASES.c.council == entries.c.council, _BASES.c.seq == entries.c.seq, _BASES.c.name == _literal("basis")
            ),
        )
    )
    .where(entries.c.council == _of, _ABOUT_SUBJECT, entries.c.kind == _literal(Kind.TEXT_REDACTED))
    .order_by(entries.c.seq)
)
STRAY_TEXTS = (
    select(entry_texts.c.seq)
    .distinct()
    .select_from(entry_texts.outerjoin(entries))
    .where(entry_texts.c.council == _of, entries.c.seq.is_(None))
    .order_by(entry_texts.c.seq)
)
STRAY_TEXTS_BETWEEN = STRAY_TEXTS.where(entry_texts.c.seq.between(bindparam("first"), bindparam("last")))
EVERY_ENTRY, EVERY_TEXT = (select(table).order_by(*table.primary_key) for table in (entries, entry_texts))
ADD_ENTRY, ADD_TEXT = entries.insert(), entry_texts.insert()
ERASE_TEXT = entry_texts.delete().where(
    entry_texts.c.council == _of, entry_texts.c.seq == bindparam("seq"), entry_texts.c.name == bindparam("name")
)

_first = select(func.min(entries.c.council).label("council")).cte("there", recursive=True)
_next = select(func.min(entries.c.council)).where(entries.c.council > _first.c.council).scalar_subquery()
# from each council to the next by the index: DISTINCT would read every entry
_there = _first.union_all(select(_next).where(_first.c.council.is_not(None)))
COUNCILS = union(
    select(_there.c.council).where(_there.c.council.is_not(None)), select(TABLES[Council].c.council)
).order_by("council")
IS_THERE = select(
    or_(
        exists(select(entries.c.seq).where(entries.c.council == _of)),
        exists(select(TABLES[Council].c.title).where(TABLES[Council].c.council == _of)),
    )
)
TITLES = select(TABLES[Council].c.council, TABLES[Council].c.title)
GENERATION = select(database.c.generation)
RAISE_GENERATION = database.update().values(generation=database.c.generation + literal_column("1"))
ADD_DATABASE, DATABASE = database.insert(), select(database)
ADD_SCHEMA_NUMBER, SCHEMA_NUMBER = schema_number.insert(), select(schema_number)
# one statement: sent at every opening
SCHEMA_AND_FORMAT = select(
    select(schema_number.c.version_num).scalar_subquery(), select(database.c.format).scalar_subquery()
)


def _where(kind: type[Row], *columns: str) -> Select[Any]:
    """Select a council's rows with the values bound as `of_COLUMN`, in the order they are shown."""
    table = TABLES[kind]
    place = [table.c.place] if "place" in table.c else []
    of_key = [*table.primary_key]
    if not {*columns} <= {column.name for column in of_key}:  # few rows: sorted as entries are
        of_key = [column + literal_column("0") for column in of_key if column.name != "council"]
    query = select(*_cells(table)).where(table.c.council == _of).order_by(*place, *of_key)
    return query.where(*(table.c[name] == bindparam(f"of_{name}") for name in columns))


_items, _decisions, _meetings, _links = (TABLES[kind] for kind in (Item, Decision, Meeting, Neighbour))
_matters, _objections = TABLES[Matter], TABLES[Objection]
_objected = (
    select(_objections.c.year, _objections.c.no).distinct().where(_objections.c.council == _of).subquery("objected")
)
OBJECTED_MATTERS = _where(Matter).join(
    _objected, and_(_matters.c.year == _objected.c.year, _matters.c.no == _objected.c.no)
)


def _lacks(tag: Tag) -> ColumnElement[bool]:
    return ~_items.c.tags.like(_literal(f'%"{tag}"%'))


def _of_cases(kind: type[Row], cases: SelectBase) -> Select[Any]:
    """Select the rows of some decisions, of which `cases` selects year and number."""
    table, named = TABLES[kind], cases.subquery("named")
    rows = _where(kind).where(tuple_(table.c.year, table.c.no).in_(select(named.c[0], named.c[1])))
    return rows.where(table.c.series == _literal("")) if "series" in table.c else rows


_named = func.json_each(bindparam("named")).table_valued("value", name="each_named")
_by_name = select(*(func.json_extract(_named.c.value, literal_column(f"'$[{place}]'")) for place in (0, 1)))
_cases = select(_items.c.year, _items.c.no).where(_items.c.council == _of, _items.c.series == _literal(""))
_tops = _cases.where(_items.c.assignment_no == literal_column("0"))
_open_tops = _tops.where(text(UNSETTLED), _items.c.ended.is_(False))
_touched = last_day(_items) >= bindparam("first")
_adopted = select(_decisions.c.year, _decisions.c.no).where(_decisions.c.council == _of)
# each part by an index of its own: of conditions with OR between them SQLite would try every row
_ended_since = _tops.where(_touched, _items.c.since >= bindparam("first"))
_live = union(_tops.where(_items.c.year == bindparam("running")), _open_tops, _ended_since)
LIVE_ITEMS, LIVE_DECISIONS = _of_cases(Item, _live), _of_cases(Decision, _live)
DUE_BETWEEN = _where(Item, "series").where(_items.c.due.between(bindparam("first"), bindparam("last")))
OPEN_OR_MADE: CompoundSelect[Any] = union(
    _ended_since,
    _open_tops,
    _adopted.where(_decisions.c.adopted_on >= bindparam("first")),
    _adopted.where(_decisions.c.meeting.in_(select(_named.c.value))),
)
OPEN_OF_OWNERS = _cases.where(
    text(UNSETTLED), _items.c.ended.is_(False), _items.c.owner.in_(_each("owners"))
).distinct()
DROPPED_DECISIONS = _tops.where(text(DROPPED))
OF_YEAR = union(
    _cases.where(_touched),
    _cases.where(_items.c.due.between(bindparam("due_first"), bindparam("due_last"))),
    _cases.where(_items.c.council_due.between(bindparam("due_first"), bindparam("due_last"))),
    _cases.where(text(UNSETTLED), _items.c.assignment_no > literal_column("0"), _lacks(Tag.DROPPED)),
    _adopted.where(_decisions.c.kind.is_not(None)),
    _adopted.where(_decisions.c.adopted_on.between(bindparam("first"), bindparam("last"))),
)
_attendance = TABLES[Attendance]
ATTENDANCE_BETWEEN = _where(Attendance).where(
    tuple_(_attendance.c.series, _attendance.c.year, _attendance.c.no).in_(
        select(_meetings.c.series, _meetings.c.year, _meetings.c.no).where(
            _meetings.c.council == _of, _meetings.c.day.between(bindparam("first"), bindparam("last"))
        )
    )
)
OPEN_BY_PIN = (
    select(_items.c.pin, func.count().label("cases"))
    .where(_items.c.council == _of, _items.c.ended.is_(False))
    .group_by(_items.c.pin)
)
OPEN_BY_OWNER = (
    select(_items.c.owner, func.count().label("cases"))
    .where(_items.c.council == _of, _items.c.series == _literal(""), _items.c.ended.is_(False))
    .group_by(_items.c.owner)
)
LINKS = (
    select(_links.c.council, _links.c.year, _links.c.no, _links.c.neighbour, _links.c.ref, _links.c.journal)
    .where(or_(_links.c.council == _of, _links.c.journal == bindparam("journal")))
    .order_by(*_links.primary_key)
)

_NAMED: Final = (Item, Decision, OwnerSpell, Assessment, Remark)
"""Kinds of which the rows of several decisions are loaded at once."""

_SOUGHT: Final[Mapping[type[Row], tuple[tuple[str, ...], ...]]] = {
    Item: (("series",), ("series", "year", "no", "assignment_no", "measure_no")),
    Counter: (("no",),),
    Decision: (("meeting",), ("kind",)),
    Definition: (("digest",),),
    Evidence: (("clause",),),
}
"""The columns by whose values rows of a kind are sought, beside those of a decision or meeting."""


def _rows() -> Iterator[tuple[str, Select[Any]]]:
    for kind, table in TABLES.items():
        of_case = [name for name in ("series", "year", "no") if name in table.c]
        sought = ((), *((tuple(of_case),) if {"year", "no"} <= set(of_case) else ()), *_SOUGHT.get(kind, ()))
        yield from ((" ".join((kind.__name__, *sorted(names))), _where(kind, *names)) for names in sought)
    yield from ((f"{kind.__name__} named", _of_cases(kind, _by_name)) for kind in _NAMED)


def core_of(connection: Connection) -> CoreConnection:
    """Return a connection as SQLAlchemy has it, within the same transaction."""
    # the engine tries its first connection out, and rolls back: another one than this
    connections = iter((sqlite3.connect(":memory:"), connection.raw))
    engine = create_engine(
        "sqlite://", creator=lambda: next(connections), poolclass=NullPool, pool_reset_on_return=None
    )
    engine.connect().close()
    core = engine.connect()
    core.detach()  # it does not close what it was lent
    core.begin()  # so that nobody commits through it
    return core


def _sql(statement: ClauseElement) -> str:
    # rows are added by the order of their columns, all else is bound by name
    dialect = sqlite.dialect(paramstyle="qmark" if isinstance(statement, Insert) else "named")
    return str(statement.compile(dialect=dialect)).strip()


def _flat(sql: str) -> str:
    return " ".join(sql.split())


def _columns(table: Table) -> tuple[tuple[str, str, bool], ...]:
    """Return the columns of a table: name, form of its cells, whether they may be null."""
    plain = {"TEXT": "text", "INTEGER": "number"}
    return tuple((c.name, c.info.get("cell") or plain[str(c.type)], bool(c.nullable)) for c in _cells(table))


def schema() -> tuple[str, ...]:
    """Return what makes every table, index and trigger."""
    indexes = (index for table in metadata.sorted_tables for index in sorted(table.indexes, key=lambda i: str(i.name)))
    parts: list[ClauseElement] = [*map(CreateTable, metadata.sorted_tables), *map(CreateIndex, indexes)]
    return (*map(_sql, parts), *TRIGGERS)


def compiled() -> str:
    """Return the text of `compiled.py`."""
    statements = {
        name: value for name, value in globals().items() if name[0] != "_" and isinstance(value, ClauseElement)
    }
    tables = {
        kind.__name__: (table.name, _columns(table), _flat(_sql(table.insert().prefix_with("OR REPLACE"))))
        for kind, table in TABLES.items()
    }
    lines = [
        '"""SQL of the statements and of the schema; `python docs/make.py` writes it from `statements`."""',
        "",
        "# ruff: noqa: E501, Q",
        "# fmt: off",
        *(f"{name} = {_flat(_sql(statement))!r}" for name, statement in statements.items()),
        f"ROWS = {_spelt({name: _flat(_sql(query)) for name, query in _rows()})}",
        f"TABLES: dict[str, tuple[str, tuple[tuple[str, str, bool], ...], str]] = {_spelt(tables)}",
        f"ENTRY = {_columns(entries)!r}",
        f"FORMS = { ({c.name: c.info['form'] for c in entries.c if 'form' in c.info})!r}",
        "CREATE = (",
        *(f"    {part!r}," for part in schema()),
        ")",
    ]
    return "\n".join(lines) + "\n"


def _spelt(mapping: Mapping[str, object]) -> str:
    return "\n".join(("{", *(f"    {name!r}: {value!r}," for name, value in mapping.items()), "}"))
