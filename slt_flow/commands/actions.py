"""Any action of any case; what can be done now; why not."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.action_options import answer_options, given
from slt_flow.commands.completion import ActionOf, RefName, RefsAndAction
from slt_flow.commands.frame import Command, asked, command, in_time
from slt_flow.errors import RequestError
from slt_flow.terms import N_


def _do(words: tuple[str, ...], through: bool, **answers: Any) -> None:
    from slt_flow.services.request.actions import perform

    if len(words) < 2:
        raise RequestError("which_action")
    state = asked()
    *refs, action = words
    state.finish(perform(state.context(), refs, action, given(answers), through=through))


do = Command(
    "do",
    callback=_do,
    help=N_("Perform any action of one or several cases: slt do 1/26.1.1 1/26.1.2 accept"),
    params=[
        click.Argument(["words"], nargs=-1, required=True, type=RefsAndAction(None), metavar="REF... ACTION"),
        click.Option(
            ["--through"], is_flag=True, help=N_("First perform the shortest way of actions that ask nothing.")
        ),
        *answer_options(),
    ],
)


@command("next", reads=True, help=N_("What can be done now, and by whom; with a case, also what is shut and why."))
@click.argument("ref", required=False, type=RefName(None), metavar="[REF]")
@click.option("--all", "all_", is_flag=True, help=N_("Show shut actions too."))
@in_time
def next_(ref: str | None, all_: bool) -> None:
    """What can be done now."""
    from slt_flow.services.request.actions import next_actions
    from slt_flow.views.text import serialise
    from slt_flow.views.text.actions import show_actions

    state = asked()
    found = next_actions(state.context(), ref)
    shut_too = all_ or ref is not None
    state.show(
        serialise.actions(found, state.words) if state.json else None,
        lambda: show_actions(found, state.words, state.out, shut_too=shut_too),
    )


@command(
    "why",
    reads=True,
    help=N_("Every rule that keeps an action shut, with its § and what would mend it."),
    params=answer_options(),
)
@click.argument("ref", type=RefName(None), metavar="REF")
@click.argument("action", type=ActionOf(), metavar="ACTION")
@in_time
def why(ref: str, action: str, **answers: Any) -> None:
    """Why an action is shut."""
    from slt_flow.services.request.actions import why as asked_why
    from slt_flow.views.text import serialise
    from slt_flow.views.text.actions import show_why

    state = asked()
    found = asked_why(state.context(), ref, action, given(answers))
    state.show(
        serialise.actions([found], state.words)[0] if state.json else None,
        lambda: show_why(found, state.words, state.out),
    )
