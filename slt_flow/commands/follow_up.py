"""Commands that read across everything: the status tree, today, what waits for whom, reports."""

from __future__ import annotations

from typing import Any, Final

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads
from slt_flow.commands.options import LEVEL, YEAR, in_time
from slt_flow.commands.output import hand_out, hand_out_text, to_file
from slt_flow.terms import N_

EXCEL: Final = "csv-excel"
FORMATS: Final = ("table", "md", "csv", EXCEL, "json")

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
@in_time
def status(cli: Cli, areas: tuple[str, ...], refs: tuple[str, ...], **filters: Any) -> None:
    """Show the status tree: all that is open, and all of the running year."""
    from slt_flow.services.follow_up.status import Filter, status
    from slt_flow.services.request import parsing
    from slt_flow.views.follow_up.tree import show

    chosen = Filter(
        areas=tuple("" if area == "-" else area for area in areas),
        refs=tuple(parsing.ref(ref) for ref in refs),
        **filters,
    )
    cli.show(status(cli.context(), chosen), show)


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
@click.option("--from", "since", metavar="DATE", help=N_("The first day; 1 January unless named."))
@click.option("--to", "until", metavar="DATE", help=N_("The last day; 31 December unless named."))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help=N_(
        "How to show it; as the file's name ends, or as a table. csv-excel is for Excel as set up in Norway, csv for "
        "programs."
    ),
)
@click.option("--output", metavar="FILE", help=N_("Write it to this new file."))
@in_time
def report(
    cli: Cli,
    since: str | None,
    until: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """Report the status of decisions in the form that municipalities publish."""
    from slt_flow.services.follow_up.report import report
    from slt_flow.views.follow_up import report as view
    from slt_flow.views.text import documents, serialise

    drawn_up = report(cli.context(), since, until)
    form = "json" if cli.json else form or _ending(output)
    if form == "table" and output is None:
        documents.show(view.document(drawn_up, cli.words, narrow=cli.out.width < ROOMY), cli.words, cli.out)
    elif form in ("csv", EXCEL):
        hand_out_text(cli, view.as_csv(drawn_up, cli.words, excel=form == EXCEL), output)
    elif form == "json":
        hand_out_text(cli, serialise.dumped(drawn_up, cli.words) + "\n", output)
    else:
        hand_out_text(cli, documents.markdown(view.document(drawn_up, cli.words)), output)


def _ending(output: str | None) -> str:
    """Return the form a file's name ends with; Markdown for any other file, a table on the terminal."""
    ending = (output or "").rpartition(".")[2].casefold()
    return ending if ending in FORMATS[1:] else "md" if output is not None else FORMATS[0]


@reads
@to_file
@in_time
def handover_pack(cli: Cli, output: str | None) -> None:
    """Gather what a new coordinator needs to take over, in one document."""
    from slt_flow.services.follow_up.handover_pack import handover
    from slt_flow.views.follow_up.handover_pack import document

    hand_out(cli, handover(cli.context()), document, output)
