"""Definitions ready for use: a shipped one was checked when it was compiled, any other is checked when it is read."""

from __future__ import annotations

from typing import Any, TypeVar

from slt_flow.definitions.compiled import DEFINITIONS
from slt_flow.definitions.read import digest

T = TypeVar("T", bound=tuple[Any, ...])


def defined(kind: type[T], text: str, file: str) -> T:
    """Return the machine or the kind of decision that a text says.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    ready = DEFINITIONS.get(digest(text))
    if isinstance(ready, kind):
        return ready
    from slt_flow.definitions.validation import checked

    return checked(kind, text, file)
