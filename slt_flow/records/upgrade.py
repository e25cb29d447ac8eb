"""Upgrade of a database of an older release to this one's schema; the only file that knows Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from slt_flow.errors import RecordsError
from slt_flow.records import journal, replay
from slt_flow.records.connection import Connection
from slt_flow.records.format import SCHEMA
from slt_flow.records.store import Store, in_wal_mode, leave_wal_mode, other_schema, schema_of

_SCRIPTS: Final = "slt_flow.records:migrations"


class Status(NamedTuple):
    """The schema's number as it is in a database (None: no tables yet), and as this release has it."""

    stored: str | None
    ours: str


def status(path: str | Path) -> Status:
    """Compare a database's schema with ours, without Alembic.

    Raises:
        RecordsError: missing, locked, unreadable, or another program's database.
    """
    with Store(str(path)).reading(any_schema=True) as connection:
        return Status(_found(connection), SCHEMA)


def upgrade(path: str | Path) -> Status:
    """Bring a database to this release's schema, in one transaction or not at all, and out of WAL mode.

    The journal stays as it is; the tables are made anew from it, since a migration may leave them empty.

    Returns:
        The status it had: both numbers are equal when nothing needed to be done.

    Raises:
        RecordsError: missing, locked, unreadable, another program's database, or of a release that is not known.
    """
    store = Store(str(path))
    with store.writing(any_schema=True) as connection:
        schema = _found(connection)
        if schema is not None and schema != SCHEMA and (error := other_schema(schema)).code != "older_schema":
            raise error
        if schema != SCHEMA:
            _migrate(connection, schema)
            for council in journal.councils(connection):
                replay.rebuild(connection, council)
    if in_wal_mode(store.path):  # another program's is refused by now
        leave_wal_mode(store.path)
    return Status(schema, SCHEMA)


def _migrate(connection: Connection, schema: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    from slt_flow.records.statements import core_of

    config = Config(attributes={"connection": core_of(connection)})
    config.set_main_option("script_location", _SCRIPTS)
    try:
        command.upgrade(config, SCHEMA)
    except CommandError as error:
        raise RecordsError("unknown_schema", found=schema, ours=SCHEMA, why=str(error)) from None


def _found(connection: Connection) -> str | None:
    schema = schema_of(connection)
    if schema is None and connection.first("SELECT name FROM sqlite_master") is not None:
        raise RecordsError("not_our_database", path=str(connection.path))
    return schema
