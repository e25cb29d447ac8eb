"""A diagram in sentences: its title, what it shows, and what joins its levels."""

from __future__ import annotations

from slt_flow.results.diagrams import Diagram, Tie
from slt_flow.views.text.vocabulary import level, statement
from slt_flow.views.text.words import Words


def titled(diagram: Diagram, words: Words) -> str:
    """What a diagram is of."""
    first = diagram.charts[0]
    if first.marks is not None and first.marks.ref:
        return f"{first.marks.ref} {words.text(first.marks.title)}" if first.marks.title else first.marks.ref
    if len(diagram.charts) > 1:
        return words.say("The three levels: from a decision to its measures")
    return words.say("The workflow “{name}”", name=words.label(first.label, first.machine))


def described(diagram: Diagram, words: Words) -> str:
    """What a diagram shows, for those who cannot see it."""
    told = []
    for chart in diagram.charts:
        states = ", ".join(words.label(stop.label, stop.name) for stop in chart.stops)
        name = words.label(chart.label, chart.machine)
        told.append(words.say("{name} ({level}): {states}.", name=name, level=level(chart.level, words), states=states))
        for here in chart.marks.here if chart.marks is not None else ():
            stop = next((stop for stop in chart.stops if stop.name == here.state), None)
            label = words.label(stop.label, stop.name) if stop is not None else here.state
            told.append(words.say("Now in {state}: {refs}.", state=label, refs=here.refs))
    return " ".join(told)


def tie(each: Tie, words: Words) -> str:
    """What joins an action to another level."""
    label = words.label(each.label, each.action)
    if each.kind == "gives":
        return words.say("“{action}” gives a new case there", action=label)
    if each.kind == "performs":
        return words.say(
            "“{action}” performs “{performed}” there too", action=label, performed=words.label(each.performed or {})
        )
    told = "; ".join(statement(rule, words) for rule in each.names)
    return words.say("“{action}” asks whether {statements}", action=label, statements=told)
