"""The year wheel as a circle: twelve months clockwise, with their meetings, deadlines and obligations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from slt_flow.results.documents import Grid, Picture
from slt_flow.results.year import Wheel, WheelEntry, WheelMonth
from slt_flow.terms import N_, Standing
from slt_flow.views.diagrams.canvas import wide
from slt_flow.views.diagrams.sheet import ALARM, INK, PAPER, QUIET, SHADE, STRONG, Point, Sheet
from slt_flow.views.text.words import MONTHS, Words, capital

WIDTH: Final = 480.0
_RADIUS: Final = 218.0
_NAMES: Final = 203.0
_RINGS: Final = (188.0, 134.0, 96.0, 58.0)
"""Edges of the rings of meetings, deadlines and obligations, from outside."""

_MEETING: Final = (174.0, 149.0)
"""Where meetings stand in their ring; one too near the one before takes the inner place."""

_NEAR: Final = 9
"""Days within which two meetings would lie over one another."""

_YEAR: Final = 365

_LETTERS: Final = 3
"""Letters of a month's name in the wheel."""


class _Count(NamedTuple):
    """Things of one kind in a month, and how many of them were not kept."""

    number: int
    late: int


def picture(wheel: Wheel, words: Words) -> Picture:
    """Return the wheel as a picture, with its figures month by month."""
    title = words.say("{title}: the year {year}", title=wheel.title, year=str(wheel.year))
    alternative = _alternative(wheel, words)
    return Picture(_drawn(wheel, title, alternative, words), f"{title}. {alternative}", _figures(wheel, words))


def _alternative(wheel: Wheel, words: Words) -> str:
    entries = [entry for month in wheel.months for entry in month.entries]
    deadlines, obligations = _count(entries, _is_deadline), _count(entries, _is_obligation)
    return words.say(
        "A circle of twelve months, clockwise from January at the top, as of {day}. Meetings: {meetings}. Deadlines: "
        "{deadlines}, {late} of them not kept. Obligations: {obligations}, {unmet} of them not kept.",
        day=wheel.as_of,
        meetings=len(_meetings(entries)),
        deadlines=deadlines.number,
        late=deadlines.late,
        obligations=obligations.number,
        unmet=obligations.late,
    )


def _figures(wheel: Wheel, words: Words) -> Grid:
    headings = (
        N_("month"),
        N_("meetings"),
        N_("deadlines"),
        N_("deadlines not kept"),
        N_("obligations"),
        N_("obligations not kept"),
    )
    return Grid(
        tuple(capital(words.say(name)) for name in headings), tuple(_row(month, words) for month in wheel.months)
    )


def _row(month: WheelMonth, words: Words) -> tuple[str, ...]:
    deadlines, obligations = _count(month.entries, _is_deadline), _count(month.entries, _is_obligation)
    meetings = (
        f"{entry.day.day}. {entry.ref}" + (f" ({words.named(entry.state)})" if entry.state is not None else "")
        for entry in _meetings(month.entries)
    )
    return capital(words.say(MONTHS[month.month - 1])), "\n".join(meetings), *map(str, (*deadlines, *obligations))


def _meetings(entries: tuple[WheelEntry, ...] | list[WheelEntry]) -> list[WheelEntry]:
    return [entry for entry in entries if entry.what == "meeting"]


def _is_deadline(entry: WheelEntry) -> bool:
    return entry.what == "deadline" and entry.standing != Standing.UNKNOWN


def _is_obligation(entry: WheelEntry) -> bool:
    return entry.what == "obligation"


def _count(entries: tuple[WheelEntry, ...] | list[WheelEntry], kind: Callable[[WheelEntry], bool]) -> _Count:
    counted = [entry for entry in entries if kind(entry)]
    return _Count(len(counted), sum(entry.standing == Standing.BROKEN for entry in counted))


def _turn(day: date) -> float:
    """Return the direction of a day: every month takes a twelfth of the circle."""
    return (day.month - 1) / 12 + (day.day - 0.5) / 31 / 12


def _drawn(wheel: Wheel, title: str, alternative: str, words: Words) -> str:
    sheet = Sheet()
    top = 12 + sheet.lines(Point(16, 30), title, "title", WIDTH - 32)
    sheet.text(Point(16, top + 18), words.say("as of {day}", day=wheel.as_of), "action", fill=QUIET)
    middle = Point(WIDTH / 2, top + 42 + _RADIUS)
    _ground(sheet, middle, words)
    if wheel.as_of.year == wheel.year:
        _draw_pointer(sheet, middle, _turn(wheel.as_of))
    for month in wheel.months:
        _draw_counts(sheet, middle, month)
    _draw_meetings(sheet, middle, [entry for month in wheel.months for entry in _meetings(month.entries)])
    sheet.text(Point(middle.x, middle.y + 7), str(wheel.year), "title", middle=True)
    height = middle.y + _RADIUS + 24
    height += _legend(sheet, height, words)
    return sheet.document(WIDTH, height + 8, title, alternative, words.language)


