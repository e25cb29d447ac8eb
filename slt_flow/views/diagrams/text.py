"""Diagrams as text for the terminal: every level a box, every state a box with its actions as arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Stop
from slt_flow.views.diagrams import wording
from slt_flow.views.diagrams.sketch import Sketch
from slt_flow.views.text.letters import spelt_out
from slt_flow.views.text.screen import UNICODE as SIGNS
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.vocabulary import condition
from slt_flow.views.text.words import Words
from slt_flow.views.text.wrapping import wrapped

NARROWEST: Final = 40
"""Columns that a diagram always takes."""


class Strokes(NamedTuple):
    """The letters a diagram is drawn with.

    Attributes:
        state: the frame of a state: upper left, upper right, lower left, lower right, edge, side, and where a stem
            begins.
        end: the frame of a state in which a case ends, likewise.
        branch: the sign at which an action leaves the stem.
        last: the sign at which the last action leaves it.
        bar: the stem.
        leads: the arrow of an action that leads on.
        stays: the arrow of an action that stays.
        down: the arrow to the level beneath.
        here: the sign of a state that cases are in.
        seen: the sign of a state or action that the case came through.
        spelt: spells a text in letters that the terminal can show.
    """

    state: tuple[str, ...]
    end: tuple[str, ...]
    branch: str
    last: str
    bar: str
    leads: str
    stays: str
    down: str
    here: str
    seen: str
    spelt: Callable[[str], str]


UNICODE: Final = Strokes(tuple("┌┐└┘─│┬"), tuple("╔╗╚╝═║╤"), "├", "└", "│", "─▶", "─↻", "▼", "●", "✓", str)
ASCII: Final = Strokes(tuple("++++-|+"), tuple("####=##"), "|", "`", "|", "->", "-o", "v", "*", "ok", spelt_out)

_PAST: Final = "blue"
_PRESENT: Final = "bold yellow"


def lines(diagram: Diagram, words: Words, strokes: Strokes, width: int) -> Iterator[Text]:
    """Yield the whole diagram, no line wider than `width` columns (`NARROWEST` at least)."""
    page = _Page(words, strokes, max(width, NARROWEST))
    yield from page.wrapped(wording.title(diagram, words), style="bold")
    for place, chart in enumerate(diagram.charts):
        yield Text()
        yield from _Level(chart, words, strokes, page.width - 4).boxed()
        if place + 1 < len(diagram.charts):
            yield from page.between(diagram, chart.machine, diagram.charts[place + 1].machine)


def show(diagram: Diagram, words: Words, screen: Screen) -> None:
    """Print it as wide as the screen is."""
    strokes = UNICODE if screen.signs is SIGNS else ASCII  # spelt before it is measured: "å" takes two cells as "aa"
    for line in lines(diagram, words, strokes, screen.width):
        line.rstrip()
        screen.print(line)


class _Page:
    """A column of text with its words, letters and width in cells."""

    def __init__(self, words: Words, strokes: Strokes, width: int) -> None:
        self.words, self.strokes, self.width = words, strokes, width

    def wrapped(self, text: str, begins: str = "", follows: str | None = None, style: str = "") -> Iterator[Text]:
        """Yield a text in lines that fit: the first begins one way, the others follow another, by default alike."""
        follows = begins if follows is None else follows
        hang = cell_len(follows) - cell_len(begins)
        for at, line in enumerate(wrapped(self.strokes.spelt(text), self.width - cell_len(begins), hang)):
            yield Text.assemble(follows if at else begins, (line, style))

    def fitted(self, text: str, width: int) -> str:
        """Cut a text to a width, with a mark where something is left out."""
        text = self.strokes.spelt(text)
        return text if cell_len(text) <= width else f"{set_cell_size(text, width - 3).rstrip()}..."

    def between(self, diagram: Diagram, upper: str, lower: str) -> Iterator[Text]:
        """Yield the ties between two levels: what goes down, then what looks from one to the other."""
        bar = f"    {self.strokes.bar}  "
        for heading, _, ties in wording.between(diagram, upper, lower, self.words):
            yield Text(bar + self.strokes.spelt(heading), style="bold")
            for tie in ties:
                yield from self.wrapped(wording.tie(tie, self.words), f"{bar}- ", f"{bar}  ")
        yield Text(f"    {self.strokes.down}")


class _Level(_Page):
    """One machine, drawn in a box; the width is that within."""

    def __init__(self, chart: Chart, words: Words, strokes: Strokes, width: int) -> None:
        super().__init__(words, strokes, width)
        self.chart, self.sketch = chart, Sketch(chart)

    def boxed(self) -> Iterator[Text]:
        """Yield its lines with the box around them."""
        upper_left, upper_right, lower_left, lower_right, edge, side, _ = self.strokes.state
        name = self.words.label(self.chart.label, self.chart.machine)
        head = self.fitted(f" {name} · {wording.version(self.chart, self.words)} ", self.width)
        fill = edge * (self.width + 1 - cell_len(head))
        yield Text.assemble(f"{upper_left}{edge}", (head, "bold"), f"{fill}{upper_right}")
        for line in self._content():
            yield Text.assemble(f"{side} ", line, " " * (self.width - line.cell_len), f" {side}")
        yield Text(f"{lower_left}{edge * (self.width + 2)}{lower_right}")

    def _content(self) -> Iterator[Text]:
        if path := list(wording.path(self.chart, self.words)):
            yield from self.wrapped(self.words.say("The way it came"), style="bold")
            for line in path:
                yield from self.wrapped(line, "", "   ", _PAST)
            yield Text()
        for place, stop in enumerate(self.chart.stops):
            if place:
                yield Text()
            yield from self._state(stop)
        if general := self.chart.actions_of(None):
            yield Text()
            yield from self.wrapped(self.words.say("From every open state"), style="bold")
            yield from self._actions(general)

    def _state(self, stop: Stop) -> Iterator[Text]:
        strokes, words, width = self.strokes, self.words, self.width
        upper_left, upper_right, lower_left, lower_right, edge, side, stem = strokes.end if stop.end else strokes.state
        here, seen = stop.name in self.sketch.here, stop.name in self.sketch.seen
        sign = f"{strokes.here} " if here else f"{strokes.seen} " if seen else ""
        style, aside = (_PRESENT, _PRESENT) if here else (_PAST if seen else "bold", "dim")
        name = self.fitted(f"{sign}{words.label(stop.label, stop.name)}", width - 4)
        edges = edge * (cell_len(name) + 2)
        actions = self.chart.actions_of(stop.name)
        place = *wording.beginning(stop, words), *wording.ending(stop, words)
        beside = strokes.spelt(" · ".join((*wording.here(self.sketch, stop.name, words), *place)))
        fits = cell_len(name) + 6 + cell_len(beside) <= width
        yield Text(f"{upper_left}{edges}{upper_right}")
        after = (f"  {beside}", aside) if fits and beside else ("", "")
        yield Text.assemble(f"{side} ", (name, style), f" {side}", after)
        yield Text(f"{lower_left}{stem if actions else edge}{edges[1:]}{lower_right}")
        if beside and not fits:
            bar = f" {strokes.bar} " if actions else "   "
            yield from self.wrapped(beside, bar, f"{bar}   ", aside)
        yield from self._actions(actions)

    def _actions(self, arrows: Sequence[Arrow]) -> Iterator[Text]:
        strokes = self.strokes
        for place, arrow in enumerate(arrows, start=1):
            branch, bar = (strokes.last, " ") if place == len(arrows) else (strokes.branch, strokes.bar)
            sign = strokes.stays if arrow.led_to is None else strokes.leads
            text = wording.action(self.chart, arrow, self.words)
            passed = self.sketch.passed(arrow)
            if passed:
                text += f"  {strokes.seen} {', '.join(wording.steps(passed, self.words))}"
            hang = f" {bar}     "
            yield from self.wrapped(text, f" {branch}{sign} ", hang, _PAST if passed else "")
            if conditions := condition(arrow.needs, arrow.unless, self.words):
                yield from self.wrapped("; ".join(conditions), hang, style="dim")
