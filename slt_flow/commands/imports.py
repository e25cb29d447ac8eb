"""Commands about what comes from elsewhere: a whole council, and the lists that coordinators keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from slt_flow.commands.cli import Cli
from slt_flow.commands.completion import Known, PathName
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.history import warn_of_numbers
from slt_flow.commands.options import YEAR
from slt_flow.commands.output import write_and_say
from slt_flow.errors import RequestError
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.sheets import ListReading


@reads
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="ID", help=N_("Another name for the council."))
@click.option("--check", "checked", is_flag=True, help=N_("Verify the archive, and write nothing."))
def import_council(cli: Cli, file: str, name: str | None, checked: bool) -> None:
    """Put a council that was exported into the database, which is made where there is none; verified, or not at all."""
    from slt_flow.services.history.council_archive import import_council
    from slt_flow.services.request.whereabouts import database
    from slt_flow.views.text import tables

    copied = import_council(replace(cli.context(), dry_run=checked), Path(file), name)
    cli.files += [] if checked else [str(database(cli.db))]
    if not checked:
        cli.turn_to(copied.council)
        warn_of_numbers(cli)
    cli.show((copied,), tables.show)
    if not (cli.json or cli.quiet):
        brought = N_("{council} is here, verified to the last entry.")
        cli.aside.print(cli.words.say(N_("Nothing was written.") if checked else brought, council=copied.council))


@writes
@click.argument("file", metavar="FILE")
def import_form(cli: Cli, file: str) -> None:
    """Record what an owner wrote in its form sheet, as its own acts: all of it, or nothing and why, row by row."""
    _record_form(cli, file)


def _record_form(cli: Cli, file: str) -> None:
    from slt_flow.services.follow_up.owner_answers import filled, record_answers
    from slt_flow.views.follow_up import owner_sheet as view

    sheet, context = filled(Path(file)), cli.context()
    basis = context.basis or cli.words.say(N_("Form sheet of {day}"), day=sheet.day)
    outcome = record_answers(replace(context, basis=basis), sheet)
    if outcome.mistakes:
        cli.refuse(outcome.exit_code, outcome, lambda: view.show_mistakes(outcome, cli.words, cli.aside), view.JSON)
    if outcome.done is not None:
        cli.finish(outcome.done)
    elif cli.json:
        cli.print_json(outcome, view.JSON)
    if not (cli.json or cli.quiet):
        view.show_unchanged(outcome, cli.words, cli.aside)


@writes
@click.argument("file", type=PathName(), metavar="FILE")
@click.option("--sheet", metavar="NAME", help=N_("The sheet to read; the one with most known headings unless named."))
@click.option(
    "--level", metavar="LEVEL", help=N_("The level of rows that do not say it: decision, assignment or measure.")
)
@click.option("--map", "columns", multiple=True, metavar="HEADING=FIELD", help=N_("What a column holds."))
@click.option("--post", "posts", multiple=True, metavar="WORDS=POST", help=N_("The post that words of the list mean."))
@click.option("--status", "states", multiple=True, metavar="WORDS=STATE", help=N_("The state that words of it mean."))
@click.option("--owner", type=Known("post"), help=N_("The post that owns assignments which the list lacks."))
@click.option("--first-owner", is_flag=True, help=N_("Of several owners in a cell the first one is accountable."))
@click.option("--review", metavar="DATE", help=N_("The day on which work without an end is looked at next."))
@click.option("--year", type=YEAR, metavar="YEAR", help=N_("The year of days that name none."))
@click.option("--mapping", type=PathName(), metavar="FILE", help=N_("Take all this from a file that was saved."))
@click.option("--save-mapping", metavar="FILE", help=N_("Save all this to a new file, for the next time."))
def import_list(
    cli: Cli,
    file: str,
    columns: tuple[str, ...],
    posts: tuple[str, ...],
    states: tuple[str, ...],
    mapping: str | None,
    save_mapping: str | None,
    **single: str | int | bool | None,
) -> None:
    """Bring in the follow-up list of a spreadsheet (.xlsx, .csv) as it is: slt import FILE, first with --dry-run."""
    from slt_flow.services.sheets.choices import chosen, load
    from slt_flow.services.sheets.import_list import import_list
    from slt_flow.views.sheets.imported import show, show_reading

    choices = chosen(load(Path(mapping)) if mapping is not None else {}, columns, posts, states, **single)
    try:
        imported = import_list(cli.context(), file, choices, _progress(cli))
    except RequestError as error:
        if (reading := error.facts.get("reading")) is not None and not (cli.json or cli.quiet):
            show_reading(cast("ListReading", reading), cli.words, cli.aside)
            cli.aside.print()
        if error.code != "sheet_is_form" or choices != chosen({}):
            raise
        _record_form(cli, file)
        return
    if save_mapping is not None:
        write_and_say(cli, save_mapping, imported.mapping.encode())
    cli.finish_with(imported.outcome, imported, show)


def _progress(cli: Cli) -> Callable[[int, int], None] | None:
    """Return the callback that shows on a terminal how far the entering has come, or None without a terminal."""
    if cli.quiet or cli.json or not cli.aside.console.is_terminal:
        return None
    from slt_flow.views.sheets.imported import progress

    def show(done: int, number: int) -> None:
        if done % 50 == 0 or done == number:
            room = cli.aside.width - 1  # a full line would break, and the next could not overwrite it
            line = progress(done, number, room) if done < number else ""
            cli.aside.console.print(f"{line:<{room}}", end="\r", markup=False, highlight=False)

    return show
