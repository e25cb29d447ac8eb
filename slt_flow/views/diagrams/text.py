"""A diagram as text for the terminal: every level a box, every state a box with its actions as arrows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Stop
from slt_flow.views.diagrams.box_contents import Marked, here_told, marked
from slt_flow.views.diagrams.description import tie, titled
from slt_flow.views.diagrams.path_taken import told as told_way
from slt_flow.views.text.screen import UNICODE as SIGNS
from slt_flow.views.text.screen import Screen, spelt_out
from slt_flow.views.text.vocabulary import ROLES, by, condition, level
from slt_flow.views.text.words import Words

NARROWEST: Final = 40
"""Columns that a diagram always takes."""


class Frame(NamedTuple):
    """The letters of a box: upper left, upper right, lower left, lower right, edge, side, and where a stem begins."""

    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str
    edge: str
    side: str
    stem: str


class Strokes(NamedTuple):
    """What a diagram is drawn with."""

    state: Frame
    end: Frame
    branch: str
    last: str
    bar: str
    leads: str
    stays: str
    to: str
    down: str
    here: str
    seen: str
    dot: str = " · "


UNICODE: Final = Strokes(Frame(*"┌┐└┘─│┬"), Frame(*"╔╗╚╝═║╤"), "├", "└", "│", "─▶", "─↻", "→", "▼", "●", "✓")
ASCII: Final = Strokes(Frame(*"++++-|+"), Frame(*"####=##"), "|", "`", "|", "->", "-o", "->", "v", "*", "ok", " - ")

_PAST: Final = "blue"
_PRESENT: Final = "bold yellow"


def lines(diagram: Diagram, words: Words, strokes: Strokes, width: int) -> Iterator[Text]:
    """The whole diagram, no line wider than `width` columns (`NARROWEST` at least)."""
    width = max(width, NARROWEST)
    words = words if strokes is UNICODE else _SpeltOut(words.language)
    yield from _wrapped(titled(diagram, words), width, 0, "bold")
    for place, chart in enumerate(diagram.charts):
        yield Text()
        yield from _Level(chart, words, strokes, width).boxed()
        if place + 1 < len(diagram.charts):
            yield from _between(diagram, chart.machine, diagram.charts[place + 1].machine, words, strokes, width)


def show(diagram: Diagram, words: Words, screen: Screen) -> None:
    """Print it as wide as the screen is."""
    strokes = UNICODE if screen.signs is SIGNS else ASCII
    for line in lines(diagram, words, strokes, screen.width):
        line.rstrip()
        screen.print(line)


@dataclass(frozen=True)
class _Level:
    """One machine, drawn in a box as wide as the screen."""

    chart: Chart
    words: Words
    strokes: Strokes
    width: int

    def boxed(self) -> Iterator[Text]:
        """Its lines with the box around them."""
        frame, inner = self.strokes.state, self.width - 4
        name = self.words.label(self.chart.label, self.chart.machine)
        told = self.words.say(
            "{level}, version {version}", level=level(self.chart.level, self.words), version=self.chart.version
        )
        head = _fit(f" {name}{self.strokes.dot}{told} ", inner)
        fill = frame.edge * (self.width - 3 - cell_len(head))
        yield Text.assemble(f"{frame.upper_left}{frame.edge}", (head, "bold"), f"{fill}{frame.upper_right}")
        for line in self._content(inner):
            yield Text.assemble(f"{frame.side} ", line, " " * (inner - line.cell_len), f" {frame.side}")
        yield Text(f"{frame.lower_left}{frame.edge * (self.width - 2)}{frame.lower_right}")

    def _content(self, width: int) -> Iterator[Text]:
        marks = marked(self.chart)
        if self.chart.marks is not None and self.chart.marks.way:
            yield Text(self.words.say("The way it came"), style="bold")
            for line in told_way(self.chart, self.words, self.strokes.to):
                yield from _wrapped(line, width, 3, _PAST)
            yield Text()
        for place, stop in enumerate(self.chart.stops):
            if place:
                yield Text()
            yield from self._state(stop, marks, width)
        general = [arrow for arrow in self.chart.arrows if arrow.came_from is None]
        if general:
            yield Text()
            yield Text(self.words.say("From every open state"), style="bold")
            yield from self._actions(general, marks, width)

    def _state(self, stop: Stop, marks: Marked, width: int) -> Iterator[Text]:
        strokes, frame = self.strokes, self.strokes.end if stop.end else self.strokes.state
        here, seen = stop.name in marks.here, stop.name in marks.seen
        sign = f"{strokes.here} " if here else f"{strokes.seen} " if seen else ""
        name = _fit(f"{sign}{self.words.label(stop.label, stop.name)}", width - 4)
        style = _PRESENT if here else _PAST if seen else "bold"
        edge = frame.edge * (cell_len(name) + 2)
        actions = [arrow for arrow in self.chart.arrows if arrow.came_from == stop.name]
        beside = self._beside(stop, marks)
        fits = cell_len(name) + 6 + cell_len(beside) <= width
        yield Text(f"{frame.upper_left}{edge}{frame.upper_right}")
        after = (f"  {beside}", _PRESENT if here else "dim") if fits and beside else ("", "")
        yield Text.assemble(f"{frame.side} ", (name, style), f" {frame.side}", after)
        yield Text(f"{frame.lower_left}{frame.stem if actions else frame.edge}{edge[1:]}{frame.lower_right}")
        if beside and not fits:
            stem = f" {strokes.bar} " if actions else "   "
            yield from _wrapped(beside, width, 3, _PRESENT if here else "dim", stem)
        yield from self._actions(actions, marks, width)

    def _beside(self, stop: Stop, marks: Marked) -> str:
        told = [here_told(marks, stop.name, self.words)] if stop.name in marks.here else []
        told += [self.words.say("a case begins here")] if stop.begins else []
        told += [self.words.say("ends here")] if stop.end else []
        if stop.waits_on is not None:
            role = self.words.say(ROLES[stop.waits_on]) if stop.waits_on in ROLES else stop.waits_on
            told.append(self.words.say("waits on: {role}", role=role))
        return self.strokes.dot.join(told)

    def _actions(self, actions: Sequence[Arrow], marks: Marked, width: int) -> Iterator[Text]:
        strokes = self.strokes
        for place, arrow in enumerate(actions, start=1):
            last = place == len(actions)
            sign = strokes.leads if arrow.led_to is not None else strokes.stays
            begins = f" {strokes.last if last else strokes.branch}{sign} "
            hangs = f" {' ' if last else strokes.bar}   "
            passed = self._passed(arrow, marks)
            yield from _wrapped(self._action(arrow, passed), width, 0, _PAST if passed else "", begins, f"{hangs}  ")
            sentences = "; ".join(condition(arrow.needs, arrow.unless, self.words))
            if sentences:
                yield from _wrapped(sentences, width, 0, "dim", f"{hangs}  ")

    def _action(self, arrow: Arrow, passed: Sequence[str]) -> str:
        target = next((stop for stop in self.chart.stops if stop.name == arrow.led_to), None)
        told = self.words.label(arrow.label, arrow.action)
        if target is not None:
            told += f" {self.strokes.to} {self.words.label(target.label, target.name)}"
        told += f"{self.strokes.dot}{by(arrow.by, arrow.auto, self.words)}"
        return f"{told}  {self.strokes.seen} {', '.join(passed)}" if passed else told

    def _passed(self, arrow: Arrow, marks: Marked) -> list[str]:
        """When the case went through an action, by the numbers of its steps."""
        return [
            self.words.say("step {number}: {day}", number=order, day=self.words.short_day(step.on))
            for (source, name), steps in marks.steps.items()
            for order, step in steps
            if name == arrow.action
            and source is not None
            and step.led_to == arrow.led_to
            and (arrow.came_from == source or (arrow.came_from is None and not self._own(name, source)))
        ]

    def _own(self, action: str, state: str) -> bool:
        return any(arrow.action == action and arrow.came_from == state for arrow in self.chart.arrows)


class _SpeltOut(Words):
    """Words in letters that every terminal can show, so that what is drawn around them keeps its place."""

    def say(self, message: str, /, **facts: Any) -> str:
        """A message, spelt out."""
        return spelt_out(super().say(message, **facts))

    def plural(self, one: str, many: str, number: int, /, **facts: Any) -> str:
        """A message in the form that fits a number, spelt out."""
        return spelt_out(super().plural(one, many, number, **facts))

    def text(self, fact: Any) -> str:
        """Write a fact, spelt out."""
        return spelt_out(super().text(fact))

    def label(self, label: Mapping[str, str], otherwise: str = "") -> str:
        """A label, spelt out."""
        return spelt_out(super().label(label, otherwise))


def _between(diagram: Diagram, upper: str, lower: str, words: Words, strokes: Strokes, width: int) -> Iterator[Text]:
    """What joins two levels: what goes down, then what looks from one to the other."""
    joining = [each for each in diagram.ties if {each.machine, each.other} == {upper, lower}]
    down = [each for each in joining if each.machine == upper and each.kind != "looks"]
    for heading, ties in (
        (words.say("handed down"), down),
        (words.say("looks down"), [e for e in joining if e.machine == upper and e.kind == "looks"]),
        (words.say("looks up"), [e for e in joining if e.machine == lower]),
    ):
        if ties:
            yield Text(f"    {strokes.bar}  {heading}", style="bold")
        for each in ties:
            yield from _wrapped(tie(each, words), width, 0, "", f"    {strokes.bar}  - ", f"    {strokes.bar}    ")
    yield Text(f"    {strokes.down}")


def _wrapped(
    text: str, width: int, hang: int, style: str = "", begins: str = "", follows: str | None = None
) -> Iterator[Text]:
    """A text in lines no wider than `width`: the first begins one way, the others follow another, by default alike."""
    head, rest = begins, (begins if follows is None else follows) + " " * hang
    line = ""
    for word in text.split():
        while line and cell_len(head) + cell_len(f"{line} {word}") > width:
            yield Text.assemble(head, (line, style))
            head, line = rest, ""
        line = f"{line} {word}" if line else word
        while cell_len(head) + cell_len(line) > width:
            part = set_cell_size(line, max(width - cell_len(head), 2)).rstrip() or line[:1]
            yield Text.assemble(head, (part, style))
            head, line = rest, line[len(part) :]
    yield Text.assemble(head, (line, style))


def _fit(text: str, width: int) -> str:
    """A text cut to a width, with a mark where something is left out."""
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 3).rstrip()}..."
