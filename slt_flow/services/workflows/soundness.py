"""Soundness: versions are proved before new cases use them, moves before cases cross."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.definitions.load import Pinned, load_kind, load_newest
from slt_flow.definitions.moves import MachineMove
from slt_flow.definitions.vocabulary import LEVELS, MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.proof.migration import proved, sound
from slt_flow.errors import DefinitionError
from slt_flow.records import projection
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.workflows import proof_inputs
from slt_flow.services.workflows.proof_inputs import Progress

_PROVED: Final[set[tuple[object, ...]]] = set()
"""What was proved already in this process: by the contents it is about, and those of the machines around."""


def refuse_unsound(target: Pinned | MachineMove, around: Mapping[str, Pinned], report: Progress | None = None) -> None:
    """Refuse a version, or a move to one, that leads a small council to something that must not be.

    `slt workflow check` explores more. Nothing is proved twice in this process.

    Args:
        target: the version, or how cases cross to it.
        around: the machines by name that work together with the version.
        report: receives the progress.

    Raises:
        DefinitionError: a property does not hold.
    """
    newer = target.newer if isinstance(target, MachineMove) else target
    name, together = newer.machine.name, proof_inputs.in_place(newer, around)
    # With the version's own digest: several versions come into force at once, each with all the others around it.
    contents: tuple[object, ...] = (newer.digest, *sorted(machine.digest for machine in together.values()))
    if isinstance(target, MachineMove):
        contents = (target.older.digest, *sorted(target.states.items()), *contents)
    if contents in _PROVED:
        return
    inputs, progress = proof_inputs.proof_inputs(together), proof_inputs.progress_of(report, name)
    if isinstance(target, MachineMove):
        file = str(target.files[-1]) if target.files else name
        code, facts = (
            "move_breaks_what_must_hold",
            {"older": target.older.version, "newer": newer.version, "file": file},
        )
        breach = proved(inputs, target, progress).breach
    else:
        code, facts = "version_breaks_what_must_hold", {"version": newer.version}
        breach = sound(inputs, name, progress).breach
    if breach is not None:
        raise DefinitionError(code, machine=name, **facts, property=breach[0], saw=breach[1])
    _PROVED.add(contents)


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
