"""Letters that a terminal cannot show, spelt in those that it can (standard library only)."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

SPELT: Final = "spelt"
"""Name of the handler of letters that an encoding lacks."""

_SPELLINGS: Final = str.maketrans("–—·«»“”’đĐŋŊŧŦ", '---""""\'dDnNtT') | str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA", "…": "...", "§": "par.", "→": "->"}
)
"""Spellings of letters that NFKD leaves as they are, or would take the wrong way, as it does å."""


def spelt_out(text: str) -> str:
    """Spell a text in letters that every terminal can show, where its width must be kept."""
    return "".join(letter if letter.isascii() else _bare(letter) for letter in text.translate(_SPELLINGS))


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelt_out(error.object[error.start : error.end]), error.end


def _bare(letter: str) -> str:
    """Return a letter without its accent, or a question mark where that is no ASCII either."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare.isascii() else "?"


codecs.register_error(SPELT, _spelt)
