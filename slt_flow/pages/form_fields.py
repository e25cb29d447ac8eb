"""Fields of a form: one for each answer that an action asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from slt_flow.pages.choices import EVERYONE, Choice, Kind, More, choices_of
from slt_flow.services.request.context import Context
from slt_flow.terms import ANSWERS, N_, AnswerKind
from slt_flow.views.text.words import Words


class Field(NamedTuple):
    """A field of a form.

    `widget` is `line`, `text`, `number`, `one` (of the choices), `some` (of them), `lines`, `yes` or `file`; `required`
    is None in a form that says nowhere what may be left out, since all of it may. `mistakes` are sentences on what was
    typed.
    """

    name: str
    label: str
    hint: str
    widget: str
    required: bool | None
    choices: tuple[Choice, ...] = ()
    values: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


class Question(NamedTuple):
    """Question of a form, with a label and a hint of its own where it is not asked as the answers of actions are."""

    name: str
    kind: Kind
    required: bool = False
    label: str = ""
    hint: str = ""

    def field(self, values: tuple[str, ...], context: Context, words: Words) -> Field:
        """Return the field for its answer, in the reader's language."""
        label, hint = (self.label, self.hint) if self.label else LABELS[self.name]
        widget, choices = WIDGETS.get(self.kind, "line"), choices_of(self.kind, context, words)
        explained = words.say(hint) if hint else ""
        return Field(self.name, words.say(label), explained, widget, self.required, choices, values)


def asked(
    questions: Iterable[Question], typed: Mapping[str, Sequence[str]], context: Context, words: Words
) -> tuple[Field, ...]:
    """Return the fields of some questions, with what was typed in them."""
    return tuple(question.field(tuple(typed.get(question.name, ())), context, words) for question in questions)


def without_themselves(fields: Iterable[Field], posts: Collection[str]) -> tuple[Field, ...]:
    """Return fields in which some posts are not offered as a deputy: nobody is its own."""
    return tuple(
        field._replace(choices=tuple(choice for choice in field.choices if choice.value not in posts))
        if field.name == "deputy"
        else field
        for field in fields
    )


LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "post": (N_("Post"), ""),
    "stance": (N_("Stance"), ""),
    "owner": (N_("Accountable post"), ""),
    "due": (N_("Deadline"), N_("A day or words: 1.6., week 23, next meeting, in 3 weeks.")),
    "review": (N_("Next review"), N_("Only for work without an end.")),
    "every": (N_("How often"), N_("Only for work that is done again: weekly, monthly, every quarter.")),
    "date": (N_("Day"), N_("Such as 1.6. or 2026-06-01.")),
    "sent": (N_("Day on which it was sent"), N_("Such as 1.6. or 2026-06-01.")),
    "meeting": (N_("Meeting"), ""),
    "decision": (N_("Decision that says so"), ""),
    "title": (N_("Title"), ""),
    "text": (N_("Text"), ""),
    "reason": (N_("Reason"), ""),
    "result": (N_("Result"), N_("What came of it.")),
    "resources": (N_("Resources"), N_("What is set aside for it.")),
    "percent": (N_("Progress in per cent"), N_("How far the work has come, 0–100.")),
    "body": (N_("Competent body"), ""),
    "case": (N_("Case number"), ""),
    "address": (N_("Link"), N_("A web address, or the name of a file.")),
    "present": (N_("Present"), ""),
    "guests": (N_("Guests"), N_("One guest on each line, by function.")),
    "deputy": (N_("Deputy"), N_("A post, or a name with its organisation in brackets.")),
    "mandate": (N_("Mandate"), N_("One on each line: POST=what the deputy may commit its party by.")),
    "led_by": (N_("Led by"), N_("Only where it was not the agreed leader.")),
    "decided_by": (N_("Who of the others decided it"), ""),
    "challenge": (N_("Challenge"), ""),
    "knowledge": (N_("Knowledge"), ""),
    "neighbour": (N_("Decision of another council"), N_("Such as verdal:5/26.")),
    "year": (N_("Year"), ""),
    "point": (N_("Point of the agenda"), N_("By its number.")),
    "place": (N_("Place on the agenda"), N_("Counted from 1.")),
    "group": (N_("Coordinating group"), ""),
    "during": (N_("Points that it took part in"), N_("One on each line, by number or ref.")),
    "discussion": (N_("What was said"), ""),
    "outcome": (N_("Outcome"), ""),
    "follow_up": (N_("Case registered because of it"), N_("Such as 3/26.")),
    "attachments": (N_("Names of attachments"), N_("One on each line.")),
    "at": (N_("Begins at"), N_("Such as 10:00.")),
    "until": (N_("Ends at"), N_("Such as 12:00.")),
    "venue": (N_("Place"), ""),
    "written_by": (N_("Writer of the minutes"), N_("Only where it is not the agreed post.")),
}
"""Labels of answers, each with a hint."""

