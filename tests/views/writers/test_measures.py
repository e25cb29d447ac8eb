"""Columns of a printed table: no word is broken that the page has room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slt_flow.views.writers.measures import BREAKABLE, LARGEST, SMALLEST, measures

TEXTS = st.lists(st.text("ab \u00a0", max_size=90), min_size=1, max_size=5)


@given(st.lists(TEXTS, min_size=1, max_size=12), st.booleans())
def test_every_column_holds_its_longest_word(columns: list[list[str]], wide: bool) -> None:
    widths, size = measures(columns, wide=wide)
    assert len(widths) == len(columns)
    assert SMALLEST <= size <= LARGEST
    for width, texts in zip(widths, columns, strict=True):
        longest = max(len(word) for text in texts for word in text.split(" "))
        assert width is None or width >= min(longest, BREAKABLE)


def test_what_is_left_goes_to_the_columns_that_lack_most() -> None:
    days, short, long = ["12.3.2026"], ["Kommunestyret vedtok"], ["Natteravner i helgene fra mai til oktober " * 3]
    (of_days, of_short, of_long), size = measures([days, short, long], wide=False)
    assert of_days is None
    assert of_short is not None
    assert of_long is not None
    assert of_long > of_short > len("Kommunestyret")
    assert size == LARGEST


def test_short_lines_are_broken_before_letters_become_smaller() -> None:
    assert measures([["under ei uke"]] * 9, wide=False).size == LARGEST
    assert measures([["abcdefghijkl"]] * 9, wide=False).size < LARGEST
