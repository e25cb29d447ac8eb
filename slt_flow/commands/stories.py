"""Command that plays the product: the demo."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from slt_flow.commands.cli import Cli
from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import reads
from slt_flow.terms import N_


@reads
@click.option(
    "--agreement", default="kvaefjord", type=click.Choice(("kvaefjord", "levanger")), help=N_("Which council.")
)
@click.option("--keep", type=PathName(), metavar="FILE", help=N_("Keep the database in this file, to try things on."))
def demo(cli: Cli, agreement: str, keep: str | None) -> None:
    """Play a believable year of a council into a throw-away database, and print its tree."""
    if keep is not None:
        _play(cli, Path(keep), agreement, keep=True)
        _suggest(cli, f"slt --db {keep}", kept=True)
        return
    with TemporaryDirectory(prefix="slt-demo-") as folder:
        _play(cli, Path(folder) / "demo.sqlite", agreement, keep=False)
    _suggest(cli, "slt --db demo.sqlite", kept=False)


def _play(cli: Cli, path: Path, agreement: str, *, keep: bool) -> None:
    from slt_flow.services.follow_up.status import status
    from slt_flow.services.stories.demo import play
    from slt_flow.services.year.obligations import obligations
    from slt_flow.services.year.wheel import wheel
    from slt_flow.views.follow_up import tree
    from slt_flow.views.year import obligations as obligations_view
    from slt_flow.views.year import wheel as wheel_view

    context = play(path, agreement, cli.context().day)
    cli.files += [str(path)] if keep else []
    cli.show(status(context), tree.show)
    if not cli.json:
        cli.out.print()
        obligations_view.show(obligations(context), cli.words, cli.out)
        cli.out.print()
        wheel_view.show(wheel(context), cli.words, cli.out)


def _suggest(cli: Cli, slt: str, *, kept: bool) -> None:
    """Print commands to try on the demo."""
    if cli.quiet or cli.json:
        return
    from slt_flow.services.stories.demo import last_day

    say, out = cli.words.say, cli.aside
    year = f"{last_day(cli.context().day).year % 100:02d}"
    out.print()
    if not kept:
        out.print(say("Keep a copy to try things on: {command}", command="slt demo --keep demo.sqlite"))
    out.print(say("Then try:"))
    for command, meaning in (
        ("status --late", say("what is past its deadline")),
        (f"why 8/{year}.1.2 finish", say("why it cannot be done")),
        ("next", say("what can be done now, and by whom")),
        (f"show 2/{year}", say("a decision with stances and reasons")),
        (f"meeting minutes M1/{year}", say("the archived minutes of a meeting")),
        ("evaluate show", say("the year's effects, and what is left to assess")),
        ("handover-pack", say("what the next coordinator needs")),
        (f"history 8/{year}", say("what happened, mistakes too")),
        ("journal verify", say("proof that nothing was changed afterwards")),
    ):
        out.print(f"  {slt} {command:<24} {meaning}")
