"""Panels of a picture: one level's states and actions, then the path of the case, then the guards by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from slt_flow.results.diagrams import Chart
from slt_flow.views.diagrams import boxes, wording
from slt_flow.views.diagrams.canvas import LINE, Canvas, Entry, entries, wide
from slt_flow.views.diagrams.layout import Arc, Place, Size, plan
from slt_flow.views.diagrams.sketch import Edge, guards, sketch
from slt_flow.views.text.vocabulary import condition
from slt_flow.views.text.words import Words

_EDGE: Final = 20
_HEAD: Final = 74
_COLUMN: Final = 330
_GUARDS: Final = _COLUMN - 40
_NARROWEST: Final = 360
_TITLE_LINE: Final = 24

Guards = list[Entry]
"""The guards of an action as lines, the first with their number."""


class Panel:
    """A chart laid out in a panel of its own.

    Attributes:
        boxes: the states in order, the actions that lead on, and the note.
        plan: where the boxes and the lines between them are.
        size: the room the whole panel takes.
    """

    def __init__(self, chart: Chart, words: Words) -> None:
        self.chart, self.words, self._sketch = chart, words, sketch(chart)
        self.boxes = [boxes.state(stop, self._sketch, words) for stop in chart.stops]
        self.boxes += [boxes.action(gate, self._sketch, words) for gate in self._sketch.gates]
        if chart.actions_of(None):
            self.boxes.append(boxes.note(self._sketch, words))
        self.plan = plan([box.size for box in self.boxes], [self._arc(edge) for edge in self._sketch.edges()])
        self._columns = _columns(list(self._guards()), max(1, int(self.plan.width // _COLUMN)))
        room = max(self.plan.width, len(self._columns) * _COLUMN, _NARROWEST)
        self._path = [entry for line in wording.path(chart, words) for entry in _hanging(line, "action", room, 18)]
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

    def _guards(self) -> Iterator[Guards]:
        arrows = {guards(arrow): arrow for arrow in reversed(self.chart.arrows)}
        for key, number in self._sketch.numbers.items():
            arrow = arrows[key]
            lines = entries(self.words.label(arrow.label, arrow.action), "bold", _GUARDS, sign=str(number))
            for text in condition(arrow.needs, arrow.unless, self.words):
                lines += _hanging(f"– {text}", "small", _GUARDS, 10)
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


def _height(lines: Guards) -> float:
    return len(lines) * LINE + 6


def _hanging(text: str, kind: str, room: float, indent: float) -> list[Entry]:
    """Break a text into lines that fit in a room, those after the first further in."""
    return entries(text, kind, room - indent, hang=indent)


def _columns(guards: list[Guards], many: int) -> list[list[Guards]]:
    """Share guards out, in order, to so many columns of much the same height."""
    whole, used = sum(map(_height, guards)), 0.0
    columns: list[list[Guards]] = []
    for lines in guards:
        if not columns or (used >= whole * len(columns) / many and len(columns) < many):
            columns.append([])
        columns[-1].append(lines)
        used += _height(lines)
    return columns
