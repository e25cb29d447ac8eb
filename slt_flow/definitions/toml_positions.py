"""Where everything in a TOML text stands: the line of each table, key and list member, by its path.

The parser of the standard library tells no lines of what it has read. This looks at the text only, never at values.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

Path = tuple[str | int, ...]
"""The way to a value: keys, and places in lists counted from 0."""

_SKIPPED = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:[^\s,\]}#]*)?|[^\s,\[\]{}#\"'=]+")
_DEEPEST: Final = 60


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of everything, and what stands there twice (its path, the second line and the first).

    A text that is no TOML is known up to where it stops being so.
    """

    known: Mapping[Path, int]
    twice: tuple[tuple[Path, int, int], ...] = ()

    def of(self, *path: str | int) -> int:
        """The line of this, or of the nearest thing around it; 1 for what stands nowhere."""
        while path and path not in self.known:
            path = path[:-1]
        return self.known.get(path, 1)


def lines_of(text: str) -> Lines:
    """Find where everything stands."""
    scan = _Scan(text)
    with suppress(_NoToml):
        scan.whole()
    return Lines(scan.known, tuple(scan.twice))


class _NoToml(Exception):
    """The text goes on in another way than TOML does."""


class _Scan:
    """One pass through a text, from its first letter to its last."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.known: dict[Path, int] = {}
        self.twice: list[tuple[Path, int, int]] = []
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._given: set[Path] = set()
        self._members: dict[Path, int] = {}

    def whole(self) -> None:
        """Perform through headers and keys."""
        table: Path = ()
        while self._skip(_SKIPPED) < len(self.text):
            if self._comes("[["):
                table = self._header(2)
            elif self._comes("["):
                table = self._header(1)
            else:
                self._key_and_value(table, 0)

    def _header(self, brackets: int) -> Path:
        line = self._line()
        self.at += brackets
        names = self._names()
        if not self._comes("]" * brackets):
            raise _NoToml
        self.at += brackets
        above = self._resolved(names[:-1], line)
        full = (*above, names[-1])
        if brackets == 2:
            self.known.setdefault(full, line)
            full = (*full, self._members.setdefault(full, 0))
            self._members[full[:-1]] += 1
        elif full in self._members:
            full = (*full, self._members[full] - 1)
        self._note(full, line, given=True)
        return full

    def _resolved(self, names: Path, line: int) -> Path:
        """The table that these names lead to: in a list of tables, the one begun last."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            self.known.setdefault(path, line)
            if path in self._members:
                path = (*path, self._members[path] - 1)
        return path

    def _key_and_value(self, table: Path, depth: int) -> None:
        line, names = self._line(), self._names()
        for length in range(1, len(names)):
            self.known.setdefault((*table, *names[:length]), line)
        path = (*table, *names)
        self._note(path, line, given=True)
        self._expect("=")
        self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        self._skip(_SPACES)
        if depth > _DEEPEST:
            raise _NoToml
        if self._comes("["):
            self._list(path, depth)
        elif self._comes("{"):
            self._inline(path, depth)
        else:
            self._take(_TEXT if self._comes('"') or self._comes("'") else _SCALAR)

    def _list(self, path: Path, depth: int) -> None:
        self.at += 1
        place = 0
        while self._skip(_SKIPPED) < len(self.text) and not self._comes("]"):
            self._note((*path, place), self._line())
            self._value((*path, place), depth + 1)
            place += 1
            self._skip(_SKIPPED)
            if not self._comes("]"):
                self._expect(",")
        self._expect("]")

    def _inline(self, path: Path, depth: int) -> None:
        self.at += 1
        while self._skip(_SKIPPED) < len(self.text) and not self._comes("}"):
            self._key_and_value(path, depth + 1)
            self._skip(_SKIPPED)
            if not self._comes("}"):
                self._expect(",")
        self._expect("}")

    def _names(self) -> Path:
        names: list[str] = []
        while True:
            self._skip(_SPACES)
            quoted = self._comes('"') or self._comes("'")
            written = self._take(_TEXT if quoted else _BARE_KEY)
            names.append(_unquoted(written) if quoted else written)
            self._skip(_SPACES)
            if not self._comes("."):
                return tuple(names)
            if len(names) > _DEEPEST:
                raise _NoToml
            self.at += 1

    def _note(self, path: Path, line: int, *, given: bool = False) -> None:
        if given and path in self._given:
            self.twice.append((path, line, self.known[path]))
            return
        if given:
            self._given.add(path)
        self.known.setdefault(path, line)

    def _line(self) -> int:
        return bisect_left(self._breaks, self.at) + 1

    def _comes(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _skip(self, what: re.Pattern[str]) -> int:
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _take(self, what: re.Pattern[str]) -> str:
        found = what.match(self.text, self.at)
        if found is None or not found[0]:
            raise _NoToml
        self.at = found.end()
        return found[0]

    def _expect(self, mark: str) -> None:
        if not self._comes(mark):
            raise _NoToml
        self.at += len(mark)


def _unquoted(written: str) -> str:
    try:
        return str(tomllib.loads(f"it = {written}")["it"])
    except tomllib.TOMLDecodeError:
        raise _NoToml from None
