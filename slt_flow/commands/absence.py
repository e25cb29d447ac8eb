"""Who is away, and who acts meanwhile."""

from __future__ import annotations

import click

from slt_flow.commands.completion import PostName
from slt_flow.commands.frame import asked, command
from slt_flow.terms import N_


@command("absence", help=N_("Record that the holder of a post is away, and who acts meanwhile."))
@click.argument("post", type=PostName(), metavar="POST")
@click.option("--from", "since", required=True, metavar="DATE", help=N_("The first day of it."))
@click.option("--to", "until", required=True, metavar="DATE", help=N_("The last day of it."))
@click.option("--deputy", type=PostName(), metavar="POST", help=N_("The post that acts meanwhile."))
def absence(post: str, since: str, until: str, deputy: str | None) -> None:
    """Record an absence."""
    from slt_flow.services.people.absences import record

    state = asked()
    state.finish(record(state.context(), post, since, until, deputy))


@command(
    "deputy",
    help=N_("Let a post act for one that is away: on the days named, or in its recorded absence when none are."),
)
@click.argument("post", type=PostName(), metavar="POST")
@click.argument("deputy_", type=PostName(), metavar="DEPUTY")
@click.option("--from", "since", metavar="DATE", help=N_("The first day of it."))
@click.option("--to", "until", metavar="DATE", help=N_("The last day of it."))
def deputy(post: str, deputy_: str, since: str | None, until: str | None) -> None:
    """Name a deputy."""
    from slt_flow.services.people.absences import let_act

    state = asked()
    state.finish(let_act(state.context(), post, deputy_, since, until))
