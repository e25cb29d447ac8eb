"""The database: its file, its opening and its transactions."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import local
from typing import Final
from uuid import uuid4

from slt_flow import files
from slt_flow.errors import CommitFailed, RecordsError, cause
from slt_flow.records import causes, compiled
from slt_flow.records.connection import OPENING, is_open_here
from slt_flow.records.connection import Connection as Connection
from slt_flow.records.format import FORMAT, SCHEMA
from slt_flow.records.location import file_of, share_of
from slt_flow.records.turns import PAUSE, first_in_queue

BUSY_SECONDS: Final = 15

MOST_IDLE: Final = 4
"""Connections that wait for the next request at most, each with what it keeps: more are needed for a moment only."""

_WAL_IS_SAFE: Final = (3, 51, 3)
"""The first SQLite in which two connections cannot damage a database in WAL mode."""

_READS: Final = "BEGIN"
_WRITES: Final = "BEGIN IMMEDIATE"

_A_JOURNAL: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'entries'"


class Store:
    """One database.

    Args:
        url: a path to an SQLite file, or `sqlite:///path`.
    """

    def __init__(self, url: str) -> None:
        self._idle: list[Connection] = []
        self._here = local()
        self._place: tuple[int, ...] = ()  # device and number of the file that was found on a disk of this machine
        self.path = file_of(url)

    def __del__(self) -> None:
        # A signal may come while a store is made, before it has anything to close.
        for connection in vars(self).get("_idle", ()):
            connection.close()

    @property
    def exists(self) -> bool:
        """True where there is a file with something in it."""
        return files.is_file(self.path) and self.path.stat().st_size > 0

    @property
    def is_taken_back(self) -> bool:
        """True where a commit was broken off: whoever opens the database next takes it back before reading."""
        journal = self.path.with_name(f"{self.path.name}-journal")
        return files.is_file(journal) and journal.stat().st_size > 0

    @contextmanager
    def reading(self, *, any_schema: bool = False, any_structure: bool = False) -> Iterator[Connection]:
        """Open a transaction that reads one state of the database (snapshot isolation).

        A reading within another of the same thread is part of it. A transaction of its own would wait for a writer that
        waits for the outer one to end.

        Args:
            any_schema: also a database of another release, to see which.
            any_structure: also one that lacks parts of the schema, to see which.

        Raises:
            RecordsError: missing, of another schema, locked or unreadable.
        """
        special = any_schema or any_structure
        outer: Connection | None = getattr(self._here, "reads", None)
        if outer is not None and not special:
            yield outer
            return
        with self._opened(_READS, any_schema=any_schema, any_structure=any_structure) as connection:
            self._here.reads = connection if not special else outer
            try:
                yield connection
            finally:
                self._here.reads = outer

    @contextmanager
    def writing(
        self, *, dry_run: bool = False, any_schema: bool = False, any_structure: bool = False
    ) -> Iterator[Connection]:
        """Open the one transaction in which entries and tables are written together.

        Everything is taken back when the block raises, and after a dry run.

        Args:
            dry_run: take everything back in the end.
            any_schema: also a database of another release, to upgrade it.
            any_structure: also one that lacks parts of the schema, to make them anew.

        Raises:
            RecordsError: missing, of another schema, locked or unreadable.
        """
        with self._opened(_WRITES, any_schema=any_schema, any_structure=any_structure, dry_run=dry_run) as connection:
            yield connection

    @contextmanager
    def _opened(
        self, begin: str, *, any_schema: bool, any_structure: bool, dry_run: bool = False
    ) -> Iterator[Connection]:
        # only what asks for nothing special goes on with the connection of the request before
        special, is_fit = any_schema or any_structure, False
        with _our_errors(self.path):
            connection = (None if special else self._idle_one()) or self._connected(any_schema=any_schema)
            try:
                with _transaction(connection, begin, self.path, dry_run=dry_run):
                    if not any_schema and connection.has_changed():
                        self._refuse_wal(connection)
                        check_schema(connection, any_structure=any_structure)
                    is_fit = not special
                    yield connection
            finally:
                if is_fit and not connection.raw.in_transaction and len(self._idle) < MOST_IDLE:
                    self._idle.append(connection)
                else:
                    connection.close()

    def _idle_one(self) -> Connection | None:
        """Return the connection of the request before, None where there is none (any more); close what is left over."""
        here = [connection for connection in self._idle if connection.process == os.getpid()]
        for left_over in (connection for connection in here if not connection.is_open):
            with suppress(ValueError):  # another thread has taken it meanwhile
                self._idle.remove(left_over)
                left_over.close()
        with suppress(IndexError):
            connection = self._idle.pop()
            return connection if connection.is_open else None
        return None

    def _connected(self, *, any_schema: bool) -> Connection:
        self._refuse_share()
        if not self.exists:
            raise self._missing()
        if not any_schema:
            self._refuse_wal()
        return _connected(self.path)

    def _missing(self) -> RecordsError:
        """Return the error for a database that is not there, or stands where nobody lets us look."""
        try:
            self.path.stat()
        except PermissionError as failure:
            return RecordsError("disk_fails", path=str(self.path), why=cause(failure))
        except (OSError, ValueError):  # such as a name that no file can have
            pass
        return RecordsError("no_database", path=str(self.path))

    @contextmanager
    def founding(self, *, dry_run: bool = False) -> Iterator[Connection]:
        """Open `writing`, after making a database, readable by its owner only, where there is none.

        A new database is made under another name in the same folder, and put in place whole: nobody sees it before,
        and a request that fails, or a dry run, never touches the name.

        Raises:
            RecordsError: as `writing`; or another has put a database there meanwhile (`database_appeared`).
        """
        self._refuse_share()
        if files.is_file(self.path):
            self._refuse_wal()
            with self._written(self.path, dry_run=dry_run) as connection:
                if self.exists:  # asked once nobody else writes
                    check_schema(connection)
                else:
                    create_schema(connection)
                yield connection
        elif dry_run:
            with closing(memory()) as connection:
                yield connection
        else:
            with self.new_file() as file, self._written(file) as new:
                create_schema(new)
                yield new

    @contextmanager
    def _written(self, path: Path, *, dry_run: bool = False) -> Iterator[Connection]:
        with (
            _our_errors(self.path),
            closing(_connected(path)) as connection,
            _transaction(connection, _WRITES, self.path, dry_run=dry_run),
        ):
            yield connection

    @contextmanager
    def new_file(self) -> Iterator[Path]:
        """Yield another file in the same folder, and put it in the place of this database in the end.

        Raises:
            RecordsError: it cannot be made, or another has put a database there meanwhile (`database_appeared`).
        """
        is_whole = False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with files.new_file(self.path) as file:
                yield file
                is_whole = True  # and lacks its name
        except (OSError, ValueError) as failure:
            error = RecordsError("cannot_make_database", path=str(self.path), why=cause(failure))
            if isinstance(failure, FileExistsError) and self.exists:
                error = RecordsError("database_appeared", path=str(self.path))
            raise (CommitFailed(error.code, **error.facts) if is_whole else error) from None

    def _refuse_wal(self, connection: Connection | None = None) -> None:
        """Refuse a database in WAL mode where SQLite is older than the cure of its fault (see docs/admin/backup.md)."""
        if sqlite3.sqlite_version_info >= _WAL_IS_SAFE:
            return
        # before it is opened the header tells; while it is open, also by another thread, only SQLite may look
        if connection is not None:
            is_wal = connection.cell("PRAGMA journal_mode") == "wal"
        else:
            with OPENING:
                is_wal = not is_open_here(self.path) and in_wal_mode(self.path)
        if is_wal:
            raise RecordsError("wal_on_old_sqlite", path=str(self.path), version=sqlite3.sqlite_version)

    def _refuse_share(self) -> None:
        place = (files.state_of(self.path) or ())[2:]
        if place and place == self._place:
            return
        if (share := share_of(self.path)) is not None:
            raise RecordsError("network_share", path=str(self.path), kind=share)
        self._place = place


def in_wal_mode(path: Path) -> bool:
    """Tell by its header whether a database is in WAL mode, which any program may have set."""
    try:
        header = files.read(path, 20)
    except (OSError, ValueError):  # said by whoever opens it
        return False
    return header[:16] == b"SQLite format 3\0" and header[18:20] == b"\x02\x02"


def leave_wal_mode(path: Path) -> None:
    """Put a database back into the mode that every SQLite is safe in.

    Raises:
        RecordsError: it is in use.
    """
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as raw:
        try:
            raw.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise RecordsError("database_locked", path=str(path), why=str(error)) from None


def create_schema(connection: Connection) -> None:
    """Make every table and trigger, and note the schema's number."""
    create_parts(connection)
    note_numbers(connection)


