"""Options and arguments that several commands share, and those that actions ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import click

from slt_flow.commands.cli import cli_of
from slt_flow.commands.completion import Known
from slt_flow.terms import ANSWERS, FIRST_YEAR, LANGUAGES, LAST_YEAR, N_, AnswerKind, Level, Stance

F = TypeVar("F", bound=Callable[..., Any])

YEAR: Final = click.IntRange(FIRST_YEAR, LAST_YEAR)

LEVEL: Final = click.Choice([str(level) for level in Level])  # of texts: click shows an enum by the names in code


def _store(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Set the field of `Cli` that an option is named after. The last typed value wins; a default is not stored."""
    source = context.get_parameter_source(str(parameter.name))
    # By identity: 0 is equal to False, and `--if-seq 0` must be kept.
    if value is not None and value is not False and source is not click.core.ParameterSource.DEFAULT:
        setattr(cli_of(context), str(parameter.name), value)
    return value


def _stored(*declared: str, **settings: Any) -> click.Option:
    """Make an option whose value is stored in `Cli` before the other parameters are processed."""
    return click.Option(declared, expose_value=False, is_eager=True, callback=_store, **settings)


def global_options(*, root: bool = False) -> list[click.Parameter]:
    """Return the options of every command. Only the outermost command reads the environment, so that typing wins."""

    def option(flag: str, *name: str, **settings: Any) -> click.Option:
        return _stored(flag, *name, envvar=f"SLT_{flag[2:].upper()}" if root else None, **settings)

    return [
        option("--db", metavar="FILE", help=N_("The database: a file, or sqlite:///FILE.")),
        option("--workflows", metavar="DIR", help=N_("A folder with workflows of your own, beside the shipped ones.")),
        option("--council", type=Known("council"), metavar="ID", help=N_("The council, where there are several.")),
        option("--as", "actor", type=Known("post"), help=N_("Who asks; the secretary unless named.")),
        option("--on", metavar="DATE", help=N_("The day it holds for; today unless named.")),
        option("--lang", type=click.Choice(LANGUAGES), help=N_("The language; the council's unless named.")),
        option("--color", type=click.Choice(("auto", "always", "never")), help=N_("When to use colour.")),
        _stored("--json", is_flag=True, help=N_("Print JSON with names that stay the same.")),
        _stored("-q", "--quiet", is_flag=True, help=N_("Print no messages, only data and errors.")),
    ]


def write_options() -> list[click.Parameter]:
    """Return the options of every command that writes."""
    return [
        _stored("--dry-run", is_flag=True, help=N_("Say what would be done, and write nothing.")),
        _stored("--for", "acted_by", type=Known("post"), help=N_("The post whose act you record.")),
        _stored("--basis", metavar="TEXT", help=N_("The ground on which you record another's act.")),
        _stored("--key", metavar="KEY", help=N_("Record it once, however often it comes.")),
        _stored("--far-ahead", is_flag=True, help=N_("A day many years ahead is meant, and no slip.")),
        _stored(
            "--if-seq", type=click.IntRange(min=0), metavar="N", help=N_("Refuse if the case changed after entry N.")
        ),
    ]


class Joined(click.Option):
    """Option for a list with commas, which may also be given several times."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the joined values, or None where none was given."""
        values = super().process_value(ctx, value)
        return ",".join(values) if values else None


# options that several commands share


def in_time(function: F) -> F:
    """Add the options of a reading: `--as-of`, the day that it holds for, `--as-known`, the day up to which entries
    count, and `--public`, without what is exempt from publicity.
    """
    edition = click.option(
        "--public",
        is_flag=True,
        expose_value=False,
        callback=_store,
        help=N_("The public edition, without what is exempt from public access."),
    )
    function = edition(function)
    settings: dict[str, Any] = {"expose_value": False, "callback": _store, "metavar": "DATE"}
    function = click.option("--as-known", help=N_("As it was known that day."), **settings)(function)
    return click.option("--as-of", help=N_("As it held that day."), **settings)(function)


def grounds(function: F) -> F:
    """Add `--challenge` and `--knowledge`: the challenges a new case answers, and the knowledge it rests on."""
    for name, kind in (("knowledge", "knowledge"), ("challenges", "challenge")):
        option = click.option(f"--{kind}", name, multiple=True, type=Known(kind), metavar="ID", help=ANSWER_HELP[kind])
        function = option(function)
    return function


def by_decision(*, required: bool) -> Callable[[F], F]:
    """Add `--by`, the council's decision that the command carries out."""
    says_so = N_("The council's decision that says so.")
    return click.option("--by", required=required, type=Known("decision"), help=says_so)


