"""A diagram as Mermaid, for documents that draw it themselves: a flowchart with a box for each level.

Syntax: https://mermaid.js.org/syntax/flowchart.html. Names are made here; whatever comes from a definition or from a
person stands in quotation marks with every letter that could mean something written as an entity code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Tie
from slt_flow.views.diagrams.box_contents import Marked, here_told, marked
from slt_flow.views.diagrams.gates import Sketch, sketch
from slt_flow.views.text.vocabulary import ROLES, by, condition, level
from slt_flow.views.text.words import Words, safe

_PLAIN: Final = frozenset(" .,-–·/→↻●✓■")
_READ_LATER: Final = re.compile(r"\$(?=\$)|:(?=fa-)")
"""What is read as a formula or as an icon even when it comes out of entity codes."""

_JOINER: Final = "\u2060"
"""A letter that nobody sees, and that keeps apart what must not be read together."""

_CLASSES: Final = (
    "classDef level fill:#fbfaf7,stroke:#8a8a8a,color:#1b1b1b",
    "classDef room fill:#ffffff,stroke:#2b2b2b,color:#1b1b1b",
    "classDef final fill:#e9e9e4,stroke:#2b2b2b,stroke-width:3px,color:#1b1b1b",
    "classDef gate fill:#f0f0ec,stroke:#a3a39c,color:#1b1b1b",
    "classDef auto fill:#f0f0ec,stroke:#4a4a4a,stroke-dasharray:4 3,color:#1b1b1b",
    "classDef everywhere fill:#fffdf0,stroke:#8a8a8a,stroke-dasharray:2 2,color:#1b1b1b",
    "classDef seen fill:#dceafb,stroke:#14549c,stroke-width:2px,color:#1b1b1b",
    "classDef here fill:#ffe7a3,stroke:#2b2b2b,stroke-width:4px,color:#1b1b1b",
)


def drawn(diagram: Diagram, words: Words) -> str:
    """The whole diagram as one Mermaid document."""
    levels = [_Level(f"m{number}", chart, words) for number, chart in enumerate(diagram.charts, start=1)]
    lines = ["flowchart TB"]
    went: list[int] = []
    edges = 0
    for each in levels:
        lines += each.nodes()
        for line, passed in each.edges():
            lines.append(f"  {line}")
            went += [edges] if passed else []
            edges += 1
        lines.append("end")
    lines += (line for tie in _shown(diagram) for line in _tie(tie, levels, words))
    lines += [*_CLASSES, f"class {','.join(each.id for each in levels)} level"]
    if went:
        lines.append(f"linkStyle {','.join(map(str, went))} stroke:#14549c,stroke-width:3px")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Any text as it stands in quotation marks: nothing in it can end them or mean anything."""
    apart = _READ_LATER.sub(lambda found: f"{found[0]}{_JOINER}", safe(text))
    return "".join(c if c.isalnum() or c in _PLAIN else f"#{ord(c)};" for c in apart)


