"""A diagram as a page of documentation: drawn by Mermaid where pages are shown, and told in a table of its actions."""

from __future__ import annotations

from slt_flow.results.diagrams import Arrow, Chart, Diagram
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading
from slt_flow.views.diagrams import mermaid
from slt_flow.views.diagrams.description import tie, titled
from slt_flow.views.text.documents import markdown
from slt_flow.views.text.vocabulary import by, condition, level
from slt_flow.views.text.words import Words


def page(diagram: Diagram, words: Words, made_by: str, links: str = "") -> str:
    """A page in Markdown.

    Args:
        diagram: what is drawn.
        words: the page's language.
        made_by: the command that makes the page anew, told at its top.
        links: Markdown of ours that stands above the drawing.
    """
    blocks: list[Block] = []
    for chart in diagram.charts:
        name = words.label(chart.label, chart.machine)
        told = words.say("{level}, version {version}", level=level(chart.level, words), version=chart.version)
        blocks += [Heading(2, f"{name} ({told})"), _table(chart, words)]
        joining = tuple(tie(each, words) for each in diagram.ties if each.machine == chart.machine)
        if joining and len(diagram.charts) > 1:
            blocks.append(Bullets(joining))
    title, _, told = markdown(Document(titled(diagram, words), tuple(blocks))).partition("\n\n")
    drawing = f"```mermaid\n{mermaid.drawn(diagram, words)}```"
    return "\n\n".join(
        (title, f"<!-- Made by {made_by}: change the definition, not this page. -->", links, drawing, told)
    )


def _table(chart: Chart, words: Words) -> Grid:
    columns = (words.say("state"), words.say("action"), words.say("leads to"), words.say("whose"), words.say("open"))
    rows = []
    for stop in chart.stops:
        actions = [arrow for arrow in chart.arrows if arrow.came_from == stop.name]
        told = [words.label(stop.label, stop.name)]
        told += [words.say("a case begins here")] if stop.begins else []
        told += [words.say("ends here")] if stop.end else []
        first = " · ".join(told)
        rows += [(first if not at else "", *_action(each, chart, words)) for at, each in enumerate(actions)]
        rows += [(first, "", "", "", "")] if not actions else []
    general = [arrow for arrow in chart.arrows if arrow.came_from is None]
    first = words.say("From every open state")
    rows += [(first if not at else "", *_action(each, chart, words)) for at, each in enumerate(general)]
    return Grid(columns, tuple(rows))


def _action(arrow: Arrow, chart: Chart, words: Words) -> tuple[str, str, str, str]:
    target = next((words.label(s.label, s.name) for s in chart.stops if s.name == arrow.led_to), "")
    when = "\n".join(condition(arrow.needs, arrow.unless, words))
    return words.label(arrow.label, arrow.action), target, by(arrow.by, arrow.auto, words), when
