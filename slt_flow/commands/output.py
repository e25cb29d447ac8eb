"""Output of documents and texts: the terminal, standard output, or a new file. An existing file is never replaced."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from slt_flow.commands.cli import Cli
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.files import write_new
from slt_flow.personal_data import without_numbers
from slt_flow.terms import N_
from slt_flow.views.writers import WRITERS

if TYPE_CHECKING:
    from slt_flow.results.documents import Document, Letterhead
    from slt_flow.views.text.screen import Screen
    from slt_flow.views.text.words import Words

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

STANDARD_OUTPUT: Final = "-"
JSON: Final = "json"
HTML: Final = "html"
SVG: Final = "svg"
"""Format of documents that have one picture: the picture by itself."""

FORMATS: Final = (*WRITERS, JSON)
"""Formats of every document, each the ending of its files."""


def _ending(path: str | None) -> str:
    return os.path.splitext(path or "")[1].removeprefix(".").casefold()


def refuse_other_ending(path: str | None, form: str) -> None:
    """Refuse to write a format into a file whose ending names another.

    Raises:
        RequestError: it does.
    """
    ending = _ending(path)
    if path not in (None, STANDARD_OUTPUT) and ending and ending != form.partition("-")[0]:
        raise RequestError("other_ending", path=path, form=form, ending=form.partition("-")[0])


class Output(NamedTuple):
    """Output that was asked for.

    Attributes:
        path: the file; `-` for standard output, none for the terminal.
        form: the format by name; where none is named, the file's ending tells.
        templates: the folder of a layout of one's own; the product's when None.
    """

    path: str | None = None
    form: str | None = None
    templates: str | None = None

    @property
    def on_screen(self) -> bool:
        """True if a person reads it in the terminal."""
        return self.path is None and self.form is None

    def format(self, others: tuple[str, ...] = ()) -> str:
        """Return the name of the format.

        Args:
            others: formats of this document alone, beside those of every document.

        Raises:
            RequestError: nobody writes files of that ending.
        """
        if self.form is not None:
            refuse_other_ending(self.path, self.form)
            return self.form
        if self.path == STANDARD_OUTPUT:
            return next(iter(WRITERS))
        ending = _ending(self.path)
        formats = (*FORMATS, *others)
        if ending not in formats:
            raise RequestError("unknown_ending", path=self.path, endings=tuple(f".{name}" for name in formats))
        return ending


_FORMATS_HELP: Final = N_("The format, where the file's ending does not tell it; without a file, to standard output.")


its_templates = click.option(
    "--templates",
    metavar="DIR",
    help=N_("Folder of a layout of your own: template, logo, colours (PDF), document.docx (DOCX)."),
)


def to_file(*others: str, formats_help: str = _FORMATS_HELP) -> Callable[[F], F]:
    """Add the options by which a document leaves, and hand them to the command as one `output`.

    Args:
        others: formats of this document alone, beside those of every document.
        formats_help: the help on the formats.
    """
    options = (
        click.option(
            "--output", metavar="FILE", help=N_("Write it to this new file, in the format that its ending names.")
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice((*FORMATS, *others)),
            help=formats_help,
        ),
        its_templates,
    )

    def decorated(function: F) -> F:
        @wraps(function)
        def packed(*args: Any, output: str | None, form: str | None, templates: str | None, **asked: Any) -> Any:
            return function(*args, output=Output(output, form, templates), **asked)

        for option in reversed(options):
            packed = option(packed)
        return packed  # type: ignore[return-value] # click hands it other arguments than `function` takes

    return decorated


def hand_out(
    cli: Cli,
    result: T,
    draw: Callable[[T, Words], Document],
    output: Output,
    others: Mapping[str, Callable[[T, Words], str]] | None = None,
    on_screen: Callable[[T, Words], Document] | None = None,
    view: Callable[[T, Words, Screen], None] | None = None,
) -> None:
    """Print a document, as JSON when asked, and write it to a file when one is named.

    Args:
        cli: the options asked for.
        result: the same for JSON.
        draw: the view that makes the document to write.
        output: the place and the format.
        others: writers of the formats that only this document has.
        on_screen: the view that makes the document to show, where it is another.
        view: the view that shows it, where that shows no document.

    Raises:
        RequestError: nobody writes that format.
        RecordsError: the file is there already, or cannot be written.
    """
    from slt_flow.views.writers import terminal

    result = without_identity_numbers(cli, result)
    to_screen = output.path in (None, STANDARD_OUTPUT)
    if output.on_screen and output.templates is not None:
        raise RequestError("templates_on_screen")
    if not output.on_screen:
        form = JSON if cli.json and to_screen else output.format(tuple(others or ()))
        is_binary = form in WRITERS and WRITERS[form].binary
        if is_binary and to_screen and cli.out.console.is_terminal:
            raise RequestError("binary_on_screen", form=form)
        content = written_as(cli, result, draw, form, others or {}, output.templates)
        _hand_out(cli, content, output.path, binary=is_binary)
    if output.on_screen or (cli.json and not to_screen):
        shown = on_screen or draw
        cli.show(result, view or (lambda *_: terminal.show(_edition(cli, result, shown), cli.words, cli.out)))


def _edition(cli: Cli, result: T, draw: Callable[[T, Words], Document]) -> Document:
    """Return a document that says which edition it is: the public one, or an internal one with exempt content."""
    from slt_flow.services.request.exempt_content import tells_of_exempt
    from slt_flow.views.writers.edition import in_edition

    document, public = draw(result, cli.words), cli.public
    exempt = not public and document.letterhead is None and tells_of_exempt(cli.context(), result)
    return in_edition(document, cli.words, public=public, exempt=exempt)


def written_as(
    cli: Cli,
    result: T,
    draw: Callable[[T, Words], Document],
    form: str,
    others: Mapping[str, Callable[[T, Words], str]],
    templates: str | None,
    sender: Letterhead | None = None,
) -> bytes:
    """Write a document in a format, with its sender: that of today where none is given.

    Raises:
        RequestError: the extra of the format is not installed, or it has no layout to replace.
        DefinitionError: the templates are wrong.
    """
    if templates is not None and not (form in WRITERS and WRITERS[form].has_layout):
        raise RequestError("templates_not_used", form=form)
    if form == JSON:
        from slt_flow.views.text.serialise import dumped

        return f"{dumped(result, cli.words, public=cli.public)}\n".encode()
    if form in others:
        return others[form](result, cli.words).encode()
    from pathlib import Path

    from slt_flow.services.agreements.letterhead import letterhead
    from slt_flow.views.writers import write as written

    document = _edition(cli, result, draw)
    head = document.letterhead or sender or letterhead(cli.context())
    folder = None if templates is None else Path(templates)
    return written(document._replace(language=cli.words.language, letterhead=head), form, cli.words, folder)


def _hand_out(cli: Cli, content: bytes, path: str | None, *, binary: bool = False) -> None:
    if path is not None and path != STANDARD_OUTPUT:
        write_and_say(cli, path, content)
    elif binary:
        cli.out.binary(content)
    else:
        cli.out.data(content.decode())


def write_and_say(cli: Cli, path: str, content: bytes) -> None:
    """Write a new file, as `write`, and say so."""
    write(cli, path, content)
    if not cli.quiet:
        cli.aside.print(cli.words.say("Written to {path}", path=path))


def hand_out_calendar(cli: Cli, result: T, write_down: Callable[[T, Words], bytes], output: str | None) -> None:
    """Write a calendar to a file, or to standard output where none is named; its result as JSON when asked.

    Raises:
        RequestError: the extra is not installed.
        RecordsError: the file is there already, or cannot be written.
    """
    refuse_other_ending(output, "ics")
    result = without_identity_numbers(cli, result)
    to_screen = output in (None, STANDARD_OUTPUT)
    if not (cli.json and to_screen):
        _hand_out(cli, write_down(result, cli.words), output)
    if cli.json:
        cli.print_json(result)


def without_identity_numbers(cli: Cli, result: T) -> T:
    """Return what leaves with every national identity number masked, and say so where there is one."""
    safe = without_numbers(result)
    if safe is not result:
        cli.warnings.append(RecordsError("identity_numbers_masked"))
    return safe


def hand_out_text(cli: Cli, text: str, output: str | None) -> None:
    """Print a text, or write it to the file named; `-` is standard output.

    Raises:
        RecordsError: the file is there already, or cannot be written.
    """
    _hand_out(cli, text.encode(), output)


def hand_out_bytes(cli: Cli, content: bytes, output: str) -> None:
    """Write bytes to the file named; `-` is standard output.

    Raises:
        RequestError: standard output is a terminal.
        RecordsError: the file is there already, or cannot be written.
    """
    if output == STANDARD_OUTPUT and cli.out.console.is_terminal:
        raise RequestError("binary_on_screen", form="")
    _hand_out(cli, content, output, binary=True)


def write(cli: Cli, output: str, content: bytes) -> None:
    """Write a new file, readable by its owner only.

    Raises:
        RecordsError: it is there already, or cannot be written.
    """
    from pathlib import Path

    try:
        write_new(Path(output), content)
    except FileExistsError:
        raise RecordsError("file_exists", path=output) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_file", path=output, why=cause(error)) from None
    cli.files.append(output)
