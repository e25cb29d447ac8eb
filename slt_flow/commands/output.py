"""Output of documents and texts: the terminal, JSON, or a new file. An existing file is never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from slt_flow.commands.cli import Cli
from slt_flow.errors import RecordsError, cause
from slt_flow.files import write_new
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.documents import Document
    from slt_flow.views.text.words import Words

T = TypeVar("T")

to_file = click.option("--output", metavar="FILE.md", help=N_("Write it to this new file, as Markdown."))
"""Option to have a document as a Markdown file (`output`); `-` is standard output."""


def hand_out(cli: Cli, result: T, draw: Callable[[T, Words], Document], output: str | None) -> None:
    """Print a document, as JSON when asked, and write it to a file when one is named.

    Args:
        cli: the options asked for.
        result: the same for JSON.
        draw: the view that makes the document to show or write.
        output: the file, `-` for Markdown on standard output, None for the terminal.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    from slt_flow.views.text import documents

    document = draw(result, cli.words)
    if output is not None:
        hand_out_text(cli, documents.markdown(document), output)
    if output is None or (cli.json and output != "-"):
        cli.show(result, lambda *_: documents.show(document, cli.words, cli.out))


def hand_out_text(cli: Cli, text: str, output: str | None) -> None:
    """Print a text, or write it to the file named; `-` is standard output.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    if output is None or output == "-":
        cli.out.data(text)
        return
    write(cli, output, text)
    if not cli.quiet:
        cli.aside.print(cli.words.say("Written to {path}", path=output))


def write(cli: Cli, output: str, text: str) -> None:
    """Write a new file as UTF-8, readable by its owner only.

    Raises:
        RecordsError: it is there already, or cannot be written.
    """
    try:
        write_new(Path(output), text.encode("utf-8"))
    except FileExistsError:
        raise RecordsError("file_exists", path=output) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_file", path=output, why=cause(error)) from None
    cli.files.append(output)
