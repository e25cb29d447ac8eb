"""Floors of what reads or makes a whole journal: the same rows by SQLite and Python alone, and nothing more."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing

from slt_flow.model import ROWS
from slt_flow.records.cells import codec_of
from slt_flow.services.request.context import Context


def read_and_hash(context: Context) -> None:
    """Read every entry with its texts, parse its objects, and hash both once."""
    with closing(sqlite3.connect(context.store.path)) as connection:
        council = (str(context.council),)
        for *cells, data, texts in connection.execute(_ENTRIES, council):
            json.loads(data), json.loads(texts)
            hashlib.sha256("".join(map(str, (*cells, data, texts))).encode()).hexdigest()
        for salt, text in connection.execute(_TEXTS, council):
            hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def write_tables(context: Context) -> None:
    """Read every entry and parse its objects; write all rows of the tables anew."""
    with closing(sqlite3.connect(context.store.path, isolation_level=None)) as connection:
        council = (str(context.council),)
        connection.execute("BEGIN IMMEDIATE")
        for *_, data, texts in connection.execute(_ENTRIES, council):
            json.loads(data), json.loads(texts)
        for table in [codec_of(kind).table for kind in ROWS]:
            rows = connection.execute(f"SELECT * FROM {table} WHERE council = ?", council).fetchall()
            if rows:
                connection.execute(f"DELETE FROM {table} WHERE council = ?", council)
                places = ",".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        connection.execute("COMMIT")


_ENTRIES = """
SELECT seq, kind, version, subject, "on", at, request, step, cause, caused_by, machine, action, from_state, to_state,
    acted_by, acted_for, recorded_by, authenticated, program, prev, digest, data, texts
FROM entries WHERE council = ? ORDER BY seq
"""
_TEXTS = "SELECT salt, text FROM entry_texts WHERE council = ?"
