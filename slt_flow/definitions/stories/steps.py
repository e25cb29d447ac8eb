"""Steps of stories: the keys of each kind of step, and the use case that carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field, create_model
from typing_extensions import TypeAliasType

from slt_flow.definitions.models import Identifier, LevelName, Line, Name, Part, RefText
from slt_flow.terms import ANSWERS, FIRST_YEAR, LAST_YEAR, AnswerKind, Effect, MeetingKind, Stance

Text = TypeAliasType("Text", Annotated[str, Field(min_length=1, max_length=20_000)])
Year = TypeAliasType("Year", Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)])
Place = TypeAliasType("Place", Annotated[int, Field(ge=1, le=999)])
Percent = Annotated[int, Field(ge=0, le=100)]
Rules = TypeAliasType("Rules", Annotated[tuple[Name, ...], Field(min_length=1)])
StanceName = Annotated[Stance, Field(strict=False)]
MeetingKindName = Annotated[MeetingKind, Field(strict=False)]
EffectName = Annotated[Effect, Field(strict=False)]


def _as_day(value: Any) -> Any:
    """Read a day in quotation marks as the same day without; leave anything else for the model to refuse."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-03-12") else value
    except ValueError:
        return value


Day = TypeAliasType("Day", Annotated[date, BeforeValidator(_as_day)])
WrittenDay = TypeAliasType("WrittenDay", Annotated[date | Line, BeforeValidator(_as_day)])
Days = Annotated[tuple[Day, ...], Field(min_length=1)]


class Step(Part):
    """One thing that is done: by whom, whose act it is, on what ground and day, and whether it is to be refused.

    `refused` are rules that must be among those which refuse it, `refused_only` all of them; `error` is the code of
    another reason why it cannot be done, such as `not_your_action`.

    Attributes:
        verb: the key that a step of this kind is told by; its value is the use case's first argument.
        use_case: the name of its use case in `services.use_cases`.
    """

    verb: ClassVar[str]
    use_case: ClassVar[str]

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
        """True when the step is expected to succeed."""
        return not (self.refused or self.refused_only or self.error)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the use case that are told, by their names and as one types them: a day is a text."""
        return self.model_dump(mode="json", exclude=set(Step.model_fields), exclude_defaults=True)


class DoStep(Step):
    """An action of a case."""

    verb: ClassVar[str] = "do"
    use_case: ClassVar[str] = "perform"

    do: Name
    ref: RefText
    through: bool = False


class MeetingStep(Step):
    """A meeting that day: put in the calendar, or held when it says who was present."""

    verb: ClassVar[str] = "meeting"
    use_case: ClassVar[str] = "plan_meeting"

    meeting: Day
    present: Line | None = None
    kind: MeetingKindName | None = None
    title: Line | None = None
    requested_by: Identifier | None = None
    short_notice: bool = False
    group: Identifier | None = None
    guests: tuple[Line, ...] = ()
    sent: Day | None = None
    mandate: tuple[Line, ...] = ()
    led_by: Identifier | None = None


_FORMS: Final[Mapping[str, Any]] = {
    key: form
    for form, keys in (
        (
            Identifier,
            "absence appoint area challenge challenges deputy designate knowledge organisation owner party",
        ),
        (Identifier, "end_group group members post sources vacate"),
        (RefText, "adopt assess assign by follows hand_over meeting stances under"),
        (
            Line,
            "adopt_plan case consent decision every goals learning measure name needs_ratification plan posts ref",
        ),
        (Line, "mandate propose series title"),
        (Line, "mandate source title"),
        (Text, "note open_council reason resources text undo"),
        (WrittenDay, "due review since until weekly_until"),
        (Days, "days"),
        (Year, "adopt_evaluation evaluate evaluation"),
        (Name, "fulfil kind"),
        (StanceName, "stance"),
        (EffectName, "effect"),
        (tuple[LevelName, ...], "levels"),
        (bool, "comes early for_information seat within_authority"),
    )
    for key in keys.split()
}
"""The form of each key's value."""

_ANSWER_FORMS: Final[Mapping[AnswerKind, Any]] = {
    AnswerKind.POST: Identifier, AnswerKind.STANCE: StanceName, AnswerKind.DAY: WrittenDay, AnswerKind.MEETING: RefText,
    AnswerKind.DECISION: RefText, AnswerKind.LINE: Line, AnswerKind.TEXT: Text, AnswerKind.PERCENT: Percent,
    AnswerKind.DEPUTY: Line, AnswerKind.MANDATES: tuple[Line, ...], AnswerKind.NAME: Line, AnswerKind.ADDRESS: Text,
    AnswerKind.ATTENDANCE: Line, AnswerKind.POSTS: tuple[Identifier, ...],
    AnswerKind.GUESTS: tuple[Line, ...], AnswerKind.CHALLENGE: Identifier, AnswerKind.KNOWLEDGE: Identifier,
    AnswerKind.NEIGHBOUR: Line, AnswerKind.YEAR: Year, AnswerKind.POINT: Line, AnswerKind.NUMBER: Place,
    AnswerKind.GROUP: Identifier,
    AnswerKind.POINTS: tuple[Line, ...], AnswerKind.LINES: tuple[Line, ...], AnswerKind.CLOCK: Line,
    AnswerKind.OUTCOME: Line,
    AnswerKind.RHYTHM: Line,
}  # fmt: skip
"""The form of an action's answer in a story file."""


