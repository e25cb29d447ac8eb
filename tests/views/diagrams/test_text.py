"""The terminal: no line wider than the screen, every state in a box, every action beneath its own."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from slt_flow.results.diagrams import Diagram, Marks, Passed
from slt_flow.views.diagrams.text import ASCII, UNICODE, Strokes, lines, show
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words
from tests.views.diagrams.charts import LANGUAGES, NAMES, hostile, shipped


def text(found: Diagram, width: int, language: str = "nb", strokes: Strokes = UNICODE) -> list[str]:
    return [line.plain for line in lines(found, Words(language), strokes, width)]


def on_its_way() -> Diagram:
    """A measure that was blocked once and is under way again."""
    steps = (
        Passed("add_measure", None, "delegated", date(2026, 3, 1)),
        Passed("accept", "delegated", "accepted", date(2026, 3, 2)),
        Passed("start", "accepted", "underway", date(2026, 3, 3)),
        Passed("note_progress", "underway", None, date(2026, 3, 20), 2),
        Passed("block", "underway", "blocked", date(2026, 4, 1)),
        Passed("unblock", "blocked", "underway", date(2026, 4, 9)),
    )
    (chart,) = shipped("measure").charts
    marks = Marks({"underway": ("1/26.1.1",)}, "1/26.1.1", "Leie hall", steps)
    return Diagram((chart._replace(marks=marks),))


def test_a_marked_measure_as_it_is_read(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(line.rstrip() for line in text(on_its_way(), 80)) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_screen_and_boxes_close(name: str | None, width: int, language: str) -> None:
    told = text(shipped(name), width, language)
    assert max(map(cell_len, told)) == width
    within = [line for line in told if line.startswith("│ ")]
    assert within
    assert all(line.endswith(" │") and cell_len(line) == width for line in within)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_state_and_every_action_is_there_once(name: str | None, language: str) -> None:
    words, found = Words(language), shipped(name)
    told = text(found, 200, language)
    boxes = [line for line in told if line.startswith(("│ │ ", "│ ║ "))]
    stops = [stop for chart in found.charts for stop in chart.stops]
    assert len(boxes) == len(stops)
    for stop, box in zip(stops, boxes, strict=True):
        assert box[4:].startswith(words.label(stop.label))
        assert box.startswith("│ ║ ") == stop.end == (words.say("ends here") in box)
    actions = [line for line in told if line.startswith(("│  ├─", "│  └─"))]
    arrows = [arrow for chart in found.charts for arrow in chart.arrows]
    assert len(actions) == len(arrows)
    for arrow, action in zip(arrows, actions, strict=True):
        assert action[7:].startswith(words.label(arrow.label))
        assert action[5] == ("▶" if arrow.led_to else "↻")


@pytest.mark.parametrize("name", NAMES)
def test_without_letters_beyond_ascii_it_stays_readable(name: str | None) -> None:
    told = text(shipped(name), 80, "nb", ASCII)
    assert all(line.isascii() for line in told)
    assert max(map(len, told)) == 80
    assert all(len(line) == 80 for line in told if line.startswith("| "))


def test_a_stream_of_ascii_gets_the_plain_drawing_and_a_pipe_no_escapes() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    show(on_its_way(), Words("nb"), Screen("auto", stream))
    stream.flush()
    printed = stream.buffer.getvalue().decode("ascii")
    assert "* I arbeid" in printed
    assert "\x1b" not in printed


@settings(max_examples=20, deadline=None)
@given(hostile(), st.sampled_from([1, 40, 41, 80]))
def test_no_label_breaks_the_boxes(found: Diagram, width: int) -> None:
    told = text(found, width)
    assert all(cell_len(line) <= max(width, 40) for line in told)
    assert not any(set("\x1b\n\r\u202e") & set(line) for line in told)
