"""Sheets of SVG: shapes and texts at places, every text escaped, the same bytes for the same drawing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from slt_flow.views.diagrams.layout import Line, Place
from slt_flow.views.text.words import safe
from slt_flow.views.text.wrapping import wrapped

STYLE: Final = """
text { font-family: Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif; fill: #1b1b1b; }
.title { font-size: 20px; font-weight: bold; }
.head { font-size: 13px; font-weight: bold; }
.name { font-size: 13px; font-weight: bold; }
.action { font-size: 12px; }
.bold { font-size: 11px; font-weight: bold; }
.small { font-size: 11px; fill: #4a4a4a; }
.count { font-size: 10px; font-weight: bold; text-anchor: middle; }
.panel { fill: #fbfaf7; stroke: #8a8a8a; }
.state { fill: #ffffff; stroke: #2b2b2b; stroke-width: 1.6; }
.inner { fill: none; stroke: #2b2b2b; stroke-width: 1; }
.final { fill: #e9e9e4; }
.gate { fill: #f0f0ec; stroke: #a3a39c; }
.auto { stroke-dasharray: 4 3; stroke: #4a4a4a; }
.note { fill: #fffdf0; stroke: #8a8a8a; stroke-dasharray: 2 2; }
.ring { fill: #ffffff; stroke: #4a4a4a; }
.line { fill: none; stroke: #6b6b6b; stroke-width: 1.3; }
.tip { fill: #6b6b6b; }
.seen { fill: #dceafb; }
.here { fill: #ffe7a3; stroke-width: 3.4; }
.went { stroke: #14549c; stroke-width: 2.8; }
.wentgate { fill: #dceafb; stroke: #14549c; stroke-width: 1.8; }
.tick { fill: none; stroke: #14549c; stroke-width: 2.2; }
.wenttip { fill: #14549c; }
.dot { fill: #1b1b1b; }
.sign { fill: none; stroke: #4a4a4a; stroke-width: 1.3; }
"""

SIZES: Final = {kind: int(size) for kind, size in re.findall(r"\.(\w+) { font-size: (\d+)px", STYLE)}
"""The size of the letters of each class, in pixels."""

_BOLD: Final = frozenset(re.findall(r"\.(\w+) { font-size: \d+px; font-weight: bold", STYLE))

_WIDTHS: Final = {
    222: "ijl'|’‘",
    278: " !,./:;[]\\Ift·íìîï",
    333: "()-r`“”„*{}°",
    355: '"',
    500: "ckxsvyzJč¸š",
    556: "abdeghnopquáàâåäéèêëóòôöúùûüñ0123456789?_$#L–§«»đŋ",
    584: "+<=>~^¬×÷",
    611: "FTZøðŧþŦŽ",
    667: "ABEKPSVXY&ÀÁÂÄÅÉÈŠ",
    722: "CDHNRUwČĐŊ",
    778: "GOQØÖÓ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1015: "@—…ÆŒœ",
}
"""Letters by their width in thousandths of the letter's size, as in the metrics of Helvetica and Arial."""

_WIDTH: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_SPARE: Final = 1.16
_BOLDER: Final = 1.13
"""Factors of width: DejaVu Sans, which stands in where there is no Arial, is so much wider; bold letters are too."""

LINE: Final = 15
"""From one line of text to the next, in pixels."""

RING: Final = 7.5
"""The radius of the ring around a number."""


@lru_cache(maxsize=4096)
def wide(text: str, kind: str) -> float:
    """Return how wide a text of a class is at most, in pixels, without a font: with room to spare."""
    thousandths = sum(_WIDTH.get(letter) or _unknown(letter) for letter in text)
    return thousandths / 1000 * SIZES[kind] * _SPARE * (_BOLDER if kind in _BOLD else 1)


def _unknown(letter: str) -> int:
    return 0 if unicodedata.combining(letter) else 1100 if unicodedata.east_asian_width(letter) in "WF" else 880


def number(value: float) -> str:
    """Write a length as SVG has it: one decimal at most."""
    # floats differ in their last digits from machine to machine; drawings are compared byte by byte
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def escaped(text: str) -> str:
    """Return any text as XML may hold it: no markup, and what XML forbids shown as a replacement mark."""
    # letters U+…FFFE and U+…FFFF are no characters of XML 1.0, not even as references
    shown = "".join("\ufffd" if (ord(letter) & 0xFFFE) == 0xFFFE else letter for letter in safe(text))
    return escape(shown, quote=True)


class Entry(NamedTuple):
    """A line of text: its class, how far in it begins, a sign before it (or a number in a ring), a number after it."""

    text: str
    kind: str
    indent: float = 0
    sign: str = ""
    number: int = 0

    @property
    def width(self) -> float:
        """The room it takes from left to right."""
        return self.indent + wide(self.text, self.kind) + (2 * RING + 5 if self.number else 0)


def entries(
    text: str, kind: str, room: float, indent: float = 0, sign: str = "", number: int = 0, hang: float = 0
) -> list[Entry]:
    """Break a text into lines no wider than a room; the sign and number stand at the first, the others hang."""
    lines = wrapped(text, room, measure=partial(wide, kind=kind))
    first = Entry(lines[0], kind, indent, sign, number)
    return [first, *(Entry(line, kind, indent + hang) for line in lines[1:])]


class Canvas:
    """Elements in the order they are drawn, each moved by `x` and `y`."""

    def __init__(self, x: float = 0, y: float = 0, elements: list[str] | None = None) -> None:
        self.x, self.y = x, y
        self.elements = elements if elements is not None else []

    def at(self, x: float, y: float) -> Canvas:
        """Return the same sheet, seen from another corner."""
        return Canvas(self.x + x, self.y + y, self.elements)

    def text(self, x: float, y: float, text: str, kind: str) -> None:
        """Draw a line of text that stands on `y`."""
        self._add("text", kind, f'x="{number(self.x + x)}" y="{number(self.y + y)}"', escaped(text))

    def entries(self, x: float, y: float, lines: Iterable[Entry], right: float = 0) -> None:
        """Draw lines of text beneath each other, the first standing on `y`; their numbers end at `right`."""
        for at, line in enumerate(lines):
            left, base = x + line.indent, y + at * LINE
            if line.sign == "tick":
                self.tick(left - 10, base - 4)
            elif line.sign == "here":
                self.circle(left - 9, base - 4, 5, "dot")
            elif line.sign == "stays":
                self.stays(left - 9, base - 3)
            elif line.sign:
                self.ring(left - 16, base - 4, line.sign)
            self.text(left, base, line.text, line.kind)
            if line.number:
                self.ring(right - RING, base - 4, str(line.number))

    def box(self, place: Place, kind: str, round_: float = 4) -> None:
        """Draw a box with round corners."""
        at = f'x="{number(self.x + place.x)}" y="{number(self.y + place.y)}"'
        size = f'width="{number(place.width)}" height="{number(place.height)}"'
        self._add("rect", kind, f'{at} {size} rx="{number(round_)}"')

    def circle(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a circle around a point."""
        self._add("circle", kind, f'cx="{number(self.x + x)}" cy="{number(self.y + y)}" r="{number(radius)}"')

    def ring(self, x: float, y: float, text: str) -> None:
        """Draw the number of an action's guards, its middle at a point."""
        self.circle(x, y, RING, "ring")
        self.text(x, y + 3.5, text, "count")

    def curve(self, points: Line, kind: str, tip: str | None = None) -> None:
        """Draw a line through pairs of points: straight within a pair, bent from one pair to the next."""
        way = [f"M{self._point(*points[0])}"]
        for place, (before, point) in enumerate(pairwise(points)):
            if point != before and place % 2 == 0:
                way.append(f"L{self._point(*point)}")
            elif point != before:
                half = (before[1] + point[1]) / 2
                way.append(f"C{self._point(before[0], half)} {self._point(point[0], half)} {self._point(*point)}")
        marker = f' marker-end="url(#{tip})"' if tip else ""
        self._add("path", kind, f'd="{" ".join(way)}"{marker}')

    def shape(self, kind: str, points: Sequence[tuple[float, float]], *, closed: bool = False) -> None:
        """Draw straight lines through points."""
        way = " L".join(self._point(*point) for point in points)
        self._add("path", kind, f'd="M{way}{"Z" if closed else ""}"')

    def tick(self, x: float, y: float) -> None:
        """Draw the sign for what was passed, its middle at a point."""
        self.shape("tick", ((x - 4, y), (x - 1, y + 4), (x + 5, y - 4)))

    def stays(self, x: float, y: float) -> None:
        """Draw the sign for an action that stays, a way round."""
        self._add("path", "sign", f'd="M{self._point(x + 3.5, y)} a3.5,3.5 0 1 1 -3.5,-3.5"')
        self.shape("tip", ((x, y - 6.3), (x, y - 0.7), (x + 4.2, y - 3.5)), closed=True)

    def _point(self, x: float, y: float) -> str:
        return f"{number(self.x + x)},{number(self.y + y)}"

    def _add(self, element: str, kind: str, attributes: str, text: str | None = None) -> None:
        end = "/>" if text is None else f">{text}</{element}>"
        self.elements.append(f'<{element} class="{kind}" {attributes}{end}')