def create_parts(connection: Connection) -> None:
    """Make every table, index and trigger."""
    for part in compiled.CREATE:
        connection.all(part)


def note_numbers(connection: Connection) -> None:
    """Note the schema's number and the database's own id where they are not noted."""
    if connection.first(compiled.SCHEMA_NUMBER) is None:
        connection.write(compiled.ADD_SCHEMA_NUMBER, [(SCHEMA,)])
    if connection.first(compiled.DATABASE) is None:
        connection.write(compiled.ADD_DATABASE, [(str(uuid4()), 1, FORMAT)])


def memory() -> Connection:
    """Open an empty database of this schema in memory."""
    connection = _connected(None)
    create_schema(connection)
    return connection


def check_schema(connection: Connection, *, any_structure: bool = False) -> None:
    """Compare the database's schema number with ours.

    Args:
        connection: to the database.
        any_structure: accept one whose numbers are gone, where it holds a journal.

    Raises:
        RecordsError: older, newer, of another journal format, or no database of ours at all.
    """
    try:
        ((number, written),) = connection.all(compiled.SCHEMA_AND_FORMAT)
    except sqlite3.OperationalError:
        number, written = schema_of(connection), FORMAT
        if number == SCHEMA and not any_structure:  # ours, so that it is not a table of another program that is missing
            raise
    if number is None and any_structure and connection.first(_A_JOURNAL) is not None:
        number, written = SCHEMA, FORMAT
    if number is None:
        raise RecordsError("not_our_database", path=str(connection.path))
    if number != SCHEMA:
        raise other_schema(number)
    if written != FORMAT:
        raise RecordsError("other_format", format=written, ours=FORMAT)


