"""The legend of a picture: every sign with its meaning."""

from __future__ import annotations

from typing import Final

from slt_flow.views.diagrams.canvas import Canvas, wide
from slt_flow.views.diagrams.layout import Place
from slt_flow.views.text.words import Words

_SAMPLE: Final = 34
_BETWEEN: Final = 22
_ROW: Final = 26


def draw(canvas: Canvas, words: Words, width: float, *, marks: bool) -> float:
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
        x += needed + _BETWEEN
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
