"""Names of persons in texts: exactly as typed, and what may be the same name spelt or bent otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Signs within a word that nobody sees, such as a soft hyphen."""

_LEAST: Final = 3
"""Letters that a part of a name has, to be looked for by itself."""

_SURE: Final = 5
"""Letters that a part of a name has, to be known with one letter wrong."""

_ENDING: Final = 2
"""Letters that an inflected name may have more: Nordmanns, Harens."""

_SPELT: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


class Word(NamedTuple):
    """A word of a text as it is compared, and where it stands."""

    folded: str
    first: int
    last: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text: its runs of letters and digits, as they are compared."""
    return tuple(
        Word(unicodedata.normalize("NFKC", match[0]).casefold(), *match.span())
        for match in _WORD.finditer(_visible(text))
    )


def _visible(text: str) -> str:
    """Return a text composed, and without signs that nobody sees: a soft hyphen makes no other name."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def parts_of(name: str) -> list[str]:
    """Return the parts of a name, as they are compared."""
    return [word.folded for word in words_of(name)]


def holds(text: str, name: str) -> bool:
    """Return whether a text holds a name, word by word, whatever its case and what stands between the words."""
    return any(True for _ in _exact(words_of(text), parts_of(name)))


def similar(text: str, name: str) -> tuple[str, ...]:
    """Return what in a text may be a name in another form: a part of it, inflected, or spelt otherwise; each once."""
    text = _visible(text)
    words, whole = words_of(text), parts_of(name)
    parts = [part for part in whole if len(part) >= _LEAST]
    exact = {place for first in _exact(words, whole) for place in range(first, first + len(whole))}
    near = [
        place not in exact and any(_near(word.folded, part, text[word.first].isupper()) for part in parts)
        for place, word in enumerate(words)
    ]
    runs: list[list[Word]] = []
    for place, word in enumerate(words):
        if near[place]:
            runs = [*runs[:-1], [*runs[-1], word]] if place and near[place - 1] else [*runs, [word]]
    return tuple(dict.fromkeys(text[run[0].first : run[-1].last] for run in runs))


def repeats(words: str, text: str) -> bool:
    """Return whether words repeat a text: all of it, a name in it, or four words of it in a row."""
    here, there = words_of(words), words_of(text)
    if holds(words, text):
        return True
    named = [_visible(text)[word.first].isupper() for word in there]
    for first in range(len(there)):
        is_name = all(named[first : first + 2]) and len(there) >= first + 2
        length = 2 if is_name else 4
        part = [word.folded for word in there[first : first + length]]
        if len(part) == length and any(True for _ in _exact(here, part)):
            return True
    return False


def _exact(words: Sequence[Word], wanted: Sequence[str]) -> Iterator[int]:
    """Yield each place at which some words stand among others."""
    for first in range(len(words) - len(wanted) + 1):
        if wanted and [word.folded for word in words[first : first + len(wanted)]] == wanted:
            yield first


def _near(word: str, part: str, is_capital: bool) -> bool:
    """Return whether a word is a part of a name; one with a capital perhaps inflected, or with one letter wrong."""
    word, part = _bare(word), _bare(part)
    if not is_capital:
        return word == part
    if word.startswith(part) and len(word) <= len(part) + _ENDING:
        return True
    return len(part) >= _SURE and abs(len(word) - len(part)) <= 1 and _is_one_off(word, part)


def _bare(word: str) -> str:
    """Return a word without accents, and with one spelling of æ, ø and å: Aase, Åse and Ase are one."""
    spelt = unicodedata.normalize("NFKD", word.translate(_SPELT))
    letters = "".join(letter for letter in spelt if not unicodedata.combining(letter))
    return letters.replace("aa", "a").replace("oe", "o")


def _is_one_off(word: str, part: str) -> bool:
    """Return whether one letter more, less or otherwise makes one word the other."""
    short, long = sorted((word, part), key=len)
    first = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[first:] == long[first + 1 :] or short[first + 1 :] == long[first + 1 :]
