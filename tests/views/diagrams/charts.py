"""Charts to draw: every shipped one, and ones with labels that try to break out of the drawing."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from hypothesis import strategies as st

from slt_flow.results.diagrams import Arrow, Chart, Diagram, Marks, Passed, Stop
from slt_flow.services.workflows.draw import diagram
from tests.worlds import machines

NAMES: Final = (*machines(), None)
"""Every workflow, and the three levels together."""

LANGUAGES: Final = ("nb", "nn", "en")

HOSTILE: Final = (
    '"]; click a "javascript:alert(1)"', "</text><script>alert(1)</script>", "]]>", "&quot; &#39; &", "a|b|c",
    "%%{init}%%", "end", "`**x**`", "-->", "\x1b[31mred", "\u202edesrever", "#35; ;", "line\nbreak", "x" * 200,
    "語" * 60, "e\u0302\u0302",
    "\ufffe", "style a:#b;", "{{}}", "$$x$$", "fa:fa-ban", "<br/>", "🏫" * 30, " ", "\\",
)  # fmt: skip
"""What a label or a title may hold that means something to SVG, Mermaid, a terminal or Markdown."""

LABELS: Final = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=80)


@cache
def shipped(name: str | None) -> Diagram:
    """A shipped workflow as it is drawn."""
    return diagram(name)


@st.composite
def hostile(draw: st.DrawFn) -> Diagram:
    """A small workflow whose every label is somebody's attempt, with a case that has been through some of it."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    stops = [
        Stop(
            name,
            _label(draw(LABELS)),
            place == 0,
            draw(st.booleans()),
            (),
            draw(st.sampled_from([None, "owner", '"x"'])),
        )
        for place, name in enumerate(names)
    ]
    ends = st.sampled_from([*names, None])
    arrows = [
        Arrow(f"d{n}", _label(draw(LABELS)), draw(ends), draw(ends), ("owner",), needs=tuple(draw(st.sets(_RULES))))
        for n in range(draw(st.integers(0, 8)))
    ]
    way = tuple(Passed(a.action, a.came_from, a.led_to, date(2026, 1, 2)) for a in arrows if draw(st.booleans()))
    marks = Marks({draw(st.sampled_from(names)): ("1/26",)}, "1/26", draw(LABELS), way)
    chart = Chart("m", _label(draw(LABELS)), "executing", "1", "0" * 64, tuple(stops), tuple(arrows), marks)
    return Diagram((chart,))


_RULES: Final = st.sampled_from(["post_is_held", "has_a_child", '"]-->"'])


def _label(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)
