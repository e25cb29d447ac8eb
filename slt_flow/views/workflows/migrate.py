"""Running cases moved to another version: what moved, what stays and why."""

from __future__ import annotations

from slt_flow.results.answers import Done
from slt_flow.results.workflows import Migration
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import show_rows
from slt_flow.views.text.words import Words


def show(migration: Migration, words: Words, screen: Screen) -> None:
    """Print both lists, and from when on what is new begins with the version."""
    moved, stayed = migration.moved, migration.stayed
    cases = len({row.ref.partition(".")[0] for row in moved})
    if moved:
        title = words.plural("{number} case moves:", "{number} cases move:", cases)
        show_rows(moved, words, screen, title, ("ref", "title", "state", "becomes", "newer"))
        screen.print()
    if stayed:
        title = words.say("These stay with the version they began with:")
        show_rows(stayed, words, screen, title, ("ref", "title", "state", "why"))
        screen.print()
    if not moved and not stayed:
        screen.print(words.say("No case has to move."))
    outcome = migration.outcome
    if isinstance(outcome, Done) and outcome.dry_run:
        screen.print(words.say("Nothing was written (--dry-run)."))
    elif isinstance(outcome, Done) and outcome.entries and not outcome.already:
        screen.print(words.say("Recorded. It can be taken back with: slt undo --reason TEXT"))
    else:
        screen.print(words.say("Recorded already."))
