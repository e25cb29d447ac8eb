"""A built machine: exactly the declared actions, one guard each, and nothing that the library adds by itself."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.engine.machine import BuiltMachine, Machines, build
from slt_flow.errors import BrokenInvariant
from slt_flow.model.snapshot import Snapshot
from tests.worlds import SHIPPED, built_machines, machines

STEPS = [
    (name, state, action)
    for name in SHIPPED
    for state in machines()[name].machine.states
    for action in machines()[name].machine.actions(state)
]


def yes() -> bool:
    return True


def no() -> bool:
    return False


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_has_the_actions_of_its_definition_and_none_of_the_librarys_own(name: str) -> None:
    built = built_machines()[name]
    assert set(built._machine.events) == set(machines()[name].machine.every_action)
    assert not [event for event in built._machine.events if event.startswith("to_")]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_has_the_states_of_its_definition_and_none_of_the_librarys_own(name: str) -> None:
    assert set(built_machines()[name]._machine.states) == set(machines()[name].machine.states)


@pytest.mark.parametrize(("name", "state", "action"), STEPS)
def test_a_step_leads_where_the_definition_says_when_the_guard_says_yes(name: str, state: str, action: str) -> None:
    assert built_machines()[name].step(state, action, yes) == (
        machines()[name].machine.actions(state)[action].to or state
    )


@pytest.mark.parametrize(("name", "state", "action"), STEPS)
def test_a_step_stays_when_the_guard_says_no(name: str, state: str, action: str) -> None:
    assert built_machines()[name].step(state, action, no) is None


@pytest.mark.parametrize("answer", [1, "yes", [True], object(), None, 0, ""])
def test_only_true_itself_opens_an_action(answer: Any) -> None:
    assert built_machines()["decision"].step("tabled", "adopt", lambda: answer) is None


def test_a_guard_is_asked_once_and_its_error_is_not_swallowed() -> None:
    asked = []

    def fails() -> bool:
        asked.append(True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        built_machines()["decision"].step("tabled", "adopt", fails)
    assert asked == [True]


def test_a_step_leaves_no_trace_in_the_room() -> None:
    built = built_machines()["decision"]
    assert built.step("tabled", "adopt", yes) == "adopted"
    assert built.step("tabled", "adopt", no) is None
    assert built.step("tabled", "withdraw", yes) == "withdrawn"


def test_a_machine_that_strays_from_its_definition_is_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = machines()["decision"]
    built = build(pinned)
    elsewhere = pinned.machine.states["tabled"].on["adopt"]._replace(to="withdrawn")
    monkeypatch.setitem(built.actions("tabled"), "adopt", elsewhere)
    with pytest.raises(BrokenInvariant) as raised:
        built.step("tabled", "adopt", yes)
    assert raised.value.code == "machine_strayed"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_room_tells_its_definition(name: str) -> None:
    built, heading = built_machines()[name], machines()[name].machine.machine
    assert (built.name, built.heading) == (heading.name, heading)


def test_the_levels_hang_together_so_that_nothing_skips_the_coordinating_one() -> None:
    """I4: beneath a decision stand assignments, beneath an assignment measures, beneath a measure nothing."""
    machines = Machines({built.pinned.digest: built for built in built_machines().values()})
    pins = [built.pinned.digest for built in built_machines().values()]
    beneath: dict[str, BuiltMachine | None] = {name: machines.beneath(name, pins) for name in SHIPPED}
    assert {name: built and built.name for name, built in beneath.items()} == {
        "decision": "assignment",
        "assignment": "measure",
        "measure": None,
        "meeting": None,
        "learning_point": None,
    }
    assert {built.name: built.heading.level for built in built_machines().values()} == {
        "decision": "strategic",
        "assignment": "coordinating",
        "measure": "executing",
        "meeting": "strategic",
        "learning_point": "strategic",
    }


def test_beneath_looks_only_among_what_was_pinned_together() -> None:
    machines = Machines({built.pinned.digest: built for built in built_machines().values()})
    assert machines.beneath("decision", [built_machines()["measure"].pinned.digest]) is None


def test_a_digest_nobody_pinned_has_no_room() -> None:
    with pytest.raises(KeyError):
        Machines({}).built(Snapshot("x").council)
