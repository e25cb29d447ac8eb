"""Organisations, posts, holders and focus areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import AreaName, PostName, RefName
from slt_flow.commands.frame import asked, command, group, in_time
from slt_flow.terms import N_, Level

if TYPE_CHECKING:
    from slt_flow.results.answers import Listing

_LEVELS = [str(level) for level in Level]


def _listed(found: Listing) -> None:
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command("add", help=N_("Add an organisation: a part of a party, or a third party when --party is left out."))
@click.argument("id_", metavar="ID")
@click.option("--name", required=True, metavar="NAME", help=N_("What it is called."))
@click.option("--party", metavar="PARTY", help=N_("The party it is a part of."))
def add_organisation(id_: str, name: str, party: str | None) -> None:
    """Add an organisation."""
    from slt_flow.services.people import organisations

    state = asked()
    state.finish(organisations.add_organisation(state.context(), id_, name, party))


@command("list", reads=True, help=N_("List the organisations."))
@in_time
def list_organisations() -> None:
    """List the organisations."""
    from slt_flow.services.people.lists import list_organisations

    state = asked()
    _listed(list_organisations(state.context()))


@command("add", help=N_("Add a post that can own work."))
@click.argument("id_", metavar="ID")
@click.option("--title", required=True, metavar="TEXT", help=N_("What the function is called."))
@click.option("--organisation", required=True, metavar="ID", help=N_("The organisation it belongs to."))
@click.option(
    "--level", "levels", required=True, multiple=True, type=click.Choice(_LEVELS), help=N_("A level it works on.")
)
@click.option(
    "--seat", is_flag=True, help=N_("It gets a seat in the council, where the agreement lets it be extended.")
)
@click.option("--by", type=RefName("", 0), metavar="DECISION", help=N_("The council's decision that says so."))
def add_post(id_: str, title: str, organisation: str, levels: tuple[str, ...], seat: bool, by: str | None) -> None:
    """Add a post."""
    from slt_flow.services.people import posts

    state = asked()
    state.finish(posts.add_post(state.context(), id_, title, organisation, levels, seat=seat, by=by))


@command("designate", help=N_("Let a decision of the council make a post eligible to own assignments."))
@click.argument("post", type=PostName(), metavar="POST")
@click.option(
    "--by", required=True, type=RefName("", 0), metavar="DECISION", help=N_("The council's decision that says so.")
)
def designate(post: str, by: str) -> None:
    """Designate a post."""
    from slt_flow.services.people import posts

    state = asked()
    state.finish(posts.designate(state.context(), post, by))


@command("list", reads=True, help=N_("List the posts, who holds them and how much open work they own."))
@in_time
def list_posts() -> None:
    """List the posts."""
    from slt_flow.services.people.lists import list_posts

    state = asked()
    _listed(list_posts(state.context()))


@command("appoint", help=N_("Record who holds a post."))
@click.argument("post", type=PostName(), metavar="POST")
@click.argument("name", metavar="NAME")
def appoint(post: str, name: str) -> None:
    """Record a holder."""
    from slt_flow.services.people import posts

    state = asked()
    state.finish(posts.appoint(state.context(), post, name))


@command("vacate", help=N_("Record that nobody holds a post."))
@click.argument("post", type=PostName(), metavar="POST")
@click.option("--reason", metavar="TEXT", help=N_("Why."))
def vacate(post: str, reason: str | None) -> None:
    """Record a vacancy."""
    from slt_flow.services.people import posts

    state = asked()
    state.finish(posts.vacate(state.context(), post, reason))


@command("add", help=N_("Add a focus area by a decision of the council."))
@click.argument("id_", metavar="ID")
@click.option("--title", required=True, metavar="TEXT", help=N_("What it is called."))
@click.option(
    "--by", required=True, type=RefName("", 0), metavar="DECISION", help=N_("The council's decision that says so.")
)
@click.option("--goal", "goals", multiple=True, metavar="TEXT", help=N_("A goal; may be given several times."))
@click.option("--contact", "contacts", multiple=True, type=PostName(), metavar="POST", help=N_("A contact post."))
def add_area(id_: str, title: str, by: str, goals: tuple[str, ...], contacts: tuple[str, ...]) -> None:
    """Add a focus area."""
    from slt_flow.services.people import areas

    state = asked()
    state.finish(areas.add_area(state.context(), id_, title, by, goals=goals, contacts=contacts))


@command("end", help=N_("End a focus area by a decision of the council; running cases keep it."))
@click.argument("area", type=AreaName(), metavar="AREA")
@click.option(
    "--by", required=True, type=RefName("", 0), metavar="DECISION", help=N_("The council's decision that says so.")
)
def end_area(area: str, by: str) -> None:
    """End a focus area."""
    from slt_flow.services.people import areas

    state = asked()
    state.finish(areas.end_area(state.context(), area, by))


@command("list", reads=True, help=N_("List the focus areas."))
@in_time
def list_areas() -> None:
    """List the focus areas."""
    from slt_flow.services.people.lists import list_areas

    state = asked()
    _listed(list_areas(state.context()))


organisation = group("organisation", help_=N_("Organisations: parties, their parts, third parties."))
post = group("post", help_=N_("Posts: the functions that can own work."))
area = group("area", help_=N_("Focus areas."))
for made, commands in (
    (organisation, (add_organisation, list_organisations)),
    (post, (add_post, designate, list_posts)),
    (area, (add_area, end_area, list_areas)),
):
    for each in commands:
        made.add_command(each)
