"""Councils driven at random (`drive`): the oracle finds nothing wrong after any request, and has enough to look at."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.services.drive import drive

ENOUGH = {"steps": 45, "done": 18, "refused": 8}
"""How much happens in a sequence, at least."""

IMPORTANT = (
    "adopt", "assign", "add_measure", "undo", "amend", "hand_over", "finish", "verify", "verify named", "hold",
    "attend", "fill in", "be_away", "renew", "appoint", "take_stance", "table",
)  # fmt: skip
"""What must have been accepted, many times in the long run."""


@pytest.mark.parametrize(
    ("first", "count"),
    [(0, 2), pytest.param(100, 20, marks=pytest.mark.endurance)],
    ids=["everyday", "many"],
)
def test_the_oracle_finds_nothing_wrong(first: int, count: int) -> None:
    ran: Counter[str] = Counter()
    for seed in range(first, first + count):
        drive(seed, ran)
    for counted, enough in ENOUGH.items():
        assert ran[counted] >= count * enough, ran
    for often in IMPORTANT if count > 10 else ():
        assert ran[f"{often} done"] >= count // 10, f"{often} was hardly ever accepted: {ran}"


@pytest.mark.endurance
@pytest.mark.parametrize("seed", [30186, 30306, 30436, 30447])
def test_what_was_once_found_wrong_is_so_no_more(seed: int) -> None:
    """A seat vacant before its meeting, words of archived minutes taken back, what a rescinded decision gave later."""
    drive(seed, Counter())
