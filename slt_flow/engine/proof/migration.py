"""Proof of a version and of a move: after it, every property holds from every situation of the older version on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from slt_flow.definitions.moves import MachineMove
from slt_flow.engine.decide import ActionRequest
from slt_flow.engine.machine import BuiltMachine, Machines, build
from slt_flow.engine.migrate import crossed, staying
from slt_flow.engine.proof.global_properties import never_ending
from slt_flow.engine.proof.model_council import (
    DAY,
    OTHER,
    SECRETARY,
    SETTLED,
    SPLIT,
    TOP,
    Bounds,
    ProofInputs,
    council,
)
from slt_flow.engine.proof.properties import in_state, in_step
from slt_flow.engine.proof.prove import COMPLETES, explored
from slt_flow.engine.proof.search import Graph, Progress, Search
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Level

SMALL: Final = {
    Level.STRATEGIC: (
        Bounds(),
        replace(SPLIT, parties=1, adviser=True),
        replace(SETTLED, bodies=("body-1",)),
        replace(SPLIT, information=True),
        replace(SETTLED, assignments=1, measures=1),
    ),
    Level.COORDINATING: (replace(SETTLED, assignments=1, measures=1),),
    Level.EXECUTING: (replace(SETTLED, assignments=1, measures=1, outside=True),),
}
"""Explorations for a machine of each level."""

_OUTSIDE: Final = (
    Bounds(meetings=("not held", "all"), meets=True, decides=False),
    replace(SPLIT, meetings=("not held",), meets=True),
    Bounds(meetings=(), meets=True, decides=False),
)
"""Explorations for meetings and learning points, which stand beneath nothing."""


class Crossed(NamedTuple):
    """Size of the explored state spaces, and the first property that is violated, with what was seen."""

    situations: int
    steps: int
    breach: tuple[str, str] | None


def sound(proof_inputs: ProofInputs, name: str, progress: Progress | None = None) -> Crossed:
    """Explore what new cases of a machine can come to, until a property is violated.

    Args:
        proof_inputs: the machines, this one among them.
        name: the machine's name.
        progress: called with the numbers of situations visited and waiting.
    """
    bounds = _bounds(proof_inputs, proof_inputs.built_machines[name])
    return _summed(explored(proof_inputs, size, progress) for size in bounds)


def proved(proof_inputs: ProofInputs, move: MachineMove, progress: Progress | None = None) -> Crossed:
    """Explore what cases can come to once they are migrated, until a property is violated.

    Args:
        proof_inputs: the machines as they are afterwards, the newer version of this one among them.
        move: the move of its cases.
        progress: called with the numbers of situations visited and waiting.
    """
    older = build(move.older)
    before = replace(proof_inputs, built_machines={**proof_inputs.built_machines, older.name: older})
    both = Machines({**proof_inputs.machines.built_machines, move.older.digest: older}, proof_inputs.machines.kinds)

    def explorations() -> Iterator[Graph | tuple[str, str]]:
        for bounds in _bounds(before, older):
            migrated, wrong = _migrated(explored(before, bounds, progress).snapshots, both, move)
            if wrong is not None:
                yield wrong
            yield Search(council(proof_inputs, bounds), both, bounds, progress).run(*migrated)

    return _summed(explorations())


def _summed(explorations: Iterable[Graph | tuple[str, str]]) -> Crossed:
    """Sum up explorations until one of them, or a move itself, violates a property."""
    situations = steps = 0
    for graph in explorations:
        if isinstance(graph, tuple):
            return Crossed(situations, steps, graph)
        situations, steps = situations + len(graph.snapshots), steps + len(graph.edges)
        if graph.breaches:
            return Crossed(situations, steps, (graph.breaches[0].property, graph.breaches[0].saw))
        if (stuck := never_ending(graph)) is not None:
            return Crossed(situations, steps, (COMPLETES, _where(graph.snapshots[stuck])))
    return Crossed(situations, steps, None)


def _bounds(proof_inputs: ProofInputs, built: BuiltMachine) -> tuple[Bounds, ...]:
    """Return the explorations for a machine: those of its level, or those that begin with a case of it."""
    if built in proof_inputs.levels:
        return SMALL[Level(built.heading.level)]
    pin = built.pinned.digest
    return tuple(bounds for bounds in _OUTSIDE if any(i.pin == pin for i in council(proof_inputs, bounds).all(Item)))


def _migrated(
    snapshots: list[Snapshot], machines: Machines, move: MachineMove
) -> tuple[list[Snapshot], tuple[str, str] | None]:
    """Return the situations after a move, of those in which no case stays behind, and the property it violates itself.

    A move is a step like any other: automatic actions that are open after it follow. Situations that violate a property
    already under the older version are left out, since that is not the move's doing.
    """
    moves = {move.older.digest: move}
    migrated: list[Snapshot] = []
    for snapshot in snapshots:
        if any(in_state(snapshot, machines)):
            continue
        here = snapshot
        for top in sorted({item.ref.top for item in snapshot.all(Item)} - {OTHER}):
            if any(staying(snapshot, top, moves)):
                break
            answer = crossed(here, machines, top, moves, SECRETARY, DAY)
            wrong = next(in_step(here, ActionRequest(top, "", {}, SECRETARY, DAY, SECRETARY), answer), None)
            if wrong is not None:
                return migrated, (wrong[0], wrong[2])
            here = answer.snapshot
        else:
            migrated.append(here)
    return migrated, None


def _where(snapshot: Snapshot) -> str:
    """Return the states of a situation in words, the decision's first."""
    cases = sorted((item for item in snapshot.all(Item) if item.ref.top == TOP or item.series), key=lambda i: i.ref)
    return ", ".join(f"{item.machine}: {item.state}" for item in cases)
