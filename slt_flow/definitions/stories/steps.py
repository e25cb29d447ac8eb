"""What can be done in a story: one table for each use case, in council words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from slt_flow.definitions.models import Identifier, LevelName, Line, Name, Part, RefText
from slt_flow.terms import Effect, MeetingKind, Stance

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Year = Annotated[int, Field(ge=1900, le=2199)]
Place = Annotated[int, Field(ge=1, le=999)]
Rules = Annotated[tuple[Name, ...], Field(min_length=1)]
StanceName = Annotated[Stance, Field(strict=False)]
MeetingKindName = Annotated[MeetingKind, Field(strict=False)]
EffectName = Annotated[Effect, Field(strict=False)]


def _as_day(given: Any) -> Any:
    """A day in quotation marks as the same day without; anything else is left for the model to refuse."""
    try:
        return date.fromisoformat(given) if isinstance(given, str) and len(given) == len("2026-03-12") else given
    except ValueError:
        return given


Day = Annotated[date, BeforeValidator(_as_day)]


class Step(Part):
    """One thing that is done: by whom, whose act it is, on what ground and day, and whether it is to be refused.

    `refused` are rules that must be among those which refuse it, `refused_only` all of them; `error` is the code of
    another reason why it cannot be done, such as `not_your_action`.
    """

    on: Day | None = None
    as_: Identifier | None = Field(default=None, alias="as")
    for_: Identifier | None = Field(default=None, alias="for")
    basis: Line | None = None
    council: Identifier | None = None
    refused: Rules | None = None
    refused_only: Rules | None = None
    error: Name | None = None

    @property
    def is_to_be_done(self) -> bool:
        """Whether it is expected to succeed."""
        return not (self.refused or self.refused_only or self.error)


class DoStep(Step):
    """An action of a case, with what it asks (every input of the vocabulary is a key of its own)."""

    do: Name
    ref: RefText
    through: bool = False
    post: Identifier | None = None
    stance: StanceName | None = None
    owner: Identifier | None = None
    due: Day | None = None
    date: Day | None = None
    sent: Day | None = None
    meeting: RefText | None = None
    decision: RefText | None = None
    title: Line | None = None
    text: Text | None = None
    reason: Text | None = None
    result: Text | None = None
    resources: Text | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    body: Line | None = None
    case: Line | None = None
    address: Text | None = None
    present: Line | None = None
    guests: tuple[Line, ...] | None = None
    deputy: Line | None = None
    mandate: Text | None = None
    challenge: Identifier | None = None
    knowledge: Identifier | None = None
    neighbour: Line | None = None
    year: Year | None = None
    point: Line | None = None
    place: Place | None = None


class MeetingStep(Step):
    """A meeting that day: put in the calendar, or held when it says who was present."""

    meeting: Day
    present: Line | None = None
    kind: MeetingKindName | None = None
    title: Line | None = None
    requested_by: Identifier | None = None
    short_notice: bool = False
    group: Identifier | None = None
    guests: tuple[Line, ...] = ()
    sent: Day | None = None
    mandate: Text | None = None


class DecisionStep(Step):
    """A decision is registered; with a meeting it is put on its agenda, with consent it is decided there."""

    decision: Line
    text: Text | None = None
    area: Identifier | None = None
    meeting: RefText | None = None
    consent: Line | None = None
    needs_ratification: tuple[Line, ...] = ()
    for_information: bool = False
    case: Line | None = None
    kind: Name | None = None
    challenges: tuple[Identifier, ...] = ()
    knowledge: tuple[Identifier, ...] = ()


class AdoptStep(Step):
    """A decision is adopted, or adopted conditionally where a body must ratify it; those named consent first."""

    adopt: RefText
    consent: Line | None = None


class StancesStep(Step):
    """Several seats say the same: those named, `all` who take part, or the `others` who have not spoken yet."""

    stances: RefText
    stance: StanceName
    posts: Line
    reason: Text | None = None


class AssignStep(Step):
    """A decision is handed down to the coordinating level."""

    assign: RefText
    owner: Identifier
    due: Day
    title: Line | None = None
    resources: Text | None = None


class MeasureStep(Step):
    """An assignment's work is handed down to the executing level."""

    measure: Line
    under: RefText
    owner: Identifier
    due: Day
    resources: Text | None = None
    challenges: tuple[Identifier, ...] = ()
    knowledge: tuple[Identifier, ...] = ()


