"""The year wheel."""

from __future__ import annotations

import click

from slt_flow.commands.frame import asked, command, in_time
from slt_flow.terms import N_


@command("wheel", reads=True, help=N_("The council's year, month by month: planned, held, due and missing."))
@click.argument("year", required=False, type=click.IntRange(1900, 2199), metavar="[YEAR]")
@in_time
def wheel(year: int | None) -> None:
    """Print the year wheel."""
    from slt_flow.services.year.wheel import wheel as turned
    from slt_flow.views.year import wheel as view

    state = asked()
    found = turned(state.context(), year)
    state.show(
        view.as_json(found, state.words) if state.json else None, lambda: view.show(found, state.words, state.out)
    )
