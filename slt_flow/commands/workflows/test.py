"""What stories in council words tell of the workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import REFUSED, asked, command
from slt_flow.terms import N_

if TYPE_CHECKING:
    from slt_flow.results.stories import Played
    from slt_flow.services.stories.sandbox import Scribe


@command(
    "test",
    reads=True,
    help=N_("Play stories in council words (given, when, then) in a council of their own, and say which do not hold."),
)
@click.argument("paths", nargs=-1, required=True, type=PathName(folder=True), metavar="FILE|FOLDER...")
def test(paths: tuple[str, ...]) -> None:
    """Play stories."""
    from slt_flow.services.stories.play import played
    from slt_flow.views.stories import played as view

    state = asked()
    found: list[Played] = []
    for story in played(paths, _scribe(), state.shelf):
        if not state.json:
            view.show(story, state.words, state.out, opens=not found or found[-1].file != story.file)
        found.append(story)
    state.show(view.as_json(found, state.words), lambda: view.show_total(found, state.words, state.out))
    if not all(story.holds for story in found):
        raise click.exceptions.Exit(REFUSED)


def _scribe() -> Scribe:
    """The texts that are decided are those that the commands write."""
    from slt_flow.services.stories.sandbox import Scribe
    from slt_flow.views.text.words import Words
    from slt_flow.views.year import action_plan, evaluation

    return Scribe(
        lambda sheet: evaluation.text(sheet, Words(sheet.fields["language"])),
        lambda sheet: evaluation.closing(sheet, Words(sheet.fields["language"])),
        lambda sheet: action_plan.text(sheet, Words(sheet.fields["language"])),
    )
