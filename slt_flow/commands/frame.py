"""The frame every command stands in: global options on every level, lazy groups, help, language, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from slt_flow.commands.completion import CouncilName, PostName
from slt_flow.errors import RequestError
from slt_flow.terms import LANGUAGES, N_
from slt_flow.views.text.words import STANDARD, Words

if TYPE_CHECKING:
    from datetime import date

    from slt_flow.results.answers import Done, Outcome
    from slt_flow.services.request.context import Context, Shelf
    from slt_flow.views.text.screen import Screen
REFUSED: Final = 1
"""The exit code of a request that a rule refused."""


def asked_language(argv: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """The language asked for before any command is known: `--lang`, else `SLT_LANG`."""
    given = _asked_before(argv, "--lang") or environ.get("SLT_LANG")
    return given if given in LANGUAGES else None


def asked_folder(argv: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """The municipality's own workflows, asked for before any command is known: `--workflows`, else `SLT_WORKFLOWS`."""
    return _asked_before(argv, "--workflows") or environ.get("SLT_WORKFLOWS") or None


def _asked_before(argv: Sequence[str], option: str) -> str | None:
    """What a command line gives an option of every command, wherever it stands."""
    for place, word in enumerate(argv):
        if word == "--":
            break
        if word == option and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


Panels = Sequence[tuple[str, Sequence[str]]]
"""Panels of options in a help text: title and the long names of the options."""


def panels(
    own: Sequence[click.Parameter], writing: Sequence[click.Parameter], others: Sequence[click.Parameter]
) -> Panels:
    """The panels of a command: its own options, those of every write, those of every command."""
    return (
        (N_("Options"), _flags(own)),
        (N_("When it writes"), _flags(writing)),
        (N_("With every command"), [*_flags(others), "--help"]),
    )


def help_of(made: click.Command, ctx: click.Context, panels: Panels) -> str:
    """The help of a command in the language asked for."""
    from slt_flow.commands.help import drawn

    return drawn(made, ctx, ctx.find_root().ensure_object(Asked).help_words, panels)


def _flags(params: Sequence[click.Parameter]) -> list[str]:
    return [max(param.opts, key=len) for param in params if isinstance(param, click.Option)]


@dataclass
class Asked:
    """What was asked for on every command, before or after its name."""

    db: str | None = None
    workflows: str | None = None
    council: str | None = None
    actor: str | None = None
    on: str | None = None
    lang: str | None = None
    color: str = "auto"
    json: bool = False
    quiet: bool = False
    dry_run: bool = False
    acted_by: str | None = None
    basis: str | None = None
    key: str | None = None
    if_seq: int | None = None
    as_of: str | None = None
    as_known: str | None = None

    @cached_property
    def words(self) -> Words:
        """The reader's language: as asked, else the council's."""
        from slt_flow.services.request import completion_index

        return Words(self.lang or completion_index.language(self.db, self.council) or STANDARD)

    @property
    def help_words(self) -> Words:
        """The language of help texts, and of errors met before a council is known."""
        return Words(self.lang or STANDARD)

    @cached_property
    def out(self) -> Screen:
        """Where data goes."""
        from slt_flow.views.text.screen import Screen

        return Screen(self.color)

    @cached_property
    def aside(self) -> Screen:
        """Where messages go."""
        from slt_flow.views.text.screen import Screen

        return Screen(self.color, sys.stderr)

    def context(self) -> Context:
        """The context that a request comes in at."""
        from slt_flow.services.request import parsing
        from slt_flow.services.request.completion_index import database
        from slt_flow.services.request.context import opened

        return opened(
            database(self.db),
            workflows=self.workflows,
            council=self.council,
            actor=self.actor,
            on=parsing.day(self.on) if self.on is not None else None,
            acted_by=self.acted_by,
            basis=self.basis,
            key=self.key,
            if_seq=self.if_seq,
            dry_run=self.dry_run,
        ).at(self.day(self.as_of), self.day(self.as_known))

    @property
    def shelf(self) -> Shelf:
        """Where definition files stand."""
        from slt_flow.services.request.context import shelf_of

        return shelf_of(self.workflows)

    def day(self, given: str | None) -> date | None:
        """A day as typed, or None."""
        from slt_flow.services.request import parsing

        return parsing.day(given) if given is not None else None

    @property
    def looks_back(self) -> bool:
        """Whether a reading was asked for at another moment than now."""
        return self.as_of is not None or self.as_known is not None

    def show(self, told: Any, shown: Callable[[], None]) -> None:
        """Print a reading, as JSON when asked."""
        if self.json:
            from slt_flow.views.text.serialise import dumped

            self.out.data(dumped(told))
        else:
            shown()

    def finish(self, outcome: Outcome) -> None:
        """Print what a write did or why not; a refusal ends with exit code 1."""
        from slt_flow.results.answers import Refusal
        from slt_flow.views.text import outcomes, serialise

        if isinstance(outcome, Refusal):
            if self.json:
                self.out.data(serialise.dumped(serialise.refusal(outcome, self.words)))
            else:
                outcomes.show_refusal(outcome, self.words, self.aside)
            raise click.exceptions.Exit(REFUSED)
        if self.json:
            self.out.data(serialise.dumped(serialise.done(outcome, self.words)))
        elif not self.quiet:
            outcomes.show_done(outcome, self.words, self.out, self.aside)

    def tell(self, done: Done, line: str) -> None:
        """Print one line for a write, as JSON when asked."""
        if self.json:
            self.finish(done)
        elif not self.quiet:
            self.out.print(line)


