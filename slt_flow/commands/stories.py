"""Commands that play the product: the demo, and stories told in council words."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from slt_flow.commands.cli import REFUSED, Cli
from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import reads
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.stories import Played


@reads
@click.option(
    "--agreement", default="kvaefjord", type=click.Choice(("kvaefjord", "levanger")), help=N_("Which council.")
)
@click.option("--keep", type=PathName(), metavar="FILE", help=N_("Keep the database in this file, to try things on."))
def demo(cli: Cli, agreement: str, keep: str | None) -> None:
    """Play a believable year of a council into a throw-away database, and print its tree."""
    cli.lang = cli.lang or "nb"
    if keep is not None:
        _play(cli, Path(keep), agreement)
        _suggest(cli, f"slt --db {keep}", kept=True)
        return
    with TemporaryDirectory(prefix="slt-demo-") as folder:
        _play(cli, Path(folder) / "demo.sqlite", agreement)
    _suggest(cli, "slt --db demo.sqlite", kept=False)


def _play(cli: Cli, path: Path, agreement: str) -> None:
    from slt_flow.services.follow_up.status import status
    from slt_flow.services.stories.demo import play
    from slt_flow.services.year.obligations import obligations
    from slt_flow.services.year.wheel import wheel
    from slt_flow.views.follow_up import tree
    from slt_flow.views.year import obligations as obligations_view
    from slt_flow.views.year import wheel as wheel_view

    context = play(path, agreement, cli.context().day)
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
    say, out = cli.words.say, cli.aside
    out.print()
    if not kept:
        out.print(say("Keep a copy to try things on: {command}", command="slt demo --keep demo.sqlite"))
    out.print(say("Then try:"))
    for command, meaning in (
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
        out.print(f"  {slt} {_with_year(command, cli):<24} {meaning}")


def _with_year(command: str, cli: Cli) -> str:
    """Return a command with the demo's own refs: `8.1.2` becomes `8/26.1.2`."""
    from slt_flow.services.stories.demo import last_day

    year = f"/{last_day(cli.context().day).year % 100:02d}"
    parts = command.split(" ")
    at = {part: 1 if part[:1].isdigit() else 2 if part[:1] == "M" else 0 for part in parts}
    return " ".join(p[: at[p]] + year + p[at[p] :] if at[p] else p for p in parts)


@reads
@click.argument("paths", nargs=-1, required=True, type=PathName(folder=True), metavar="FILE|FOLDER...")
def test(cli: Cli, paths: tuple[str, ...]) -> None:
    """Play stories in council words (given, when, then) in a council of their own, and say which do not hold."""
    from slt_flow.services.stories.play import played
    from slt_flow.views.stories import played as view
    from slt_flow.views.year.scribe import SCRIBE

    stories: list[Played] = []
    for story in played(paths, SCRIBE, cli.shelf):
        if not cli.json:
            view.show(story, cli.words, cli.out, opens=not stories or stories[-1].file != story.file)
        stories.append(story)
    total = {"stories": stories, "total": len(stories), "holding": sum(story.holds for story in stories)}
    cli.show(total, lambda *_: view.show_total(stories, cli.words, cli.out), view.JSON)
    if not all(story.holds for story in stories):
        raise click.exceptions.Exit(REFUSED)
