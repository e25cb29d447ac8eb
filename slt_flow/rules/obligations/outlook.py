"""Outlooks of obligations, and the tasks and lines of evidence that they are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.terms import Standing

BROUGHT_IN: Final = "brought_in"
"""Code of the notice of cases from before the council was followed up here: what is not recorded counts for nothing."""


class Outlook(NamedTuple):
    """Outlook of an obligation: how it stands, its day, the evidence, a forecast, and what stands beside it."""

    standing: Standing
    due: date | None = None
    evidence: tuple[Shown, ...] = ()
    forecast: Notice | None = None
    since: date | None = None
    """The day it was broken, where that is not the day after its own."""
    advice: Notice | None = None
    """Advice that was passed: a number that nobody agreed."""
    beside: tuple[Notice, ...] = ()
    """Facts that change nothing of the verdict."""

    def with_refs(self, code: str, refs: Iterable[str], **facts: object) -> Outlook:
        """Return this outlook with some cases beside the verdict, where there are any."""
        named = tuple(refs)
        return self._replace(beside=(*self.beside, Notice(code, {"refs": named, **facts}))) if named else self


class Task(NamedTuple):
    """Task that follows a meeting or a decision: the case, the day it follows, and what showed it done."""

    ref: str
    follows: date
    done: Shown | None = None

    @property
    def done_on(self) -> date | None:
        """The day it was done, None while it is not."""
        return self.done.on if self.done is not None else None


def shown_by(evidence: Iterable[Shown], without: Standing = Standing.NOT_DUE) -> Outlook:
    """Judge what is kept as soon as anything shows it; `without` is how it stands until then."""
    shown = tuple(evidence)
    return Outlook(Standing.KEPT if shown else without, None, shown)


class Line(NamedTuple):
    """Line of what is counted: of the council, or of one group of several; what was done, and what is planned."""

    done: Sequence[Shown]
    planned: Sequence[Shown] = ()
