"""Actions of cases as lines: open ones with the posts that may perform them, others with the reasons."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from slt_flow.results import DoorsOf, DoorState
from slt_flow.views.text.outcomes import show_findings
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words, safe


def show_doors(every: Iterable[DoorsOf], words: Words, screen: Screen, *, shut_too: bool) -> None:
    """Print the doors of cases: the open ones with whose they are, and the shut ones with why when asked."""
    shown = False
    for case in every:
        doors = [door for door in case.doors if door.open or shut_too]
        if not doors:
            continue
        shown = True
        state = words.label(case.label, case.state)
        screen.print(Text.assemble((f"{case.ref} ", "bold"), safe(case.title), (f"  {state}", "dim")))
        for door in doors:
            _show_door(door, words, screen)
    if not shown:
        screen.print(words.say("Nothing can be done now."))


def _show_door(door: DoorState, words: Words, screen: Screen) -> None:
    name = door.door.replace("_", "-")
    who = words.say("by {posts}", posts=door.by) if door.by else ""
    asks = " ".join(f"--{name}" for name in door.asks)
    mark = ("+ ", "green") if door.open else ("x ", "red")
    label = words.label(door.label, name)
    line = Text.assemble(
        "  ", mark, f"{name:<18} ", f"{label}", (f"  {who}", "dim"), (f"  {asks}" if asks else "", "cyan")
    )
    screen.print(line, hang=4)
    if not door.open:
        show_findings(door.findings, words, screen, indent="      ")


def show_why(case: DoorsOf, words: Words, screen: Screen) -> None:
    """Print why one door is shut, or that it is open."""
    door = case.doors[0]
    name = door.door.replace("_", "-")
    if door.open:
        told = words.say("{ref} {door} is open; it is for {posts}.", ref=case.ref, door=name, posts=door.by)
        screen.print(told)
        if door.asks:
            screen.print(words.say("It needs: {missing}.", missing=tuple(f"--{asked}" for asked in door.asks)))
        return
    screen.print(Text(words.say("{ref} {door} is shut, because:", ref=case.ref, door=name), style="bold"))
    show_findings(door.findings, words, screen)
