"""Meetings: planned, called, held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from slt_flow.commands.action_options import add_actions, meant
from slt_flow.commands.completion import RefName
from slt_flow.commands.frame import Group, Joined, asked, command, group, in_time
from slt_flow.commands.meeting_form import record
from slt_flow.commands.output import hand_out, to_file
from slt_flow.commands.reading import show_case
from slt_flow.terms import N_

F = TypeVar("F", bound=Callable[..., Any])


def _planned(function: F) -> F:
    """The options that say more of a meeting to be planned than its kind."""
    for option in (
        click.option("--group", metavar="GROUP", help=N_("Whose meeting of the coordinating level it is.")),
        click.option("--short-notice", is_flag=True, help=N_("It is called at short notice.")),
        click.option("--requested-by", metavar="PARTY", help=N_("The party that asked for an extraordinary meeting.")),
    ):
        function = option(function)
    return function


@command("plan", help=N_("Put a meeting in the calendar."))
@click.argument("day", metavar="DATE")
@click.option(
    "--kind", default="ordinary", metavar="KIND", help=N_("ordinary, extraordinary, information or coordination.")
)
@click.option("--title", metavar="TEXT", help=N_("What the meeting is called."))
@_planned
def plan(day: str, kind: str, title: str | None, **planned: Any) -> None:
    """Plan a meeting."""
    from slt_flow.services.meetings.plan import plan as enter

    state = asked()
    state.finish(enter(state.context(), day, kind=kind, title=title, **planned))


@command("hold", help=N_("Record that a meeting was held and who was there; planned in the same breath if it was not."))
@click.argument("day_or_ref", type=RefName("M"), metavar="DATE|REF")
@click.option("--present", cls=Joined, required=True, metavar="all|POST,…", help=meant("present"))
@click.option("--guest", "guests", multiple=True, metavar="FUNCTION", help=meant("guests"))
@click.option("--agenda-sent", "sent", metavar="DATE", help=meant("sent"))
@click.option("--mandate", metavar="TEXT", help=meant("mandate"))
@click.option("--kind", metavar="KIND", help=N_("ordinary, extraordinary, information or coordination."))
@_planned
def hold(day_or_ref: str, present: str, **told: Any) -> None:
    """Record a meeting."""
    from slt_flow.services.meetings.plan import hold as enter

    state = asked()
    state.finish(enter(state.context(), day_or_ref, present, **told))


@command("agenda", reads=True, help=N_("The agenda, generated from what waits for the meeting."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@to_file
@in_time
def agenda(ref: str, output: str | None) -> None:
    """The agenda of a meeting."""
    from slt_flow.services.meetings.agenda import agenda as drawn
    from slt_flow.views.meetings.agenda import document, told

    state = asked()
    found = drawn(state.context(), ref)
    hand_out(state, told(found), document(found, state.words, dropped=output is None), output)


@command("minutes", reads=True, help=N_("The minutes, made from what was recorded."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@to_file
@in_time
def minutes(ref: str, output: str | None) -> None:
    """The minutes of a meeting."""
    from slt_flow.services.meetings.minutes import minutes as made
    from slt_flow.views.meetings.minutes import document, told

    state = asked()
    found = made(state.context(), ref)
    hand_out(state, told(found), document(found, state.words), output)


@command("drop-item", help=N_("Take a point off the agenda; it can be placed there again."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@click.argument("number", type=click.IntRange(min=1))
def drop_item(ref: str, number: int) -> None:
    """Take a point off the agenda."""
    from slt_flow.services.meetings.agenda import drop

    state = asked()
    state.finish(drop(state.context(), ref, number))


@command("place-item", help=N_("Put a point of the agenda, or one taken off it, at a place counted from 1."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@click.argument("number", type=click.IntRange(min=1))
@click.argument("place", type=click.IntRange(min=1, max=999))
def place_item(ref: str, number: int, place: int) -> None:
    """Order the agenda."""
    from slt_flow.services.meetings.agenda import place as put

    state = asked()
    state.finish(put(state.context(), ref, number, place))


@command("list", reads=True, help=N_("List the meetings."))
@click.option("--year", type=click.IntRange(1900, 2199), help=N_("Only this year."))
@in_time
def list_(year: int | None) -> None:
    """List the meetings."""
    from slt_flow.services.meetings.lists import list_meetings
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = list_meetings(state.context(), year)
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command("show", reads=True, help=N_("One meeting: who was there, and its items."))
@click.argument("ref", type=RefName("M"), metavar="REF")
@in_time
def show(ref: str) -> None:
    """One meeting in full."""
    show_case(asked(), ref)


def meeting(workflows: str | None = None) -> Group:
    """The group, with a command for every action of the machine."""
    made = group("meeting", help_=N_("Meetings of the council and of the coordinating level."))
    for each in (plan, hold, record, agenda, drop_item, place_item, minutes, list_, show):
        made.add_command(each)
    add_actions(made, "meeting", workflows, taken=made.commands)
    return made
