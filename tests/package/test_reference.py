"""The pages in docs/reference are those that the code makes today."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import click
import pytest

from slt_flow.commands.cli import Cli
from slt_flow.commands.frame import Command
from slt_flow.commands.run import outermost

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"

pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture(scope="module")
def script() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(FOLDER / "write.py")))


def test_the_pages_are_as_the_code_is(script: SimpleNamespace) -> None:
    stale = [name for name, write in script.PAGES.items() if FOLDER.joinpath(name).read_text("utf-8") != write()]
    assert stale == [], f"a command, a definition file, an error or a column has changed; run: {script.COMMAND}"


def test_every_page_is_made_and_told_to_be(script: SimpleNamespace) -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(script.PAGES)
    for name in script.PAGES:
        assert script.COMMAND in FOLDER.joinpath(name).read_text("utf-8"), name


def test_every_command_that_reads_has_its_json_on_the_page(script: SimpleNamespace) -> None:
    reading = {
        ctx.command_path
        for ctx in script._beneath(outermost(), click.Context(outermost(), info_name="slt", obj=Cli()))
        if type(ctx.command) is Command and not dict(ctx.command.panels)["When it writes"]
    }
    shown = {command for command in reading for line in script.READ if f"slt {line} ".startswith(f"{command} ")}
    assert reading - shown == set(script.NO_OBJECT)
