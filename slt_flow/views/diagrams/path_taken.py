"""The way a case came, told action by action."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.results.diagrams import Chart, Passed
from slt_flow.views.text.words import Words


def told(chart: Chart, words: Words, to: str = "→") -> Iterator[str]:
    """One line for each action a case went through, numbered as in the picture."""
    for number, step in enumerate(chart.marks.way if chart.marks is not None else (), start=1):
        yield f"{number}. {words.short_day(step.on)}  {_step(chart, step, words, to)}"


def _step(chart: Chart, step: Passed, words: Words, to: str) -> str:
    states = {stop.name: words.label(stop.label, stop.name) for stop in chart.stops}
    led_to = states.get(step.led_to or "", step.led_to or "")
    if step.version:
        return words.say("went over to version {version}: {state}", version=step.version, state=led_to)
    if step.came_from is None and step.led_to is not None:
        return words.say("began as {state}", state=led_to)
    label = action_label(chart, step, words)
    if step.led_to is not None:
        return f"{label} {to} {led_to}"
    if step.times > 1:
        return words.plural("{action}, {number} time", "{action}, {number} times", step.times, action=label)
    return label


def action_label(chart: Chart, step: Passed, words: Words) -> str:
    """What the action of a step is called; its name where the drawing has no such action any more."""
    found = (
        arrow for arrow in chart.arrows if arrow.action == step.action and arrow.came_from in (step.came_from, None)
    )
    arrow = next(found, None)
    return words.label(arrow.label, arrow.action) if arrow is not None else words.text(step.action)
