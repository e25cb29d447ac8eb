"""A council's year: knowledge, challenges, evidence, assessed effects, learning points."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from slt_flow.model.row import CaseRow, Row, WorkRow, row
from slt_flow.terms import LEARNING_SERIES


@row
class Knowledge(Row):
    """A source the council works from: a survey, an analysis, a report; `source` is what the agreement may ask for."""

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    source: str
    on: date
    address: str


@row
class Challenge(Row):
    """An identified problem that decisions and measures answer, and the knowledge that shows it."""

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    area: str | None
    knowledge: tuple[str, ...]
    since: date


@row
class Evidence(Row):
    """Evidence that people did on a day what a clause asks of them."""

    KEY: ClassVar = ("seq",)
    seq: int
    clause: str
    on: date
    note: str


@row
class Assessment(WorkRow):
    """Effect of a settled measure on a challenge, as the evaluation of its year assessed it."""

    evaluation: str
    challenge: str
    effect: str
    note: str


@row
class LearningPoint(CaseRow):
    """Lesson of an evaluation, carried to the year in which a decision or a reason is to answer it.

    `years` are all that it was ever carried to.
    """

    SERIES: ClassVar = LEARNING_SERIES
    evaluation: str | None
    carried_to: int | None = None
    years: tuple[str, ...] = ()
    decision: str | None = None
