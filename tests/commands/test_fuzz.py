"""Command lines at random: documented exit codes, no traceback, no control sign, nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.commands.fuzz import Fuzz
from tests.journeys.terminal import Ran, Terminal

MANY = pytest.mark.endurance


@pytest.fixture
def fuzz(folder: Path, demo: Callable[[str], bytes]) -> Fuzz:
    (folder / "slt.sqlite").write_bytes(demo("kvaefjord"))
    return Fuzz(folder, seed=26)


@pytest.mark.parametrize("count", [4, pytest.param(250, marks=MANY)])
def test_whatever_the_parser_takes_is_answered_and_leaves_the_journal_whole(fuzz: Fuzz, count: int) -> None:
    for number in range(1, count + 1):
        fuzz.run(fuzz.valid())
        if number % 100 == 0:
            fuzz.is_whole()
    fuzz.is_whole()
    assert fuzz.ended["0"] > count / 5, "most lines say something that can be done"


@pytest.mark.parametrize("count", [4, pytest.param(100, marks=MANY)])
def test_whatever_is_mistyped_is_answered_and_leaves_the_journal_whole(fuzz: Fuzz, count: int) -> None:
    for _ in range(count):
        fuzz.run(fuzz.invalid())
    fuzz.is_whole()


@MANY
def test_processes_of_their_own_answer_alike(fuzz: Fuzz) -> None:
    for _ in range(20):
        fuzz.run(fuzz.valid(), {"LC_ALL": "C.UTF-8"})
    fuzz.is_whole()


WRONG: dict[str, dict[str, Any]] = {
    "another exit code": {"code": 70},
    "a traceback": {"err": "Traceback (most recent call last):"},
    "a control sign": {"out": "\x1b[2J"},
    "a refusal without a word": {"code": 1, "err": ""},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_fuzz_sees_what_goes_wrong(fuzz: Fuzz, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = replace(Ran(0, "", ""), **WRONG[wrong])
    monkeypatch.setattr(Terminal, "__call__", lambda *_, **__: ran)
    with pytest.raises(AssertionError):
        fuzz.run(["status"])


def test_the_fuzz_sees_what_was_recorded_though_it_was_refused(fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Terminal.__call__
    monkeypatch.setattr(Terminal, "__call__", lambda *words, **env: replace(asked(*words, **env), code=1, err="Nei."))
    with pytest.raises(AssertionError, match="something was recorded"):
        fuzz.run(["remark", "1/26", "Noe"])
