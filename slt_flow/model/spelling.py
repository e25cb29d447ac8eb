"""Normal forms of names and texts, in which two spellings of one are equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def folded(name: str) -> str:
    """Return a name, of a person, a body or a source, in the normal form in which two spellings of it are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@lru_cache(4096)
def folded_person(name: str) -> str:
    """Return a person's name by its letters alone: a full stop or a hyphen makes nobody another person."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(name)).split())


def wording(text: str) -> str:
    """Return a text in the normal form in which it is unchanged.

    Case, spaces, invisible signs, the end's punctuation and Unicode's forms say nothing.
    """
    visible = "".join(letter for letter in folded(text) if unicodedata.category(letter) != "Cf")
    while visible and (visible[-1].isspace() or unicodedata.category(visible[-1]).startswith("P")):
        visible = visible[:-1]
    return folded(visible)
