"""Pages of the documentation: commands that they show run, pictures are true, files and functions they name exist.

A block marked `sh` holds commands, run one after the other in a council of the page's own, from the top of the page to
its end. An indented line beneath a command is part of what it prints. A block of another kind is not run.
"""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

import click
import pytest

from slt_flow.commands.cli import Cli
from slt_flow.commands.frame import Group
from slt_flow.commands.run import outermost
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
from tests.journeys.terminal import Terminal

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    )
}
BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
BY_HAND: Final = {
    name: text for name, text in PAGES.items() if not name.startswith("docs/workflows/") and "Made by" not in text
}
"""Pages that somebody wrote; the others are compared with what their script writes."""

EVERY_DAY: Final = ("README.md", "docs/guide/each-week.md", "docs/guide/meeting.md")
"""Pages whose commands are typed in the everyday run too."""

pytestmark = pytest.mark.xdist_group("package")


def blocks(page: str, kind: str) -> list[str]:
    return [text for language, text in BLOCK.findall(PAGES[page]) if language == kind]


def typed() -> dict[str, list[tuple[str, list[str]]]]:
    """The commands of each page that has any, each with what it promises to print."""
    pages: dict[str, list[tuple[str, list[str]]]] = {}
    for page in PAGES:
        for line in "".join(blocks(page, "sh")).splitlines():
            if line.startswith(" "):
                pages[page][-1][1].append(line.split("#")[0].strip())
            elif line:
                pages.setdefault(page, []).append((line, []))
    return pages


@pytest.mark.parametrize(
    "page", [page if page in EVERY_DAY else pytest.param(page, marks=pytest.mark.endurance) for page in typed()]
)
def test_the_commands_of_a_page_run_as_they_are_written(page: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"SLT_ON": DEMO_DAY.isoformat(), "EDITOR": "true"})
    for line, promised in typed()[page]:
        program, *words = shlex.split(line, comments=True)
        if program == "export":
            name, _, value = words[0].partition("=")
            terminal.env[name] = value
            continue
        assert program == "slt", line
        ran = terminal(*words)
        assert ran.code == 0, (line, ran.err)
        assert [text for text in promised if text not in ran.out] == [], (line, ran.out)


def named_commands() -> Iterator[tuple[str, str]]:
    """The commands that a page names within a sentence or a table."""
    for page, text in BY_HAND.items():
        for code in re.findall(r"`(slt(?: [^`]+)?)`", BLOCK.sub("", text)):
            yield page, " ".join(code.split())


@pytest.mark.parametrize(("page", "command"), sorted(set(named_commands())))
def test_a_command_that_a_page_names_exists_with_its_options(page: str, command: str) -> None:
    root = outermost()
    context = click.Context(root, info_name="slt", obj=Cli())
    for word in command.split()[1:]:
        if word.startswith("--"):
            options = {name for option in context.command.params for name in option.opts} | {"--help"}
            assert word.partition("=")[0].strip("[],.") in options, page
        elif isinstance(context.command, Group) and not word.startswith("-"):
            beneath = context.command.get_command(context, word)
            assert beneath is not None or word.isupper(), page
            context = click.Context(beneath, parent=context) if beneath is not None else context


@cache
def defined_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = (node.targets if isinstance(node, ast.Assign) else [node.target] for node in tree.body
               if isinstance(node, ast.Assign | ast.AnnAssign))  # fmt: skip
    return names | {target.id for several in targets for target in several if isinstance(target, ast.Name)}


FILE: Final = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|toml|md|json|po)|(?:[\w.-]+/)+)(?::([\w.]+))?`")
"""A file in a checkout, its name perhaps followed by one of its functions; or a folder."""
DRAWN: Final = re.compile(r"((?:[\w.-]+/)+[\w.-]+\.py):([\w.]+)")
"""The same in a drawing."""
ABOVE: Final = ("", "slt_flow/", "docs/", "slt_flow/services/", "slt_flow/definitions/", "workflows/")
"""Folders within which a page names files."""
NOT_THERE: Final = ("own/", "machines/decision/verdal-1.toml")
"""Files of a municipality that a page names."""


@pytest.mark.parametrize("page", list(BY_HAND))
def test_every_file_and_function_that_a_page_names_exists(page: str) -> None:
    drawn = DRAWN.findall("".join(blocks(page, "text")))
    for path, function in (*FILE.findall(PAGES[page]), *drawn):
        if path.startswith(NOT_THERE) or "NAME" in path:
            continue
        there = [folder + path for folder in ABOVE if (ROOT / folder / path).exists()]
        assert there, path
        assert not function or set(function.split(".")) <= defined_in(there[0]), (path, function)


@pytest.mark.parametrize("page", list(PAGES))
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]*`", "", BLOCK.sub("", PAGES[page])))
    gone = [link for link in links if "://" not in link and not (ROOT / page).parent.joinpath(link).exists()]
    assert gone == []


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
    assert drawn == blocks("README.md", "")[0].rstrip()


def test_the_obligations_are_those_of_the_demo(played: Context) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with patch.dict(os.environ, {"COLUMNS": "80"}):
        show(obligations(played), Words("nb"), Screen("never", shown))
    shown.flush()
    printed = shown.buffer.getvalue().decode()
    block = next(block for block in blocks("docs/guide/year-end.md", "text") if "oppfylt" in block)
    for clause in block.rstrip().split("\n\n"):
        assert clause in printed


def test_the_example_for_programs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = blocks("docs/program.md", "python")
    names: dict[str, object] = {}
    exec(textwrap.dedent(example), names)
    assert getattr(names["decision"], "state", None) == "adopted"
    assert getattr(names["tree"], "totals", {})["assignments"] == 1
