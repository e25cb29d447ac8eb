"""Help pages of commands, drawn in the reader's language by rich-click, which is imported when one is shown."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import click

from slt_flow.views.text.words import Words


def drawn(command: click.Command, ctx: click.Context, words: Words, panels: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the help page of a command as text.

    A twin of rich-click's own class is drawn in the command's place, since commands are built without rich-click:
    importing it would double the time of every start.

    Args:
        command: the command; its help texts are message ids.
        ctx: its context.
        words: the reader's language.
        panels: titles (message ids), each with the long names of the options beneath it.
    """
    from rich_click import RichCommand, RichContext, RichGroup, RichHelpConfiguration, RichOptionPanel

    class _Ordered(RichGroup):
        def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
            return list(self.commands)  # as we list them, not by letter

    settings: dict[str, Any] = {
        "params": [_translated(parameter, words) for parameter in command.params],
        "help": summary(command, words),
        "panels": [RichOptionPanel(words.say(title), options=list(names)) for title, names in panels if names],
    }
    twin: click.Command
    if isinstance(command, click.Group):
        names = command.list_commands(ctx)
        beneath = {name: child for name in names if (child := command.get_command(ctx, name)) is not None}
        commands = {name: click.Command(name, help=summary(child, words)) for name, child in beneath.items()}
        optional = command.invoke_without_command
        twin = _Ordered(name=command.name, commands=commands, invoke_without_command=optional, **settings)
    else:
        twin = RichCommand(command.name, **settings)
    configured = RichHelpConfiguration.load_from_globals(
        commands_panel_title=words.say("Commands"),
        options_panel_title="",  # the panel of options that no panel names: there are none
        options_table_column_types=["required", "opt_all", "metavar", "help"],
        required_long_string=rf"\[{words.say('required')}]",
    )
    with RichContext(
        twin,
        info_name=ctx.info_name,
        parent=ctx.parent,
        help_option_names=command.get_help_option_names(ctx),
        rich_help_config=configured,
    ) as dressed:
        return twin.get_help(dressed).rstrip("\n")


def summary(command: click.Command, words: Words) -> str:
    """Return the help text of a command: the label of the action it was made from, else its message."""
    labels = getattr(command, "labels", None)
    return words.label(labels) if labels else words.say(command.help or "")


def _translated(parameter: click.Parameter, words: Words) -> click.Parameter:
    twin = copy.copy(parameter)
    if isinstance(twin, click.Option) and twin.help:
        twin.help = words.say(twin.help)
    return twin
