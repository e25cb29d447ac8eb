"""Sessions of those who are signed in: begun by a secret that only a cookie holds, over after an idle hour."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from slt_flow.errors import RecordsError
from slt_flow.pages.invitations import Invitations
from slt_flow.pages.session_file import KEPT_FOR, MINUTE, key_of, sealed, unsealed
from slt_flow.pages.typed_forms import TypedForms
from slt_flow.services.request.clock import Clock

IDLE: Final = 60 * MINUTE
"""Seconds without a request after which a session is over."""

LONGEST: Final = 12 * 60 * MINUTE
"""Seconds after which a session is over, however busy."""

_AHEAD: Final = 5 * MINUTE
"""Seconds by which a session may have begun after now, where the clock was put back."""

_COLUMNS: Final = "key, account, authenticated, began, seen, issuer, sid, id_token, language, ended"


class Session(NamedTuple):
    """Session of an account that is signed in.

    Attributes:
        key: the digest of its secret, which tells nothing.
        account: the account as journals write it.
        authenticated: source by which the account is known: `os` or `oidc`.
        csrf: the token that every form of the session carries.
        began: seconds since 1970 at the sign-in.
        seen: seconds since 1970 at the last request, exact to a twelfth of the idle time.
        issuer: the provider that signed the account in, "" without one.
        sid: the provider's name of its session.
        id_token: the token that the provider asks for at sign-out.
        language: the language that the reader chose, "" when none was.
    """

    key: str
    account: str
    authenticated: str
    csrf: str
    began: int
    seen: int
    issuer: str
    sid: str
    id_token: str
    language: str


class Sessions(TypedForms, Invitations):
    """Sessions, typed forms, invitations and secrets that hold once, of a council.

    Args:
        database: the database; its file of sessions lies beside it.
        council: the council's id.
        clock: tells the time.
        idle: seconds without a request after which a session is over.
        longest: seconds after which it is over, however busy.
    """

    def __init__(self, database: Path, council: str, clock: Clock, *, idle: int = IDLE, longest: int = LONGEST) -> None:
        super().__init__(database, council, clock)
        self._idle, self._longest = idle, longest

    def note_address(self, base_url: str) -> None:
        """Note the address by which the pages are known outside, for links that are made without them."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, 'address', ?)", (self.council, base_url))

    def address(self) -> str | None:
        """Return the address by which the pages were known outside last, None where they never were."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT value FROM settings WHERE council = ? AND name = 'address'", (self.council,)
            ).fetchone()
        return str(row[0]) if row is not None else None

    # sessions

    def begin(
        self,
        account: str,
        authenticated: str,
        *,
        issuer: str = "",
        sid: str = "",
        id_token: str = "",
        language: str = "",
    ) -> str:
        """Begin a session, and return its secret for the cookie; only a digest of it is kept."""
        secret, now = secrets.token_urlsafe(32), self.now
        row = (
            *(key_of(secret), self.council, account, authenticated, now, now, issuer, sid),
            *(sealed(id_token, secret), language),
        )
        with self._writing() as connection:
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", row)
        return secret

    def of(self, secret: str) -> Session | None:
        """Return the session of a secret, and note that it was seen; None where it is over, or never was."""
        with self._reading() as connection:
            session, is_ended = self._find(connection, secret)
        if session is None or is_ended or not self._lives(session):
            return None
        if self.now - session.seen >= self._idle / 12:  # noted seldom: to write holds up all who read the file
            with suppress(RecordsError), self._writing() as connection:  # a full disk keeps nobody from reading
                connection.execute("UPDATE sessions SET seen = ? WHERE key = ?", (self.now, session.key))
        return session

    def lapsed(self, secret: str) -> Session | None:
        """Return a session also when it is over without sign-out, to keep a form for its account; it lets nobody in."""
        with self._reading() as connection:
            session, _ = self._find(connection, secret)
        return session if session is not None and self.now - session.seen < KEPT_FOR else None

    def speak(self, secret: str, language: str) -> None:
        """Note the language that the reader of a session chose."""
        with self._writing() as connection:
            connection.execute("UPDATE sessions SET language = ? WHERE key = ?", (language, key_of(secret)))

    def end(self, secret: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE key = ? AND council = ?", (key_of(secret), self.council))

    def end_all(self, account: str) -> None:
        """End all sessions of an account: it signs out everywhere, or its access was withdrawn."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE account = ? AND council = ?", (account, self.council))

    def end_sid(self, issuer: str, sid: str) -> None:
        """End the sessions that a provider signed out."""
        if not sid:  # sessions without a provider have none
            return
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE issuer = ? AND sid = ? AND council = ?", (issuer, sid, self.council)
            )

    def _find(self, connection: sqlite3.Connection, secret: str) -> tuple[Session | None, bool]:
        """Return the session of a secret, and whether it was ended; None where it was never begun, or signed out."""
        row = connection.execute(
            f"SELECT {_COLUMNS} FROM sessions WHERE key = ? AND council = ?",  # noqa: S608 # names of ours
            (key_of(secret), self.council),
        ).fetchone()
        if row is None:
            return None, False
        key, account, authenticated, began, seen, issuer, sid, id_token, language, ended = row
        return (
            Session(
                *(key, account, authenticated, _csrf(secret, account), began, seen, issuer, sid),
                *(unsealed(id_token, secret), language),
            ),
            bool(ended),
        )

    def _lives(self, session: Session) -> bool:
        return -_AHEAD <= self.now - session.began < self._longest and self.now - session.seen < self._idle


def _csrf(secret: str, account: str) -> str:
    """Make the token of a session's forms: made of its secret, so that it is nowhere kept.

    It begins with a mark of the account, which tells whose an old page was after the next sign-in.
    """
    token = hmac.digest(secret.encode("utf-8", "surrogatepass"), b"csrf", "sha256")
    return f"{key_of(account)[:16]}.{token.hex()}"
