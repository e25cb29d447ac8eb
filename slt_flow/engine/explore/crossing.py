"""A move proved: from every situation that the older version can lead to, what must hold still holds after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from slt_flow.definitions.moves import Crossing
from slt_flow.engine.crossing import crossed, staying
from slt_flow.engine.explore.proof import COMPLETES, Theatre, explored
from slt_flow.engine.explore.properties import in_state, in_step
from slt_flow.engine.explore.scene import DAY, OTHER, SECRETARY, TOP, Bounds
from slt_flow.engine.explore.search import Search
from slt_flow.engine.explore.wholes import never_ending
from slt_flow.engine.machine import Book, build
from slt_flow.facts import Snapshot
from slt_flow.rows import Item
from slt_flow.terms import Level

Told = Callable[[int, int], None]

_SMALL: Final = {
    Level.STRATEGIC: (Bounds(), Bounds(bodies=("body-1",)), Bounds(assignments=1, measures=1)),
    Level.COORDINATING: (Bounds(assignments=1, measures=1),),
    Level.EXECUTING: (Bounds(assignments=1, measures=1),),
}
"""What is explored for a machine of each level."""

_OUTSIDE: Final = (
    Bounds(meetings=("not held", "all"), meets=True, decides=False),
    Bounds(meetings=(), meets=True, decides=False),
)
"""What is explored for meetings and learning points, which stand beneath nothing."""


class Crossed(NamedTuple):
    """How many situations were explored after the move, with how many steps, and the first property that broke."""

    situations: int
    steps: int
    breach: tuple[str, str] | None


def proved(theatre: Theatre, way: Crossing, told: Told | None = None) -> Crossed:
    """Explore what cases can come to once they have crossed, until a property does not hold.

    Args:
        theatre: the machines as they are afterwards, the newer version of this one among them.
        way: how its cases cross.
        told: is told how many situations were found and how many wait.
    """
    older = build(way.older)
    before = replace(theatre, rooms={**theatre.rooms, older.name: older})
    both = Book({**theatre.book.rooms, way.older.digest: older}, theatre.book.kinds)
    situations = steps = 0
    for bounds in _bounds(before, way):
        begun = explored(before, bounds, told).snapshots
        search = Search(theatre.begin(bounds), both, bounds, in_state, in_step, told)
        graph = search.run(*_after(begun, both, way))
        situations, steps = situations + len(graph.snapshots), steps + len(graph.edges)
        if graph.breaches:
            return Crossed(situations, steps, (graph.breaches[0].property, graph.breaches[0].saw))
        if (stuck := never_ending(graph)) is not None:
            return Crossed(situations, steps, (COMPLETES, _where(graph.snapshots[stuck])))
    return Crossed(situations, steps, None)


def _bounds(before: Theatre, way: Crossing) -> tuple[Bounds, ...]:
    """What to explore for a machine: its level, or the scenes in which there is a case of it from the beginning."""
    if way.older.machine.name in before.levels:
        return _SMALL[Level(way.older.machine.machine.level)]
    return tuple(
        bounds for bounds in _OUTSIDE if any(item.pin == way.older.digest for item in before.begin(bounds).all(Item))
    )


def _after(begun: list[Snapshot], book: Book, way: Crossing) -> Iterator[Snapshot]:
    """The situations after the move, of all those in which it moves anything and nothing stays behind."""
    crossings = {way.older.digest: way}
    for snapshot in begun:
        here = snapshot
        for top in sorted({item.ref.top for item in snapshot.all(Item)} - {OTHER}):
            if any(staying(snapshot, top, crossings)):
                break
            here = crossed(here, book, top, crossings, SECRETARY, DAY).snapshot
        else:
            yield here


def _where(snapshot: Snapshot) -> str:
    """The states of a situation, the decision's first."""
    cases = sorted((item for item in snapshot.all(Item) if item.ref.top == TOP or item.series), key=lambda i: i.ref)
    return ", ".join(f"{item.machine}: {item.state}" for item in cases)
