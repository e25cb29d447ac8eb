"""A whole meeting from one form, filled in in an editor or read from a file."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import Asked, asked, command
from slt_flow.errors import RequestError, cause
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.meetings import FormOutcome
    from slt_flow.services.request.context import Context

LARGEST = 1024 * 1024
"""More than a form ever is; what is longer is not read to its end."""


@command("record", help=N_("Record a whole meeting from one form: opened in your editor, or read from a file."))
@click.argument("day_or_ref", type=RefName("M"), metavar="DATE|REF")
@click.option(
    "--file",
    "file",
    metavar="FILE",
    help=N_("Record a form that is filled in already; - reads it from standard input."),
)
@click.option("--print", "prints", is_flag=True, help=N_("Print the form with what is known, and write nothing."))
@click.option("--yes", is_flag=True, help=N_("Record what the editor saved without asking."))
def record(day_or_ref: str, file: str | None, prints: bool, yes: bool) -> None:
    """Record a whole meeting."""
    state = asked()
    if prints:
        _print(state, day_or_ref)
    elif file is not None:
        _finish(state, _recorded(state.context(), day_or_ref, _read(file), file))
    else:
        _edit(state, day_or_ref, yes)


def _print(state: Asked, day_or_ref: str) -> None:
    text = _blank(state, day_or_ref)
    state.show({"ref": day_or_ref, "form": text}, lambda: state.out.data(text))


def _blank(state: Asked, day_or_ref: str) -> str:
    from slt_flow.services.meetings.form.blank import blank_form
    from slt_flow.views.meetings.form import written

    return written(blank_form(state.context(), day_or_ref), state.words)


def _edit(state: Asked, day_or_ref: str, yes: bool) -> None:
    """Open the form, show what it would do, ask once, record. What was typed is never lost."""
    context = state.context()
    if not (yes or context.dry_run or sys.stdin.isatty()):
        raise RequestError("form_needs_yes", ref=day_or_ref)
    blank = _blank(state, day_or_ref)
    try:
        filled = click.edit(blank, extension=".toml")
    except click.ClickException as error:
        editor = error.format_message().partition(": Editing failed")[0]
        raise RequestError("editor_failed", editor=editor, ref=day_or_ref) from None
    if filled is None or filled == blank:
        raise RequestError("form_unchanged", ref=day_or_ref)
    recorded = False
    try:
        recorded = _recorded_when_agreed(state, context, day_or_ref, filled.encode(), yes=yes)
    finally:
        if not recorded:
            state.aside.print(_kept(state, day_or_ref, _keep(context, day_or_ref, filled)))


def _recorded_when_agreed(state: Asked, context: Context, day_or_ref: str, raw: bytes, *, yes: bool) -> bool:
    foreseen = _recorded(replace(context, dry_run=True), day_or_ref, raw, "")
    if foreseen.done is None or context.dry_run or foreseen.done.already:
        _finish(state, foreseen)
        return foreseen.done is not None and not context.dry_run
    if not yes:
        from slt_flow.views.meetings.form import show_lines

        show_lines(foreseen, state.words, state.aside, state.aside)
        if not click.confirm(state.words.say("Record this?"), default=False, err=True):
            return False
    recorded = _recorded(context, day_or_ref, raw, "")
    if yes or state.json or recorded.done is None:
        _finish(state, recorded)
    else:  # what it did has just been shown
        state.out.print(state.words.say("{ref}: recorded", ref=recorded.ref))
    return True


def _recorded(context: Context, day_or_ref: str, raw: bytes, name: str) -> FormOutcome:
    from slt_flow.services.meetings.form.record import record as enter

    return enter(context, day_or_ref, raw, name)


def _finish(state: Asked, outcome: FormOutcome) -> None:
    """Print what was recorded, or all that is wrong."""
    from slt_flow.views.meetings import form
    from slt_flow.views.text.serialise import dumped

    if outcome.done is None:
        if state.json:
            state.out.data(dumped(form.mistakes_as_json(outcome, state.words)))
        else:
            form.show_mistakes(outcome, state.words, state.aside)
        raise click.exceptions.Exit(outcome.exit_code)
    if state.json:
        state.out.data(dumped(form.lines_as_json(outcome, state.words)))
    elif not state.quiet:
        form.show_lines(outcome, state.words, state.out, state.aside)
        if outcome.done.dry_run:
            state.aside.print(state.words.say("Dry run: nothing was written."))


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST)
    try:
        with open(file, "rb") as opened:
            return opened.read(LARGEST)
    except (OSError, ValueError) as error:
        raise RequestError("file_unreadable", file=file, why=cause(error)) from None


def _keep(context: Context, day_or_ref: str, text: str) -> Path:
    """Keep what was typed in a file of its own beside the database, else among temporary files."""
    prefix = f"{''.join(sign if sign.isalnum() else '-' for sign in day_or_ref)}-"
    for folder in (context.store.path.parent, None):
        try:
            number, name = tempfile.mkstemp(prefix=prefix, suffix=".toml", dir=folder)
        except OSError:
            continue
        with os.fdopen(number, "w", encoding="utf-8") as kept:
            kept.write(text)
        return Path(name)
    raise RequestError("file_unreadable", file=tempfile.gettempdir(), why="EACCES")


def _kept(state: Asked, day_or_ref: str, kept: Path) -> str:
    return state.words.say(
        "What you typed is kept in {file}. Mend it there, then: slt meeting record {ref} --file {quoted}",
        file=str(kept),
        ref=day_or_ref,
        quoted=quote(str(kept)),
    )
