"""Mermaid: every state and every action once, in boxes for the levels, and no label that means anything."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given, settings

from slt_flow.results.diagrams import Diagram
from slt_flow.views.diagrams.mermaid import drawn, quoted
from slt_flow.views.diagrams.sketch import Sketch
from slt_flow.views.text.words import Words, safe
from tests.views.diagrams.charts import LABELS, LANGUAGES, NAMES, hostile, shipped

TEXT: Final = r'"(?:[^"#]|#\d+;)*"'
NODE: Final = r"m\d+(?:[sd]\d+|[bn])"
LINES: Final = re.compile(
    rf"flowchart TB|end|  direction TB|subgraph m\d+\[{TEXT}\]"
    rf"|  {NODE}(?:\[{TEXT}\]|\[\[{TEXT}\]\]|\({TEXT}\)|\(\({TEXT}\)\))(?::::[a-z]+)?"
    rf"|  {NODE} (?:---|-->) {NODE}|{NODE} -\. {TEXT} \.-> {NODE}"
    r"|classDef [a-z]+ [a-z#0-9:, -]+|class m\d+(?:,m\d+)* level|linkStyle \d+(?:,\d+)* [a-z#0-9:,-]+"
)
"""Every form a line may have; what a label says stands within quotation marks, or nowhere."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_state_and_every_action_is_there_once(name: str | None, language: str) -> None:
    words, diagram = Words(language), shipped(name)
    lines = drawn(diagram, words).splitlines()
    assert [line for line in lines if LINES.fullmatch(line) is None] == []
    assert sum(line.startswith("subgraph") for line in lines) == len(diagram.charts) == lines.count("end")
    for number, chart in enumerate(diagram.charts, start=1):
        states = [line for line in lines if re.match(rf"  m{number}s\d+\[", line)]
        gates = [line for line in lines if re.match(rf"  m{number}d\d+\(", line)]
        assert [quoted(words.label(stop.label)) in line for stop, line in zip(chart.stops, states, strict=True)]
        assert sum("[[" in line for line in states) == sum(stop.end for stop in chart.stops)
        assert len(gates) == len(Sketch(chart).gates)
        leading = [line for line in lines if re.match(rf"  m{number}[sn]\d* --- m{number}d", line)]
        drawn_ = [gate for gate in Sketch(chart).gates for _ in gate.arrows]
        assert len(leading) == len(drawn_)
        told = "\n".join((*states, *gates, *(line for line in lines if line.startswith(f"  m{number}n["))))
        for arrow in chart.arrows:
            assert quoted(words.label(arrow.label)) in told


def test_the_levels_are_joined_where_work_is_handed_down() -> None:
    lines = drawn(shipped(None), Words("en")).splitlines()
    joined = [line for line in lines if "-." in line]
    assert {(line[:2], line.split(".-> ")[1][:2]) for line in joined} == {("m1", "m2"), ("m2", "m3")}
    assert sum("gives a new case" in line for line in joined) == 3


def test_a_drawing_is_one_that_pages_still_draw() -> None:
    """Those who draw Mermaid refuse more than 50 000 letters or 500 lines."""
    told = drawn(shipped(None), Words("nb"))
    assert len(told) < 50_000
    assert told.count("--") < 500


@settings(max_examples=20, deadline=None)
@given(hostile())
def test_no_label_breaks_out(found: Diagram) -> None:
    told = drawn(found, Words("en"))
    assert [line for line in told.split("\n") if line and LINES.fullmatch(line) is None] == []


@settings(max_examples=100, deadline=None)
@given(LABELS)
def test_what_is_quoted_means_nothing(label: str) -> None:
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), quoted(label))
    assert shown.replace("\u2060", "") == safe(label).replace("\u2060", "")
    assert "$$" not in shown
    assert ":fa-" not in shown
    assert not set('"\\`<>[](){}|%;&\n\r:') & set(re.sub(r"#\d+;", "", quoted(label)))
