"""Do we do what we signed? The obligations of a year, their evidence, and what each clause means."""

from __future__ import annotations

import click

from slt_flow.commands.completion import ClauseKey
from slt_flow.commands.frame import asked, command, in_time
from slt_flow.terms import N_


@command(
    "obligations",
    reads=True,
    help=N_("Every clause of the agreement: what it demands, whether it is kept, what shows it, what to expect."),
)
@click.option("--year", type=click.IntRange(1900, 2199), help=N_("Which year; the running one unless named."))
@in_time
def obligations(year: int | None) -> None:
    """Show the obligations of a year."""
    from slt_flow.services.year.obligations import obligations as found_in
    from slt_flow.views.year import obligations as view

    state = asked()
    found = found_in(state.context(), year)
    state.show(
        view.as_json(found, state.words) if state.json else None, lambda: view.show(found, state.words, state.out)
    )


@command(
    "fulfil", help=N_("Record that people did what a clause asks of them: today, on --on DATE, or on the days named.")
)
@click.argument("clause", type=ClauseKey(), metavar="CLAUSE")
@click.argument("days", nargs=-1, metavar="[DATE]…")
@click.option("--note", metavar="TEXT", help=N_("What shows it."))
@click.option("--weekly-until", metavar="DATE", help=N_("Also the same weekday of every week up to this day."))
def fulfil(clause: str, days: tuple[str, ...], note: str | None, weekly_until: str | None) -> None:
    """Record evidence."""
    from slt_flow.services.year.evidence import fulfil as record

    state = asked()
    context = state.context()
    state.finish(record(context, clause, days or (context.day.isoformat(),), note, weekly_until=weekly_until))


@command("explain", reads=True, help=N_("What a clause says, what it means here and how it is kept."))
@click.argument("clause", required=False, type=ClauseKey(), metavar="[CLAUSE]")
@in_time
def explain(clause: str | None) -> None:
    """Explain a clause."""
    from slt_flow.services.year.obligations import clause as found_in
    from slt_flow.views.text import serialise
    from slt_flow.views.year.obligations import show_clause

    state = asked()
    found = found_in(state.context(), clause)
    if state.json:
        state.out.data(serialise.dumped([serialise.sheet(each) for each in found]))
        return
    for place, each in enumerate(found):
        if place:
            state.out.print()
        show_clause(each, state.words, state.out)
