"""Columns of a table, in parts of the width of the page, and the size of the letters in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from slt_flow.views.writers.measures import ACROSS, GAP, LARGEST, measures

MARGINS: Final = 0.014
"""Margins of a cell, in parts of the width of the product's page."""


class Columns(NamedTuple):
    """Columns of a table.

    Attributes:
        parts: the width of each, in parts of that of the page.
        size: the size of letters, in parts of that of a table with room.
    """

    parts: tuple[float, ...]
    size: float


def across(columns: Sequence[Sequence[str]], room: float = 1, *, wide: bool) -> Columns:
    """Return the columns of a table: the short ones as wide as their lines, the others share what these leave.

    Args:
        columns: the texts of each, its heading among them, line by line.
        room: the width of the page, in parts of that of the product's.
        wide: True on a page that lies on its side.
    """
    widths, size = measures(columns, wide=wide)
    letter = size / LARGEST / ACROSS[wide] / min(room, 1)
    short = [
        (max(1, *map(len, texts)) + GAP) * letter + MARGINS / min(room, 1) if width is None else 0.0
        for texts, width in zip(columns, widths, strict=True)
    ]
    long = [0.0 if width is None else width + GAP for width in widths]
    short = [min(own, 0.9 * own / sum(short)) if sum(short) else own for own in short] if any(long) else short
    left, wanted = 1 - sum(short), sum(long)
    parts = [
        own + left * width / wanted if wanted else own / sum(short) for own, width in zip(short, long, strict=True)
    ]
    return Columns(tuple(parts), size / LARGEST)
