"""Secrets and values that hold once: attempts to sign in, keys on one's own machine, tokens that come one time."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Final

from slt_flow.pages.session_file import SessionFile, key_of, sealed, unsealed

_MOST: Final = 2_000
"""Most secrets of a purpose that wait at a time: anybody can begin to sign in, so the oldest give way."""


class Once(SessionFile):
    """Secrets and values of a council that hold once."""

    def remember(self, purpose: str, data: Mapping[str, str], seconds: int) -> str:
        """Keep some data for whoever brings the secret that is returned; the file alone tells nothing of them."""
        secret = secrets.token_urlsafe(32)
        row = (self.council, purpose, key_of(secret), self.now + seconds, sealed(json.dumps(dict(data)), secret))
        with self._writing() as connection:
            connection.execute("INSERT INTO once VALUES (?, ?, ?, ?, ?)", row)
            connection.execute(
                "DELETE FROM once WHERE council = ? AND purpose = ? AND key NOT IN (SELECT key FROM once "
                "WHERE council = ? AND purpose = ? ORDER BY until DESC, rowid DESC LIMIT ?)",
                (self.council, purpose, self.council, purpose, _MOST),
            )
        return secret

    def take(self, purpose: str, secret: str) -> Mapping[str, str] | None:
        """Return the data of a secret, once; None where it is unknown, too old, or was taken before."""
        place = (self.council, purpose, key_of(secret))
        with self._writing() as connection:
            row = connection.execute(
                "SELECT until, data FROM once WHERE council = ? AND purpose = ? AND key = ?", place
            ).fetchone()
            connection.execute("DELETE FROM once WHERE council = ? AND purpose = ? AND key = ?", place)
        if row is None or row[0] <= self.now:
            return None
        data: Mapping[str, str] = json.loads(unsealed(row[1], secret))
        return data

    def first_time(self, purpose: str, value: str, seconds: int) -> bool:
        """Tell whether a value comes for the first time within some seconds, such as the nonce of a token."""
        with self._writing() as connection:
            return self._add(connection, purpose, value, seconds)

    def _add(self, connection: sqlite3.Connection, purpose: str, value: str, seconds: int) -> bool:
        place = (self.council, purpose, key_of(value))
        connection.execute(
            "DELETE FROM once WHERE council = ? AND purpose = ? AND key = ? AND until <= ?", (*place, self.now)
        )
        added = connection.execute(
            "INSERT OR IGNORE INTO once VALUES (?, ?, ?, ?, ?)", (*place, self.now + seconds, b"")
        )
        return added.rowcount == 1

    def _count(self, connection: sqlite3.Connection, purpose: str) -> int:
        (count,) = connection.execute(
            "SELECT count(*) FROM once WHERE council = ? AND purpose = ? AND until > ?",
            (self.council, purpose, self.now),
        ).fetchone()
        return int(count)
