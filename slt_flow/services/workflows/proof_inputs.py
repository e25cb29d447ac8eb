"""Inputs of a proof: the machines of a shelf, some replaced by others, with the kinds of decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from slt_flow.definitions.load import Pinned, load_kind, load_machines
from slt_flow.definitions.machines import KindOfDecision
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.vocabulary import LEVELS, MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.machine import build
from slt_flow.engine.proof.model_council import ProofInputs

Progress = Callable[[str, int, int], None]
"""Callback of progress: the machine or exploration under proof, situations explored, situations waiting."""


def progress_of(report: Progress | None, name: str) -> Callable[[int, int], None] | None:
    """Return the callback of one proof by its name."""
    return partial(report, name) if report is not None else None


def newest(shelf: Shelf, owner: str = "") -> dict[str, Pinned]:
    """Return the newest version of each machine that every council works by.

    Args:
        shelf: the folders of the files.
        owner: the name of a municipality whose own versions stand in the place of the shipped ones.

    Raises:
        DefinitionError: one of them is wrong, or they do not work together.
    """
    return load_machines({name: shelf.newest(name, owner) for name in MACHINES}, vocabulary(), shelf)


def in_place(machine: Pinned, others: Mapping[str, Pinned]) -> dict[str, Pinned]:
    """Return the machines with one replaced."""
    beside = {name: other for name, other in others.items() if other.machine.place != machine.machine.place}
    return {**beside, machine.machine.name: machine}


def proof_inputs(machines: Mapping[str, Pinned], shelf: Shelf | None = None) -> ProofInputs:
    """Return the machines by name, and the kinds that use the strategic machine among them.

    Args:
        machines: one of every name; where one stands in for another's place, it is explored there.
        shelf: the folders of the kinds; no kinds without.
    """
    top = next(pinned.machine for pinned in machines.values() if pinned.machine.place == LEVELS[0])
    kinds: dict[str, tuple[str, KindOfDecision]] = {}
    if shelf is not None:
        for name in shelf.kinds():
            kind = load_kind(name, top, vocabulary(), shelf)
            if (kind.kind.kind.machine or LEVELS[0]) == top.name:
                kinds[name] = (kind.digest, kind.kind)
    return ProofInputs({name: build(pinned) for name, pinned in machines.items()}, kinds)
