"""Sheets of SVG for pictures within documents: every look stands at its shape, so that pictures never style a page."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin
from typing import Final, NamedTuple

from slt_flow.views.diagrams.canvas import LINE, SIZES, escaped, number, wide
from slt_flow.views.text.wrapping import wrapped

INK, QUIET, PAPER, SHADE, LINES = "#1b1b1b", "#4a4a4a", "#ffffff", "#f1f1ec", "#8a8a8a"
"""Colours of letters, of quiet letters, of the ground, of every other field, and of lines."""

STRONG, ALARM = "#14549c", "#9c1414"
"""Colours that repeat a sign: of full shapes, and of exclamation marks."""

_FONT: Final = "Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif"
_BOLD: Final = frozenset({"title", "head", "name", "bold", "count"})


class Point(NamedTuple):
    """A place on a sheet, in pixels from its upper left corner."""

    x: float
    y: float

    def towards(self, turn: float, radius: float) -> Point:
        """Return the point at a distance, in a direction counted in whole turns clockwise from the top."""
        return Point(self.x + radius * sin(2 * pi * turn), self.y - radius * cos(2 * pi * turn))


class Sheet:
    """Elements of a picture in the order they are drawn."""

    def __init__(self) -> None:
        self.elements: list[str] = []

    def text(self, at: Point, text: str, kind: str = "action", *, middle: bool = False, fill: str = INK) -> None:
        """Write a line of text whose letters stand on a point, or around it."""
        weight = ' font-weight="bold"' if kind in _BOLD else ""
        anchor = ' text-anchor="middle"' if middle else ""
        place = f'x="{number(at.x)}" y="{number(at.y)}" font-size="{SIZES[kind]}"'
        self.elements.append(f'<text {place}{weight}{anchor} fill="{fill}">{escaped(text)}</text>')

    def lines(self, at: Point, text: str, kind: str, room: float, *, fill: str = INK) -> float:
        """Write a text in lines no wider than a room; return the height that they take."""
        parts = wrapped(text, room, measure=lambda part: wide(part, kind))
        height = LINE if SIZES[kind] <= LINE - 2 else SIZES[kind] * 1.25
        for place, part in enumerate(parts):
            self.text(Point(at.x, at.y + place * height), part, kind, fill=fill)
        return len(parts) * height

    def circle(self, at: Point, radius: float, *, fill: str = PAPER, dashed: bool = False, width: float = 1.4) -> None:
        """Draw a circle around a point."""
        place = f'cx="{number(at.x)}" cy="{number(at.y)}" r="{number(radius)}"'
        self.elements.append(f"<circle {place}{_look(fill, INK, width, dashed=dashed)}/>")

    def ring(self, at: Point, radius: float) -> None:
        """Draw a thin circle that covers nothing."""
        place = f'cx="{number(at.x)}" cy="{number(at.y)}" r="{number(radius)}"'
        self.elements.append(f"<circle {place}{_look('none', LINES, 1)}/>")

    def box(self, at: Point, width: float, height: float, *, fill: str = PAPER, stroke: str = INK) -> None:
        """Draw a box from its upper left corner."""
        place = f'x="{number(at.x)}" y="{number(at.y)}" width="{number(width)}" height="{number(height)}"'
        self.elements.append(f"<rect {place}{_look(fill, stroke, 1.4)}/>")

    def shape(self, points: Iterable[Point], *, fill: str = PAPER, stroke: str = INK) -> None:
        """Draw a closed shape through points."""
        way = " L".join(f"{number(x)},{number(y)}" for x, y in points)
        self.elements.append(f'<path d="M{way}Z"{_look(fill, stroke, 1.4)}/>')

    def line(self, start: Point, end: Point, *, stroke: str = LINES, width: float = 1, dashed: bool = False) -> None:
        """Draw a straight line."""
        way = f'd="M{number(start.x)},{number(start.y)} L{number(end.x)},{number(end.y)}"'
        self.elements.append(f"<path {way}{_look('none', stroke, width, dashed=dashed)}/>")

    def sector(self, middle: Point, radius: float, turns: tuple[float, float], *, fill: str) -> None:
        """Draw a piece of a disc between two directions, no more than half a turn apart."""
        start, end = (middle.towards(turn, radius) for turn in turns)
        way = (
            f"M{number(middle.x)},{number(middle.y)} L{number(start.x)},{number(start.y)} "
            f"A{number(radius)},{number(radius)} 0 0 1 {number(end.x)},{number(end.y)}Z"
        )
        self.elements.append(f'<path d="{way}"{_look(fill, LINES, 1)}/>')

    def document(self, width: float, height: float, title: str, description: str, language: str) -> str:
        """Return the picture as one SVG document, with the texts for those who do not see it."""
        size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size} role="img" '
                f'aria-labelledby="title desc" xml:lang="{escaped(language)}" font-family="{_FONT}">',
                f'<title id="title">{escaped(title)}</title>',
                f'<desc id="desc">{escaped(description)}</desc>',
                f'<rect width="{number(width)}" height="{number(height)}" fill="{PAPER}"/>',
                *self.elements,
                "</svg>",
                "",
            )
        )


def _look(fill: str, stroke: str, width: float, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="3 2.5"' if dashed else ""
    return f' fill="{fill}" stroke="{stroke}" stroke-width="{number(width)}"{dashes}'
