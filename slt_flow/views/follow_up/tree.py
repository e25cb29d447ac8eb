"""The status tree as lines: level by level, each case with sign, state, owner, deadline and marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from slt_flow.results.follow_up import AreaBranch, Branch, NeighbourCase, Owner, Tree
from slt_flow.terms import Level, Tag
from slt_flow.views.text.lateness import lateness
from slt_flow.views.text.screen import Screen, Signs
from slt_flow.views.text.words import Words, safe

WIDE: Final = 118
"""From this width on, owner and deadline stand beside the title instead of beneath it."""


def show(tree: Tree, words: Words, screen: Screen) -> None:
    """Print the tree."""
    for line in lines(tree, words, screen.signs, screen.width):
        screen.print(line)


def lines(tree: Tree, words: Words, signs: Signs, width: int) -> Iterator[Text]:
    """The lines of the tree."""
    yield from _heading(tree, words, width)
    yield from _wrapped(signs.dot.join(_totals(tree, words)), width, "", "", "dim")
    if not tree.areas:
        yield Text()
        empty = (
            words.say("Nothing matches.")
            if tree.filtered
            else words.say("No decisions yet. Register one with: slt decision register TITLE")
        )
        yield from _wrapped(empty, width, "", "", "")
    page = _Page(words, signs, width, _columns(tree, words, width))
    for area in tree.areas:
        yield Text()
        yield from page.area(area)


def _heading(tree: Tree, words: Words, width: int) -> Iterator[Text]:
    title = f"{safe(tree.title)} {tree.as_of.year}"
    day = words.say("as of {day}", day=tree.as_of)
    gap = width - cell_len(title) - cell_len(day)
    if gap < 2:
        yield from _wrapped(title, width, "", "", "bold")
        yield from _wrapped(day, width, "", "", "dim")
    else:
        yield Text.assemble((title, "bold"), " " * gap, (day, "dim"))


def _totals(tree: Tree, words: Words) -> Iterator[str]:
    totals = tree.totals
    yield words.plural("{number} decision", "{number} decisions", totals["decisions"])
    yield words.plural("{number} assignment", "{number} assignments", totals["assignments"])
    yield words.plural("{number} measure", "{number} measures", totals["measures"])
    yield words.plural("{number} settled", "{number} settled", totals["settled"])
    yield words.plural("{number} late", "{number} late", totals["late"])


@dataclass(frozen=True, slots=True)
class _Page:
    """How the lines of one tree are laid out."""

    words: Words
    signs: Signs
    width: int
    columns: tuple[int, int, int]

    def area(self, area: AreaBranch) -> Iterator[Text]:
        """A focus area with its decisions."""
        title = safe(area.title) if area.id is not None else self.words.say("Without focus area")
        if area.ended:
            ended = self.words.say("ended")
            title = f"{title} ({ended})"
        if area.shared_with:
            shared = self.words.say("shared with {names}", names=tuple(area.shared_with.values()))
            title = f"{title} ({shared})"
        yield from _wrapped(title, self.width, "", "", "bold cyan")
        yield from self.branches(area.decisions, "")

    def branches(self, branches: tuple[Branch, ...], above: str) -> Iterator[Text]:
        """Cases of one parent, each with all beneath it."""
        for place, branch in enumerate(branches, start=1):
            last = place == len(branches)
            first = above + (self.signs.last if last else self.signs.branch)
            below = above + ("   " if last else self.signs.bar)
            guide = self.signs.bar if branch.children else "   "
            yield from self.case(branch, first, below + guide)
            yield from self.branches(branch.children, below)

    def case(self, branch: Branch, first: str, rest: str) -> Iterator[Text]:
        """One case: its title with the state at the right, then what else is to be told."""
        right = self._columns(branch) if self.width >= WIDE else self._state(branch)
        lead = Text.assemble((first, "dim"), (f"{self._sign(branch)} {branch.ref} ", _style(branch)))
        room = self.width - cell_len(lead.plain) - cell_len(right.plain) - 2
        beside = room >= 16
        titles = _chunks(safe(branch.title), room if beside else self.width - cell_len(lead.plain))
        head = lead + Text(titles[0], style="bold" if branch.level == Level.STRATEGIC else "")
        if beside:
            head += Text(" " * (self.width - cell_len(head.plain) - cell_len(right.plain))) + right
        head.rstrip()
        yield head
        for title in titles[1:]:
            yield Text.assemble((rest, "dim"), "  ", title)
        details = self._details(branch, with_owner=self.width < WIDE)
        if not beside:
            details.insert(0, right)
        if details:
            yield from self._joined(details, rest)
        for neighbour in branch.neighbours:
            yield from self._joined([Text(self._neighbour(neighbour), style="cyan")], rest)

    def _neighbour(self, case: NeighbourCase) -> str:
        state = self.words.label(case.label, case.state)
        told = {"council": case.council_title, "ref": case.ref, "title": case.title, "state": state}
        return self.words.say("neighbour: {council} {ref} {title} – {state}", **told)

    def _columns(self, branch: Branch) -> Text:
        for_owner, for_due, for_state = self.columns
        counts = not branch.is_dropped
        owner = _cut(_owner(branch.owner), for_owner - 2) if counts else ""
        due = self.words.short_day(branch.due) if branch.due and counts else ""
        state = self._state(branch)
        state.pad_right(max(0, for_state - cell_len(state.plain)))
        return Text.assemble(_padded(owner, for_owner), _padded(due, for_due), state)

    def _state(self, branch: Branch) -> Text:
        state = Text(self.words.label(branch.label, branch.state), style=_style(branch))
        return state.append(_progress(branch), style="dim")

    def _details(self, branch: Branch, *, with_owner: bool) -> list[Text]:
        words = self.words
        told: list[Text] = []
        if branch.is_dropped:
            return told
        if with_owner and branch.owner is not None:
            told.append(Text(_owner(branch.owner)))
        if with_owner and branch.due is not None:
            told.append(Text(self._due(branch.due, latest=branch.level == Level.STRATEGIC)))
        if late := lateness(branch.late_days, branch.delivered_late, words):
            told.append(Text(late, style="bold red" if branch.late else "red"))
        if branch.late_below:
            told.append(
                Text(words.plural("{number} late beneath", "{number} late beneath", branch.late_below), style="red")
            )
        if branch.owner is not None and branch.owner.vacant and not branch.ended:
            told.append(Text(words.say("post vacant"), style="yellow"))
        if branch.reschedules:
            moved = words.plural("deadline moved {number} time", "deadline moved {number} times", branch.reschedules)
            told.append(Text(moved, style="dim"))
        if Tag.STUCK in branch.tags and branch.note:
            told.append(Text(words.quoted(branch.note), style="italic"))
        if waiting := self._waiting(branch):
            told.append(Text(waiting, style="yellow"))
        return told

    def _due(self, due: date, *, latest: bool) -> str:
        day = self.words.short_day(due)
        return self.words.say("latest deadline {day}", day=day) if latest else self.words.say("deadline {day}", day=day)

    def _waiting(self, branch: Branch) -> str:
        if branch.bodies and branch.waits:
            return self.words.say("waiting for {names}", names=branch.bodies)
        others = branch.waits if branch.level != Level.STRATEGIC else branch.waiting_on
        own = branch.owner.post if branch.owner is not None else None
        named = tuple(post for post in others if post != own or branch.level == Level.STRATEGIC)
        return self.words.say("waiting for {names}", names=named) if named else ""

    def _sign(self, branch: Branch) -> str:
        if branch.late:
            return self.signs.late
        if Tag.STUCK in branch.tags:
            return self.signs.stuck
        if Tag.ACHIEVED in branch.tags or Tag.DELIVERED in branch.tags:
            return self.signs.achieved
        if branch.ended:
            return self.signs.dropped if branch.is_dropped else self.signs.closed
        return self.signs.begun if Tag.BEGUN in branch.tags else self.signs.waiting

    def _joined(self, details: list[Text], rest: str) -> Iterator[Text]:
        """Details with dots between, broken between two of them where a line is full."""
        line = Text.assemble((rest, "dim"), "  ")
        empty = cell_len(line.plain)
        for detail in details:
            separator = self.signs.dot if cell_len(line.plain) > empty else ""
            if separator and cell_len(line.plain) + cell_len(separator) + cell_len(detail.plain) > self.width:
                yield line
                line, separator = Text.assemble((rest, "dim"), "  "), ""
            for piece, chunk in enumerate(_chunks(detail.plain, self.width - empty)):
                if piece:
                    yield line
                    line = Text.assemble((rest, "dim"), "  ")
                line.append(separator if not piece else "", style="dim").append(chunk, style=detail.style)
        yield line


def _progress(branch: Branch) -> str:
    if branch.level != Level.EXECUTING:
        return f" {branch.done}/{branch.total}" if branch.total else ""
    told = 0 < branch.progress < 100 and Tag.DELIVERED not in branch.tags
    return f" {branch.progress} %" if told else ""


def _columns(tree: Tree, words: Words, width: int) -> tuple[int, int, int]:
    """How wide owner, deadline and state need to be beside the titles, the owner at most a quarter of the screen."""
    every = [branch for area in tree.areas for decision in area.decisions for branch in _perform(decision)]
    owner = max((cell_len(_owner(branch.owner)) for branch in every), default=0)
    due = max((cell_len(words.short_day(branch.due)) for branch in every if branch.due), default=0)
    state = max((cell_len(words.label(b.label, b.state) + _progress(b)) for b in every), default=0)
    return min(owner + 2, width // 4), due + 2, min(state, width // 4)


def _perform(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from _perform(child)


def _style(branch: Branch) -> str:
    if branch.late:
        return "bold red"
    if Tag.STUCK in branch.tags:
        return "magenta"
    if Tag.ACHIEVED in branch.tags:
        return "green"
    if branch.ended:
        return "dim"
    return "yellow" if branch.waits and Tag.BEGUN not in branch.tags else "blue"


def _owner(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return f"{owner.post} ({safe(owner.holder)})" if owner.holder else owner.post


def _chunks(text: str, width: int) -> list[str]:
    """Text in pieces that fit a width, broken at spaces where there are any."""
    width = max(width, 8)
    pieces: list[str] = [""]
    for word in text.split():
        joined = f"{pieces[-1]} {word}".strip()
        if cell_len(joined) <= width:
            pieces[-1] = joined
            continue
        if pieces[-1]:
            pieces.append("")
        while cell_len(word) > width:
            cut = _cut(word, width, mark="")
            pieces[-1] = cut
            pieces.append("")
            word = word[len(cut) :]
        pieces[-1] = word
    return pieces


def _cut(text: str, width: int, mark: str = "…") -> str:
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) + cell_len(mark) > width:
        text = text[:-1]
    return text + mark


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))


def _wrapped(text: str, width: int, first: str, rest: str, style: str) -> Iterator[Text]:
    for place, piece in enumerate(_chunks(text, width - cell_len(rest))):
        yield Text((rest if place else first) + piece, style=style)
