"""The picture: every state and every action once, nothing on top of anything else, and XML whatever the labels say."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from slt_flow.results.diagrams import Diagram, Marks, Passed
from slt_flow.views.diagrams.canvas import SIZES, wide
from slt_flow.views.diagrams.layout import Place
from slt_flow.views.diagrams.panel import Panel
from slt_flow.views.diagrams.sketch import Sketch
from slt_flow.views.diagrams.svg import drawn
from slt_flow.views.text.words import Words
from tests.views.diagrams.charts import LANGUAGES, NAMES, hostile, shipped

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))


def apart(one: Place, two: Place) -> bool:
    return one.x + one.width <= two.x or two.x + two.width <= one.x or one.bottom <= two.y or two.bottom <= one.y


def overlapping(places: list[Place]) -> list[tuple[Place, Place]]:
    """The pairs that are not apart."""
    down = sorted(places, key=lambda place: place.y)
    found = []
    for number, one in enumerate(down):
        for two in down[number + 1 :]:
            if two.y >= one.bottom:
                break
            if not apart(one, two):
                found.append((one, two))
    return found


def pierced(made: Panel) -> list[tuple[int, int]]:
    """The lines (by number) that go upright through a box (by number) which they do not belong to."""
    found = []
    for line_number, line in enumerate(made.plan.lines):
        for (x, top), (_, bottom) in zip(line[::2], line[1::2], strict=True):
            for number, place in enumerate(made.plan.places):
                inside = place.x < x < place.x + place.width
                if inside and max(top, place.y) < min(bottom, place.bottom):
                    found.append((line_number, number))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_boxes_do_not_overlap_and_lines_go_round_them(name: str | None, language: str) -> None:
    for chart in shipped(name).charts:
        made = Panel(chart, Words(language))
        assert overlapping(list(made.plan.places)) == []
        assert pierced(made) == []
        for place in made.plan.places:
            assert place.x >= 0 <= place.y
            assert place.x + place.width <= made.plan.width + 0.2
            assert place.bottom <= made.plan.height + 0.2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_state_and_every_action_is_there_once(name: str | None, language: str) -> None:
    words = Words(language)
    for chart in shipped(name).charts:
        sorted_ = Sketch(chart)
        gates = [(arrow.came_from, arrow.action) for gate in sorted_.gates for arrow in gate.arrows]
        stays = [(name, arrow.action) for name, arrows in sorted_.staying.items() for arrow in arrows]
        general = [(None, arrow.action) for arrow in sorted_.everywhere]
        assert sorted(map(str, [*gates, *stays, *general])) == sorted(
            str((arrow.came_from, arrow.action)) for arrow in chart.arrows
        )
        made = Panel(chart, words)
        boxes = [" ".join(line.text for line in box.lines) for box in made.boxes]
        assert len(boxes) == len(chart.stops) + len(sorted_.gates) + 1
        for stop, told in zip(chart.stops, boxes, strict=False):
            assert words.label(stop.label) in told
            assert (words.say("ends here") in told) == stop.end
        for gate, told in zip(sorted_.gates, boxes[len(chart.stops) :], strict=False):
            assert words.label(gate.arrow.label) in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_texts_stay_on_the_canvas_and_no_two_lie_on_one_another(name: str | None, language: str) -> None:
    every_text_has_its_place(drawn(shipped(name), Words(language)))


def every_text_has_its_place(svg: str) -> None:
    """Hold that texts are on the canvas, in their panels, and not on one another."""
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    panels = [place_of(each) for each in root.iter(f"{SVG}rect") if each.attrib.get("class") == "panel"]
    lines = []
    for each in texts(svg):
        x, y, kind = float(each.attrib["x"]), float(each.attrib["y"]), each.attrib["class"]
        room = wide(each.text or "", kind)
        left = x - room / 2 if kind == "count" else x
        line = Place(left, y - SIZES[kind] * 0.75, room, SIZES[kind] * 0.95)
        lines.append(line)
        assert 0 <= left <= left + room <= width + 0.5, each.text
        assert 0 < y < height
        for panel_ in panels:
            within = panel_.x <= x <= panel_.x + panel_.width and panel_.y <= y <= panel_.bottom
            assert not within or left + room <= panel_.x + panel_.width, each.text
    assert overlapping(lines) == []


def place_of(box: ET.Element) -> Place:
    return Place(*(float(box.attrib[name]) for name in ("x", "y", "width", "height")))


LONG = "Sett på sakslista som er et ganske langt navn uten mening, men lov"


@pytest.mark.parametrize("label", [LONG, LONG.upper(), LONG.replace(" ", "")])
@pytest.mark.parametrize("name", ["measure", "decision"])
def test_labels_as_long_as_they_may_be_are_told_on_several_lines(name: str, label: str) -> None:
    (chart,) = shipped(name).charts
    long = dict.fromkeys(LANGUAGES, label)
    way = tuple(Passed(each.action, each.came_from, each.led_to, date(2026, 1, 2)) for each in chart.arrows)
    marks = Marks({chart.stops[1].name: ("1/26",)}, "1/26", label, way)
    stops = tuple(stop._replace(label=long) for stop in chart.stops)
    arrows = tuple(arrow._replace(label=long) for arrow in chart.arrows)
    drawing = Diagram((chart._replace(label=long, stops=stops, arrows=arrows, marks=marks),))
    every_text_has_its_place(drawn(drawing, Words("nb")))


def test_a_picture_tells_what_it_is_to_those_who_cannot_see_it() -> None:
    root = ET.fromstring(drawn(shipped("measure"), Words("en")))
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert title.text == "The workflow “Measure”"
    assert "Delegated, Declined, Accepted" in str(told.text)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], told.attrib["id"]]


def test_a_case_without_a_title_is_called_by_its_ref() -> None:
    (chart,) = shipped("meeting").charts
    marks = Marks({chart.stops[0].name: ("M1/26",)}, "M1/26")
    assert '<title id="slt-title">M1/26</title>' in drawn(Diagram((chart._replace(marks=marks),)), Words("en"))


def test_the_same_drawing_is_the_same_bytes_and_fetches_nothing() -> None:
    first, second = (drawn(shipped(None), Words("nb")) for _ in range(2))
    assert first == second
    assert first.count("http") == 1, "only the name of SVG itself"
    assert "href" not in first
    assert "@import" not in first


@settings(max_examples=15, deadline=None)
@given(hostile())
def test_no_label_breaks_out(found: Diagram) -> None:
    svg = drawn(found, Words("en"))
    allowed = {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "circle", "text"}
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} <= allowed
    assert "\x1b" not in svg
    assert "\u202e" not in svg
    every_text_has_its_place(svg)
    made = Panel(found.charts[0], Words("en"))
    assert overlapping(list(made.plan.places)) == []
    assert pierced(made) == []