WIDGETS: Final[Mapping[Kind, str]] = {
    AnswerKind.TEXT: "text",
    AnswerKind.PERCENT: "number",
    AnswerKind.YEAR: "number",
    AnswerKind.NUMBER: "number",
    AnswerKind.GUESTS: "lines",
    AnswerKind.MANDATES: "lines",
    AnswerKind.POINTS: "lines",
    AnswerKind.LINES: "lines",
    AnswerKind.POST: "one",
    AnswerKind.STANCE: "one",
    AnswerKind.OUTCOME: "one",
    AnswerKind.MEETING: "one",
    AnswerKind.DECISION: "one",
    AnswerKind.GROUP: "one",
    AnswerKind.CHALLENGE: "one",
    AnswerKind.KNOWLEDGE: "one",
    AnswerKind.POSTS: "some",
    AnswerKind.ATTENDANCE: "some",
    More.AREA: "one",
    More.CASE: "one",
    More.CHALLENGES: "some",
    More.CLAUSE: "one",
    More.CONSENT: "some",
    More.EFFECT: "one",
    More.FILE: "file",
    More.KIND: "one",
    More.LEVELS: "some",
    More.MEASURES: "some",
    More.MEETING_KIND: "one",
    More.MEMBERS: "some",
    More.ORGANISATION: "one",
    More.PARTY: "one",
    More.PRESENT: "some",
    More.ROLE: "one",
    More.SOURCES: "some",
    More.WORK: "one",
    More.YES: "yes",
}
"""Widgets of answers that are not one line of text."""

_JOINED: Final = (AnswerKind.POSTS, AnswerKind.ATTENDANCE, More.CONSENT, More.PRESENT)
"""Kinds of which several are handed on in one text, with commas between."""


def fields_of(
    asks: Iterable[str], may_ask: Iterable[str], typed: Mapping[str, tuple[str, ...]], context: Context, words: Words
) -> tuple[Field, ...]:
    """Return the fields for the answers that an action insists on, then those for what else it takes."""
    wanted = {**dict.fromkeys(asks, True), **{name: False for name in may_ask if name not in tuple(asks)}}
    questions = (Question(name, ANSWERS[name], required) for name, required in wanted.items())
    return tuple(question.field(typed.get(question.name, ()), context, words) for question in questions)


def answers_of(typed: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the answers of a form as a command would hand them on; what is empty was not answered."""
    values = {name: value_of(ANSWERS[name], typed_values) for name, typed_values in typed.items()}
    return {name: value for name, value in values.items() if value}


def value_of(kind: Kind, typed: Iterable[str]) -> str | list[str]:
    """Return what was typed of a kind as a command would hand it on; empty where nothing was."""
    widget = WIDGETS.get(kind, "line")
    filled = [value.replace("\r\n", "\n").strip() for value in typed if value.strip()]
    if widget == "lines":
        return [line.strip() for value in filled for line in value.split("\n") if line.strip()]
    if EVERYONE in filled and kind in _JOINED:
        return EVERYONE  # whoever is ticked beside it is among them
    if widget == "some":
        return ",".join(filled) if kind in _JOINED else filled
    return "".join(filled[:1])
