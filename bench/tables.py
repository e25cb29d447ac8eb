"""Tables of measurements, with the goals beside them: on the screen and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """Table of measurements.

    Attributes:
        title: one line.
        headings: of all columns.
        rows: cells as text.
        note: the way it was measured.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str

    def __str__(self) -> str:
        def line(cells: Sequence[str]) -> str:
            return f"| {' | '.join(cells)} |"

        ruler = line(["---", *["---:"] * (len(self.headings) - 1)])
        table = "\n".join([line(self.headings), ruler, *map(line, self.rows)])
        return f"## {self.title}\n\n{self.note}\n\n{table}\n"


def times(ratio: float) -> str:
    """Spell a ratio."""
    return f"{ratio:.2f}" if ratio < 9.95 else f"{ratio:.0f}"


def milliseconds(seconds: float) -> str:
    """Spell a short time."""
    return f"{seconds * 1000:.1f}" if seconds < 0.0995 else f"{seconds * 1000:.0f}"
