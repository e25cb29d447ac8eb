"""The status tree."""

from __future__ import annotations

import click

from slt_flow.commands.completion import AreaName, PostName, RefName
from slt_flow.commands.frame import _, asked, command, in_time
from slt_flow.terms import Level


@command("status", reads=True, help=_("The status tree: all that is open, and all of the running year."))
@click.option(
    "--area", "areas", multiple=True, type=AreaName(), metavar="AREA", help=_("Only this focus area; “-” for none.")
)
@click.option("--owner", "owners", multiple=True, type=PostName(), metavar="POST", help=_("Only what this post owns."))
@click.option("--state", "states", multiple=True, metavar="STATE", help=_("Only cases in this state."))
@click.option(
    "--level", "levels", multiple=True, type=click.Choice([str(level) for level in Level]), help=_("Only this level.")
)
@click.option("--ref", "refs", multiple=True, type=RefName(), metavar="REF", help=_("Only this case."))
@click.option("--year", "years", multiple=True, type=click.IntRange(1900, 2199), help=_("Only decisions of this year."))
@click.option("--late", is_flag=True, help=_("Only what is past its deadline."))
@click.option("--open", "open_", is_flag=True, help=_("Only what is not settled."))
@click.option("--depth", type=click.IntRange(1, 3), default=3, help=_("How many levels to show."))
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
    as_of: str | None,
    as_known: str | None,
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
    found = status(state.desk(), chosen, state.day(as_of), state.day(as_known))
    if state.json:
        from slt_flow.views import as_json

        state.out.data(as_json.dumped(as_json.tree(found)))
        return
    from slt_flow.views.tree import show

    show(found, state.words, state.out)
