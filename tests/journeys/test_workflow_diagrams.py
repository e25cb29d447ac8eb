"""The workflows listed, shown and drawn by the installed command."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from tests.journeys.terminal import Terminal

DRAWN: Final = {"text": "┌", "svg": "<svg", "mermaid": "flowchart TB"}


def test_every_format_is_printed_and_written_to_a_new_file(empty: Terminal) -> None:
    more: list[list[str]] = [[], ["--output", "-"], ["--output", "FILE"], ["--output", "FILE"]]
    asked = [
        [
            "workflow",
            "diagram",
            "measure",
            "--lang",
            "en",
            "--format",
            name,
            *(word.replace("FILE", name) for word in told),
        ]
        for name in DRAWN
        for told in more
    ]
    ran = empty.session(asked)
    for place, (name, tells) in enumerate(DRAWN.items()):
        printed, dashed, written, again = ran[4 * place : 4 * place + 4]
        assert tells in printed.ok().out
        assert printed.out == dashed.ok().out == (empty.home / name).read_text(encoding="utf-8")
        assert "\x1b" not in printed.out
        assert (written.ok().out, name in written.err) == ("", True)
        assert "is there already" in again.failed(4).err


def test_a_case_is_marked_in_every_format(untouched: Terminal) -> None:
    asked = ["workflow", "diagram", "--ref", "1/26"]
    text, svg, mermaid, told = untouched.session(
        [asked, [*asked, "--format", "svg"], [*asked, "--format", "mermaid"], [*asked, "--json"]]
    )
    assert "● Til oppfølging" in text.ok().out
    assert "✓ Vedtatt" in text.out
    classes = [element.attrib.get("class") for element in ET.fromstring(svg.ok().out).iter()]
    assert classes.count("state here") >= 2
    assert "gate wentgate" in classes
    assert ":::here" in mermaid.ok().out
    assert "linkStyle" in mermaid.out
    decision, assignment, measure = told.ok().json["workflows"]
    assert [each["version"] for each in (decision, assignment, measure)] == [1, 1, 1]
    assert decision["here"] == [{"state": "in_follow_up", "refs": ["1/26"]}]
    assert [step["action"] for step in decision["way"]][-1] == "assign"
    assert [here["refs"] for here in assignment["here"]] == [["1/26.1"]]
    assert sum(len(here["refs"]) for here in measure["here"]) == 2
    assert {(link["from"], link["to"]) for link in told.json["links"]} >= {("decision", "assignment")}


def test_workflows_are_listed_and_shown(untouched: Terminal, empty: Terminal) -> None:
    shown = ["workflow", "show", "measure"]
    without = ["workflow", "list", "--json", "--db", str(empty.home / "none.sqlite")]
    listed, measure, told, unfollowed = untouched.session(
        [["workflow", "list", "--json"], shown, [*shown, "--json"], without]
    )
    names = ["decision", "assignment", "measure", "meeting", "learning_point"]
    assert list(dict.fromkeys(row["machine"] for row in listed.ok().json)) == names
    assert all({"version", "level", "digest", "states", "actions", "open_cases"} <= row.keys() for row in listed.json)
    assert "Meld utført (finish) → Utført · ansvarlig" in measure.ok().out
    assert "når noen har funksjonen" in measure.out
    finish = next(action for action in told.ok().json["actions"] if action["action"] == "finish")
    assert (finish["from"], finish["to"], finish["asks"]) == ("underway", "done", ["result"])
    assert told.json["version"] == max(row["version"] for row in listed.json if row["machine"] == "measure")
    assert "open_cases" not in unfollowed.ok().json[0]


def test_what_cannot_be_drawn_is_told_in_a_sentence(untouched: Terminal) -> None:
    wrong = {
        ("diagram", "meassure"): "Did you mean measure?",
        ("show", "vedtak"): "Did you mean decision?",
        ("diagram", "measure", "--version", "99"): "measure has no version 99. It has 1",
        ("diagram", "measure", "--version", "verdal-1"): "measure has no version verdal-1. It has 1",
        ("diagram", "--version", "1"): "slt workflow diagram NAME --version N",
        ("diagram", "--version", "1", "--ref", "1/26"): "1/26 is drawn in the version it has pinned",
        ("diagram", "--ref", "99/26"): "There is no 99/26.",
        ("diagram", "--ref", "hei"): "“hei” is not the name of a case",
        ("diagram", "meeting", "--ref", "1/26"): "1/26 follows the workflow “decision”, not “meeting”.",
        ("diagram", "--as-of", "2026-03-12"): "Name it with --ref",
        ("diagram", "--format", "pdf"): "'pdf'",
    }
    ran = untouched.session([["workflow", *words, "--lang", "en"] for words in wrong])
    for (words, tells), each in zip(wrong.items(), ran, strict=True):
        assert tells in each.failed(2).err, words
        assert each.out == ""