def _field(word: str) -> tuple[str, Any]:
    """Read a key of a usage line into its name and pydantic's definition of the field."""
    key = word.strip("[.]")
    form = _FORMS[key]
    if not word.startswith("["):
        return key, form
    if word.endswith("...]"):
        return key, (GenericAlias(tuple, (form, ...)), ())
    return key, (form, False) if form is bool else (form | None, None)


def _step(usage: str, meaning: str, use_case: str | None = None) -> type[Step]:
    """Make the model of a kind of step.

    Args:
        usage: its keys, the verb first; `[key]` may be left out, `[key...]` is a list that may be left out.
        meaning: a sentence for an editor.
        use_case: the name of its use case, the verb where it is left out.
    """
    fields = dict(map(_field, usage.split()))
    verb = next(iter(fields))
    return _model(Step, verb, use_case or verb, meaning, fields)


def _model(base: type[Step], verb: str, use_case: str, meaning: str, fields: Mapping[str, Any]) -> type[Step]:
    name = f"{verb.title().replace('_', '')}Step"
    named: dict[str, Any] = {"verb": (ClassVar[str], verb), "use_case": (ClassVar[str], use_case)}
    return create_model(name, __base__=base, __doc__=meaning, **named, **fields)


# A key may be the verb of one kind and tell more of another: a table is of the first kind here whose verb it has.
_KINDS: Final = (
    _model(
        DoStep,
        "do",
        "perform",
        "An action of a case, with what it asks (every input of the vocabulary is a key of its own).",
        {name: (_ANSWER_FORMS[kind] | None, None) for name, kind in ANSWERS.items()},
    ),
    _step(
        "decision [text] [area] [meeting] [consent] [needs_ratification...] [within_authority] [for_information]"
        " [case] [kind] [challenges...] [knowledge...] [follows]",
        "A decision is registered; with a meeting it is put on its agenda, with consent it is decided there.",
        "register",
    ),
    _step(
        "propose source [post] [group] [text] [area] [meeting]",
        "An owner or a coordinating group proposes a decision to the council, from a case.",
    ),
    _step(
        "adopt [consent]",
        "A decision is adopted, or adopted conditionally where a body must ratify it; those named consent first.",
    ),
    _step(
        "stances stance posts [reason]",
        "Several seats say the same: those named, `all` who take part, or the `others` who have not spoken yet.",
        "take_stances",
    ),
    _step("assign owner due [title] [resources] [group]", "A decision is handed down to the coordinating level."),
    _step(
        "measure under owner due [review] [every] [resources] [challenges...] [knowledge...]",
        "An assignment's work is handed down to the executing level.",
        "add_measure",
    ),
    _step("hand_over owner reason", "Another post becomes accountable; one outside the parties is offered the work."),
    _step("designate by", "A decision lets a post own assignments."),
    _step("appoint name", "Somebody takes a post."),
    _step("vacate [reason]", "A post becomes vacant."),
    _step(
        "absence since until [deputy] [mandate] [comes]",
        "The holder of a post is away, both days included, and another may act meanwhile; or it comes after all.",
        "record_absence",
    ),
    _step("fulfil days [weekly_until] [note]", "People record that they did what a clause asks."),
    _step("evaluate [meeting]", "The evaluation of a year is begun.", "open_evaluation"),
    _step("assess effect [challenge] [note]", "The effect of a settled measure is assessed."),
    _step(
        "adopt_evaluation [meeting] [consent] [early]",
        "The evaluation of a year is decided, with all that follows from it.",
    ),
    _step("learning [evaluation]", "A learning point is noted.", "add_learning_point"),
    _step("plan [meeting]", "The action plan for a period (`2026`, `2026..2027`) is begun.", "open_plan"),
    _step("adopt_plan [meeting] [consent]", "The action plan for a period is decided."),
    _step("undo [ref]", "The last request, or the last on a case, is taken back for a reason."),
    _step(
        "open_council",
        "Another council is followed up in the same database: a shipped agreement's name, or a file in the folder.",
        "init",
    ),
    _step(
        "challenge title [area] [sources...]",
        "A challenge is entered, with the knowledge that shows it.",
        "add_challenge",
    ),
    _step("knowledge title [source]", "A source of knowledge is entered.", "add_knowledge"),
    _step("post title organisation levels [seat] [by]", "A post is entered.", "add_post"),
    _step("organisation name [party]", "A part of a party, or a third party, is entered.", "add_organisation"),
    _step(
        "area by [title] [goals...]",
        "A decision adds a focus area, or ends one (`title` is left out then).",
        "add_area",
    ),
    _step("end_group reason", "A coordinating group is dissolved."),
    MeetingStep,
    _step(
        "group [members...] [title] [series]",
        "A coordinating group is founded, or gets other members (`title` is left out then).",
        "found_group",
    ),
)

STEPS: Final[Mapping[str, type[Step]]] = {kind.verb: kind for kind in _KINDS}
"""The kinds of step by their verbs."""
