"""Proofs of the workflows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from slt_flow.definitions.load import Pinned, load_machine, load_newest, load_version, refuse_together
from slt_flow.definitions.moves import machine_move
from slt_flow.definitions.shelf import SHIPPED, Shelf, owner_of
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.proof.migration import proved
from slt_flow.engine.proof.model_council import DAY, Bounds
from slt_flow.engine.proof.prove import CARRIES_OUT, DEAD, PROPERTIES, Fault, ProofInputs, explored, faults
from slt_flow.engine.proof.search import Graph
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.results.workflows import Explored, Proof, ProofStep, Unproved
from slt_flow.services.workflows import proof_inputs
from slt_flow.services.workflows.proof_inputs import Progress

MEASURES_OF_ONE: Final = 3
"""How many measures one assignment may get, beside the exploration of several assignments."""

Labels = Mapping[tuple[str, str, str], Mapping[str, str]]
"""What is called what: by machine, then whether a machine, a state or an action, then its name."""


def check(
    file: str | None = None,
    *,
    shelf: Shelf = SHIPPED,
    parties: int = 2,
    assignments: int = 2,
    measures: int = 1,
    report: Progress | None = None,
) -> Proof:
    """Explore every situation that the workflows can lead to: the newest of every machine, and every move.

    A municipality's own versions are explored in the place of the shipped ones, with its machines that stand in the
    decision's place.

    Args:
        file: a machine, to be proved together with the others in the place of theirs; or a move, by itself.
        shelf: where the files stand.
        parties: how many parties there are; three more are always explored for the voting alone.
        assignments: how many assignments a decision may get.
        measures: how many measures each of them may get; one assignment always gets up to three.
        report: receives the progress.

    Raises:
        DefinitionError: a file is wrong before anything is explored.
    """
    if file is not None and (path := Path(file).resolve()).parent.parent.name == "moves":
        return _whole([_move(Shelf(path.parents[2]), path.parent.name, path, report)], (DEAD, CARRIES_OUT))
    if file is not None and path.parent.name == "kinds":
        raise RequestError("kind_is_proved_with_all", file=file, folder=str(path.parent.parent))
    reaches_all = assignments >= 2 and measures >= 1
    parts = list(_parts(file, shelf, parties, assignments, measures))
    proofs = [_proof(part if reaches_all else part._replace(passable=()), report) for part in parts]
    for machine in shelf.machines() if file is None else ():
        proofs += [_move(shelf, machine, path, report) for path in shelf.moves(machine).values()]
    return _whole(proofs, () if reaches_all else (DEAD,))


class _Part(NamedTuple):
    """Part of an exploration: the machines explored together, and those whose every action must be performed."""

    inputs: ProofInputs
    explorations: Mapping[str, Bounds]
    passable: tuple[str, ...]


def _whole(proofs: Sequence[Proof], beyond: Sequence[str]) -> Proof:
    """Merge proofs: a property holds when it holds in all; unexplored ones are left out."""
    wrong = tuple(breach for proof in proofs for breach in proof.unproved)
    broken = {breach.property for breach in wrong}
    holding = tuple(name for name in PROPERTIES if name not in broken and name not in beyond)
    return Proof(holding, tuple(line for proof in proofs for line in proof.explored), wrong)


def _proof(part: _Part, report: Progress | None) -> Proof:
    graphs: list[Graph] = []
    lines: list[Explored] = []
    for name, bounds in part.explorations.items():
        begun = perf_counter()
        graph = explored(part.inputs, bounds, proof_inputs.progress_of(report, name))
        graphs.append(graph)
        lines.append(Explored(name, len(graph.snapshots), len(graph.edges), perf_counter() - begun))
    labels = _labels(part.inputs)
    wrong = (_unproved(fault, labels) for fault in faults(part.inputs, tuple(graphs), passable=part.passable))
    return Proof((), tuple(lines), tuple(wrong))


def _move(shelf: Shelf, machine: str, path: Path, report: Progress | None) -> Proof:
    """Prove one file of a move, from every situation of the older version on."""
    joined = next(
        (versions for versions, there in shelf.moves(machine).items() if there.resolve() == path.resolve()), None
    )
    if joined is None:
        raise DefinitionError("file_missing", file=str(path))
    older, newer = (load_version(machine, version, vocabulary(), shelf) for version in joined)
    way = machine_move(older, newer, shelf, lambda version: load_version(machine, version, vocabulary(), shelf))
    name, begun = f"move {machine} {path.stem}", perf_counter()
    around = proof_inputs.newest(shelf, owner_of(newer.version))
    proof = proved(
        proof_inputs.bare(proof_inputs.in_place(way.newer, around)), way, proof_inputs.progress_of(report, name)
    )
    wrong = (Unproved(proof.breach[0], f"{path.name}: {proof.breach[1]}", ()),) if proof.breach is not None else ()
    return Proof((), (Explored(name, proof.situations, proof.steps, perf_counter() - begun),), wrong)


def _unproved(fault: Fault, labels: Labels) -> Unproved:
    way = tuple(
        ProofStep(
            step.ref,
            step.level,
            labels[step.machine, "action", step.action],
            step.action,
            step.acted_by,
            labels[step.machine, "state", step.state],
            step.answers,
        )
        for step in fault.way
    )
    machine = fault.place[0] if fault.place else ""
    place = zip(("machine", "state", "action"), fault.place, strict=False)
    return Unproved(fault.property, fault.saw, way, tuple(labels[machine, what, name] for what, name in place))


def _parts(file: str | None, shelf: Shelf, parties: int, assignments: int, measures: int) -> Iterator[_Part]:
    """Yield the sets of machines that are explored, a municipality's own versions in the place of the shipped ones."""
    own = load_machine(Path(file), vocabulary()) if file is not None else None
    owners = (shelf.owners(MACHINES) or ("",)) if own is None else (owner_of(own.version),)
    for owner in owners:
        for part in _parts_of(owner, own, shelf, Bounds(parties, assignments=assignments, measures=measures)):
            named = {f"{owner}: {what}": bounds for what, bounds in part.explorations.items()}
            yield part._replace(explorations=named) if len(owners) > 1 else part