def _ground(sheet: Sheet, middle: Point, words: Words) -> None:
    """Draw the months, every other one shaded, and the rings."""
    for month in range(12):
        sheet.sector(middle, _RADIUS, (month / 12, (month + 1) / 12), fill=PAPER if month % 2 else SHADE)
    for radius in _RINGS:
        sheet.ring(middle, radius)
    sheet.circle(middle, _RINGS[-1])
    for month, name in enumerate(MONTHS):
        at = middle.towards((month + 0.5) / 12, _NAMES)
        sheet.text(Point(at.x, at.y + 4), words.say(name)[:_LETTERS], "bold", middle=True)


def _draw_pointer(sheet: Sheet, middle: Point, turn: float) -> None:
    """Draw a triangle outside the circle that points to a day."""
    tip, left, right = ((0, 1), (-0.006, 13), (0.006, 13))
    sheet.shape((middle.towards(turn + aside, _RADIUS + out) for aside, out in (tip, left, right)), fill=INK)


def _draw_meetings(sheet: Sheet, middle: Point, meetings: list[WheelEntry]) -> None:
    places = [0] * len(meetings)
    for number, (before, entry) in enumerate(pairwise(meetings), start=1):
        places[number] = 1 - places[number - 1] if _is_near(before, entry) else 0
    if len(meetings) > 1 and _is_near(meetings[-1], meetings[0]):  # the year ends where it began
        places[-1] = 1
    for entry, place in zip(meetings, places, strict=True):
        _draw_meeting(sheet, middle.towards(_turn(entry.day), _MEETING[place]), entry.standing, str(entry.day.day))


def _is_near(before: WheelEntry, entry: WheelEntry) -> bool:
    """Return True for meetings that would lie over one another, those of December and January too."""
    return (entry.day - before.day).days % _YEAR < _NEAR


def _draw_meeting(sheet: Sheet, at: Point, standing: Standing, day: str) -> None:
    """Draw a meeting: full when held, crossed out when cancelled, with an exclamation mark when it should have been."""
    is_held = standing == Standing.KEPT
    sheet.circle(at, 10, fill=STRONG if is_held else PAPER, dashed=standing == Standing.DUE)
    sheet.text(Point(at.x, at.y + 3.5), day, "count", middle=True, fill=PAPER if is_held else INK)
    if standing == Standing.UNKNOWN:
        sheet.line(Point(at.x - 8, at.y + 8), Point(at.x + 8, at.y - 8), stroke=INK, width=1.4)
    if standing == Standing.DUE:
        sheet.text(Point(at.x + 11, at.y - 4), "!", "name", fill=ALARM)


def _draw_counts(sheet: Sheet, middle: Point, month: WheelMonth) -> None:
    turn = (month.month - 0.5) / 12
    rings = ((_draw_deadlines, _is_deadline, 115.0), (_draw_obligations, _is_obligation, 77.0))
    for draw, kind, radius in rings:
        count = _count(month.entries, kind)
        if count.number:
            at = middle.towards(turn, radius)
            draw(sheet, Point(at.x - (10 if count.late else 0), at.y), str(count.number))
            if count.late:
                sheet.text(Point(at.x + 5, at.y + 4), f"!{count.late}", "bold", fill=ALARM)


def _draw_deadlines(sheet: Sheet, at: Point, text: str) -> None:
    x, y = at
    sheet.shape((Point(x, y - 13), Point(x + 13, y), Point(x, y + 13), Point(x - 13, y)))
    sheet.text(Point(x, y + 3.5), text, "count", middle=True)


def _draw_obligations(sheet: Sheet, at: Point, text: str) -> None:
    sheet.box(Point(at.x - 9, at.y - 9), 18, 18)
    sheet.text(Point(at.x, at.y + 3.5), text, "count", middle=True)


def _legend(sheet: Sheet, top: float, words: Words) -> float:
    """Draw every sign with its meaning; the result is their height."""
    x, y = 16.0, top + 14
    for draw, text in _signs(words):
        needed = 34 + wide(text, "small")
        if x > 16 and x + needed > WIDTH - 16:
            x, y = 16.0, y + 30
        draw(sheet, Point(x + 13, y))
        sheet.text(Point(x + 32, y + 4), text, "small", fill=QUIET)
        x += needed + 14
    return y - top + 18


def _signs(words: Words) -> Iterator[tuple[Callable[[Sheet, Point], None], str]]:
    def meeting(standing: Standing) -> Callable[[Sheet, Point], None]:
        return lambda sheet, at: _draw_meeting(sheet, at, standing, "12")

    yield meeting(Standing.KEPT), words.say("meeting held, with its day")
    yield meeting(Standing.NOT_DUE), words.say("meeting planned")
    yield meeting(Standing.DUE), words.say("not recorded as held")
    yield meeting(Standing.UNKNOWN), words.say("meeting cancelled")
    yield lambda sheet, at: _draw_deadlines(sheet, at, "3"), words.say("number of deadlines")
    yield lambda sheet, at: _draw_obligations(sheet, at, "2"), words.say("number of obligations by their day")
    yield (
        lambda sheet, at: sheet.text(Point(at.x - 5, at.y + 4), "!1", "bold", fill=ALARM),
        words.say("so many of them were not kept"),
    )
    yield (
        lambda sheet, at: sheet.shape((at, Point(at.x - 6, at.y - 10), Point(at.x + 6, at.y - 10)), fill=INK),
        words.say("the day it holds for"),
    )
