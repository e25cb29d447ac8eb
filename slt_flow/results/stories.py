"""Results of playing stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from slt_flow.results.answers import NOTHING, Done, Finding, Refusal


class Amiss(NamedTuple):
    """One part of a story that comes out otherwise than told.

    Attributes:
        part: `given`, `when` or `then`.
        line: its line in the file, counted from 1.
        what: the part in the file's own words.
        code: the kind of difference; it names the sentences.
        expected: facts that the story tells.
        actual: the facts instead.
        outcome: the answer to a step that was possible.
        error: the code and the facts of the error that made it impossible.
    """

    part: str
    line: int
    what: str
    code: str
    expected: Mapping[str, Any] = NOTHING
    actual: Mapping[str, Any] = NOTHING
    outcome: Done | Refusal | None = None
    error: tuple[str, Mapping[str, Any]] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the refusal, or of the action that a check looked at."""
        return self.outcome.findings if isinstance(self.outcome, Refusal) else tuple(self.actual.get("findings", ()))


class Played(NamedTuple):
    """One story as it was played; it holds when nothing is amiss."""

    name: str
    file: str
    line: int
    amiss: tuple[Amiss, ...]

    @property
    def holds(self) -> bool:
        """Test whether everything came out as told."""
        return not self.amiss
