"""Decisions: register, decide, hand down."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.action_options import add_actions, grounds
from slt_flow.commands.completion import AreaName, KindName, PostName, RefName
from slt_flow.commands.frame import Group, Joined, asked, command, group, in_time
from slt_flow.commands.reading import show_case
from slt_flow.terms import N_


@command(
    "register", help=N_("Register a decision; with a meeting and consent, also table and adopt it, all or nothing.")
)
@click.argument("title")
@click.option("--area", type=AreaName(), metavar="AREA", help=N_("The focus area it belongs to."))
@click.option("--text", metavar="TEXT", help=N_("The text to decide, when it is more than the title."))
@click.option("--meeting", type=RefName("M"), metavar="MEETING", help=N_("Table it at this meeting."))
@click.option(
    "--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents; then it is adopted if there is consensus.")
)
@click.option("--needs-ratification", multiple=True, metavar="BODY", help=N_("A body that must ratify it."))
@click.option("--for-information", is_flag=True, help=N_("The council only takes note of it."))
@click.option("--case", metavar="NO", help=N_("Its case number in the archive."))
@click.option(
    "--kind",
    type=KindName(),
    metavar="KIND",
    help=N_("A kind of decision, with its own text, ratification and measures."),
)
@grounds
def register(title: str, **told: Any) -> None:
    """Register a decision."""
    from slt_flow.services.decisions.register import register as enter

    state = asked()
    state.finish(enter(state.context(), title, **told))


@command("adopt", help=N_("Adopt a decision by consensus; with --consent, first record who consents."))
@click.argument("ref", type=RefName("", 0), metavar="REF")
@click.option("--consent", cls=Joined, metavar="all|POST,…", help=N_("Who consents."))
def adopt(ref: str, consent: str | None) -> None:
    """Adopt a decision."""
    from slt_flow.services.decisions.adopt import adopt as decide

    state = asked()
    state.finish(decide(state.context(), ref, consent))


@command("kinds", reads=True, help=N_("List the kinds of decision: who ratifies them, and the measures they bring."))
def kinds() -> None:
    """List the kinds of decision."""
    from slt_flow.services.decisions.kinds import kinds as shipped
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = shipped(state.shelf)
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command("list", reads=True, help=N_("List the decisions."))
@click.option("--year", type=click.IntRange(1900, 2199), help=N_("Only this year."))
@click.option("--area", type=AreaName(), metavar="AREA", help=N_("Only this focus area."))
@in_time
def list_(year: int | None, area: str | None) -> None:
    """List the decisions."""
    from slt_flow.services.decisions.lists import list_decisions
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = list_decisions(state.context(), year, area)
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command("show", reads=True, help=N_("One decision in full: text, stances, ratification, follow-up."))
@click.argument("ref", type=RefName("", 0), metavar="REF")
@in_time
def show(ref: str) -> None:
    """One decision in full."""
    show_case(asked(), ref)


@command("assign", help=N_("Hand a decision down to the coordinating level: one accountable owner and a deadline."))
@click.argument("ref", type=RefName("", 0), metavar="DECISION")
@click.argument("owner", type=PostName(), metavar="POST")
@click.option("--due", required=True, metavar="DATE", help=N_("The deadline."))
@click.option("--title", metavar="TEXT", help=N_("What the assignment is called; as the decision unless named."))
@click.option("--resources", metavar="TEXT", help=N_("What is set aside for it."))
def assign(ref: str, owner: str, due: str, title: str | None, resources: str | None) -> None:
    """Hand a decision down."""
    from slt_flow.services.decisions.hand_down import assign as hand_down

    state = asked()
    state.finish(hand_down(state.context(), ref, owner, due, title=title, resources=resources))


def decision(workflows: str | None = None) -> Group:
    """The group, with a command for every action of the machine."""
    made = group("decision", help_=N_("What the council decides."))
    for each in (register, adopt, kinds, list_, show):
        made.add_command(each)
    add_actions(made, "decision", workflows, taken=made.commands)
    return made
