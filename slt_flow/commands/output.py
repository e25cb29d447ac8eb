"""Outlets of a document: the terminal, JSON, or a new file; no existing file is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slt_flow.commands.cli import Cli
from slt_flow.errors import RecordsError, cause
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.documents import Document

to_file = click.option("--output", metavar="FILE.md", help=N_("Write it to this new file, as Markdown."))
"""Option to have a document as a Markdown file (`output`); `-` is standard output."""


def hand_out(cli: Cli, result: object, document: Document, output: str | None) -> None:
    """Print a document, as JSON when asked, and write it to a file when one is named.

    Args:
        cli: what was asked for.
        result: the same for JSON.
        document: what to show or write.
        output: the file, `-` for Markdown on standard output, None for the terminal.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    from slt_flow.views.text import documents

    if output == "-":
        cli.out.data(documents.markdown(document))
        return
    if output is not None:
        write(output, documents.markdown(document))
    if cli.json or output is None:
        cli.show(result, lambda *_: documents.show(document, cli.words, cli.out))
    if output is not None:
        tell_where(cli, output)


def hand_out_text(cli: Cli, text: str, output: str | None) -> None:
    """Print a text, or write it to the file named; `-` is standard output.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    if output in (None, "-"):
        cli.out.data(text)
    else:
        write(str(output), text)
        tell_where(cli, str(output))


def write(output: str, text: str) -> None:
    """Write a new file as UTF-8.

    Raises:
        RecordsError: it is there already, or cannot be written.
    """
    path = Path(output)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise RecordsError("file_exists", path=output) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_file", path=output, why=cause(error)) from None


def tell_where(cli: Cli, output: str) -> None:
    """Say where a file was written, beside the data."""
    if not cli.quiet:
        cli.aside.print(cli.words.say("Written to {path}", path=output))
