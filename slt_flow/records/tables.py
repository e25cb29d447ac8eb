"""The schema: one table per kind of row, derived from its fields, and the two tables of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.types import TypeEngine

from slt_flow.model import ROWS, Counter, Decision, Item, Meeting, Neighbour, Row

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

CORRECTING: Final = "kind IN ('AttendanceRecorded', 'BreakAccepted', 'EntryVoided', 'TextRedacted')"
"""Condition for the entries by which others may be corrected; a query says it in these words to take their index."""

MEETING: Final = "CASE WHEN json_valid(data) THEN json_extract(data, '$.meeting') END"
"""The meeting that an entry names; its index may be used by queries that say it in these words."""

DROPPED: Final = "series = '' AND tags LIKE '%\"dropped\"%'"
"""Condition for the cases of the three levels that came to nothing; a query says it in these words too."""

UNSETTLED: Final = "series = '' AND tags NOT LIKE '%\"settled\"%'"
"""Condition for the cases of the three levels that are not settled; a query says it in these words too."""

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
    Column(
        "authenticated",
        Text,
        nullable=False,
        doc="how that post is known: by its computer (`os`), by a provider (`oidc`), or not: it is claimed",
        info={"form": "authentication"},
    ),
    Column("program", Text, nullable=False, doc="name and version of the program; a claim, no proof"),
    Column("data", Text, nullable=False, doc="ids, days, numbers, refs, tags; no free text", info={"form": "object"}),
    Column("texts", Text, nullable=False, doc="the digest of each text, by its name", info={"form": "object"}),
    Column("prev", Text, nullable=False, doc="digest of the entry before; in entry 1 the id", info={"form": "digest"}),
    Column("digest", Text, nullable=False, doc="the digest of all others, `council` aside", info={"form": "digest"}),
    Index("entries_by_subject", "council", "subject", "seq", "on"),
    Index("entries_by_request", "council", "request", "seq"),
    Index("entries_by_day", "council", "on"),
    Index("entries_by_meeting", "council", text(MEETING), "subject", sqlite_where=text(f"({MEETING}) IS NOT NULL")),
    Index("entries_that_correct", "council", "kind", "at", "subject", sqlite_where=text(CORRECTING)),
)
"""Entries as they are hashed, column by column; `data` and `texts` are the canonical JSON itself.

A column's `doc` is its meaning, its `form` its spelling (see `stored.FORMS`); docs/reference/journal.md shows both.
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
    Index("entry_texts_of_accounts", "council", "text", "seq", sqlite_where=text("name = 'account'")),
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


_CELLS: Final[Mapping[Any, tuple[TypeEngine[Any], str]]] = {
    str: (Text(), "text"), int: (Integer(), "number"), bool: (Boolean(), "truth"),
    date: (Text(), "day"), tuple: (Text(), "words"), dict: (Text(), "structure"),
}  # fmt: skip
"""The type of a field's column, and the form of its cells (see `cells`)."""


def _cell(hint: Any) -> tuple[TypeEngine[Any], str, bool]:
    """Return the type of a field's column, the form of its cells, and whether they may be null."""
    if get_origin(hint) is not UnionType:
        return *_CELLS[get_origin(hint) or hint], False
    (inner,) = (argument for argument in get_args(hint) if argument is not NoneType)
    return *_cell(inner)[:2], True


_UNCOUNTED: Final = ("knowledge", "evidence", "superseded")
"""Kinds of row whose table is named as they are: these words have no plural."""


def _table_name(kind: type[Row]) -> str:
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
    if words in _UNCOUNTED:
        return words
    return f"{words[:-1]}ies" if words.endswith("y") else words if words.endswith("s") else f"{words}s"


def last_day(items: Table) -> ColumnElement[Any]:
    """Return the last day that a row of a case tells of: not every day is known of one that was brought in."""
    others = (func.coalesce(items.c[name], items.c.last_on) for name in ("since", "born"))
    return func.max(items.c.last_on, *others)


def _table(kind: type[Row]) -> Table:
    columns = [Column("council", Text, primary_key=True)]
    hints = get_type_hints(kind)
    for name in (*kind.KEY, *(name for name in kind.FIELDS if name not in kind.KEY)):
        type_, form, nullable = _cell(hints[name])
        of_key = name in kind.KEY
        column = Column(name, type_, primary_key=of_key, nullable=nullable and not of_key, autoincrement=False)
        column.info["cell"] = form
        columns.append(column)
    table = Table(_table_name(kind), metadata, *columns)
    if kind is Counter:
        # all its columns, in the order in which they are read: else SQLite would rather sort by the primary key
        Index("counters_by_number", *(table.c[name] for name in ("council", "no", "series", "year", "assignment_no")))
    if kind is Decision:
        Index("decisions_of_a_kind", table.c.council, table.c.kind, sqlite_where=table.c.kind.is_not(None))
        Index("decisions_by_day", table.c.council, table.c.adopted_on)
        Index("decisions_by_meeting", table.c.council, table.c.meeting)
    if kind is Item:
        for name, condition in (("items_unsettled", UNSETTLED), ("items_dropped", DROPPED)):
            of_case = (table.c[column] for column in ("council", "assignment_no", "year", "no"))
            Index(name, *of_case, sqlite_where=text(condition))
        Index("items_by_last_day", table.c.council, last_day(table))
        Index("items_by_deadline", table.c.council, table.c.due)
        Index("items_moved", table.c.council, table.c.council_due, sqlite_where=table.c.council_due.is_not(None))
    if kind is Meeting:
        Index("meetings_by_day", table.c.council, table.c.day, table.c.series, table.c.year, table.c.no)
    if kind is Neighbour:
        Index("neighbours_of_others", table.c.journal)
    return table


TABLES: Final[Mapping[type[Row], Table]] = {kind: _table(kind) for kind in ROWS}
"""The table of each kind of row."""
