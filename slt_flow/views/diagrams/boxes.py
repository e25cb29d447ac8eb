"""Boxes of a picture: a state, an action, and the note with the actions of every open state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from slt_flow.results.diagrams import Arrow, Stop
from slt_flow.views.diagrams import wording
from slt_flow.views.diagrams.canvas import LINE, Canvas, Entry, entries
from slt_flow.views.diagrams.layout import Place, Size
from slt_flow.views.diagrams.sketch import Gate, Sketch
from slt_flow.views.text.vocabulary import by
from slt_flow.views.text.words import Words

_PAD: Final = 9
_WIDE_STATE: Final = 190
_WIDE_ACTION: Final = 132
_WIDE_NOTE: Final = 250


class Box(NamedTuple):
    """A box: its lines, the classes of its frame, whether it has a frame within, and how round its corners are."""

    lines: tuple[Entry, ...]
    frame: str
    inner: bool = False
    round_: float = 4

    @property
    def size(self) -> Size:
        """The room it takes."""
        width = max(line.width for line in self.lines) + 2 * self._around
        return Size(round(max(width, 64), 1), len(self.lines) * LINE + 2 * self._around - 4)

    @property
    def _around(self) -> float:
        return _PAD + (3 if self.inner else 0)

    def draw(self, place: Place, canvas: Canvas) -> None:
        """Draw it at its place."""
        canvas.box(place, self.frame, self.round_)
        if self.inner:
            canvas.box(Place(place.x + 3, place.y + 3, place.width - 6, place.height - 6), "inner", self.round_ - 1)
        left, right = place.x + self._around, place.x + place.width - self._around
        canvas.entries(left, place.y + self._around - 3 + LINE, self.lines, right)


def state(stop: Stop, sketch: Sketch, words: Words) -> Box:
    """Return a state: its label, the cases that are there, the role it waits on, and the actions that stay."""
    here, seen = stop.name in sketch.here, stop.name in sketch.seen
    indent, sign = (17, "here") if here else (17, "tick") if seen else (0, "")
    lines = entries(words.label(stop.label, stop.name), "name", _WIDE_STATE, indent, sign)
    for text in wording.here(sketch, stop.name, words):
        lines += entries(text, "bold", _WIDE_STATE, indent)
    for text in wording.ending(stop, words):
        lines += entries(text, "small", _WIDE_STATE, indent)
    lines += _inner(sketch.staying[stop.name], sketch, words, _WIDE_STATE)
    # a case may be again where it was before: the sign of now wins
    frame = "state here" if here else "state seen" if seen else "state final" if stop.end else "state"
    return Box(tuple(lines), frame, inner=stop.end, round_=6)


def action(gate: Gate, sketch: Sketch, words: Words) -> Box:
    """Return an action that leads on: its label, the roles whose act it is, and the steps of the case through it."""
    arrow, passed = gate.arrow, sketch.passed(*gate.arrows)
    indent, sign = (15, "tick") if passed else (0, "")
    lines = entries(words.label(arrow.label, arrow.action), "action", _WIDE_ACTION, indent, sign, sketch.number(arrow))
    lines += entries(by(arrow.by, arrow.auto, words), "small", _WIDE_ACTION, indent)
    lines += [Entry(text, "bold", indent) for text in wording.steps(passed, words)]
    return Box(tuple(lines), "gate wentgate" if passed else "gate auto" if arrow.auto else "gate", round_=12)


def note(sketch: Sketch, words: Words) -> Box:
    """Return the note of the actions of every open state."""
    heading = Entry(words.say("From every open state"), "head")
    return Box((heading, *_inner(sketch.everywhere, sketch, words, _WIDE_NOTE)), "note", round_=2)


def _inner(arrows: Iterable[Arrow], sketch: Sketch, words: Words, room: float) -> list[Entry]:
    """Return the actions within a box, each with the number of its guards."""
    lines = []
    for arrow in arrows:
        sign = "stays" if arrow.led_to is None else ""
        lines += entries(wording.action(sketch.chart, arrow, words), "small", room, 17, sign, sketch.number(arrow))
    return lines
