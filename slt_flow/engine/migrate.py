"""Running cases come to another version of their machines: by entries, never by a rewritten past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slt_flow.definitions.moves import Crossing
from slt_flow.engine.decide import Accepted, Walk, following
from slt_flow.engine.effects import meaning
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Book
from slt_flow.model import Decision, Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref


def crossed(
    snapshot: Snapshot, book: Book, top: Ref, crossings: Mapping[str, Crossing], actor: str, on: date
) -> Accepted:
    """A decision, a meeting or a learning point goes on, with all that is open beneath it.

    Args:
        snapshot: the facts; they are not changed.
        book: the machines that the case pins, and those that it will pin.
        top: the case.
        crossings: how each pinned machine's cases go on, by its digest.
        actor: who records it.
        on: the day it holds for, at the earliest.

    Returns:
        The entries, those of automatic doors that stand open then among them.
    """
    walk = Walk(top, "", {}, actor, on, actor)
    return following(snapshot, book, walk, tuple(_entries(snapshot, book, top, crossings, walk)))


def staying(snapshot: Snapshot, top: Ref, crossings: Mapping[str, Crossing]) -> Iterator[Item]:
    """What stands in a state that has no way on, of all that is open of a case."""
    for item in open_items(snapshot, top):
        if item.pin in crossings and item.state not in crossings[item.pin].states:
            yield item


def open_items(snapshot: Snapshot, top: Ref) -> tuple[Item, ...]:
    """What has not ended of a case with all beneath it, in the order of the tree."""
    return tuple(sorted((item for item in snapshot.case(top) if not item.ended), key=lambda item: item.ref))


def pins_after(pins: tuple[str, ...], crossings: Mapping[str, Crossing]) -> tuple[str, ...]:
    """The machines that a decision pins once it has crossed."""
    return tuple(crossings[pin].newer.digest if pin in crossings else pin for pin in pins)


def _entries(
    snapshot: Snapshot, book: Book, top: Ref, crossings: Mapping[str, Crossing], walk: Walk
) -> Iterator[Entry]:
    decision = snapshot.find(Decision, top.year, top.no) if not top.series else None
    pins = decision.pins if decision is not None else ()
    for item in open_items(snapshot, top):
        told: dict[str, Any] = {}
        if item.ref == top and pins_after(pins, crossings) != pins:
            told["pins"] = list(pins_after(pins, crossings))
        if item.pin in crossings or told:
            yield _migrated(book, item, crossings.get(item.pin), told, walk)


def _migrated(book: Book, item: Item, way: Crossing | None, told: Mapping[str, Any], walk: Walk) -> Entry:
    """The entry of one case; where only the set it pins changes, it stays where it is."""
    room = book.room(way.newer.digest if way is not None else item.pin)
    target = way.states[item.state] if way is not None else item.state
    return Entry(
        kind=Kind.MIGRATED,
        subject=str(item.ref),
        on=max(walk.on, item.last_on),
        machine=item.machine,
        from_state=item.state,
        to_state=target,
        deed_of=walk.deed_of,
        data={**meaning(room, target), "pin": room.pinned.digest, "version": room.pinned.version, **told},
    )
