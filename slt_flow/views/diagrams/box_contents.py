"""What stands in the boxes of a picture: a state, an action, and the note with the actions of every open state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from slt_flow.results.diagrams import Arrow, Chart, Here, Passed, Stop
from slt_flow.views.diagrams.canvas import Canvas, wide
from slt_flow.views.diagrams.gates import Gate, Sketch
from slt_flow.views.diagrams.layout import Place, Size
from slt_flow.views.diagrams.text_width import wrapped
from slt_flow.views.text.vocabulary import ROLES, by
from slt_flow.views.text.words import Words

_PAD: Final = 9
_LINE: Final = 15
_RING: Final = 7.5
_WIDE_STATE: Final = 190
_WIDE_ACTION: Final = 132
_WIDE_NOTE: Final = 250
_NAMED: Final = 6


class Entry(NamedTuple):
    """One line in a box: its text, how it is written, how far in, a sign before it and a number after it."""

    text: str
    kind: str
    indent: float = 0
    sign: str = ""
    number: int = 0

    @property
    def width(self) -> float:
        """How much room it takes from left to right."""
        return self.indent + wide(self.text, self.kind) + (2 * _RING + 5 if self.number else 0)


class Part(NamedTuple):
    """A box: its lines, and the classes of its frame and of the frame within."""

    lines: tuple[Entry, ...]
    frame: str
    inner: bool = False
    round_: float = 4

    @property
    def size(self) -> Size:
        """How much room it takes."""
        around = _PAD + (3 if self.inner else 0)
        width = max(line.width for line in self.lines) + 2 * around
        return Size(round(max(width, 64), 1), len(self.lines) * _LINE + 2 * around - 4)


def draw(part: Part, place: Place, canvas: Canvas) -> None:
    """Draw a box at its place."""
    canvas.box(place, part.frame, part.round_)
    around = _PAD + (3 if part.inner else 0)
    if part.inner:
        canvas.box(Place(place.x + 3, place.y + 3, place.width - 6, place.height - 6), "inner", part.round_ - 1)
    y = place.y + around - 2
    for line in part.lines:
        y += _LINE
        x = place.x + around
        if line.sign == "tick":
            canvas.tick(x + line.indent - 10, y - 5)
        elif line.sign == "here":
            canvas.circle(x + line.indent - 9, y - 5, 5, "dot")
        elif line.sign == "stays":
            canvas.stays(x + line.indent - 9, y - 4)
        canvas.text(x + line.indent, y - 1, line.text, line.kind)
        if line.number:
            ring(canvas, place.x + place.width - around - _RING, y - 5, line.number)


def ring(canvas: Canvas, x: float, y: float, number: int) -> None:
    """The number under which the guards of an action are told."""
    canvas.circle(x, y, _RING, "ring")
    canvas.text(x, y + 3.5, str(number), "count")


class Marked(NamedTuple):
    """What a chart's marks say of its states and actions."""

    here: Mapping[str, Here]
    seen: frozenset[str]
    steps: Mapping[tuple[str | None, str], tuple[tuple[int, Passed], ...]]
    single: bool

    def passed(self, gate: Gate) -> tuple[tuple[int, Passed], ...]:
        """The steps that went through a gate, numbered from where the case began."""
        sources = gate.sources or (None,)
        found = [step for source in sources for step in self.steps.get((source, gate.arrow.action), ())]
        if not gate.sources:
            found = [s for (_, action), steps in self.steps.items() if action == gate.arrow.action for s in steps]
        return tuple(sorted(step for step in found if step[1].led_to == gate.target))


def marked(chart: Chart) -> Marked:
    """The marks of a chart, ready to be looked up."""
    if chart.marks is None:
        return Marked({}, frozenset(), {}, single=False)
    steps: dict[tuple[str | None, str], list[tuple[int, Passed]]] = {}
    for order, step in enumerate(chart.marks.way, start=1):
        steps.setdefault((step.came_from, step.action), []).append((order, step))
    seen = frozenset(step.led_to for step in chart.marks.way if step.led_to is not None)
    here = {each.state: each for each in chart.marks.here}
    return Marked(here, seen, {key: tuple(each) for key, each in steps.items()}, bool(chart.marks.ref))


