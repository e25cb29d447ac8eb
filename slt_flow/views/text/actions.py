"""Actions of cases as lines: open ones with the posts that may perform them, shut ones with the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from slt_flow.results.actions import ActionsOf, ActionState
from slt_flow.views.text.outcomes import show_findings
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe

_USUAL: Final = 18
"""Cells of the names of actions, where none is longer."""


def show_actions(cases: Iterable[ActionsOf], words: Words, screen: Screen, *, shut_too: bool) -> None:
    """Print the actions of cases, the shut ones only when asked."""
    shown = False
    for case in cases:
        actions = [action for action in case.actions if action.open or shut_too]
        if not actions:
            continue
        shown = True
        state = words.named(case.state)
        title = f" {safe(case.title)}" if case.title else ""
        screen.print(Text.assemble((case.ref, "bold"), title, (f"  {state}", "dim")))
        width = max(_USUAL, *(len(action.action) for action in actions))
        for action in actions:
            _show_action(action, words, screen, width)
    if not shown:
        screen.print(words.say("Nothing can be done now."))


def _show_action(action: ActionState, words: Words, screen: Screen, width: int) -> None:
    name = action.action.replace("_", "-")
    by = words.say("by {posts}", posts=action.by) if action.by else ""
    asks = " ".join(f"--{name}" for name in action.asks)
    mark = ("+ ", "green") if action.open else ("x ", "red")
    label = words.label(action.label, name)
    line = Text.assemble(
        "  ", mark, f"{name:<{width}} ", f"{label}", (f"  {by}", "dim"), (f"  {asks}" if asks else "", "cyan")
    )
    screen.print(line, hang=4)
    if not action.open:
        show_findings(action.findings, words, screen, indent="      ")


def show_why(case: ActionsOf, words: Words, screen: Screen) -> None:
    """Print the reasons why an action is shut, or that it is open."""
    action = case.actions[0]
    name = action.action.replace("_", "-")
    if action.open:
        screen.print(
            words.say("{ref} {action} is open; it is for {posts}.", ref=case.ref, action=name, posts=action.by)
        )
        if action.asks:
            screen.print(words.say("It needs: {missing}.", missing=tuple(f"--{asked}" for asked in action.asks)))
        return
    screen.print(words.say("{ref} {action} is shut, because:", ref=case.ref, action=name), style="bold")
    show_findings(action.findings, words, screen)
