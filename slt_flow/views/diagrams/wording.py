"""Charts and diagrams in words: the sentences that every drawing shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Passed, Stop, Tie
from slt_flow.views.diagrams.sketch import Sketch, Steps
from slt_flow.views.text.vocabulary import ROLES, by, level, statement
from slt_flow.views.text.words import Words

_NAMED: Final = 6
"""The number of cases in a state that are named."""


def title(diagram: Diagram, words: Words) -> str:
    """Return the title of a diagram: the case that is marked, else the workflow."""
    first = diagram.charts[0]
    if first.marks is not None and first.marks.ref:
        return f"{first.marks.ref} {words.text(first.marks.title)}" if first.marks.title else first.marks.ref
    if len(diagram.charts) > 1:
        return words.say("The three levels: from a decision to its measures")
    return words.say("The workflow “{name}”", name=words.label(first.label, first.machine))


def description(diagram: Diagram, words: Words) -> str:
    """Describe a diagram for those who cannot see it."""
    sentences = []
    for chart in diagram.charts:
        states = ", ".join(words.label(stop.label, stop.name) for stop in chart.stops)
        name = words.label(chart.label, chart.machine)
        at = level(chart.level, words)
        sentences.append(words.say("{name} ({level}): {states}.", name=name, level=at, states=states))
        for name, refs in (chart.marks.here if chart.marks is not None else {}).items():
            sentences.append(words.say("Now in {state}: {refs}.", state=state(chart, name, words), refs=refs))
    return " ".join(sentences)


def tie(tie: Tie, words: Words) -> str:
    """Tell how an action is tied to another level."""
    label = words.label(tie.label, tie.action)
    if tie.kind == "gives":
        return words.say("“{action}” gives a new case there", action=label)
    if tie.kind == "performs":
        return words.say(
            "“{action}” performs “{performed}” there too", action=label, performed=words.label(tie.performed or {})
        )
    statements = "; ".join(statement(rule, words) for rule in tie.names)
    return words.say("“{action}” asks whether {statements}", action=label, statements=statements)


def between(diagram: Diagram, upper: str, lower: str, words: Words) -> list[tuple[str, bool, list[Tie]]]:
    """Return the ties between two levels by heading: work, then looks; True where the arrow leads to the lower one."""
    down = [tie for tie in diagram.ties if (tie.machine, tie.other) == (upper, lower)]
    headed = [
        (words.say("handed down"), True, [tie for tie in down if tie.kind != "looks"]),
        (words.say("looks down"), False, [tie for tie in down if tie.kind == "looks"]),
        (words.say("looks up"), True, [tie for tie in diagram.ties if (tie.machine, tie.other) == (lower, upper)]),
    ]
    return [(heading, rightwards, ties) for heading, rightwards, ties in headed if ties]


def version(chart: Chart, words: Words) -> str:
    """Return the level and version of a workflow."""
    return words.say("{level}, version {version}", level=level(chart.level, words), version=chart.version)


def state(chart: Chart, name: str | None, words: Words) -> str:
    """Return the label of a state; its name where the chart has no such state, "" for None."""
    label = next((stop.label for stop in chart.stops if stop.name == name), {})
    return words.label(label, name or "")


def beginning(stop: Stop, words: Words) -> tuple[str, ...]:
    """Tell that a case begins in a state, if one does."""
    return (words.say("a case begins here"),) if stop.begins else ()


def ending(stop: Stop, words: Words) -> tuple[str, ...]:
    """Tell that a case ends in a state, or the role it waits on there."""
    if stop.end:
        return (words.say("ends here"),)
    if stop.waits_on is None:
        return ()
    role = words.say(ROLES[stop.waits_on]) if stop.waits_on in ROLES else stop.waits_on
    return (words.say("waits on: {role}", role=role),)


def here(sketch: Sketch, name: str, words: Words) -> tuple[str, ...]:
    """Tell that the case is in a state, or how many are there, the first of them by name."""
    if name not in sketch.here:
        return ()
    if sketch.chart.marks is not None and sketch.chart.marks.ref:
        return (words.say("is here now"),)
    refs = sketch.here[name]
    shown = refs if len(refs) <= _NAMED else (*refs[:_NAMED], "…")
    return (words.say("{number} here: {refs}", number=len(refs), refs=shown),)


def action(chart: Chart, arrow: Arrow, words: Words) -> str:
    """Return the label of an action, the state it leads to, and the roles whose act it is."""
    target = f" → {state(chart, arrow.led_to, words)}" if arrow.led_to is not None else ""
    also = f" · {words.say('also when it has ended')}" if arrow.in_ends else ""
    return f"{words.label(arrow.label, arrow.action)}{target} · {by(arrow.by, arrow.auto, words)}{also}"


def steps(passed: Steps, words: Words) -> list[str]:
    """Return the number and day of each step that went through an action."""
    return [words.say("step {number}: {day}", number=order, day=words.short_day(step.on)) for order, step in passed]


def path(chart: Chart, words: Words) -> Iterator[str]:
    """Yield one line for each step of the case, numbered as in the picture."""
    for number, step in enumerate(chart.marks.way if chart.marks is not None else (), start=1):
        yield f"{number}. {words.short_day(step.on)}  {_step(chart, step, words)}"


def _step(chart: Chart, step: Passed, words: Words) -> str:
    led_to = state(chart, step.led_to, words)
    if step.version:
        return words.say("went over to version {version}: {state}", version=step.version, state=led_to)
    if step.came_from is None and step.led_to is not None:
        return words.say("began as {state}", state=led_to)
    arrow = chart.arrow_of(step)
    # a case may have gone through an action that the version it follows today no longer has
    label = words.label(arrow.label, arrow.action) if arrow is not None else words.text(step.action)
    if step.led_to is not None:
        return f"{label} → {led_to}"
    if step.times > 1:
        return words.plural("{action}, {number} time", "{action}, {number} times", step.times, action=label)
    return label
