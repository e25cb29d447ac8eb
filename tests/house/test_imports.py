"""Who may import whom, and in which single room each library lives."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterable

import pytest

from tests.house.source import PACKAGE, Module, in_rooms, modules

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

MAY_IMPORT: dict[str, set[str]] = {
    "terms": set(),
    "errors": set(),
    "personal_data": set(),
    "files": set(),
    "wording": {"terms"},
    "results": {"terms"},
    "model": {"results", "terms"},
    "definitions": {"terms", "errors", "files"},
    "rules": {"model", "results", "terms"},
    "engine": {"rules", "definitions", "model", "results", "terms", "errors"},
    "spreadsheets": {"errors", "files"},
    "records": {"engine", "model", "results", "terms", "errors", "files"},
    "services": {
        "records",
        "engine",
        "rules",
        "definitions",
        "model",
        "results",
        "terms",
        "errors",
        "files",
        "personal_data",
        "spreadsheets",
        "wording",
        "version",
    },
    "views": {"results", "terms", "errors", "files", "personal_data", "wording"},
    "commands": {"pages", "services", "views", "results", "terms", "errors", "files", "personal_data", "version"},
    "pages": {"definitions", "services", "views", "results", "terms", "errors", "files", "personal_data", "version"},
    "version": set(),
    "__init__": {"services", "views", "version"},
}
"""Each room with those it may import from: never upward, never sideways past the table."""

FROM_THE_ENGINE = {"records": {"slt_flow.engine.entries", "slt_flow.engine.fold", "slt_flow.engine.public_edition"}}
"""Rooms that may use only these modules of the engine."""

LIVES_IN: dict[str, tuple[str, ...]] = {
    "alembic": ("slt_flow/records/",),
    "authlib": ("slt_flow/pages/provider_requests.py",),
    "click": ("slt_flow/commands/",),
    "docx": ("slt_flow/views/writers/word/",),
    "h11": ("slt_flow/pages/server.py",),
    "holidays": ("slt_flow/services/request/calendar.py",),
    "httpx2": ("slt_flow/pages/provider_requests.py",),
    "icalendar": ("slt_flow/views/meetings/calendar.py",),
    "jinja2": ("slt_flow/pages/templating.py",),
    "joserfc": ("slt_flow/pages/keys.py",),
    "lxml": ("slt_flow/services/meetings/archive_receipt_file.py", "slt_flow/views/writers/arkivmelding.py"),
    "markupsafe": ("slt_flow/pages/templating.py",),
    "platformdirs": ("slt_flow/records/",),
    "pydantic": ("slt_flow/definitions/",),
    "python_calamine": ("slt_flow/spreadsheets/excel.py",),
    "rich": ("slt_flow/views/",),
    "starlette": ("slt_flow/pages/",),
    "sqlalchemy": ("slt_flow/records/",),
    "transitions": ("slt_flow/engine/machine.py",),
    "typst": ("slt_flow/views/writers/typesetting.py",),
    "typing_extensions": ("slt_flow/definitions/",),
    "uvicorn": ("slt_flow/pages/server.py",),
    "xlsxwriter": ("slt_flow/views/writers/xlsx.py",),
}
"""Each library from outside with the one place that knows it."""

STANDARD_LIBRARY_ONLY = ("terms", "errors", "files", "personal_data", "wording", "results", "model")


def offenders(among: Iterable[Module], offence: Callable[[Module], Collection[str]]) -> dict[str, set[str]]:
    """The modules in which something is wrong, each with what it is."""
    judged = tuple(among)
    assert judged
    return {str(module): set(wrong) for module in judged if (wrong := offence(module))}


def test_a_module_imports_only_from_the_rooms_its_own_may_use() -> None:
    assert offenders(modules(), lambda module: module.rooms_used - MAY_IMPORT[module.room]) == {}


def test_a_library_is_imported_only_in_the_one_room_that_knows_it() -> None:
    def strayed(module: Module) -> set[str]:
        libraries = module.strangers - set(sys.stdlib_module_names)
        return {name for name in libraries if name not in LIVES_IN or not str(module).startswith(LIVES_IN[name])}

    assert offenders(modules(), strayed) == {}


@pytest.mark.parametrize("library", list(LIVES_IN))
def test_a_library_in_the_table_is_used_where_it_says(library: str) -> None:
    """A row nobody needs would let the library in again unseen."""
    assert [module for module in modules() if library in module.strangers]


@pytest.mark.parametrize("room", list(FROM_THE_ENGINE))
def test_a_room_uses_only_the_engines_modules_it_may(room: str) -> None:
    for module in in_rooms(room):
        used = {name for name in module.imports if name.startswith("slt_flow.engine")}
        assert {name for name in used if name.rpartition(".")[0] not in FROM_THE_ENGINE[room]} == set(), str(module)


def test_the_vocabulary_stands_on_the_standard_library_alone() -> None:
    vocabulary = in_rooms(*STANDARD_LIBRARY_ONLY)
    assert offenders(vocabulary, lambda module: module.strangers - set(sys.stdlib_module_names)) == {}
    assert offenders(vocabulary, lambda module: module.rooms_used - set(STANDARD_LIBRARY_ONLY)) == {}


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"}
    rooms |= {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert {module.room for module in modules()} == rooms == set(MAY_IMPORT)


def test_no_room_may_import_one_that_may_import_it() -> None:
    """The table itself has no circle: every room can be understood after those it uses."""
    left = dict(MAY_IMPORT)
    while left:
        free = {room for room, uses in left.items() if not uses & set(left)}
        assert free, left
        left = {room: uses for room, uses in left.items() if room not in free}


def test_nothing_from_a_file_is_evaluated_and_no_import_is_computed() -> None:
    def called(module: Module) -> set[str]:
        calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        return {each.id for each in calls if isinstance(each, ast.Name)} & {"eval", "exec", "compile", "__import__"}

    assert offenders(modules(), called) == {}


TIMELESS = ("rules", "engine", "definitions", "terms", "wording", "model", "results")


def test_a_rule_and_the_engine_ask_no_clock_no_network_and_no_chance() -> None:
    outside = {"time", "random", "secrets", "socket", "urllib", "subprocess", "sqlite3", "os"}
    assert offenders(in_rooms(*TIMELESS), lambda module: module.strangers & outside) == {}
