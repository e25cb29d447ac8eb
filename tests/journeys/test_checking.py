"""Everything wrong with a workflow of one's own is told at once, with the file and the key, before it is explored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.definitions.test_broken import FILES, expected
from tests.journeys.terminal import Ran, Terminal

pytestmark = pytest.mark.xdist_group("checking")
"""What is made once for all of them is made in one process."""

MACHINES = [path for path in FILES if "[agreement]" not in path.read_text("utf-8")]
"""Broken files of machines, each with one defect."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What the command says of each of them."""
    terminal = Terminal(tmp_path_factory.mktemp("checking"))
    commands = [("workflow", "check", str(path), "--lang", "en") for path in MACHINES]
    return dict(zip([path.name for path in MACHINES], terminal.session(commands), strict=True))


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_broken_workflow_is_refused_with_what_is_wrong_and_where(path: Path, told: dict[str, Ran]) -> None:
    ran = told[path.name].failed(3)
    assert ran.out == ""
    for problem in expected(path):
        assert (problem.where if "." in problem.where else problem.where.split()[-1]) in ran.err
        assert problem.near is None or problem.near in ran.err


def test_a_file_that_is_not_there_is_told_so(empty: Terminal) -> None:
    ran = empty("workflow", "check", "nothing.toml", "--lang", "en").failed(3)
    assert "nothing.toml" in ran.err
