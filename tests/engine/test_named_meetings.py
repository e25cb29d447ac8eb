"""Every action that takes a meeting as evidence asks the rule of it, and puts it into that meeting's minutes."""

from __future__ import annotations

import pytest

from slt_flow.engine.entries import Kind
from slt_flow.model import Meeting
from tests.engine.scenes import ACTIONS, measure
from tests.worlds import TODAY

NAMING = [place for place, action in ACTIONS.items() if "meeting" in (*action.asks, *action.may_ask)]
TABLING = [place for place in NAMING if "link_meeting" in ACTIONS[place].does]


@pytest.mark.parametrize("place", [place for place in NAMING if place not in TABLING], ids=str)
def test_a_meeting_that_is_named_is_judged_and_attests(place: tuple[str, str, str]) -> None:
    assert "meeting_attests" in ACTIONS[place].needs
    assert "attest" in ACTIONS[place].does


def test_a_case_is_tabled_by_a_decision_only() -> None:
    assert {(machine, name) for machine, _, name in TABLING} == {("decision", "table")}


def test_the_entry_belongs_to_the_meeting_and_is_never_dated_before_its_last() -> None:
    here = measure("done")
    seen = here.world.meeting(no=2, day=TODAY)
    here.world.change(seen, last_on=TODAY)
    moved, attested, *_ = here.world.go(here.ref, "verify", meeting=seen)
    assert (moved.kind, moved.subject) == (Kind.MOVED, str(here.ref))
    assert (attested.kind, attested.subject, attested.on) == (Kind.ATTESTED, str(seen), TODAY)
    assert attested.data == {"ref": str(here.ref)}
    assert here.world.snapshot.one(Meeting, *seen[:3]).day == TODAY
