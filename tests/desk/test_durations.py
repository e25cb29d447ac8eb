"""How long cases stay: the estimate is the known one, quantiles never fall, and little evidence changes little."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.desk.workflows.durations import (
    ENOUGH,
    LONGEST,
    NOTHING_KNOWN,
    Durations,
    Mixed,
    Observed,
    Spread,
    Standard,
    Stay,
    drawn,
    rest,
    standard,
)
from slt_flow.terms import Level
from tests.worlds import machines

REMISSIONS = (
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
)  # fmt: skip
"""Weeks in remission under 6-MP (Freireich and others 1963), the data on which the estimate is taught."""

SURVIVING = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}

standards = st.builds(lambda median, wider: Standard(median, median * wider), st.floats(0.5, 200), st.floats(1.1, 8))
stays = st.lists(st.builds(Stay, st.integers(0, 900), st.booleans()), min_size=1, max_size=12)
observed = st.builds(Observed, stays, standards)
spreads: st.SearchStrategy[Spread] = st.one_of(
    standards, observed, st.builds(Mixed, observed, standards, st.floats(0, 1))
)
shares = st.floats(0, 1)


def test_the_estimate_is_that_of_the_textbook() -> None:
    estimate = Observed([Stay(days, ended) for days, ended in REMISSIONS], Standard(20, 60))
    for week, surviving in SURVIVING.items():
        assert 1 - estimate.share_by(week) == pytest.approx(surviving, abs=0.0006)
    assert estimate.days_at(0.5) == 23


@given(spreads, shares, shares)
@settings(max_examples=25, deadline=None)
def test_quantiles_never_fall_and_shares_neither(spread: Spread, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= spread.days_at(low) <= spread.days_at(high)
    days = sorted((one * 1000, other * 1000))
    assert 0 <= spread.share_by(days[0]) <= spread.share_by(days[1]) <= 1


@given(spreads, st.floats(0, 2000), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_what_is_left_of_a_stay_is_never_less_than_nothing(spread: Spread, lasted: float, seed: int) -> None:
    assert 0 <= drawn(spread, Random(seed), lasted) <= LONGEST
    assert drawn(spread, Random(seed), lasted) == drawn(spread, Random(seed), lasted)


@given(standards, st.floats(0, 300), st.floats(0.01, 0.99))
@settings(max_examples=25, deadline=None)
def test_a_stay_that_has_lasted_ends_as_the_others_that_lasted_so_long(
    spread: Standard, lasted: float, share: float
) -> None:
    before = spread.share_by(lasted)
    if before > 0.99:
        return
    end = lasted + rest(spread, lasted, share)
    assert (spread.share_by(end) - before) / (1 - before) == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize("median", [3, 20, 90])
def test_known_durations_are_recovered_though_many_still_go_on(median: float) -> None:
    """Every stay is drawn from a known spread and watched only so long; the slow ones are cut off."""
    true, chance = Standard(median, 4 * median), Random(7)
    stays_ = []
    for _ in range(400):
        days, watched = drawn(true, chance), chance.uniform(0, 4 * median)
        stays_.append(Stay(min(days, watched), days <= watched, "executing", 40.0))
    found = Durations({("measure", "underway"): stays_}).spread("measure", "underway", "executing", Standard(40, 120))
    assert found.days_at(0.5) == pytest.approx(median, rel=0.15)
    ended = sorted(stay.days for stay in stays_ if stay.ended)
    assert ended[len(ended) // 2] < 0.8 * median, "leaving out those that go on would make it look quick"


def test_few_observations_leave_it_to_the_level_and_none_to_the_standard() -> None:
    usual = Standard(10, 40)
    few = {("measure", "delegated"): [Stay(100, True, "executing", 10)] * (ENOUGH - 1)}
    assert Durations(few).spread("measure", "delegated", "executing", usual) == usual
    assert Durations(few).basis("measure", "delegated", "executing") == ("standard", ENOUGH - 1, 0)
    level = {**few, ("measure", "done"): [Stay(20, True, "executing", 10), Stay(50, False, "executing", 10)]}
    paced = Durations(level).spread("measure", "delegated", "executing", usual)
    assert 20 < paced.days_at(0.5) <= 40, "slower, and never more than four times"
    assert Durations(level).basis("measure", "delegated", "executing") == ("level", ENOUGH - 1, 0)
    assert Durations(level).spread("assignment", "given", "coordinating", usual) == usual
    own = {("measure", "delegated"): [Stay(100, True, "executing", 10)] * 50}
    assert Durations(own).spread("measure", "delegated", "executing", usual).days_at(0.5) == pytest.approx(100, rel=0.1)
    assert Durations(own).basis("measure", "delegated", "executing") == ("own", 50, 0)
    assert NOTHING_KNOWN.basis("measure", "delegated", "executing") == ("standard", 0, 0)


def test_every_state_of_the_shipped_machines_has_a_standard() -> None:
    for pinned in machines().values():
        for state in pinned.machine.states.values():
            found = standard(pinned.machine.machine.level, state)
            assert 0 < found.median < found.ninety
            assert found.days_at(0.9) == pytest.approx(found.ninety)
    assert set(Level) >= {Level(pinned.machine.machine.level) for pinned in machines().values()}
