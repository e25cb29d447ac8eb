"""Base classes of commands and groups: lazy imports, shared options, help in the reader's language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import click

from slt_flow.commands.cli import Answer, cli_of
from slt_flow.commands.completion import Known
from slt_flow.commands.options import answer_argument, answer_option, answered, global_options, write_options
from slt_flow.errors import RequestError
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.services.request.completion_index import ActionOutline

_TYPED: Final = "slt_flow.typed"
"""Key under which all contexts of one command line keep the parameters typed, in their order."""


class Command(click.Command):
    """Command with the global options and help in the reader's language. It refuses an option that is repeated.

    Values of the environment do not count: only what is typed has an order.
    """

    labels: Mapping[str, str] | None = None
    """Label of the action that a command was made from, by language."""

    def __init__(
        self,
        *args: Any,
        writing: Sequence[click.Parameter] = (),
        others: Sequence[click.Parameter] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        own, others = self.params, global_options() if others is None else others
        self.writes = bool(writing)
        self.params = [*own, *writing, *others]
        self.panels = tuple(
            (title, [parameter for parameter in parameters if isinstance(parameter, click.Option)])
            for title, parameters in (
                (N_("Options"), own),
                (N_("When it writes"), writing),
                (N_("With every command"), others),
            )
        )
        """Options in the help text under their titles."""

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002 # click asks with a context
        """Return the help option; its text is a message, while click's own would bring the catalogue to every start."""
        return click.Option(
            ["-h", "--help"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            help=N_("Show this message and exit."),
            callback=_show_help,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a repeated option before any value is taken (`RequestError`), then parse as click does."""
        if not ctx.resilient_parsing:
            # Parsed once more by click below: it parses and takes the values in one go.
            typed = ctx.meta.setdefault(_TYPED, [])
            typed += self.make_parser(ctx).parse_args(list(args))[2]
            if not any("--help" in parameter.opts for parameter in typed):
                cli = cli_of(ctx)
                cli.json = cli.json or any(parameter.name == "json" for parameter in typed)  # for the refusal too
                _refuse_repeated(typed)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; from here on a failure tells what was written. A day far ahead is asked about first."""
        cli = cli_of(ctx)
        cli.writes = self.writes
        try:
            return super().invoke(ctx)
        except RequestError as error:
            if error.code != "day_far_ahead" or not sys.stdin.isatty() or not cli.confirms_day(error):
                raise
        cli.far_ahead = True
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the reader's language."""
        from slt_flow.commands.help_pages import page

        *panels, (title, others) = self.panels
        return page(self, ctx, cli_of(ctx).words, [*panels, (title, [*others, self.get_help_option(ctx)])])


def _show_help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


def _long(option: click.Option) -> str:
    return max(option.opts, key=len)


def _refuse_repeated(typed: Sequence[click.Parameter]) -> None:
    options = [parameter for parameter in typed if isinstance(parameter, click.Option)]
    single = [_long(option) for option in options if not (option.is_flag or option.multiple)]
    repeated = [flag for flag in single if single.count(flag) > 1]
    if repeated:
        raise RequestError("option_given_twice", option=repeated[0])


def reads(function: Callable[..., Answer]) -> Command:
    """Make a function a command that only reads.

    The function is called with the command line (`Cli`) and its parameters; its docstring is the help text of the
    command, and what it returns is printed.
    """
    return _command(function, writing=())


def writes(function: Callable[..., Answer]) -> Command:
    """Make a function a command that writes, with the options of a write; else as `reads`."""
    return _command(function, writing=write_options())


def _command(function: Callable[..., Answer], writing: Sequence[click.Parameter]) -> Command:
    @wraps(function)  # with the parameters that decorators have noted on it
    def callback(**parameters: Any) -> None:
        cli = cli_of(click.get_current_context())
        try:
            cli.answer(function(cli, **parameters))
        finally:
            cli.warn()

    message = " ".join((function.__doc__ or "").split())
    command: Command = click.command(cls=Command, writing=writing, help=message)(callback)
    return command


class Branch(NamedTuple):
    """Group in the table of contents.

    Attributes:
        help: its help text (a message id).
        module: the module of its commands: `slt area end` is the function `area_end`.
        names: names of its commands, in the order help lists them.
        machine: the machine whose actions are commands too, after those named.
        of_file: the command that is meant where a file stands in the place of a command.
    """

    help: str
    module: str
    names: tuple[str, ...]
    machine: str | None = None
    of_file: str | None = None

    def contents(self, group: str) -> dict[str, str]:
        """Return its commands by name, as `module:function`."""
        return {name: f"{self.module}:{group}_{name.replace('-', '_')}" for name in self.names}


class Group(Command, click.Group):
    """Group that imports a command only when it is called."""

    def __init__(
        self,
        *args: Any,
        contents: Mapping[str, str | Branch],
        machine: str | None = None,
        of_file: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.contents, self.machine, self.of_file = contents, machine, of_file

    def _actions(self, ctx: click.Context) -> dict[str, ActionOutline]:
        """Return the actions of the machine, by the name of the command."""
        if self.machine is None:
            return {}
        from slt_flow.services.request.completion_index import outline

        actions = outline(self.machine, cli_of(ctx).workflows)
        return {name.replace("_", "-"): action for name, action in actions.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the table of contents, or by letter where actions are among them."""
        return sorted({*self.contents, *self._actions(ctx)}) if self.machine else list(self.contents)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported or made now."""
        entry = self.contents.get(cmd_name)
        if isinstance(entry, Branch):
            contents = entry.contents(cmd_name)
            settings: dict[str, Any] = {"machine": entry.machine, "of_file": entry.of_file, "no_args_is_help": True}
            if entry.of_file is not None:  # an option may stand before the file
                settings["context_settings"] = {"ignore_unknown_options": True}
            return Group(cmd_name, help=entry.help, contents=contents, **settings)
        if entry is not None:
            module, _, attribute = entry.partition(":")
            command: Command = getattr(import_module(f"slt_flow.commands.{module}"), attribute)
            return command
        action = self._actions(ctx).get(cmd_name)
        return _action_command(str(self.machine), action) if action is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named, or raise an error that suggests the nearest."""
        if self.of_file is not None and args[0] not in self.contents and set("./-") & set(args[0]):
            args = [self.of_file, *args]
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            unknown_command(ctx, args, self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def unknown_command(ctx: click.Context, typed: Sequence[str], names: Sequence[str]) -> NoReturn:
    """Raise `RequestError` for a command that a group does not have, with the one that is meant as advice."""
    from difflib import get_close_matches

    from slt_flow.commands.norwegian import meant
    from slt_flow.services.request.parsing import shown

    above, name = ctx.command_path, typed[0]
    if (command := meant(ctx, typed)) is not None:
        raise RequestError("norwegian_command", given=shown(name), command=command)
    groups = ctx.command.contents if isinstance(ctx.command, Group) else {}
    within = [f"{above} {group} {name}" for group, it in groups.items() if isinstance(it, Branch) and name in it.names]
    near = within or [f"{above} {other}" for other in get_close_matches(name.casefold(), names, n=1)]
    raise RequestError("unknown_command", command=f"{above} {shown(name)}", near=near[0] if near else None, above=above)


def _action_command(machine: str, action: ActionOutline) -> Command:
    """Make the command for an action of one case, with its answers as arguments and options."""

    def perform_action(ref: str, **answers: Any) -> None:
        from slt_flow.services.request.actions import perform

        cli = cli_of(click.get_current_context())
        cli.finish(perform(cli.context(), [ref], action.name, answered(answers)))

    params: list[click.Parameter] = [click.Argument(["ref"], type=Known(machine), metavar="REF")]
    params += [answer_argument(name) for name in action.positional]
    for name in (*action.asks, *action.may_ask):
        if name not in action.positional:
            params.append(answer_option(name, required=name in action.asks))
    command = Command(action.name.replace("_", "-"), params=params, callback=perform_action, writing=write_options())
    command.labels = action.label
    return command
