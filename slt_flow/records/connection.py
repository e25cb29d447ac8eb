"""Connection: sends the statements that are compiled ahead to a database."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

from slt_flow.engine.entries import Entry
from slt_flow.files import state_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref

T = TypeVar("T")

Values = Mapping[str, Any] | tuple[Any, ...]
"""Values of a statement: by their names, or in their order."""

MOST_EDITIONS: Final = 1
"""Public editions that a connection keeps at most: each holds a council's rows and its entries."""

MOST_KEPT: Final = 50
"""Councils whose rows, and things made of rows, that a connection keeps at most: the oldest go first."""


OPENING: Final = RLock()
"""Lock under which a database is opened, or looked at from outside: see `is_open_here`."""

_OPEN: Final[Counter[Path | None]] = Counter()


def is_open_here(path: Path) -> bool:
    """Tell whether this process has a connection to a database; nobody may open its file otherwise then.

    Closing any handle of a file takes away the locks that this process has on it (POSIX), those of SQLite in other
    threads too: other processes would write over what they write.
    """
    return _OPEN[path] > 0


@dataclass
class Kept:
    """Rows of one council as they are stored, read so far; they hold until somebody else writes.

    Attributes:
        snapshot: the rows.
        digest: the digest of the head of the journal they are made from.
        loaded: the decisions and meetings among them.
        is_whole: True where every case is among them.
    """

    snapshot: Snapshot
    digest: str
    loaded: set[Ref] = field(default_factory=set)
    is_whole: bool = False


class Connection:
    """Connection to one database.

    Args:
        raw: the driver's connection, in which transactions begin and end by statements of ours.
        path: the database's file; None for one in memory.
    """

    def __init__(self, raw: sqlite3.Connection, path: Path | None = None) -> None:
        self.raw, self.path = raw, path
        with OPENING:
            _OPEN[path] += 1
        self.file, self.process = _file(path), os.getpid()
        self.kept: dict[str, Kept] = {}
        self.checked: dict[tuple[str, object], tuple[int, int, int]] = {}
        """Councils whose journals were found whole from the heads that somebody had seen: the entry up to which they
        were, and the first and last of the older ones that are still to be read."""
        self.replayed: Snapshot | None = None
        """The rows to read instead of tables, where a council is looked at as it was at another moment."""
        self.heads: dict[str, tuple[int, str, int]] = {}
        """Heads of journals as they stand in this transaction: height, digest, format."""
        self.editions: dict[tuple[str, str], tuple[Connection, tuple[Entry, ...]]] = {}
        """Councils as an edition has them now, by council and language, with the entries behind."""
        self._made: dict[Hashable, Any] = {}
        self._handed: dict[str, Kept] = {}
        self._version = -1
        self._is_closed = False

    @property
    def is_open(self) -> bool:
        """True where the file is as this connection left it, in the process that opened it.

        SQLite itself sees what others write through it, but not that another database was written over the file.
        """
        return self.file is not None and self.file == _file(self.path) and self.process == os.getpid()

    def has_changed(self) -> bool:
        """Tell whether another connection has written since this was last asked; nothing is kept then."""
        version = self.cell("PRAGMA data_version")
        if version == self._version:
            return False
        self._version, self.kept, self.checked = version, {}, {}
        self._forget()
        return True

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of stored rows, made once until somebody writes; whoever changes it takes a copy."""
        view: T = self._made.pop(name) if name in self._made else make()
        self._made[name] = view  # as the last that was asked for
        for oldest in [*self._made][:-MOST_KEPT]:
            del self._made[oldest]
        return view

    def _forget(self) -> None:
        """Forget what was made of rows that are others now."""
        for edition, _ in self.editions.values():
            edition.close()
        self.editions, self._made = {}, {}

    def keep(self, council: str, rows: Kept) -> None:
        """Hand over the rows of a council as they are from the commit on."""
        self._handed[council] = rows

    def settle(self, *, wrote: bool, committed: bool) -> None:
        """End a transaction: where rows were written, only those that were handed over are kept."""
        if wrote and committed and self._handed:
            for rows in self._handed.values():
                rows.snapshot.settle()
            self.kept |= self._handed
        elif wrote:
            self._version, self.kept, self.checked = -1, {}, {}
        if wrote:
            self._forget()
            self.file = _file(self.path)
        for council in [*self.kept][:-MOST_KEPT]:
            del self.kept[council]
        for edition in [*self.editions][:-MOST_EDITIONS]:
            self.editions.pop(edition)[0].close()
        self._handed, self.heads = {}, {}

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Send a statement with its values."""
        return self.raw.execute(sql, values)

    def all(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a statement."""
        return self.execute(sql, values).fetchall()

    def first(self, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Return the first row of a statement, None where there is none."""
        row: tuple[Any, ...] | None = self.execute(sql, values).fetchone()
        return row

    def cell(self, sql: str, values: Values = ()) -> Any:
        """Return the first cell of a statement, None where there is no row."""
        row = self.execute(sql, values).fetchone()
        return row[0] if row is not None else None

    def column(self, sql: str, values: Values = ()) -> tuple[Any, ...]:
        """Return the first cell of every row of a statement."""
        return tuple(row[0] for row in self.execute(sql, values))

    def write(self, sql: str, rows: Iterable[Mapping[str, Any] | tuple[Any, ...]]) -> None:
        """Send a statement once for each row of values."""
        self._forget()
        self.raw.executemany(sql, rows)

    def commit(self) -> None:
        """Commit the transaction."""
        self.raw.commit()

    def close(self) -> None:
        """Close the connection, once."""
        self._forget()
        self.raw.close()
        with OPENING:
            _OPEN[self.path] -= not self._is_closed
            self._is_closed = True


def _file(path: Path | None) -> tuple[int, ...] | None:
    """Return the state of the database's file, None where nothing is in it yet."""
    state = state_of(path) if path is not None else None
    return state if state is not None and state[0] else None
