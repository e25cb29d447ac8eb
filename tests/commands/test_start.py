"""A command waits for nothing it does not need: which libraries are imported, by what is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

pytestmark = pytest.mark.xdist_group("demo")

HEAVY = (
    "pathlib",
    "alembic", "platformdirs", "pydantic", "rich", "sqlalchemy", "sqlalchemy.orm", "transitions",
    "starlette", "uvicorn", "slt_flow.wording",
)  # fmt: skip
TELL = """
import sys
from slt_flow.commands import main
try:
    main()
except SystemExit as left:
    print("EXIT", left.code, file=sys.stderr)
print("MODULES", *[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[str], bytes]) -> Path:
    path = tmp_path_factory.mktemp("start") / "demo.sqlite"
    path.write_bytes(demo("kvaefjord"))
    return path


def imported(database: Path, *words: str, **environ: str) -> set[str]:
    clean = {name: told for name, told in os.environ.items() if not name.startswith("SLT_")}
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(heavy=HEAVY), *words],
        env=clean | {"SLT_DB": str(database), "SLT_ON": "2026-11-20"} | environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "EXIT 0" in done.stderr, done.stderr
    assert done.stdout.strip()
    return set(done.stderr.split("MODULES")[1].split())


def also(*values: object) -> ParameterSet:
    """What the everyday run shows by another command."""
    return pytest.param(*values, marks=pytest.mark.endurance)


@pytest.mark.parametrize(
    "words", [("--help",), ("decision", "--help"), also(("status", "--help")), also(("do", "--help"))]
)
def test_help_imports_plain_click_only(database: Path, words: tuple[str, ...]) -> None:
    assert imported(database, *words) == {"pathlib"}


@pytest.mark.parametrize(
    "words", [("status", "--as-of", "2026-05-01"), ("history",), also(("status",)), (), also(("todo",))]
)
def test_reading_needs_neither_models_nor_machines(database: Path, words: tuple[str, ...]) -> None:
    words_of_rules = {"slt_flow.wording"} if words[:1] != ("status",) else set()
    assert imported(database, *words) <= {"pathlib", "platformdirs", "rich", "sqlalchemy"} | words_of_rules


@pytest.mark.parametrize(
    "words", [("next", "1/26"), ("remark", "1/26", "Sett", "--dry-run"), also(("why", "8/26.1.2", "finish"))]
)
def test_judging_and_acting_need_no_models(database: Path, words: tuple[str, ...]) -> None:
    assert imported(database, *words) <= {"pathlib", "platformdirs", "rich", "transitions", "slt_flow.wording"}


@pytest.mark.parametrize(
    ("shell", "typed", "needed"),
    [
        ("bash", "slt sta", set()),
        ("bash", "slt do 8/26.1.2 ", {"pathlib"}),
        also("zsh", "slt assign 5/26 ", {"pathlib"}),
        also("fish", "slt show ", {"pathlib"}),
    ],
)
def test_completion_imports_plain_click_only(database: Path, shell: str, typed: str, needed: set[str]) -> None:
    count = str(len(typed.split(" ")) - 1)
    told = imported(
        database, _SLT_COMPLETE=f"{shell}_complete", COMP_WORDS=typed, COMP_CWORD=count if shell != "fish" else ""
    )
    assert told == needed
