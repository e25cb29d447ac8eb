"""The shortest way to a door through doors that ask nothing, checked against every way there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from slt_flow.engine.shortest_path import shortest_way
from tests.worlds import SHIPPED, machines, rooms

PLACES = [(name, state) for name in SHIPPED for state in machines()[name].machine.states]


def ways(machine: str, state: str, door: str, longest: int) -> Iterator[tuple[str, ...]]:
    """Every way of at most so many doors, by brute force."""
    doors = machines()[machine].machine.doors(state)
    if door in doors and not doors[door].auto:
        yield (door,)
    if longest > 1:
        for name, leading in doors.items():
            if not leading.auto and not leading.asks and leading.to not in (None, state):
                yield from ((name, *rest) for rest in ways(machine, str(leading.to), door, longest - 1))


@pytest.mark.parametrize(("machine", "state"), PLACES)
def test_the_way_is_the_shortest_there_is_or_none_when_there_is_none(machine: str, state: str) -> None:
    definition = machines()[machine].machine
    for door in definition.every_door:
        found = shortest_way(rooms()[machine], state, door)
        every = list(ways(machine, state, door, len(definition.states)))
        if not every:
            assert found is None, door
        else:
            assert found in every, door
            assert len(found or ()) == min(len(way) for way in every), door


def test_a_door_that_is_here_is_the_way_itself() -> None:
    assert shortest_way(rooms()["measure"], "delegated", "accept") == ("accept",)


def test_a_measure_is_accepted_and_started_on_the_way_to_being_finished() -> None:
    assert shortest_way(rooms()["measure"], "delegated", "finish") == ("accept", "start", "finish")


def test_the_last_door_may_ask_but_none_before_it() -> None:
    assert shortest_way(rooms()["measure"], "declined", "start") is None


def test_no_way_leads_out_of_an_end() -> None:
    assert shortest_way(rooms()["measure"], "verified", "start") is None


def test_no_way_leads_through_an_automatic_door() -> None:
    assert shortest_way(rooms()["assignment"], "planned", "report") is None
    assert shortest_way(rooms()["decision"], "conditional", "assign") is None


def test_an_automatic_door_is_never_the_one_sought() -> None:
    assert shortest_way(rooms()["decision"], "in_follow_up", "complete") is None
