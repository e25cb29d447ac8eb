"""One level as a box: its states and actions laid out, then the way a case came, then the guards by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from slt_flow.results.diagrams import Arrow, Chart
from slt_flow.views.diagrams.box_contents import Marked, Part, action, draw, marked, note, ring, state
from slt_flow.views.diagrams.canvas import Canvas, wide
from slt_flow.views.diagrams.gates import Sketch, guards, sketch
from slt_flow.views.diagrams.layout import Place, Plan, Size, plan
from slt_flow.views.diagrams.path_taken import told as told_way
from slt_flow.views.diagrams.text_width import wrapped
from slt_flow.views.text.vocabulary import condition, level
from slt_flow.views.text.words import Words

_EDGE: Final = 20
_HEAD: Final = 74
_COLUMN: Final = 330
_GUARDS: Final = _COLUMN - 40
_NARROWEST: Final = 360
_LINE: Final = 15
_TITLE_LINE: Final = 24


class Guarded(NamedTuple):
    """The guards of an action, as lines under its number, each with how far in it begins."""

    number: int
    label: tuple[str, ...]
    lines: tuple[tuple[float, str], ...]

    @property
    def height(self) -> float:
        """How much room they take from top to bottom."""
        return (len(self.label) + len(self.lines)) * _LINE + 6


class Panel(NamedTuple):
    """A chart laid out: its boxes in order (states, actions, and a note), and the lines between them."""

    chart: Chart
    drawn: Sketch
    parts: tuple[Part, ...]
    plan: Plan
    columns: tuple[tuple[Guarded, ...], ...]
    way: tuple[tuple[float, str], ...]
    title: tuple[str, ...]
    told: str

    @property
    def size(self) -> Size:
        """How much room the whole panel takes."""
        guards_wide = len(self.columns) * _COLUMN
        width = max(self.plan.width, guards_wide, wide(self.told, "small"), _NARROWEST)
        height = self._head + self.plan.height + _EDGE + self._way_height + self._guards_height
        return Size(round(width + 2 * _EDGE, 1), round(height, 1))

    @property
    def _head(self) -> float:
        return _HEAD + (len(self.title) - 1) * _TITLE_LINE

    @property
    def _way_height(self) -> float:
        return (len(self.way) + 1) * _LINE + 14 if self.way else 0

    @property
    def _guards_height(self) -> float:
        tallest = max((sum(each.height for each in column) for column in self.columns), default=0)
        return tallest + 2 * _LINE + 8 if tallest else 0

    def place(self, box: int) -> Place:
        """Where a box stands in the panel."""
        place, left = self.plan.places[box], (self.size.width - self.plan.width) / 2
        return place._replace(x=place.x + left, y=place.y + self._head)

    def draw(self, canvas: Canvas, words: Words) -> None:
        """Draw it with its corner at the canvas's own."""
        size = self.size
        canvas.box(Place(0, 0, size.width, size.height), "panel", 8)
        for at, line in enumerate(self.title):
            canvas.text(_EDGE, 28 + at * _TITLE_LINE, line, "title")
        canvas.text(_EDGE, self._head - 29, self.told, "small")
        graph = canvas.at((size.width - self.plan.width) / 2, self._head)
        self._draw_lines(graph)
        for part, place in zip(self.parts, self.plan.places, strict=True):
            draw(part, place, graph)
        begins = next(at for at, stop in enumerate(self.chart.stops) if stop.begins)
        place = self.plan.places[begins]
        graph.circle(place.middle, place.y - 18, 5, "dot")
        graph.curve(((place.middle, place.y - 18), (place.middle, place.y - 1)), "line", "tip")
        y = self._head + self.plan.height + _EDGE
        self._draw_way(canvas.at(_EDGE, y), words)
        self._draw_guards(canvas.at(_EDGE, y + self._way_height), words)

    def _draw_lines(self, graph: Canvas) -> None:
        """Lines that were not passed first, so that the way stands out where they cross."""
        marks = marked(self.chart)
        for went in (False, True):
            for ends, line in zip(_ends(self.chart, self.drawn), self.plan.lines, strict=True):
                passed = bool(ends.passed(marks))
                if passed is went:
                    points = tuple(reversed(line.points)) if ends.upwards else line.points
                    tip = ("wenttip-" if passed else "") + "tip" if ends.leads else None
                    graph.curve(points, "line went" if passed else "line", tip)

    def _draw_way(self, canvas: Canvas, words: Words) -> None:
        if self.way:
            canvas.text(0, _LINE, words.say("The way it came"), "head")
        for at, (indent, line) in enumerate(self.way, start=1):
            canvas.text(indent, (at + 1) * _LINE, line, "action")

    def _draw_guards(self, canvas: Canvas, words: Words) -> None:
        if self.columns:
            canvas.text(0, _LINE, words.say("When an action is open"), "head")
        for at, column in enumerate(self.columns):
            y = 2.0 * _LINE + 6
            for each in column:
                ring(canvas, at * _COLUMN + 8, y - 4, each.number)
                for line, text in enumerate(each.label):
                    canvas.text(at * _COLUMN + 24, y + line * _LINE, text, "bold")
                for line, (indent, text) in enumerate(each.lines, start=len(each.label)):
                    canvas.text(at * _COLUMN + 24 + indent, y + line * _LINE, text, "small")
                y += each.height


