"""Widths of texts without a font: those of the usual sans-serif letters, with room to spare."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_WIDTHS: Final = {
    222: "ijl'|’‘",
    278: " !,./:;[]\\Ift·íìîï",
    333: "()-r`“”„*{}°",
    355: '"',
    500: "ckxsvyzJč¸š",
    556: "abdeghnopquáàâåäéèêëóòôöúùûüñ0123456789?_$#L–§«»đŋ",
    584: "+<=>~^¬×÷",
    611: "FTZøðŧþŦŽ",
    667: "ABEKPSVXY&ÀÁÂÄÅÉÈŠ",
    722: "CDHNRUwČĐŊ",
    778: "GOQØÖÓ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1015: "@—…ÆŒœ",
}
"""Letters by their width in thousandths of the letter's size, as in the metrics of Helvetica and Arial."""

_WIDTH: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_SPARE: Final = 1.16
_BOLD: Final = 1.13
"""Factors of width: DejaVu Sans, which stands in where there is no Arial, is so much wider; bold letters are too."""


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels a text takes at most in a letter of this size."""
    thousandths = sum(_WIDTH.get(letter) or _unknown(letter) for letter in text)
    return thousandths / 1000 * size * _SPARE * (_BOLD if bold else 1)


def _unknown(letter: str) -> int:
    return 0 if unicodedata.combining(letter) else 1100 if unicodedata.east_asian_width(letter) in "WF" else 880
