"""The three levels as a picture: how many cases stand in which state, and how long they have stood there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from math import sqrt
from typing import Final

from slt_flow.results.documents import Grid, Picture
from slt_flow.results.levels import SPANS, Levels, StateCount
from slt_flow.terms import N_
from slt_flow.views.diagrams.canvas import wide
from slt_flow.views.diagrams.sheet import ALARM, INK, PAPER, QUIET, SHADE, STRONG, Point, Sheet
from slt_flow.views.text.vocabulary import level
from slt_flow.views.text.words import Words, capital

_EDGE: Final = 16.0
_NAMES: Final = 142.0
"""Room of the states' names."""

_COLUMN: Final = 56.0
_ROW: Final = 30.0
_BUBBLE: Final = 13.0
_LEAST: Final = 8.0
"""Radius of the largest circle, and of the smallest that a number fits into."""

WIDTH: Final = 2 * _EDGE + _NAMES + (len(SPANS) + 2) * _COLUMN

_SPANS: Final = (
    N_("under a week"),
    N_("1–4 weeks"),
    N_("1–3 months"),
    N_("3–12 months"),
    N_("over a year"),
)


def picture(levels: Levels, words: Words) -> Picture:
    """Return the levels as a picture, with its figures state by state."""
    title = words.say("{title}: the three levels", title=levels.title)
    alternative = _alternative(levels, words)
    return Picture(_drawn(levels, title, alternative, words), f"{title}. {alternative}", _figures(levels, words))


def _alternative(levels: Levels, words: Words) -> str:
    sentences = [words.say("Cases by state and by how long they have stood there, as of {day}.", day=levels.as_of)]
    for name, rows in groupby(levels.rows, key=lambda row: row.level):
        counted = [f"{words.named(row.state)} {row.number}" for row in rows]
        sentences.append(f"{capital(level(name, words))}: {', '.join(counted)}.")
    return " ".join(sentences)


def _figures(levels: Levels, words: Words) -> Grid:
    headings = (N_("level"), N_("state"), N_("cases"), *_SPANS, N_("past the deadline"), N_("longest"))
    return Grid(
        tuple(capital(words.say(name)) for name in headings), tuple(_figure_row(row, words) for row in levels.rows)
    )


def _figure_row(row: StateCount, words: Words) -> tuple[str, ...]:
    waits = (str(number) if row.is_open else "" for number in row.waits)
    return (
        capital(words.term(row.level)),
        words.named(row.state),
        str(row.number),
        *waits,
        str(row.late),
        _longest(row, words),
    )


def _longest(row: StateCount, words: Words) -> str:
    if row.longest is None:
        return ""
    days = words.plural("{number} day", "{number} days", row.longest_days)
    return f"{days} ({row.longest})"


def _drawn(levels: Levels, title: str, alternative: str, words: Words) -> str:
    sheet = Sheet()
    y = 12 + sheet.lines(Point(_EDGE, 30), title, "title", WIDTH - 2 * _EDGE)
    sheet.text(Point(_EDGE, y + 18), words.say("as of {day}", day=levels.as_of), "action", fill=QUIET)
    y += 40 + _heads(sheet, y + 40, words)
    most = max((number for row in levels.rows for number in (row.number, *row.waits)), default=1)
    for name, rows in groupby(levels.rows, key=lambda row: row.level):
        sheet.box(Point(_EDGE, y), WIDTH - 2 * _EDGE, 24, fill=SHADE, stroke=SHADE)
        sheet.text(Point(_EDGE + 6, y + 16.5), capital(level(name, words)), "name")
        y += 24
        for row in rows:
            y += _draw_row(sheet, y, row, most, words)
    if not levels.rows:
        sheet.text(Point(_EDGE, y + 18), words.say("None."))
        y += 24
    y += _legend(sheet, y + 10, words)
    return sheet.document(WIDTH, y + 22, title, alternative, words.language)


def _heads(sheet: Sheet, y: float, words: Words) -> float:
    """Write the names of the columns; return the height that they take."""
    names = (words.say("all"), *map(words.say, _SPANS))
    heights = [
        sheet.lines(Point(_column(place) - _COLUMN / 2 + 3, y), name, "small", _COLUMN - 2, fill=QUIET)
        for place, name in enumerate(names)
    ]
    return max(heights) + 2


def _column(place: int) -> float:
    """Return the middle of a column: all cases, then the stretches of time."""
    return _EDGE + _NAMES + (place + 0.5) * _COLUMN


def _draw_row(sheet: Sheet, y: float, row: StateCount, most: int, words: Words) -> float:
    name = words.named(row.state)
    broken = sheet.lines(Point(_EDGE + 6, y + 19), name, "action", _NAMES - 10)
    height = max(_ROW, broken + 15)
    middle = y + 15
    _bubble(sheet, Point(_column(0) - (8 if row.late else 0), middle), row.number, most, full=False)
    if row.late:
        sheet.text(Point(_column(0) + 8, middle + 4), f"!{row.late}", "bold", fill=ALARM)
    for place, number in enumerate(row.waits, start=1):
        if number:
            _bubble(sheet, Point(_column(place), middle), number, most, full=True)
    sheet.line(Point(_EDGE, y + height), Point(WIDTH - _EDGE, y + height))
    return height


def _bubble(sheet: Sheet, at: Point, number: int, most: int, *, full: bool) -> None:
    """Draw a number in a circle whose area grows with it."""
    radius = _LEAST + (_BUBBLE - _LEAST) * sqrt((number - 1) / max(1, most - 1))
    radius = max(radius, wide(str(number), "count") / 2 + 2)
    sheet.circle(at, radius, fill=STRONG if full else PAPER)
    sheet.text(Point(at.x, at.y + 3.5), str(number), "count", middle=True, fill=PAPER if full else INK)


def _legend(sheet: Sheet, y: float, words: Words) -> float:
    signs: tuple[tuple[Callable[[Point], object], str], ...] = (
        (lambda at: _bubble(sheet, at, 2, 3, full=False), words.say("cases in the state")),
        (lambda at: _bubble(sheet, at, 2, 3, full=True), words.say("open cases, by how long they have stood there")),
        (
            lambda at: sheet.text(Point(at.x - 7, at.y + 4), "!1", "bold", fill=ALARM),
            words.say("so many of them are past their deadline"),
        ),
    )
    left, top = _EDGE, y + 14
    for draw, text in signs:
        needed = 36 + wide(text, "small")
        if left > _EDGE and left + needed > WIDTH - _EDGE:
            left, top = _EDGE, top + 28
        draw(Point(left + 14, top))
        sheet.text(Point(left + 32, top + 4), text, "small", fill=QUIET)
        left += needed + 12
    return top - y + 18
