"""Draw the pages and pictures beside this file anew, from the shipped workflows; `docs/make.py` runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from slt_flow.results.diagrams import Arrow, Chart, Diagram
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading
from slt_flow.services.workflows.draw import diagram
from slt_flow.views.diagrams import mermaid, wording
from slt_flow.views.diagrams.svg import drawn
from slt_flow.views.text.vocabulary import by, condition
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown

MACHINES: Final = ("decision", "assignment", "measure", "meeting", "learning_point")
WORDS: Final = Words("en")


def files() -> Iterator[tuple[str, str]]:
    """Yield the name and content of every file that is made."""
    others = " · ".join(f"[{name}]({name}.md)" for name in MACHINES)
    links = f"As pictures: [the three levels](levels.svg). One by one: {others}."
    yield from _page_and_picture(None, "README", "levels", links)
    for name in MACHINES:
        links = f"As a picture: [{name}.svg]({name}.svg). [The three levels together](README.md)."
        yield from _page_and_picture(name, name, name, links)


def _page_and_picture(machine: str | None, page_name: str, picture: str, links: str) -> Iterator[tuple[str, str]]:
    drawing = diagram(machine)
    yield f"{page_name}.md", page(drawing, links)
    yield f"{picture}.svg", drawn(drawing, WORDS)


def page(diagram: Diagram, links: str = "") -> str:
    """Return a page in Markdown: drawn by Mermaid where pages are shown, and a table of the actions.

    Args:
        diagram: what is drawn.
        links: Markdown of ours that stands above the drawing.
    """
    blocks: list[Block] = []
    for chart in diagram.charts:
        name = WORDS.label(chart.label, chart.machine)
        blocks += [Heading(2, f"{name} ({wording.version(chart, WORDS)})"), _table(chart)]
        ties = tuple(wording.tie(tie, WORDS) for tie in diagram.ties if tie.machine == chart.machine)
        if ties and len(diagram.charts) > 1:
            blocks.append(Bullets(ties))
    title, _, tables = markdown(Document(wording.title(diagram, WORDS), tuple(blocks))).partition("\n\n")
    drawing = f"```mermaid\n{mermaid.drawn(diagram, WORDS)}```"
    origin = "<!-- Made by python docs/make.py: change the definition, not this page. -->"
    return "\n\n".join((title, origin, links, drawing, tables))


def _table(chart: Chart) -> Grid:
    rows = []
    for stop in chart.stops:
        ends = wording.ending(stop, WORDS) if stop.end else ()
        first = " · ".join((WORDS.label(stop.label, stop.name), *wording.beginning(stop, WORDS), *ends))
        cells = [_action(arrow, chart) for arrow in chart.actions_of(stop.name)] or [("", "", "", "")]
        rows += [(first if not at else "", *action) for at, action in enumerate(cells)]
    general = enumerate(chart.actions_of(None))
    rows += [("From every open state" if not at else "", *_action(arrow, chart)) for at, arrow in general]
    return Grid(("state", "action", "leads to", "whose", "open"), tuple(rows))


def _action(arrow: Arrow, chart: Chart) -> tuple[str, str, str, str]:
    label, target = WORDS.label(arrow.label, arrow.action), wording.state(chart, arrow.led_to, WORDS)
    when = "\n".join(condition(arrow.needs, arrow.unless, WORDS))
    return label, target, by(arrow.by, arrow.auto, WORDS), when
