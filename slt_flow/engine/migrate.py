"""Running cases come to another version of their machines: by entries, never by a rewritten past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

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
    """A decision, a meeting or a learning point goes on, with all that is open beneath it.

    Args:
        snapshot: the facts; they are not changed.
        machines: the machines that the case pins, and those that it will pin.
        top: the case.
        moves: how each pinned machine's cases go on, by its digest.
        actor: who records it.
        on: the day it holds for, at the earliest.

    Returns:
        The entries, those of automatic actions that stand open then among them.
    """
    request = ActionRequest(top, "", {}, actor, on, actor)
    return following(snapshot, machines, request, tuple(_entries(snapshot, machines, top, moves, request)))


def staying(snapshot: Snapshot, top: Ref, moves: Mapping[str, MachineMove]) -> Iterator[Item]:
    """What stands in a state that has no way on, of all that is open of a case."""
    for item in open_items(snapshot, top):
        if item.pin in moves and item.state not in moves[item.pin].states:
            yield item


def open_items(snapshot: Snapshot, top: Ref) -> tuple[Item, ...]:
    """What has not ended of a case with all beneath it, in the order of the tree."""
    return tuple(sorted((item for item in snapshot.case(top) if not item.ended), key=lambda item: item.ref))


def pins_after(pins: tuple[str, ...], moves: Mapping[str, MachineMove]) -> tuple[str, ...]:
    """The machines that a decision pins once it has crossed."""
    return tuple(moves[pin].newer.digest if pin in moves else pin for pin in pins)


def _entries(
    snapshot: Snapshot, machines: Machines, top: Ref, moves: Mapping[str, MachineMove], request: ActionRequest
) -> Iterator[Entry]:
    decision = snapshot.find(Decision, top.year, top.no) if not top.series else None
    pins = decision.pins if decision is not None else ()
    for item in open_items(snapshot, top):
        told: dict[str, Any] = {}
        if item.ref == top and pins_after(pins, moves) != pins:
            told["pins"] = list(pins_after(pins, moves))
        if item.pin in moves or told:
            yield _migrated(machines, item, moves.get(item.pin), told, request)


def _migrated(
    machines: Machines, item: Item, way: MachineMove | None, told: Mapping[str, Any], request: ActionRequest
) -> Entry:
    """The entry of one case; where only the set it pins changes, it stays where it is."""
    built = machines.built(way.newer.digest if way is not None else item.pin)
    target = way.states[item.state] if way is not None else item.state
    return Entry(
        kind=Kind.MIGRATED,
        subject=str(item.ref),
        on=max(request.on, item.last_on),
        machine=built.version_name,
        from_state=item.state,
        to_state=target,
        acted_by=request.acted_by,
        data={**meaning(built, target), "pin": built.pinned.digest, "version": built.pinned.version, **told},
    )
