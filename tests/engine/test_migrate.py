"""A move is proved from every situation that the older version leads to; one that breaks something is found out."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.definitions.load import Pinned
from slt_flow.definitions.moves import MachineMove
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.proof import migration
from slt_flow.services.workflows.proof_inputs import proof_inputs
from tests.definitions.test_moves import version
from tests.worlds import machines


def straight(older: Pinned, newer: Pinned, **otherwise: str | None) -> MachineMove:
    """Every open state goes on in the one of its name, but for some (None: it stays)."""
    kept = {state: state for state, built in older.machine.states.items() if not built.end}
    told: dict[str, Any] = {**kept, **otherwise}
    states = {state: to for state, to in told.items() if to is not None}
    return MachineMove(older, newer, states, {state: {} for state, to in told.items() if to is None})


def proved(way: MachineMove) -> tuple[str, str] | None:
    name = way.newer.machine.name
    return migration.proved(proof_inputs({**machines(), name: way.newer}), way).breach


LONG = pytest.mark.endurance


@pytest.mark.parametrize("name", ["learning_point", *(pytest.param(each, marks=LONG) for each in (*LEVELS, "meeting"))])
def test_a_move_that_keeps_every_state_is_sound(name: str) -> None:
    assert proved(straight(version(name, "1"), version(name, "2"))) is None


def test_a_state_from_which_no_moved_case_can_end_is_found() -> None:
    action = '[states.carried.on.answer]\nto = "answered"'
    newer = version("learning_point", "2", (action, f'{action}\nunless = ["answer_is_given"]'))
    found = proved(straight(version("learning_point", "1"), newer))
    assert found == ("an_end_can_be_reached", "decision: registered, learning_point: carried")


@pytest.mark.endurance
def test_work_that_would_begin_without_a_plan_is_found() -> None:
    """A newer version in which work may start before its assignment is planned."""
    older = version("measure", "1")
    newer = version("measure", "2", ('needs = ["parent_is_planned", "owner_is_bound"]', 'needs = ["owner_is_bound"]'))
    found = proved(straight(older, newer))
    assert found is not None
    assert found[0] == "nothing_skips_the_coordinating_level"


@pytest.mark.endurance
def test_going_back_to_a_state_that_means_the_same_is_sound() -> None:
    """An accepted assignment that goes on as given loses nothing: it can be accepted again."""
    assert proved(straight(version("assignment", "1"), version("assignment", "2"), accepted="given")) is None
