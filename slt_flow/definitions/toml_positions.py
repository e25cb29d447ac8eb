"""Positions in a TOML text: the line of each table, key and list member, by its path.

The parser of the standard library tells no lines of what it has read, and neither do tomlkit, rtoml and pytomlpp. This
one looks at the text only, never at values.
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

_LONG_TEXT: Final = r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}"
_TEXT: Final = r'"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'"
_DAY: Final = r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:[^\s,\]}#]*)?"

_BLANKS: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES: Final = re.compile(r"[ \t]*")
_NAME: Final = re.compile(rf"[A-Za-z0-9_-]+|{_TEXT}")
_SCALAR: Final = re.compile(rf"{_LONG_TEXT}|{_TEXT}|{_DAY}|[^\s,\[\]{{}}#\"'=]+", re.DOTALL)
_DEEPEST: Final = 60
"""Greatest depth of values and names, so that no text exhausts the stack of calls."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Line of each path, and the paths that are written twice, with the second line and the first.

    A text that is no TOML is known up to where it stops being so.
    """

    by_path: Mapping[Path, int]
    twice: tuple[tuple[Path, int, int], ...] = ()

    def of(self, *path: str | int) -> int:
        """Return the line of a path, or of the nearest one around it; 1 for one that is nowhere."""
        while path and path not in self.by_path:
            path = path[:-1]
        return self.by_path.get(path, 1)


def lines_of(text: str) -> Lines:
    """Find the lines of all tables, keys and list members."""
    scan = _Scan(text)
    with suppress(tomllib.TOMLDecodeError):
        scan.whole()
    return Lines(scan.by_path, tuple(scan.twice))


class _Scan:
    """One pass through a text, from its first letter to its last."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.by_path: dict[Path, int] = {}
        self.twice: list[tuple[Path, int, int]] = []
        self._breaks = [newline.start() for newline in re.finditer("\n", text)]
        self._written: set[Path] = set()
        self._members: dict[Path, int] = {}
        """Lists of tables, each with how many of its tables have begun."""

    def whole(self) -> None:
        """Read headers and keys until the end."""
        table: Path = ()
        while self._more():
            if self._accept("[["):
                table = self._header("]]")
            elif self._accept("["):
                table = self._header("]")
            else:
                self._key_and_value(table, 0)

    def _header(self, closes: str) -> Path:
        line, names = self._line(), self._names()
        self._expect(closes)
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            self.by_path.setdefault(path, line)
            path = self._last_member(path)
        path = (*path, names[-1])
        if closes == "]]":
            self.by_path.setdefault(path, line)
            self._members[path] = self._members.get(path, 0) + 1
        path = self._last_member(path)
        self._note(path, line)
        return path

    def _last_member(self, path: Path) -> Path:
        """Follow a list of tables to the table begun last; other paths stay as they are."""
        return (*path, self._members[path] - 1) if path in self._members else path

    def _key_and_value(self, table: Path, depth: int) -> None:
        line, names = self._line(), self._names()
        for length in range(1, len(names)):
            self.by_path.setdefault((*table, *names[:length]), line)
        path = (*table, *names)
        self._note(path, line)
        self._expect("=")
        self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        self._take(_SPACES)
        if depth > _DEEPEST:
            raise tomllib.TOMLDecodeError
        if self._accept("["):
            place = 0
            while self._more("]"):
                self.by_path.setdefault((*path, place), self._line())
                self._value((*path, place), depth + 1)
                self._comma("]")
                place += 1
        elif self._accept("{"):
            while self._more("}"):
                self._key_and_value(path, depth + 1)
                self._comma("}")
        else:
            self._take(_SCALAR)

    def _names(self) -> tuple[str, ...]:
        names: list[str] = []
        while not names or self._accept("."):
            if len(names) > _DEEPEST:
                raise tomllib.TOMLDecodeError
            self._take(_SPACES)
            name = self._take(_NAME)
            names.append(next(iter(tomllib.loads(f"{name} = 0"))) if name[0] in "\"'" else name)
            self._take(_SPACES)
        return tuple(names)

    def _note(self, path: Path, line: int) -> None:
        if path in self._written:
            self.twice.append((path, line, self.by_path[path]))
        self._written.add(path)
        self.by_path.setdefault(path, line)

    def _line(self) -> int:
        return bisect_left(self._breaks, self.at) + 1

    def _more(self, closes: str = "") -> bool:
        """Skip blanks, and the closing mark where there is one; return False at the end of what is read."""
        self._take(_BLANKS)
        if self.at < len(self.text):
            return not (closes and self._accept(closes))
        if closes:
            raise tomllib.TOMLDecodeError
        return False

    def _comma(self, closes: str) -> None:
        self._take(_BLANKS)
        if not self.text.startswith(closes, self.at):
            self._expect(",")

    def _accept(self, mark: str) -> bool:
        there = self.text.startswith(mark, self.at)
        self.at += len(mark) if there else 0
        return there

    def _expect(self, mark: str) -> None:
        if not self._accept(mark):
            raise tomllib.TOMLDecodeError

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise tomllib.TOMLDecodeError
        self.at = match.end()
        return match[0]