class HandOverStep(Step):
    """Another post becomes accountable; one outside the parties is offered the work."""

    hand_over: RefText
    owner: Identifier
    reason: Text


class OrganisationStep(Step):
    """A part of a party, or a third party, is entered."""

    organisation: Identifier
    name: Line
    party: Identifier | None = None


class PostStep(Step):
    """A post is entered."""

    post: Identifier
    title: Line
    organisation: Identifier
    levels: tuple[LevelName, ...]
    seat: bool = False
    by: RefText | None = None


class DesignateStep(Step):
    """A decision lets a post own assignments."""

    designate: Identifier
    by: RefText


class AppointStep(Step):
    """Somebody takes a post."""

    appoint: Identifier
    name: Line


class VacateStep(Step):
    """A post becomes vacant."""

    vacate: Identifier
    reason: Text | None = None


class AbsenceStep(Step):
    """The holder of a post is away, both days included, and another may act meanwhile."""

    absence: Identifier
    since: Day
    until: Day
    deputy: Identifier | None = None


class AreaStep(Step):
    """A decision adds a focus area, or ends one (`title` is left out then)."""

    area: Identifier
    by: RefText
    title: Line | None = None
    goals: tuple[Line, ...] = ()


class KnowledgeStep(Step):
    """A source of knowledge is entered."""

    knowledge: Identifier
    title: Line
    source: Line | None = None


class ChallengeStep(Step):
    """A challenge is entered, with the knowledge that shows it."""

    challenge: Identifier
    title: Line
    area: Identifier | None = None
    sources: tuple[Identifier, ...] = ()


class FulfilStep(Step):
    """People record that they did what a clause asks."""

    fulfil: Name
    days: Annotated[tuple[Day, ...], Field(min_length=1)]
    weekly_until: Day | None = None
    note: Text | None = None


class EvaluateStep(Step):
    """The evaluation of a year is begun."""

    evaluate: Year
    meeting: RefText | None = None


class AssessStep(Step):
    """The effect of a settled measure is assessed."""

    assess: RefText
    effect: EffectName
    challenge: Identifier | None = None
    note: Text | None = None


class AdoptEvaluationStep(Step):
    """The evaluation of a year is decided, with all that follows from it."""

    adopt_evaluation: Year
    meeting: RefText | None = None
    consent: Line | None = None
    early: bool = False


class LearningStep(Step):
    """A learning point is noted."""

    learning: Line
    evaluation: Year | None = None


class PlanStep(Step):
    """The action plan for a period (`2026`, `2026..2027`) is begun."""

    plan: Line
    meeting: RefText | None = None


class AdoptPlanStep(Step):
    """The action plan for a period is decided."""

    adopt_plan: Line
    meeting: RefText | None = None
    consent: Line | None = None


class UndoStep(Step):
    """The last request, or the last on a case, is taken back for a reason."""

    undo: Text
    ref: Line | None = None


class OpenCouncilStep(Step):
    """Another council is followed up in the same database: a shipped agreement's name, or a file in the folder."""

    open_council: Text


STEPS: Final[Mapping[str, type[Step]]] = {
    "do": DoStep,
    "decision": DecisionStep,
    "adopt": AdoptStep,
    "stances": StancesStep,
    "assign": AssignStep,
    "measure": MeasureStep,
    "hand_over": HandOverStep,
    "designate": DesignateStep,
    "appoint": AppointStep,
    "vacate": VacateStep,
    "absence": AbsenceStep,
    "fulfil": FulfilStep,
    "evaluate": EvaluateStep,
    "assess": AssessStep,
    "adopt_evaluation": AdoptEvaluationStep,
    "learning": LearningStep,
    "plan": PlanStep,
    "adopt_plan": AdoptPlanStep,
    "undo": UndoStep,
    "open_council": OpenCouncilStep,
    "challenge": ChallengeStep,
    "knowledge": KnowledgeStep,
    "post": PostStep,
    "organisation": OrganisationStep,
    "area": AreaStep,
    "meeting": MeetingStep,
}
"""What can be done, by the key that says so; the first that a table has is its kind, the others tell more of it."""
