"""Any door of any case; what can be done now; why not."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.action_options import answer_options, given
from slt_flow.commands.completion import DoorOf, RefName, RefsAndDoor
from slt_flow.commands.frame import Command, asked, command, in_time
from slt_flow.errors import RequestError
from slt_flow.terms import N_


def _do(words: tuple[str, ...], through: bool, **answers: Any) -> None:
    from slt_flow.services.request.actions import walk

    if len(words) < 2:
        raise RequestError("which_door")
    state = asked()
    *refs, door = words
    state.finish(walk(state.desk(), refs, door, given(answers), through=through))


do = Command(
    "do",
    callback=_do,
    help=N_("Walk through any door of one or several cases: slt do 1/26.1.1 1/26.1.2 accept"),
    params=[
        click.Argument(["words"], nargs=-1, required=True, type=RefsAndDoor(None), metavar="REF... DOOR"),
        click.Option(["--through"], is_flag=True, help=N_("First walk the shortest way of doors that ask nothing.")),
        *answer_options(),
    ],
)


@command("next", reads=True, help=N_("What can be done now, and by whom; with a case, also what is shut and why."))
@click.argument("ref", required=False, type=RefName(None), metavar="[REF]")
@click.option("--all", "all_", is_flag=True, help=N_("Show shut doors too."))
@in_time
def next_(ref: str | None, all_: bool, as_of: str | None, as_known: str | None) -> None:
    """What can be done now."""
    from slt_flow.services.request.actions import next_doors
    from slt_flow.views.text import serialise
    from slt_flow.views.text.actions import show_doors

    state = asked()
    found = next_doors(state.desk(), ref, state.day(as_of), state.day(as_known))
    shut_too = all_ or ref is not None
    state.show(
        serialise.doors(found, state.words) if state.json else None,
        lambda: show_doors(found, state.words, state.out, shut_too=shut_too),
    )


@command(
    "why",
    reads=True,
    help=N_("Every rule that keeps a door shut, with its § and what would mend it."),
    params=answer_options(),
)
@click.argument("ref", type=RefName(None), metavar="REF")
@click.argument("door", type=DoorOf(), metavar="DOOR")
@in_time
def why(ref: str, door: str, as_of: str | None, as_known: str | None, **answers: Any) -> None:
    """Why a door is shut."""
    from slt_flow.services.request.actions import why as asked_why
    from slt_flow.views.text import serialise
    from slt_flow.views.text.actions import show_why

    state = asked()
    found = asked_why(state.desk(), ref, door, given(answers), state.day(as_of), state.day(as_known))
    state.show(
        serialise.doors([found], state.words)[0] if state.json else None,
        lambda: show_why(found, state.words, state.out),
    )
