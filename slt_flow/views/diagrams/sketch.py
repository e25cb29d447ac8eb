"""Charts sorted for drawing: actions that lead on as gates between states, actions that stay within their state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from slt_flow.results.diagrams import Arrow, Chart, Passed

Steps = tuple[tuple[int, Passed], ...]
"""Steps of a case, numbered from where it began."""


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


class Sketch(NamedTuple):
    """A chart sorted for drawing.

    Attributes:
        chart: the chart itself.
        gates: the actions that are drawn between states.
        staying: the actions that stay, by their state.
        everywhere: the actions of every open state that are listed in a note of their own.
        numbers: the numbers under which guards are listed beneath the drawing, by `guards`.
        here: the cases in each state.
        seen: the states that the case came through.
        steps: the steps of the case by the state and name of their action.
    """

    chart: Chart
    gates: tuple[Gate, ...]
    staying: Mapping[str, tuple[Arrow, ...]]
    everywhere: tuple[Arrow, ...]
    numbers: Mapping[tuple[str, ...], int]
    here: Mapping[str, tuple[str, ...]]
    seen: frozenset[str | None]
    steps: Mapping[tuple[str | None, str], Steps]

    def number(self, arrow: Arrow) -> int:
        """Return the number of an action's guards; 0 where it has none."""
        return self.numbers.get(guards(arrow), 0)

    def passed(self, *arrows: Arrow) -> Steps:
        """Return the steps that went through actions to where these lead now, in order."""
        steps = ((arrow, step) for arrow in arrows for step in self.steps.get((arrow.came_from, arrow.action), ()))
        return tuple(sorted(step for arrow, step in steps if step[1].led_to == arrow.led_to))

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


def sketch(chart: Chart) -> Sketch:
    """Sort a chart for drawing."""
    leading = [arrow for arrow in chart.arrows if arrow.came_from is not None and not _stays(arrow)]
    general = chart.actions_of(None)
    reached = {arrow.led_to for arrow in leading} | {stop.name for stop in chart.stops if stop.begins}
    # an action of every open state gets a gate only where no other line leads to its state: more would cross them all
    gated = tuple(arrow for arrow in general if arrow.led_to is not None and arrow.led_to not in reached)
    guarded = dict.fromkeys(guards(arrow) for arrow in chart.arrows if arrow.needs or arrow.unless)
    steps: dict[tuple[str | None, str], Steps] = {}
    way = chart.marks.way if chart.marks is not None else ()
    for order, step in enumerate(way, start=1):
        arrow = chart.arrow_of(step)
        if arrow is not None and step.came_from is not None:  # the first step is no action of the case itself
            key = arrow.came_from, arrow.action
            steps[key] = (*steps.get(key, ()), (order, step))
    back = _leading_back(chart, leading)
    alike: dict[tuple[object, ...], list[Arrow]] = {}
    for arrow in (*leading, *gated):
        leads_back = (arrow.came_from, arrow.led_to) in back
        alike.setdefault((*guards(arrow), arrow.led_to, arrow.by, arrow.auto, leads_back), []).append(arrow)
    return Sketch(
        chart=chart,
        gates=tuple(Gate(tuple(arrows), (arrows[0].came_from, arrows[0].led_to) in back) for arrows in alike.values()),
        staying={stop.name: tuple(filter(_stays, chart.actions_of(stop.name))) for stop in chart.stops},
        everywhere=tuple(arrow for arrow in general if arrow not in gated),
        numbers={key: number for number, key in enumerate(guarded, start=1)},
        here=chart.marks.here if chart.marks is not None else {},
        seen=frozenset(step.led_to for step in way),
        steps=steps,
    )


def _stays(arrow: Arrow) -> bool:
    return arrow.led_to is None or arrow.led_to == arrow.came_from


def _leading_back(chart: Chart, leading: Sequence[Arrow]) -> frozenset[tuple[str | None, str | None]]:
    """Return the back edges of a depth-first search from where a case begins: without them nothing goes round."""
    back: set[tuple[str | None, str | None]] = set()
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
    return frozenset(back)
