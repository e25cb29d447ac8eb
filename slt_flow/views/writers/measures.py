"""Measures of a table on paper: the width of its columns and the size of its letters, by the texts in them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

ACROSS: Final = {False: 88, True: 140}
"""Letters of a table that stand beside each other on a page, and on one that lies on its side."""

_SHORT: Final = 13
"""Most letters of a column whose lines are kept whole, such as that of days."""

_LONG: Final = 70
"""Letters from which a longer text makes no wider column."""

BREAKABLE: Final = 24
"""Letters from which a longer word is broken where the column is narrower."""

GAP: Final = 2
"""Letters that would fit between two columns."""

LARGEST: Final = 0.9
SMALLEST: Final = 0.65
"""Sizes of letters in a table, as parts of those around it."""


class Measures(NamedTuple):
    """Measures of a table.

    Attributes:
        widths: the share of each column in what the short ones leave; None for a short one.
        size: the size of letters, as a part of those around the table.
    """

    widths: tuple[float | None, ...]
    size: float


def measures(columns: Sequence[Sequence[str]], *, wide: bool) -> Measures:
    """Return the measures of a table.

    A column is as wide as its longest word at least and as its usual line at most; what lies between is shared by
    how much each lacks (CSS 2.1, 17.5.2.2). Letters are smaller where even the longest words are wider than the page.

    Args:
        columns: the texts of each, its heading among them.
        wide: True on a page that lies on its side.
    """
    across = ACROSS[wide] - GAP * len(columns)
    lines = [max(1, *map(len, texts)) for texts in columns]
    words = [_word(texts) for texts in columns]
    whole = [length <= _SHORT for length in lines]
    least = [length if short else word for length, short, word in zip(lines, whole, words, strict=True)]
    if sum(least) > across:  # short lines are broken before letters become smaller
        whole, least = [False] * len(columns), words
    most = [max(word, min(_usual(texts), _LONG)) for word, texts in zip(least, columns, strict=True)]
    lacking = sum(most) - sum(least)
    left = min(max(across - sum(least), 0) / lacking, 1) if lacking else 0
    widths = (
        None if short else word + (length - word) * left for short, word, length in zip(whole, least, most, strict=True)
    )
    return Measures(tuple(widths), max(SMALLEST, LARGEST * min(1.0, across / sum(least))))


def _word(texts: Sequence[str]) -> int:
    """Return the length of the longest word that is not broken; a space that binds is part of one."""
    return min(BREAKABLE, max(1, *(len(word) for text in texts for word in text.split(" "))))


def _usual(texts: Sequence[str]) -> int:
    """Return a length between the longest and that of nine lines of ten: one remark makes no wide column."""
    lengths = sorted(map(len, texts))
    return (lengths[ceil(0.9 * (len(lengths) - 1))] + lengths[-1]) // 2
