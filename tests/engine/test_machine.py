"""The machine room: exactly the declared doors, one guard each, and nothing that the library adds by itself."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.engine.machine import Book, Room, build
from slt_flow.errors import BrokenInvariant
from slt_flow.model.snapshot import Snapshot
from tests.worlds import SHIPPED, machines, rooms

STEPS = [
    (name, state, door)
    for name in SHIPPED
    for state in machines()[name].machine.states
    for door in machines()[name].machine.doors(state)
]


def yes() -> bool:
    return True


def no() -> bool:
    return False


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_has_the_doors_of_its_definition_and_none_of_the_librarys_own(name: str) -> None:
    room = rooms()[name]
    assert set(room._machine.events) == set(machines()[name].machine.every_door)
    assert not [event for event in room._machine.events if event.startswith("to_")]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_has_the_states_of_its_definition_and_none_of_the_librarys_own(name: str) -> None:
    assert set(rooms()[name]._machine.states) == set(machines()[name].machine.states)


@pytest.mark.parametrize(("name", "state", "door"), STEPS)
def test_a_step_leads_where_the_definition_says_when_the_guard_says_yes(name: str, state: str, door: str) -> None:
    assert rooms()[name].step(state, door, yes) == (machines()[name].machine.doors(state)[door].to or state)


@pytest.mark.parametrize(("name", "state", "door"), STEPS)
def test_a_step_stays_when_the_guard_says_no(name: str, state: str, door: str) -> None:
    assert rooms()[name].step(state, door, no) is None


@pytest.mark.parametrize("answer", [1, "yes", [True], object(), None, 0, ""])
def test_only_true_itself_opens_a_door(answer: Any) -> None:
    assert rooms()["decision"].step("tabled", "adopt", lambda: answer) is None


def test_a_guard_is_asked_once_and_its_error_is_not_swallowed() -> None:
    asked = []

    def fails() -> bool:
        asked.append(True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rooms()["decision"].step("tabled", "adopt", fails)
    assert asked == [True]


def test_a_step_leaves_no_trace_in_the_room() -> None:
    room = rooms()["decision"]
    assert room.step("tabled", "adopt", yes) == "adopted"
    assert room.step("tabled", "adopt", no) is None
    assert room.step("tabled", "withdraw", yes) == "withdrawn"


def test_a_machine_that_strays_from_its_definition_is_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = machines()["decision"]
    room = build(pinned)
    elsewhere = pinned.machine.states["tabled"].on["adopt"].model_copy(update={"to": "withdrawn"})
    monkeypatch.setitem(pinned.machine.states["tabled"].on, "adopt", elsewhere)
    with pytest.raises(BrokenInvariant) as raised:
        room.step("tabled", "adopt", yes)
    assert raised.value.code == "machine_strayed"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_tells_its_definition(name: str) -> None:
    room, heading = rooms()[name], machines()[name].machine.machine
    assert (room.name, room.level, room.under, room.initial) == (
        heading.name,
        heading.level,
        heading.under,
        heading.initial,
    )


def test_the_levels_hang_together_so_that_nothing_skips_the_coordinating_one() -> None:
    """I4: beneath a decision stand assignments, beneath an assignment measures, beneath a measure nothing."""
    book = Book({room.pinned.digest: room for room in rooms().values()})
    pins = [room.pinned.digest for room in rooms().values()]
    beneath: dict[str, Room | None] = {name: book.beneath(name, pins) for name in SHIPPED}
    assert {name: room and room.name for name, room in beneath.items()} == {
        "decision": "assignment",
        "assignment": "measure",
        "measure": None,
        "meeting": None,
        "learning_point": None,
    }
    assert {room.name: room.level for room in rooms().values()} == {
        "decision": "strategic",
        "assignment": "coordinating",
        "measure": "executing",
        "meeting": "strategic",
        "learning_point": "strategic",
    }


def test_beneath_looks_only_among_what_was_pinned_together() -> None:
    book = Book({room.pinned.digest: room for room in rooms().values()})
    assert book.beneath("decision", [rooms()["measure"].pinned.digest]) is None


def test_a_digest_nobody_pinned_has_no_room() -> None:
    with pytest.raises(KeyError):
        Book({}).room(Snapshot("x").council)
