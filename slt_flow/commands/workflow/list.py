"""Which workflows there are."""

from __future__ import annotations

from slt_flow.commands.frame import _, asked, command


@command(
    "list",
    reads=True,
    help=_("Which workflows there are, in which versions; with a database also how many open cases follow each."),
)
def list_() -> None:
    """List the workflows."""
    from slt_flow.services.workflows.versions import workflows
    from slt_flow.views.as_json import listing
    from slt_flow.views.tables import show_listing

    state = asked()
    found = workflows(state.desk())
    state.show(listing(found), lambda: show_listing(found, state.words, state.out))
