"""What playing stories showed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from slt_flow.results.answers import NOTHING, Done, Refusal


class Amiss(NamedTuple):
    """One part of a story that is otherwise than it is told: where it stands, what it was to be and what it was.

    Attributes:
        part: `given`, `when` or `then`.
        line: where it stands in the file.
        what: the part in the file's own words.
        code: what is otherwise; it names the sentences.
        expected: what the story tells.
        found: what was so.
        outcome: what a step came to, where it came to anything.
        error: the code and the facts of what made it impossible, where that is so.
    """

    part: str
    line: int
    what: str
    code: str
    expected: Mapping[str, Any] = NOTHING
    found: Mapping[str, Any] = NOTHING
    outcome: Done | Refusal | None = None
    error: tuple[str, Mapping[str, Any]] | None = None


class Played(NamedTuple):
    """One story as it was played; it holds when nothing is amiss."""

    name: str
    file: str
    line: int
    amiss: tuple[Amiss, ...]

    @property
    def holds(self) -> bool:
        """Whether everything was as it is told."""
        return not self.amiss
