"""The outermost command, and the handling of errors: a sentence on standard error and the right exit code."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence

import click

from slt_flow.commands.cli import Cli, cli_of
from slt_flow.commands.contents import COMMANDS
from slt_flow.commands.follow_up import show_today
from slt_flow.commands.frame import Group
from slt_flow.commands.options import global_options, in_time
from slt_flow.errors import BrokenInvariant, RecordsError, RequestError, SltError
from slt_flow.terms import LANGUAGES, N_
from slt_flow.version import __version__
from slt_flow.views.text.words import DOMAIN, LOCALE, Words, safe


def run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line and return its exit code."""
    # The language of help and the commands of one's own workflows are needed before click has parsed anything.
    language = _early("--lang", argv) or environ.get("SLT_LANG")
    workflows = _early("--workflows", argv) or environ.get("SLT_WORKFLOWS") or None
    asks_json = "--json" in argv[: argv.index("--") if "--" in argv else None]  # for errors met before it is parsed
    state = environ.get("SLT_STATE", None if isinstance(environ, os._Environ) else "")
    cli = Cli(lang=language if language in LANGUAGES else None, workflows=workflows, json=asks_json, state=state)
    _translate_click(environ, cli.help_words.language)
    try:
        exit_code = outermost().main(args=list(argv), prog_name="slt", standalone_mode=False, obj=cli)
    except click.Abort:
        return 130
    except click.UsageError as error:
        return _usage(error, cli)
    except click.ClickException as error:
        click.echo(safe(error.format_message()), err=True)
        return error.exit_code
    except BrokenInvariant as error:
        return _print_error(_damage(cli) or error, cli)
    except SltError as error:
        return _print_error(error, cli)
    except (BrokenPipeError, SystemExit):  # whoever read has left; click ends with SystemExit then
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last line of defence: no traceback for a coordinator
        if environ.get("SLT_DEBUG"):
            raise
        unexpected = BrokenInvariant("unexpected", what=f"{type(error).__name__}: {error}")
        return _print_error(_damage(cli) or unexpected, cli)
    return exit_code if isinstance(exit_code, int) else 0


def _early(option: str, argv: Sequence[str]) -> str | None:
    """Return the value that a command line gives an option, wherever it stands."""
    for place, word in enumerate(argv):
        if word == "--":
            break
        if word == option and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


def outermost() -> Group:
    """Make the group that holds all commands; called without one, it shows today."""
    version = click.Option(
        ["-V", "--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help=N_("Print the version."),
    )
    group: Group = click.command(
        "slt",
        cls=Group,
        contents=COMMANDS,
        others=[*global_options(root=True), version],
        invoke_without_command=True,
        help=N_(
            "Makes the signed agreement of a police council run: decisions by consensus, followed up level by level."
        ),
    )(in_time(_today))  # click takes the options noted on a function away when it makes a command of it
    return group


def _today() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        show_today(cli_of(context))
    elif cli_of(context).looks_back:
        raise RequestError("day_before_command", command=_looking_back(context))


def _looking_back(context: click.Context) -> str:
    """Return the command that was called, where it can look back, else one that can."""
    name = context.invoked_subcommand or ""
    command = context.command.get_command(context, name) if isinstance(context.command, Group) else None
    options = [option for parameter in command.params for option in parameter.opts] if command is not None else []
    return name if "--as-of" in options else "status"


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"slt-flow {__version__}")
        context.exit()


def _translate_click(environ: Mapping[str, str], language: str) -> None:
    """Let click's own messages come from the same catalogue as ours."""
    if isinstance(environ, os._Environ):
        os.environ["LANGUAGE"] = {"nn": "nn:nb", "en": "C"}.get(language, language)
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


def _usage(error: click.UsageError, cli: Cli) -> int:
    """Print an error of usage; what was typed may hold any character."""
    words = cli.help_words
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else error.format_message())
        return 0
    command = error.ctx.command_path if error.ctx is not None else "slt"
    message = f"{safe(error.format_message())} {words.say('See: {command} --help', command=command)}"
    click.echo(message, err=True)
    if cli.json:
        cli.print_json({"accepted": False, "error": "usage", "message": message, "facts": {}})
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        line = words.say("A text that begins with -- comes after a lone --, as in: {command} -- TEXT", command=command)
        click.echo(line, err=True)
    return 2


def _print_error(error: SltError, cli: Cli) -> int:
    from slt_flow.views.text import failures

    words = _words(cli)
    if cli.json:
        cli.print_json({"accepted": False, **failures.as_json(error, words)})
    for line in failures.lines(error, words):
        cli.aside.print(line)
    return error.exit_code


def _damage(cli: Cli) -> RecordsError | None:
    """Return the damage to the database that explains an error, or None."""
    from slt_flow.services.history import audit

    try:
        return audit.damage(cli.context())
    except Exception:  # whatever else is wrong with it, it does not explain this
        return None


def _words(cli: Cli) -> Words:
    try:
        return cli.words
    except SltError:
        return cli.help_words
