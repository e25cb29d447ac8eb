"""The year's end: effects assessed, the evaluation decided, learning points carried and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.action_options import add_actions
from slt_flow.commands.completion import ChallengeName, RefName
from slt_flow.commands.frame import Group, Joined, asked, command, group, in_time
from slt_flow.commands.output import hand_out, to_file
from slt_flow.terms import N_, Effect

if TYPE_CHECKING:
    from slt_flow.results.answers import Sheet

YEAR = click.IntRange(1900, 2199)


@command("open", help=N_("Begin the evaluation of a year: register the decision by which the council evaluates it."))
@click.argument("year", type=YEAR, metavar="YEAR")
@click.option("--meeting", type=RefName("M"), metavar="MEETING", help=N_("Table it at this meeting."))
def open_(year: int, meeting: str | None) -> None:
    """Begin an evaluation."""
    from slt_flow.services.year.evaluation import open_year

    state = asked()
    state.finish(open_year(state.context(), year, meeting))


@command("assess", help=N_("Say what effect settled measures had: slt evaluate assess 1/26.1.1 1/26.1.2 --effect good"))
@click.argument("refs", nargs=-1, required=True, type=RefName("", 2), metavar="MEASURE...")
@click.option("--effect", required=True, metavar="|".join(Effect), help=N_("The effect on the challenge."))
@click.option(
    "--challenge",
    type=ChallengeName(),
    metavar="ID",
    help=N_("The challenge they answered; may be left out where they name exactly one."),
)
@click.option("--note", metavar="TEXT", help=N_("A word on it."))
def assess(refs: tuple[str, ...], effect: str, challenge: str | None, note: str | None) -> None:
    """Assess effects."""
    from slt_flow.services.year.evaluation import assess as enter

    state = asked()
    state.finish(enter(state.context(), refs, effect, challenge=challenge, note=note))


@command("show", reads=True, help=N_("The evaluation of a year: effects, gaps, what is unfinished, what was learnt."))
@click.argument("year", required=False, type=YEAR, metavar="[YEAR]")
@to_file
@in_time
def show(year: int | None, output: str | None) -> None:
    """Show an evaluation."""
    from slt_flow.services.year.evaluation_view import show as found
    from slt_flow.views.text import serialise
    from slt_flow.views.year.evaluation import document

    state = asked()
    sheet = found(state.context(), year)
    hand_out(state, serialise.sheet(sheet), document(sheet, state.words), output)


@command("adopt", help=N_("Adopt the evaluation of a year; what was carried out is then evaluated, all or nothing."))
@click.argument("year", type=YEAR, metavar="YEAR")
@click.option("--meeting", type=RefName("M"), metavar="MEETING", help=N_("The meeting that decides it."))
@click.option("--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents."))
@click.option("--early", is_flag=True, help=N_("The council wants to evaluate before the day the agreement names."))
def adopt(year: int, meeting: str | None, consent: str | None, early: bool) -> None:
    """Adopt an evaluation."""
    from slt_flow.services.year.evaluation import adopt as decide

    state = asked()
    done = decide(
        state.context(), year, meeting=meeting, consent=consent, early=early, text_of=_text, closing=_closing
    )  # fmt: skip
    state.finish(done)


def _text(sheet: Sheet) -> str:
    from slt_flow.views.text.words import Words
    from slt_flow.views.year.evaluation import text

    return text(sheet, Words(sheet.fields["language"]))


def _closing(sheet: Sheet) -> str:
    from slt_flow.views.text.words import Words
    from slt_flow.views.year.evaluation import closing

    return closing(sheet, Words(sheet.fields["language"]))


@command(
    "add", help=N_("Note what an evaluation taught; it is carried to the next year when the evaluation is adopted.")
)
@click.argument("text")
@click.option(
    "--evaluation", type=YEAR, metavar="YEAR", help=N_("The year evaluated; the open evaluation unless named.")
)
def add(text: str, evaluation: int | None) -> None:
    """Note a learning point."""
    from slt_flow.services.year.learning import add as enter

    state = asked()
    state.finish(enter(state.context(), text, evaluation))


@command("list", reads=True, help=N_("List the learning points: the year each is carried to, and its answer."))
@click.option("--open", "only_open", is_flag=True, help=N_("Only what nobody has answered yet."))
@click.option("--year", type=YEAR, metavar="YEAR", help=N_("Only what is carried to this year."))
@in_time
def list_(only_open: bool, year: int | None) -> None:
    """List the learning points."""
    from slt_flow.services.year.learning_view import points
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = points(state.context(), year=year, only_open=only_open)
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


evaluate = group("evaluate", help_=N_("The year's end: what the measures did to the challenges they answered."))
for each in (open_, assess, show, adopt):
    evaluate.add_command(each)


def learning(workflows: str | None = None) -> Group:
    """The group of learning points, with a command for every action of their machine."""
    made = group("learning", help_=N_("What evaluations taught, to be answered in a later year."))
    for one in (add, list_):
        made.add_command(one)
    add_actions(made, "learning_point", workflows, taken=made.commands)
    return made
