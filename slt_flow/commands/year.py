"""Commands about a year: the wheel, the action plan, evaluation and learning."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import YEAR, consent, deciding_meeting, in_time, tabled_at
from slt_flow.commands.output import SVG, Output, hand_out, to_file
from slt_flow.terms import N_, Effect

if TYPE_CHECKING:
    from slt_flow.services.request.context import Context


@reads
@click.argument("year", required=False, type=YEAR, metavar="[YEAR]")
@to_file(SVG)
@in_time
def wheel(cli: Cli, year: int | None, output: Output) -> None:
    """Show the council's year, month by month: planned, held, due and missing."""
    from slt_flow.services.year.wheel import wheel
    from slt_flow.views.year import wheel_document
    from slt_flow.views.year.wheel import show

    turned = wheel(cli.context(), year)
    if output.on_screen:
        cli.show(turned, show)
    else:
        hand_out(cli, turned, wheel_document.document, output, {SVG: wheel_document.svg})


# the action plan


@reads
@click.argument("period", required=False, metavar="[YEAR|FROM..TO]")
@to_file()
@in_time
def plan_show(cli: Cli, period: str | None, output: Output) -> None:
    """Show the action plan for a period, with what was changed since it was adopted."""
    from slt_flow.services.year.action_plan import show
    from slt_flow.views.year.action_plan import document

    hand_out(cli, show(cli.context(), period), document, output, on_screen=partial(document, typed=True))


@writes
@click.argument("period", metavar="YEAR|FROM..TO")
@tabled_at
def plan_open(cli: Cli, period: str, meeting: str | None) -> Answer:
    """Register the decision by which the council will adopt its plan; with --meeting, table it."""
    from slt_flow.services.year.action_plan import open_plan

    return open_plan(_writing(cli), period, meeting=meeting)


@writes
@click.argument("period", metavar="YEAR|FROM..TO")
@deciding_meeting
@consent
@click.option(
    "--as-it-is", is_flag=True, help=N_("The council wants it although it lacks an area, or overlaps another.")
)
def plan_adopt(cli: Cli, period: str, meeting: str | None, consent: str | None, as_it_is: bool) -> Answer:
    """Adopt the action plan for a period by consensus, with the plan itself as the text decided."""
    from slt_flow.services.year.action_plan import adopt

    return adopt(_writing(cli), period, meeting=meeting, consent=consent, whole=not as_it_is)


def _writing(cli: Cli) -> Context:
    """Return the context of a request that decides a text."""
    from slt_flow.views.year.scribe import SCRIBE

    return replace(cli.context(), scribe=SCRIBE)


# evaluation and learning


@writes
@click.argument("year", type=YEAR, metavar="YEAR")
@tabled_at
def evaluate_open(cli: Cli, year: int, meeting: str | None) -> Answer:
    """Begin the evaluation of a year: register the decision by which the council evaluates it."""
    from slt_flow.services.year.evaluation import open_year

    return open_year(cli.context(), year, meeting)


@writes
@click.argument("refs", nargs=-1, required=True, type=Known("measure"))
@click.option("--effect", required=True, metavar="|".join(Effect), help=N_("The effect on the challenge."))
@click.option(
    "--challenge",
    type=Known("challenge"),
    metavar="ID",
    help=N_("The challenge they answered; may be left out where they name exactly one."),
)
@click.option("--note", metavar="TEXT", help=N_("A word on it."))
def evaluate_assess(cli: Cli, refs: tuple[str, ...], effect: str, challenge: str | None, note: str | None) -> Answer:
    """Say what effect settled measures had: slt evaluate assess 1/26.1.1 1/26.1.2 --effect good"""
    from slt_flow.services.year.evaluation import assess

    return assess(cli.context(), refs, effect, challenge=challenge, note=note)


@reads
@click.argument("year", required=False, type=YEAR, metavar="[YEAR]")
@to_file()
@in_time
def evaluate_show(cli: Cli, year: int | None, output: Output) -> None:
    """Show the evaluation of a year: effects, gaps, what is unfinished, what was learnt."""
    from slt_flow.services.year.evaluation_view import show
    from slt_flow.views.year.evaluation import document

    hand_out(cli, show(cli.context(), year), document, output, on_screen=partial(document, typed=True))


@writes
@click.argument("year", type=YEAR, metavar="YEAR")
@deciding_meeting
@consent
@click.option("--early", is_flag=True, help=N_("The council wants to evaluate before the day the agreement names."))
def evaluate_adopt(cli: Cli, year: int, meeting: str | None, consent: str | None, early: bool) -> Answer:
    """Adopt the evaluation of a year; what was carried out is then evaluated, all or nothing."""
    from slt_flow.services.year.evaluation import adopt

    return adopt(_writing(cli), year, meeting=meeting, consent=consent, early=early)


@writes
@click.argument("text")
@click.option(
    "--evaluation", type=YEAR, metavar="YEAR", help=N_("The year evaluated; the open evaluation unless named.")
)
def learning_add(cli: Cli, text: str, evaluation: int | None) -> Answer:
    """Note what an evaluation taught; it is carried to the next year when the evaluation is adopted."""
    from slt_flow.services.year.learning import add

    return add(cli.context(), text, evaluation)


@reads
@click.option("--open", "only_open", is_flag=True, help=N_("Only what nobody has answered yet."))
@click.option("--year", type=YEAR, metavar="YEAR", help=N_("Only what is carried to this year."))
@in_time
def learning_list(cli: Cli, only_open: bool, year: int | None) -> Answer:
    """List the learning points: the year each is carried to, and its answer."""
    from slt_flow.services.year.learning_view import points

    return points(cli.context(), year=year, only_open=only_open)
