"""CONTRIBUTING's recipe for a successor, carried out for every machine in a copy of the checkout; no test is edited."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from slt_flow.definitions.shelf import SHIPPED as SHELF
from tests.services.workflows.test_own_versions import agreement
from tests.worlds import OWN, SHIPPED

pytestmark = [pytest.mark.endurance, pytest.mark.xdist_group("successors")]

ROOT: Final = Path(__file__).resolve().parents[3]

RESTS: Final = """[states.{initial}.on.rest]
to = "resting"
by = ["secretary"]
label = {{ nb = "La hvile", nn = "La kvile", en = "Let rest" }}

[states.resting]
label = {{ nb = "Hviler", nn = "Kviler", en = "Resting" }}
waits_on = "secretary"

[states.resting.on.resume]
to = "{initial}"
by = ["secretary"]
label = {{ nb = "Ta opp igjen", nn = "Ta opp att", en = "Resume" }}

[every_open_state."""
"""What every successor has beside what it follows: a state in which a new case may rest, and the way back."""

MACHINE_TESTS: Final = (
    "tests/definitions", "tests/engine", "tests/rules", "tests/stories", "tests/services/test_driven_councils.py",
    "tests/services/test_replayed.py", "tests/services/workflows", "tests/journeys/test_own_workflows.py",
    "tests/journeys/test_workflow_diagrams.py",
)  # fmt: skip
"""The tests that look at machines; of these the everyday ones are run."""

LONG: Final = ("every_action", "way_to", "what_follows")
"""Tests of the engine that are run with the long ones among them."""


def run(checkout: Path, *words: str, code: int = 0) -> str:
    """What a process of the checkout prints on standard output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "SLT_"))}
    env = {**kept, "PYTHONPATH": str(checkout), "SLT_DB": str(checkout / "slt.sqlite"), "SLT_LANG": "en"}
    done = subprocess.run(
        [sys.executable, *words], cwd=checkout, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def ship_a_successor(checkout: Path, name: str) -> None:
    """The recipe: begin it and change it."""
    folder = checkout / "workflows"
    number = int(SHELF.newest(name)) + 1
    written = run(checkout, "cli.py", "workflow", "new", name).splitlines()
    machine, move = (f"machines/{name}/{number}.toml", f"moves/{name}/{number - 1}--{number}.toml")
    assert written == [f"workflows/{machine}", f"workflows/{move}"]
    text = (folder / machine).read_text(encoding="utf-8")
    initial = re.findall(r'^initial = "(\w+)"$', text, re.MULTILINE)[0]
    changed = text.replace("[every_open_state.", RESTS.format(initial=initial), 1)
    assert changed != text
    (folder / machine).write_text(changed, encoding="utf-8")


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A copy of the checkout with a successor of every machine."""
    with TemporaryDirectory(prefix="slt-checkout-") as folder:
        made = Path(folder)
        for each in ("slt_flow", "workflows", "tests", "docs"):
            copytree(ROOT / each, made / each, ignore=ignore_patterns("__pycache__"))
        for each in ("cli.py", "pyproject.toml", "README.md", "CONTRIBUTING.md"):
            copy(ROOT / each, made / each)
        for name in SHIPPED:
            ship_a_successor(made, name)
        run(made, "docs/make.py")  # closes them by their digests
        yield made


def carry_out(checkout: Path, marked: str, *paths: str) -> None:
    """Run tests of the checkout; all of them pass."""
    run(checkout, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-m", marked, *paths)


@pytest.mark.exhaustive
def test_the_machine_tests_hold_of_every_successor(checkout: Path) -> None:
    carry_out(checkout, "not endurance", *MACHINE_TESTS)


def test_the_long_machine_tests_hold_of_every_successor(checkout: Path) -> None:
    carry_out(checkout, "endurance", *(f"tests/engine/test_{name}.py" for name in LONG))


def test_every_successor_and_the_move_to_it_is_proved(checkout: Path) -> None:
    told = json.loads(run(checkout, "cli.py", "workflow", "check", "--json"))
    assert told["unproved"] == []
    moves = {f"move {name} {int(SHELF.newest(name))}--{int(SHELF.newest(name)) + 1}" for name in SHIPPED}
    assert moves <= {each["name"] for each in told["explored"]}


def test_an_own_version_works_on_beside_every_successor(checkout: Path, folder: Path) -> None:
    own = str(folder / "own")
    run(checkout, "cli.py", "workflow", "new", "decision", "--name", "verdal", "--into", own)
    path = agreement(folder, decision=f'"{OWN}"')
    words = ("--workflows", own)
    run(checkout, "cli.py", "agreement", "check", path, *words)
    run(checkout, "cli.py", "init", path, *words)
    run(checkout, "cli.py", "decision", "register", "Ny sak", *words)
    assert f'"{OWN}"' in run(checkout, "cli.py", "workflow", "list", "--json", *words)
    run(checkout, "cli.py", "journal", "verify", *words)