def _parts_of(owner: str, own: Pinned | None, shelf: Shelf, bounds: Bounds) -> Iterator[_Part]:
    """Yield the machines of every council, or with a municipality's own versions; then each single replacement."""
    common = proof_inputs.newest(shelf, owner)
    if own is not None:
        refuse_together({**common, own.machine.name: own})
    if own is not None and own.machine.place not in common:
        raise RequestError("not_a_shipped_machine", machine=own.machine.name, known=tuple(common))
    if own is None or own.machine.name in common:
        whole = proof_inputs.proof_inputs(common if own is None else {**common, own.machine.name: own}, shelf)
        yield _Part(whole, _explorations(whole, bounds), tuple(whole.built_machines))
    beside = [own] if own is not None and own.machine.name not in common else []
    if own is None:
        beside = [load_newest(name, vocabulary(), shelf) for name in shelf.machines() if name not in common]
    for machine in beside:
        inputs = proof_inputs.proof_inputs(proof_inputs.in_place(machine, common), shelf)
        every = _explorations(inputs, bounds)
        own_ones = {f"{machine.machine.name}: {what}": of_part for what, of_part in every.items() if what not in _ALIKE}
        yield _Part(inputs, own_ones, (machine.machine.name,))


_ALIKE: Final = ("voting, three parties", "meetings", "a meeting with an item", "learning points", "one assignment")
"""What is not explored again for a machine that stands in the decision's place: what is about others is as it was."""


def _explorations(inputs: ProofInputs, bounds: Bounds) -> Mapping[str, Bounds]:
    """Return the explorations by name: voting, ratification, meetings, each kind, and the work beneath a decision."""
    plain, assignments, measures = Bounds(bounds.parties), bounds.assignments, bounds.measures
    explorations = {
        "voting": replace(plain, meetings=("all", "a party missing", "not held")),
        "voting, three parties": Bounds(parties=3),
        "a seat that binds nobody": replace(plain, parties=1, adviser=True),
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
    for name, (_, kind) in inputs.kinds.items():
        about = {"year": DAY.year, "from": DAY.year, "to": DAY.year} if kind.kind.about else {}
        of_kind = replace(plain, kind=name, bodies=kind.kind.ratified_by[:1], about=about)
        explorations[f"kind {name}"] = replace(of_kind, assignments=min(assignments, 1), measures=min(measures, 1))
    return explorations


def _labels(inputs: ProofInputs) -> Labels:
    labels: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for name, built in inputs.built_machines.items():
        machine = built.pinned.machine
        labels[name, "machine", name] = machine.machine.label.model_dump()
        labels |= {(name, "state", state): built.state(state).label.model_dump() for state in machine.states}
        labels |= {
            (name, "action", action): definition.label.model_dump()
            for action, definition in machine.every_action.items()
        }
    return labels
