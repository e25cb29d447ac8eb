"""Files that a shell completes commands by, as they were installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from slt_flow.results.settings import ShellFile
from slt_flow.terms import N_
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words

DONE: Final[Mapping[str, str]] = {
    "written": N_("{path}: written"),
    "changed": N_("{path}: changed; the lines of slt are marked"),
    "same": N_("{path}: is as it should be"),
    "would_write": N_("{path}: would be written"),
    "would_change": N_("{path}: would get some marked lines"),
}
"""Sentences about a file, by what became of it."""


def show_installed(installed: Sequence[ShellFile], words: Words, screen: Screen) -> None:
    """Print which files were written, and how to go on."""
    for file in installed:
        screen.print(words.say(DONE[file.done], path=file.path))
    if any(file.done in ("written", "changed") for file in installed):
        screen.print(words.say("Open a new terminal window; the tab key completes there."))
