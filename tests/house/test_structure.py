"""The order of the house: no circles, nouns in order, few imports inside functions, nothing read at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.house.source import PACKAGE
from tests.house.structure import Import, Package, at_import, circle, package, planted

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""


# circles


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(package().edges()) == ()


def test_no_folders_import_each_other_in_a_circle() -> None:
    assert circle(package().folder_edges()) == ()


def test_every_module_and_folder_is_looked_at() -> None:
    found = package()
    assert len(found.trees) == len(list(PACKAGE.rglob("*.py")))
    assert {"slt_flow", "slt_flow.services", "slt_flow.services.request", "slt_flow.model"} <= found.folders
    assert found.edges()["slt_flow.services.request.actions"] >= {"slt_flow.engine.decide", "slt_flow.terms"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"p.a": "import p.b", "p.b": "def f():\n    from p import a"}, {"p.a", "p.b"}),
        ({"p.a": "from p.b import x", "p.b": "from p.c import y", "p.c": "import p.a"}, {"p.a", "p.b", "p.c"}),
        ({"p.a": "class A:\n    def f(self):\n        import p.b", "p.b": "from p.a import A"}, {"p.a", "p.b"}),
    ],
    ids=["one hidden in a function", "three", "one hidden in a method"],
)
def test_a_circle_of_modules_is_found(files: Mapping[str, str], expected: set[str]) -> None:
    found = circle(planted(files, ["p"]).edges())
    assert set(found) == expected
    assert found[0] == found[-1]


def test_a_circle_of_folders_is_found_though_no_modules_make_one() -> None:
    files = {"p.a.one": "import p.b.one", "p.b.one": "", "p.b.two": "import p.a.two", "p.a.two": ""}
    made = planted(files, ["p", "p.a", "p.b"])
    assert circle(made.edges()) == ()
    assert set(circle(made.folder_edges())) == {"p.a", "p.b"}


def test_a_folder_may_stand_between_two_files_beside_it() -> None:
    files = {"p.decide": "import p.effects.one", "p.effects.one": "import p.entries", "p.entries": ""}
    assert circle(planted(files, ["p", "p.effects"]).folder_edges()) == ()


# nouns in order

ORDER: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "services": (
        ("request",),
        ("people", "agreements", "workflows"),
        ("decisions",),
        ("meetings", "year", "history", "sheets"),
        ("follow_up",),
        ("use_cases",),
        ("stories",),
    ),
    "views": (
        ("text",),
        ("writers",),
        ("diagrams",),
        ("meetings", "year", "history", "sheets", "stories"),
        ("workflows", "follow_up"),
    ),
}
"""The nouns of each room from below; those of one row know nothing of each other."""


def noun(room: str, module: str) -> str | None:
    """The noun of a room that a module belongs to, or None where it belongs to none."""
    above = f"slt_flow.{room}"
    if not module.startswith(f"{above}."):
        return None
    return module.removeprefix(f"{above}.").partition(".")[0]


def out_of_order(found: Package, room: str) -> set[tuple[str, str]]:
    """The imports within a room of a noun that does not come before the importing one."""
    place = {name: height for height, row in enumerate(ORDER[room]) for name in row}
    wrong = set()
    for module, targets in found.edges().items():
        own = noun(room, module)
        for target in targets:
            other = noun(room, target)
            if own is not None and other is not None and own != other and not place[other] < place[own]:
                wrong.add((module, target))
    return wrong


@pytest.mark.parametrize("room", list(ORDER))
def test_a_noun_imports_only_nouns_before_it(room: str) -> None:
    assert out_of_order(package(), room) == set()


@pytest.mark.parametrize("room", list(ORDER))
def test_every_noun_has_its_place(room: str) -> None:
    nouns = {noun(room, module) for module in package().trees} - {None}
    assert nouns == {name for row in ORDER[room] for name in row}


@pytest.mark.parametrize(
    ("room", "module", "text"),
    [
        ("services", "slt_flow.services.request.actions", "def f():\n    import slt_flow.services.people.posts"),
        ("services", "slt_flow.services.agreements.renew", "import slt_flow.services.people.posts"),
        ("services", "slt_flow.services.year.learning", "from slt_flow.services.follow_up import status"),
        ("views", "slt_flow.views.text.tables", "from slt_flow.views.year import wheel"),
    ],
)
def test_an_import_out_of_order_is_found(room: str, module: str, text: str) -> None:
    others = {
        "slt_flow.services.people.posts": "",
        "slt_flow.services.follow_up.status": "",
        "slt_flow.views.year.wheel": "",
    }
    made = planted({**others, module: text}, package().folders)
    assert [wrong for wrong, _ in out_of_order(made, room)] == [module]


# imports inside functions

BY_COMMANDS: Final = ("slt_flow.services.", "slt_flow.views.", "slt_flow.results.", "slt_flow.pages.")
"""Rooms of which a command imports what it needs when it is called: at the top, help would cost eight times as much."""

INSIDE: Final[Mapping[tuple[str, str], str]] = {
    ("slt_flow", "slt_flow.services.use_cases.opened"): "the version is asked for without the whole product",
    ("slt_flow", "slt_flow.views.year.scribe.SCRIBE"): "the version is asked for without the whole product",
    ("slt_flow.commands", "slt_flow.commands.run.run"): "a command is imported without the frame that runs it",
    ("slt_flow.commands.frame", "slt_flow.commands.help_pages.page"): "no other start writes help",
    ("slt_flow.commands", "slt_flow.commands"): "signals are heard before the program is read",
    ("slt_flow.commands.frame", "difflib.get_close_matches"): "only a mistyped command is compared with others",
    ("slt_flow.definitions.problems", "slt_flow.definitions.toml_positions.lines_of"): (
        "only what is wrong is looked for in its text"
    ),
    ("slt_flow.definitions.read", "tomllib"): "no shipped file has to be parsed",
    ("slt_flow.commands.agreements", "slt_flow.commands.questionnaire.answered"): "only who asks is asked",
    ("slt_flow.commands.failures", "json"): "only what cannot be told in order is written by hand",
    ("slt_flow.commands.cli", "pathlib.Path"): "brings web addresses, for which a completion would wait",
    ("slt_flow.commands.output", "pathlib.Path"): "as above",
    ("slt_flow.services.request.settings", "pathlib.Path"): "as above",
    ("slt_flow.services.request.settings", "json"): "only a change is written",
    ("slt_flow.commands.frame", "slt_flow.commands.norwegian.meant"): "only a mistyped command is looked up",
    ("slt_flow.commands.settings", "slt_flow.commands.shells.install"): "only an installation reads the environment",
    ("slt_flow.services.request.settings", "slt_flow.records.location.config_folder"): "brings platformdirs",
    ("slt_flow.services.request.settings", "slt_flow.definitions"): "only who has settings parses a file",
    ("slt_flow.records.location", "platformdirs.user_config_path"): "only Windows and macOS need it",
    ("slt_flow.definitions.ready", "slt_flow.definitions.validation.checked"): (
        "brings pydantic, which no shipped file needs"
    ),
    ("slt_flow.definitions.spelling", "difflib.get_close_matches"): "only a mistyped name is compared with others",
    ("slt_flow.files", "tempfile.mkstemp"): "brings compression and chance, and most starts write no file",
    ("slt_flow.records.location", "platformdirs.user_data_path"): "only a database that nobody named is looked for",
    ("slt_flow.records.location", "platformdirs.user_state_path"): "programs and tests keep nothing there",
    ("slt_flow.records.upgrade", "alembic"): "only an upgrade needs it",
    ("slt_flow.records.upgrade", "slt_flow.records.statements.core_of"): "brings SQLAlchemy, which only Alembic needs",
    ("slt_flow.services.request.reading", "slt_flow.records.replay.travelled"): "only a look back folds a journal",
    ("slt_flow.services.request.reading", "slt_flow.records.replay.held_by"): "only a look back folds a journal",
    ("slt_flow.services.decisions.register", "slt_flow.services.workflows.soundness"): (
        "brings the proof, which only a kind with a workflow of its own needs"
    ),
    ("slt_flow.services.request.completion_index", "slt_flow.definitions.outline.actions_of"): (
        "only commands that are actions need the machines"
    ),
    ("slt_flow.services.request.completion_index", "slt_flow.definitions.shelf.Shelf"): "refs need no definition files",
    ("slt_flow.services.request.calendar", "holidays.country_holidays"): "only some days can be holidays",
    ("slt_flow.services.request.day_parsing", "slt_flow.services.request.days"): "only words need their tables",
    (
        "slt_flow.commands.history",
        "slt_flow.commands.archive_package.prepared",
    ): "brings the views of all that it holds",
    ("slt_flow.files", "shutil.rmtree"): "only a package is a folder",
    ("slt_flow.files", "tempfile.mkdtemp"): "as above",
    ("slt_flow.commands.meetings", "slt_flow.commands.meeting_folder"): "brings the views of all that it holds",
    ("slt_flow.services.meetings.archive_receipt_file", "lxml"): "an extra, which a plain installation lacks",
    ("slt_flow.spreadsheets.excel", "python_calamine"): "an extra, which a plain installation lacks",
    ("slt_flow.views.meetings.calendar", "icalendar"): "an extra, which a plain installation lacks",
    ("slt_flow.views.writers.docx", "slt_flow.views.writers.word.compose.composed"): "the extra may not be installed",
    ("slt_flow.views.writers.typesetting", "typst"): "memory is bounded before it is imported",
    ("slt_flow.views.writers.typesetting", "resource"): "no such module on Windows",
    ("slt_flow.views.writers.arkivmelding", "lxml.etree"): "an extra, which a plain installation lacks",
    ("slt_flow.views.writers.xlsx", "xlsxwriter"): "an extra, which a plain installation lacks",
    ("slt_flow.services.request.context", "pwd.getpwuid"): "no such module on Windows",
    ("slt_flow.commands.run", "slt_flow.commands.follow_up.show_today"): "only a bare `slt` shows today",
    ("slt_flow.records.causes", "tempfile.TemporaryFile"): "brings compression and chance, for a disk that fails",
    ("slt_flow.records.replay", "slt_flow.engine.public_edition"): "brings the agenda, which only the public needs",
    ("slt_flow.records.verify", "slt_flow.engine.fold.replayed"): "a request checks entries without folding them",
    ("slt_flow.records.verify", "slt_flow.results.history"): "only a whole journal is told of",
    ("slt_flow.records.journal", "slt_flow.results.history"): "few readings search, or show what was erased",
    ("slt_flow.services.request.reading", "slt_flow.results.history"): "as above",
    ("slt_flow.services.request.reading", "slt_flow.results.decisions"): "few readings show a case",
    ("slt_flow.model.labels", "slt_flow.results.decisions.WorkRow"): "as above",
    ("slt_flow.views.writers", "slt_flow.results.documents.Picture"): "every command has the names of the writers",
}
"""Other imports inside functions, by module and what is imported, each with its reason."""


def listed(each: Import) -> tuple[str, str] | None:
    """The row that allows an import inside a function."""
    return next(
        (
            row
            for row in INSIDE
            if row[0] == each.module and (each.name == row[1] or each.name.startswith(f"{row[1]}."))
        ),
        None,
    )


def inside(found: Package) -> Iterator[Import]:
    """The imports inside functions that are not a command's of its service, view or answer."""
    for each in found.imports:
        of_command = each.module.startswith("slt_flow.commands") and each.name.startswith(BY_COMMANDS)
        if each.inside is not None and not of_command:
            yield each


