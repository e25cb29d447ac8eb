"""What the council works from: sources of knowledge, and the challenges they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import AreaName, KnowledgeName
from slt_flow.commands.frame import asked, command, group, in_time
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.answers import Listing


@command("add", help=N_("Register a source of knowledge; --on is its day."))
@click.argument("id_", metavar="ID")
@click.option("--title", required=True, metavar="TEXT", help=N_("What it is called."))
@click.option("--source", metavar="NAME", help=N_("What kind of source it is, as the agreement names it: Ungdata."))
@click.option("--link", "address", metavar="URL", help=N_("A web address, or the name of a file."))
def add_knowledge(id_: str, title: str, source: str | None, address: str | None) -> None:
    """Register a source of knowledge."""
    from slt_flow.services.decisions.knowledge import add_knowledge as enter

    state = asked()
    state.finish(enter(state.context(), id_, title, source=source, address=address))


@command("list", reads=True, help=N_("List the sources of knowledge, with what rests on them."))
@in_time
def list_knowledge() -> None:
    """List the sources of knowledge."""
    from slt_flow.services.decisions.rationale import list_knowledge as known

    state = asked()
    _listed(known(state.context()))


@command("add", help=N_("Register a challenge that decisions and measures answer."))
@click.argument("id_", metavar="ID")
@click.option("--title", required=True, metavar="TEXT", help=N_("What it is called."))
@click.option("--area", type=AreaName(), metavar="AREA", help=N_("The focus area it belongs to."))
@click.option("--knowledge", multiple=True, type=KnowledgeName(), metavar="ID", help=N_("The knowledge that shows it."))
def add_challenge(id_: str, title: str, area: str | None, knowledge: tuple[str, ...]) -> None:
    """Register a challenge."""
    from slt_flow.services.decisions.knowledge import add_challenge as enter

    state = asked()
    state.finish(enter(state.context(), id_, title, area=area, sources=knowledge))


@command("list", reads=True, help=N_("List the challenges, with the decisions and measures that answer each."))
@in_time
def list_challenges() -> None:
    """List the challenges."""
    from slt_flow.services.decisions.rationale import list_challenges

    state = asked()
    _listed(list_challenges(state.context()))


def _listed(found: Listing) -> None:
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


knowledge = group("knowledge", help_=N_("The sources of knowledge that the council works from."))
challenge = group("challenge", help_=N_("The challenges that decisions and measures answer."))
for made, commands in (
    (knowledge, (add_knowledge, list_knowledge)),
    (challenge, (add_challenge, list_challenges)),
):
    for each in commands:
        made.add_command(each)