def asked() -> Asked:
    """What was asked for, from wherever a command runs."""
    return click.get_current_context().find_root().ensure_object(Asked)


def _store(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def store(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        given = context.get_parameter_source(str(parameter.name))
        if value not in (None, False) and given is not click.core.ParameterSource.DEFAULT:
            setattr(context.find_root().ensure_object(Asked), name, value)
        return value

    return store


def _option(name: str, *declared: str, root: bool = False, env: str | None = None, **told: Any) -> click.Option:
    return click.Option(
        [*declared], expose_value=False, is_eager=True, callback=_store(name), envvar=env if root else None, **told
    )


def global_options(*, root: bool = False) -> list[click.Parameter]:
    """The options of every command. Only the outermost reads the environment, so that what is typed wins."""
    return [
        _option(
            "db", "--db", root=root, env="SLT_DB", metavar="FILE", help=N_("The database: a file, or sqlite:///FILE.")
        ),
        _option(
            "workflows",
            "--workflows",
            root=root,
            env="SLT_WORKFLOWS",
            metavar="DIR",
            help=N_("A folder with workflows of your own, beside the shipped ones."),
        ),
        _option(
            "council",
            "--council",
            root=root,
            env="SLT_COUNCIL",
            type=CouncilName(),
            metavar="ID",
            help=N_("The council, where there are several."),
        ),
        _option(
            "actor",
            "--as",
            "as_",
            root=root,
            env="SLT_AS",
            type=PostName(),
            metavar="POST",
            help=N_("Who asks; the secretary unless named."),
        ),
        _option(
            "on", "--on", root=root, env="SLT_ON", metavar="DATE", help=N_("The day it holds for; today unless named.")
        ),
        _option(
            "lang",
            "--lang",
            root=root,
            env="SLT_LANG",
            type=click.Choice(LANGUAGES),
            help=N_("The language; the council's unless named."),
        ),
        _option(
            "color",
            "--color",
            root=root,
            env="SLT_COLOR",
            type=click.Choice(("auto", "always", "never")),
            help=N_("When to use colour."),
        ),
        _option("json", "--json", root=root, is_flag=True, help=N_("Print JSON with names that stay the same.")),
        _option("quiet", "--quiet", root=root, is_flag=True, help=N_("Print no messages, only data and errors.")),
    ]


def write_options() -> list[click.Parameter]:
    """The options of every command that writes."""
    return [
        _option("dry_run", "--dry-run", is_flag=True, help=N_("Say what would be done, and write nothing.")),
        _option(
            "acted_by", "--for", "for_", type=PostName(), metavar="POST", help=N_("Whose act it is that you record.")
        ),
        _option("basis", "--basis", metavar="TEXT", help=N_("On what ground you record another's act.")),
        _option("key", "--key", metavar="KEY", help=N_("Record it once, however often it comes.")),
        _option(
            "if_seq",
            "--if-seq",
            type=click.IntRange(min=0),
            metavar="N",
            help=N_("Refuse if the case changed after entry N."),
        ),
    ]


_GIVEN: Final = "slt_flow.given"
"""The key under which all contexts of one command line keep the parameters given, in their order."""


class _Once(click.Command):
    """A command that refuses a second value for an option that takes one, before or after its name.

    Values of the environment do not count: only what is typed has an order.
    """

    def make_parser(self, ctx: click.Context) -> Any:
        """A parser that notes which parameters are given, and refuses before any value is taken (`RequestError`)."""
        parser = super().make_parser(ctx)
        parse = parser.parse_args

        def noting(args: list[str]) -> tuple[Any, list[str], list[click.Parameter]]:
            options, left, order = parse(args)
            given = ctx.meta.setdefault(_GIVEN, [])
            given.extend(order)
            if not ctx.resilient_parsing and not any(each.name == "help" for each in order):
                asked_for = ctx.find_root().ensure_object(Asked)
                asked_for.json = asked_for.json or any(each.name == "json" for each in given)
                _refuse_twice(given)
            return options, left, order

        parser.parse_args = noting  # type: ignore[method-assign] # click parses and processes in one function
        return parser


def _refuse_twice(given: Sequence[click.Parameter]) -> None:
    options = [each for each in given if isinstance(each, click.Option)]
    once = [max(each.opts, key=len) for each in options if not (each.is_flag or each.multiple)]
    twice = [name for name in once if once.count(name) > 1]
    if twice:
        raise RequestError("option_given_twice", option=twice[0])


class Joined(click.Option):
    """An option for a list: given several times, its values are joined as if with commas between."""

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **{**told, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """The joined values, or None where none was given."""
        found = super().process_value(ctx, value)
        return ",".join(found) if found else None


class Command(_Once):
    """A command with the global options, and those of a write unless it only reads."""

    labels: Mapping[str, str] | None = None
    """The label of the action that a command was made from, by language."""

    def __init__(self, *args: Any, reads: bool = False, **told: Any) -> None:
        super().__init__(*args, **told)
        own, writing, others = self.params, [] if reads else write_options(), global_options()
        self.params = [*own, *writing, *others]
        self.panels = panels(own, writing, others)

    def get_help(self, ctx: click.Context) -> str:
        """The help, in the language asked for."""
        return help_of(self, ctx, self.panels)


class Group(_Once, click.Group):
    """A group whose commands are imported when they are called for.

    Args:
        lazy: command names with `module:attribute`, in the order help lists them.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **told: Any) -> None:
        super().__init__(*args, **told)
        self.lazy = dict(lazy or {})
        self.panels: Panels = ()

    def get_help(self, ctx: click.Context) -> str:
        """The help, in the language asked for."""
        return help_of(self, ctx, self.panels)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Lazy commands in their order, then those defined here."""
        return [*self.lazy, *(name for name in super().list_commands(ctx) if name not in self.lazy)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported now if it is lazy."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.lazy[cmd_name].partition(":")
        found = getattr(import_module(f"slt_flow.commands.{module}"), attribute)
        return found if isinstance(found, click.Command) else found(ctx.find_root().ensure_object(Asked).workflows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, or an error that suggests the nearest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            _unknown_command(ctx, name, self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def everywhere(made: Group, options: list[click.Parameter]) -> Group:
    """Give a group the options of every command."""
    own = made.params
    made.params = [*own, *options]
    made.panels = panels(own, (), options)
    return made


F = TypeVar("F", bound=Callable[..., Any])


def in_time(function: F) -> F:
    """Let a reading be asked for at another moment: `--as-of` a day, and as it was known on a day (`--as-known`)."""
    for name, help_ in (("as_known", N_("As it was known that day.")), ("as_of", N_("As it held that day."))):
        option = f"--{name.replace('_', '-')}"
        click.option(option, expose_value=False, callback=_store(name), metavar="DATE", help=help_)(function)
    return function


def command(name: str, *, reads: bool = False, **told: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command of this frame."""

    def make(function: Callable[..., Any]) -> Command:
        made: Command = click.command(name, cls=Command, reads=reads, **told)(function)
        return made

    return make


def group(name: str, *, help_: str, lazy: Mapping[str, str] | None = None) -> Group:
    """A group of commands about one noun."""
    made = Group(name, help=help_, lazy=lazy, no_args_is_help=True)
    return everywhere(made, global_options())


def _unknown_command(ctx: click.Context, name: str, known: Sequence[str]) -> NoReturn:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    path = f"{ctx.command_path} {name}"
    raise RequestError(
        "unknown_command", command=path, near=f"{ctx.command_path} {near[0]}" if near else None, above=ctx.command_path
    )
