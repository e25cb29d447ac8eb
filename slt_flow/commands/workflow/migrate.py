"""Running cases move to another version of the workflows."""

from __future__ import annotations

import click

from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import _, asked, command
from slt_flow.commands.workflow.check import telling


@command(
    "migrate",
    help=_(
        "Move running cases to a version of the workflows, as the files in moves/ say, and begin new ones with it. "
        "What has ended stays."
    ),
)
@click.argument("machines", nargs=-1, metavar="[MACHINE]...")
@click.option("--to", type=click.IntRange(1, 9999), required=True, metavar="VERSION", help=_("The version."))
@click.option("--ref", "refs", multiple=True, type=RefName(None), metavar="REF", help=_("Only this case."))
def migrate(machines: tuple[str, ...], to: int, refs: tuple[str, ...]) -> None:
    """Move running cases."""
    from slt_flow.results import Refusal
    from slt_flow.services.workflows.migrate import migrate as move
    from slt_flow.views import as_json
    from slt_flow.views.migration import show

    state = asked()
    found = move(state.desk(), to, machines, refs, telling(state))
    if isinstance(found.outcome, Refusal):
        state.finish(found.outcome)
    elif state.json:
        told = as_json.done(found.outcome, state.words)
        lists = {"moved": as_json.listing(found.moved), "stayed": as_json.listing(found.stayed)}
        state.out.data(as_json.dumped(told | {"to": found.to, **lists}))
    elif not state.quiet:
        show(found, state.words, state.out)
