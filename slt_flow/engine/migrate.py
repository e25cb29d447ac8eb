"""Migration of running cases to another version of their machines: by entries, never by a rewritten past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from slt_flow.definitions.moves import MachineMove
from slt_flow.engine.decide import Accepted, ActionRequest, following
from slt_flow.engine.effects import meaning
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Machines
from slt_flow.model import Decision, Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref


def crossed(
    snapshot: Snapshot, machines: Machines, top: Ref, moves: Mapping[str, MachineMove], actor: str, on: date
) -> Accepted:
    """Migrate a decision, a meeting or a learning point, with all that is open beneath it.

    Args:
        snapshot: the facts; they are not changed.
        machines: the machines that the case pins, and those that it will pin.
        top: the case.
        moves: the move of each pinned machine's cases, by its digest.
        actor: the post that records it.
        on: the day it holds for, at the earliest.

    Returns:
        The entries, with those of automatic actions that are open then, and the snapshot they lead to.
    """
    request = ActionRequest(top, "", {}, actor, on, actor)
    return following(snapshot, machines, request, tuple(_entries(snapshot, machines, top, moves, request)))


def staying(snapshot: Snapshot, top: Ref, moves: Mapping[str, MachineMove]) -> Iterator[Item]:
    """Yield the open cases, of a case and those beneath it, whose state the move does not map."""
    for item in open_items(snapshot, top):
        if item.pin in moves and item.state not in moves[item.pin].states:
            yield item


def open_items(snapshot: Snapshot, top: Ref) -> tuple[Item, ...]:
    """Return what has not ended of a case with all beneath it, in the order of the tree."""
    return tuple(sorted((item for item in snapshot.case(top) if not item.ended), key=lambda item: item.ref))


def pins_after(pins: tuple[str, ...], moves: Mapping[str, MachineMove]) -> tuple[str, ...]:
    """Return the machines that a decision pins once it is migrated."""
    return tuple(moves[pin].newer.digest if pin in moves else pin for pin in pins)


def _entries(
    snapshot: Snapshot, machines: Machines, top: Ref, moves: Mapping[str, MachineMove], request: ActionRequest
) -> Iterator[Entry]:
    """Yield an entry for each open case that is migrated; where only the set it pins changes, it stays where it is."""
    decision = snapshot.find(Decision, top.year, top.no) if not top.series else None
    pins = decision.pins if decision is not None else ()
    for item in open_items(snapshot, top):
        after = pins_after(pins, moves)
        repinned = {"pins": list(after)} if item.ref == top and after != pins else {}
        move = moves.get(item.pin)
        if move is None and not repinned:
            continue
        built = machines.built(move.newer.digest if move is not None else item.pin)
        target = move.states[item.state] if move is not None else item.state
        data = {**meaning(built, target), "pin": built.pinned.digest, "version": built.pinned.version, **repinned}
        yield Entry(
            kind=Kind.MIGRATED,
            subject=str(item.ref),
            on=max(request.on, item.last_on),
            machine=built.version_name,
            from_state=item.state,
            to_state=target,
            acted_by=request.acted_by,
            data=data,
        )
