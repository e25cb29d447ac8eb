"""A move proved: from every situation that the older version can lead to, what must hold still holds after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from slt_flow.definitions.moves import MachineMove
from slt_flow.engine.decide import ActionRequest
from slt_flow.engine.machine import BuiltMachine, Machines, build
from slt_flow.engine.migrate import crossed, staying
from slt_flow.engine.proof.global_properties import never_ending
from slt_flow.engine.proof.model_council import DAY, OTHER, SECRETARY, TOP, Bounds
from slt_flow.engine.proof.properties import in_state, in_step
from slt_flow.engine.proof.prove import COMPLETES, ProofInputs, explored
from slt_flow.engine.proof.search import Graph, Search
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Level

Told = Callable[[int, int], None]

SMALL: Final = {
    Level.STRATEGIC: (
        Bounds(),
        Bounds(parties=1, adviser=True),
        Bounds(bodies=("body-1",)),
        Bounds(information=True),
        Bounds(assignments=1, measures=1),
    ),
    Level.COORDINATING: (Bounds(assignments=1, measures=1),),
    Level.EXECUTING: (Bounds(assignments=1, measures=1, outside=True),),
}
"""What is explored for a machine of each level."""

_OUTSIDE: Final = (
    Bounds(meetings=("not held", "all"), meets=True, decides=False),
    Bounds(meetings=("not held",), meets=True),
    Bounds(meetings=(), meets=True, decides=False),
)
"""What is explored for meetings and learning points, which stand beneath nothing."""


class Crossed(NamedTuple):
    """How many situations were explored after the move, with how many steps, and the first property that broke."""

    situations: int
    steps: int
    breach: tuple[str, str] | None


def sound(proof_inputs: ProofInputs, name: str, told: Told | None = None) -> Crossed:
    """Explore what new cases of a machine can come to, until a property does not hold.

    Args:
        proof_inputs: the machines, this one among them.
        name: what it is called.
        told: is told how many situations were found and how many wait.
    """
    situations = steps = 0
    for bounds in _bounds(proof_inputs, proof_inputs.built_machines[name]):
        graph = explored(proof_inputs, bounds, told)
        situations, steps = situations + len(graph.snapshots), steps + len(graph.edges)
        if (wrong := _broken(graph)) is not None:
            return Crossed(situations, steps, wrong)
    return Crossed(situations, steps, None)


def proved(proof_inputs: ProofInputs, way: MachineMove, told: Told | None = None) -> Crossed:
    """Explore what cases can come to once they have crossed, until a property does not hold.

    Args:
        proof_inputs: the machines as they are afterwards, the newer version of this one among them.
        way: how its cases cross.
        told: is told how many situations were found and how many wait.
    """
    older = build(way.older)
    before = replace(proof_inputs, built_machines={**proof_inputs.built_machines, older.name: older})
    both = Machines({**proof_inputs.machines.built_machines, way.older.digest: older}, proof_inputs.machines.kinds)
    situations = steps = 0
    for bounds in _bounds(before, older):
        begun = explored(before, bounds, told).snapshots
        after, wrong = _after(begun, both, way)
        if wrong is not None:
            return Crossed(situations, steps, wrong)
        search = Search(proof_inputs.begin(bounds), both, bounds, in_state, in_step, told)
        graph = search.run(*after)
        situations, steps = situations + len(graph.snapshots), steps + len(graph.edges)
        if (broken := _broken(graph)) is not None:
            return Crossed(situations, steps, broken)
    return Crossed(situations, steps, None)


def _broken(graph: Graph) -> tuple[str, str] | None:
    """The first property that does not hold, with what was seen."""
    if graph.breaches:
        return graph.breaches[0].property, graph.breaches[0].saw
    stuck = never_ending(graph)
    return (COMPLETES, _where(graph.snapshots[stuck])) if stuck is not None else None


def _bounds(proof_inputs: ProofInputs, built: BuiltMachine) -> tuple[Bounds, ...]:
    """What to explore for a machine: its level, or the scenes in which there is a case of it from the beginning."""
    if built.name in proof_inputs.levels:
        return SMALL[Level(built.level)]
    pin = built.pinned.digest
    return tuple(each for each in _OUTSIDE if any(item.pin == pin for item in proof_inputs.begin(each).all(Item)))


def _after(
    begun: list[Snapshot], machines: Machines, way: MachineMove
) -> tuple[list[Snapshot], tuple[str, str] | None]:
    """The situations after the move, of all those in which nothing stays behind; and what the move itself breaks.

    It is a step like any other: automatic actions that stand open after it may lead on. Where something did not hold
    before it, under the older version, that is not the move's doing, and nothing is shown of what follows.
    """
    moves = {way.older.digest: way}
    found: list[Snapshot] = []
    for snapshot in begun:
        if any(in_state(snapshot, machines)):
            continue
        here = snapshot
        for top in sorted({item.ref.top for item in snapshot.all(Item)} - {OTHER}):
            if any(staying(snapshot, top, moves)):
                break
            answer = crossed(here, machines, top, moves, SECRETARY, DAY)
            wrong = next(in_step(here, ActionRequest(top, "", {}, SECRETARY, DAY, SECRETARY), answer), None)
            if wrong is not None:
                return found, wrong
            here = answer.snapshot
        else:
            found.append(here)
    return found, None


def _where(snapshot: Snapshot) -> str:
    """The states of a situation, the decision's first."""
    cases = sorted((item for item in snapshot.all(Item) if item.ref.top == TOP or item.series), key=lambda i: i.ref)
    return ", ".join(f"{item.machine}: {item.state}" for item in cases)
