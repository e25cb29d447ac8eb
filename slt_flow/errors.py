"""Every exception, sorted by who is at fault; the words are written in views.

SltError
├─ RequestError          the request cannot be understood (exit 2)
│  ├─ NotYourAction        the actor may not perform this action (exit 5)
│  └─ SignInRefused        a provider's answer signs nobody in (exit 2)
├─ DefinitionError       a definition or agreement file is wrong (exit 3)
├─ RecordsError          the database is missing, newer, locked or broken (exit 4)
│  └─ CommitFailed         its commit failed, and may have taken effect all the same
├─ ProviderUnavailable   the provider that signs people in cannot be used now (exit 4)
├─ OutputError           the answer cannot be written to standard output (exit 4)
└─ BrokenInvariant       our own fault (exit 70)
"""

from __future__ import annotations

import errno
from typing import ClassVar, NamedTuple


def cause(error: OSError | ValueError) -> str:
    """Return the name of an operating system's error, such as `ENOENT`, else its own words."""
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number or 0) or str(error)


class SltError(Exception):
    """Error with the code of the sentence to show, and the facts that it tells."""

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code, facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"


class RequestError(SltError):
    """Request that cannot be understood, or names something that does not exist."""

    exit_code = 2


class NotYourAction(RequestError):
    """Request by an actor who may not act on behalf of another."""

    exit_code = 5


class SignInRefused(RequestError):
    """Answer of an OpenID provider, or of somebody in its place, that signs nobody in."""


class DefinitionError(SltError):
    """Mistake in a definition or agreement file; `file` and `key` say where."""

    exit_code = 3


class RecordsError(SltError):
    """Database that is missing, newer, locked or broken."""

    exit_code = 4


class CommitFailed(RecordsError):
    """Commit that failed: only the database knows whether it took effect."""


class ProviderUnavailable(SltError):
    """OpenID provider that does not answer in time, or answers something else; what needs no sign-in works on."""

    exit_code = 4


class OutputError(SltError):
    """Answer of a reading that cannot be written to standard output."""

    exit_code = 4


class BrokenInvariant(SltError):
    """Bug of ours: something that must never happen has happened."""

    exit_code = 70


class Fault(NamedTuple):
    """Error at a place in a file that was read: in a row and a column of a sheet, and the further rows that have it."""

    error: SltError
    sheet: str
    row: int
    column: str
    others: tuple[int, ...] = ()
