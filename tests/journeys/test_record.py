"""From a meeting to minutes: one form through the installed command, with an editor, a file or standard input."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.terminal import Ran, Terminal, installed

DAY = "2026-04-28"
PRESENT = 'present = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]\n'
ONE = f'{PRESENT}[[items]]\ntitle = "Sak"\noutcome = "adopt"\nconsent = "all"\n'
WRONG = f'{PRESENT}[[items]]\ntitle = "Sak"\noutcome = "adoptt"\n[[items]]\ntitle = "sak"\narea = "trafikk"\n'
EIGHT = PRESENT + "".join(
    f"""
[[items]]
title = "Sak {number}"
area = "barn-og-unge"
outcome = "adopt"
consent = "all"
  [[items.assignments]]
  owner = "slt-koordinator"
  due = 2026-10-01
"""
    + "".join(
        f"""    [[items.assignments.measures]]
    title = "Tiltak {number}.{place}"
    owner = "kulturleder"
    due = 2026-0{place + 6}-01
"""
        for place in (1, 2, 3)
    )
    for number in range(1, 9)
)


def saves(terminal: Terminal, text: str) -> dict[str, str]:
    """An editor that saves this text, whatever it is given."""
    saved, editor = terminal.home / "saved.toml", terminal.home / "editor"
    saved.write_text(text, encoding="utf-8")
    editor.write_text(f'#!/bin/sh\ncat "{saved}" > "$1"\n', encoding="utf-8")
    editor.chmod(0o700)
    return {"EDITOR": "false", "VISUAL": str(editor), "SLT_LANG": "en"}


def kept(terminal: Terminal) -> list[Path]:
    return sorted(terminal.database.parent.glob(f"{DAY}-*.toml"))


def answered(terminal: Terminal, answer: str, env: dict[str, str]) -> tuple[int, str]:
    """What a person at a terminal sees who gives one answer, and how the command left."""
    ours, theirs = pty.openpty()
    command = [installed(), "meeting", "record", DAY, "--color", "never"]
    with subprocess.Popen(
        command, env=terminal.environment(env), cwd=terminal.home, stdin=theirs, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8",
    ) as running:  # fmt: skip
        os.write(ours, f"{answer}\n".encode())
        told, _ = running.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    return running.returncode, told


def test_eight_decisions_with_three_measures_each_in_one_go(council: Terminal) -> None:
    (council.home / "skjema.toml").write_text(EIGHT, encoding="utf-8")
    record = ("meeting", "record", DAY, "--file", "skjema.toml", "--lang", "en")
    foreseen, first, again, status, verified = council.session(
        [(*record, "--dry-run"), record, record, ("status", "--json"), ("journal", "verify")]
    )
    lines = first.ok().out.splitlines()
    assert foreseen.ok().out.splitlines() == lines
    assert len(lines) == 1 + 8 * (1 + 1 + 3)
    assert lines[0].startswith("M4/26 28 April 2026: Held – present: ordforer, administrasjonssjef")
    assert lines[1].startswith("10/26 Sak 1: In follow-up – consents: ordforer, administrasjonssjef")
    assert lines[2:4] == [
        "  10/26.1 Sak 1: slt-koordinator, deadline 1 October 2026",
        "    10/26.1.1 Tiltak 1.1: kulturleder, deadline 1 July 2026",
    ]
    assert again.ok().out == "M4/26 (recorded already)\n"
    decisions = [each for area in status.json["areas"] for each in area["decisions"] if each["meeting"] == "M4/26"]
    assert [len(each["assignments"][0]["measures"]) for each in decisions] == [3] * 8
    verified.ok()


def test_every_mistake_with_its_line(council: Terminal) -> None:
    before = council.digest()
    (council.home / "skjema.toml").write_text(WRONG, encoding="utf-8")
    record = ("meeting", "record", DAY, "--file", "skjema.toml", "--lang", "en")
    told, as_json = council.session([record, (*record, "--json")])
    assert told.failed(2).err.splitlines() == [
        "The form was not recorded: 3 mistakes. Nothing was written.",
        "  line 4, items.1.outcome: “adoptt” is not what may become of an item. "
        "Choose among: adopt, note, no_consensus, postpone, withdraw.",
        "    Did you mean adopt?",
        "  line 6, items.2.title: “sak” is here twice; first on line 3. Keep one of them.",
        "  line 7, items.2.area: There is no focus area “trafikk”. See them with: slt area list",
        "    Did you mean trafikksikkerhet?",
    ]
    assert as_json.code == 2
    assert as_json.json["accepted"] is False
    assert [(each["line"], each["key"], each["near"]) for each in as_json.json["mistakes"]] == [
        (4, "items.1.outcome", "adopt"),
        (6, "items.2.title", None),
        (7, "items.2.area", "trafikksikkerhet"),
    ]
    assert council.digest() == before


def test_a_refusal_tells_the_paragraph_and_what_to_write(council: Terminal) -> None:
    before = council.digest()
    text = ONE + 'object = { ordforer = "Nei" }\n'
    (council.home / "skjema.toml").write_text(text, encoding="utf-8")
    record = ("meeting", "record", DAY, "--file", "skjema.toml", "--lang", "en")
    told, as_json = council.session([record, (*record, "--json")])
    assert told.failed(1).err.splitlines() == [
        "The form was not recorded: 1 mistake. Nothing was written.",
        "  line 2, items.1: Refused by the rules:",
        "    - § 8: Objecting: Ordfører.",
        '      Try: outcome = "no_consensus"',
    ]
    assert as_json.code == 1
    findings = as_json.json["mistakes"][0]["findings"]
    assert as_json.json["findings"] == findings
    assert [each["rule"] for each in findings] == ["consensus_is_reached", "nobody_objects"]
    assert council.digest() == before


@pytest.mark.endurance
def test_the_printed_form_can_be_recorded(council: Terminal) -> None:
    form = council("meeting", "record", "M3/26", "--print").ok().out
    assert 'sak = "6/26"  # Sak til høsten' in form
    filled = form.replace(
        'sak = "6/26"  # Sak til høsten\ndrofting = ""\nutfall = ""\n', 'sak = "6/26"\nutfall = "vedtatt"\n'
    )
    filled = filled.replace('samtykker = ""', 'samtykker = "alle"', 1)
    record = ("meeting", "record", "M3/26", "--file", "-", "--json")
    early = through_stdin(council, filled, *record)
    assert (early.code, [each["code"] for each in early.json["mistakes"]]) == (2, ["form_meeting_to_come"])
    done = through_stdin(council, filled, *record, "--on", "2026-09-10")
    told = done.ok().json
    assert (told["accepted"], told["ref"], told["state"]) == (True, "M3/26", "held")
    assert [(each["ref"], each["state"]) for each in told["recorded"]] == [("M3/26", "held"), ("6/26", "adopted")]
    assert sorted(told["recorded"][1]["stances"]) == ["consent"]


def through_stdin(terminal: Terminal, text: str, *words: str) -> Ran:
    done = subprocess.run(
        [installed(), *words], env=terminal.environment({}), cwd=terminal.home, input=text, capture_output=True,
        encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def test_what_the_editor_saved_is_recorded(council: Terminal) -> None:
    env = saves(council, ONE)
    ran = council("meeting", "record", DAY, "--yes", env=env).ok()
    assert ran.out.splitlines()[0].startswith("M4/26 28 April 2026: Held")
    assert ran.out.count("M4/26") == 1
    assert kept(council) == []


def test_without_a_terminal_nothing_is_asked(council: Terminal) -> None:
    before = council.digest()
    env = saves(council, ONE)
    ran = council("meeting", "record", DAY, env=env).failed(2)
    assert "--yes" in ran.err
    assert "--dry-run" in ran.err
    assert council.digest() == before


@pytest.mark.parametrize(("text", "words", "code"), [(WRONG, ("--yes",), 2), (ONE, ("--dry-run",), 0)])
def test_nothing_that_was_typed_is_lost(council: Terminal, text: str, words: tuple[str, ...], code: int) -> None:
    before = council.digest()
    ran = council("meeting", "record", DAY, *words, env=saves(council, text))
    assert ran.code == code, ran
    (file,) = kept(council)
    assert file.read_text(encoding="utf-8") == text
    assert f"slt meeting record {DAY} --file {file}" in ran.err
    assert council.digest() == before


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
@pytest.mark.parametrize(
    ("answer", "recorded"), [("ja", True), ("nei", False), pytest.param("", False, marks=pytest.mark.endurance)]
)
def test_it_is_shown_and_asked_once(council: Terminal, answer: str, recorded: bool) -> None:
    height = council.height()
    code, told = answered(council, answer, saves(council, ONE))
    assert code == 0, told
    assert told.count("10/26 Sak: Adopted") == 1
    assert told.count("Record this? [y/N]") == 1
    assert (council.height() > height) is recorded
    assert (kept(council) == []) is recorded


@pytest.mark.parametrize(
    ("editor", "tells"),
    [
        ("true", "Nothing was filled in"),
        ("false", "The editor “false” could not be used"),
        ("/no/such", "The editor “/no/such” could not be used"),
    ],
)
def test_an_editor_that_saves_nothing(council: Terminal, editor: str, tells: str) -> None:
    before = council.digest()
    env = {"EDITOR": editor, "VISUAL": None, "SLT_LANG": "en"}
    assert tells in council("meeting", "record", DAY, "--yes", env=env).failed(2).err
    assert council.digest() == before


def test_wrong_use(council: Terminal) -> None:
    before = council.digest()
    (council.home / "tom.toml").write_text("", encoding="utf-8")
    (council.home / "dyp.toml").write_text("x = " + "[" * 100_000, encoding="utf-8")
    (council.home / "stor.toml").write_text("#" * 2_000_000, encoding="utf-8")
    wrong = {
        ("M9/26", "--file", "tom.toml"): "There is no M9/26.",
        ("M1/26", "--file", "tom.toml"): "The form says nothing that is not recorded for M1/26 already.",
        ("1/26", "--file", "tom.toml"): "1/26 is not a meeting.",
        ("tulledag", "--file", "tom.toml"): "“tulledag” is no day here.",
        ("M1/26", "--file", "ingen.toml"): "ingen.toml",
        ("M1/26", "--file", "."): "cannot be read",
        ("M3/26", "--file", "dyp.toml"): "nested deeper than",
        ("M3/26", "--file", "stor.toml"): "larger than",
        ("M9/26", "--print"): "There is no M9/26.",
        ("tulledag", "--print"): "“tulledag” is no day here.",
    }
    ran = council.session([("meeting", "record", *words, "--lang", "en") for words in wrong])
    for each, tells in zip(ran, wrong.values(), strict=True):
        assert tells in each.failed(2).err
    assert council.digest() == before
