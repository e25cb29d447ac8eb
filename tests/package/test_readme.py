"""What the README says can be typed, can be typed; what it shows, is shown."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sysconfig
import textwrap
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from slt_flow.commands.run import COMMANDS
from slt_flow.records.store import Store
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Ref
from slt_flow.views.follow_up.tree import lines
from slt_flow.views.text.screen import UNICODE, Screen
from slt_flow.views.text.words import Words
from slt_flow.views.year.obligations import show
from tests.conftest import DEMO_DAY

README = Path(__file__).resolve().parents[2].joinpath("README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:\w*)\n(.*?)```", README, re.DOTALL)
SLT = Path(sysconfig.get_path("scripts")) / "slt"

pytestmark = pytest.mark.xdist_group("package")


@pytest.mark.endurance
def test_the_coordinators_hour_runs_as_it_is_written(tmp_path: Path) -> None:
    hour = next(block for block in BLOCKS if "slt init kvaefjord" in block)
    environ = {n: t for n, t in os.environ.items() if not n.startswith("SLT_")} | {"SLT_DB": str(tmp_path / "db")}
    shown = ""
    for line in hour.splitlines():
        if not line.startswith("slt"):
            promised = line.split("#")[0].strip()
            assert promised in shown
            continue
        words = shlex.split(line, comments=True)[1:]
        done = subprocess.run([SLT, *words], env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, (line, done.stderr)
        shown = done.stdout
    assert "1/26.1.1 Leie Kvæfjordhallen" in shown


@pytest.fixture
def played(tmp_path: Path, demo: Callable[[str], bytes]) -> Context:
    """A context before a copy of the demo."""
    path = tmp_path / "demo.sqlite"
    path.write_bytes(demo("kvaefjord"))
    return Context(Store(str(path)), council="kvaefjord", on=DEMO_DAY)


def test_the_picture_is_part_of_the_tree_of_the_demo(played: Context) -> None:
    chosen = Filter(refs=tuple(filter(None, map(Ref.parse, ("2/26", "8/26", "3/26")))))
    tree = status(played, chosen)
    drawn = "\n".join(line.plain.rstrip() for line in lines(tree, Words("nb"), UNICODE, 80))
    assert drawn == BLOCKS[0].rstrip()


def test_the_obligations_are_those_of_the_demo(played: Context) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with patch.dict(os.environ, {"COLUMNS": "80"}):
        show(obligations(played), Words("nb"), Screen("never", shown))
    shown.flush()
    printed = shown.buffer.getvalue().decode()
    block = next(block for block in BLOCKS if "oppfylt" in block)
    for told in block.rstrip().split("\n\n"):
        assert told in printed


def test_the_example_for_programs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = next(block for block in BLOCKS if "open_council" in block)
    told: dict[str, object] = {}
    exec(textwrap.dedent(example), told)
    assert getattr(told["decision"], "state", None) == "adopted"
    assert getattr(told["tree"], "totals", {})["assignments"] == 1


def test_every_command_the_readme_names_exists() -> None:
    named = set(re.findall(r"`slt ([a-z-]+)", README))
    assert named
    assert named <= set(COMMANDS)