def here_told(marks: Marked, name: str, words: Words) -> str:
    """That a case is in a state, or how many are there, the first of them by name."""
    refs = marks.here[name].refs
    if marks.single:
        return words.say("is here now")
    shown = refs if len(refs) <= _NAMED else (*refs[:_NAMED], "…")
    return words.say("{number} here: {refs}", number=len(refs), refs=shown)


def state(stop: Stop, staying: Sequence[Arrow], drawn: Sketch, marks: Marked, words: Words) -> Part:
    """A state: what it is called, whom it waits on, which cases are there, and the actions that stay."""
    here, seen = marks.here.get(stop.name), stop.name in marks.seen
    sign = "here" if here else "tick" if seen else ""
    indent = 17 if sign else 0
    named = wrapped(words.label(stop.label, stop.name), 13, _WIDE_STATE, bold=True)
    lines = [Entry(text, "name", indent, sign if not at else "") for at, text in enumerate(named)]
    if here:
        told = here_told(marks, stop.name, words)
        lines += [Entry(text, "bold", indent) for text in wrapped(told, 11, _WIDE_STATE, bold=True)]
    if stop.end:
        lines.append(Entry(words.say("ends here"), "small", indent))
    elif stop.waits_on:
        lines += _lines(words.say("waits on: {role}", role=_role(stop.waits_on, words)), _WIDE_STATE, indent)
    for arrow in staying:
        lines += _stays(arrow, drawn, words, _WIDE_STATE)
    frame = "state here" if here else "state seen" if seen else "state final" if stop.end else "state"
    return Part(tuple(lines), frame, inner=stop.end, round_=6)


def action(gate: Gate, drawn: Sketch, marks: Marked, words: Words) -> Part:
    """An action that leads on: what it is called, whose it is, and when a case passed it."""
    passed = marks.passed(gate)
    label = wrapped(words.label(gate.arrow.label, gate.arrow.action), 12, _WIDE_ACTION)
    indent = 15 if passed else 0
    lines = [
        Entry(text, "action", indent, "tick" if passed and not at else "", drawn.number(gate.arrow) if not at else 0)
        for at, text in enumerate(label)
    ]
    lines += _lines(by(gate.arrow.by, gate.arrow.auto, words), _WIDE_ACTION, indent)
    lines += [
        Entry(words.say("step {number}: {day}", number=order, day=words.short_day(step.on)), "bold", indent)
        for order, step in passed
    ]
    frame = "gate wentgate" if passed else "gate auto" if gate.arrow.auto else "gate"
    return Part(tuple(lines), frame, round_=12)


def note(drawn: Sketch, words: Words, names: Mapping[str, str]) -> Part:
    """The actions of every open state, told once.

    Args:
        drawn: the chart sorted for drawing.
        words: the reader's language.
        names: what each state is called.
    """
    lines = [Entry(words.say("From every open state"), "head")]
    for arrow in drawn.everywhere:
        lines += _stays(arrow, drawn, words, _WIDE_NOTE, names.get(arrow.led_to or ""))
    return Part(tuple(lines), "note", round_=2)


def _stays(arrow: Arrow, drawn: Sketch, words: Words, limit: float, target: str | None = None) -> list[Entry]:
    label = words.label(arrow.label, arrow.action)
    led = f"{label} → {target}" if target else label
    told = f"{led} · {by(arrow.by, arrow.auto, words)}"
    lines = wrapped(told, 11, limit)
    sign = "" if target else "stays"
    return [
        Entry(text, "small", 17, sign if not at else "", drawn.number(arrow) if not at else 0)
        for at, text in enumerate(lines)
    ]


def _lines(text: str, limit: float, indent: float) -> list[Entry]:
    return [Entry(line, "small", indent) for line in wrapped(text, 11, limit)]


def _role(name: str, words: Words) -> str:
    return words.say(ROLES[name]) if name in ROLES else name
