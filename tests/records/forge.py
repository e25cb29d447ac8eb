"""A journal chained anew after a change, so that its digests fit and nothing but its sense is wrong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from tests.records.stranger import canonical, digest_of, digest_of_text

SALT = "0123456789abcdef" * 2


def rechain(raw: sqlite3.Connection, council: str = "kvaefjord") -> None:
    """Compute every link, the digest of every text that is there, and every digest anew."""
    raw.row_factory = sqlite3.Row
    prev = None
    for row in raw.execute("SELECT * FROM entries WHERE council = ? ORDER BY seq", [council]).fetchall():
        entry, key = dict(row), [council, row["seq"]]
        told = json.loads(entry["texts"])
        texts = raw.execute("SELECT name, salt, text FROM entry_texts WHERE council = ? AND seq = ?", key).fetchall()
        digests = told | {name: digest_of_text(salt, text) for name, salt, text in texts}
        entry |= {"prev": prev or entry["prev"], "texts": entry["texts"] if digests == told else canonical(digests)}
        prev = digest_of(entry)
        raw.execute(
            "UPDATE entries SET prev = ?, texts = ?, digest = ? WHERE council = ? AND seq = ?",
            [entry["prev"], entry["texts"], prev, *key],
        )


def put_text(raw: sqlite3.Connection, seq: int, name: str, text: str, council: str = "kvaefjord") -> None:
    """Put a text beside an entry, or another in its place."""
    raw.execute("INSERT OR REPLACE INTO entry_texts VALUES (?, ?, ?, ?, ?)", [council, seq, name, SALT, text])


def append(
    raw: sqlite3.Connection, kind: str, data: Mapping[str, Any], texts: Mapping[str, str], council: str = "kvaefjord"
) -> int:
    """Put an entry of a request of its own at the end; the result is its number."""
    last = raw.execute("SELECT * FROM entries WHERE council = ? ORDER BY seq DESC LIMIT 1", [council])
    entry = dict(zip((column[0] for column in last.description), last.fetchone(), strict=True))
    seq = int(entry["seq"]) + 1
    entry |= {"seq": seq, "kind": kind, "subject": "council", "data": canonical(dict(data)), "texts": "{}"}
    entry |= {"request": f"01900000-0000-7000-8000-{seq:012}", "step": 1, "cause": "asked", "caused_by": None}
    entry |= {"machine": None, "action": None, "from_state": None, "to_state": None}
    marks = ", ".join("?" * len(entry))
    raw.execute(f"INSERT INTO entries VALUES ({marks})", list(entry.values()))
    for name, text in {"account": "os:ola@host", "asked": "0" * 64, **texts}.items():
        put_text(raw, seq, name, text, council)
    return seq
