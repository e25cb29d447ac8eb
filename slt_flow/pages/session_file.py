"""File of sessions beside a database: opened, made when it is first needed, and emptied when a backup was put back.

Nothing in it is a record. Whoever takes it away ends the sessions and the invitations that are open, and no more.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from slt_flow import files
from slt_flow.errors import RecordsError, cause
from slt_flow.services.request.clock import Clock
from slt_flow.services.request.context import opened
from slt_flow.services.request.continuity import Standing, standing

DAY: Final = 24 * 60 * 60
MINUTE: Final = 60
"""Lengths of time in seconds."""

KEPT_FOR: Final = 7 * DAY
"""Seconds for which a typed form stays, and with it the session that lapsed and knows whose form it was."""

_CLEANED_EVERY: Final = 10 * MINUTE
_BUSY_SECONDS: Final = 5

_OURS: Final = int.from_bytes(b"sltS")
_LAYOUT: Final = 2
"""Numbers in the file's header: our file and no other program's, with the tables of this release."""

_TABLES: Final = """
CREATE TABLE standings (
    council TEXT PRIMARY KEY, journal TEXT NOT NULL, generation INTEGER NOT NULL, seq INTEGER NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE sessions (
    key TEXT PRIMARY KEY, council TEXT NOT NULL, account TEXT NOT NULL, authenticated TEXT NOT NULL,
    began INTEGER NOT NULL, seen INTEGER NOT NULL, issuer TEXT NOT NULL, sid TEXT NOT NULL, id_token BLOB NOT NULL,
    language TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sessions_of_account ON sessions (council, account);
CREATE TABLE once (
    council TEXT NOT NULL, purpose TEXT NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (council, purpose, key)
);
CREATE TABLE forms (
    council TEXT NOT NULL, account TEXT NOT NULL, path TEXT NOT NULL, kept INTEGER NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (council, account, path)
);
CREATE TABLE invitations (
    key TEXT PRIMARY KEY, council TEXT NOT NULL, post TEXT, role TEXT NOT NULL, holding INTEGER NOT NULL,
    invited_by TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, state TEXT NOT NULL,
    account TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT ''
);
CREATE TABLE settings (
    council TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (council, name)
);
"""


def key_of(secret: str) -> str:
    """Return the key under which a secret is looked up: its SHA-256, from which nobody finds it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(content: str, secret: str) -> bytes:
    """Return a text that only the bearer of a secret can read: the file alone tells nothing of it.

    The secret is 256 random bits and seals one text only, so a mask that SHAKE-256 makes of it is a one-time pad.
    """
    return _masked(content.encode(), secret)


def unsealed(content: bytes, secret: str) -> str:
    """Return the text that was sealed with a secret."""
    return _masked(content, secret).decode()


def _masked(content: bytes, secret: str) -> bytes:
    mask = hashlib.shake_256(b"sealed\0" + secret.encode()).digest(len(content))
    return bytes(one ^ other for one, other in zip(content, mask, strict=True))


class SessionFile:
    """File of sessions of a database, used by one council.

    Args:
        database: the database; the file lies beside it, as `<database>.sessions`.
        council: the council's id.
        clock: tells the time.
    """

    def __init__(self, database: Path, council: str, clock: Clock) -> None:
        self.path = database.with_name(f"{database.name}.sessions")
        self.council = council
        self._clock = clock
        self._context = opened(database, council=council, clock=clock)
        self._lock = Lock()  # requests are answered by many threads
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, ...] = ()
        self._last_noted: Standing | None = None  # as the file has it noted; another process may note another one
        self._cleaned = 0

    def __del__(self) -> None:
        self.disconnect()

    def disconnect(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if (connection := vars(self).get("_connection")) is not None:
            connection.close()
            self._connection = None

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return int(self._clock.now().timestamp())

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that reads.

        Raises:
            RecordsError: the database or the file cannot be used.
        """
        with self._standing("BEGIN") as (connection, _, grew):
            if grew:
                yield connection
                return
        with self._writing() as connection:  # ends what was begun before a backup was put back
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that writes; everything is taken back when the block raises.

        Raises:
            RecordsError: the database or the file cannot be used.
        """
        with self._standing("BEGIN IMMEDIATE") as (connection, after, grew):
            before = self._noted(connection)
            if not grew:
                self._end_all(connection, forms_too=before is not None and before.journal != after.journal)
            if after != before:
                connection.execute("INSERT OR REPLACE INTO standings VALUES (?, ?, ?, ?, ?)", (self.council, *after))
                self._last_noted = after
            self._clean(connection)
            yield connection

    @contextmanager
    def _standing(self, begin: str) -> Iterator[tuple[sqlite3.Connection, Standing, bool]]:
        """Open a transaction with how the database stands, and whether it has only grown since that was noted.

        The database is looked at before the file is locked: whoever waits for a writer of it keeps nobody else waiting.
        """
        while True:
            last_noted = self._last_noted
            now, grew = standing(self._context, last_noted)
            with self._transaction(begin) as connection:
                if (noted := self._noted(connection)) == last_noted:
                    yield connection, now, grew
                    return
                self._last_noted = noted

    def _noted(self, connection: sqlite3.Connection) -> Standing | None:
        row = connection.execute(
            "SELECT journal, generation, seq, digest FROM standings WHERE council = ?", (self.council,)
        ).fetchone()
        return Standing(*row) if row is not None else None

    def _end_all(self, connection: sqlite3.Connection, *, forms_too: bool) -> None:
        """End everything that was begun before the database was replaced; typed forms stay with the same journal."""
        connection.execute("UPDATE sessions SET ended = 1 WHERE council = ?", (self.council,))
        for table in ("once", "invitations", *(("forms", "sessions") if forms_too else ())):
            connection.execute(f"DELETE FROM {table} WHERE council = ?", (self.council,))  # noqa: S608 # names of ours

    def _clean(self, connection: sqlite3.Connection) -> None:
        """Remove what is over, now and then."""
        now = self.now
        if 0 <= now - self._cleaned < _CLEANED_EVERY:
            return
        connection.execute("DELETE FROM sessions WHERE seen < ?", (now - KEPT_FOR,))
        connection.execute("DELETE FROM forms WHERE kept < ?", (now - KEPT_FOR,))
        connection.execute("DELETE FROM once WHERE until < ?", (now,))
        connection.execute("DELETE FROM invitations WHERE until < ?", (now - 30 * DAY,))
        self._cleaned = now

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._our_errors():
            connection = self._opened()
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the first error is the one to tell
                    connection.execute("ROLLBACK")
                raise

    def _opened(self) -> sqlite3.Connection:
        """Return the connection; to a new file where there is none (any more)."""
        place = files.state_of(self.path)
        if self._connection is not None and place is not None and place[2:] == self._file:
            return self._connection
        self.disconnect()
        if place is None:
            with suppress(FileExistsError):  # another process was first
                files.write_new(self.path, b"")
        if not files.is_file(self.path):
            raise RecordsError("sessions_unusable", path=str(self.path), why=files.NOT_A_FILE)
        if os.name == "posix" and self.path.stat().st_mode & 0o077:  # a copy that somebody made of it
            self.path.chmod(0o600)
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, _BUSY_SECONDS, check_same_thread=False, isolation_level=None, uri=True)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._file = connection, (files.state_of(self.path) or ())[2:]
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none, or those of another release: nothing in them is a record."""
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        if _numbers(connection) != (_OURS, _LAYOUT):
            connection.execute("BEGIN EXCLUSIVE")
            if _numbers(connection) != (_OURS, _LAYOUT):  # asked once nobody else writes
                self._make_tables(connection)
            connection.execute("COMMIT")
        # older SQLite may damage a file in WAL mode, into which any program can have put it
        connection.execute("PRAGMA journal_mode = DELETE")

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        if tables and _numbers(connection)[0] != _OURS:
            raise RecordsError("sessions_unusable", path=str(self.path), why="not_ours")
        for name in tables:
            connection.execute(f"DROP TABLE {name}")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_OURS}")
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        """Turn the errors of the driver and of the machine into ours."""
        path = str(self.path)
        try:
            yield
        except OSError as error:
            raise RecordsError("disk_fails", path=path, why=cause(error)) from None
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
            if code in _OF_OTHERS:
                raise RecordsError("database_locked", path=path) from None
            if code in _OF_THE_DISK:
                raise RecordsError("disk_fails", path=path, why=str(error)) from None
            if code in _OF_THE_FILE:
                self.disconnect()
                raise RecordsError("sessions_unusable", path=path, why=str(error)) from None
            raise


_OF_OTHERS: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_OF_THE_DISK: Final = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
_OF_THE_FILE: Final = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
"""Errors of SQLite by their cause; the last is a table that somebody took away."""


def _numbers(connection: sqlite3.Connection) -> tuple[int, int]:
    (ours,) = connection.execute("PRAGMA application_id").fetchone()
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    return ours, layout
