"""Panels of a picture: one level's states and actions in boxes, the path of the case, the guards by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from slt_flow.results.diagrams import Arrow, Chart, Stop
from slt_flow.views.diagrams import wording
from slt_flow.views.diagrams.canvas import LINE, Canvas, Entry, entries, wide
from slt_flow.views.diagrams.layout import Arc, Place, Size, plan
from slt_flow.views.diagrams.sketch import Edge, Gate, Sketch
from slt_flow.views.text.vocabulary import by, condition
from slt_flow.views.text.words import Words

_EDGE: Final = 20
_HEAD: Final = 74
_COLUMN: Final = 330
_GUARDS: Final = _COLUMN - 40
_NARROWEST: Final = 360
_TITLE_LINE: Final = 24

_PAD: Final = 9
_WIDE_STATE: Final = 190
_WIDE_ACTION: Final = 132
_WIDE_NOTE: Final = 250


class Panel:
    """A chart laid out in a panel of its own.

    Attributes:
        boxes: the states in order, the actions that lead on, and the note.
        plan: the places of the boxes and of the lines between them.
        size: the room the whole panel takes.
    """

    def __init__(self, chart: Chart, words: Words) -> None:
        self.chart, self.words, self._sketch = chart, words, Sketch(chart)
        self.boxes = [_state(stop, self._sketch, words) for stop in chart.stops]
        self.boxes += [_action(gate, self._sketch, words) for gate in self._sketch.gates]
        if chart.actions_of(None):
            self.boxes.append(_note(self._sketch, words))
        self.plan = plan([box.size for box in self.boxes], [self._arc(edge) for edge in self._sketch.edges()])
        self._columns = _columns(list(self._guards()), max(1, int(self.plan.width // _COLUMN)))
        room = max(self.plan.width, len(self._columns) * _COLUMN, _NARROWEST)
        steps = (entries(line, "action", room - 18, hang=18) for line in wording.path(chart, words))
        self._path = list(chain.from_iterable(steps))
        self._title = entries(words.label(chart.label, chart.machine), "title", room)
        self._version = wording.version(chart, words)
        self._top = _HEAD + (len(self._title) - 1) * _TITLE_LINE
        self._beneath = (len(self._path) + 1) * LINE + 14 if self._path else 0
        tallest = max((sum(map(_height, column)) for column in self._columns), default=0)
        height = self._top + self.plan.height + _EDGE + self._beneath + (tallest + 2 * LINE + 8 if tallest else 0)
        self.size = Size(round(max(room, wide(self._version, "small")) + 2 * _EDGE, 1), round(height, 1))

    def _arc(self, edge: Edge) -> Arc:
        """Return the boxes an edge joins, the upper one first."""
        stops = [stop.name for stop in self.chart.stops]
        gate = len(stops) + edge.gate
        state = stops.index(edge.state) if edge.state is not None else len(self.boxes) - 1
        return (gate, state) if edge.leads is not self._sketch.gates[edge.gate].back else (state, gate)

    def _guards(self) -> Iterator[list[Entry]]:
        """Yield the guards of each action as lines, the first with their number."""
        for number, arrow in enumerate(self._sketch.guarded.values(), start=1):
            lines = entries(self.words.label(arrow.label, arrow.action), "bold", _GUARDS, sign=str(number))
            for text in condition(arrow.needs, arrow.unless, self.words):
                lines += entries(f"– {text}", "small", _GUARDS - 10, hang=10)
            yield lines

    def draw(self, canvas: Canvas) -> None:
        """Draw it with its corner at the canvas's own."""
        canvas.box(Place(0, 0, *self.size), "panel", 8)
        for at, heading in enumerate(self._title):
            canvas.text(_EDGE, 28 + at * _TITLE_LINE, heading.text, "title")
        canvas.text(_EDGE, self._top - 29, self._version, "small")
        graph = canvas.at((self.size.width - self.plan.width) / 2, self._top)
        edges = list(zip(self._sketch.edges(), self.plan.lines, strict=True))
        # lines that the case went along come last, so that its path stands out where lines cross
        for edge, line in sorted(edges, key=lambda pair: pair[0].passed):
            points = line[::-1] if self._sketch.gates[edge.gate].back else line
            tip = ("wenttip-tip" if edge.passed else "tip") if edge.leads else None
            graph.curve(points, "line went" if edge.passed else "line", tip)
        for box, place in zip(self.boxes, self.plan.places, strict=True):
            box.draw(place, graph)
        begins = next(at for at, stop in enumerate(self.chart.stops) if stop.begins)
        place = self.plan.places[begins]
        graph.circle(place.middle, place.y - 18, 5, "dot")
        graph.curve(((place.middle, place.y - 18), (place.middle, place.y - 1)), "line", "tip")
        self._draw_lists(canvas.at(_EDGE, self._top + self.plan.height + _EDGE))

    def _draw_lists(self, canvas: Canvas) -> None:
        """Draw the path of the case and the guards."""
        if self._path:
            canvas.text(0, LINE, self.words.say("The way it came"), "head")
            canvas.entries(0, 2 * LINE, self._path)
        canvas = canvas.at(0, self._beneath)
        if self._columns:
            canvas.text(0, LINE, self.words.say("When an action is open"), "head")
        for at, column in enumerate(self._columns):
            y = 2.0 * LINE + 6
            for lines in column:
                canvas.entries(at * _COLUMN + 24, y, lines)
                y += _height(lines)


