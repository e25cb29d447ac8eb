"""Diagrams as pages of documentation: drawn by Mermaid where pages are shown, and as a table of the actions."""

from __future__ import annotations

from slt_flow.results.diagrams import Arrow, Chart, Diagram
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading
from slt_flow.views.diagrams import mermaid, wording
from slt_flow.views.text.documents import markdown
from slt_flow.views.text.vocabulary import by, condition
from slt_flow.views.text.words import Words


def page(diagram: Diagram, words: Words, made_by: str, links: str = "") -> str:
    """Return a page in Markdown.

    Args:
        diagram: what is drawn.
        words: the page's language.
        made_by: the command that makes the page anew, named at its top.
        links: Markdown of ours that stands above the drawing.
    """
    blocks: list[Block] = []
    for chart in diagram.charts:
        name = words.label(chart.label, chart.machine)
        blocks += [Heading(2, f"{name} ({wording.version(chart, words)})"), _table(chart, words)]
        ties = tuple(wording.tie(tie, words) for tie in diagram.ties if tie.machine == chart.machine)
        if ties and len(diagram.charts) > 1:
            blocks.append(Bullets(ties))
    title, _, tables = markdown(Document(wording.title(diagram, words), tuple(blocks))).partition("\n\n")
    drawing = f"```mermaid\n{mermaid.drawn(diagram, words)}```"
    origin = f"<!-- Made by {made_by}: change the definition, not this page. -->"
    return "\n\n".join((title, origin, links, drawing, tables))


def _table(chart: Chart, words: Words) -> Grid:
    columns = (words.say("state"), words.say("action"), words.say("leads to"), words.say("whose"), words.say("open"))
    rows = []
    for stop in chart.stops:
        ends = wording.ending(stop, words) if stop.end else ()
        first = " · ".join((words.label(stop.label, stop.name), *wording.beginning(stop, words), *ends))
        cells = [_action(arrow, chart, words) for arrow in chart.actions_of(stop.name)] or [("", "", "", "")]
        rows += [(first if not at else "", *action) for at, action in enumerate(cells)]
    first = words.say("From every open state")
    general = enumerate(chart.actions_of(None))
    rows += [(first if not at else "", *_action(arrow, chart, words)) for at, arrow in general]
    return Grid(columns, tuple(rows))


def _action(arrow: Arrow, chart: Chart, words: Words) -> tuple[str, str, str, str]:
    label, target = words.label(arrow.label, arrow.action), wording.state(chart, arrow.led_to, words)
    when = "\n".join(condition(arrow.needs, arrow.unless, words))
    return label, target, by(arrow.by, arrow.auto, words), when