consent = click.option("--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents."))
deciding_meeting = click.option("--meeting", type=Known("meeting"), help=N_("The meeting that decides it."))
in_meeting = click.option("--meeting", type=Known("meeting"), help=N_("The meeting in which the council did it."))
tabled_at = click.option("--meeting", type=Known("meeting"), help=N_("Table it at this meeting."))
only_year = click.option("--year", type=YEAR, metavar="YEAR", help=N_("Only this year."))
its_id = click.argument("id_", metavar="ID")
its_title = click.option("--title", required=True, metavar="TEXT", help=N_("What it is called."))
its_area = click.option("--area", type=Known("area"), help=N_("The focus area it belongs to."))
its_reason = click.option("--reason", required=True, metavar="TEXT", help=N_("Why."))


# what actions ask for

ANSWER_HELP: Final[Mapping[str, str]] = {
    "post": N_("The post."),
    "stance": N_("consent, stand_aside or object."),
    "owner": N_("The accountable post."),
    "due": N_("The deadline: 2026-06-01, 1.6., uke 23, 1. halvår 2027, M2/26, neste møte, 3 uker …"),
    "review": N_("When work without an end (--due løpende) is looked at next."),
    "every": N_("How often it is done again: ukentlig, månedlig, annenhver uke, hvert kvartal …"),
    "date": N_("The day: 2026-06-01, 1.6., 1. juni, fredag …"),
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
    "deputy": N_("Who meets in its place: a post, or a name with its organisation, NAME (ORGANISATION)."),
    "mandate": N_(
        "What a deputy may commit its party by: POST=TEXT, where another gave it or on another day "
        "POST:GIVER@DATE=TEXT; may be given several times."
    ),
    "led_by": N_("Who led the meeting, where it was not the agreed leader: a post that was there."),
    "decided_by": N_("Who of the others decided that it is disqualified: ids with commas between."),
    "challenge": N_("The challenge it answers."),
    "knowledge": N_("The knowledge it rests on."),
    "neighbour": N_("Another council's decision on the same matter, as in verdal:5/26."),
    "year": N_("The year."),
    "point": N_("The point of the agenda, by its number."),
    "place": N_("At which place, counted from 1."),
    "group": N_("The coordinating group that follows it up."),
    "during": N_("A point that it took part in, by number or ref; may be given several times."),
    "discussion": N_("What was said."),
    "outcome": N_("What became of it: approved, approved_with_remarks, not_approved, acknowledged or postponed."),
    "follow_up": N_("The case that was registered because of it, as in 3/26."),
    "attachments": N_("The name of an attachment; may be given several times."),
    "at": N_("When it begins, as in 10:00."),
    "until": N_("When it ends, as in 12:00."),
    "venue": N_("Where it is."),
    "written_by": N_("Who writes the minutes, where it is not the agreed post."),
}
"""Help text of each answer."""

_COMPLETED: Final = {
    AnswerKind.POST, AnswerKind.GROUP, AnswerKind.MEETING, AnswerKind.DECISION, AnswerKind.CHALLENGE,
    AnswerKind.KNOWLEDGE,
}  # fmt: skip
"""Answers that name something registered, which the shell completes."""

_METAVARS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.DAY: "DATE",
    AnswerKind.PERCENT: "PERCENT",
    AnswerKind.STANCE: "|".join(Stance),
    AnswerKind.NEIGHBOUR: "COUNCIL:REF",
    AnswerKind.MANDATES: "POST=TEXT",
    AnswerKind.POSTS: "POST,…",
    AnswerKind.YEAR: "YEAR",
    AnswerKind.NUMBER: "N",
    AnswerKind.POINT: "POINT",
    AnswerKind.POINTS: "POINT",
    AnswerKind.CLOCK: "TIME",
    AnswerKind.OUTCOME: "OUTCOME",
    AnswerKind.RHYTHM: "RHYTHM",
}


_FLAGS: Final[Mapping[str, str]] = {"guests": "--guest", "attachments": "--attachment"}
"""Options of answers that may be given several times, each of which names one."""

_SEVERAL: Final = (AnswerKind.GUESTS, AnswerKind.MANDATES, AnswerKind.POINTS, AnswerKind.LINES)


def _answer(name: str) -> dict[str, Any]:
    kind = ANSWERS[name]
    return {"type": Known(kind) if kind in _COMPLETED else click.STRING, "metavar": _METAVARS.get(kind)}


def answer_option(name: str, *, required: bool = False) -> click.Option:
    """Return the option for an answer."""
    kind = ANSWERS[name]
    flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
    several: dict[str, Any] = {"multiple": True} if kind in _SEVERAL else {}
    option = Joined if kind in (AnswerKind.ATTENDANCE, AnswerKind.POSTS) else click.Option
    return option([flag, name], required=required, help=ANSWER_HELP[name], **_answer(name), **several)


def answer_argument(name: str) -> click.Argument:
    """Return the argument for an answer that is typed by position."""
    return click.Argument([name], **_answer(name))


def answer_options(function: F) -> F:
    """Add an option for every answer that any action asks for (`**answers`)."""
    options = [answer_option(name) for name in ANSWERS]
    function.__dict__.setdefault("__click_params__", []).extend(reversed(options))
    return function


def answered(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that were typed."""
    return {name: answer for name, answer in answers.items() if answer not in (None, ())}
