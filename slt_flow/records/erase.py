"""Erasure in the database: rows of texts with their salts, and every byte that is left of them in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Final

from slt_flow.engine.entries import Place
from slt_flow.errors import RecordsError
from slt_flow.records import compiled
from slt_flow.records.connection import Connection
from slt_flow.records.store import BUSY_SECONDS, Store
from slt_flow.records.turns import first_in_queue


def erase(connection: Connection, council: str, places: Iterable[Place]) -> None:
    """Delete texts with their salts; what the transaction frees from now on is overwritten with zeros."""
    connection.all("PRAGMA secure_delete = ON")
    connection.all(f"{_PENDING} = 1")
    connection.write(compiled.ERASE_TEXT, [{"of": council, "seq": seq, "name": name} for seq, name in places])


_PENDING: Final = "PRAGMA user_version"
"""A number in the file's header, for programs to use: not 0 from the commit of an erasure until the file is anew."""


def is_unfinished(connection: Connection) -> bool:
    """Tell whether texts were erased and the file was not made anew since: it may hold bytes of them."""
    return bool(connection.cell(_PENDING))


def compact(store: Store, entries: tuple[int, ...] = ()) -> None:
    """Make the file of a database anew from what its tables hold: no page keeps what an earlier one held.

    `secure_delete` alone does not suffice: pages that were split or freed before may hold a copy of a text.

    Args:
        store: the database.
        entries: the entries of an erasure that are recorded already, also where the file cannot be made anew.

    Raises:
        RecordsError: it is in use, or the disk is full.
    """
    try:
        with first_in_queue(store.path.parent, BUSY_SECONDS), closing(_opened(store)) as raw:
            raw.execute("VACUUM")
            raw.execute(f"{_PENDING} = 0")
            if raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        code = "erased_not_compacted" if entries else "not_compacted"
        raise RecordsError(code, path=str(store.path), entries=entries, why=str(error)) from None


def _opened(store: Store) -> sqlite3.Connection:
    raw = sqlite3.connect(store.path, timeout=BUSY_SECONDS, isolation_level=None)
    raw.execute("PRAGMA synchronous = EXTRA")
    return raw
