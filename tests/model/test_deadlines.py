"""One meaning of late: every state of the shipped machines, on the days around a deadline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from slt_flow.model import Clause, Item, Meeting
from slt_flow.model.deadlines import agenda_due, delivered_late, delivers, is_pending, late_days, latest, standing_of
from slt_flow.terms import SHORT_NOTICE, MeetingKind, Standing, Tag
from tests.worlds import DUE, World, built_machines, kvaefjord

WORK = [(name, state) for name in ("assignment", "measure") for state in built_machines()[name].pinned.machine.states]
"""Every state of work that has a deadline."""


def work(name: str, state: str, delivered_on: date | None = None) -> Item:
    """A case of a level in a state, due on the first of September."""
    world = kvaefjord()
    ref = world.assignment(world.decision("in_follow_up"), state if name == "assignment" else "underway", due=DUE)
    if name == "measure":
        ref = world.measure(ref, state, due=DUE)
    world.change(ref, delivered_on=delivered_on)
    return world.snapshot.one(Item, *ref)


@pytest.mark.parametrize(("name", "state"), WORK)
@pytest.mark.parametrize("days", [-1, 0, 1, 87])
def test_a_case_is_late_kept_to_come_or_dropped_and_never_two_of_them(name: str, state: str, days: int) -> None:
    tags = built_machines()[name].state(state).tags
    on = DUE + timedelta(days=days)
    item = work(name, state, on if delivers(tags) else None)
    late, overran = late_days(item, on), delivered_late(item)
    assert not (late and overran)
    if Tag.DROPPED in tags:
        assert (late, overran, is_pending(item), standing_of(item, on)) == (0, 0, False, Standing.UNKNOWN)
    elif delivers(tags):
        kept = Standing.BROKEN if days > 0 else Standing.KEPT
        assert (late, overran, is_pending(item), standing_of(item, on)) == (0, max(0, days), False, kept)
    else:
        ahead = Standing.BROKEN if days > 0 else Standing.NOT_DUE
        assert (late, overran, is_pending(item), standing_of(item, on)) == (max(0, days), 0, True, ahead)


def test_the_day_of_delivery_counts_and_not_the_day_on_which_it_is_confirmed_or_looked_at() -> None:
    item = work("measure", "verified", DUE + timedelta(days=3))
    assert {delivered_late(item), late_days(item, DUE + timedelta(days=99))} == {3, 0}


def test_the_latest_of_no_deadlines_is_none() -> None:
    assert (latest([]), latest([None]), latest([None, DUE, date(2026, 1, 1)])) == (None, None, DUE)


def meeting(kind: MeetingKind, *, short_notice: bool = False) -> Meeting:
    """A meeting on the tenth of March."""
    return Meeting(
        year=2026, no=1, kind=kind, day=date(2026, 3, 10), sent=None, frozen=None, short_notice=short_notice,
        requested_by=None, group=None,
    )  # fmt: skip


def agreed(**numbers: Any) -> Clause | None:
    """The clause on agendas."""
    world = World(kvaefjord().snapshot.copy())
    world.clause("agendas_are_sent_in_time", **numbers)
    return world.snapshot.clause("agendas_are_sent_in_time")


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_only_meetings_of_the_council_owe_an_agenda(kind: MeetingKind) -> None:
    owed = kind in (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY)
    assert agenda_due(meeting(kind), agreed(notice_days=7)) == (date(2026, 3, 3) if owed else None)


def test_a_meeting_that_the_agreement_excepts_owes_no_agenda_and_none_is_owed_without_a_clause() -> None:
    ordinary, extra = MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY
    clause = agreed(notice_days=7, excepted_kinds=(extra, SHORT_NOTICE))
    assert agenda_due(meeting(ordinary), clause) == date(2026, 3, 3)
    assert agenda_due(meeting(ordinary, short_notice=True), clause) is None
    assert agenda_due(meeting(extra), clause) is None
    assert agenda_due(meeting(ordinary), None) is None
