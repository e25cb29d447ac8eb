"""What is drawn of a chart: actions that lead on as gates between states, actions that stay within their state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from slt_flow.results.diagrams import Arrow, Chart


class Gate(NamedTuple):
    """An action that leads on, drawn once: from the states that have it alike (none: from every open state).

    `back` says that it leads to a state that comes before.
    """

    arrow: Arrow
    sources: tuple[str, ...]
    target: str
    back: bool = False


class Sketch(NamedTuple):
    """A chart sorted for drawing.

    Attributes:
        gates: the actions that are drawn between states.
        staying: the actions that stay, by their state.
        everywhere: the actions of every open state that are told in a note of their own.
        numbers: the number under which the guards of an action are told, by what `guards` says of it.
    """

    gates: tuple[Gate, ...]
    staying: Mapping[str, tuple[Arrow, ...]]
    everywhere: tuple[Arrow, ...]
    numbers: Mapping[tuple[str, ...], int]

    def number(self, arrow: Arrow) -> int:
        """The number of an action's guards; 0 where it has none."""
        return self.numbers.get(guards(arrow), 0)


def guards(arrow: Arrow) -> tuple[str, ...]:
    """What tells the guards of an action from those of others."""
    return arrow.action, *arrow.label.values(), *arrow.needs, "", *arrow.unless


def sketch(chart: Chart) -> Sketch:
    """Sort a chart for drawing."""
    leading = [arrow for arrow in chart.arrows if arrow.came_from is not None and not _stays(arrow)]
    back = _leading_back(chart, leading)
    alike: dict[tuple[object, ...], list[Arrow]] = {}
    for arrow in leading:
        told = (*guards(arrow), arrow.led_to, arrow.by, arrow.auto, (arrow.came_from, arrow.led_to) in back)
        alike.setdefault(told, []).append(arrow)
    gates = [_gate(arrows, back) for arrows in alike.values()]
    reached = {gate.target for gate in gates} | {stop.name for stop in chart.stops if stop.begins}
    general = [arrow for arrow in chart.arrows if arrow.came_from is None]
    drawn = [arrow for arrow in general if arrow.led_to is not None and arrow.led_to not in reached]
    gates += [Gate(arrow, (), str(arrow.led_to)) for arrow in drawn]
    staying = {
        stop.name: tuple(a for a in chart.arrows if a.came_from == stop.name and _stays(a)) for stop in chart.stops
    }
    guarded = dict.fromkeys(guards(arrow) for arrow in chart.arrows if arrow.needs or arrow.unless)
    numbers = {told: number for number, told in enumerate(guarded, start=1)}
    return Sketch(tuple(gates), staying, tuple(a for a in general if a not in drawn), numbers)


def _stays(arrow: Arrow) -> bool:
    return arrow.led_to is None or arrow.led_to == arrow.came_from


def _gate(arrows: Sequence[Arrow], back: Iterable[tuple[str, str]]) -> Gate:
    sources = tuple(str(arrow.came_from) for arrow in arrows)
    target = str(arrows[0].led_to)
    return Gate(arrows[0], sources, target, (sources[0], target) in back)


def _leading_back(chart: Chart, leading: Sequence[Arrow]) -> frozenset[tuple[str, str]]:
    """The steps that go round: those back to a state one came through, performing from where a case begins."""
    onward: dict[str, list[str]] = {}
    for arrow in leading:
        onward.setdefault(str(arrow.came_from), []).append(str(arrow.led_to))
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    first = sorted(chart.stops, key=lambda stop: not stop.begins)
    for stop in first:
        way = [(stop.name, iter(onward.get(stop.name, ())))] if stop.name not in done else []
        on_way = {stop.name}
        while way:
            here, rest = way[-1]
            there = next(rest, None)
            if there is None:
                way.pop()
                done.add(here)
                on_way.discard(here)
            elif there in on_way:
                found.add((here, there))
            elif there not in done:
                on_way.add(there)
                way.append((there, iter(onward.get(there, ()))))
    return frozenset(found)
