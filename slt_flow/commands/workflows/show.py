"""One workflow in full."""

from __future__ import annotations

import click

from slt_flow.commands.completion import MachineName
from slt_flow.commands.frame import asked, command
from slt_flow.terms import N_


@command(
    "show",
    reads=True,
    help=N_(
        "One workflow in full: its states in order, and of each action whose it is, what it asks and when it opens."
    ),
)
@click.argument("name", type=MachineName(), metavar="NAME")
@click.option("--version", metavar="VERSION", help=N_("Which version; the newest unless named."))
def show(name: str, version: str | None) -> None:
    """Show one workflow."""
    from slt_flow.services.workflows.draw import diagram
    from slt_flow.services.workflows.versions import kept
    from slt_flow.views.workflows import show as view

    state = asked()
    context = state.context()
    found = diagram(name, version, context.shelf, kept(context))
    state.show(view.chart_as_json(found.charts[0], state.words), lambda: view.show(found, state.words, state.out))