class _Line(NamedTuple):
    """One line between a state (or the note) and an action: where it goes in the plan, and what it stands for."""

    above: int
    below: int
    gate: int
    source: str | None
    leads: bool
    upwards: bool
    drawn: Sketch

    def passed(self, marks: Marked) -> bool:
        """Whether the case went along it."""
        steps = marks.passed(self.drawn.gates[self.gate])
        return bool(steps) if self.leads else any(step.came_from == self.source for _, step in steps)


def _ends(chart: Chart, drawn: Sketch) -> tuple[_Line, ...]:
    at = {stop.name: place for place, stop in enumerate(chart.stops)}
    lines = []
    for number, gate in enumerate(drawn.gates):
        box = len(chart.stops) + number
        for source in gate.sources or (None,):
            first = at[source] if source is not None else len(chart.stops) + len(drawn.gates)
            ends = (box, first) if gate.back else (first, box)
            lines.append(_Line(*ends, number, source, leads=False, upwards=gate.back, drawn=drawn))
        ends = (at[gate.target], box) if gate.back else (box, at[gate.target])
        lines.append(_Line(*ends, number, None, leads=True, upwards=gate.back, drawn=drawn))
    return tuple(lines)


def panel(chart: Chart, words: Words) -> Panel:
    """Lay out a chart."""
    drawn, marks = sketch(chart), marked(chart)
    names = {stop.name: words.label(stop.label, stop.name) for stop in chart.stops}
    parts = [state(stop, drawn.staying[stop.name], drawn, marks, words) for stop in chart.stops]
    parts += [action(gate, drawn, marks, words) for gate in drawn.gates]
    if any(arrow.came_from is None for arrow in chart.arrows):
        parts.append(note(drawn, words, names))
    laid = plan([part.size for part in parts], [(line.above, line.below) for line in _ends(chart, drawn)])
    columns = _columns(tuple(_guards(chart, drawn, words)), max(1, int(laid.width // _COLUMN)))
    room = max(laid.width, len(columns) * _COLUMN, _NARROWEST)
    way = tuple(line for each in told_way(chart, words) for line in _hanging(each, 12, room, 18))
    title = tuple(wrapped(words.label(chart.label, chart.machine), 20, room, bold=True))
    told = words.say("{level}, version {version}", level=level(chart.level, words), version=chart.version)
    return Panel(chart, drawn, tuple(parts), laid, columns, way, title, told)


def _guards(chart: Chart, drawn: Sketch, words: Words) -> list[Guarded]:
    first: dict[tuple[str, ...], Arrow] = {}
    for arrow in chart.arrows:
        first.setdefault(guards(arrow), arrow)
    found = []
    for told, number in drawn.numbers.items():
        arrow = first[told]
        sentences = condition(arrow.needs, arrow.unless, words)
        lines = tuple(line for each in sentences for line in _hanging(f"– {each}", 11, _GUARDS, 10))
        label = wrapped(words.label(arrow.label, arrow.action), 11, _GUARDS, bold=True)
        found.append(Guarded(number, tuple(label), lines))
    return found


def _hanging(text: str, size: float, room: float, indent: float) -> list[tuple[float, str]]:
    """A text in lines that fit in a room, those after the first further in."""
    first, *rest = wrapped(text, size, room - indent)
    return [(0, first), *((indent, line) for line in rest)]


def _columns(every: Sequence[Guarded], many: int) -> tuple[tuple[Guarded, ...], ...]:
    """In order, in so many columns of much the same height."""
    if not every:
        return ()
    whole = sum(each.height for each in every)
    columns: list[list[Guarded]] = [[]]
    used = 0.0
    for each in every:
        if columns[-1] and used >= whole * len(columns) / many and len(columns) < many:
            columns.append([])
        columns[-1].append(each)
        used += each.height
    return tuple(map(tuple, columns))
