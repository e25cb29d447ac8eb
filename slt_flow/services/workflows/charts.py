"""Charts of machines: states and actions as plain values, and the ties to the levels around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.models import Action, KindOfDecision, Machine, Perform, State
from slt_flow.engine.decide import hands_down
from slt_flow.results.diagrams import Arrow, Chart, Label, Marks, Performed, Stop, Tie

LOOKS_BENEATH: Final = frozenset(
    {
        "has_a_child",
        "every_child_has_owner_and_deadline",
        "children_end_in_time",
        "work_has_begun",
        "every_child_is_settled",
        "a_child_is_achieved",
    }
)
"""The rules that look at the cases beneath."""

LOOKS_ABOVE: Final = frozenset({"parent_is_planned", "deadline_is_within_parent"})
"""The rules that look at the case above."""

_BENEATH, _ABOVE = "children", "parent"


def chart(
    pinned: Pinned, around: Sequence[Pinned] = (), marks: Marks | None = None, kind: KindOfDecision | None = None
) -> Chart:
    """Return a machine as a chart.

    Args:
        pinned: the machine.
        around: the machines its actions may perform in, to tell what those actions are called.
        marks: where cases are in it.
        kind: a kind of decision, whose rules some actions need beside their own.
    """
    machine = pinned.machine
    stops = tuple(_stop(name, state, machine) for name, state in machine.states.items())
    arrows = tuple(
        _arrow(name, action, came_from, machine, around, kind) for came_from, name, action in _actions(machine)
    )
    heading = machine.machine
    return Chart(
        heading.name, _words(heading.label), pinned.version, pinned.digest, str(heading.level), stops, arrows, marks
    )


def ties(levels: Sequence[Pinned]) -> tuple[Tie, ...]:
    """Return the ties between levels: actions that give work, perform actions of others, or look at others."""
    machines = [pinned.machine for pinned in levels]
    every = (tie for machine in machines for tie in _ties(machine, machines))
    return tuple({(tie.kind, tie.machine, tie.other, tie.action, tie.names): tie for tie in every}.values())


def _stop(name: str, state: State, machine: Machine) -> Stop:
    waits_on = str(state.waits_on) if state.waits_on is not None else None
    begins = name == machine.machine.initial
    return Stop(name, _words(state.label), tuple(map(str, state.tags)), waits_on, begins, state.end)


def _actions(machine: Machine) -> Iterator[tuple[str | None, str, Action]]:
    """Yield every action with the state it stands in, those of every open state last."""
    for name, state in machine.states.items():
        yield from ((name, action, each) for action, each in state.on.items())
    yield from ((None, action, each) for action, each in machine.every_open_state.on.items())


def _arrow(
    name: str,
    action: Action,
    came_from: str | None,
    machine: Machine,
    around: Sequence[Pinned],
    kind: KindOfDecision | None,
) -> Arrow:
    dressed = kind.dressed(name, action) if kind is not None else action
    return Arrow(
        action=name,
        label=_words(action.label),
        came_from=came_from,
        led_to=action.to if action.to != came_from else None,
        by=tuple(map(str, action.by)),
        asks=action.asks,
        may_ask=action.may_ask,
        needs=dressed.needs,
        unless=dressed.unless,
        auto=action.auto,
        hands_down=hands_down(action),
        performs=tuple(_performed(performed, machine, around) for performed in action.performs),
    )


def _performed(performed: Perform, machine: Machine, around: Sequence[Pinned]) -> Performed:
    other = next(
        (m for m in _at(performed.on, machine, [p.machine for p in around]) if performed.perform in m.every_action),
        None,
    )
    return Performed(
        performed.perform, _words(other.every_action[performed.perform].label) if other else {}, performed.on
    )


def _at(where: str, machine: Machine, machines: Sequence[Machine]) -> list[Machine]:
    """Return the machines of the cases that stand beneath, above, or on the agenda (those are at the top)."""
    if where == _BENEATH:
        return [other for other in machines if other.machine.under == machine.place]
    if where == _ABOVE:
        return [other for other in machines if other.place == machine.machine.under]
    return [other for other in machines if other.machine.under is None and other.name != machine.name]


def _ties(machine: Machine, machines: Sequence[Machine]) -> Iterator[Tie]:
    beneath, above = _at(_BENEATH, machine, machines), _at(_ABOVE, machine, machines)
    for _, name, action in _actions(machine):
        told = machine.name, name, _words(action.label)
        if hands_down(action):
            yield from (_tie("gives", told, other) for other in beneath)
        for performed in action.performs:
            found = [other for other in _at(performed.on, machine, machines) if performed.perform in other.every_action]
            yield from (
                _tie("performs", told, other, (performed.perform,), _words(other.every_action[performed.perform].label))
                for other in found
            )
        for rules, others in ((LOOKS_BENEATH, beneath), (LOOKS_ABOVE, above)):
            names = tuple(rule for rule in (*action.needs, *action.unless) if rule in rules)
            if names and not hands_down(action):
                yield from (_tie("looks", told, other, names) for other in others)


def _tie(
    kind: str, told: tuple[str, str, Label], other: Machine, names: tuple[str, ...] = (), performed: Label | None = None
) -> Tie:
    machine, action, label = told
    return Tie(kind, machine, other.name, action, label, names, performed)


def _words(part: object) -> Label:
    """Return the words of a label by language."""
    return {language: str(getattr(part, language)) for language in ("nb", "nn", "en")}
