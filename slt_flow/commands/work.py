"""Short forms of the most used actions, and mistakes mended."""

from __future__ import annotations

import click

from slt_flow.commands.completion import PostName, RefName
from slt_flow.commands.frame import asked, command
from slt_flow.errors import RequestError
from slt_flow.terms import N_


@command(
    "hand-over",
    help=N_("Make another post accountable: slt hand-over REF POST, or --all-from POST TO for all its open work."),
)
@click.argument("ref", required=False, type=RefName(), metavar="[REF]")
@click.argument("to", required=False, type=PostName(), metavar="POST")
@click.option(
    "--all-from", "all_from", type=PostName(), metavar="POST", help=N_("Hand over all open work of this post.")
)
@click.option("--reason", required=True, metavar="TEXT", help=N_("Why."))
def hand_over(ref: str | None, to: str | None, all_from: str | None, reason: str) -> None:
    """Hand over work."""
    from slt_flow.services.decisions.hand_over import hand_over, hand_over_all

    state = asked()
    if all_from is not None:
        if ref is None or to is not None:
            raise RequestError("hand_over_to_whom")
        state.finish(hand_over_all(state.context(), all_from, ref, reason))
        return
    if ref is None or to is None:
        raise RequestError("hand_over_to_whom")
    state.finish(hand_over(state.context(), ref, to, reason))


@command("reschedule", help=N_("Move a deadline."))
@click.argument("ref", type=RefName(), metavar="REF")
@click.argument("due", metavar="DATE")
@click.option("--reason", required=True, metavar="TEXT", help=N_("Why."))
def reschedule(ref: str, due: str, reason: str) -> None:
    """Move a deadline."""
    _perform(ref, "reschedule", due=due, reason=reason)


@command("remark", help=N_("Write a remark on a case."))
@click.argument("ref", type=RefName(None), metavar="REF")
@click.argument("text")
def remark(ref: str, text: str) -> None:
    """Write a remark."""
    _perform(ref, "remark", text=text)


@command("link", help=N_("Link a case to a document: a web address, or the name of a file."))
@click.argument("ref", type=RefName(None), metavar="REF")
@click.argument("address", metavar="URL")
def link(ref: str, address: str) -> None:
    """Link a case."""
    _perform(ref, "link", address=address)


@command(
    "undo", help=N_("Take back the last request, or the last one on a case; again takes one request further back.")
)
@click.argument("ref", required=False, type=RefName(None), metavar="[REF]")
@click.option("--reason", required=True, metavar="TEXT", help=N_("Why."))
def undo(ref: str | None, reason: str) -> None:
    """Mend a mistake."""
    from slt_flow.services.history.undo import undo as take_back

    state = asked()
    state.finish(take_back(state.context(), reason, ref))


def _perform(ref: str, action: str, **answers: str) -> None:
    from slt_flow.services.request.actions import perform

    state = asked()
    state.finish(perform(state.context(), [ref], action, answers))
