"""What is proved of the workflows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

from slt_flow.definitions.load import Pinned, load_machine, load_machines, refuse_together
from slt_flow.definitions.shelf import SHIPPED
from slt_flow.desk.workflows import stage
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.explore.proof import PROPERTIES, Fault, Theatre, explored, faults
from slt_flow.engine.explore.scene import DAY, Bounds
from slt_flow.engine.explore.search import Graph
from slt_flow.errors import RequestError
from slt_flow.results import Explored, Proof, ProofStep, Unproved

MEASURES_OF_ONE: Final = 3
"""How many measures one assignment may get, beside the exploration of several assignments."""

Labels = Mapping[tuple[str, str, str], Mapping[str, str]]
"""What is called what: by machine, then whether a machine, a state or a door, then its name."""

Told = Callable[[str, int, int], None]
"""Is told what is being explored, how many situations were found and how many wait."""


def check(
    file: str | None = None,
    *,
    parties: int = 2,
    assignments: int = 2,
    measures: int = 1,
    told: Told | None = None,
) -> Proof:
    """Explore every situation that the shipped workflows can lead to, or those with one file in the place of theirs.

    Args:
        file: a machine of one's own, to be proved together with the shipped ones.
        parties: how many parties there are; three more are always explored for the voting alone.
        assignments: how many assignments a decision may get.
        measures: how many measures each of them may get; one assignment always gets up to three.
        told: is told how far it has come.

    Raises:
        DefinitionError: a file is wrong before anything is explored.
    """
    theatre = _theatre(load_machine(Path(file), vocabulary()) if file is not None else None)
    graphs: list[Graph] = []
    lines: list[Explored] = []
    for name, bounds in _explorations(theatre, parties, assignments, measures).items():
        begun = perf_counter()
        heard = (lambda found, waiting, what=name: told(what, found, waiting)) if told is not None else None
        graph = explored(theatre, bounds, heard)
        graphs.append(graph)
        lines.append(Explored(name, len(graph.snapshots), len(graph.edges), perf_counter() - begun))
    labels = _labels(theatre)
    wrong = [_unproved(fault, labels) for fault in faults(theatre, tuple(graphs))]
    broken = {each.property for each in wrong}
    return Proof(tuple(lines), tuple(name for name in PROPERTIES if name not in broken), tuple(wrong))


def _unproved(fault: Fault, labels: Labels) -> Unproved:
    way = tuple(
        ProofStep(
            step.ref,
            step.level,
            labels[step.machine, "door", step.door],
            step.door,
            step.deed_of,
            labels[step.machine, "state", step.state],
            step.said,
        )
        for step in fault.way
    )
    machine = fault.place[0] if fault.place else ""
    place = zip(("machine", "state", "door"), fault.place, strict=False)
    return Unproved(fault.property, fault.saw, way, tuple(labels[machine, what, name] for what, name in place))


def _theatre(own: Pinned | None) -> Theatre:
    machines = load_machines({}, vocabulary())
    if own is not None:
        refuse_together({**machines, own.machine.name: own})
        if own.machine.place not in machines:
            raise RequestError("not_a_shipped_machine", machine=own.machine.name, known=tuple(machines))
        del machines[own.machine.place]
        machines[own.machine.name] = own
    return stage.theatre(machines, SHIPPED)


def _explorations(theatre: Theatre, parties: int, assignments: int, measures: int) -> Mapping[str, Bounds]:
    """What is explored, by name: voting, ratification, meetings, each kind, and the work beneath a decision."""
    plain = Bounds(parties=parties)
    found = {
        "voting": replace(plain, meetings=("all", "a party missing", "not held")),
        "voting, three parties": Bounds(parties=3),
        "one person in two seats": replace(plain, shared=True),
        "ratification": replace(plain, bodies=("body-1", "body-2")),
        "for information": replace(plain, information=True),
        "meetings": replace(plain, meetings=("not held", "all"), meets=True, decides=False),
        "a meeting with an item": replace(plain, meetings=("not held",), meets=True),
        "learning points": replace(plain, meetings=(), meets=True, decides=False),
        "outside owners": replace(plain, assignments=1, measures=1, outside=True),
        "one assignment": replace(plain, assignments=1, measures=MEASURES_OF_ONE),
        "assignments": replace(plain, assignments=assignments, measures=measures),
    }
    for name, (_, kind) in theatre.kinds.items():
        about = {"year": DAY.year, "from": DAY.year, "to": DAY.year} if kind.kind.about else {}
        found[f"kind {name}"] = replace(plain, kind=name, bodies=kind.kind.ratified_by, about=about)
    return found


def _labels(theatre: Theatre) -> Labels:
    found: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for name, room in theatre.rooms.items():
        machine = room.pinned.machine
        found[name, "machine", name] = machine.machine.label.model_dump()
        found |= {(name, "state", state): room.state(state).label.model_dump() for state in machine.states}
        found |= {(name, "door", door): each.label.model_dump() for door, each in machine.every_door.items()}
    return found