class Box(NamedTuple):
    """A box: its lines, the classes of its frame, whether it has a frame within, and how round its corners are."""

    lines: tuple[Entry, ...]
    frame: str
    inner: bool = False
    round_: float = 4

    @property
    def size(self) -> Size:
        """The room it takes."""
        width = max(line.width for line in self.lines) + 2 * self._around
        return Size(round(max(width, 64), 1), len(self.lines) * LINE + 2 * self._around - 4)

    @property
    def _around(self) -> float:
        return _PAD + (3 if self.inner else 0)

    def draw(self, place: Place, canvas: Canvas) -> None:
        """Draw it at its place."""
        canvas.box(place, self.frame, self.round_)
        if self.inner:
            canvas.box(Place(place.x + 3, place.y + 3, place.width - 6, place.height - 6), "inner", self.round_ - 1)
        left, right = place.x + self._around, place.x + place.width - self._around
        canvas.entries(left, place.y + self._around - 3 + LINE, self.lines, right)


def _state(stop: Stop, sketch: Sketch, words: Words) -> Box:
    """Return a state: its label, the cases that are there, the role it waits on, and the actions that stay."""
    here, seen = stop.name in sketch.here, stop.name in sketch.seen
    indent, sign = (17, "here") if here else (17, "tick") if seen else (0, "")
    lines = entries(words.label(stop.label, stop.name), "name", _WIDE_STATE, indent, sign)
    for text in wording.here(sketch, stop.name, words):
        lines += entries(text, "bold", _WIDE_STATE, indent)
    for text in wording.ending(stop, words):
        lines += entries(text, "small", _WIDE_STATE, indent)
    lines += _inner(sketch.staying[stop.name], sketch, words, _WIDE_STATE)
    # a case may be again where it was before: the sign of now wins
    frame = "state here" if here else "state seen" if seen else "state final" if stop.end else "state"
    return Box(tuple(lines), frame, inner=stop.end, round_=6)


def _action(gate: Gate, sketch: Sketch, words: Words) -> Box:
    """Return an action that leads on: its label, the roles whose act it is, and the steps of the case through it."""
    arrow, passed = gate.arrow, sketch.passed(*gate.arrows)
    indent, sign = (15, "tick") if passed else (0, "")
    lines = entries(words.label(arrow.label, arrow.action), "action", _WIDE_ACTION, indent, sign, sketch.number(arrow))
    lines += entries(by(arrow.by, arrow.auto, words), "small", _WIDE_ACTION, indent)
    lines += [Entry(text, "bold", indent) for text in wording.steps(passed, words)]
    return Box(tuple(lines), "gate wentgate" if passed else "gate auto" if arrow.auto else "gate", round_=12)


def _note(sketch: Sketch, words: Words) -> Box:
    """Return the note of the actions of every open state."""
    heading = Entry(words.say("From every open state"), "head")
    return Box((heading, *_inner(sketch.everywhere, sketch, words, _WIDE_NOTE)), "note", round_=2)


def _inner(arrows: Iterable[Arrow], sketch: Sketch, words: Words, room: float) -> list[Entry]:
    """Return the actions within a box, each with the number of its guards."""
    lines = []
    for arrow in arrows:
        sign = "stays" if arrow.led_to is None else ""
        lines += entries(wording.action(sketch.chart, arrow, words), "small", room, 17, sign, sketch.number(arrow))
    return lines


def _height(lines: list[Entry]) -> float:
    return len(lines) * LINE + 6


def _columns(guards: list[list[Entry]], many: int) -> list[list[list[Entry]]]:
    """Share guards out, in order, to so many columns of much the same height."""
    whole, used = sum(map(_height, guards)), 0.0
    columns: list[list[list[Entry]]] = []
    for lines in guards:
        if not columns or (used >= whole * len(columns) / many and len(columns) < many):
            columns.append([])
        columns[-1].append(lines)
        used += _height(lines)
    return columns
