"""A diagram as a picture: SVG that any browser shows and prints, with nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from slt_flow.results.diagrams import Diagram, Tie
from slt_flow.views.diagrams.canvas import STYLE, Canvas, number, told, wide
from slt_flow.views.diagrams.description import described, tie, titled
from slt_flow.views.diagrams.layout import Place
from slt_flow.views.diagrams.legend import draw as draw_legend
from slt_flow.views.diagrams.level_box import Panel, panel
from slt_flow.views.diagrams.text_width import wrapped
from slt_flow.views.text.words import Words

_EDGE: Final = 16
_TOP: Final = 48
_BETWEEN: Final = 210
_LINE: Final = 15

_TIPS: Final = "".join(
    f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="{size}" markerHeight="{size}" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path class="{kind}" d="M0,0 L10,5 L0,10 Z"/></marker>'
    for name, kind, size in (("tip", "tip", 9), ("wenttip-tip", "wenttip", 12))
)


def drawn(diagram: Diagram, words: Words) -> str:
    """The whole picture as one SVG document."""
    panels = [panel(chart, words) for chart in diagram.charts]
    canvas = Canvas()
    title = titled(diagram, words)
    canvas.text(_EDGE, 30, title, "title")
    x, tallest = float(_EDGE), max(each.size.height for each in panels)
    for place, each in enumerate(panels):
        each.draw(canvas.at(x, _TOP), words)
        x += each.size.width
        if place + 1 < len(panels):
            _between(canvas.at(x, _TOP), diagram, panels[place : place + 2], words)
            x += _BETWEEN
    marks = any(chart.marks for chart in diagram.charts)
    width = max(x, wide(title, "title") + _EDGE) + _EDGE
    legend = draw_legend(canvas.at(_EDGE, _TOP + tallest + 12), words, width - 2 * _EDGE, marks=marks)
    return _document(canvas, width, _TOP + tallest + legend + 2 * _EDGE, title, described(diagram, words), words)


def _document(canvas: Canvas, width: float, height: float, title: str, description: str, words: Words) -> str:
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="slt-title slt-desc" '
            f'xml:lang="{words.language}">',
            f'<title id="slt-title">{told(title)}</title>',
            f'<desc id="slt-desc">{told(description)}</desc>',
            f"<style>{STYLE}</style>",
            f"<defs>{_TIPS}</defs>",
            f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>',
            *canvas.elements,
            "</svg>",
            "",
        )
    )


def _between(canvas: Canvas, diagram: Diagram, panels: Sequence[Panel], words: Words) -> None:
    """What joins two levels: what goes down from the one, and what looks up from the other."""
    upper, lower = (each.chart.machine for each in panels)
    down = [each for each in diagram.ties if (each.machine, each.other) == (upper, lower)]
    up = [each for each in diagram.ties if (each.machine, each.other) == (lower, upper)]
    y = 60.0
    for ties, heading, rightwards in (
        ([each for each in down if each.kind != "looks"], words.say("handed down"), True),
        ([each for each in down if each.kind == "looks"], words.say("looks down"), False),
        (up, words.say("looks up"), True),
    ):
        if ties:
            y = _arrow(canvas, y, heading, ties, rightwards, words) + 26


def _arrow(canvas: Canvas, y: float, heading: str, ties: Sequence[Tie], rightwards: bool, words: Words) -> float:
    """A broad arrow from level to level, with what it stands for beneath; the result is where it ends."""
    left, right = 8.0, _BETWEEN - 8.0
    tip, tail = (right, left) if rightwards else (left, right)
    neck = tip - 12 if rightwards else tip + 12
    points = ((tail, y + 6), (neck, y + 6), (neck, y), (tip, y + 13), (neck, y + 26), (neck, y + 20), (tail, y + 20))
    canvas.shape("gate", points, closed=True)
    canvas.text(left + 18, y + 17.5, heading, "bold")
    y += 40
    for each in ties:
        for at, line in enumerate(wrapped(tie(each, words), 11, _BETWEEN - 34)):
            canvas.text(12 if not at else 20, y, line if at else f"• {line}", "small")
            y += _LINE
        y += 3
    return y


def boxes(diagram: Diagram, words: Words) -> tuple[tuple[Place, ...], ...]:
    """Where the boxes of every level stand, each level from its own corner: for those who check a drawing."""
    every = [panel(chart, words) for chart in diagram.charts]
    return tuple(tuple(each.place(box) for box in range(len(each.parts))) for each in every)
