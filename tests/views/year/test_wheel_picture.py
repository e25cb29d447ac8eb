"""The year wheel as a circle: what it shows is what its table says, and nobody needs to see colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.results.year import Wheel, WheelEntry, WheelMonth
from slt_flow.services.request.context import Context
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import LANGUAGES, Standing
from slt_flow.views.diagrams.sheet import ALARM, INK, LINES, PAPER, QUIET, SHADE, STRONG
from slt_flow.views.text.words import Words
from slt_flow.views.year.wheel_picture import picture
from tests.views.diagrams.pictures import SVG, drawn, texts_of, words_of
from tests.views.writers.contrast import contrast


def turned(*entries: WheelEntry, title: str = "Rådet", year: int = 2026) -> Wheel:
    months = tuple(WheelMonth(m, tuple(e for e in entries if e.day.month == m)) for m in range(1, 13))
    return Wheel("kvaefjord", title, year, date(2026, 11, 20), date(2026, 1, 1), months, ())


def entry(what: str, day: date, standing: Standing = Standing.NOT_DUE, ref: str = "M1/26") -> WheelEntry:
    return WheelEntry(what, day, ref, "Sak", standing)


@pytest.mark.parametrize(("council", "language"), tuple(product(("kvaefjord", "levanger"), LANGUAGES)))
def test_the_table_has_the_figures_of_the_demo_year(
    council: str, language: str, demo_context: Callable[[str], Context]
) -> None:
    shown = wheel(demo_context(council), 2026)
    made = picture(shown, Words(language))
    drawn(made)
    assert len(made.figures.rows) == 12
    for month, row in zip(shown.months, made.figures.rows, strict=True):
        meetings = [f"{e.day.day}. {e.ref}" for e in month.entries if e.what == "meeting"]
        assert [line.partition(" (")[0] for line in row[1].splitlines()] == meetings
        deadlines = [e for e in month.entries if e.what == "deadline" and e.standing != Standing.UNKNOWN]
        assert row[2:4] == (str(len(deadlines)), str(sum(e.standing == Standing.BROKEN for e in deadlines)))
        obligations = [e for e in month.entries if e.what == "obligation"]
        assert row[4:] == (str(len(obligations)), str(sum(e.standing == Standing.BROKEN for e in obligations)))


def test_every_meeting_stands_in_the_circle_on_its_day() -> None:
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 2), date(2026, 4, 3), date(2026, 12, 31)]
    root = drawn(picture(turned(*(entry("meeting", day, Standing.KEPT) for day in days)), Words("nb")))
    shown = [node.text for node in texts_of(root) if node.attrib["fill"] == PAPER]
    legend = ["12"]
    assert shown == [str(day.day) for day in days] + legend
    places = {(node.attrib["x"], node.attrib["y"]) for node in texts_of(root) if node.attrib["fill"] == PAPER}
    assert len(places) == len(days) + 1


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2026, 1, 5)])
@pytest.mark.parametrize("last", [date(2026, 12, 29), date(2026, 12, 31)])
def test_meetings_at_both_ends_of_the_year_do_not_lie_over_one_another(first: date, last: date) -> None:
    meetings = (entry("meeting", day, Standing.KEPT) for day in (first, date(2026, 6, 1), last))
    root = drawn(picture(turned(*meetings), Words("nb")))
    at = {n.text: (float(n.attrib["x"]), float(n.attrib["y"])) for n in texts_of(root) if n.attrib["fill"] == PAPER}
    assert dist(at[str(first.day)], at[str(last.day)]) > 20


@pytest.mark.parametrize("standing", [Standing.KEPT, Standing.NOT_DUE, Standing.DUE, Standing.UNKNOWN])
def test_how_a_meeting_stands_is_seen_without_colours(standing: Standing) -> None:
    """Full, empty, dashed with an exclamation mark, and crossed out."""
    root = drawn(picture(turned(entry("meeting", date(2026, 5, 5), standing)), Words("nb")))
    bare = drawn(picture(turned(), Words("nb")))
    circles = [node.attrib for node in root.iter(f"{SVG}circle")][len(list(bare.iter(f"{SVG}circle"))) - 4 :][:1]
    assert len(circles) == 1
    assert (circles[0]["fill"] == STRONG) == (standing == Standing.KEPT)
    assert ("stroke-dasharray" in circles[0]) == (standing == Standing.DUE)
    assert (words_of(root).count("!") - words_of(bare).count("!") == 1) == (standing == Standing.DUE)
    lines = len(list(root.iter(f"{SVG}path"))) - len(list(bare.iter(f"{SVG}path")))
    assert (lines == 1) == (standing == Standing.UNKNOWN)


def test_what_was_not_kept_is_counted_beside_its_sign() -> None:
    broken, due = Standing.BROKEN, Standing.DUE
    day = date(2026, 6, 1)
    deadlines = (entry("deadline", day, broken), entry("deadline", day), entry("deadline", day, Standing.UNKNOWN))
    obligations = (entry("obligation", day, broken), entry("obligation", day, due), entry("obligation", day, broken))
    made = picture(turned(*deadlines, *obligations), Words("en"))
    assert made.figures.rows[5] == ("June", "", "2", "1", "3", "2")
    texts = words_of(drawn(made))
    assert texts.count("!1") == 2  # one of them in the legend
    assert texts.count("!2") == 1
    assert all(
        node.text and node.text.startswith("!") for node in texts_of(drawn(made)) if node.attrib["fill"] == ALARM
    )
    assert "Deadlines: 2, 1 of them not kept. Obligations: 3, 2 of them not kept." in made.alternative


def test_a_day_of_another_year_is_not_pointed_to() -> None:
    shapes = [len(list(drawn(picture(turned(year=year), Words("nb"))).iter(f"{SVG}path"))) for year in (2026, 2027)]
    assert shapes[0] == shapes[1] + 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_title_is_text(title: str) -> None:
    drawn(picture(turned(entry("meeting", date(2026, 2, 1), ref=title), title=title), Words("nn")))


def test_letters_and_signs_have_the_contrast_that_the_standard_asks_for() -> None:
    letters = [(INK, PAPER), (INK, SHADE), (QUIET, PAPER), (PAPER, STRONG), (ALARM, PAPER), (ALARM, SHADE)]
    assert [pair for pair in letters if contrast(*pair) < 4.5] == []
    signs = [(STRONG, PAPER), (STRONG, SHADE), (INK, SHADE), (LINES, PAPER), (LINES, SHADE)]
    assert [pair for pair in signs if contrast(*pair) < 3] == []
