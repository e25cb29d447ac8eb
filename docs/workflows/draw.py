"""Draw the pages and pictures beside this file anew, from the shipped workflows: python docs/workflows/draw.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from slt_flow.results.diagrams import Diagram
from slt_flow.services.workflows.draw import diagram
from slt_flow.views.diagrams.markdown import page
from slt_flow.views.diagrams.svg import drawn
from slt_flow.views.text.words import Words

COMMAND = "python docs/workflows/draw.py"
MACHINES = ("decision", "assignment", "measure", "meeting", "learning_point")


def files() -> Iterator[tuple[str, str]]:
    """The name and content of every file that is made."""
    whole = diagram()
    others = " · ".join(f"[{name}]({name}.md)" for name in MACHINES)
    yield from _two("README", "levels", whole, f"As pictures: [the three levels](levels.svg). One by one: {others}.")
    for name in MACHINES:
        links = f"As a picture: [{name}.svg]({name}.svg). [The three levels together](README.md)."
        yield from _two(name, name, diagram(name), links)


def _two(page_name: str, picture_name: str, found: Diagram, links: str) -> Iterator[tuple[str, str]]:
    words = Words("en")
    yield f"{page_name}.md", page(found, words, COMMAND, links)
    yield f"{picture_name}.svg", drawn(found, words)


if __name__ == "__main__":
    for name, content in files():
        Path(__file__).with_name(name).write_text(content, encoding="utf-8", newline="\n")
