"""Texts in styles: drawn letter by letter as rich draws texts of its own that are put together in the same way."""

from __future__ import annotations

import io
import re
from typing import Final, Literal, get_args

import rich.text
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.wrapping import bound, breaks

STYLES: Final = st.sampled_from(["", "", "bold", "dim", "green", "bold red", "bold cyan"])
TEXTS: Final = st.text(st.sampled_from("abcæ 12.│├✓界\u0301\u200d\x07\r"), max_size=12)
PIECES: Final = st.lists(st.tuples(TEXTS, STYLES), max_size=6)
LINES: Final = st.tuples(TEXTS, STYLES, PIECES, PIECES)
Pieces = list[tuple[str, str]]
Colours = Literal["standard", "truecolor", "none"]


def ours(text: str, style: str, pieces: Pieces, others: Pieces) -> Text:
    line = Text(text, style)
    for piece in pieces:
        line.append(*piece)
    return (line + Text.assemble(*others)).append(Text(text, style).append(text, "dim"))


def theirs(text: str, style: str, pieces: Pieces, others: Pieces) -> rich.text.Text:
    line = rich.text.Text(text, style)
    for piece in pieces:
        line.append(piece[0], piece[1] or None)
    return (line + rich.text.Text.assemble(*others)).append(rich.text.Text(text, style).append(text, "dim"))


def terminal(colours: Colours, width: int) -> tuple[io.StringIO, Console]:
    stream = io.StringIO()
    system = "standard" if colours == "none" else colours
    return stream, Console(
        file=stream, force_terminal=True, color_system=system, no_color=colours == "none", width=width
    )


def joined(drawn: str) -> str:
    """What is drawn, with neighbours in one style drawn as one: rich parts them where a piece had no letter to show."""
    while drawn != (drawn := re.sub(r"(\x1b\[[\d;]+m)([^\x1b]*)\x1b\[0m\1", r"\1\2", drawn)):
        pass
    return drawn


@settings(max_examples=25, deadline=None)
@given(LINES, st.sampled_from(get_args(Colours)), st.integers(40, 60), st.integers(0, 4))
def test_a_text_is_drawn_as_rich_draws_it(
    line: tuple[str, str, Pieces, Pieces], colours: Colours, width: int, hang: int
) -> None:
    (drawn, console), (expected, rich_console) = terminal(colours, width), terminal(colours, width)
    screen = Screen("always", drawn)
    screen.console = console
    text, reference = ours(*line), theirs(*line)
    assert (text.plain, text.cell_len) == (reference.plain, reference.cell_len)
    screen.print_lines([text], hang)

    parts, indent = [reference], 0
    if reference.cell_len > width:
        indent = len(reference.plain) - len(reference.plain.lstrip()) + hang
        parts = [*reference.divide(breaks(bound(reference.plain), width, indent))]
        for part in parts:
            part.rstrip()
    for place, part in enumerate(parts):
        rich_console.print(rich.text.Text(" " * indent) + part if place else part, soft_wrap=True)
    assert joined(drawn.getvalue()) == joined(expected.getvalue())


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_white_space_at_the_end_goes_as_rich_takes_it_away(line: tuple[str, str, Pieces, Pieces]) -> None:
    text, reference = ours(*line), theirs(*line)
    text.rstrip()
    reference.rstrip()
    assert text.plain == reference.plain


def test_a_number_of_a_person_is_hidden_in_its_place() -> None:
    text = Text.assemble(("født ", "bold"), ("130972", "dim"), "48022 ", ("slutt", "red"))
    drawn, console = terminal("standard", 80)
    screen = Screen("always", drawn)
    screen.console = console
    screen.print(text)
    assert drawn.getvalue() == "\x1b[1mfødt \x1b[0m\x1b[2m130972\x1b[0m***** \x1b[31mslutt\x1b[0m\n"
