"""History as lines."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from slt_flow.results.history import HistoryLine
from slt_flow.terms import UNAUTHENTICATED
from slt_flow.views.text.events import BROUGHT_IN, event
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import how_known
from slt_flow.views.text.words import Words


def show_history(lines: Iterable[HistoryLine], words: Words, screen: Screen) -> None:
    """Print the time line; entries taken back are struck through and marked."""
    for line in lines:
        text = history_line(line, words)
        if line.voided:
            text.stylize("strike dim")
            text.append("  " + words.say("(taken back)"), style="yellow")
        screen.print(text, hang=18)


def history_line(line: HistoryLine, words: Words) -> Text:
    """Return one entry of the journal as a line."""
    by_label = line.action and (line.to_state or line.kind == "NatureChanged")
    label = words.label(line.label) if by_label else words.say(BROUGHT_IN) if line.imported else ""
    what = event(line.kind, line.data, line.texts, words, what=label)
    to = f"  → {words.named(line.to_state)}" if line.to_state else ""
    who = words.say("by {posts}", posts=line.acted_by) if line.acted_by else ""
    acting = f" {words.say('for {posts}', posts=line.acted_for)}" if line.acted_for else ""
    recorded = f" ({how})" if (how := _recorded(line, words)) else ""
    basis = f" [{words.say('basis: {text}', text=line.basis)}]" if line.basis else ""
    return Text.assemble(
        (f"{line.seq:>4}  {words.short_day(line.on):<11} ", "dim"),
        (f"{line.subject:<10} ", "bold"),
        f"{what}{to}",
        (f"  {who}{acting}{recorded}{basis}" if who or recorded or basis else "", "dim"),
    )


def _recorded(line: HistoryLine, words: Words) -> str:
    """Tell who recorded an act where that was another, and how that one is known: a claim never reads as known."""
    claimed, how = line.authenticated == UNAUTHENTICATED, how_known(line.authenticated, words)
    parts = []
    if line.acted_by != line.recorded_by and (line.acted_by or claimed):
        parts.append(words.say("recorded by {post}", post=line.recorded_by))
    if claimed and line.account:
        parts.append(words.say("not confirmed: {account}", account=line.account))
    elif how:
        parts.append(how)
    return ", ".join(parts)
