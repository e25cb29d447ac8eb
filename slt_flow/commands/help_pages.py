"""Help pages of commands in the reader's language, as click writes them: nothing else is imported to show one."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Final

import click

from slt_flow.views.text.placeholders import in_words
from slt_flow.views.text.words import Words

Panels = Sequence[tuple[str, Sequence[click.Option]]]
"""Options of a command under their titles, which are message ids."""

_WIDEST: Final = 100


def page(command: click.Command, ctx: click.Context, words: Words, panels: Panels) -> str:
    """Return the help page of a command, whose help texts are message ids, as text."""
    formatter = click.HelpFormatter(max_width=_WIDEST)
    usage = in_words(" ".join(command.collect_usage_pieces(ctx)), words)
    formatter.write_usage(ctx.command_path, usage, prefix=f"{words.say('Usage:')} ")
    formatter.write(f"\n{click.wrap_text(summary(command, words), formatter.width, '  ', '  ')}\n")
    for title, options in panels:
        _section(formatter, words.say(title), [_row(option, ctx, words) for option in options])
    if isinstance(command, click.Group):
        beneath = {name: command.get_command(ctx, name) for name in command.list_commands(ctx)}
        rows = [(name, summary(child, words)) for name, child in beneath.items() if child is not None]
        _section(formatter, words.say("Commands"), rows)
    return formatter.getvalue().rstrip("\n")


def _section(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _row(option: click.Option, ctx: click.Context, words: Words) -> tuple[str, str]:
    twin = copy.copy(option)
    twin.help = words.say(option.help or "")
    if not option.is_flag:
        twin.metavar = in_words(option.make_metavar(ctx), words)
    return twin.get_help_record(ctx) or ("", "")


def summary(command: click.Command, words: Words) -> str:
    """Return the help text of a command: the label of the action it was made from, else its message."""
    labels = getattr(command, "labels", None)
    return words.label(labels) if labels else words.say(command.help or "")
