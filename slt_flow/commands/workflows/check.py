"""What is proved of the workflows."""

from __future__ import annotations

from collections.abc import Callable

import click

from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import Asked, asked, command
from slt_flow.terms import N_


@command(
    "check",
    reads=True,
    help=N_("Explore every situation the workflows can lead to, and prove what must hold; with one's own file too."),
)
@click.argument("file", required=False, type=PathName(), metavar="[FILE]")
@click.option("--parties", type=click.IntRange(1, 4), default=2, help=N_("How many parties there are."))
@click.option(
    "--assignments", type=click.IntRange(0, 3), default=2, help=N_("How many assignments a decision may get.")
)
@click.option("--measures", type=click.IntRange(0, 3), default=1, help=N_("How many measures each of them may get."))
def check(file: str | None, parties: int, assignments: int, measures: int) -> None:
    """Prove the workflows."""
    from slt_flow.services.workflows.check import check as proved
    from slt_flow.views.workflows import check as view

    state = asked()
    found = proved(
        file, shelf=state.shelf, parties=parties, assignments=assignments, measures=measures, report=telling(state)
    )
    state.show(view.as_json(found, state.words), lambda: view.show(found, state.words, state.out))
    if found.unproved:
        raise click.exceptions.Exit(3)


def telling(state: Asked) -> Callable[[str, int, int], None] | None:
    """Tell how far it has come, on a terminal."""
    if state.quiet or state.json or not state.aside.console.is_terminal:
        return None

    from slt_flow.views.workflows.check import progress

    def tell(what: str, found: int, waiting: int) -> None:
        told = progress(what, found, waiting, state.words) if waiting else ""
        room = state.aside.width - 1
        state.aside.console.print(f"{told[:room]:<{room}}", end="\r")

    return tell
