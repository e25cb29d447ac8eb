"""Screens as people read them: in one language, without a word of another, and whole at 80 columns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len

from slt_flow.commands.run import run
from slt_flow.services.request.completion_index import outline
from tests.conftest import DEMO_DAY
from tests.journeys.test_commands import EVERY
from tests.views.text.norwegian import in_words, of_bokmaal, prose

READ: Final = (
    "", "status", "todo", "next", "next 8/26.1 --all", "why 8/26.1.2 finish", "show 2/26", "show 2/26.1", "show M1/26",
    "find ravner", "history", "decision list", "decision kinds", "decision show 3/26", "meeting list",
    "meeting show M1/26", "meeting agenda M3/26", "meeting minutes M1/26", "meeting record M3/26 --print",
    "knowledge list", "challenge list", "evaluate show 2026", "learning list", "plan show 2026", "wheel",
    "agreement obligations", "agreement explain meetings_are_held", "agreement list", "agreement show",
    "organisation list", "post list", "area list", "councils", "report", "report --format md", "handover-pack",
    "workflow list", "workflow show measure", "workflow diagram measure", "journal head", "journal verify",
    "db status",
)  # fmt: skip
"""Screens that people read; `journal show` prints entries as they are, for programs."""

ENGLISH: Final = frozenset({
    "the", "and", "is", "of", "not", "with", "what", "who", "which", "this", "that", "there", "are", "was", "were",
    "has", "have", "been", "nothing", "recorded", "range", "integer", "usage", "options", "done", "minutes",
    "clause", "deadline", "owner", "state", "days", "week", "kind", "move",
})  # fmt: skip
"""Words that no Norwegian has."""

MONTH: Final = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"

Screen = Callable[..., str]


def also(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.endurance)


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[str], bytes]) -> Callable[[str], Path]:
    def at(agreement: str) -> Path:
        path = tmp_path_factory.getbasetemp() / f"screens-{agreement}.sqlite"
        if not path.exists():
            path.write_bytes(demo(agreement))
        return path

    return at


@pytest.fixture
def screen(
    councils: Callable[[str], Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Screen:
    """What a command shows in a language, on a terminal of a width."""

    def shown(agreement: str, language: str, line: str, width: int) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("LANGUAGE", language)  # which a process of its own sets for click
        where = ["--db", str(councils(agreement)), "--lang", language, "--on", DEMO_DAY.isoformat()]
        run([*line.split(), *where, "--color", "always"], {})
        told = capsys.readouterr()
        return re.sub(r"\x1b\[[0-9;]*m", "", told.out + told.err)

    return shown


def texts(screen: Screen, agreement: str) -> list[str]:
    """What people have written: the texts of the journal and of the agreement, the longest first."""
    entries = json.loads(screen(agreement, "nb", "journal show --json", 80))
    found = {value for entry in entries for value in _strings(entry)}
    found |= {
        value
        for line in ("agreement show", "decision kinds")
        for value in _strings(json.loads(screen(agreement, "nb", f"{line} --json", 80)))
    }
    return sorted((" ".join(text.split()) for text in found if len(text) > 2), key=len, reverse=True)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def own(shown: str, of_users: list[str]) -> str:
    """A screen without the words of people, the commands in it and the names that are typed."""
    text = " ".join(shown.split())
    for written in of_users:
        if written in text:
            text = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", " ", text)
    names = {
        name.replace("_", "-")
        for machine in ("decision", "assignment", "measure", "meeting", "learning_point")
        for name in outline(machine)
    }
    text = re.sub(
        r"/\S+|\b\w+:\S+|\b\w+_\w+\b|\S+\.toml\b|https?://\S+|\"[^\"]*\"|\w+ = |(?m:^# \w+)", " ", prose(text)
    )
    return " ".join(word for word in text.split() if word.strip("+x.,;") not in names)


@pytest.mark.parametrize(
    ("agreement", "language"),
    [
        ("kvaefjord", "nn"),
        *(also(*pair) for pair in product(("kvaefjord", "levanger"), ("nb", "nn")) if pair != ("kvaefjord", "nn")),
    ],
)
def test_a_screen_is_in_one_language(screen: Screen, agreement: str, language: str) -> None:
    of_users = texts(screen, agreement)
    strange: dict[str, list[str]] = {}
    for line in READ:
        shown = screen(agreement, language, line, 400)
        if line.startswith("meeting record"):
            shown = re.sub(r"\b[a-z_]+ (?=\()", " ", shown)  # the keys of a form, with what they are in words
        words = own(shown, of_users)
        found = [word for word in in_words(words) if word in ENGLISH]
        found += of_bokmaal(words) if language == "nn" else []
        if found:
            strange[line] = sorted(set(found))
    assert not strange


@pytest.mark.endurance
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_help_is_in_one_language(screen: Screen, language: str) -> None:
    strange: dict[tuple[str, ...], list[str]] = {}
    for words in EVERY:
        shown = prose(
            re.sub(
                r"\[[^]]*\|[^]]*\]|\([^)]*\)|[│╭╮╰╯─]|\b\w+_\w+\b",
                " ",
                screen("kvaefjord", language, f"{' '.join(words)} --help", 200),
            )
        )
        listed = re.sub(r"(?m)^ *[a-z][a-z-]+  ", " ", shown)
        found = [word for word in in_words(listed) if word in ENGLISH] + (
            of_bokmaal(listed) if language == "nn" else []
        )
        if found:
            strange[words] = sorted(set(found))
    assert not strange


@pytest.mark.endurance
@pytest.mark.parametrize("agreement", ["kvaefjord", also("levanger")])
def test_nothing_is_cut_at_80_columns(screen: Screen, agreement: str) -> None:
    """No line is wider, no day is broken, and no word is that was whole on a wide screen."""
    wrong: dict[str, list[str]] = {}
    for line in READ:
        if line.startswith(("meeting record", "workflow diagram", "report --format")):
            continue  # a file, a drawing, a file
        shown, wider, widest = (screen(agreement, "nb", line, width) for width in (80, 110, 400))
        found = [each for each in shown.splitlines() if cell_len(each) > 80 and len(each.split()) > 1]
        days = rf"\d\. (?:{MONTH})\b(?! \d{{4}})"
        found += [day for day in re.findall(days, shown) if day not in re.findall(days, widest)]
        whole = set(re.findall(r"[^\W\d_]+", wider + widest))
        found += [word for word in re.findall(r"[^\W\d_]{2,}", shown) if word not in whole]
        if found:
            wrong[line] = found
    assert not wrong
