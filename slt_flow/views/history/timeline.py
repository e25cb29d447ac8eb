"""History as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from slt_flow.results.documents import Block, table
from slt_flow.results.history import HistoryLine
from slt_flow.terms import N_, UNAUTHENTICATED, Ref
from slt_flow.views.text.events import BROUGHT_IN, event
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.tables import how_known
from slt_flow.views.text.words import Words, capital

_POSTS: Final = ("post", "owner", "deputy")
"""Facts of entries that are a post."""


def show_history(lines: Iterable[HistoryLine], words: Words, screen: Screen) -> None:
    """Print the time line; entries taken back are struck through and marked."""

    def shown(line: HistoryLine) -> Text:
        text = history_line(line, words)
        if line.voided:
            text.stylize("strike dim")
            text.append("  " + words.say("(taken back)"), style="yellow")
        return text

    screen.print_lines(map(shown, lines), hang=18)


def history_line(line: HistoryLine, words: Words) -> Text:
    """Return one entry of the journal as a line."""
    who = words.say("by {posts}", posts=line.acted_by) if line.acted_by else ""
    acting = f" {words.say('for {posts}', posts=line.acted_for)}" if line.acted_for else ""
    recorded = f" ({how})" if (how := _recorded(line, words)) else ""
    basis = f" [{words.say('basis: {text}', text=line.basis)}]" if line.basis else ""
    return Text.assemble(
        (f"{line.seq:>4}  {words.short_day(line.on):<11} ", "dim"),
        (f"{line.subject:<10} ", "bold"),
        _what(line, words),
        (f"  {who}{acting}{recorded}{basis}" if who or recorded or basis else "", "dim"),
    )


def history_table(lines: Iterable[HistoryLine], titles: Mapping[str, str], words: Words) -> tuple[Block, ...]:
    """Return entries as a table for those who read no ids of posts: day, case, event, post, and how it is known.

    Args:
        lines: the entries.
        titles: titles of posts by their ids.
        words: the reader's language.
    """
    columns = (N_("Day"), N_("Case"), N_("What happened"), N_("Who"), N_("How it is known"), N_("Entry"))
    return table(map(words.say, columns), (_cells(line, titles, words) for line in lines))


def what_happened(line: HistoryLine, titles: Mapping[str, str], words: Words) -> str:
    """Return the sentence of an entry, with the titles of posts for their ids."""
    data = {name: titles.get(value, value) if name in _POSTS else value for name, value in line.data.items()}
    what = capital(_what(line._replace(data=data), words))
    return f"{what} {words.say('(taken back)')}" if line.voided else what


def _cells(line: HistoryLine, titles: Mapping[str, str], words: Words) -> tuple[str, ...]:
    def title(post: str | None) -> str:
        return titles.get(post or "", post or "")

    what = what_happened(line, titles, words)
    who = title(line.acted_by)
    if line.acted_for:
        who = f"{who} {words.say('for {posts}', posts=title(line.acted_for))}"
    how = _recorded(line._replace(recorded_by=title(line.recorded_by), acted_by=title(line.acted_by)), words)
    basis = words.say("basis: {text}", text=line.basis) if line.basis else ""
    subject = line.subject if Ref.parse(line.subject) is not None else ""
    return words.short_day(line.on), subject, what, who, "\n".join(filter(None, (how, basis))), str(line.seq)


def _what(line: HistoryLine, words: Words) -> str:
    by_label = line.action and (line.to_state or line.kind == "NatureChanged")
    label = words.label(line.label) if by_label else words.say(BROUGHT_IN) if line.imported else ""
    to = f"  → {words.named(line.to_state)}" if line.to_state else ""
    return f"{event(line.kind, line.data, line.texts, words, what=label)}{to}"


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
