"""The schema: one table per kind of row, derived from its fields, and the two tables of the journal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from threading import RLock
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from slt_flow.errors import RecordsError
from slt_flow.model import ROWS, Item, Row

SCHEMA: Final = "s2"
"""The id of this schema: the newest migration, `s` and a number."""


class AsText(TypeDecorator[Any]):
    """Values kept as text: `write` spells a value, `read` takes it back."""

    impl = Text
    cache_ok = True

    def __init__(self, write: Callable[[Any], str], read: Callable[[str], Any]) -> None:
        super().__init__()
        self.write, self.read = write, read

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:  # noqa: ARG002 # SQLAlchemy's signature
        """Spell a value."""
        return self.write(value) if value is not None else None

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002 # SQLAlchemy's signature
        """Take a value back.

        Raises:
            RecordsError: somebody changed it behind the product's back.
        """
        try:
            return self.read(value) if value is not None else None
        except (ValueError, TypeError, RecursionError) as error:
            raise RecordsError("corrupt_row", why=str(error)) from None


def _names(value: str) -> tuple[str, ...]:
    words = json.loads(value)
    if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
        raise ValueError(f"{value!r:.60} is not a list of words")
    return tuple(words)


def _mapping(value: str) -> dict[str, Any]:
    mapping = json.loads(value)
    if not isinstance(mapping, dict):
        raise ValueError(f"{value!r:.60} is not a mapping")
    return mapping


F = TypeVar("F", bound=Callable[..., Any])


_BUILDING: Final = RLock()
"""Held while a table or a statement is built: all tables share one `metadata`, and a statement builds its tables."""


def built_once(build: F) -> F:
    """Memoise a table or a statement, built once for all threads.

    Building costs more than sending, and most requests need few tables. `functools.cache` would let two threads that
    begin at once build the same table twice, which SQLAlchemy refuses.
    """
    kept: dict[tuple[Any, ...], Any] = {}

    @wraps(build)
    def once(*arguments: Any) -> Any:
        if arguments not in kept:
            with _BUILDING:
                if arguments not in kept:  # another thread may have built it meanwhile
                    kept[arguments] = build(*arguments)
        return kept[arguments]

    return cast("F", once)


FORMAT: Final = 1
"""The format in which entries are written."""

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads exactly (RFC 8785)."""

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]*")


