"""Soundness: versions are proved before new cases use them, moves before cases cross."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from slt_flow.definitions.load import Pinned, load_kind, load_newest
from slt_flow.definitions.moves import MachineMove
from slt_flow.definitions.vocabulary import LEVELS, MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.proof.migration import Crossed, proved, sound
from slt_flow.engine.proof.prove import ProofInputs
from slt_flow.errors import DefinitionError
from slt_flow.records import projection
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.workflows import proof_inputs
from slt_flow.services.workflows.proof_inputs import Progress

_PROVED: Final[set[tuple[object, ...]]] = set()
"""What was proved already in this process: by the contents it is about, and those of the machines around."""


def refuse_unsound(machine: Pinned, around: Mapping[str, Pinned], report: Progress | None = None) -> None:
    """Refuse a version that leads a small council to something that must not be; `slt workflow check` explores more.

    Args:
        machine: the version.
        around: the machines by name that work together with it.
        report: receives the progress.

    Raises:
        DefinitionError: a property does not hold.
    """
    name, together = machine.machine.name, proof_inputs.in_place(machine, around)
    heard, facts = proof_inputs.progress_of(report, name), {"machine": name, "version": machine.version}
    prove = partial(sound, name=name, progress=heard)
    _refuse("version_breaks_what_must_hold", facts, prove, together, machine.digest)


def refuse_unsound_move(way: MachineMove, around: Mapping[str, Pinned], report: Progress | None = None) -> None:
    """Refuse a move after which something that must hold would not hold any more.

    Args:
        way: how cases cross.
        around: the machines by name that work together with the newer version.
        report: receives the progress.

    Raises:
        DefinitionError: a property does not hold.
    """
    name, together = way.newer.machine.name, proof_inputs.in_place(way.newer, around)
    file = str(way.files[-1]) if way.files else name
    facts = {"machine": name, "older": way.older.version, "newer": way.newer.version, "file": file}
    prove = partial(proved, move=way, progress=proof_inputs.progress_of(report, name))
    _refuse("move_breaks_what_must_hold", facts, prove, together, way.older.digest, *sorted(way.states.items()))


def _refuse(
    code: str,
    facts: Mapping[str, str],
    prove: Callable[[ProofInputs], Crossed],
    together: Mapping[str, Pinned],
    *about: object,
) -> None:
    """Prove something about machines, once in this process, and raise what breaks it."""
    proof = (*about, *sorted(machine.digest for machine in together.values()))
    if proof not in _PROVED:
        breach = prove(proof_inputs.bare(together)).breach
        if breach is not None:
            raise DefinitionError(code, **facts, property=breach[0], saw=breach[1])
        _PROVED.add(proof)


def refuse_unsound_kind(context: Context, kind: str) -> None:
    """Refuse a kind of decision whose own machine was never pinned here and does not hold what must hold.

    Raises:
        DefinitionError: the kind or its machine is wrong, or a property does not hold.
    """
    common = proof_inputs.newest(context.shelf)
    name = load_kind(kind, common[LEVELS[0]].machine, vocabulary(), context.shelf).kind.kind.machine
    if name is None or name in MACHINES:
        return
    machine = load_newest(name, vocabulary(), context.shelf)
    with reading(context) as reader:
        if machine.digest in projection.pinned_digests(reader.connection, reader.council):
            return
    refuse_unsound(machine, common)
