"""On which line of a definition file a key stands, so that a problem is found without searching."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_LONG_TEXT: Final = re.compile(r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|\'\'\'.*?(?:\'{3,5}|\Z)', re.DOTALL)
_HEADING: Final = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<path>[^\[\]#]+?)\s*\]\]?\s*(?:#.*)?")
_KEY: Final = re.compile(r"""\s*(?P<path>(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"))*)\s*=""")
_PART: Final = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")


def line_of(text: str, key: str) -> int | None:
    """The line of a key such as `posts.2.title`, or of the nearest table above it that the text has.

    Args:
        text: a whole TOML file.
        key: the path as problems tell it, with the number (from 0) of a table in an array.
    """
    known = _lines(text)
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        if (line := known.get(".".join(parts[:length]))) is not None:
            return line
    return None


def _lines(text: str) -> dict[str, int]:
    """Every key that begins a line, by its full path; what stands inside inline tables has the line of its key."""
    bare = _LONG_TEXT.sub(lambda found: "''" + "\n" * found[0].count("\n"), text)
    found: dict[str, int] = {}
    counted: Counter[str] = Counter()
    within: list[str] = []
    for number, line in enumerate(bare.splitlines(), start=1):
        heading, key = _HEADING.fullmatch(line), _KEY.match(line)
        if heading is not None:
            within = _path(heading["path"], counted)
            if heading["open"] == "[[":
                table = ".".join(within)
                found.setdefault(table, number)
                within.append(str(counted[table]))
                counted[table] += 1
            found.setdefault(".".join(within), number)
        elif key is not None:
            found.setdefault(".".join([*within, *_parts(key["path"])]), number)
    return found


def _path(written: str, counted: Counter[str]) -> list[str]:
    """A heading's path; beneath an array of tables it belongs to the last one so far."""
    path: list[str] = []
    parts = _parts(written)
    for place, part in enumerate(parts):
        path.append(part)
        array = ".".join(path)
        if counted[array] and place < len(parts) - 1:
            path.append(str(counted[array] - 1))
    return path


def _parts(written: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(written)]
