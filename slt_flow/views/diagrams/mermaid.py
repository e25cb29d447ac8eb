"""Diagrams as Mermaid, for documents that draw it themselves: a flowchart with a box for each level.

Syntax: https://mermaid.js.org/syntax/flowchart.html. Names are made here; all that comes from a definition or from a
person stands in quotation marks with every letter that could mean something written as an entity code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Stop
from slt_flow.views.diagrams import wording
from slt_flow.views.diagrams.sketch import Sketch
from slt_flow.views.text.vocabulary import by, condition, level
from slt_flow.views.text.words import Words, safe

_PLAIN: Final = frozenset(" .,-–·/→↻●✓■")
_READ_LATER: Final = re.compile(r"\$(?=\$)|:(?=fa-)")
"""Letters that Mermaid reads as a formula or an icon even when they come out of entity codes."""

_JOINER: Final = "\u2060"
"""An invisible letter (WORD JOINER) that keeps two letters apart."""

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
    """Return the whole diagram as one Mermaid document."""
    levels = [_Level(f"m{number}", chart, words) for number, chart in enumerate(diagram.charts, start=1)]
    lines = ["flowchart TB"]
    passed: list[bool] = []
    for level_ in levels:
        edges = list(level_.edges())
        lines += [*level_.nodes(), *(f"  {edge}" for edge, _ in edges), "end"]
        passed += [went for _, went in edges]
    machines = {level_.chart.machine: level_ for level_ in levels}
    lines += _ties(diagram, machines, words)
    lines += [*_CLASSES, f"class {','.join(level_.id for level_ in levels)} level"]
    if any(passed):
        # Mermaid styles a line by its number in the whole document
        numbers = ",".join(str(number) for number, went in enumerate(passed) if went)
        lines.append(f"linkStyle {numbers} stroke:#14549c,stroke-width:3px")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return any text as it stands in quotation marks: nothing in it can end them or mean anything."""
    apart = _READ_LATER.sub(lambda match: f"{match[0]}{_JOINER}", safe(text))
    return "".join(c if c.isalnum() or c in _PLAIN else f"#{ord(c)};" for c in apart)


class _Level:
    """One machine with the names its nodes get."""

    def __init__(self, id_: str, chart: Chart, words: Words) -> None:
        self.id, self.chart, self.words = id_, chart, words
        self.sketch = Sketch(chart)
        self.states = {stop.name: f"{id_}s{number}" for number, stop in enumerate(chart.stops, start=1)}
        self.gates = [(f"{id_}d{number}", gate) for number, gate in enumerate(self.sketch.gates, start=1)]
        self.initial = next(self.states[stop.name] for stop in chart.stops if stop.begins)

    def nodes(self) -> Iterator[str]:
        """Yield the box of the level, with a node for every state and every action that leads on."""
        words = self.words
        heading = f"{words.label(self.chart.label, self.chart.machine)} · {level(self.chart.level, words)}"
        yield f'subgraph {self.id}["{quoted(heading)}"]'
        yield "  direction TB"
        for stop in self.chart.stops:
            kind, sign = self._kind(stop)
            lines = [sign + quoted(words.label(stop.label, stop.name))]
            lines += map(quoted, (*wording.here(self.sketch, stop.name, words), *wording.ending(stop, words)))
            lines += self._inner(self.sketch.staying[stop.name])
            left, right = ("[[", "]]") if stop.end else ("[", "]")
            yield f'  {self.states[stop.name]}{left}"{"<br/>".join(lines)}"{right}:::{kind}'
            if stop.begins:
                yield f'  {self.id}b((" "))'
        for id_, gate in self.gates:
            arrow, passed = gate.arrow, self.sketch.passed(*gate.arrows)
            kind = "seen" if passed else "auto" if arrow.auto else "gate"
            lines = [("✓ " if passed else "") + quoted(words.label(arrow.label, arrow.action))]
            lines += [quoted(by(arrow.by, arrow.auto, words)), *self._conditions(arrow)]
            lines += map(quoted, wording.steps(passed, words))
            yield f'  {id_}("{"<br/>".join(lines)}"):::{kind}'
        if self.chart.actions_of(None):
            lines = [quoted(words.say("From every open state")), *self._inner(self.sketch.everywhere)]
            yield f'  {self.id}n["{"<br/>".join(lines)}"]:::everywhere'

    def edges(self) -> Iterator[tuple[str, bool]]:
        """Yield every line between a state and an action, with whether the case went along it."""
        yield f"{self.id}b --> {self.initial}", False
        for edge in self.sketch.edges():
            gate, _ = self.gates[edge.gate]
            state = self.states[edge.state] if edge.state is not None else f"{self.id}n"
            yield f"{gate} --> {state}" if edge.leads else f"{state} --- {gate}", edge.passed

    def node_of(self, action: str) -> str:
        """Return where an action is drawn: its own node, the state it stays in, or the note of every open state."""
        own = [id_ for id_, gate in self.gates if gate.arrow.action == action]
        staying = [self.states[s] for s, arrows in self.sketch.staying.items() if action in {a.action for a in arrows}]
        return [*own, *staying, f"{self.id}n"][0]

    def _kind(self, stop: Stop) -> tuple[str, str]:
        """Return the class of a state and the sign before its label."""
        if stop.name in self.sketch.here:
            return "here", "● "
        if stop.name in self.sketch.seen:
            return "seen", "✓ "
        return ("final", "■ ") if stop.end else ("room", "")

    def _inner(self, arrows: Iterable[Arrow]) -> Iterator[str]:
        """Yield the actions within a box, each with its conditions."""
        for arrow in arrows:
            sign = "↻" if arrow.led_to is None else "→"
            yield quoted(f"{sign} {wording.action(self.chart, arrow, self.words)}")
            yield from self._conditions(arrow)

    def _conditions(self, arrow: Arrow) -> Iterator[str]:
        return (f"<i>– {quoted(text)}</i>" for text in condition(arrow.needs, arrow.unless, self.words))


def _ties(diagram: Diagram, levels: Mapping[str, _Level], words: Words) -> Iterator[str]:
    """Yield a dotted line from each action to the level it gives work to or whose actions it performs."""
    for tie in diagram.ties:
        if tie.kind == "looks" or not {tie.machine, tie.other} <= levels.keys():
            continue
        other = levels[tie.other]
        text, target = words.say("gives a new case"), other.initial
        if tie.kind == "performs":
            text = words.say("performs “{performed}” there too", performed=words.label(tie.performed or {}))
            target = other.node_of(tie.names[0])
        yield f'{levels[tie.machine].node_of(tie.action)} -. "{quoted(text)}" .-> {target}'
