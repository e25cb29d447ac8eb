"""Turns of those who want a file: so many at once, some who wait, and words for the rest."""

from __future__ import annotations

import pytest

from slt_flow.errors import RequestError
from slt_flow.pages.written_files import Turns


def is_given(turns: Turns) -> bool:
    try:
        with turns.taken():
            return True
    except RequestError:
        return False


@pytest.mark.parametrize(("places", "seconds"), [(1, 60), (2, 0.01)], ids=["no place to wait", "waited in vain"])
def test_a_turn_is_given_once_another_ends(places: int, seconds: float) -> None:
    turns = Turns(1, places, seconds)
    for _ in range(2):
        with turns.taken():
            assert not is_given(turns)
        assert is_given(turns)


def test_a_turn_ends_with_a_failure_too() -> None:
    turns = Turns(1, 1, 60)
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    assert is_given(turns)
