"""The status tree as lines: level by level, each case with sign, state, owner, deadline and marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rich.cells import cell_len, set_cell_size

from slt_flow.results.follow_up import AreaBranch, Branch, Owner, Tree, flattened
from slt_flow.terms import Level, Tag
from slt_flow.views.text.rhythms import not_done, rhythm
from slt_flow.views.text.screen import Screen, Signs, headed, titled
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe
from slt_flow.views.text.wrapping import wrapped

WIDE: Final = 118
"""From this width on, owner and deadline stand beside the title instead of beneath it."""

NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
"""Titles of posts where the ids that people type are shown."""

_BESIDE: Final = 16
"""The least room that a title shares its line in."""


def show(tree: Tree, words: Words, screen: Screen) -> None:
    """Print the tree."""
    screen.print_lines(lines(tree, words, screen.signs, screen.width))


def lines(tree: Tree, words: Words, signs: Signs, width: int) -> Iterator[Text]:
    """Yield the lines of the tree."""
    page = _Page(words, signs, width, _columns(tree, words, width) if width >= WIDE else (0, 0, 0))
    years = ", ".join(map(str, tree.years or (tree.as_of.year,)))
    title, day = f"{safe(tree.title)} {years}", words.say("as of {day}", day=tree.as_of)
    if cell_len(title) + 2 + cell_len(day) > width:
        yield from page.wrapped(title, "bold")
        yield from page.wrapped(day, "dim")
    else:
        yield headed(title, day, width)
    yield from page.wrapped(signs.dot.join(totals(tree, words)), "dim")
    if not tree.areas:
        yield Text()
        yield from page.wrapped(of_nothing(tree, words))
    for area in tree.areas:
        yield Text()
        yield from page.area(area)


def of_nothing(tree: Tree, words: Words) -> str:
    """Say why a tree is empty."""
    if tree.filtered:
        return words.say("Nothing matches.")
    if tree.last_year is None:
        return words.say("No decisions yet. Register one with: slt decision register TITLE")
    return words.say(
        "Nothing is open, and nothing was decided or settled in {year}. See earlier decisions with: "
        "slt status --year {last}",
        year=tree.as_of.year,
        last=tree.last_year,
    )


def totals(tree: Tree, words: Words) -> Iterator[str]:
    """Yield how many cases there are, and how many are settled and late."""
    numbers = tree.totals
    yield words.plural("{number} decision", "{number} decisions", numbers["decisions"])
    yield words.plural("{number} assignment", "{number} assignments", numbers["assignments"])
    yield words.plural("{number} measure", "{number} measures", numbers["measures"])
    yield words.plural("{number} settled", "{number} settled", numbers["settled"])
    yield words.plural("{number} late", "{number} late", numbers["late"])
    if before := numbers.get("settled_before"):
        yield words.plural("{number} settled before", "{number} settled before", before)


@dataclass(frozen=True, slots=True)
class _Page:
    """The layout of one tree: its width in cells, and the widths of owner, deadline and state beside the titles."""

    words: Words
    signs: Signs
    width: int
    columns: tuple[int, int, int]

    def wrapped(self, text: str, style: str = "") -> Iterator[Text]:
        """Yield a text of one style as wide as the page."""
        return (Text(line, style=style) for line in wrapped(text, self.width))

    def area(self, area: AreaBranch) -> Iterator[Text]:
        """Yield a focus area with its decisions."""
        yield from self.wrapped(area_title(area, self.words), "bold cyan")
        yield from self.branches(area.decisions, "")

    def branches(self, branches: tuple[Branch, ...], above: str) -> Iterator[Text]:
        """Yield cases of one parent, each with all beneath it."""
        for place, branch in enumerate(branches, start=1):
            last = place == len(branches)
            first = above + (self.signs.last if last else self.signs.branch)
            below = above + ("   " if last else self.signs.bar)
            yield from self.case(branch, first, below + (self.signs.bar if branch.children else "   "))
            yield from self.branches(branch.children, below)

    def case(self, branch: Branch, first: str, rest: str) -> Iterator[Text]:
        """Yield one case: its title with the state at the right, then its details."""
        sign, style = look(branch, self.signs)
        right = Text(self.words.named(branch.state), style=style).append(progress(branch), style="dim")
        if self.width >= WIDE:
            right = self._beside(branch, right)
        lead = Text.assemble((first, "dim"), (f"{sign} {branch.ref} ", style))
        title = Text(safe(branch.title), style="bold" if branch.level == Level.STRATEGIC else "")
        below = Text.assemble((rest, "dim"), "  ")
        head, beside = titled(lead, title, right, self.width, _BESIDE, below)
        yield from head
        parts = [] if beside else [(right.plain, right.style)]
        parts += details(branch, self.words, owner_and_due=self.width < WIDE)
        if parts:
            yield from self._joined(parts, below)
        for sentence in connections(branch, self.words):
            yield from self._joined([(sentence, "cyan")], below)

    def _beside(self, branch: Branch, state: Text) -> Text:
        """Return owner, deadline and state in their columns."""
        for_owner, for_due, for_state = self.columns
        owner, due = ("", "") if branch.is_dropped else (_owner(branch.owner), self.words.short_day(branch.due))
        if cell_len(owner) > for_owner - 2:
            owner = set_cell_size(owner, for_owner - 3) + "…"
        beside = set_cell_size(owner, for_owner) + set_cell_size(due, for_due)
        return Text(beside).append(state).append(" " * (for_state - state.cell_len))

    def _joined(self, details: Iterable[tuple[str, str]], start: Text) -> Iterator[Text]:
        """Yield details with dots between, broken between two of them where a line is full."""
        line, indent = start.copy(), start.cell_len
        column = indent
        for detail, style in details:
            separator = self.signs.dot if column > indent else ""
            if separator and column + cell_len(separator) + cell_len(detail) > self.width:
                yield line
                line, column, separator = start.copy(), indent, ""
            first, *more = wrapped(detail, self.width - indent)
            line.append(separator, "dim").append(first, style)
            column += cell_len(separator) + cell_len(first)
            for chunk in more:
                yield line
                line, column = start.copy().append(chunk, style), indent + cell_len(chunk)
        yield line


def area_title(area: AreaBranch, words: Words) -> str:
    """Return the title of a focus area, with its end and the councils it is shared with."""
    title = safe(area.title) if area.id is not None else words.say("Without focus area")
    if area.ended:
        title += f" ({words.say('ended')})"
    if area.shared_with:
        title += f" ({words.say('shared with {names}', names=tuple(area.shared_with.values()))})"
    return title


def connections(branch: Branch, words: Words) -> Iterator[str]:
    """Yield the decisions that go on from a case, and those of other councils on the same matter."""
    for later in branch.goes_on:
        state = words.named(later.state)
        yield words.say("goes on in {ref} {title} – {state}", ref=later.ref, title=later.title, state=state)
    for case in branch.neighbours:
        yield words.say(
            "neighbour: {council} {ref} {title} – {state}",
            council=case.council_title,
            ref=case.ref,
            title=case.title,
            state=words.named(case.state),
        )


def details(
    branch: Branch, words: Words, titles: Mapping[str, str] = NO_TITLES, *, owner_and_due: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield what is to be told of a case beside its title and state, each with its style.

    Args:
        branch: the case.
        words: the reader's language.
        titles: titles of posts by their ids, which stand for those that have none here.
        owner_and_due: False where the owner and the deadline stand elsewhere.
    """
    if branch.exempt is not None and not branch.exempt.masked:
        yield words.say("exempt from public access ({basis})", basis=branch.exempt.basis), "yellow"
    if branch.is_dropped:
        return
    if owner_and_due and branch.owner is not None:
        yield _owner(branch.owner), ""
    if owner_and_due and branch.due is not None:
        day = words.short_day(branch.due)
        latest = branch.level == Level.STRATEGIC  # a decision has no deadline but those of its work
        yield words.say("latest deadline {day}", day=day) if latest else words.deadline(branch.due), ""
    if branch.every is not None and not branch.ended:
        done = words.plural("done {number} time", "done {number} times", len(branch.times))
        yield f"{rhythm(branch.every, words)}, {done}", ""
    if gaps := not_done(branch.missed, words):
        yield gaps, "yellow"
    if late := words.lateness(branch.late_days, branch.delivered_late):
        yield late, "bold red" if branch.late else "red"
    if below := branch.late_below:
        yield words.plural("{number} late beneath", "{number} late beneath", below), "red"
    if branch.owner is not None and branch.owner.vacant and not branch.ended:
        yield words.say("post vacant"), "yellow"
    if times := len(branch.moved_by):
        moved = words.plural(
            "deadline moved {number} time by {names}",
            "deadline moved {number} times by {names}",
            times,
            names=_called(branch.moved_by, titles),
        )
        yield moved, "yellow"
        if branch.council_due is not None:
            day = words.short_day(branch.council_due)
            yield words.say("the council's deadline {day}", day=day), "yellow"
    if times := branch.reschedules - len(branch.moved_by):
        moved = words.plural(
            "deadline moved {number} time by the council", "deadline moved {number} times by the council", times
        )
        yield moved, "dim"
    if number := len(branch.abandoned):
        cancelled = words.plural(
            "{number} measure cancelled by {names}",
            "{number} measures cancelled by {names}",
            number,
            names=_called(branch.abandoned, titles),
        )
        yield cancelled, "yellow"
    if Tag.STUCK in branch.tags and branch.note:
        yield words.quoted(branch.note), "italic"
    if waited_for := _waited_for(branch):
        yield words.say("waiting for {names}", names=_called(waited_for, titles)), "yellow"


