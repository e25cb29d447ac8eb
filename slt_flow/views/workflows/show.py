"""Sheets of workflows: every state of one with its actions, on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.text import Text

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Passed, Stop, Tie
from slt_flow.terms import N_
from slt_flow.views.diagrams import wording
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import Writers, as_number
from slt_flow.views.text.vocabulary import ANSWERS, TAGS, by, condition
from slt_flow.views.text.words import Words, safe


def show(diagram: Diagram, words: Words, screen: Screen) -> None:
    """Print one workflow: its states in order with their actions, the roles, what they ask and when they open."""
    chart, dot = diagram.charts[0], screen.signs.dot
    name = words.label(chart.label, chart.machine)
    digest = words.say("digest {digest}", digest=chart.digest[:12])
    facts = f" ({safe(chart.machine)}){dot}{wording.version(chart, words)}{dot}{digest}"
    screen.print(Text.assemble((name, "bold"), facts))
    for stop in chart.stops:
        screen.print()
        facts = "".join(f"{dot}{fact}" for fact in _facts(stop, words))
        heading = Text.assemble((words.label(stop.label, stop.name), "bold"), f" ({stop.name}){facts}")
        screen.print(heading, hang=2)
        for arrow in chart.actions_of(stop.name):
            _show_action(arrow, diagram, words, screen)
    if general := chart.actions_of(None):
        screen.print()
        screen.print(Text(words.say("From every open state"), style="bold"))
    for arrow in general:
        _show_action(arrow, diagram, words, screen)


def _facts(stop: Stop, words: Words) -> Iterator[str]:
    yield from wording.beginning(stop, words)
    yield from wording.ending(stop, words)
    if stop.tags:
        yield words.say("means: {tags}", tags=[words.say(TAGS[tag]) if tag in TAGS else tag for tag in stop.tags])


def _show_action(arrow: Arrow, diagram: Diagram, words: Words, screen: Screen) -> None:
    target = f" → {wording.state(diagram.charts[0], arrow.led_to, words)}" if arrow.led_to is not None else ""
    facts = f" ({arrow.action}){target}{screen.signs.dot}{by(arrow.by, arrow.auto, words)}"
    screen.print(Text.assemble("  ", (words.label(arrow.label, arrow.action), "cyan"), facts), hang=2)
    for line in _details(arrow, diagram, words):
        screen.print(Text(f"    {line}", style="dim"), hang=2)


def _details(arrow: Arrow, diagram: Diagram, words: Words) -> Iterator[str]:
    chart = diagram.charts[0]
    for names, message in ((arrow.asks, N_("asks for: {answers}")), (arrow.may_ask, N_("may be given: {answers}"))):
        if names:
            answers = [words.say(ANSWERS[name]) if name in ANSWERS else name for name in names]
            yield words.say(message, answers=answers)
    yield from condition(arrow.needs, arrow.unless, words)
    performed = {performed.action for performed in arrow.performs}
    for tie in diagram.ties:
        # another state's action of the same name may neither hand down nor perform
        does = arrow.hands_down if tie.kind == "gives" else tie.kind == "performs" and {*tie.names} <= performed
        if does and (tie.machine, tie.action) == (chart.machine, arrow.action):
            other = next((level.label for level in diagram.charts if level.machine == tie.other), None)
            sentence = wording.tie(tie, words)
            yield f"{words.label(other, tie.other)}: {sentence}" if other is not None else sentence


def _diagram(diagram: Diagram, words: Words) -> dict[str, Any]:
    return {"workflows": diagram.charts, "links": [_tie(tie, words) for tie in diagram.ties]}


def _chart(chart: Chart, words: Words) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "machine": chart.machine,
        "label": words.label(chart.label, chart.machine),
        "level": chart.level,
        "version": as_number(chart.version),
        "digest": chart.digest,
        "states": [_stop(stop, words) for stop in chart.stops],
        "actions": [_arrow(arrow, words) for arrow in chart.arrows],
    }
    if chart.marks is not None:
        fields |= {"here": [{"state": s, "refs": list(refs)} for s, refs in chart.marks.here.items()]}
        if chart.marks.ref:
            fields |= {"ref": chart.marks.ref, "title": chart.marks.title, "way": [_passed(s) for s in chart.marks.way]}
    return fields


def _stop(stop: Stop, words: Words) -> dict[str, Any]:
    return {
        "state": stop.name,
        "label": words.label(stop.label, stop.name),
        "initial": stop.begins,
        "end": stop.end,
        "tags": list(stop.tags),
        "waits_on": stop.waits_on,
    }


def _arrow(arrow: Arrow, words: Words) -> dict[str, Any]:
    return {
        "action": arrow.action,
        "label": words.label(arrow.label, arrow.action),
        "from": arrow.came_from,
        "to": arrow.led_to,
        "by": list(arrow.by),
        "auto": arrow.auto,
        "asks": list(arrow.asks),
        "may_ask": list(arrow.may_ask),
        "needs": list(arrow.needs),
        "unless": list(arrow.unless),
        "when": condition(arrow.needs, arrow.unless, words),
        "creates_child": arrow.hands_down,
        "performs": [{"action": performed.action, "on": performed.where} for performed in arrow.performs],
    }


def _passed(step: Passed) -> dict[str, Any]:
    fields = {"action": step.action, "from": step.came_from, "to": step.led_to, "on": step.on, "times": step.times}
    return {**fields, "version": as_number(step.version)} if step.version else fields


def _tie(tie: Tie, words: Words) -> dict[str, Any]:
    fields = {"kind": tie.kind, "from": tie.machine, "action": tie.action, "to": tie.other, "names": list(tie.names)}
    return {**fields, "message": wording.tie(tie, words)}


JSON: Final[Writers] = {Diagram: _diagram, Chart: _chart}
"""Workflows in JSON: labels are in the reader's language."""
