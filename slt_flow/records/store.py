"""The database: its file, its opening and its transactions."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import URL, Engine, NullPool, create_engine, event, select
from sqlalchemy import Connection as Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from slt_flow import files
from slt_flow.errors import CommitFailed, RecordsError, cause
from slt_flow.records import causes
from slt_flow.records.location import file_of, share_of
from slt_flow.records.tables import FORMAT, SCHEMA, database, schema, schema_number
from slt_flow.records.turns import PAUSE, first_in_queue

BUSY_SECONDS: Final = 15

_WAL_IS_SAFE: Final = (3, 51, 3)
"""The first SQLite in which two connections cannot damage a database in WAL mode."""

_WRITES: Final = "BEGIN IMMEDIATE"

_A_JOURNAL: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'entries'"
_SCHEMA_AND_FORMAT: Final = "SELECT (SELECT version_num FROM alembic_version), (SELECT format FROM database)"


class Store:
    """One database.

    Args:
        url: a path to an SQLite file, or `sqlite:///path`.
    """

    def __init__(self, url: str) -> None:
        self.path = file_of(url)

    @cached_property
    def _writer(self) -> Engine:
        return _engine(self.path, _WRITES)

    @cached_property
    def _reader(self) -> Engine:
        return _engine(self.path, "BEGIN")

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

        Args:
            any_schema: also a database of another release, to see which.
            any_structure: also one that lacks parts of the schema, to see which.

        Raises:
            RecordsError: missing, of another schema, locked or unreadable.
        """
        with self._opened(self._reader, any_schema=any_schema, any_structure=any_structure) as connection:
            yield connection

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
        with self._opened(
            self._writer, any_schema=any_schema, any_structure=any_structure, dry_run=dry_run
        ) as connection:
            yield connection

    @contextmanager
    def _opened(
        self, engine: Engine, *, any_schema: bool, any_structure: bool, dry_run: bool = False
    ) -> Iterator[Connection]:
        self._refuse_share()
        if not self.exists:
            raise self._missing()
        if not any_schema:
            self._refuse_wal()
        with self._transaction(engine, dry_run=dry_run) as connection:
            if not any_schema:
                check_schema(connection, any_structure=any_structure)
            yield connection

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
            with self._transaction(self._writer, dry_run=dry_run) as connection:
                if self.exists:  # asked once nobody else writes
                    check_schema(connection)
                else:
                    create_schema(connection)
                yield connection
        elif dry_run:
            with closing(memory()) as connection:
                yield connection
        else:
            with self.new_file() as file, self._transaction(_engine(file, _WRITES), dry_run=False) as new:
                create_schema(new)
                yield new

    @contextmanager
    def _transaction(self, engine: Engine, *, dry_run: bool) -> Iterator[Connection]:
        with _our_errors(self.path), engine.connect() as connection, connection.begin() as transaction:
            yield connection
            if dry_run:
                transaction.rollback()
                return
            try:
                with _our_errors(self.path):
                    transaction.commit()
            except RecordsError as error:
                raise CommitFailed(error.code, **error.facts) from None

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

    def _refuse_wal(self) -> None:
        """Refuse a database in WAL mode where SQLite is older than the cure of its fault (see docs/admin/backup.md)."""
        if sqlite3.sqlite_version_info < _WAL_IS_SAFE and in_wal_mode(self.path):
            raise RecordsError("wal_on_old_sqlite", path=str(self.path), version=sqlite3.sqlite_version)

    def _refuse_share(self) -> None:
        if (share := share_of(self.path)) is not None:
            raise RecordsError("network_share", path=str(self.path), kind=share)


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
    schema().create_all(connection, checkfirst=False)
    note_numbers(connection)


def note_numbers(connection: Connection) -> None:
    """Note the schema's number and the database's own id where they are not noted."""
    if connection.execute(select(schema_number)).first() is None:
        connection.execute(schema_number.insert().values(version_num=SCHEMA))
    if connection.execute(select(database)).first() is None:
        connection.execute(database.insert().values(id=str(uuid4()), generation=1, format=FORMAT))


def memory() -> Connection:
    """Open an empty database of this schema in memory, so that a replay is read like the real one."""
    connection = _engine(None, "BEGIN").connect()
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
        number, written = connection.exec_driver_sql(_SCHEMA_AND_FORMAT).one()  # one statement: sent at every opening
    except OperationalError:
        number, written = schema_of(connection), FORMAT
        if number == SCHEMA and not any_structure:  # ours, so that it is not a table of another program that is missing
            raise
    if number is None and any_structure and connection.exec_driver_sql(_A_JOURNAL).first() is not None:
        number, written = SCHEMA, FORMAT
    if number is None:
        raise RecordsError("not_our_database", path=str(connection.engine.url.database))
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
    is_ours = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if is_ours else None


def _engine(path: Path | None, begin: str) -> Engine:
    """Make an engine whose transactions begin with a statement of ours."""
    address = URL.create("sqlite", database=str(path) if path is not None else None)
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}} | ({"poolclass": NullPool} if path else {})
    engine = create_engine(address, **options)

    @event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None  # the driver's own handling of transactions silently loses updates
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = EXTRA")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # readers go past the queue, and memory has one user
        if path is None or begin != _WRITES:
            connection.exec_driver_sql(begin)
            return
        with first_in_queue(path.parent, BUSY_SECONDS):
            _begin_to_write(connection)

    return engine


def _begin_to_write(connection: Connection) -> None:
    """Begin once nobody else writes. Python does the waiting: while SQLite waits, no signal is heard."""
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA busy_timeout = 0")
    until = time.monotonic() + BUSY_SECONDS
    while _is_taken(raw) and time.monotonic() < until:
        time.sleep(PAUSE)
    if not raw.in_transaction:
        connection.exec_driver_sql(_WRITES)
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
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise (_our_error(path, error) or error) from None


def _our_error(path: Path, error: Exception) -> RecordsError | None:
    """Return our error for one of the driver's, None where it is a mistake of ours."""
    driver = getattr(error, "orig", error)
    why = str(driver)
    if lacks := re.match("no such (?:table|column): (?P<part>.*)", why):
        return RecordsError("structure_broken", path=str(path), part=lacks["part"])
    if "locked" in why or "busy" in why:
        return RecordsError("database_locked", path=str(path))
    if causes.is_of_the_disk(driver):
        return RecordsError("disk_fails", path=str(path), why=causes.of_the_disk(path, driver))
    if isinstance(driver, sqlite3.OperationalError) or "not a database" in why or "malformed" in why:
        return RecordsError("database_unusable", path=str(path), why=why)
    return None
