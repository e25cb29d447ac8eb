"""Random but plausible councils walk the workflows; the open decisions are forecast."""

from __future__ import annotations

from collections.abc import Callable

import click

from slt_flow.commands.frame import Asked, _, asked, command, in_time


@command(
    "simulate",
    reads=True,
    help=_("Let many plausible decisions walk the workflows; with --from-history, forecast the open ones."),
)
@click.option(
    "--cases",
    type=click.IntRange(1, 100_000),
    help=_("How many new decisions: 1000 unless named, 250 with --from-history."),
)
@click.option(
    "--seed", type=click.IntRange(0, 999_999_999), default=1, help=_("What chance begins from: same seed, same result.")
)
@click.option(
    "--from-history",
    is_flag=True,
    help=_("Take the durations from the council's own journal, and forecast when its open decisions are carried out."),
)
@in_time
def simulate(cases: int | None, seed: int, from_history: bool, as_of: str | None, as_known: str | None) -> None:
    """Simulate the workflows."""
    from slt_flow.desk.workflows.simulation import simulate as simulated
    from slt_flow.views import simulation as view

    state = asked()
    try:
        found = simulated(
            state.desk(),
            cases=cases,
            seed=seed,
            from_history=from_history,
            as_of=state.day(as_of),
            as_known=state.day(as_known),
            told=_telling(state),
        )
    except KeyboardInterrupt:
        state.aside.print(state.words.say("The simulation was interrupted. Nothing was changed."))
        raise click.Abort from None
    state.show(view.as_json(found), lambda: view.show(found, state.words, state.out))


def _telling(state: Asked) -> Callable[[int, int], None] | None:
    """Tell how far it has come, on a terminal."""
    if state.quiet or state.json or not state.aside.console.is_terminal:
        return None

    def tell(done: int, of: int) -> None:
        told = state.words.say("{done} of {total} runs", done=done, total=of) if done < of else ""
        state.aside.console.print(f"{told:<40}", end="\r")

    return tell
