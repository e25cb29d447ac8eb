"""The outermost command, and what becomes of errors: a sentence on standard error and the right exit code."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence

import click

from slt_flow.commands.frame import (
    Asked,
    Group,
    asked,
    asked_folder,
    asked_language,
    everywhere,
    global_options,
    in_time,
)
from slt_flow.commands.reading import show_today
from slt_flow.errors import BrokenInvariant, RecordsError, RequestError, SltError
from slt_flow.terms import N_
from slt_flow.version import __version__
from slt_flow.views.text.words import DOMAIN, LOCALE, Words

COMMANDS = {
    "init": "councils:init",
    "demo": "demo:demo",
    "councils": "councils:councils",
    "status": "status:status",
    "todo": "reading:todo",
    "next": "actions:next_",
    "why": "actions:why",
    "do": "actions:do",
    "decision": "decisions:decision",
    "assign": "decisions:assign",
    "assignment": "assignment:assignment",
    "measure": "assignment:measure",
    "hand-over": "work:hand_over",
    "reschedule": "work:reschedule",
    "remark": "work:remark",
    "link": "work:link",
    "meeting": "meetings:meeting",
    "knowledge": "knowledge:knowledge",
    "challenge": "knowledge:challenge",
    "evaluate": "evaluation:evaluate",
    "learning": "evaluation:learning",
    "plan": "plan:plan",
    "agreement": "agreements:agreement",
    "organisation": "posts:organisation",
    "post": "posts:post",
    "appoint": "posts:appoint",
    "vacate": "posts:vacate",
    "absence": "absence:absence",
    "deputy": "absence:deputy",
    "area": "posts:area",
    "show": "reading:show",
    "find": "reading:find",
    "history": "reading:history",
    "wheel": "wheel:wheel",
    "report": "report:report",
    "handover-pack": "report:handover_pack",
    "export": "export:export",
    "undo": "work:undo",
    "workflow": "workflows:workflow",
    "journal": "journal:journal",
    "db": "database:db",
}
"""Every command with where it is made."""


def run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line; the result is the exit code."""
    state = Asked(lang=asked_language(argv, environ), workflows=asked_folder(argv, environ))
    _translate_click(environ, state.help_words.language)
    try:
        left = outermost().main(args=list(argv), prog_name="slt", standalone_mode=False, obj=state)
    except click.Abort:
        return 130
    except click.UsageError as wrong:
        return _usage(wrong, state.help_words)
    except click.ClickException as wrong:
        click.echo(wrong.format_message(), err=True)
        return wrong.exit_code
    except BrokenInvariant as error:
        return _told(_damage(state) or error, state)
    except SltError as error:
        return _told(error, state)
    except (BrokenPipeError, SystemExit):  # whoever read has left; click ends with SystemExit then
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last line of defence: no traceback for a coordinator
        if environ.get("SLT_DEBUG"):
            raise
        ours = BrokenInvariant("unexpected", what=f"{type(error).__name__}: {error}")
        return _told(_damage(state) or ours, state)
    return left if isinstance(left, int) else 0


def outermost() -> Group:
    """The group that holds all commands; by itself it shows today."""
    made = click.command(
        "slt",
        cls=Group,
        lazy=COMMANDS,
        invoke_without_command=True,
        help=N_(
            "Makes the signed agreement of a police council run: decisions by consensus, followed up level by level."
        ),
    )(in_time(_today))
    version = click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help=N_("Print the version.")
    )
    return everywhere(made, [*global_options(root=True), version])


def _today() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        show_today(asked())
    elif asked().looks_back:
        raise RequestError("day_before_command", command=context.invoked_subcommand)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"slt-flow {__version__}")
        context.exit()


def _translate_click(environ: Mapping[str, str], language: str) -> None:
    """Click's own messages come from the same catalogue as ours."""
    if isinstance(environ, os._Environ):
        os.environ["LANGUAGE"] = {"nn": "nn:nb", "en": "C"}.get(language, language)
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


def _usage(wrong: click.UsageError, words: Words) -> int:
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        click.echo(wrong.ctx.get_help() if wrong.ctx else wrong.format_message())
        return 0
    told = wrong.format_message()
    where = wrong.ctx.command_path if wrong.ctx is not None else "slt"
    see = words.say("See: {command} --help", command=where)
    click.echo(f"{told} {see}", err=True)
    if isinstance(wrong, click.NoSuchOption) and wrong.ctx is not None:
        click.echo(
            words.say("A text that begins with -- comes after a lone --, as in: {command} -- TEXT", command=where),
            err=True,
        )
    return 2


def _told(error: SltError, state: Asked) -> int:
    from slt_flow.views.text import failures

    words = _words(state)
    if state.json:
        from slt_flow.views.text.serialise import dumped

        state.out.data(dumped({"accepted": False, **failures.as_json(error, words)}))
    for line in failures.lines(error, words):
        state.aside.print(line)
    return error.exit_code


def _damage(state: Asked) -> RecordsError | None:
    """Whether something went wrong because the database was changed behind our back."""
    from slt_flow.services.history import audit

    try:
        return audit.damage(state.context())
    except Exception:  # whatever else is wrong with it, it does not explain this
        return None


def _words(state: Asked) -> Words:
    try:
        return state.words
    except SltError:
        return state.help_words
