"""The status tree."""

from __future__ import annotations

import click

from slt_flow.commands.completion import AreaName, PostName, RefName
from slt_flow.commands.frame import asked, command, in_time
from slt_flow.terms import N_, Level


@command("status", reads=True, help=N_("The status tree: all that is open, and all of the running year."))
@click.option(
    "--area", "areas", multiple=True, type=AreaName(), metavar="AREA", help=N_("Only this focus area; “-” for none.")
)
@click.option("--owner", "owners", multiple=True, type=PostName(), metavar="POST", help=N_("Only what this post owns."))
@click.option("--state", "states", multiple=True, metavar="STATE", help=N_("Only cases in this state."))
@click.option(
    "--level", "levels", multiple=True, type=click.Choice([str(level) for level in Level]), help=N_("Only this level.")
)
@click.option("--ref", "refs", multiple=True, type=RefName(), metavar="REF", help=N_("Only this case."))
@click.option(
    "--year", "years", multiple=True, type=click.IntRange(1900, 2199), help=N_("Only decisions of this year.")
)
@click.option("--late", is_flag=True, help=N_("Only what is past its deadline."))
@click.option("--open", "open_", is_flag=True, help=N_("Only what is not settled."))
@click.option("--depth", type=click.IntRange(1, 3), default=3, help=N_("How many levels to show."))
@in_time
def status(
    areas: tuple[str, ...],
    owners: tuple[str, ...],
    states: tuple[str, ...],
    levels: tuple[str, ...],
    refs: tuple[str, ...],
    years: tuple[int, ...],
    late: bool,
    open_: bool,
    depth: int,
) -> None:
    """Print the status tree."""
    from slt_flow.services.follow_up.status import Filter, status
    from slt_flow.services.request import parsing

    state = asked()
    chosen = Filter(
        areas=tuple("" if area == "-" else area for area in areas),
        owners=owners,
        states=states,
        levels=levels,
        refs=tuple(parsing.ref(ref) for ref in refs),
        years=years,
        late=late,
        open=open_,
        depth=depth,
    )
    found = status(state.context(), chosen)
    if state.json:
        from slt_flow.views.text import serialise

        state.out.data(serialise.dumped(serialise.tree(found)))
        return
    from slt_flow.views.follow_up.tree import show

    show(found, state.words, state.out)
