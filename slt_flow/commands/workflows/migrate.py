"""Running cases move to another version of the workflows."""

from __future__ import annotations

import click

from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import asked, command
from slt_flow.commands.workflows.check import telling
from slt_flow.terms import N_


@command(
    "migrate",
    help=N_(
        "Move running cases to a version of the workflows, as the files in moves/ say, and begin new ones with it. "
        "What has ended stays."
    ),
)
@click.argument("machines", nargs=-1, metavar="[MACHINE]...")
@click.option("--to", required=True, metavar="VERSION", help=N_("The version."))
@click.option("--ref", "refs", multiple=True, type=RefName(None), metavar="REF", help=N_("Only this case."))
def migrate(machines: tuple[str, ...], to: str, refs: tuple[str, ...]) -> None:
    """Move running cases."""
    from slt_flow.results.answers import Refusal
    from slt_flow.services.workflows.migrate import migrate as move
    from slt_flow.views.text import serialise
    from slt_flow.views.workflows.migrate import show

    state = asked()
    found = move(state.context(), to, machines, refs, telling(state))
    if isinstance(found.outcome, Refusal):
        state.finish(found.outcome)
    elif state.json:
        told = serialise.done(found.outcome, state.words)
        lists = {"moved": serialise.listing(found.moved), "stayed": serialise.listing(found.stayed)}
        state.out.data(serialise.dumped(told | {"to": serialise.version(found.to), **lists}))
    elif not state.quiet:
        show(found, state.words, state.out)
