"""Lines of a text: broken between words, so that none is wider than its room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rich.cells import cell_len

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


def wrapped(text: str, room: float, hang: float = 0, measure: Callable[[str], float] = cell_len) -> list[str]:
    """Break a text between words into lines no wider than a room; a word that is wider by itself is broken too.

    Args:
        text: one paragraph; every white space in it counts as one space.
        room: the width of the first line.
        hang: the cells by which the lines after the first are narrower.
        measure: the width of a text, in the unit of the room: cells of a terminal unless it says otherwise.
    """
    lines: list[str] = []
    line, limit = "", room
    for word in text.split():
        if line and measure(f"{line} {word}") > limit:
            lines.append(line)
            line, limit = "", room - hang
        line = f"{line} {word}" if line else word
        while measure(line) > limit and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or measure(line[:n]) <= limit)
            lines.append(line[:fits])
            line, limit = line[fits:], room - hang
    return [*lines, line]
