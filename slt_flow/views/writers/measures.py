"""Measures of a table on paper: the width of its columns and the size of its letters, by the texts in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_ACROSS: Final = {False: 95, True: 150}
"""Letters of a table that stand beside each other on a page, and on one that lies on its side."""

_SHORT: Final = 13
"""Most letters of a column whose lines are kept whole, such as that of days."""

_LONG: Final = 80
"""Letters from which a longer text makes no wider column."""

_BREAKABLE: Final = 24
"""Letters from which a word may be broken."""

_GAP: Final = 2

LARGEST: Final = 0.9
LEAST: Final = 0.65
"""Sizes of letters in a table, as parts of those around it."""


def shares(columns: Sequence[Sequence[str]]) -> list[float | None]:
    """Return the share of each column in what the short ones leave; None for a short one.

    Args:
        columns: the texts of each, its heading among them.
    """
    lengths = [max(map(len, texts)) for texts in columns]
    return [
        None if length <= _SHORT else max(_word(texts), min(length, _LONG) ** 0.8)
        for length, texts in zip(lengths, columns, strict=True)
    ]


def size(columns: Sequence[Sequence[str]], *, wide: bool) -> float:
    """Return the size of the letters: smaller where even the longest words are wider than the page."""
    lengths = (max(map(len, texts)) for texts in columns)
    needed = sum(
        _GAP + (length if length <= _SHORT else _word(texts)) for length, texts in zip(lengths, columns, strict=True)
    )
    return max(LEAST, LARGEST * min(1.0, _ACROSS[wide] / needed))


def _word(texts: Sequence[str]) -> int:
    """Return the length of the longest word that must not be broken."""
    return min(_BREAKABLE, max((len(word) for text in texts for word in text.split()), default=1))
