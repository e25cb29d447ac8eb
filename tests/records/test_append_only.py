"""The database itself refuses to change what the journal says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from slt_flow.records.tables import entries
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context

COLUMNS = ", ".join(f'"{column.name}"' for column in entries.c)


@pytest.fixture
def raw(year: Context) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(year.store.path)) as connection:
        yield connection
    assert audit.verify(year)[0].flaws == ()


@pytest.mark.parametrize("verb", ["UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"])
def test_no_column_of_an_entry_is_updated(raw: sqlite3.Connection, verb: str) -> None:
    for column in COLUMNS.split(", "):
        with pytest.raises(sqlite3.IntegrityError, match="never changes"):
            raw.execute(f"{verb} entries SET {column} = {column} WHERE seq = 30")


def test_no_entry_is_deleted(raw: sqlite3.Connection) -> None:
    for where in ("seq = (SELECT MAX(seq) FROM entries)", "seq = 30", "1"):
        with pytest.raises(sqlite3.IntegrityError, match="never cut"):
            raw.execute(f"DELETE FROM entries WHERE {where}")


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_only_the_next_seq_is_inserted(raw: sqlite3.Connection, verb: str) -> None:
    top = "(SELECT MAX(seq) FROM entries)"
    for seq in ("30", "1", "0", "-1", top, f"{top} + 2"):
        copied = COLUMNS.replace('"seq"', seq, 1)
        with pytest.raises(sqlite3.IntegrityError, match="no gaps"):
            raw.execute(f"{verb} INTO entries SELECT {copied} FROM entries WHERE seq = 30")


def test_a_new_council_begins_with_one(raw: sqlite3.Connection) -> None:
    copied = COLUMNS.replace('"council"', "'another'", 1)
    with pytest.raises(sqlite3.IntegrityError, match="no gaps"):
        raw.execute(f"INSERT INTO entries SELECT {copied} FROM entries WHERE seq = 2")


def test_an_upsert_changes_nothing(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(
            f"INSERT INTO entries SELECT {COLUMNS} FROM entries WHERE seq = 30 "
            "ON CONFLICT (council, seq) DO UPDATE SET subject = 'x'"
        )
