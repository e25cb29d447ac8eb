"""The pages in docs/workflows are those that the shipped workflows make today."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from slt_flow.results.diagrams import Diagram
from tests.views.diagrams.charts import hostile
from tests.worlds import machines

FOLDER: Final = Path(__file__).resolve().parents[3] / "docs" / "workflows"


@cache
def script() -> Mapping[str, Any]:
    return runpy.run_path(str(FOLDER / "draw.py"))


@cache
def made() -> Mapping[str, str]:
    return dict(script()["files"]())


def test_there_is_a_page_and_a_picture_for_every_workflow() -> None:
    names = {*machines()}
    assert set(made()) == {"README.md", "levels.svg", *(f"{n}.md" for n in names), *(f"{n}.svg" for n in names)}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == {*made(), "draw.py"}


@pytest.mark.parametrize("name", ["README.md", "levels.svg", *(f"{n}.{e}" for n in machines() for e in ("md", "svg"))])
def test_it_is_as_the_workflows_are(name: str) -> None:
    told = FOLDER.joinpath(name).read_text(encoding="utf-8")
    assert told == made()[name], "a workflow or how it is drawn has changed; run: python docs/make.py"


def test_every_link_leads_to_a_file() -> None:
    for name, content in made().items():
        if name.endswith(".md"):
            tokens = MarkdownIt("commonmark").parse(content)
            links = [
                str(child.attrs["href"])
                for token in tokens
                for child in token.children or ()
                if child.type == "link_open"
            ]
            assert links
            assert all((FOLDER / link).is_file() for link in links)


@settings(max_examples=25, deadline=None)
@given(hostile())
def test_no_label_leaves_its_cell_or_the_drawing(found: Diagram) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(script()["page"](found))
    kinds = [token.type for token in tokens]
    assert kinds.count("fence") == 1
    assert kinds.count("heading_open") == 2
    assert kinds.count("table_open") == 1
    (chart,) = found.charts
    rows = len(chart.arrows) + sum(not any(a.came_from == s.name for a in chart.arrows) for s in chart.stops)
    assert kinds.count("tr_open") == rows + 1
