"""The outermost command."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from slt_flow.commands.cli import Cli, cli_of
from slt_flow.commands.contents import COMMANDS
from slt_flow.commands.failures import end
from slt_flow.commands.frame import Group
from slt_flow.commands.options import global_options, in_time
from slt_flow.commands.signals import leave_out
from slt_flow.errors import RequestError, SltError
from slt_flow.services.request.settings import Settings, file_of, load
from slt_flow.terms import LANGUAGES, N_
from slt_flow.version import __version__
from slt_flow.views.text.words import DOMAIN, LOCALE, STANDARD

_COMPLETES: Final = "_SLT_COMPLETE"


def run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line and return its exit code."""
    cli = typed(argv, environ)
    try:
        if _COMPLETES not in environ:  # completions say nothing of click's
            _translate_click(environ, cli.words.language)
        exit_code = outermost().main(args=list(argv), prog_name="slt", standalone_mode=False, obj=cli)
        sys.stdout.flush()
        leave_out()
    except SystemExit as left:  # completion ends so
        return left.code if isinstance(left.code, int) else 0
    except BaseException as failure:  # the last line of defence: no traceback for a coordinator
        if environ.get("SLT_DEBUG") and isinstance(failure, Exception) and not isinstance(failure, SltError):
            raise
        leave_out()
        return end(failure, cli)
    return exit_code if isinstance(exit_code, int) else 0


def typed(argv: Sequence[str], environ: Mapping[str, str]) -> Cli:
    """Return what help, one's own workflows and failures need of a command line before click has parsed it."""
    settings, file, flaw = _settings(environ)
    language, db, council, workflows = (
        _early(f"--{name}", argv) or environ.get(f"SLT_{name.upper()}") or standard
        for name, standard in (
            ("lang", settings.language),
            ("db", settings.database),
            ("council", settings.council),
            ("workflows", None),
        )
    )
    asks_json = "--json" in argv[: argv.index("--") if "--" in argv else None]
    state = environ.get("SLT_STATE", None if isinstance(environ, os._Environ) else "")
    return Cli(
        db=db,
        workflows=workflows,
        council=council,
        lang=language if language in LANGUAGES else None,
        locale=_locale(environ),
        json=asks_json,
        state=state,
        settings=settings,
        settings_file=file,
        settings_flaw=flaw,
    )


def _locale(environ: Mapping[str, str]) -> str:
    """Return nynorsk where the computer speaks it, in the order of POSIX; bokmål everywhere else."""
    spoken = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "nn" if spoken.partition("_")[0] == "nn" else STANDARD


def _settings(environ: Mapping[str, str]) -> tuple[Settings, str | None, SltError | None]:
    """Return the user's settings with their file; none of them, and the flaw, where they cannot be read."""
    file = file_of(environ)
    try:
        return load(file), file, None
    except SltError as flaw:
        return Settings(), file, flaw


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
        from slt_flow.commands.follow_up import show_today

        show_today(cli_of(context))
    elif cli_of(context).looks_back:
        raise RequestError("day_before_command", command=_looking_back(context))
    elif cli_of(context).public:
        raise RequestError("public_before_command", command=_looking_back(context))


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
        os.environ["LANGUAGE"] = "C" if language == "en" else language
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
