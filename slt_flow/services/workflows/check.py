"""Proofs of the workflows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from slt_flow.definitions.load import load_machine, load_newest, load_version, refuse_together
from slt_flow.definitions.moves import machine_move
from slt_flow.definitions.shelf import SHIPPED, Shelf, owner_of
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.proof.migration import proved
from slt_flow.engine.proof.model_council import DAY, DEPUTIES, SETTLED, SPLIT, UNTRUE, Bounds, ProofInputs
from slt_flow.engine.proof.prove import CARRIES_OUT, DEAD, PROPERTIES, explored, faults
from slt_flow.engine.proof.search import Graph
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.results.workflows import Explored, Proof, Unproved
from slt_flow.services.workflows import proof_inputs
from slt_flow.services.workflows.proof_inputs import Progress

MEASURES_OF_ONE: Final = 2
"""How many measures one assignment may get, beside the exploration of several assignments."""


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
        shelf: the folders of the files.
        parties: the number of parties; three are always explored too, for the voting alone.
        assignments: the number of assignments that a decision may get.
        measures: the number of measures that each of them may get; one assignment always gets two.
        report: receives the progress.

    Raises:
        DefinitionError: a file is wrong before anything is explored.
    """
    if file is not None and (path := Path(file).resolve()).parent.parent.name == "moves":
        return _whole(_move(Shelf(path.parents[2]), path.parent.name, path, report), (DEAD, CARRIES_OUT))
    if file is not None and path.parent.name == "kinds":
        raise RequestError("kind_is_proved_with_all", file=file, folder=str(path.parent.parent))
    reaches_all = assignments >= 2 and measures >= 1
    bounds = Bounds(parties, assignments=assignments, measures=measures)
    parts = list(_parts(file, shelf, bounds))  # every file is read before anything is explored
    lines = [line for part in parts for line in _proof(part, report, every_action=reaches_all)]
    for machine in shelf.machines() if file is None else ():
        for path in shelf.moves(machine).values():
            lines += _move(shelf, machine, path, report)
    return _whole(lines, () if reaches_all else (DEAD,))


class _Part(NamedTuple):
    """Machines explored together: the beginning of their names, and those whose every action must be performed."""

    prefix: str
    inputs: ProofInputs
    explorations: Mapping[str, Bounds]
    passable: tuple[str, ...]


def _whole(lines: Iterable[Explored | Unproved], beyond: Sequence[str]) -> Proof:
    """Sum up: a property holds when nothing violates it; those beyond what was explored are left out."""
    lines = tuple(lines)
    wrong = tuple(line for line in lines if isinstance(line, Unproved))
    missing = {*beyond, *(line.property for line in wrong)}
    holding = tuple(name for name in PROPERTIES if name not in missing)
    return Proof(holding, tuple(line for line in lines if isinstance(line, Explored)), wrong)


def _proof(part: _Part, report: Progress | None, *, every_action: bool) -> Iterator[Explored | Unproved]:
    graphs: list[Graph] = []
    for what, bounds in part.explorations.items():
        name, begun = f"{part.prefix}{what}", perf_counter()
        graph = explored(part.inputs, bounds, proof_inputs.progress_of(report, name))
        graphs.append(graph)
        yield Explored(name, len(graph.snapshots), len(graph.edges), perf_counter() - begun)
    yield from faults(part.inputs, tuple(graphs), passable=part.passable if every_action else ())


def _move(shelf: Shelf, machine: str, path: Path, report: Progress | None) -> Iterator[Explored | Unproved]:
    """Prove one file of a move, from every situation of the older version on."""
    files = shelf.moves(machine).items()
    joined = next((versions for versions, there in files if there.resolve() == path.resolve()), None)
    if joined is None:
        raise DefinitionError("file_missing", file=str(path))
    older, newer = (load_version(machine, version, vocabulary(), shelf) for version in joined)
    way = machine_move(older, newer, shelf, lambda version: load_version(machine, version, vocabulary(), shelf))
    name, begun = f"move {machine} {path.stem}", perf_counter()
    around = proof_inputs.newest(shelf, owner_of(newer.version))
    inputs = proof_inputs.proof_inputs(proof_inputs.in_place(way.newer, around))
    proof = proved(inputs, way, proof_inputs.progress_of(report, name))
    yield Explored(name, proof.situations, proof.steps, perf_counter() - begun)
    if proof.breach is not None:
        yield Unproved(proof.breach[0], f"{path.name}: {proof.breach[1]}", ())


