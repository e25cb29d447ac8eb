"""Where a document goes: the terminal, JSON, or a new file; nothing that is there is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from slt_flow.commands.frame import Asked
from slt_flow.errors import RecordsError, cause
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.documents import Document

F = TypeVar("F", bound=Callable[..., Any])


def to_file(function: F) -> F:
    """Let a document be asked for as a Markdown file (`output`); `-` is standard output."""
    told = N_("Write it to this new file, as Markdown.")
    return click.option("--output", metavar="FILE.md", help=told)(function)


def hand_out(state: Asked, told: Any, document: Document, output: str | None) -> None:
    """Print a document, as JSON when asked, and write it to a file when one is named.

    Args:
        state: what was asked for.
        told: the same as JSON has it.
        document: what to show or write.
        output: the file, `-` for Markdown on standard output, None for the terminal.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    from slt_flow.views.text import documents

    if output == "-":
        state.out.data(documents.markdown(document))
        return
    if output is not None:
        write(output, documents.markdown(document))
    if state.json or output is None:
        state.show(told, lambda: documents.show(document, state.words, state.out))
    if output is not None:
        tell_where(state, output)


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


def tell_where(state: Asked, output: str) -> None:
    """Say where a file was written, beside the data."""
    if not state.quiet:
        state.aside.print(state.words.say("Written to {path}", path=output))
