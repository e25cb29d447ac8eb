"""What is explored: the machines of a shelf, or some in the place of theirs, with the kinds of decision."""

from __future__ import annotations

from collections.abc import Mapping

from slt_flow.definitions.load import Pinned, load_kind
from slt_flow.definitions.models import KindOfDecision
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.explore.proof import Theatre
from slt_flow.engine.machine import build


def theatre(machines: Mapping[str, Pinned], shelf: Shelf, *, with_kinds: bool = True) -> Theatre:
    """The machines by name, those of the three levels first among them, and the kinds that dress their doors.

    Args:
        machines: one of every name; where one stands in for another's place, it is explored there.
        shelf: where the kinds stand.
        with_kinds: whether kinds are explored too.
    """
    rooms = {name: build(pinned) for name, pinned in machines.items()}
    places = {room.place: name for name, room in rooms.items()}
    levels = tuple(places[place] for place in LEVELS)
    kinds: dict[str, tuple[str, KindOfDecision]] = {}
    for name in shelf.kinds() if with_kinds else ():
        found = load_kind(name, machines[levels[0]].machine, vocabulary(), shelf)
        kinds[name] = (found.digest, found.kind)
    return Theatre(rooms, kinds, levels)
