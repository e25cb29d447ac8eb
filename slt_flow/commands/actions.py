"""Commands for any action of any case: perform it, see which are open, see why one is shut."""

from __future__ import annotations

from typing import Any

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import ANSWER_HELP, answer_options, answered, in_meeting, in_time, its_reason
from slt_flow.errors import RequestError
from slt_flow.terms import N_


def _perform(cli: Cli, ref: str, action: str, **answers: str) -> Answer:
    from slt_flow.services.request.actions import perform

    return perform(cli.context(), [ref], action, answers)


@writes
@click.argument("words", nargs=-1, required=True, type=Known("refs_and_action"), metavar="REF... ACTION")
@click.option("--through", is_flag=True, help=N_("First perform the shortest way of actions that ask nothing."))
@answer_options
def do(cli: Cli, words: tuple[str, ...], through: bool, **answers: Any) -> Answer:
    """Perform any action of one or several cases: slt do 1/26.1.1 1/26.1.2 accept"""
    from slt_flow.services.request.actions import perform

    if len(words) < 2:
        raise RequestError("which_action")
    *refs, action = words
    return perform(cli.context(), refs, action, answered(answers), through=through)


@reads
@click.argument("ref", required=False, type=Known("case"), metavar="[REF]")
@click.option("--all", "all_", is_flag=True, help=N_("Show shut actions too."))
@in_time
def next_(cli: Cli, ref: str | None, all_: bool) -> None:
    """List what can be done now, and by whom; with a case, also what is shut and why."""
    from slt_flow.services.request.actions import next_actions
    from slt_flow.views.text.actions import show_actions

    shut_too = all_ or ref is not None
    cli.show(
        next_actions(cli.context(), ref),
        lambda cases, words, screen: show_actions(cases, words, screen, shut_too=shut_too),
    )


@reads
@answer_options
@click.argument("ref", type=Known("case"), metavar="REF")
@click.argument("action", type=Known("action"))
@in_time
def why(cli: Cli, ref: str, action: str, **answers: Any) -> None:
    """Explain why an action is shut: every rule that is broken, with its § and what would mend it."""
    from slt_flow.services.request.actions import why
    from slt_flow.views.text.actions import show_why

    case = why(cli.context(), ref, action, answered(answers))
    cli.show(case, show_why)


@writes
@click.argument("ref", type=Known("work"), metavar="REF")
@click.argument("due", metavar="DATE")
@its_reason
@in_meeting
@click.option("--review", metavar="DATE", help=ANSWER_HELP["review"])
def reschedule(cli: Cli, ref: str, due: str, reason: str, meeting: str | None, review: str | None) -> Answer:
    """Move a deadline. Work is judged by the council's: only a meeting of the council moves that."""
    named = {name: typed for name, typed in (("meeting", meeting), ("review", review)) if typed is not None}
    return _perform(cli, ref, "reschedule", due=due, reason=reason, **named)


@writes
@click.argument("ref", type=Known("case"), metavar="REF")
@click.argument("text")
def remark(cli: Cli, ref: str, text: str) -> Answer:
    """Write a remark on a case."""
    return _perform(cli, ref, "remark", text=text)


@writes
@click.argument("ref", type=Known("case"), metavar="REF")
@click.argument("address", metavar="URL")
def link(cli: Cli, ref: str, address: str) -> Answer:
    """Link a case to a document: a web address, or the name of a file."""
    return _perform(cli, ref, "link", address=address)