def test_a_function_imports_only_what_is_listed() -> None:
    assert [each for each in inside(package()) if listed(each) is None] == []


def test_every_listed_import_is_needed_and_has_a_reason() -> None:
    assert {listed(each) for each in inside(package())} - {None} == set(INSIDE)
    assert all(INSIDE.values())


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import sqlalchemy",
        "class A:\n    def f(self):\n        if self:\n            import slt_flow.terms",
    ],
)
def test_an_import_inside_a_function_is_found(text: str) -> None:
    (found,) = inside(planted({"slt_flow.services.request.request": text}))
    assert listed(found) is None


# reading at import


READS: Final = {("sys", "argv"), ("os", "environ"), ("os", "getenv")}


def read_at_import(tree: ast.Module) -> list[int]:
    """The lines on which a module reads the command line or the environment while it is imported."""
    names = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("os", "sys")
        for name in node.names
        if name.name in ("argv", "environ", "getenv")
    }
    return [
        node.lineno
        for node in at_import(tree)
        if (isinstance(node, ast.Name) and node.id in names)
        or (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in READS
        )
    ]


def test_no_module_reads_the_command_line_or_the_environment_at_import() -> None:
    read = {name: lines for name, tree in package().trees.items() if (lines := read_at_import(tree))}
    assert read == {}


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nLANG = sys.argv[1:]",
        "import os\nclass A:\n    home = os.environ.get('HOME')",
        "import os\ndef f(home=os.getenv('HOME')):\n    pass",
        "from os import environ as around\nHOME = around['HOME']",
        "import os\n@mark(os.environ)\ndef f():\n    pass",
    ],
)
def test_a_reading_at_import_is_found(text: str) -> None:
    assert read_at_import(ast.parse(text))


