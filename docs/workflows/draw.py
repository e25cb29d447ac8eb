"""Draw the pages and pictures beside this file anew, from the shipped workflows; `docs/make.py` runs it."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.services.workflows.draw import diagram
from slt_flow.views.diagrams.markdown import page
from slt_flow.views.diagrams.svg import drawn
from slt_flow.views.text.words import Words

COMMAND = "python docs/make.py"
MACHINES = ("decision", "assignment", "measure", "meeting", "learning_point")


def files() -> Iterator[tuple[str, str]]:
    """Yield the name and content of every file that is made."""
    others = " · ".join(f"[{name}]({name}.md)" for name in MACHINES)
    links = f"As pictures: [the three levels](levels.svg). One by one: {others}."
    yield from _page_and_picture(None, "README", "levels", links)
    for name in MACHINES:
        links = f"As a picture: [{name}.svg]({name}.svg). [The three levels together](README.md)."
        yield from _page_and_picture(name, name, name, links)


def _page_and_picture(machine: str | None, page_name: str, picture: str, links: str) -> Iterator[tuple[str, str]]:
    words, drawing = Words("en"), diagram(machine)
    yield f"{page_name}.md", page(drawing, words, COMMAND, links)
    yield f"{picture}.svg", drawn(drawing, words)
