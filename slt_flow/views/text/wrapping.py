"""Lines of a text: broken between words, so that none is wider than its room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from rich.cells import cell_len

_TOGETHER: Final = re.compile(r"\d{1,2}\.? [^\W\d_]+ \d{4}|\d{1,2}\. [^\W\d_]+|§+ \S+|\d+ %")
"""What no line ends within: a day, a paragraph of the agreement, a percentage."""

_SPACE: Final = "\ue000"
"""A space that no line ends at, while lines are sought: a letter of nobody's, as wide as a space."""

DECIDED: Final = 19_000
"""Most characters of the text of a decision that is written here."""


def fitting(versions: Iterable[Iterable[str]]) -> str:
    """Return the lines of the first version that fits in the text of a decision, else the beginning of the last."""
    text = ""
    for version in versions:
        text = "\n".join(version)
        if len(text) <= DECIDED:
            break
    return text[:DECIDED]


def bound(text: str) -> str:
    """Bind the words that stay together, by a space that is none; `unbound` takes it away again."""
    return _TOGETHER.sub(lambda match: match[0].replace(" ", _SPACE), text)


def unbound(text: str) -> str:
    """Return a bound text as it was."""
    return text.replace(_SPACE, " ")


def breaks(line: str, width: int, indent: int) -> list[int]:
    """Return the places at which a bound line breaks to be no wider than `width`, with `indent` before what follows.

    A line is parts with two spaces between. A part of less than half a line stays whole; others break between words.
    """
    places: list[int] = []
    column = cell_len(line) - cell_len(line.lstrip())

    def put(start: int, piece: str, gap: int) -> None:
        nonlocal column
        if gap:
            if column + gap + cell_len(piece) <= width:
                column += gap + cell_len(piece)
                return
            places.append(start)
            column = indent
        while len(piece) > 1 and column + cell_len(piece) > width > indent:
            fits = next(n for n in range(len(piece) - 1, 0, -1) if n == 1 or column + cell_len(piece[:n]) <= width)
            start, piece, column = start + fits, piece[fits:], indent
            places.append(start)
        column += cell_len(piece)

    for start, part, gap in _apart(line, r"\S+(?: \S+)*"):
        if cell_len(part) <= (width - indent) // 2:
            put(start, part, gap)
        else:
            for offset, word, between in _apart(part, r"\S+"):
                put(start + offset, word, between or gap)
    return places


def _apart(text: str, piece: str) -> Iterator[tuple[int, str, int]]:
    """Yield each piece of a text with its place and the width of the gap before it."""
    end = None
    for match in re.finditer(piece, text):
        yield match.start(), match[0], 0 if end is None else match.start() - end
        end = match.end()


def wrapped(text: str, room: float, hang: float = 0, measure: Callable[[str], float] = cell_len) -> list[str]:
    """Break a text between words into lines no wider than a room; a word that is wider by itself is broken too.

    Args:
        text: one paragraph; every white space in it counts as one space.
        room: the width of the first line.
        hang: the cells by which the lines after the first are narrower.
        measure: the width of a text, in the unit of the room: cells of a terminal unless it says otherwise.
    """
    if measure(text) <= room and text == unbound(" ".join(text.split())):
        return [text]
    lines: list[str] = []
    line, limit = "", room
    for word in map(unbound, bound(text).split()):
        if line and measure(f"{line} {word}") > limit:
            lines.append(line)
            line, limit = "", room - hang
        line = f"{line} {word}" if line else word
        while measure(line) > limit and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or measure(line[:n]) <= limit)
            lines.append(line[:fits])
            line, limit = line[fits:], room - hang
    return [*lines, line]
