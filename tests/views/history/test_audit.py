"""Verified journals on the screen: flaws are named up to a number, and counted."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest

from slt_flow.results.answers import Flaw
from slt_flow.results.history import AcceptedFlaw, Verification
from slt_flow.views.history.audit import show_verifications
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import dumped
from slt_flow.views.text.words import Words

EN = Words("en")


def lines(verification: Verification) -> list[str]:
    told = StringIO()
    screen = Screen("never", told)
    show_verifications([verification], EN, screen, screen)
    return told.getvalue().splitlines()


@pytest.mark.parametrize(("number", "rest"), [(1, None), (10, None), (11, 1), (12_000, 11_990)])
def test_many_flaws_are_counted_and_json_has_them_all(number: int, rest: int | None) -> None:
    flaws = tuple(Flaw("broken_link", f"entries {seq}") for seq in range(1, number + 1))
    verification = Verification("eksempel", number, number, "ab", flaws)
    first, *named = lines(verification)
    assert first == f"eksempel: {number} flaw{'s' if number > 1 else ''}"
    last = [f"  … and {rest} more: slt journal verify --json"] if rest else []
    assert named == [f"  {flaw.where}: The entry does not follow the one before it." for flaw in flaws[:10]] + last
    assert dumped([verification], EN, {}).count("broken_link") == number


def test_many_of_one_kind_hide_none_of_another() -> None:
    """A journal that was emptied has as many stray texts as it had entries, and one flaw that says why."""
    many = tuple(Flaw("stray_text", f"entry_texts {seq}") for seq in range(1, 100))
    named = lines(Verification("eksempel", 0, 0, "", (*many, Flaw("no_journal", "entries"), *many)))
    assert sum("without its entry" in line for line in named) == 10
    assert sum("without a journal" in line for line in named) == 1
    assert named[-1] == "  … and 188 more: slt journal verify --json"


def test_so_are_those_that_were_accepted() -> None:
    day = date(2026, 3, 12)
    accepted = tuple(AcceptedFlaw("broken_link", f"entries {seq}", {}, 30, day, "Disk") for seq in range(1, 26))
    told = lines(Verification("eksempel", 30, 30, "ab", (), accepted))
    assert sum("Accepted on" in line for line in told) == 10
    assert "  … and 15 more: slt journal verify --json" in told
