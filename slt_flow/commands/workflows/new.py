"""A new workflow begins, in a folder of the municipality's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from slt_flow.commands.frame import asked, command
from slt_flow.commands.output import write
from slt_flow.errors import RecordsError, cause
from slt_flow.terms import N_

FOLDER = "workflows"
"""The folder that files are written to where none is named."""


@command(
    "new",
    reads=True,
    help=N_("Begin the next version of a workflow, or with --own one of your own, in a folder of your own."),
)
@click.argument("name", metavar="NAME")
@click.option("--own", is_flag=True, help=N_("A workflow of your own in the place of the decision's, and its kind."))
@click.option("--name", "by", metavar="NAME", help=N_("The name your versions carry, as in --name verdal: verdal-1."))
@click.option("--into", metavar="DIR", help=N_("The folder; that of --workflows unless named, else “workflows”."))
def new(name: str, own: bool, by: str | None, into: str | None) -> None:
    """Begin a new workflow."""
    from slt_flow.services.request.context import shelf_of
    from slt_flow.services.workflows.new import begun
    from slt_flow.views.text.serialise import version

    state = asked()
    folder = Path(into or state.workflows or FOLDER)
    found = begun(shelf_of(str(folder) if folder.is_dir() else None), name, folder, by, own=own)
    written = write_all(folder, found.files, kept=found.schemas)
    told = {"machine": found.machine, "version": version(found.version), "folder": str(folder), "files": written}

    def show() -> None:
        for path in written:
            state.out.print(str(folder / path))
        if not state.quiet:
            line = state.words.say(
                "Change what is to be otherwise, then: slt workflow check --workflows {folder}", folder=folder
            )
            state.aside.print(line)

    state.show(told, show)


def write_all(folder: Path, files: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
    """Write new files, or none of them; those to be kept current are written anew.

    Raises:
        RecordsError: one is there already, or cannot be written.
    """
    for path in files:
        if (folder / path).exists():
            raise RecordsError("file_exists", path=str(folder / path))
    try:
        for path in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
        for path, text in kept.items():
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RecordsError("cannot_write_folder", path=str(folder), why=cause(error)) from None
    for path, text in files.items():
        write(str(folder / path), text)
    return list(files)
