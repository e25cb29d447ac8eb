"""Keys and fixed words of a form, brought from the council's language to the English that the form is read in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slt_flow.definitions.toml_positions import Lines, Path
from slt_flow.wording.form_keys import FIXED, KEYS

IN_ENGLISH: Final[Mapping[str, str]] = {
    local: name for language in KEYS.values() for name, local in language.items()
} | {name: name for name in KEYS["nb"]}
"""English name of every key in every language."""

FIXED_WORDS: Final[Mapping[str, str]] = {
    local: name for language in FIXED.values() for name, local in reversed(tuple(language.items()))
}
"""English name of every fixed word in the other languages; what is put off is an item until its kind is known."""

_OF_POSTS: Final = frozenset({"mandate", "stand_aside", "object", "excused", "left"})
"""Keys whose table has a key for each post."""

_OF_ONE: Final = frozenset({"post", "reason", "decided_by"})
"""Keys of the table of one post."""


def fixed(value: str) -> str:
    """Return the English name of a fixed value, or the value itself."""
    folded = value.strip().casefold().replace("-", "_").replace(" ", "_")
    return FIXED_WORDS.get(folded, folded)


class InEnglish:
    """Tables of a form with English keys, their lines, and the keys that stand twice, in two languages."""

    def __init__(self, tables: Mapping[str, Any], lines: Lines) -> None:
        self._paths: dict[Path, Path] = {}
        self._twice: list[tuple[Path, Path]] = []
        self.tables = self._table((), (), tables)
        by_path = {self._paths.get(path, path): line for path, line in reversed(tuple(lines.by_path.items()))}
        doubled = ((path, lines.of(*second), lines.of(*first)) for path, second, first in self._places())
        self.lines = Lines(by_path, (*lines.twice, *doubled))

    def _places(self) -> list[tuple[Path, Path, Path]]:
        first = {path: typed for typed, path in reversed(tuple(self._paths.items()))}
        return [(path, second, first[path]) for second, path in self._twice]

    def _table(self, typed: Path, path: Path, table: Mapping[str, Any], *, of_posts: bool = False) -> dict[str, Any]:
        """Return a table with English keys; those of posts stay as they are."""
        read: dict[str, Any] = {}
        for key, value in table.items():
            name = key if of_posts else IN_ENGLISH.get(key, key)
            if name in read:
                self._twice.append(((*typed, key), (*path, name)))
            self._paths[*typed, key] = (*path, name)
            posts = name in _OF_POSTS and not of_posts and not self._is_of_one(value)
            read[name] = self._value((*typed, key), (*path, name), value, of_posts=posts)
        return read

    def _value(self, typed: Path, path: Path, value: Any, *, of_posts: bool = False) -> Any:
        if isinstance(value, dict):
            return self._table(typed, path, value, of_posts=of_posts)
        if isinstance(value, list):
            for place in range(len(value)):
                self._paths[*typed, place] = (*path, place)
            return [self._value((*typed, place), (*path, place), one) for place, one in enumerate(value)]
        return value

    @staticmethod
    def _is_of_one(value: Any) -> bool:
        names = {IN_ENGLISH.get(key, key) for key in value} if isinstance(value, dict) else set()
        return "post" in names and names <= _OF_ONE
