"""Records are frozen, equal by their values and kinds, and copied like any other value."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from datetime import date

import pytest

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Absence, Holding
from slt_flow.model.row import replaced

HELD = Holding(post="rektor", seq=1, holder="Kari Prøve", since=date(2026, 1, 1), until=None)


def test_a_change_makes_another_record() -> None:
    later = replaced(HELD, until=date(2026, 2, 1))
    assert (later.until, HELD.until) == (date(2026, 2, 1), None)
    assert later == replace(HELD, until=date(2026, 2, 1))
    assert later != HELD
    assert later.key == HELD.key == ("rektor", 1)
    with pytest.raises(AttributeError):
        HELD.until = date(2026, 2, 1)  # type: ignore[misc]


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="Holding: no field 'untill'"):
        replaced(HELD, untill=None)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="untill"):
        Holding(post="rektor", seq=1, untill=None)  # type: ignore[call-arg]


def test_records_of_two_kinds_are_never_equal() -> None:
    assert tuple(HELD) != HELD
    assert len({HELD, replaced(HELD, holder="Ola Prøve"), Absence.made_of(HELD)}) == 3


def test_defaults_are_shared_by_no_two_records() -> None:
    one, other = (Entry(kind=Kind.REMARKED, subject="1/26", on=date(2026, 1, 1)) for _ in range(2))
    assert one == other
    assert one.data is not other.data


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))])
def test_a_copy_is_equal(copied: object) -> None:
    assert copied(HELD) == HELD  # type: ignore[operator]
