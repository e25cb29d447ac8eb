"""Lists and single cases: what is waited for, where a word is found, what happened."""

from __future__ import annotations

import click

from slt_flow.commands.completion import PostName, RefName
from slt_flow.commands.frame import Asked, asked, command, in_time
from slt_flow.terms import N_


def show_today(state: Asked) -> None:
    """Print what is late, who is waited on, and the next meeting."""
    from slt_flow.services.follow_up.today import today
    from slt_flow.views.follow_up.today import show_today as print_today
    from slt_flow.views.text import serialise

    found = today(state.context())
    state.show(serialise.today(found) if state.json else None, lambda: print_today(found, state.words, state.out))


@command("todo", reads=True, help=N_("What each post is waited on for, or one of them."))
@click.argument("post", required=False, type=PostName(), metavar="[POST]")
@in_time
def todo(post: str | None) -> None:
    """What is waited for."""
    from slt_flow.services.follow_up.todo import duties
    from slt_flow.views.follow_up import todo
    from slt_flow.views.text import serialise

    state = asked()
    found = duties(state.context(), post)
    state.show(serialise.duties(found) if state.json else None, lambda: todo.show_duties(found, state.words, state.out))


@command("show", reads=True, help=N_("One decision, assignment, measure or meeting in full."))
@click.argument("ref", type=RefName(None), metavar="REF")
@in_time
def show(ref: str) -> None:
    """One case in full."""
    show_case(asked(), ref)


def show_case(state: Asked, ref: str) -> None:
    """Print one case in full."""
    from slt_flow.services.follow_up.case_sheet import show_case
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_sheet

    found = show_case(state.context(), ref)
    state.show(serialise.sheet(found), lambda: show_sheet(found, state.words, state.out))


@command("find", reads=True, help=N_("Where a text occurs in titles, texts, reasons, results and remarks."))
@click.argument("text")
@in_time
def find(text: str) -> None:
    """Search."""
    from slt_flow.services.history.find import find as found_in
    from slt_flow.views.text import serialise
    from slt_flow.views.text.tables import show_listing

    state = asked()
    found = found_in(state.context(), text)
    state.show(serialise.listing(found), lambda: show_listing(found, state.words, state.out))


@command("history", reads=True, help=N_("What happened, in the order it was recorded; a case with all beneath it."))
@click.argument("ref", required=False, type=RefName(None), metavar="[REF]")
@click.option("--since", metavar="DATE", help=N_("Only what holds for this day or later."))
@in_time
def history(ref: str | None, since: str | None) -> None:
    """The time line."""
    from slt_flow.services.history.timeline import history as lines
    from slt_flow.views.history import timeline
    from slt_flow.views.text import serialise

    state = asked()
    found = lines(state.context(), ref, state.day(since))
    state.show(
        serialise.history(found) if state.json else None, lambda: timeline.show_history(found, state.words, state.out)
    )
