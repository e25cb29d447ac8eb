"""Diagrams as pictures: SVG that any browser shows and prints, with nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from slt_flow.results.diagrams import Diagram, Tie
from slt_flow.views.diagrams import wording
from slt_flow.views.diagrams.canvas import LINE, STYLE, Canvas, entries, escaped, number, wide
from slt_flow.views.diagrams.layout import Place
from slt_flow.views.diagrams.panel import Panel
from slt_flow.views.text.words import Words

_EDGE: Final = 16
_TOP: Final = 48
_BETWEEN: Final = 210

_SAMPLE: Final = 34
_APART: Final = 22
_ROW: Final = 26

_TIPS: Final = "".join(
    f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="{size}" markerHeight="{size}" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path class="{kind}" d="M0,0 L10,5 L0,10 Z"/></marker>'
    for name, kind, size in (("tip", "tip", 9), ("wenttip-tip", "wenttip", 12))
)


def drawn(diagram: Diagram, words: Words) -> str:
    """Return the whole picture as one SVG document."""
    panels = [Panel(chart, words) for chart in diagram.charts]
    canvas = Canvas()
    title = wording.title(diagram, words)
    canvas.text(_EDGE, 30, title, "title")
    x, tallest = float(_EDGE), max(panel.size.height for panel in panels)
    for panel, below in zip(panels, [*panels[1:], None], strict=True):
        panel.draw(canvas.at(x, _TOP))
        x += panel.size.width
        if below is not None:
            y = 60.0
            for heading, rightwards, ties in wording.between(diagram, panel.chart.machine, below.chart.machine, words):
                y = _arrow(canvas.at(x, _TOP), y, heading, ties, rightwards, words) + 26
            x += _BETWEEN
    marks = any(chart.marks for chart in diagram.charts)
    width = max(x, wide(title, "title") + _EDGE) + _EDGE
    height = _TOP + tallest + _legend(canvas.at(_EDGE, _TOP + tallest + 12), words, width - 2 * _EDGE, marks=marks)
    return _document(canvas, width, height + 2 * _EDGE, title, wording.description(diagram, words), words)


def _document(canvas: Canvas, width: float, height: float, title: str, description: str, words: Words) -> str:
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="slt-title slt-desc" '
            f'xml:lang="{words.language}">',
            f'<title id="slt-title">{escaped(title)}</title>',
            f'<desc id="slt-desc">{escaped(description)}</desc>',
            f"<style>{STYLE}</style>",
            f"<defs>{_TIPS}</defs>",
            f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>',
            *canvas.elements,
            "</svg>",
            "",
        )
    )


def _arrow(canvas: Canvas, y: float, heading: str, ties: Sequence[Tie], rightwards: bool, words: Words) -> float:
    """Draw a broad arrow from level to level, its ties beneath; the result is where it ends."""
    left, right = 8.0, _BETWEEN - 8.0
    tip, tail = (right, left) if rightwards else (left, right)
    neck = tip - 12 if rightwards else tip + 12
    points = ((tail, y + 6), (neck, y + 6), (neck, y), (tip, y + 13), (neck, y + 26), (neck, y + 20), (tail, y + 20))
    canvas.shape("gate", points, closed=True)
    canvas.text(left + 18, y + 17.5, heading, "bold")
    y += 40
    for tie in ties:
        first, *more = entries(wording.tie(tie, words), "small", _BETWEEN - 34, hang=8)
        canvas.entries(12, y, (first._replace(text=f"• {first.text}"), *more))
        y += (1 + len(more)) * LINE + 3
    return y


def _legend(canvas: Canvas, words: Words, width: float, *, marks: bool) -> float:
    """Draw every sign with its meaning, in rows no wider than `width`; the result is their height."""
    signs = {
        "begins": words.say("a case begins"),
        "state": words.say("state"),
        "state final": words.say("state in which a case ends"),
        "gate": words.say("action, with whose it is"),
        "gate auto": words.say("action that opens by itself"),
        "stays": words.say("action that stays in its state"),
        "ring": words.say("when it is open: see the list"),
    }
    if marks:
        signs |= {"state here": words.say("here now"), "state seen": words.say("the way it came")}
    x, y = 0.0, 0.0
    for sign, text in signs.items():
        needed = _SAMPLE + wide(text, "small")
        if x and x + needed > width:
            x, y = 0.0, y + _ROW
        _sign(canvas.at(x, y + 6), sign)
        canvas.text(x + _SAMPLE, y + 18, text, "small")
        x += needed + _APART
    return y + _ROW


def _sign(canvas: Canvas, sign: str) -> None:
    if sign.startswith(("state", "gate")):
        canvas.box(Place(0, 0, 26, 16), sign, 4 if sign.startswith("state") else 8)
    if sign == "begins":
        canvas.circle(4, 8, 4, "dot")
        canvas.curve(((4, 8), (26, 8)), "line", "tip")
    elif sign == "stays":
        canvas.stays(13, 10)
    elif sign == "ring":
        canvas.ring(13, 8, "1")
    elif sign == "state seen":
        canvas.tick(13, 8)
    elif sign == "state here":
        canvas.circle(13, 8, 4, "dot")
    elif sign == "state final":
        canvas.box(Place(3, 3, 20, 10), "inner", 3)
