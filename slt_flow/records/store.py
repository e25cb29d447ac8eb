"""The database: its file, its opening and its transactions."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import URL, Engine, NullPool, create_engine, event
from sqlalchemy import Connection as Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from slt_flow.errors import RecordsError, cause
from slt_flow.records.location import file_of, share_of
from slt_flow.records.tables import FORMAT, SCHEMA, database, schema, schema_number

BUSY_SECONDS: Final = 15

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
        return _engine(self.path, "BEGIN IMMEDIATE")

    @cached_property
    def _reader(self) -> Engine:
        return _engine(self.path, "BEGIN")

    @property
    def exists(self) -> bool:
        """True where there is a file with something in it."""
        return self.path.is_file() and self.path.stat().st_size > 0

    @contextmanager
    def reading(self, *, any_schema: bool = False) -> Iterator[Connection]:
        """Open a transaction that reads one state of the database (snapshot isolation).

        Args:
            any_schema: also a database of another release, to see which.

        Raises:
            RecordsError: missing, of another schema, locked or unreadable.
        """
        with self._opened(self._reader, any_schema=any_schema) as connection:
            yield connection

    @contextmanager
    def writing(self, *, dry_run: bool = False, any_schema: bool = False) -> Iterator[Connection]:
        """Open the one transaction in which entries and tables are written together.

        Everything is taken back when the block raises, and after a dry run.

        Args:
            dry_run: take everything back in the end.
            any_schema: also a database of another release, to upgrade it.

        Raises:
            RecordsError: missing, of another schema, locked or unreadable.
        """
        with self._opened(self._writer, any_schema=any_schema, dry_run=dry_run) as connection:
            yield connection

    @contextmanager
    def _opened(self, engine: Engine, *, any_schema: bool, dry_run: bool = False) -> Iterator[Connection]:
        self._refuse_share()
        if not self.exists:
            raise RecordsError("no_database", path=str(self.path))
        with self._transaction(engine, dry_run=dry_run) as connection:
            if not any_schema:
                check_schema(connection)
            yield connection

    @contextmanager
    def founding(self, *, dry_run: bool = False) -> Iterator[Connection]:
        """Open `writing`, after making a database, readable by its owner only, where there is none.

        A file made for a request that fails is removed again.
        """
        if self.exists:
            with self.writing(dry_run=dry_run) as connection:
                yield connection
            return
        self._refuse_share()
        discarded = self._make_file()
        try:
            with self._transaction(self._writer, dry_run=dry_run) as connection:
                create_schema(connection)
                yield connection
            discarded = discarded and dry_run
        finally:
            if discarded:
                self.path.unlink(missing_ok=True)

    @contextmanager
    def _transaction(self, engine: Engine, *, dry_run: bool) -> Iterator[Connection]:
        with _our_errors(self.path), engine.connect() as connection, connection.begin() as transaction:
            yield connection
            if dry_run:
                transaction.rollback()

    def _make_file(self) -> bool:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            if isinstance(error, FileExistsError) and self.path.is_file():
                return False
            raise RecordsError("cannot_make_database", path=str(self.path), why=cause(error)) from None
        return True

    def _refuse_share(self) -> None:
        if (share := share_of(self.path)) is not None:
            raise RecordsError("network_share", path=str(self.path), kind=share)


def create_schema(connection: Connection) -> None:
    """Make every table and trigger, and note the schema's number."""
    schema().create_all(connection, checkfirst=False)
    connection.execute(schema_number.insert().values(version_num=SCHEMA))
    connection.execute(database.insert().values(id=str(uuid4()), generation=1, format=FORMAT))


def memory() -> Connection:
    """Open an empty database of this schema in memory, so that a replay is read like the real one."""
    connection = _engine(None, "BEGIN").connect()
    create_schema(connection)
    return connection


def check_schema(connection: Connection) -> None:
    """Compare the database's schema number with ours.

    Raises:
        RecordsError: older, newer, of another journal format, or no database of ours at all.
    """
    try:
        number, written = connection.exec_driver_sql(_SCHEMA_AND_FORMAT).one()  # one statement: sent at every opening
    except OperationalError:
        number, written = schema_of(connection), None
        if number == SCHEMA:  # ours, so that it is not a table of another program that is missing
            raise
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
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        why = str(error.orig)
        if not (isinstance(error, OperationalError) or "not a database" in why or "malformed" in why):
            raise
        code = "database_locked" if "locked" in why or "busy" in why else "database_unusable"
        raise RecordsError(code, path=str(path), why=why) from None
