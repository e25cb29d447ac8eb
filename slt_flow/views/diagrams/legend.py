"""What the signs of a picture mean."""

from __future__ import annotations

from typing import Final

from slt_flow.views.diagrams import canvas as sheet
from slt_flow.views.diagrams.canvas import Canvas
from slt_flow.views.diagrams.layout import Place
from slt_flow.views.text.words import Words

_SAMPLE: Final = 34
_BETWEEN: Final = 22
_ROW: Final = 26


def _told(words: Words, *, marks: bool) -> list[tuple[str, str]]:
    plain = [
        ("begins", words.say("a case begins")),
        ("state", words.say("state")),
        ("final", words.say("state in which a case ends")),
        ("gate", words.say("action, with whose it is")),
        ("auto", words.say("action that opens by itself")),
        ("stays", words.say("action that stays in its state")),
        ("ring", words.say("when it is open: see the list")),
    ]
    marked = [
        ("here", words.say("here now")),
        ("seen", words.say("the way it came")),
    ]
    return plain + marked * marks


def draw(canvas: Canvas, words: Words, width: float, *, marks: bool) -> float:
    """Draw every sign with what it means, in rows no wider than `width`; the result is how high they are."""
    x, y = 0.0, 0.0
    for sign, text in _told(words, marks=marks):
        needed = _SAMPLE + sheet.wide(text, "small")
        if x and x + needed > width:
            x, y = 0.0, y + _ROW
        _sign(canvas.at(x, y + 6), sign)
        canvas.text(x + _SAMPLE, y + 18, text, "small")
        x += needed + _BETWEEN
    return y + _ROW


def _sign(canvas: Canvas, sign: str) -> None:
    box = Place(0, 0, 26, 16)
    if sign == "begins":
        canvas.circle(4, 8, 4, "dot")
        canvas.curve(((4, 8), (26, 8)), "line", "tip")
    elif sign == "stays":
        canvas.stays(13, 10)
    elif sign == "ring":
        canvas.circle(13, 8, 7.5, "ring")
        canvas.text(13, 11.5, "1", "count")
    elif sign in ("gate", "auto"):
        canvas.box(box, "gate" if sign == "gate" else "gate auto", 8)
    elif sign == "seen":
        canvas.box(box, "state seen", 4)
        canvas.tick(13, 8)
    elif sign == "here":
        canvas.box(box, "state here", 4)
        canvas.circle(13, 8, 4, "dot")
    else:
        canvas.box(box, f"state {sign}", 4)
        if sign == "final":
            canvas.box(Place(3, 3, 20, 10), "inner", 3)
