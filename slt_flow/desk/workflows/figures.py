"""Figures out of many runs: shares, medians, and where the time went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TypeVar

from slt_flow.desk.workflows.course import MEETING, Place
from slt_flow.desk.workflows.durations import Basis
from slt_flow.desk.workflows.world import World
from slt_flow.results import Waiting

V = TypeVar("V")


def at(values: Sequence[V], share: float) -> V | None:
    """The least of some values in their order that a share of them does not exceed; None where there are none."""
    return values[max(0, ceil(share * len(values)) - 1)] if values else None


def waiting(world: World, waited: Mapping[Place, float], *, by_case: bool = False) -> tuple[Waiting, ...]:
    """Where the days were spent, most first: state by state, or case by case with the post that is waited on."""
    spent: dict[tuple[object, ...], float] = defaultdict(float)
    places: dict[tuple[object, ...], Place] = {}
    for place, days in waited.items():
        vacant = place.post if place.vacant else None
        key = tuple(place) if by_case else (place.pin, place.state, place.waits_on, vacant)
        spent[key] += days
        places[key] = place
    total = sum(spent.values()) or 1.0
    order = sorted(spent, key=lambda key: (-spent[key], str(key)))
    return tuple(_waiting(world, places[key], spent[key] / total, by_case) for key in order)


def _waiting(world: World, place: Place, share: float, by_case: bool) -> Waiting:
    room = world.book.room(place.pin)
    basis = world.durations.basis(room.name, place.state, place.level)
    if place.waits_on == MEETING:
        basis = Basis("calendar", 0, 0)
    elif place.vacant:
        basis = Basis("vacancy", 0, 0)
    label = room.state(place.state).label.model_dump()
    post, ref = place.post if by_case or place.vacant else None, str(place.ref) if by_case else None
    return Waiting(room.name, place.level, place.state, label, ref, place.waits_on, post, share, *basis)
