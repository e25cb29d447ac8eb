"""Suggestions for misspelt names."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the known name that is spelt most like another, or None where none is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(names), n=1)), None)
