"""Widths of the columns of a table by the texts in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST: Final = 60
"""Letters from which a longer text makes no wider column."""

_LETTER: Final = 1 / 95
_WIDE_LETTER: Final = 2


def widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of each column in the width of the page: no word is broken as long as there is room for all.

    Args:
        columns: the texts of each, its heading among them.
    """
    words = [max((len(word) for text in texts for word in text.split()), default=1) + _WIDE_LETTER for texts in columns]
    longest = [min(max(len(line) for text in texts for line in text.split("\n")), _MOST) for texts in columns]
    least = [word * _LETTER for word in words]
    left = 1 - sum(least)
    if left <= 0:
        return [share / sum(least) for share in least]
    wishes = [max(long * _LETTER - share, 0.01) for long, share in zip(longest, least, strict=True)]
    return [share + left * wish / sum(wishes) for share, wish in zip(least, wishes, strict=True)]
