"""A council begins; which councils there are."""

from __future__ import annotations

import click

from slt_flow.commands.completion import AgreementName
from slt_flow.commands.frame import asked, command
from slt_flow.terms import N_


@command("init", help=N_("Begin to follow up a council under its signed agreement: a shipped name, or a TOML file."))
@click.argument("agreement", type=AgreementName(), metavar="AGREEMENT")
@click.option(
    "--from",
    "since",
    metavar="DATE",
    help=N_("From which day it is followed up here; the first of the year unless named."),
)
def init(agreement: str, since: str | None) -> None:
    """Begin to follow up a council."""
    from slt_flow.services.agreements.init import init as begin

    state = asked()
    done = begin(state.context(), agreement, since=state.day(since))
    state.council = done.ref
    words = state.words
    if done.already:
        line = words.say("{council} is followed up here already.", council=done.ref)
    elif done.dry_run:
        line = words.say("Dry run: nothing was written.")
    else:
        line = words.say(
            "{council} is ready. Next: slt agreement show, slt meeting plan DATE, slt status", council=done.ref
        )
    state.tell(done, line)


@command("councils", reads=True, help=N_("List the councils in the database."))
def councils() -> None:
    """List the councils."""
    from slt_flow.services.agreements.councils import list_councils as listed
    from slt_flow.views.text.serialise import listing
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = listed(state.context())
    state.show(listing(found), lambda: show_listing(found, state.words, state.out))
