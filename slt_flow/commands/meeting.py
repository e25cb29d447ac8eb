"""Meetings: planned, called, held."""

from __future__ import annotations

import click

from slt_flow.commands.answers import add_doors, meant
from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import Group, _, asked, command, group, in_time
from slt_flow.commands.reading import show_case


@command("plan", help=_("Put a meeting in the calendar."))
@click.argument("day", metavar="DATE")
@click.option(
    "--kind", default="ordinary", metavar="KIND", help=_("ordinary, extraordinary, information or coordination.")
)
@click.option("--title", metavar="TEXT", help=_("What the meeting is called."))
def plan(day: str, kind: str, title: str | None) -> None:
    """Plan a meeting."""
    from slt_flow.desk.meetings import plan as enter

    state = asked()
    state.finish(enter(state.desk(), day, kind=kind, title=title))


@command("hold", help=_("Record that a meeting was held and who was there; planned in the same breath if it was not."))
@click.argument("day_or_ref", type=RefName("M"), metavar="DATE|REF")
@click.option("--present", required=True, metavar="all|POST,…", help=meant("present"))
@click.option("--guest", "guests", multiple=True, metavar="FUNCTION", help=meant("guests"))
@click.option("--agenda-sent", "sent", metavar="DATE", help=meant("sent"))
@click.option("--mandate", metavar="TEXT", help=meant("mandate"))
@click.option("--kind", metavar="KIND", help=_("ordinary, extraordinary, information or coordination."))
def hold(
    day_or_ref: str, present: str, guests: tuple[str, ...], sent: str | None, mandate: str | None, kind: str | None
) -> None:
    """Record a meeting."""
    from slt_flow.desk.meetings import hold as enter

    state = asked()
    state.finish(enter(state.desk(), day_or_ref, present, kind=kind, guests=guests, sent=sent, mandate=mandate))


@command("list", reads=True, help=_("List the meetings."))
@click.option("--year", type=click.IntRange(1900, 2199), help=_("Only this year."))
@in_time
def list_(year: int | None, as_of: str | None, as_known: str | None) -> None:
    """List the meetings."""
    from slt_flow.desk.lists import meetings
    from slt_flow.views import as_json
    from slt_flow.views.tables import show_listing

    state = asked()
    found = meetings(state.desk(), year, state.day(as_of), state.day(as_known))
    state.show(as_json.listing(found), lambda: show_listing(found, state.words, state.out))


@command("show", reads=True, help=_("One meeting: who was there, and its items."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@in_time
def show(ref: str, as_of: str | None, as_known: str | None) -> None:
    """One meeting in full."""
    show_case(asked(), ref, as_of, as_known)


def meeting() -> Group:
    """The group, with a command for every door of the machine."""
    made = group("meeting", help_=_("Meetings of the council and of the coordinating level."))
    for each in (plan, hold, list_, show):
        made.add_command(each)
    add_doors(made, "meeting", taken=made.commands)
    return made
