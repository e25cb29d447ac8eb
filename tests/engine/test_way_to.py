"""The shortest way to an action of actions that ask nothing, checked against every way there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.worlds import SHIPPED, built_machines, machines

PLACES = [(name, state) for name in SHIPPED for state in machines()[name].machine.states]


def ways(machine: str, state: str, action: str, longest: int) -> Iterator[tuple[str, ...]]:
    """Every way of at most so many actions, by brute force."""
    actions = machines()[machine].machine.actions(state)
    if action in actions and not actions[action].auto:
        yield (action,)
    if longest > 1:
        for name, leading in actions.items():
            if not leading.auto and not leading.asks and leading.to not in (None, state):
                yield from ((name, *rest) for rest in ways(machine, str(leading.to), action, longest - 1))


@pytest.mark.parametrize(("machine", "state"), PLACES)
def test_the_way_is_the_shortest_there_is_or_none_when_there_is_none(machine: str, state: str) -> None:
    definition = machines()[machine].machine
    for action in definition.every_action:
        found = built_machines()[machine].way_to(action, state)
        every = list(ways(machine, state, action, len(definition.states)))
        if not every:
            assert found is None, action
        else:
            assert found in every, action
            assert len(found or ()) == min(len(way) for way in every), action


def test_an_action_that_is_here_is_the_way_itself() -> None:
    assert built_machines()["measure"].way_to("accept", "delegated") == ("accept",)


def test_a_measure_is_accepted_and_started_on_the_way_to_being_finished() -> None:
    assert built_machines()["measure"].way_to("finish", "delegated") == ("accept", "start", "finish")


def test_the_last_action_may_ask_but_none_before_it() -> None:
    assert built_machines()["measure"].way_to("start", "declined") is None


def test_no_way_leads_out_of_an_end() -> None:
    assert built_machines()["measure"].way_to("start", "verified") is None


def test_no_way_leads_through_an_automatic_action() -> None:
    assert built_machines()["assignment"].way_to("report", "planned") is None
    assert built_machines()["decision"].way_to("assign", "conditional") is None


def test_an_automatic_action_is_never_the_one_sought() -> None:
    assert built_machines()["decision"].way_to("complete", "in_follow_up") is None
