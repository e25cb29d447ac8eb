"""Fields of a form: one for each answer that an action asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.meetings.lists import list_meetings
from slt_flow.services.people.lists import list_groups, list_posts
from slt_flow.services.request.context import Context
from slt_flow.terms import ANSWERS, N_, AnswerKind, PointOutcome, Stance
from slt_flow.views.text.words import Words


class Choice(NamedTuple):
    """A choice of a field: what is sent, and what is read."""

    value: str
    label: str


class Field(NamedTuple):
    """A field of a form.

    `widget` is `line`, `text`, `number`, `day`, `time`, `one` (of the choices), `some` (of them) or `lines`.
    """

    name: str
    label: str
    hint: str
    widget: str
    required: bool
    choices: tuple[Choice, ...] = ()
    values: tuple[str, ...] = ()


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

_WIDGETS: Final[Mapping[AnswerKind, str]] = {
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
    AnswerKind.POSTS: "some",
    AnswerKind.ATTENDANCE: "some",
}
"""Widgets of answers that are not one line of text."""


def fields_of(
    asks: Iterable[str], may_ask: Iterable[str], typed: Mapping[str, tuple[str, ...]], context: Context, words: Words
) -> tuple[Field, ...]:
    """Return the fields for the answers that an action insists on, then those for what else it takes."""
    wanted = {**dict.fromkeys(asks, True), **{name: False for name in may_ask if name not in tuple(asks)}}
    return tuple(_field(name, required, typed.get(name, ()), context, words) for name, required in wanted.items())


def _field(name: str, required: bool, values: tuple[str, ...], context: Context, words: Words) -> Field:
    label, hint = LABELS[name]
    kind = ANSWERS[name]
    widget, choices = _WIDGETS.get(kind, "line"), _choices(kind, context, words)
    return Field(name, words.say(label), words.say(hint) if hint else "", widget, required, choices, values)


def _choices(kind: AnswerKind, context: Context, words: Words) -> tuple[Choice, ...]:
    match kind:
        case AnswerKind.POST | AnswerKind.POSTS | AnswerKind.ATTENDANCE:
            rows = (row for row in list_posts(context) if row.until is None)
            return tuple(Choice(row.id, f"{row.title} ({row.holder})" if row.holder else row.title) for row in rows)
        case AnswerKind.STANCE:
            return tuple(Choice(stance, words.term(stance)) for stance in Stance)
        case AnswerKind.OUTCOME:
            return tuple(Choice(outcome, words.term(outcome)) for outcome in PointOutcome)
        case AnswerKind.MEETING:
            return tuple(Choice(str(row.ref), f"{row.ref} {words.day(row.day)}") for row in list_meetings(context))
        case AnswerKind.DECISION:
            return tuple(Choice(str(row.ref), f"{row.ref} {row.title}") for row in list_decisions(context))
        case AnswerKind.GROUP:
            return tuple(Choice(row.id, row.title) for row in list_groups(context))
        case _:
            return ()


def answers_of(typed: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the answers of a form as a command would hand them on; what is empty was not answered."""
    answers: dict[str, Any] = {}
    for name, values in typed.items():
        widget = _WIDGETS.get(ANSWERS[name], "line")
        filled = [value.replace("\r\n", "\n").strip() for value in values if value.strip()]
        if not filled:
            continue
        if widget == "lines":
            answers[name] = [line.strip() for value in filled for line in value.split("\n") if line.strip()]
        else:
            answers[name] = ",".join(filled) if widget == "some" else filled[0]
    return answers
