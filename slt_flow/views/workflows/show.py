"""The workflows as lists and sheets: which there are, and every state of one with its actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Here, Passed, Stop, Tie
from slt_flow.views.diagrams.description import tie as tie_told
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import version
from slt_flow.views.text.vocabulary import ANSWERS, ROLES, TAGS, by, condition, level
from slt_flow.views.text.words import Words, safe


def show(diagram: Diagram, words: Words, screen: Screen) -> None:
    """Print one workflow: its states in order with their actions, whose they are, what they ask and when they open."""
    chart = diagram.charts[0]
    name = words.label(chart.label, chart.machine)
    told = words.say("{level}, version {version}", level=level(chart.level, words), version=chart.version)
    digest = words.say("digest {digest}", digest=chart.digest[:12])
    screen.print(
        Text.assemble((name, "bold"), f" ({safe(chart.machine)}){screen.signs.dot}{told}{screen.signs.dot}{digest}")
    )
    for stop in chart.stops:
        screen.print()
        screen.print(
            Text.assemble((words.label(stop.label, stop.name), "bold"), f" ({stop.name})", _means(stop, words, screen)),
            hang=2,
        )
        for arrow in chart.arrows:
            if arrow.came_from == stop.name:
                _show_action(arrow, chart, diagram, words, screen)
    general = [arrow for arrow in chart.arrows if arrow.came_from is None]
    if general:
        screen.print()
        screen.print(Text(words.say("From every open state"), style="bold"))
    for arrow in general:
        _show_action(arrow, chart, diagram, words, screen)


def _means(stop: Stop, words: Words, screen: Screen) -> str:
    told = [words.say("a case begins here")] if stop.begins else []
    told += [words.say("ends here")] if stop.end else []
    if stop.waits_on is not None:
        role = words.say(ROLES[stop.waits_on]) if stop.waits_on in ROLES else stop.waits_on
        told.append(words.say("waits on: {role}", role=role))
    if stop.tags:
        told.append(words.say("means: {tags}", tags=[words.say(TAGS[t]) if t in TAGS else t for t in stop.tags]))
    return "".join(f"{screen.signs.dot}{each}" for each in told)


def _show_action(arrow: Arrow, chart: Chart, diagram: Diagram, words: Words, screen: Screen) -> None:
    target = next((stop for stop in chart.stops if stop.name == arrow.led_to), None)
    led = f" → {words.label(target.label, target.name)}" if target is not None else ""
    who = by(arrow.by, arrow.auto, words)
    head = Text.assemble(
        "  ", (words.label(arrow.label, arrow.action), "cyan"), f" ({arrow.action}){led}{screen.signs.dot}{who}"
    )
    screen.print(head, hang=2)
    for line in _details(arrow, chart, diagram, words):
        screen.print(Text(f"    {line}", style="dim"), hang=2)


def _details(arrow: Arrow, chart: Chart, diagram: Diagram, words: Words) -> Iterator[str]:
    asked = [words.say(ANSWERS[name]) if name in ANSWERS else name for name in arrow.asks]
    optional = [words.say(ANSWERS[name]) if name in ANSWERS else name for name in arrow.may_ask]
    if asked:
        yield words.say("asks for: {answers}", answers=asked)
    if optional:
        yield words.say("may be given: {answers}", answers=optional)
    yield from condition(arrow.needs, arrow.unless, words)
    for tie in diagram.ties:
        if (tie.machine, tie.action) == (chart.machine, arrow.action) and tie.kind != "looks" and _does(tie, arrow):
            other = next((each.label for each in diagram.charts if each.machine == tie.other), None)
            told = tie_told(tie, words)
            yield f"{words.label(other, tie.other)}: {told}" if other is not None else told


def _does(tie: Tie, arrow: Arrow) -> bool:
    return (
        arrow.hands_down if tie.kind == "gives" else any(performed.action in tie.names for performed in arrow.performs)
    )


def as_json(diagram: Diagram, words: Words) -> dict[str, Any]:
    """A diagram with stable names; labels are in the reader's language."""
    return {
        "workflows": [chart_as_json(chart, words) for chart in diagram.charts],
        "links": [_tie(each, words) for each in diagram.ties],
    }


def chart_as_json(chart: Chart, words: Words) -> dict[str, Any]:
    """One workflow with stable names."""
    told: dict[str, Any] = {
        "machine": chart.machine,
        "label": words.label(chart.label, chart.machine),
        "level": chart.level,
        "version": version(chart.version),
        "digest": chart.digest,
        "states": [_stop(stop, words) for stop in chart.stops],
        "actions": [_arrow(arrow, words) for arrow in chart.arrows],
    }
    if chart.marks is not None:
        told |= {"here": [_here(each) for each in chart.marks.here]}
        if chart.marks.ref:
            told |= {"ref": chart.marks.ref, "title": chart.marks.title, "way": [_passed(s) for s in chart.marks.way]}
    return told


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


def _here(here: Here) -> dict[str, Any]:
    return {"state": here.state, "refs": list(here.refs)}


def _passed(step: Passed) -> dict[str, Any]:
    told = {"action": step.action, "from": step.came_from, "to": step.led_to, "on": step.on, "times": step.times}
    return {**told, "version": version(step.version)} if step.version else told


def _tie(tie: Tie, words: Words) -> dict[str, Any]:
    told = {"kind": tie.kind, "from": tie.machine, "action": tie.action, "to": tie.other, "names": list(tie.names)}
    return {**told, "message": tie_told(tie, words)}
