"""One command from nothing to the product at work."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import Asked, asked, command
from slt_flow.terms import N_


@command(
    "demo", reads=True, help=N_("Play a believable year of a council into a throw-away database, and print its tree.")
)
@click.option(
    "--agreement", default="kvaefjord", type=click.Choice(("kvaefjord", "levanger")), help=N_("Which council.")
)
@click.option(
    "--keep",
    type=PathName(),
    metavar="FILE",
    help=N_("Keep the database in this file, to try things on."),
)
def demo(agreement: str, keep: str | None) -> None:
    """Play a year and print the tree."""
    state = asked()
    state.lang = state.lang or "nb"
    if keep is not None:
        _play(state, Path(keep), agreement)
        _try(state, f"slt --db {keep}", keep)
        return
    with TemporaryDirectory(prefix="slt-demo-") as folder:
        _play(state, Path(folder) / "demo.sqlite", agreement)
    _try(state, "slt --db demo.sqlite", None)


def _play(state: Asked, path: Path, agreement: str) -> None:
    from slt_flow.services.follow_up.status import status
    from slt_flow.services.stories.demo import play

    context = play(path, agreement, state.context().day)
    found = status(context)
    if state.json:
        from slt_flow.views.text import serialise

        state.out.data(serialise.dumped(serialise.tree(found)))
        return
    from slt_flow.services.year.obligations import obligations
    from slt_flow.services.year.wheel import wheel
    from slt_flow.views.follow_up.tree import show
    from slt_flow.views.year import obligations as obliged
    from slt_flow.views.year import wheel as turned

    show(found, state.words, state.out)
    state.out.print()
    obliged.show(obligations(context), state.words, state.out)
    state.out.print()
    turned.show(wheel(context), state.words, state.out)


def _try(state: Asked, slt: str, keep: str | None) -> None:
    if state.quiet or state.json:
        return
    say, out = state.words.say, state.aside
    out.print()
    if keep is None:
        out.print(say("Keep a copy to try things on: {command}", command="slt demo --keep demo.sqlite"))
    out.print(say("Then try:"))
    for command_, meaning in (
        ("status --late", say("what is past its deadline")),
        ("why 8.1.2 finish", say("why it cannot be done")),
        ("next", say("what can be done now, and by whom")),
        ("show 2", say("a decision with stances and reasons")),
        ("meeting minutes M1", say("the archived minutes of a meeting")),
        ("evaluate show", say("the year's effects, and what is left to assess")),
        ("handover-pack", say("what the next coordinator needs")),
        ("history 8", say("what happened, mistakes too")),
        ("journal verify", say("proof that nothing was changed afterwards")),
    ):
        out.print(f"  {slt} {_with_year(command_, state):<24} {meaning}")


def _with_year(words: str, state: Asked) -> str:
    """The command with the demo's own refs: `8.1.2` becomes `8/26.1.2`."""
    from slt_flow.services.stories.demo import last_day

    year = f"/{last_day(state.context().day).year % 100:02d}"
    parts = words.split(" ")
    at = {part: 1 if part[:1].isdigit() else 2 if part[:1] == "M" else 0 for part in parts}
    return " ".join(p[: at[p]] + year + p[at[p] :] if at[p] else p for p in parts)