def canonical(value: Any) -> str:
    """Return the one spelling of a value as JSON (RFC 8785): sorted keys, no spaces, letters as they are.

    Raises:
        ValueError: a fraction, a number too large, a key of another form, U+0000 or a lone surrogate.
    """
    _refuse_unhashable(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


_UNFIT: Final = re.compile("[\0\ud800-\udfff]")


def _refuse_unhashable(value: Any) -> None:
    match value:
        case None | bool():
            pass
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is too large")
        case str():
            if _UNFIT.search(value):
                raise ValueError("a character that no text may hold")
        case list() | tuple():
            for part in value:
                _refuse_unhashable(part)
        case dict():
            for key, part in value.items():
                if not (isinstance(key, str) and _KEY.fullmatch(key)):
                    raise ValueError(f"{key!r:.60} is no key")
                _refuse_unhashable(part)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form")


metadata: Final = MetaData()

schema_number: Final = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""The schema's number, in the table that Alembic would make."""

database: Final = Table(
    "database",
    metadata,
    Column("id", Text, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("format", Integer, nullable=False),
)
"""One row about the database itself; `restore` and `db copy` raise its generation. Nothing of it is hashed."""

entries: Final = Table(
    "entries",
    metadata,
    Column("council", Text, primary_key=True, doc="the council's local name; not hashed"),
    Column("seq", Integer, primary_key=True, autoincrement=False, doc="number of the entry in its journal, from 1"),
    Column("format", Integer, nullable=False, doc="format of the entry: 1"),
    Column("kind", Text, nullable=False, doc="the fact that it tells, in the past tense"),
    Column("version", Integer, nullable=False, doc="version of the kind"),
    Column(
        "subject",
        Text,
        nullable=False,
        doc="what it is about: `3/26.1`, `M1/26`, `post:rektor`, `council`, `journal` …",
    ),
    Column("on", Text, nullable=False, doc="the day it holds for", info={"form": "day"}),
    Column("at", Text, nullable=False, doc="when it was recorded", info={"form": "moment"}),
    Column("request", Text, nullable=False, doc="the request that made it", info={"form": "UUIDv7"}),
    Column(
        "step",
        Integer,
        nullable=False,
        doc="the step of its request, from 1: one action of one case is a step, and so is all that one undo takes back",
    ),
    Column("cause", Text, nullable=False, doc="why the step was taken", info={"form": "cause"}),
    Column("caused_by", Integer, doc="the earlier step of the request that caused it; null where it was asked for"),
    Column("machine", Text, doc="name and version of the workflow: `decision/1`, `decision/verdal-1`"),
    Column("action", Text, doc="the action that was performed"),
    Column("from_state", Text, doc="the state that the case left"),
    Column("to_state", Text, doc="the state that the case came to"),
    Column("acted_by", Text, doc="the post whose act it is"),
    Column("acted_for", Text, doc="the absent post for which a deputy acted"),
    Column("recorded_by", Text, nullable=False, doc="the post that recorded it"),
    Column("authenticated", Text, nullable=False, doc="how that post is known", info={"form": "authentication"}),
    Column("program", Text, nullable=False, doc="name and version of the program; a claim, no proof"),
    Column("data", Text, nullable=False, doc="ids, days, numbers, refs, tags; no free text", info={"form": "object"}),
    Column("texts", Text, nullable=False, doc="the digest of each text, by its name", info={"form": "object"}),
    Column("prev", Text, nullable=False, doc="digest of the entry before; in entry 1 the id", info={"form": "digest"}),
    Column("digest", Text, nullable=False, doc="the digest of all others, `council` aside", info={"form": "digest"}),
    Index("entries_by_subject", "council", "subject", "seq"),
    Index("entries_by_request", "council", "request", "seq"),
)
"""Entries as they are hashed, column by column; `data` and `texts` are the canonical JSON itself.

A column's `doc` is its meaning, its `form` its spelling (see `journal.FORMS`); docs/reference/journal.md shows both.
"""

entry_texts: Final = Table(
    "entry_texts",
    metadata,
    Column("council", Text, primary_key=True, doc="the council's local name"),
    Column("seq", Integer, primary_key=True, autoincrement=False, doc="number of the entry"),
    Column("name", Text, primary_key=True, doc="name of the text, as in the entry's `texts`"),
    Column("salt", Text, nullable=False, doc="16 random bytes of its own", info={"form": "salt"}),
    Column("text", Text, nullable=False, doc="the text as typed"),
    ForeignKeyConstraint(["council", "seq"], ["entries.council", "entries.seq"]),
    Index("entry_texts_of_keys", "council", "text", sqlite_where=text("name = 'key'")),
)
"""Texts of entries with their salts; erasing one deletes its row."""

TRIGGERS: Final = (
    """CREATE TRIGGER entries_have_no_gap BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries WHERE council = NEW.council)
BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END""",
    """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal never changes'); END""",
    """CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal is never cut'); END""",
)
"""Append-only, enforced by the database; `INSERT OR REPLACE` goes past a delete trigger, so gaps are refused."""


DAY: Final = AsText(date.isoformat, date.fromisoformat)
"""A day as ISO 8601 text."""

NAMES: Final = AsText(lambda words: json.dumps(words, ensure_ascii=False), _names)
"""A tuple of words as JSON text."""

STRUCTURE: Final = AsText(canonical, _mapping)
"""A mapping as canonical JSON text."""

_TYPES: Final[Mapping[Any, TypeEngine[Any]]] = {
    str: Text(), int: Integer(), bool: Boolean(), date: DAY, tuple: NAMES, dict: STRUCTURE,
}  # fmt: skip


def _column_type(hint: Any) -> tuple[TypeEngine[Any], bool]:
    """Return the type of a field's column, and whether it may be null."""
    if get_origin(hint) is not UnionType:
        return _TYPES[get_origin(hint) or hint], False
    (inner,) = (argument for argument in get_args(hint) if argument is not NoneType)
    return _column_type(inner)[0], True


_UNCOUNTED: Final = ("knowledge", "evidence", "superseded")
"""Kinds of row whose table is named as they are: these words have no plural."""


def _table_name(kind: type[Row]) -> str:
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
    if words in _UNCOUNTED:
        return words
    return f"{words[:-1]}ies" if words.endswith("y") else words if words.endswith("s") else f"{words}s"


@built_once
def plain_columns(table: Table) -> tuple[tuple[str, frozenset[type]], ...]:
    """Return the columns of text and whole numbers with the types of their values: SQLite lets in any value."""
    types: dict[type, type] = {Text: str, Integer: int}
    return tuple(
        (column.name, frozenset({types[type(column.type)], *([type(None)] if column.nullable else [])}))
        for column in table.c
        if type(column.type) in types and column.name != "council"
    )


@built_once
def table_of(kind: type[Row]) -> Table:
    """Return the table of a kind of row, made when it is first asked for: most requests need few of them."""
    columns = [Column("council", Text, primary_key=True)]
    hints = get_type_hints(kind)
    for name in (*kind.KEY, *(name for name in kind.FIELDS if name not in kind.KEY)):
        type_, nullable = _column_type(hints[name])
        in_key = name in kind.KEY
        columns.append(Column(name, type_, primary_key=in_key, nullable=nullable and not in_key, autoincrement=False))
    table = Table(_table_name(kind), metadata, *columns)
    if kind is Item:
        Index("items_open_and_due", table.c.council, table.c.due, sqlite_where=text("ended = 0"))
    return table


def schema() -> MetaData:
    """Return every table of the schema."""
    for kind in ROWS:
        table_of(kind)
    return metadata


for trigger in TRIGGERS:
    event.listen(entries, "after_create", DDL(trigger).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call] # SQLAlchemy leaves DDL untyped
