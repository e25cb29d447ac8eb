"""Command `help`: the help page of any command, and the explanation of a clause."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import CompletionItem

from slt_flow.commands.cli import Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import Group, reads, unknown_command
from slt_flow.commands.norwegian import meaning
from slt_flow.errors import SltError

NO_SUCH_CLAUSE: Final = ("unknown_clause_key", "no_council", "no_database")
"""Errors that mean a word is no clause: without a council, nobody can have asked for one."""


class Topic(Known):
    """Words that call a command, or the key of a clause."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the commands beneath those typed before, and the clauses where none is."""
        above = ctx.find_root()
        for word in ctx.params.get("words") or ():
            above = _beneath(above, word) or above
        commands = above.command.list_commands(above) if isinstance(above.command, Group) else []
        clauses = [] if above.parent else super().shell_complete(ctx, param, incomplete)
        return [*(CompletionItem(name) for name in commands if name.startswith(incomplete)), *clauses]


@reads
@click.argument("words", nargs=-1, type=Topic("clause"), metavar="[COMMAND...|CLAUSE]")
def help_(cli: Cli, words: tuple[str, ...]) -> None:
    """Print the help of a command, or what a clause of the agreement says; where both have the name, of the command."""
    context = click.get_current_context().find_root()
    for place, word in enumerate(words):
        command = _beneath(context, word)
        if command is None:
            if len(words) == 1 and _explained(cli, word):
                return
            if (path := meaning(context, context.command, word)) is not None:
                for name in path.split():
                    context = _beneath(context, name) or context
                continue
            names = context.command.list_commands(context) if isinstance(context.command, Group) else []
            unknown_command(context, words[place:], names)
        context = command
    click.echo(context.get_help())


def _beneath(context: click.Context, name: str) -> click.Context | None:
    """Return the context of a command beneath another, as if it were called, or None without one."""
    group = context.command
    command = group.get_command(context, name) if isinstance(group, Group) else None
    return click.Context(command, parent=context, info_name=name) if command is not None else None


def _explained(cli: Cli, key: str) -> bool:
    """Explain a clause, if the council's agreement has one with this key."""
    from slt_flow.services.year.explained import clause
    from slt_flow.views.year.clauses import show_clauses

    try:
        clauses = clause(cli.context(), key)
    except SltError as error:
        if error.code in NO_SUCH_CLAUSE:
            return False
        raise
    cli.show(clauses, show_clauses)
    return True
