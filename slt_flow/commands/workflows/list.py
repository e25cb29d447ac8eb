"""Which workflows there are."""

from __future__ import annotations

from slt_flow.commands.frame import asked, command
from slt_flow.terms import N_


@command(
    "list",
    reads=True,
    help=N_("Which workflows there are, in which versions; with a database also how many open cases follow each."),
)
def list_() -> None:
    """List the workflows."""
    from slt_flow.services.workflows.versions import workflows
    from slt_flow.views.text.serialise import listing
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = workflows(state.context())
    state.show(listing(found), lambda: show_listing(found, state.words, state.out))