def _waited_for(branch: Branch) -> tuple[str, ...]:
    """Return the bodies or posts that a case waits for, its owner left out; a decision waits for all beneath it too."""
    if branch.bodies and branch.waits:
        return branch.bodies
    if branch.level == Level.STRATEGIC:
        return branch.waiting_on
    return tuple(post for post in branch.waits if branch.owner is None or post != branch.owner.post)


def _called(posts: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(titles.get(post, post) for post in dict.fromkeys(posts))


def progress(branch: Branch) -> str:
    """Return how much beneath a case is carried out, or how far a measure has come."""
    if branch.level != Level.EXECUTING:
        return f" {branch.done}/{branch.total}" if branch.total else ""
    under_way = 0 < branch.progress < 100 and Tag.DELIVERED not in branch.tags
    return f" {branch.progress} %" if under_way else ""


def _columns(tree: Tree, words: Words, width: int) -> tuple[int, int, int]:
    """Return the widths that owner, deadline and state need, the owner at most a quarter of the screen."""
    branches = [branch for area in tree.areas for branch in flattened(area.decisions)]
    owner = max((cell_len(_owner(branch.owner)) for branch in branches), default=0)
    due = max((cell_len(words.short_day(branch.due)) for branch in branches if branch.due), default=0)
    state = max((cell_len(words.named(b.state) + progress(b)) for b in branches), default=0)
    return min(owner + 2, width // 4), due + 2, min(state, width // 4)


def look(branch: Branch, signs: Signs) -> tuple[str, str]:
    """Return the sign and style of a case; colour repeats what the sign says."""
    if branch.late:
        return signs.late, "bold red"
    if Tag.STUCK in branch.tags:
        return signs.stuck, "magenta"
    if Tag.ACHIEVED in branch.tags:
        return signs.achieved, "green"
    begun = Tag.BEGUN in branch.tags
    style = "dim" if branch.ended else "yellow" if branch.waits and not begun else "blue"
    if Tag.DELIVERED in branch.tags:
        return signs.achieved, style
    if branch.ended:
        return signs.dropped if branch.is_dropped else signs.closed, style
    return signs.begun if begun else signs.waiting, style


def _owner(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return f"{owner.post} ({safe(owner.holder)})" if owner.holder else owner.post
