"""Options and arguments for what actions ask, and the commands derived from the actions of a machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import click

from slt_flow.commands.completion import ChallengeName, KnowledgeName, PostName, RefName
from slt_flow.commands.frame import Command, Group, Joined, asked
from slt_flow.terms import ANSWERS, LEARNING_SERIES, MEETING_SERIES, N_, AnswerKind, Stance

HELPS: Final[Mapping[str, str]] = {
    "post": N_("The post."),
    "stance": N_("consent, stand_aside or object."),
    "owner": N_("The accountable post."),
    "due": N_("The deadline, as in 2026-06-01."),
    "date": N_("The day, as in 2026-06-01."),
    "sent": N_("The day the agenda was sent."),
    "meeting": N_("The meeting, as in M1/26."),
    "decision": N_("The decision that says so, as in 3/26."),
    "title": N_("The title."),
    "text": N_("The text."),
    "reason": N_("Why."),
    "result": N_("What came of it."),
    "resources": N_("What is set aside for it."),
    "percent": N_("How far the work has come, 0–100."),
    "body": N_("The competent body."),
    "case": N_("Its case number."),
    "address": N_("A web address, or the name of a file."),
    "present": N_("Who was there: all, or ids with commas between; POST=DEPUTY for a deputy."),
    "guests": N_("A guest, by function; may be given several times."),
    "deputy": N_("Who meets in its place: a post, or a function."),
    "mandate": N_("The mandate of the deputies, so that they can commit their party."),
    "challenge": N_("The challenge it answers."),
    "knowledge": N_("The knowledge it rests on."),
    "neighbour": N_("Another council's decision on the same matter, as in verdal:5/26."),
    "year": N_("The year."),
    "point": N_("The point of the agenda, by its number."),
    "place": N_("At which place, counted from 1."),
}
"""What each answer is for."""

_METAVARS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.POST: "POST",
    AnswerKind.DAY: "DATE",
    AnswerKind.MEETING: "MEETING",
    AnswerKind.DECISION: "DECISION",
    AnswerKind.PERCENT: "PERCENT",
    AnswerKind.STANCE: "|".join(Stance),
    AnswerKind.CHALLENGE: "CHALLENGE",
    AnswerKind.KNOWLEDGE: "KNOWLEDGE",
    AnswerKind.NEIGHBOUR: "COUNCIL:REF",
    AnswerKind.YEAR: "YEAR",
    AnswerKind.NUMBER: "N",
}


_NAMED: Final[Mapping[AnswerKind, type[click.ParamType[Any]]]] = {
    AnswerKind.POST: PostName,
    AnswerKind.CHALLENGE: ChallengeName,
    AnswerKind.KNOWLEDGE: KnowledgeName,
}
"""What the shell completes for an answer that names something registered."""

_SERIES: Final = {"meeting": MEETING_SERIES, "learning_point": LEARNING_SERIES}
"""The series of the refs of machines that stand outside the three levels."""

F = TypeVar("F", bound=Callable[..., Any])


def meant(name: str) -> str:
    """What an answer is for."""
    return HELPS[name]


def _type(name: str) -> click.ParamType[Any]:
    kind = ANSWERS[name]
    if kind in _NAMED:
        return _NAMED[kind]()
    if kind in (AnswerKind.MEETING, AnswerKind.DECISION):
        return RefName("M" if kind is AnswerKind.MEETING else "", depth=0)
    return click.STRING


def option(name: str, *, required: bool = False) -> click.Option:
    """The option for an answer."""
    flag = "--guest" if name == "guests" else f"--{name.replace('_', '-')}"
    made = Joined if ANSWERS[name] is AnswerKind.ATTENDANCE else click.Option
    several = {"multiple": True} if ANSWERS[name] is AnswerKind.GUESTS else {}
    return made(
        [flag, name],
        type=_type(name),
        metavar=_METAVARS.get(ANSWERS[name], "TEXT"),
        required=required,
        help=meant(name),
        **several,
    )


def argument(name: str) -> click.Argument:
    """The argument for a positional answer."""
    return click.Argument([name], type=_type(name), metavar=_METAVARS.get(ANSWERS[name], name.upper()))


def answer_options(names: Iterable[str] = tuple(ANSWERS)) -> list[click.Parameter]:
    """An option for each of these answers."""
    return [option(name) for name in names]


def grounds(function: F) -> F:
    """Let a new case name the challenges it answers and the knowledge it rests on (`challenges`, `knowledge`)."""
    told: dict[str, Any] = {"multiple": True, "metavar": "ID"}
    rests = click.option("--knowledge", "knowledge", type=KnowledgeName(), help=meant("knowledge"), **told)(function)
    return click.option("--challenge", "challenges", type=ChallengeName(), help=meant("challenge"), **told)(rests)


def add_actions(into: Group, machine: str, workflows: str | None, *, taken: Iterable[str] = ()) -> None:
    """Give a group a command for every action of a machine, except those it has of its own.

    Args:
        into: the group.
        machine: the name of the machine.
        workflows: the municipality's own folder.
        taken: the commands that the group has already.
    """
    from slt_flow.services.request.completion_index import outline

    depth = {"decision": 0, "assignment": 1, "measure": 2}.get(machine, 0)
    for name, action in outline(machine, workflows).items():
        called = name.replace("_", "-")
        if called in taken:
            continue
        params: list[click.Parameter] = [
            click.Argument(["ref"], type=RefName(_SERIES.get(machine, ""), depth), metavar="REF"),
            *(argument(each) for each in action.positional),
            *(
                option(each, required=each in action.asks)
                for each in (*action.asks, *action.may_ask)
                if each not in action.positional
            ),
        ]
        made = Command(called, params=params, callback=_performer(name))
        made.labels = action.label
        into.add_command(made)


def _performer(action: str) -> Any:
    def perform_action(ref: str, **answers: Any) -> None:
        from slt_flow.services.request.actions import perform

        state = asked()
        state.finish(perform(state.context(), [ref], action, given(answers)))

    return perform_action


def given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were given at all."""
    return {name: answer for name, answer in answers.items() if answer not in (None, ())}
