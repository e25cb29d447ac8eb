"""The agreement: which there are, what it says, whether a file is right."""

from __future__ import annotations

import click

from slt_flow.commands.completion import AgreementName
from slt_flow.commands.frame import _, asked, command, group, in_time


@command("list", reads=True, help=_("List the agreements that come with slt-flow."))
def list_() -> None:
    """List the shipped agreements."""
    from slt_flow.desk.councils import shipped
    from slt_flow.views import as_json
    from slt_flow.views.tables import show_listing

    state = asked()
    found = shipped()
    state.show(as_json.listing(found), lambda: show_listing(found, state.words, state.out))


@command(
    "show", reads=True, help=_("What the council's agreement says, or one named: parties, posts, focus areas, clauses.")
)
@click.argument("agreement", required=False, type=AgreementName(), metavar="[AGREEMENT]")
@in_time
def show(agreement: str | None, as_of: str | None, as_known: str | None) -> None:
    """Show an agreement."""
    from slt_flow.views import as_json
    from slt_flow.views.tables import show_sheet

    state = asked()
    if agreement is not None:
        from slt_flow.desk.councils import show_file

        found = show_file(agreement)
    else:
        from slt_flow.desk.lists import agreement as of_council

        found = of_council(state.desk(), state.day(as_of), state.day(as_known))
    state.show(as_json.sheet(found), lambda: show_sheet(found, state.words, state.out))


@command("check", reads=True, help=_("Check an agreement file and the workflows it names; every error with its key."))
@click.argument("agreement", type=AgreementName(), metavar="AGREEMENT")
def check(agreement: str) -> None:
    """Check an agreement."""
    from slt_flow.desk.councils import check_file

    state = asked()
    found = check_file(agreement)
    line = state.words.say("{agreement} is in order.", agreement=found["agreement"])
    state.show(found, lambda: state.out.print(line))


agreement = group("agreement", help_=_("The signed agreement."))
for each in (list_, show, check):
    agreement.add_command(each)