class _Level:
    """One machine with the names its nodes get."""

    def __init__(self, id_: str, chart: Chart, words: Words) -> None:
        self.id, self.chart, self.words = id_, chart, words
        self.drawn: Sketch = sketch(chart)
        self.marks: Marked = marked(chart)
        self.states = {stop.name: f"{id_}s{number}" for number, stop in enumerate(chart.stops, start=1)}
        self.gates = {place: f"{id_}d{place + 1}" for place in range(len(self.drawn.gates))}

    def nodes(self) -> Iterator[str]:
        """The box of the level, with a node for every state and every action that leads on."""
        told = f"{self.words.label(self.chart.label, self.chart.machine)} · {level(self.chart.level, self.words)}"
        yield f'subgraph {self.id}["{quoted(told)}"]'
        yield "  direction TB"
        for stop in self.chart.stops:
            lines = [self._sign(stop.name, stop.end) + quoted(self.words.label(stop.label, stop.name))]
            lines += self._beneath(stop.name, stop.waits_on, end=stop.end)
            left, right = ("[[", "]]") if stop.end else ("[", "]")
            yield f'  {self.states[stop.name]}{left}"{"<br/>".join(lines)}"{right}:::{self._class(stop.name, stop.end)}'
            if stop.begins:
                yield f'  {self.id}b((" "))'
        for place, gate in enumerate(self.drawn.gates):
            passed = self.marks.passed(gate)
            kind = "seen" if passed else "auto" if gate.arrow.auto else "gate"
            lines = [("✓ " if passed else "") + quoted(self.words.label(gate.arrow.label, gate.arrow.action))]
            lines += self._told(gate.arrow)
            lines += [
                quoted(self.words.say("step {number}: {day}", number=order, day=self.words.short_day(step.on)))
                for order, step in passed
            ]
            yield f'  {self.gates[place]}("{"<br/>".join(lines)}"):::{kind}'
        yield from self._note()

    def edges(self) -> Iterator[tuple[str, bool]]:
        """Every line between a state and an action, with whether the case went along it."""
        for stop in self.chart.stops:
            if stop.begins:
                yield f"{self.id}b --> {self.states[stop.name]}", False
        for place, gate in enumerate(self.drawn.gates):
            steps = self.marks.passed(gate)
            for source in gate.sources:
                went = any(step.came_from == source for _, step in steps)
                yield f"{self.states[source]} --- {self.gates[place]}", went
            if not gate.sources:
                yield f"{self.id}n --- {self.gates[place]}", False
            yield f"{self.gates[place]} --> {self.states[gate.target]}", bool(steps)

    def node_of(self, action: str) -> str:
        """Where an action is drawn: its own node, the state it stays in, or the note of every open state."""
        for place, gate in enumerate(self.drawn.gates):
            if gate.arrow.action == action:
                return self.gates[place]
        stays = next(
            (name for name, arrows in self.drawn.staying.items() if any(a.action == action for a in arrows)), None
        )
        return self.states[stays] if stays is not None else f"{self.id}n"

    def initial(self) -> str:
        """The node of the state a case begins in."""
        return next(self.states[stop.name] for stop in self.chart.stops if stop.begins)

    def _note(self) -> Iterator[str]:
        if any(arrow.came_from is None for arrow in self.chart.arrows):
            lines = [quoted(self.words.say("From every open state"))]
            lines += [line for arrow in self.drawn.everywhere for line in self._stays(arrow)]
            yield f'  {self.id}n["{"<br/>".join(lines)}"]:::everywhere'

    def _beneath(self, name: str, waits_on: str | None, *, end: bool) -> list[str]:
        lines = []
        if name in self.marks.here:
            lines.append(here_told(self.marks, name, self.words))
        if end:
            lines.append(self.words.say("ends here"))
        elif waits_on is not None:
            role = self.words.say(ROLES[waits_on]) if waits_on in ROLES else waits_on
            lines.append(self.words.say("waits on: {role}", role=role))
        return [*map(quoted, lines), *(line for arrow in self.drawn.staying[name] for line in self._stays(arrow))]

    def _stays(self, arrow: Arrow) -> list[str]:
        """An action within a box: what it is called, where it leads if anywhere, whose it is, and when it is open."""
        target = next((s for s in self.chart.stops if s.name == arrow.led_to), None)
        led = f" → {self.words.label(target.label, target.name)}" if target is not None else ""
        sign = "→" if target is not None else "↻"
        told = f"{sign} {self.words.label(arrow.label, arrow.action)}{led} · {by(arrow.by, arrow.auto, self.words)}"
        return [quoted(told), *self._told(arrow)[1:]]

    def _told(self, arrow: Arrow) -> list[str]:
        """Whose an action is, then when it is open."""
        sentences = condition(arrow.needs, arrow.unless, self.words)
        return [quoted(by(arrow.by, arrow.auto, self.words)), *(f"<i>– {quoted(each)}</i>" for each in sentences)]

    def _sign(self, name: str, end: bool) -> str:
        return "● " if name in self.marks.here else "✓ " if name in self.marks.seen else "■ " if end else ""

    def _class(self, name: str, end: bool) -> str:
        return "here" if name in self.marks.here else "seen" if name in self.marks.seen else "final" if end else "room"


def _shown(diagram: Diagram) -> list[Tie]:
    machines = {chart.machine for chart in diagram.charts}
    return [tie for tie in diagram.ties if {tie.machine, tie.other} <= machines]


def _tie(tie: Tie, levels: Sequence[_Level], words: Words) -> Iterator[str]:
    """A dotted line from an action to the level it gives work to, whose actions it performs, or that it looks at."""
    own = next(each for each in levels if each.chart.machine == tie.machine)
    other = next(each for each in levels if each.chart.machine == tie.other)
    if tie.kind == "gives":
        yield f'{own.node_of(tie.action)} -. "{quoted(words.say("gives a new case"))}" .-> {other.initial()}'
    elif tie.kind == "performs":
        told = words.say("performs “{performed}” there too", performed=words.label(tie.performed or {}))
        yield f'{own.node_of(tie.action)} -. "{quoted(told)}" .-> {other.node_of(tie.names[0])}'
