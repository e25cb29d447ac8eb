"""Sheets of workflows: every state of one with its actions, on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from slt_flow.results.diagrams import Arrow, Diagram, Marks, Stop, Tie
from slt_flow.terms import N_
from slt_flow.views.diagrams import wording
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import Added, Writers
from slt_flow.views.text.styled import Text
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


def _marks(marks: Marks, _words: Words) -> dict[str, Any]:
    case = {"ref": marks.ref, "title": marks.title, "way": marks.way} if marks.ref else {}
    return {"here": [{"state": state, "refs": refs} for state, refs in marks.here.items()], **case}


JSON: Final[Writers] = {
    Marks: _marks,
    Arrow: Added("when", lambda arrow, words: condition(arrow.needs, arrow.unless, words), before="hands_down"),
    Tie: Added("message", wording.tie),
}
"""Conditions and ties as sentences."""
