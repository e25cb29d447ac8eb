"""Typed forms: what somebody typed and could not send, kept for the same account until it is back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from slt_flow.pages.session_file import KEPT_FOR, SessionFile

CSRF_FIELD: Final = "csrf"
"""Field of every form with the token of the session: a secret, which is not kept with what was typed."""

_LARGEST: Final = 200_000
"""Most bytes of a form that is kept: two dozen pages of text."""

_MOST: Final = 20
"""Most forms of an account; the oldest give way."""


class TypedForms(SessionFile):
    """Typed forms of a council, by account and path of the page."""

    def keep_form(self, account: str, path: str, fields: Mapping[str, Sequence[str]]) -> bool:
        """Keep a form in the place of an earlier one, for a week; False where it is too large to be kept."""
        typed = {name: list(values) for name, values in fields.items() if name != CSRF_FIELD}
        content = _storable(json.dumps(typed, ensure_ascii=False))  # an erasure looks for words as they are written
        if len(content.encode()) + len(_storable(path).encode()) > _LARGEST:
            return False
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO forms VALUES (?, ?, ?, ?, ?)",
                (self.council, account, _storable(path), self.now, content),
            )
            connection.execute(
                "DELETE FROM forms WHERE council = ? AND account = ? AND path NOT IN (SELECT path FROM forms "
                "WHERE council = ? AND account = ? ORDER BY kept DESC, rowid DESC LIMIT ?)",
                (self.council, account, self.council, account, _MOST),
            )
        return True

    def form(self, account: str, path: str) -> Mapping[str, list[str]] | None:
        """Return the form that an account typed on a page and did not send, None without one."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT fields FROM forms WHERE council = ? AND account = ? AND path = ? AND kept > ?",
                (self.council, account, _storable(path), self.now - KEPT_FOR),
            ).fetchone()
        fields: Mapping[str, list[str]] | None = json.loads(row[0]) if row is not None else None
        return fields

    def drop_form(self, account: str, path: str) -> None:
        """Forget a form: it was sent, or its writer does not want it."""
        if self.form(account, path) is None:  # as nearly always: nobody waits for the disk then
            return
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM forms WHERE council = ? AND account = ? AND path = ?",
                (self.council, account, _storable(path)),
            )


def _storable(typed: str) -> str:
    """Return a text without halves of letters, which no database keeps."""
    return typed.encode("utf-8", "replace").decode()