def _parts(file: str | None, shelf: Shelf, bounds: Bounds) -> Iterator[_Part]:
    """Yield the sets of machines that are explored, a municipality's own versions in the place of the shipped ones."""
    own = load_machine(Path(file), vocabulary()) if file is not None else None
    owners = (shelf.owners(MACHINES) or ("",)) if own is None else (owner_of(own.version),)
    for owner in owners:
        prefix, common = f"{owner}: " if len(owners) > 1 else "", proof_inputs.newest(shelf, owner)
        together = common if own is None else {**common, own.machine.name: own}
        if own is not None:
            refuse_together(together)
            if own.machine.place not in common:
                raise RequestError("not_a_shipped_machine", machine=own.machine.name, known=tuple(common))
        if len(together) == len(common):
            inputs = proof_inputs.proof_inputs(together, shelf)
            yield _Part(prefix, inputs, _explorations(inputs, bounds), tuple(together))
        beside = [name for name in (shelf.machines() if own is None else together) if name not in common]
        for name in beside:  # each in the place of the one that it stands in for
            machine = own or load_newest(name, vocabulary(), shelf)
            inputs = proof_inputs.proof_inputs(proof_inputs.in_place(machine, common), shelf)
            explorations = _explorations(inputs, bounds).items()
            own_ones = {what: of_part for what, of_part in explorations if what not in _ALIKE}
            yield _Part(f"{prefix}{name}: ", inputs, own_ones, (name,))


_ALIKE: Final = ("voting, three parties", "meetings", "a meeting with an item", "learning points", "one assignment")
"""What is not explored again for a machine that stands in the decision's place: what is about others is as it was."""


def _explorations(inputs: ProofInputs, bounds: Bounds) -> Mapping[str, Bounds]:
    """Return the explorations by name: voting, ratification, meetings, each kind, and the work beneath a decision."""
    plain, assignments, measures = Bounds(bounds.parties), bounds.assignments, bounds.measures
    split, settled = (replace(voted, parties=bounds.parties) for voted in (SPLIT, SETTLED))
    amended = replace(split, amends=True)
    explorations = {
        "voting": plain,
        "voting, three parties": replace(split, parties=3),
        "several meetings": replace(split, meetings=("all", "a party missing", "not held")),
        "a seat that binds nobody": replace(amended, parties=1, adviser=True),
        "one person in two seats": replace(amended, shared=True),
        "two seats that bind one party": replace(amended, parties=1, second=True),
        "two seats of one party alone": replace(settled, second=True, meetings=("a party missing",)),
        **{deputy: replace(split, meetings=(deputy,)) for deputy in DEPUTIES},
        "a meeting still to come": replace(settled, meetings=("still to come",)),
        "ratification": replace(settled, bodies=("body-1", "body-2")),
        "for information": replace(split, information=True),
        "meetings": replace(plain, meetings=("not held", "all"), meets=True, decides=False),
        "a meeting with an item": replace(split, meetings=("not held",), meets=True),
        "learning points": replace(plain, meetings=(), meets=True, decides=False),
        "outside owners": replace(settled, assignments=1, measures=1, outside=True),
        "untrue requests": replace(settled, assignments=1, measures=1, untrue=True, meetings=UNTRUE),
        "ended by another decision": replace(settled, untrue=True, bodies=("body-1",)),
        "a meeting led by another": replace(split, parties=1, second=True, meetings=("led by another",)),
        "an owner who is absent": replace(settled, assignments=1, measures=1, absent=True),
        "one assignment": replace(settled, assignments=1, measures=MEASURES_OF_ONE),
        "assignments": replace(settled, assignments=assignments, measures=measures),
    }
    for name, (_, kind) in inputs.kinds.items():
        about = {"year": DAY.year, "from": DAY.year, "to": DAY.year} if kind.kind.about else {}
        of_kind = replace(settled, kind=name, bodies=kind.kind.ratified_by[:1], about=about)
        explorations[f"kind {name}"] = replace(of_kind, assignments=min(assignments, 1), measures=min(measures, 1))
    return explorations
