"""The journal for the auditor."""

from __future__ import annotations

import click

from slt_flow.commands.frame import asked, command, group
from slt_flow.errors import RecordsError
from slt_flow.terms import N_


@command(
    "verify",
    reads=True,
    help=N_("Check the chain, every text, every pinned workflow, and the tables against the journal."),
)
@click.option("--anchor", metavar="SEQ:DIGEST", help=N_("Check against a head that was printed earlier."))
def verify(anchor: str | None) -> None:
    """Verify the journal."""
    from slt_flow.services.history import audit
    from slt_flow.views.history.audit import show_verifications
    from slt_flow.views.text import serialise

    state = asked()
    found = audit.verify(state.context(), anchor)
    state.show(
        serialise.verifications(found, state.words) if state.json else None,
        lambda: show_verifications(found, state.words, state.out, state.aside),
    )
    if any(each.flaws for each in found):
        raise click.exceptions.Exit(RecordsError.exit_code)


@command(
    "head", reads=True, help=N_("Print the journal's height and the digest of its last entry, to be kept elsewhere.")
)
def head() -> None:
    """Print the head."""
    from slt_flow.services.history import audit

    state = asked()
    found = audit.head(state.context())
    state.show(found, lambda: state.out.data(f"{found['seq']}:{found['digest']}"))


@command("show", reads=True, help=N_("Print entries as they are: one, those from one to another, or all."))
@click.argument("first", required=False, type=click.IntRange(min=1), metavar="[FROM]")
@click.argument("last", required=False, type=click.IntRange(min=1), metavar="[TO]")
def show(first: int | None, last: int | None) -> None:
    """Print entries."""
    from slt_flow.services.history import audit
    from slt_flow.views.history.audit import show_entries

    state = asked()
    found = audit.show(state.context(), first, last)
    state.show(list(found), lambda: show_entries(found, state.out, state.words))


@command("rebuild", help=N_("Make the tables anew from the journal."))
def rebuild() -> None:
    """Rebuild the tables."""
    from slt_flow.services.history import audit

    state = asked()
    found = audit.rebuild(state.context())
    line = state.words.plural(
        "Tables made anew from {number} entry.", "Tables made anew from {number} entries.", found["entries"]
    )
    state.show(found, lambda: state.out.print(line))


journal = group("journal", help_=N_("The journal: what the tables are made of, and its proof."))
for each in (verify, head, show, rebuild):
    journal.add_command(each)
