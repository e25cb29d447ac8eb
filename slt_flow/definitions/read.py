"""Untrusted TOML files: bounded in size and depth before a parser sees them."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from slt_flow import files
from slt_flow.errors import DefinitionError, cause

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 20

_STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
"""Strings and comments; an unclosed string runs to the end of the text, so that matching stays linear."""
_BRACKETS = re.compile(r"[\[\]{}]")
_DOTTED = re.compile(rf'(?<![\w"-])(?:[\w"-]++[ \t]*+\.[ \t]*+){{{MAX_DEPTH},}}')
_WIDEST: Final = 2**63
_PLACE: Final = re.compile(r" \(at (?:line \d+, column \d+|end of document)\)$")
ENDS_EARLY: Final = "ends_early"
"""Cause: the text ends in the middle of something."""
TOO_LONG: Final = "number_too_long"
"""Cause: a number has more than the 64 bits of TOML."""


def read_text(path: Path) -> str:
    """Read the text of a definition file.

    Raises:
        DefinitionError: too large, unreadable, or in no encoding that is read.
    """
    try:
        raw = files.read(path, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise DefinitionError("file_unreadable", file=str(path), why=cause(error)) from None
    return decoded(raw, str(path))


def decoded(raw: bytes, file: str) -> str:
    """Decode the bytes of a file.

    Raises:
        DefinitionError: too large, or in no encoding that is read.
    """
    if len(raw) > MAX_BYTES:
        raise DefinitionError("file_too_large", file=file, limit=MAX_BYTES // 1024)
    try:
        return files.text(raw)
    except files.NotText as error:
        raise DefinitionError("not_utf8", file=file, line=error.line, column=error.column) from None


def parse(text: str, file: str) -> dict[str, Any]:
    """Parse the tables of a definition.

    Raises:
        DefinitionError: nested too deep, or not TOML; with the line or the key.
    """
    import tomllib

    _refuse_depth(text, file)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        why, line = _PLACE.sub("", message), re.search(r"at line (\d+)", message)
        place = int(line[1]) if line else text.rstrip().count("\n") + 1
        why = why if line else ENDS_EARLY
        if (odd := _odd_mark(text, place)) is not None:
            raise DefinitionError("odd_mark", file=file, line=place, column=odd[0], mark=odd[1]) from None
        code = "declared_twice" if "overwrite" in why or "twice" in why or "mutate" in why else "not_toml"
        typed = _typed(text, place)
        why = next((slip for slip, form in _SLIPS.items() if code == "not_toml" and form.search(typed)), why)
        raise DefinitionError(code, file=file, line=place, why=why, typed=typed) from None
    except ValueError:
        place = _line_of_longest_number(text)
        raise DefinitionError("not_toml", file=file, line=place, why=TOO_LONG, typed=_typed(text, place)) from None
    _refuse_monsters(tables, text, file)
    return tables


TRUTH_WORD: Final = "truth_word"
"""Cause: a truth is written as people say it."""
DAY_IN_DOTS: Final = "day_in_dots"
"""Cause: a day is written with dots."""
_SLIPS: Final = {
    TRUTH_WORD: re.compile(r"=\s*(?:ja|nei|yes|no|sann?t?|usann?t?)\b", re.IGNORECASE),
    DAY_IN_DOTS: re.compile(r"=\s*\d{1,2}\.\s*\d{1,2}\.\s*\d{2,4}\b"),
}
"""Slips of those who do not write TOML every day, by what they look like."""


def _typed(text: str, line: int) -> str:
    """Return a line as it is shown: without the blanks around it, and no longer than a line on the screen."""
    return text.split("\n")[line - 1].strip()[:60]


def _odd_mark(text: str, line: int) -> tuple[int, str] | None:
    """Find the quotation mark or space of a word processor that a line cannot be read for, and its column from 1."""
    written = text.split("\n")[line - 1]
    unclosed = (_STRAIGHT - {"'"}) if written.count('"') % 2 else frozenset()
    bare = _STRINGS.sub(lambda part: part[0] if unclosed & {part[0][0]} else " " * len(part[0]), written)
    marks = ((place, mark) for place, mark in enumerate(bare, start=1) if mark in _ODD_MARKS)
    return next(((place, mark if mark in _QUOTES else f"U+{ord(mark):04X}") for place, mark in marks), None)


_STRAIGHT: Final = frozenset("\"'")
_QUOTES: Final = frozenset("“”„‟«»‘’‚")
_ODD_MARKS: Final = _QUOTES | frozenset("\u00a0\u2007\u202f\u200b\ufeff")
"""Quotation marks and spaces that word processors put in the place of those of the keyboard."""


def digest(text: str) -> str:
    """Return the SHA-256 of a definition's exact content, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _refuse_depth(text: str, file: str) -> None:
    bare = _STRINGS.sub(lambda string: '""' + "\n" * string[0].count("\n"), text)
    brackets = list(_BRACKETS.finditer(bare))
    depths = accumulate(1 if bracket[0] in "[{" else -1 for bracket in brackets)
    nested = (bracket for bracket, depth in zip(brackets, depths, strict=True) if depth > MAX_DEPTH)
    if deep := next(nested, None) or _DOTTED.search(bare):
        raise DefinitionError("nested_too_deep", file=file, line=_line_at(bare, deep.start()), limit=MAX_DEPTH)


def _refuse_monsters(tables: dict[str, Any], text: str, file: str) -> None:
    """Refuse values nested too deep by dotted keys, and numbers of more than 64 bits; without recursion."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), tables)]
    while waiting:
        path, value = waiting.pop()
        if len(path) - 1 > MAX_DEPTH:
            line = _line_at(text, max(text.find(path[-1]), 0))
            raise DefinitionError("nested_too_deep", file=file, line=line, key=".".join(path), limit=MAX_DEPTH)
        if isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, str(place)), inner) for place, inner in enumerate(value)]
        elif isinstance(value, int) and not -_WIDEST <= value < _WIDEST:
            key, line = ".".join(path), _line_of_longest_number(text)
            raise DefinitionError("not_toml", file=file, line=line, key=key, why=TOO_LONG, typed=_typed(text, line))


def _line_of_longest_number(text: str) -> int:
    """Find the line of the longest number; the parser reports no position for one that is too long."""
    longest = max(re.finditer(r"\b[0-9]\w*", text), key=lambda number: len(number[0]))
    return _line_at(text, longest.start())


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
