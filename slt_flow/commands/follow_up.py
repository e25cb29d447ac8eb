"""Commands that read across everything: the status tree, today, what waits for whom, reports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads
from slt_flow.commands.options import LEVEL, YEAR, in_time
from slt_flow.commands.output import SVG, Output, hand_out, to_file
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.follow_up import Tree
    from slt_flow.services.request.context import Context

EXCEL: Final = "csv-excel"

ROOMY: Final = 120
"""Columns from which on the report's table has all those of the form beside each other."""


@reads
@click.option("--area", "areas", multiple=True, type=Known("area"), help=N_("Only this focus area; “-” for none."))
@click.option("--owner", "owners", multiple=True, type=Known("post"), help=N_("Only what this post owns."))
@click.option("--state", "states", multiple=True, metavar="STATE", help=N_("Only cases in this state."))
@click.option("--level", "levels", multiple=True, type=LEVEL, help=N_("Only this level."))
@click.option("--ref", "refs", multiple=True, type=Known("work"), metavar="REF", help=N_("Only this case."))
@click.option(
    "--year", "years", multiple=True, type=YEAR, metavar="YEAR", help=N_("Only what was open, decided or settled then.")
)
@click.option("--late", is_flag=True, help=N_("Only what is past its deadline."))
@click.option("--open", is_flag=True, help=N_("Only what is not settled."))
@click.option("--depth", type=click.IntRange(1, 3), default=3, metavar="N", help=N_("How many levels to show."))
@to_file(SVG)
@in_time
def status(cli: Cli, areas: tuple[str, ...], refs: tuple[str, ...], output: Output, **filters: Any) -> None:
    """Show the status tree: all that is open, and all of the running year."""
    from slt_flow.services.follow_up.status import Filter, status
    from slt_flow.services.request import parsing
    from slt_flow.views.follow_up.tree import show

    chosen = Filter(
        areas=tuple("" if area == "-" else area for area in areas),
        refs=tuple(parsing.ref(ref) for ref in refs),
        **filters,
    )
    context = cli.context()
    tree = status(context, chosen)
    if output.on_screen:
        cli.show(tree, show)
    else:
        _hand_out_status(cli, context, tree, output)


def _hand_out_status(cli: Cli, context: Context, tree: Tree, output: Output) -> None:
    """Write the status as a document, or its picture by itself."""
    from slt_flow.services.follow_up.levels import levels
    from slt_flow.views.follow_up import levels_picture, status_document

    standing = levels(context, tree)
    hand_out(
        cli,
        tree,
        lambda tree, words: status_document.document(tree, standing, words),
        output,
        {SVG: lambda _, words: levels_picture.picture(standing, words).svg},
    )


def show_today(cli: Cli) -> None:
    """Print what is late, who is waited on, and the next meeting."""
    from slt_flow.services.follow_up.today import today
    from slt_flow.views.follow_up.today import show_today

    cli.show(today(cli.context()), show_today)


@reads
@click.argument("post", required=False, type=Known("post"))
@in_time
def todo(cli: Cli, post: str | None) -> None:
    """Show what each post is waited on for, or one of them."""
    from slt_flow.services.follow_up.todo import duties
    from slt_flow.views.follow_up.todo import show_duties

    cli.show(duties(cli.context(), post), show_duties)


@reads
@click.argument("ref", type=Known("case"), metavar="REF")
@in_time
def show(cli: Cli, ref: str) -> Answer:
    """Show one decision, assignment, measure or meeting in full."""
    return show_case(cli, ref)


def show_case(cli: Cli, ref: str) -> Answer:
    """Return the sheet of one case."""
    from slt_flow.services.follow_up.case_sheet import show

    return show(cli.context(), ref)


@reads
@click.argument("period", required=False, metavar="[PERIOD]")
@click.option("--monthly", is_flag=True, help=N_("With the officers, and the plan for what is not carried out."))
@click.option("--from", "since", metavar="DATE", help=N_("The first day; 1 January unless named."))
@click.option("--to", "until", metavar="DATE", help=N_("The last day; 31 December unless named."))
@to_file(
    "csv",
    EXCEL,
    formats_help=N_(
        "The format, where the file's ending does not tell it. csv-excel is for Excel as set up in Norway, csv for "
        "programs."
    ),
)
@in_time
def report(cli: Cli, period: str | None, monthly: bool, since: str | None, until: str | None, output: Output) -> None:
    """Report the status of decisions in the form that municipalities publish: of a year, or of a period such as
    “2. tertial 2026” or “mars 2026”.
    """
    from slt_flow.services.follow_up.report import report
    from slt_flow.views.follow_up import report as view

    hand_out(
        cli,
        report(cli.context(), since, until, period=period),
        partial(view.document, monthly=monthly),
        output,
        others={
            "csv": partial(view.as_csv, monthly=monthly, public=cli.public),
            EXCEL: partial(view.as_csv, excel=True, monthly=monthly, public=cli.public),
        },
        on_screen=partial(view.document, monthly=monthly, narrow=cli.out.width < ROOMY),
    )


@reads
@to_file()
@in_time
def handover_pack(cli: Cli, output: Output) -> None:
    """Gather what a new coordinator needs to take over, in one document."""
    from slt_flow.services.follow_up.handover_pack import handover
    from slt_flow.views.follow_up.handover_pack import document

    hand_out(cli, handover(cli.context()), document, output)


@reads
@click.argument("ref", type=Known("work"), metavar="REF")
@to_file()
@in_time
def letter(cli: Cli, ref: str, output: Output) -> None:
    """Write to the owner of an assignment or a measure: what, by when, who asks, why, and how to answer."""
    from slt_flow.services.follow_up.letter import letter
    from slt_flow.views.follow_up.letter import document

    hand_out(cli, letter(cli.context(), ref), document, output)


@reads
@click.argument("year", required=False, type=YEAR, metavar="[YEAR]")
@to_file()
@in_time
def yearly_report(cli: Cli, year: int | None, output: Output) -> None:
    """Report a year to the municipal council: crime picture, decisions, obligations, evaluation, next year's plan."""
    from slt_flow.services.follow_up.yearly_report import yearly_report
    from slt_flow.views.follow_up.yearly_report import document

    narrow = partial(document, narrow=cli.out.width < ROOMY)
    hand_out(cli, yearly_report(cli.context(), year), document, output, on_screen=narrow)