def test_a_reading_in_a_function_is_none_at_import() -> None:
    text = "import os\ndef f():\n    return os.environ\ng = lambda: os.environ"
    assert read_at_import(ast.parse(text)) == []


POISONED = """
import importlib
import os
import sys


class Unread:
    def _refuse(self, *_):
        raise AssertionError("read at import")

    __getitem__ = __iter__ = __len__ = __contains__ = __bool__ = __setitem__ = _refuse

    def __getattr__(self, name):
        reader = sys._getframe(1)
        while reader.f_globals["__name__"] == "os":
            reader = reader.f_back
        if reader.f_globals["__name__"].startswith("pydantic."):  # for every model: whether plugins are switched off
            return getattr(environ, name)
        raise AssertionError("read at import")


environ = os.environ
names = sys.stdin.read().split()
for name in names:  # what comes from outside the house reads what it likes, once
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "slt_flow"]:
    del sys.modules[name]
sys.argv = os.environ = Unread()
for name in names:
    importlib.import_module(name)
    print(name)
"""

RUN_BY_ALEMBIC = "slt_flow.records.migrations.env"
"""Alembic executes it; it cannot be imported."""


def imported_unread(names: list[str], path: Path) -> subprocess.CompletedProcess[str]:
    """Import modules in a process whose command line and environment cannot be read."""
    return subprocess.run(
        [sys.executable, "-c", POISONED],
        input="\n".join(names),
        cwd=path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.endurance
def test_every_module_can_be_imported_where_neither_can_be_read() -> None:
    names = sorted(set(package().trees) - {RUN_BY_ALEMBIC})
    done = imported_unread(names, PACKAGE.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == names


@pytest.mark.endurance
@pytest.mark.parametrize("read", ["sys.argv[1:]", "os.environ.get('HOME')", "os.getenv('HOME')", "len(sys.argv)"])
def test_a_module_that_reads_either_at_import_fails(read: str, tmp_path: Path) -> None:
    (tmp_path / "slt_flow").mkdir()
    (tmp_path / "slt_flow" / "__init__.py").touch()
    (tmp_path / "slt_flow" / "reader.py").write_text(f"import os\nimport sys\nREAD = {read}\n")
    done = imported_unread(["slt_flow", "slt_flow.reader"], tmp_path)
    assert "read at import" in done.stderr
