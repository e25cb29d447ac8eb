"""Every exception, sorted by who is at fault; the words are written in views.

SltError
├─ RequestError          what was asked for cannot be understood (exit 2)
│  └─ NotYourAction        the actor may not perform this action (exit 5)
├─ DefinitionError       a definition or agreement file is wrong (exit 3)
├─ RecordsError          the database is missing, newer, locked or broken (exit 4)
└─ BrokenInvariant       our own fault (exit 70)
"""

from __future__ import annotations

import errno
from typing import ClassVar


def cause(error: OSError | ValueError) -> str:
    """Why the machine could not do it: the name of its error, such as `ENOENT`, else what it says itself."""
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number or 0) or str(error)


class SltError(Exception):
    """An error with a code that names the sentence to show and the facts the sentence tells."""

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code, facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class RequestError(SltError):
    """The request cannot be understood, or names something that does not exist."""

    exit_code = 2


class NotYourAction(RequestError):
    """The actor may not do this on behalf of the one whose act it is."""

    exit_code = 5


class DefinitionError(SltError):
    """A definition or agreement file is wrong; `file` and `key` say where."""

    exit_code = 3


class RecordsError(SltError):
    """The database is missing, newer, locked or broken."""

    exit_code = 4


class BrokenInvariant(SltError):
    """Something that must never happen has happened: a bug of ours."""

    exit_code = 70
