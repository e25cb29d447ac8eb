"""Ends of commands that failed: why, and what is recorded or written all the same.

Before the commit nothing is. After it the request is recorded whatever fails: the journal is asked, and the answer is
all that is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from slt_flow.commands.cli import Cli
from slt_flow.commands.signals import Interrupted
from slt_flow.errors import BrokenInvariant, OutputError, RecordsError, SltError, cause
from slt_flow.personal_data import without_numbers
from slt_flow.views.text.words import Words, safe

if TYPE_CHECKING:
    from slt_flow.services.request.receipts import Receipt

_INTERRUPTED: Final = 130
"""Exit code of what was broken off from the keyboard."""

_SIGNALS: Final = 128
"""Exit code from which on a signal ended the command."""


class Written(NamedTuple):
    """Traces that a command left before it failed.

    Attributes:
        receipts: the requests that are recorded.
        files: the files that were made.
        certain: False where the journal cannot be asked for the last request.
        otherwise: True where something else was written, such as tables made anew.
    """

    receipts: tuple[Receipt, ...] = ()
    files: tuple[str, ...] = ()
    certain: bool = True
    otherwise: bool = False

    @property
    def is_something(self) -> bool:
        """True where what was asked for is done, whatever became of the answer."""
        return bool(self.receipts or self.files or self.otherwise)


def end(failure: BaseException, cli: Cli) -> int:
    """Tell a failure of a command, and return its exit code."""
    try:
        return _told(failure, cli)
    except Exception as another:  # not even that can be told in order, such as when no more files can be opened
        with suppress(Exception):
            message, why = without_numbers((safe(str(failure) or repr(failure)), repr(another)))
            print(f"slt: {message} ({why})", file=sys.stderr, flush=True)  # noqa: T201
            if cli.json:
                import json

                fields: dict[str, Any] = {"accepted": None, "error": "unexpected", "message": message, "facts": {}}
                print(json.dumps(fields), flush=True)  # noqa: T201
        return failure.exit_code if isinstance(failure, (SltError, Interrupted)) else BrokenInvariant.exit_code


def written(cli: Cli, failure: BaseException | None = None) -> Written:
    """Find out what a command wrote before it failed."""
    files = tuple(cli.files)
    if cli.receipts:
        from slt_flow.services.request.receipts import recorded

        try:
            return Written(recorded(cli.receipts), files)
        except SltError:
            return Written((), files, certain=False)
    # An answer is printed once the work is done; a refusal is told on standard error where it cannot be printed.
    done = isinstance(failure, OutputError) and cli.writes and not cli.dry_run
    return Written(files=files, otherwise=done)


def _told(failure: BaseException, cli: Cli) -> int:
    if isinstance(failure, click.UsageError):
        return _usage(failure, cli)
    if isinstance(failure, click.ClickException):
        message = safe(failure.format_message())
        cli.aside.print(message)
        _print_json({"accepted": False, "error": "usage", "message": message, "facts": {}}, cli)
        return failure.exit_code
    outcome = written(cli, failure)
    if isinstance(failure, OutputError) and failure.facts["why"] == "EPIPE" and outcome == Written() and not cli.writes:
        return 0  # whoever read has read enough
    error, exit_code = _as_ours(failure, cli)
    _print(error, outcome, cli, tells=cli.writes or exit_code > _SIGNALS)
    # what was asked is done, whatever became of the answer
    is_done = outcome.receipts or (outcome.is_something and isinstance(failure, OutputError))
    return 0 if is_done and exit_code < BrokenInvariant.exit_code else exit_code


def _as_ours(failure: BaseException, cli: Cli) -> tuple[SltError, int]:
    """Return the error to tell, and its exit code."""
    if isinstance(failure, Interrupted):
        return RecordsError("interrupted"), failure.exit_code
    if isinstance(failure, (click.Abort, KeyboardInterrupt)):
        return RecordsError("interrupted"), _INTERRUPTED
    if isinstance(failure, OSError):
        failure = RecordsError("machine_fails", why=cause(failure))
    if isinstance(failure, SltError) and not isinstance(failure, BrokenInvariant):
        return failure, failure.exit_code
    bug = failure if isinstance(failure, BrokenInvariant) else None
    error = _damage(cli) or bug or BrokenInvariant("unexpected", what=f"{type(failure).__name__}: {failure}")
    return error, error.exit_code


def _print(error: SltError, outcome: Written, cli: Cli, *, tells: bool) -> None:
    from slt_flow.views.text import failures

    words = cli.words
    lines = [*failures.lines(error, words), *_of_settings(error, cli)]
    lines += _outcome(outcome, words) if tells or outcome.is_something else ()
    for line in lines:
        cli.aside.print(line)
    if cli.json:
        accepted = bool(outcome.receipts or outcome.otherwise) if outcome.certain else None
        fields: dict[str, Any] = {"accepted": accepted, **failures.as_json(error, words)}
        if cli.writes:
            fields["recorded"] = [
                {"ref": receipt.done.ref, "key": receipt.key, "entries": receipt.done.entries}
                for receipt in outcome.receipts
            ]
        _print_json(fields, cli)


def _print_json(fields: Mapping[str, Any], cli: Cli) -> None:
    """Print an error as JSON when asked; what cannot be printed stands on standard error."""
    if cli.json:
        with suppress(OutputError):
            cli.print_json(without_numbers(fields))  # a ref or a day that was typed may be one
            sys.stdout.flush()


def _of_settings(error: SltError, cli: Cli) -> Iterator[str]:
    """Say that what is wrong stands in the user's settings, where nobody typed it."""
    if error is cli.settings_flaw:
        yield cli.words.say("These are your settings. To begin anew: slt config unset --all")
    elif cli.settings is not None and (
        (error.code == "unknown_council" and cli.council is not None and cli.council == cli.settings.council)
        or (error.code == "no_database" and cli.settings.database is not None and cli.db == cli.settings.database)
    ):
        yield cli.words.say("That stands in your settings. See them with: slt config show")


