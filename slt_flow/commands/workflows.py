"""Commands about the workflows: list and draw them, prove them, begin new ones, migrate cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from slt_flow.commands.cli import REFUSED, Answer, Cli
from slt_flow.commands.completion import Known, PathName
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import in_time
from slt_flow.commands.output import hand_out_text, write
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.files import is_folder, is_taken
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.diagrams import Diagram
    from slt_flow.results.stories import Played

FOLDER: Final = "workflows"
"""The folder that files are written to where none is named."""

UNPROVED: Final = 3
"""Exit code of a check that found what is not as it must be, or came to no end."""

_WIDTH_OF_A_FILE: Final = 80


@reads
def workflow_list(cli: Cli) -> Answer:
    """List the workflows and their versions; with a database also how many open cases follow each."""
    from slt_flow.services.workflows.versions import workflows

    return workflows(cli.context())


@reads
@click.argument("name", type=Known("machine"), metavar="NAME")
@click.option("--version", metavar="VERSION", help=N_("Which version; the newest unless named."))
def workflow_show(cli: Cli, name: str, version: str | None) -> None:
    """Show one workflow in full: its states in order, and of each action whose it is, what it asks, when it opens."""
    from slt_flow.views.workflows.show import JSON, show

    drawing = _drawn(cli, name, version)
    cli.show(drawing.charts[0], lambda *_: show(drawing, cli.words, cli.out), JSON)


def _drawn(cli: Cli, name: str | None, version: str | None) -> Diagram:
    from slt_flow.services.workflows.draw import diagram
    from slt_flow.services.workflows.versions import kept

    context = cli.context()
    return diagram(name, version, context.shelf, kept(context))


# drawings


@reads
@click.argument("name", required=False, type=Known("machine"), metavar="[NAME]")
@click.option(
    "--format", "format_", type=click.Choice(("text", "svg", "mermaid")), default="text", help=N_("How to draw it.")
)
@click.option("--ref", type=Known("case"), metavar="REF", help=N_("Mark where this case is and the way it came."))
@click.option("--version", metavar="VERSION", help=N_("Which version; the newest unless named."))
@click.option("--output", metavar="FILE", help=N_("Write it to this new file; - is standard output."))
@in_time
def workflow_diagram(
    cli: Cli,
    name: str | None,
    format_: str,
    ref: str | None,
    version: str | None,
    output: str | None,
) -> None:
    """Draw a workflow, or the three levels together: states, actions, ends; with --ref also the way a case has come."""
    from slt_flow.views.workflows.show import JSON

    if ref is None:
        if cli.looks_back:
            raise RequestError("time_of_a_workflow")
        drawing = _drawn(cli, name, version)
    elif version is not None:
        raise RequestError("version_of_a_case", ref=ref)
    else:
        from slt_flow.services.workflows.draw import diagram_of

        drawing = diagram_of(cli.context(), ref, name)
    if output not in (None, "-"):
        hand_out_text(cli, _as_text(drawing, format_, cli), output)
    if cli.json or output in (None, "-"):
        cli.show(drawing, lambda *_: _print(drawing, format_, cli), JSON)


def _print(drawing: Diagram, format_: str, cli: Cli) -> None:
    if format_ != "text":
        cli.out.data(_as_text(drawing, format_, cli))
        return
    from slt_flow.views.diagrams.text import show

    show(drawing, cli.words, cli.out)


def _as_text(drawing: Diagram, format_: str, cli: Cli) -> str:
    """Return the drawing as the text of a file."""
    from slt_flow.views.diagrams import mermaid, svg, text

    if format_ == "svg":
        return svg.drawn(drawing, cli.words)
    if format_ == "mermaid":
        return mermaid.drawn(drawing, cli.words)
    lines = text.lines(drawing, cli.words, text.UNICODE, _WIDTH_OF_A_FILE)
    return "".join(f"{line.plain.rstrip()}\n" for line in lines)


# proofs, stories and migrations


@reads
@click.argument("file", required=False, type=PathName(), metavar="[FILE]")
@click.option("--parties", type=click.IntRange(1, 4), default=2, metavar="N", help=N_("How many parties there are."))
@click.option(
    "--assignments",
    type=click.IntRange(0, 3),
    default=2,
    metavar="N",
    help=N_("How many assignments a decision may get."),
)
@click.option(
    "--measures", type=click.IntRange(0, 3), default=1, metavar="N", help=N_("How many measures each of them may get.")
)
def workflow_check(cli: Cli, file: str | None, parties: int, assignments: int, measures: int) -> None:
    """Explore every situation the workflows can lead to, and prove what must hold; also with a file of your own."""
    from slt_flow.services.workflows.check import check
    from slt_flow.views.workflows import check as view

    proof = check(
        file, shelf=cli.shelf, parties=parties, assignments=assignments, measures=measures, report=_progress(cli)
    )
    cli.show(proof, view.show, view.JSON)
    if proof.unproved:
        raise click.exceptions.Exit(UNPROVED)


def _progress(cli: Cli) -> Callable[[str, int, int], None] | None:
    """Return the callback that shows the progress of a proof on a terminal, or None without a terminal."""
    if cli.quiet or cli.json or not cli.aside.console.is_terminal:
        return None

    from slt_flow.views.workflows.check import progress

    def show(what: str, reached: int, waiting: int) -> None:
        line = progress(what, reached, waiting, cli.words) if waiting else ""
        room = cli.aside.width - 1  # a full line would break, and the next could not overwrite it
        cli.aside.console.print(f"{line[:room]:<{room}}", end="\r")

    return show


@writes
@click.argument("machines", nargs=-1, metavar="[MACHINE]...")
@click.option("--to", required=True, metavar="VERSION", help=N_("The version."))
@click.option("--ref", "refs", multiple=True, type=Known("case"), metavar="REF", help=N_("Only this case."))
def workflow_migrate(cli: Cli, machines: tuple[str, ...], to: str, refs: tuple[str, ...]) -> None:
    """Move running cases to a version of the workflows, as moves/ says; new cases begin with it, ended ones stay."""
    from slt_flow.services.workflows.migrate import migrate
    from slt_flow.views.workflows.migrate import show

    migration = migrate(cli.context(), to, machines, refs, _progress(cli))
    cli.finish_with(migration.outcome, migration, show)


@reads
@click.argument("paths", nargs=-1, required=True, type=PathName(folder=True), metavar="FILE|FOLDER...")
def workflow_test(cli: Cli, paths: tuple[str, ...]) -> None:
    """Play stories in council words (given, when, then) in a council of their own, and say which do not hold."""
    from slt_flow.services.stories.play import played
    from slt_flow.views.stories import played as view
    from slt_flow.views.year.scribe import SCRIBE

    stories: list[Played] = []
    for story in played(paths, SCRIBE, cli.shelf):
        if not cli.json:
            view.show(story, cli.words, cli.out, opens=not stories or stories[-1].file != story.file)
        stories.append(story)
    total = {"stories": stories, "total": len(stories), "holding": sum(story.holds for story in stories)}
    cli.show(total, lambda *_: view.show_total(stories, cli.words, cli.out), view.JSON)
    if not all(story.holds for story in stories):
        raise click.exceptions.Exit(REFUSED)


# new workflows


@reads
@click.argument("name")
@click.option("--own", is_flag=True, help=N_("A workflow of your own in the place of the decision's, and its kind."))
@click.option("--name", "by", metavar="NAME", help=N_("The name your versions carry, as in --name verdal: verdal-1."))
@click.option("--into", metavar="DIR", help=N_("The folder; that of --workflows unless named, else “workflows”."))
def workflow_new(cli: Cli, name: str, own: bool, by: str | None, into: str | None) -> None:
    """Begin the next version of a workflow, or with --own one of your own, in a folder of your own."""
    from slt_flow.services.request.context import shelf_of
    from slt_flow.services.workflows.new import begun
    from slt_flow.views.text.serialise import as_number

    folder = Path(into or cli.workflows or FOLDER)
    shelf, language = shelf_of(str(folder) if is_folder(folder) else None), cli.words.language
    workflow = begun(shelf, name, folder, by, own=own, language=language)
    written = write_all(cli, folder, workflow.files, kept=workflow.schemas)
    if cli.json:
        names = {"machine": workflow.machine, "version": as_number(workflow.version)}
        cli.print_json({**names, "folder": str(folder), "files": written})
        return
    for path in written:
        cli.out.print(str(folder / path))
    if not cli.quiet:
        line = cli.words.say(
            "Change what is to be otherwise, then: slt workflow check --workflows {folder}", folder=folder
        )
        cli.aside.print(line)


def write_all(cli: Cli, folder: Path, files: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
    """Write new files, all or none; those in `kept` may exist and are written anew.

    Raises:
        RecordsError: one is there already, or cannot be written.
    """
    for path in files:
        if is_taken(folder / path):
            raise RecordsError("file_exists", path=str(folder / path))
    try:
        for path in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
        for path, text in kept.items():
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RecordsError("cannot_write_folder", path=str(folder), why=cause(error)) from None
    for path, text in files.items():
        write(cli, str(folder / path), text.encode())
    return list(files)
