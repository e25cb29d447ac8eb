"""Words of nynorsk and bokmål, for tests of messages and of screens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")


@cache
def words() -> dict[str, Any]:
    """The lists of `nynorsk.toml`."""
    read = tomllib.loads((Path(__file__).parent / "nynorsk.toml").read_text("utf-8"))
    return {name: entry if isinstance(entry, list) else frozenset(entry.split()) for name, entry in read.items()}


def prose(text: str) -> str:
    """A message without what is no language: placeholders, commands and options."""
    return re.sub(r"\{[^}]*\}|\bslt( [a-z][a-z-]+)+|--[a-z][a-z-]*", " ", text)


def in_words(text: str) -> Iterator[str]:
    yield from (word.casefold() for word in _WORD.findall(text))


def of_bokmaal(text: str) -> list[str]:
    """The words of a text that nynorsk does not have."""
    listed = words()
    return [word for word in in_words(text) if word in listed["never"] or _ends_so(word)]


def _ends_so(word: str) -> bool:
    listed = words()
    return word not in listed["allowed"] and any(
        word.endswith(ending) and word != ending for ending in listed["endings"]
    )