def _outcome(outcome: Written, words: Words) -> Iterator[str]:
    """Tell what is recorded, or that nothing was written."""
    if not outcome.certain:
        yield words.say("It cannot be seen whether it was recorded. Run the same once more: it is recorded only once.")
    if len(outcome.receipts) > 1:
        last = outcome.receipts[-1].done.ref
        yield words.say("{number} requests are recorded, the last: {ref}.", number=len(outcome.receipts), ref=last)
    elif outcome.receipts:
        yield _recorded(outcome.receipts[0], words)
    for path in outcome.files:
        yield words.say("Written to {path}", path=path)
    if outcome.otherwise:
        yield words.say("What was asked is done; only the answer could not be shown.")
    if outcome == Written():
        yield words.say("Nothing was written.")


def _recorded(receipt: Receipt, words: Words) -> str:
    done = receipt.done
    first, last = done.entries[0], done.entries[-1]
    facts = {"ref": done.called or done.ref, "entries": f"{first}–{last}" if last > first else first}
    if receipt.key is None:
        return words.say("{ref} is recorded (journal {entries}); only the answer could not be shown.", **facts)
    return words.say(
        "{ref} is recorded (journal {entries}, key {key}); only the answer could not be shown.",
        **facts,
        key=receipt.key,
    )


def _usage(error: click.UsageError, cli: Cli) -> int:
    """Print an error of usage; what was typed may hold any character."""
    from slt_flow.views.text.placeholders import in_words

    words = cli.words
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else error.format_message())
        sys.stdout.flush()
        return 0
    command = error.ctx.command_path if error.ctx is not None else "slt"
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument) and error.ctx is not None:
        error.param_hint = in_words(error.param.make_metavar(error.ctx), words)  # as its usage writes it
    fault = safe(error.format_message())
    fault = fault if fault.endswith((".", "?", "?)")) else f"{fault}."  # click ends some of its sentences
    message = f"{fault} {words.say('See: {command} --help', command=command)}"
    cli.aside.print(message)
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        line = words.say("A text that begins with -- comes after a lone --, as in: {command} -- TEXT", command=command)
        cli.aside.print(line)
    _print_json({"accepted": False, "error": "usage", "message": message, "facts": {}}, cli)
    return 2


def _damage(cli: Cli) -> RecordsError | None:
    """Return the damage to the database that explains an error, or None."""
    from slt_flow.services.history import audit

    try:
        return audit.damage(cli.context())
    except Exception:  # whatever else is wrong with it, it does not explain this
        return None