def other_schema(schema: str) -> RecordsError:
    """Return the error for a schema that is not ours: newer, older, or unknown to this program."""
    number = re.fullmatch(r"s([1-9]\d*)", schema)
    code = "newer_schema" if number is not None and int(number[1]) > int(SCHEMA[1:]) else "older_schema"
    if number is None:
        code = "unknown_schema"
    return RecordsError(code, found=schema, ours=SCHEMA)


def schema_of(connection: Connection) -> str | None:
    """Return the number of a database's schema, None where it is another program's."""
    is_ours = connection.cell("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    return connection.cell(compiled.SCHEMA_NUMBER) if is_ours else None


@contextmanager
def _transaction(connection: Connection, begin: str, path: Path, *, dry_run: bool = False) -> Iterator[None]:
    """Begin, and commit in the end, or take everything back when the block raises and after a dry run."""
    raw, committed = connection.raw, False
    # readers go past the queue
    with first_in_queue(path.parent, BUSY_SECONDS) if begin == _WRITES else nullcontext():
        _begin(connection, begin)
    before = raw.total_changes
    try:
        yield
        if dry_run:
            raw.rollback()
            return
        try:
            with _our_errors(path):
                connection.commit()
        except RecordsError as error:
            raise CommitFailed(error.code, **error.facts) from None
        committed = True
    except BaseException:
        with suppress(sqlite3.Error):  # the first error is the one to tell
            raw.rollback()
        raise
    finally:
        connection.settle(wrote=raw.total_changes != before, committed=committed)


def _connected(path: Path | None) -> Connection:
    """Connect to a database file, or to a new database in memory."""
    with OPENING:
        raw = sqlite3.connect(path or ":memory:", timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=256)
        connection = Connection(raw, path)
    raw.isolation_level = None  # the driver's own handling of transactions silently loses updates
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = EXTRA")
    return connection


def _begin(connection: Connection, begin: str) -> None:
    """Begin; to write once nobody else does. Python does the waiting: while SQLite waits, no signal is heard."""
    raw = connection.raw
    if begin == _WRITES:
        raw.execute("PRAGMA busy_timeout = 0")
        until = time.monotonic() + BUSY_SECONDS
        while _is_taken(raw) and time.monotonic() < until:
            time.sleep(PAUSE)
    if not raw.in_transaction:
        raw.execute(begin)
    if begin == _WRITES:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _is_taken(raw: sqlite3.Connection) -> bool:
    try:
        raw.execute(_WRITES)
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise (_our_error(path, error) or error) from None


def _our_error(path: Path, error: sqlite3.DatabaseError) -> RecordsError | None:
    """Return our error for one of the driver's, None where it is a mistake of ours."""
    why = str(error)
    if lacks := re.match("no such (?:table|column): (?P<part>.*)", why):
        return RecordsError("structure_broken", path=str(path), part=lacks["part"])
    if "locked" in why or "busy" in why:
        return RecordsError("database_locked", path=str(path))
    if causes.is_of_the_disk(error):
        return RecordsError("disk_fails", path=str(path), why=causes.of_the_disk(path, error))
    if isinstance(error, sqlite3.OperationalError) or "not a database" in why or "malformed" in why:
        return RecordsError("database_unusable", path=str(path), why=why)
    return None
