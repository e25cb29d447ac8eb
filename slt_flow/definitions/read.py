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
        DefinitionError: too large, unreadable, a byte order mark, or not UTF-8.
    """
    try:
        raw = files.read(path, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise DefinitionError("file_unreadable", file=str(path), why=cause(error)) from None
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise DefinitionError("byte_order_mark", file=str(path))
    return decoded(raw, str(path))


def decoded(raw: bytes, file: str) -> str:
    """Decode the bytes of a file.

    Raises:
        DefinitionError: too large, or not UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise DefinitionError("file_too_large", file=file, limit=MAX_BYTES // 1024)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError("not_utf8", file=file, line=raw.count(b"\n", 0, error.start) + 1) from None


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
        code = "declared_twice" if "overwrite" in why or "twice" in why or "mutate" in why else "not_toml"
        raise DefinitionError(code, file=file, line=place, why=why) from None
    except ValueError:
        raise DefinitionError("not_toml", file=file, line=_line_of_longest_number(text), why=TOO_LONG) from None
    _refuse_monsters(tables, text, file)
    return tables


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
            raise DefinitionError("not_toml", file=file, line=line, key=key, why=TOO_LONG)


def _line_of_longest_number(text: str) -> int:
    """Find the line of the longest number; the parser reports no position for one that is too long."""
    longest = max(re.finditer(r"\b[0-9]\w*", text), key=lambda number: len(number[0]))
    return _line_at(text, longest.start())


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
