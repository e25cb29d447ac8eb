"""The three levels as a picture: what it shows is what its table says."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.results.follow_up import flattened
from slt_flow.results.levels import SPANS, Levels, StateCount
from slt_flow.services.follow_up.levels import levels
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.request.context import Context
from slt_flow.terms import LANGUAGES, Named
from slt_flow.views.diagrams.sheet import ALARM
from slt_flow.views.follow_up.levels_picture import picture
from slt_flow.views.text.words import Words
from tests.views.diagrams.pictures import drawn, numbers, texts_of, words_of


def row(number: int, late: int = 0, waits: tuple[int, ...] = (0, 0, 0, 0, 0), state: str = "I arbeid") -> StateCount:
    longest = "1/26.1" if any(waits) else None
    return StateCount("coordinating", Named("x", {"nb": state}), number, late, waits, longest, 12 if longest else 0)


@pytest.mark.parametrize(("council", "language"), tuple(product(("kvaefjord", "levanger"), LANGUAGES)))
def test_every_case_of_the_tree_is_counted_once(
    council: str, language: str, demo_context: Callable[[str], Context]
) -> None:
    context, words = demo_context(council), Words(language)
    tree = status(context)
    made = picture(levels(context, tree), words)
    drawn(made)
    cases = [case for area in tree.areas for case in flattened(area.decisions)]
    counted = Counter((words.term(case.level).casefold(), words.named(case.state)) for case in cases)
    assert {(r[0].casefold(), r[1]): int(r[2]) for r in made.figures.rows} == counted
    assert sum(int(r[-2]) for r in made.figures.rows) == sum(case.late for case in cases)
    for figures in made.figures.rows:
        waits = [int(cell) for cell in figures[3 : 4 + len(SPANS)] if cell]
        assert not waits or sum(waits) == int(figures[2])


def test_the_picture_shows_the_tree_that_was_asked_for(demo_context: Callable[[str], Context]) -> None:
    context = demo_context("kvaefjord")
    late = status(context, Filter(late=True))
    counted = levels(context, late)
    assert sum(r.number for r in counted.rows) == len([c for a in late.areas for c in flattened(a.decisions)]) == 4
    assert sum(r.late for r in counted.rows) == 2
    assert levels(context, status(context, Filter(owners=("ordforer",)))).rows == ()


def test_the_public_edition_tells_no_wait_of_an_exempt_case(
    demo_context: Callable[[str], Context], folder: Path
) -> None:
    internal = demo_context("kvaefjord")
    copied = folder / "exempt.sqlite"
    copied.write_bytes(Path(internal.store.path).read_bytes())
    context = replace(internal, store=Store(str(copied)), basis="offl. § 13")
    assert isinstance(exempt(context, "2/26", public_title="Unntatt"), Done)
    public = context.in_public("nb")
    counted = levels(public, status(public))
    masked = [r for r in counted.rows if not r.is_open and r.longest is None]
    assert sum(r.number for r in counted.rows) == sum(r.number for r in levels(context, status(context)).rows)
    assert not [r for r in counted.rows if (r.longest or "").startswith("2/26")]
    assert masked


def test_waits_are_counted_from_the_day_the_state_began(demo_context: Callable[[str], Context]) -> None:
    """The demo's blocked measure was blocked on 25 October 2026, seen from 20 November."""
    context = demo_context("kvaefjord")
    rows = {r.longest: r for r in levels(context, status(context)).rows if r.longest}
    assert (rows["8/26.1.2"].longest_days, rows["8/26.1.2"].waits) == (26, (0, 1, 0, 0, 0))


@pytest.mark.parametrize(
    ("days", "place"), [(0, 0), (6, 0), (7, 1), (27, 1), (28, 2), (90, 2), (91, 3), (364, 3), (365, 4), (4000, 4)]
)
def test_stretches_of_time_begin_where_the_heads_say(days: int, place: int) -> None:
    assert bisect_right(SPANS, days) == place


def test_numbers_stand_in_the_picture_as_in_the_table() -> None:
    rows = (row(7, 2, (3, 0, 2, 1, 1)), row(4, state="Godkjent"))
    made = picture(Levels("kvaefjord", "Rådet", date(2026, 11, 20), rows), Words("nb"))
    root = drawn(made)
    shown = [number for text in words_of(root) if text.isdecimal() for number in numbers(text)]
    assert shown == [7, 3, 2, 1, 1, 4, 2, 2]  # the last two in the legend
    assert [node.text for node in texts_of(root) if node.attrib["fill"] == ALARM] == ["!2", "!1"]
    assert made.figures.rows == (
        ("Koordinerende", "I arbeid", "7", "3", "0", "2", "1", "1", "2", "12 dager (1/26.1)"),
        ("Koordinerende", "Godkjent", "4", "", "", "", "", "", "0", ""),
    )


def test_a_council_without_cases_has_a_picture_that_says_so() -> None:
    made = picture(Levels("kvaefjord", "Rådet", date(2026, 1, 1), ()), Words("nn"))
    assert "Ingen." in words_of(drawn(made))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.integers(1, 99_999), min_size=1, max_size=4))
def test_any_title_and_any_number_stand_within_the_picture(text: str, counts: list[int]) -> None:
    rows = tuple(row(n, n, (n, 0, 0, 0, n), f"{text} {place}") for place, n in enumerate(counts))
    drawn(picture(Levels("kvaefjord", text, date(2026, 1, 1), rows), Words("nb")))
