"""Charts of machines: states and actions as plain values, and the ties to the levels around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.machines import Action, KindOfDecision, Machine
from slt_flow.engine.decide import hands_down
from slt_flow.results.columns import row_of
from slt_flow.results.diagrams import Arrow, Chart, Marks, Performed, Stop, Tie

LOOKS_BENEATH: Final = frozenset(
    {
        "has_a_child",
        "every_child_has_owner_and_deadline",
        "children_end_in_time",
        "work_has_begun",
        "every_child_is_settled",
        "a_child_is_achieved",
        "work_beneath_was_there_to_see",
    }
)
"""The rules that look at the cases beneath."""

LOOKS_ABOVE: Final = frozenset({"parent_is_planned", "deadline_is_within_parent"})
"""The rules that look at the case above."""

_BENEATH, _ABOVE = "children", "parent"


def chart(pinned: Pinned, marks: Marks | None = None, kind: KindOfDecision | None = None) -> Chart:
    """Return a machine as a chart.

    Args:
        pinned: the machine.
        marks: the places of cases in it.
        kind: a kind of decision, whose rules some actions need beside their own.
    """
    machine, heading = pinned.machine, pinned.machine.machine
    stops = tuple(
        row_of(Stop, state, name=name, label=state.label._asdict(), begins=name == heading.initial)
        for name, state in machine.states.items()
    )
    arrows = tuple(
        _arrow(
            name,
            kind.dressed(name, action) if kind is not None else action,
            came_from,
            in_ends=came_from is None and name in machine.every_state.on,
        )
        for came_from, name, action in _actions(machine)
    )
    label = heading.label._asdict()
    return Chart(heading.name, label, heading.level, pinned.version, pinned.digest, stops, arrows, marks)


def _actions(machine: Machine) -> Iterator[tuple[str | None, str, Action]]:
    """Yield every action with the state it stands in, shared ones last."""
    for state, defined in machine.states.items():
        yield from ((state, name, action) for name, action in defined.on.items())
    yield from ((None, name, action) for name, action in machine.shared)


def _arrow(name: str, action: Action, came_from: str | None, *, in_ends: bool = False) -> Arrow:
    return row_of(
        Arrow,
        action,
        action=name,
        label=action.label._asdict(),
        came_from=came_from,
        led_to=action.to if action.to != came_from else None,
        hands_down=hands_down(action),
        performs=tuple(Performed(performed.perform, performed.on) for performed in action.performs),
        in_ends=in_ends,
    )


def ties(levels: Sequence[Pinned]) -> tuple[Tie, ...]:
    """Return the ties between levels: actions that give work, perform actions of others, or look at others."""
    machines = [pinned.machine for pinned in levels]
    every = (tie for machine in machines for tie in _ties(machine, machines))
    return tuple({(tie.kind, tie.machine, tie.other, tie.action, tie.names): tie for tie in every}.values())


def _ties(machine: Machine, machines: Sequence[Machine]) -> Iterator[Tie]:
    beneath, above = _at(_BENEATH, machine, machines), _at(_ABOVE, machine, machines)
    for _, name, action in _actions(machine):
        label = action.label._asdict()
        if hands_down(action):
            yield from (Tie("gives", machine.name, name, other.name, label) for other in beneath)
        for performed in action.performs:
            for other in _at(performed.on, machine, machines):
                if there := other.every_action.get(performed.perform):
                    performs = Tie("performs", machine.name, name, other.name, label, (performed.perform,))
                    yield performs._replace(performed=there.label._asdict())
        for rules, others in ((LOOKS_BENEATH, beneath), (LOOKS_ABOVE, above)):
            names = tuple(rule for rule in (*action.needs, *action.unless) if rule in rules)
            if names and not hands_down(action):
                yield from (Tie("looks", machine.name, name, other.name, label, names) for other in others)


def _at(where: str, machine: Machine, machines: Sequence[Machine]) -> list[Machine]:
    """Return the machines of the cases that stand beneath, above, or on the agenda (those are at the top)."""
    if where == _BENEATH:
        return [other for other in machines if other.machine.under == machine.place]
    if where == _ABOVE:
        return [other for other in machines if other.place == machine.machine.under]
    return [other for other in machines if other.machine.under is None and other.name != machine.name]
