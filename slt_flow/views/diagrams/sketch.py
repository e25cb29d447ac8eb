"""Charts sorted for drawing: actions that lead on as gates between states, actions that stay within their state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from slt_flow.results.diagrams import Arrow, Chart, Passed

Steps = tuple[tuple[int, Passed], ...]
"""Steps of a case, numbered from where it began."""

Way = tuple[str | None, str | None]
"""From one state to another."""


class Gate(NamedTuple):
    """An action that leads on, drawn once for all states that have it alike.

    `back` is True where it leads to a state that comes before: such a gate is drawn from below to above.
    """

    arrows: tuple[Arrow, ...]
    back: bool

    @property
    def arrow(self) -> Arrow:
        """The action as every state has it, but for where it comes from."""
        return self.arrows[0]


class Edge(NamedTuple):
    """A line between a state (None: the note of every open one) and a gate by its number.

    `leads` is True from the gate to the state it enters, `passed` where the case went along it.
    """

    state: str | None
    gate: int
    leads: bool
    passed: bool


class Sketch:
    """A chart sorted for drawing.

    Attributes:
        chart: the chart itself.
        gates: the actions that are drawn between states.
        staying: the actions that stay, by their state.
        everywhere: the actions of every open state that are listed in a note of their own.
        guarded: the actions whose guards are listed beneath the drawing, by `guards`, in the order of their numbers.
        here: the cases in each state.
        seen: the states that the case came through.
    """

    def __init__(self, chart: Chart) -> None:
        self.chart, way = chart, chart.marks.way if chart.marks is not None else ()
        self.here: Mapping[str, tuple[str, ...]] = chart.marks.here if chart.marks is not None else {}
        self.seen = {step.led_to for step in way}
        leading = [arrow for arrow in chart.arrows if arrow.came_from is not None and not _stays(arrow)]
        general = chart.actions_of(None)
        reached = {arrow.led_to for arrow in leading} | {stop.name for stop in chart.stops if stop.begins}
        # an action of every open state gets a gate only where no other line leads to its state: more would cross all
        gated = [arrow for arrow in general if arrow.led_to is not None and arrow.led_to not in reached]
        self.gates = _gates([*leading, *gated], _leading_back(chart, leading))
        self.staying = {stop.name: tuple(filter(_stays, chart.actions_of(stop.name))) for stop in chart.stops}
        self.everywhere = tuple(arrow for arrow in general if arrow not in gated)
        self.guarded: dict[tuple[str, ...], Arrow] = {}
        for arrow in chart.arrows:
            if arrow.needs or arrow.unless:
                self.guarded.setdefault(guards(arrow), arrow)
        # the first step is no action of the case itself
        self._steps = [(order, step, chart.arrow_of(step)) for order, step in enumerate(way, start=1) if step.came_from]

    def number(self, arrow: Arrow) -> int:
        """Return the number of an action's guards; 0 where it has none."""
        return [*self.guarded].index(guards(arrow)) + 1 if arrow.needs or arrow.unless else 0

    def passed(self, *arrows: Arrow) -> Steps:
        """Return the steps that went through actions to where these lead now, in order."""
        ways = {(arrow.came_from, arrow.action, arrow.led_to) for arrow in arrows}
        steps = ((order, step, arrow) for order, step, arrow in self._steps if arrow is not None)
        return tuple((order, step) for order, step, a in steps if (a.came_from, a.action, step.led_to) in ways)

    def edges(self) -> Iterator[Edge]:
        """Yield the lines of every gate in turn: from its states to it, then from it to the state it enters."""
        for number, gate in enumerate(self.gates):
            for arrow in gate.arrows:
                passed = arrow.came_from is not None and bool(self.passed(arrow))
                yield Edge(arrow.came_from, number, leads=False, passed=passed)
            yield Edge(gate.arrow.led_to, number, leads=True, passed=bool(self.passed(*gate.arrows)))


def guards(arrow: Arrow) -> tuple[str, ...]:
    """Return a key that actions share when they have the same name, labels and guards."""
    return arrow.action, *arrow.label.values(), *arrow.needs, "", *arrow.unless


def _gates(arrows: Iterable[Arrow], back: Collection[Way]) -> list[Gate]:
    """Return one gate for all actions that are alike but for where they come from."""
    alike: dict[tuple[object, ...], Gate] = {}
    for arrow in arrows:
        leads_back = (arrow.came_from, arrow.led_to) in back
        key = (*guards(arrow), arrow.led_to, arrow.by, arrow.auto, leads_back)
        gate = alike.get(key, Gate((), leads_back))
        alike[key] = gate._replace(arrows=(*gate.arrows, arrow))
    return [*alike.values()]


def _stays(arrow: Arrow) -> bool:
    return arrow.led_to is None or arrow.led_to == arrow.came_from


def _leading_back(chart: Chart, leading: Sequence[Arrow]) -> set[Way]:
    """Return the back edges of a depth-first search from where a case begins: without them nothing goes round."""
    back: set[Way] = set()
    done: set[str | None] = set()

    def visit(state: str | None, path: frozenset[str | None]) -> None:
        for arrow in leading:
            if arrow.came_from == state and arrow.led_to in path:
                back.add((state, arrow.led_to))
            elif arrow.came_from == state and arrow.led_to not in done:
                visit(arrow.led_to, path | {arrow.led_to})
        done.add(state)

    for stop in sorted(chart.stops, key=lambda stop: not stop.begins):
        if stop.name not in done:
            visit(stop.name, frozenset({stop.name}))
    return back
