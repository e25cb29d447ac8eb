"""The evaluation of a year, what it taught, and the action plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.columns import OMITTED, Column, Json, Ref, State, Title, shown
from slt_flow.results.decisions import Note, RecordedRow, RemarkRow, WorkRow
from slt_flow.results.exemptions import Exempted
from slt_flow.results.history import Erasures
from slt_flow.terms import EXEMPT, N_, Named


class AssessedMeasure(NamedTuple):
    """A measure of the year with its challenge, and its effect once it has been assessed."""

    area: str | None
    area_title: str | None
    challenge: str | None
    challenge_title: str | None
    ref: str
    title: str
    state: Named
    achieved: bool
    owner: str | None
    settled: date
    delivered_late: int
    effect: str | None
    note: str
    result: str


class UnansweredChallenge(NamedTuple):
    """A challenge that no measure of the year answers, with the open cases that do."""

    id: str
    title: str
    area: str | None
    open: tuple[str, ...]


class YearsLearning(NamedTuple):
    """A learning point that the evaluation taught, or that was carried to its year."""

    ref: str
    title: str
    state: Named
    is_answered: bool
    taught_here: bool
    carried_to: int | None
    decision: str | None


class EvaluatedCase(NamedTuple):
    """A decision with its measures that lack an effect, or a measure with the later `year` that assesses it."""

    ref: str
    title: str
    state: Named
    missing: Annotated[tuple[str, ...] | None, OMITTED] = None
    year: Annotated[int | None, OMITTED] = None


class DecidedBy(NamedTuple):
    """The decision by which an evaluation or a plan is adopted; all None until it is registered."""

    ref: str | None = None
    title: str | None = None
    state: Named | None = None
    meeting: str | None = None
    adopted_on: date | None = None

    @property
    def is_draft(self) -> bool:
        """True until it is adopted; nothing is told of one that is exempt."""
        return self.adopted_on is None and (self.state is None or self.state != EXEMPT)


class EvaluationSheet(NamedTuple):
    """The evaluation of a year, with the decision that adopts it."""

    year: int
    decided: Annotated[DecidedBy, Json(inline=True)]
    early: bool
    language: str
    council: str
    measures: int
    assessed: int
    followed_up_from: date
    can_be_opened_from: date
    as_of: date
    effects: tuple[AssessedMeasure, ...]
    challenges_without_measures: tuple[UnansweredChallenge, ...]
    measures_without_challenge: tuple[AssessedMeasure, ...]
    unfinished: Annotated[tuple[WorkRow, ...], Json(part=tuple(f for f in WorkRow._fields if f != "level"))]
    learning: tuple[YearsLearning, ...]
    evaluates: tuple[EvaluatedCase, ...]
    assessed_later: tuple[EvaluatedCase, ...]


@shown("ref", "title", "state", "evaluation", "carried_to", "decision", "note")
class LearningSheet(NamedTuple):
    """A learning point, with its evaluation and its answer; `remarks` and `recorded` are None in a list."""

    ref: Ref
    title: Title
    state: State
    evaluation: Annotated[str | None, Column(N_("evaluation"))]
    evaluated_year: Annotated[int | None, Column(N_("evaluated year"))]
    carried_to: Annotated[int | None, Column(N_("carried to"))]
    decision: Annotated[str | None, Column(N_("decision"))]
    note: Note
    is_answered: Annotated[bool, Column(N_("answered"))]
    remarks: Annotated[tuple[RemarkRow, ...] | None, Column(N_("Remarks and links")), OMITTED] = None
    recorded: Annotated[tuple[RecordedRow, ...] | None, Column(N_("Recorded")), OMITTED] = None
    erased: Erasures = ()
    exempt: Exempted = None


class PlannedArea(NamedTuple):
    """A focus area of a plan with its goals, and what has become of it since the plan was adopted."""

    area: str
    area_title: str
    goals: tuple[str, ...]
    changes: tuple[str, ...]


class PlanLine(NamedTuple):
    """A line of a plan: a decision, an assignment or a measure; `was` has the earlier value of what changed."""

    area: str | None
    area_title: str | None
    ref: str
    level: str
    title: str
    owner: str | None
    owner_title: str | None
    due: date | None
    state: Named
    achieved: bool
    changes: tuple[str, ...] = ()
    was: Mapping[str, str | date | None] = {}


class Period(NamedTuple):
    """Period of a plan: its first and last year, both included."""

    first: Annotated[int, Json("from")]
    last: Annotated[int, Json("to")]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def typed(self) -> str:
        """Period as a user types it."""
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"

    @property
    def end(self) -> date:
        """Last day of the period."""
        return date(self.last, 12, 31)

    def has(self, year: int) -> bool:
        """Return True when the period includes a year."""
        return self.first <= year <= self.last


class PlanSheet(NamedTuple):
    """The action plan of a period, with the decision that adopts it."""

    period: Annotated[Period, Json(inline=True)]
    decided: Annotated[DecidedBy, Json(inline=True)]
    replaces: str | None
    replaced_adopted_on: date | None
    in_preparation: str | None
    language: str
    council: str
    as_of: date
    changed: int
    plan_goals: tuple[PlannedArea, ...]
    plan: tuple[PlanLine, ...]


class Scribe(NamedTuple):
    """Writer of the texts that are decided: an evaluation, the reason its case is closed with, an action plan."""

    evaluation: Callable[[EvaluationSheet], str]
    closing: Callable[[EvaluationSheet], str]
    plan: Callable[[PlanSheet], str]
