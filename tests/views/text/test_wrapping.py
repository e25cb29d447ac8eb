"""Lines of a text: none wider than its room, nothing lost, and broken between words where that is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from slt_flow.views.text.wrapping import breaks, wrapped

WORDS = st.text(st.sampled_from("aæ語🏫 -\n"), max_size=60)


@given(WORDS, st.integers(4, 30), st.integers(0, 2))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: int, hang: int) -> None:
    first, *more = wrapped(text, room, hang)
    assert cell_len(first) <= room
    assert all(0 < cell_len(line) <= room - hang for line in more)
    assert "".join((first, *more)).replace(" ", "") == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "room", "hang", "lines"),
    [
        ("", 10, 0, [""]),
        ("one two three", 7, 0, ["one two", "three"]),
        ("one two three", 8, 3, ["one two", "three"]),
        ("to abcdefgh", 4, 0, ["to", "abcd", "efgh"]),
        ("語語語", 5, 2, ["語語", "語"]),
    ],
)
def test_it_breaks_between_words_and_a_long_word_where_it_must(
    text: str, room: int, hang: int, lines: list[str]
) -> None:
    assert wrapped(text, room, hang) == lines


def test_widths_are_measured_as_one_says() -> None:
    assert wrapped("ab cd", 20, measure=lambda text: 10 * len(text)) == ["ab", "cd"]


@given(st.text(st.sampled_from("1a 語界\u200dé"), min_size=30, max_size=90), st.integers(40, 50), st.integers(0, 3))
def test_lines_of_a_screen_are_no_wider_than_it_whatever_the_width_of_letters(text: str, width: int, hang: int) -> None:
    indent = len(text) - len(text.lstrip()) + hang
    places = breaks(text, width, indent)
    assert places == sorted(places)
    starts = [0, *places]
    parts = [text[start:end] for start, end in zip(starts, [*places, None], strict=True)]
    assert "".join(parts) == text
    for place, part in enumerate(parts):
        shown = (" " * indent if place else "") + part.rstrip()
        assert cell_len(shown) <= width or indent > width - 3, (shown, places)
