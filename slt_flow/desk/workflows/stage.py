"""What is explored: the machines of a shelf, or some in the place of theirs, with the kinds of decision."""

from __future__ import annotations

from collections.abc import Mapping

from slt_flow.definitions.load import Pinned, load_kind, load_machines
from slt_flow.definitions.models import KindOfDecision
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.vocabulary import LEVELS, MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.explore.proof import Theatre
from slt_flow.engine.machine import build


def newest(shelf: Shelf) -> dict[str, Pinned]:
    """The newest version of each machine that every council works by.

    Raises:
        DefinitionError: one of them is wrong, or they do not work together.
    """
    return load_machines({name: max(shelf.versions(name)) for name in MACHINES}, vocabulary(), shelf)


def in_place(machine: Pinned, others: Mapping[str, Pinned]) -> dict[str, Pinned]:
    """Machines with one in its place among them."""
    place = machine.machine.place
    return {
        **{name: each for name, each in others.items() if each.machine.place != place},
        machine.machine.name: machine,
    }


def around(machine: Pinned, shelf: Shelf) -> Theatre:
    """A machine in its place among the newest of all others, without kinds."""
    return theatre(in_place(machine, newest(shelf)), shelf, with_kinds=False)


def theatre(machines: Mapping[str, Pinned], shelf: Shelf, *, with_kinds: bool = True) -> Theatre:
    """The machines by name, those of the three levels first among them, and the kinds that dress their doors.

    Args:
        machines: one of every name; where one stands in for another's place, it is explored there.
        shelf: where the kinds stand.
        with_kinds: whether kinds are explored too: those that walk through the machine of the strategic level here.
    """
    rooms = {name: build(pinned) for name, pinned in machines.items()}
    places = {room.place: name for name, room in rooms.items()}
    levels = tuple(places[place] for place in LEVELS)
    kinds: dict[str, tuple[str, KindOfDecision]] = {}
    for name in shelf.kinds() if with_kinds else ():
        found = load_kind(name, machines[levels[0]].machine, vocabulary(), shelf)
        if (found.kind.kind.machine or LEVELS[0]) == levels[0]:
            kinds[name] = (found.digest, found.kind)
    return Theatre(rooms, kinds, levels)
