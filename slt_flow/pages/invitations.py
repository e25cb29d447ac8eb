"""Invitations: a link that binds nothing, a code that its reader tells, and the account that is bound in the end."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from typing import Any, Final, NamedTuple

from slt_flow.errors import RequestError
from slt_flow.pages.once import Once
from slt_flow.pages.session_file import DAY, MINUTE, key_of
from slt_flow.terms import OIDC

OPEN, CLAIMED, CONFIRMED, REVOKED, EXPIRED = "open", "claimed", "confirmed", "revoked", "expired"
"""States of an invitation."""

OVER: Final = {
    CONFIRMED: "invitation_confirmed",
    REVOKED: "invitation_revoked",
    EXPIRED: "invitation_expired",
}
"""Errors of whoever claims an invitation that is over."""

_TO_CONFIRM: Final = 7 * DAY
"""Seconds that are left to confirm an invitation from when it was claimed."""

_TRIES: Final = 10
_TRIES_WITHIN: Final = 60 * MINUTE
"""Wrong codes that are heard within some seconds, of a hundred million codes."""

_WRONG_CODE: Final = "wrong code"

_LONGEST: Final = 90

_COLUMNS: Final = "substr(key, 1, 8), post, role, holding, invited_by, since, until, state, account"


class Invitation(NamedTuple):
    """Invitation of whoever holds a post to sign in as its holder.

    Attributes:
        id: the short name by which it is withdrawn; it opens nothing.
        post: the post, None for an auditor, who has none.
        role: the role in which it is entered: auditor or deputy, "" for its holder.
        holding: the entry by which its holder had the post then, 0 where no name was recorded.
        invited_by: the post that invites.
        since: seconds since 1970 when it was made.
        until: seconds since 1970 when it expires.
        state: open, claimed, confirmed, revoked or expired.
        account: the account that claimed it, "" before.
    """

    id: str
    post: str | None
    role: str
    holding: int
    invited_by: str
    since: int
    until: int
    state: str
    account: str


class Invitations(Once):
    """Invitations of a council."""

    def invite(self, post: str | None, by: str, days: int, *, role: str = "", holding: int = 0) -> str:
        """Make an invitation to a post, and return the secret of its link; only a digest of it is kept.

        Raises:
            RequestError: it would hold for no day, or for more than a quarter of a year.
        """
        refuse_days(days)
        secret, now = secrets.token_urlsafe(32), self.now
        row = (key_of(secret), self.council, post, role, holding, by, now, now + days * DAY, OPEN)
        with self._writing() as connection:
            connection.execute("INSERT INTO invitations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')", row)
        return secret

    def invitation(self, secret: str) -> Invitation | None:
        """Return the invitation of a link, None where there is none (any more); whoever opens it changes nothing."""
        with self._reading() as connection:
            return self._one(connection, "key", key_of(secret))

    def invitations(self) -> tuple[Invitation, ...]:
        """Return the invitations of the last weeks, the newest first; nobody can read their codes."""
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM invitations WHERE council = ? ORDER BY since DESC, rowid DESC",  # noqa: S608
                (self.council,),
            ).fetchall()
        return tuple(self._as_of_now(row) for row in rows)

    def claim(self, secret: str, account: str) -> str:
        """Return the code that the bearer of a link tells the secretary; the account is bound when that confirms it.

        The code is made of the secret, and the same for the same account whenever it asks.

        Raises:
            RequestError: there is no such invitation, or it is over, or another has claimed it; or the account is a
                computer's.
        """
        if not account.startswith(f"{OIDC}:"):
            raise RequestError("invitation_without_provider")
        with self._writing() as connection:
            invitation = self._one(connection, "key", key_of(secret))
            if invitation is None:
                raise RequestError("no_invitation")
            if invitation.state not in (OPEN, CLAIMED):
                raise RequestError(OVER[invitation.state])
            if invitation.state == CLAIMED and invitation.account != account:
                raise RequestError("invitation_claimed")
            code = _code(secret, account)
            if invitation.state == OPEN:
                connection.execute(
                    "UPDATE invitations SET state = ?, account = ?, code = ?, until = max(until, ?) WHERE key = ?",
                    (CLAIMED, account, key_of(code), self.now + _TO_CONFIRM, key_of(secret)),
                )
        return spaced(code)

    def by_code(self, code: str) -> Invitation:
        """Return the invitation whose code somebody was told.

        Raises:
            RequestError: no invitation that waits has it, or too many wrong ones were typed.
        """
        digits = "".join(code.split()).replace("-", "")
        with self._writing() as connection:
            tries = self._count(connection, _WRONG_CODE)
            invitation = self._one(connection, "code", key_of(digits)) if tries < _TRIES else None
            is_right = invitation is not None and invitation.state == CLAIMED
            if not is_right and tries < _TRIES:
                self._add(connection, _WRONG_CODE, secrets.token_hex(8), _TRIES_WITHIN)
        if invitation is None or not is_right:
            raise RequestError("no_such_code" if tries < _TRIES else "too_many_codes", minutes=_TRIES_WITHIN // MINUTE)
        return invitation

    def close(self, invitation_id: str, state: str) -> bool:
        """End an invitation as confirmed or revoked; False where it is over already, or there is none."""
        with self._writing() as connection:
            ended = connection.execute(
                "UPDATE invitations SET state = ? "
                "WHERE council = ? AND substr(key, 1, 8) = ? AND state IN (?, ?) AND until > ?",
                (state, self.council, invitation_id, OPEN, CLAIMED, self.now),
            )
            return ended.rowcount == 1

    def _one(self, connection: sqlite3.Connection, column: str, value: str) -> Invitation | None:
        row = connection.execute(
            f"SELECT {_COLUMNS} FROM invitations WHERE council = ? AND {column} = ?",  # noqa: S608 # names of ours
            (self.council, value),
        ).fetchone()
        return self._as_of_now(row) if row is not None else None

    def _as_of_now(self, row: tuple[Any, ...]) -> Invitation:
        invitation = Invitation(*row)
        is_over = invitation.state in (OPEN, CLAIMED) and invitation.until <= self.now
        return invitation._replace(state=EXPIRED) if is_over else invitation


def refuse_days(days: int) -> None:
    """Refuse an invitation for no day, or for more than a quarter of a year."""
    if not 1 <= days <= _LONGEST:
        raise RequestError("bad_invitation_days", given=days, most=_LONGEST)


def _code(secret: str, account: str) -> str:
    """Make the eight digits of an invitation and an account: digits are heard right in every language and dialect."""
    mark = hmac.digest(secret.encode("utf-8", "surrogatepass"), account.encode("utf-8", "surrogatepass"), "sha256")
    return f"{int.from_bytes(mark) % 10**8:08}"


def spaced(code: str) -> str:
    """Return a code as one reads it aloud: `4829 1377`."""
    return f"{code[:4]} {code[4:]}"
