"""Who may import whom, and in which single room each library lives."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.house.source import PACKAGE, Module, in_rooms, modules

MAY_IMPORT: dict[str, set[str]] = {
    "terms": set(),
    "errors": set(),
    "results": {"terms"},
    "model": {"results", "terms"},
    "definitions": {"terms", "errors"},
    "rules": {"model", "results", "terms"},
    "engine": {"rules", "definitions", "model", "results", "terms", "errors"},
    "records": {"engine", "model", "results", "terms", "errors"},
    "services": {"records", "engine", "rules", "definitions", "model", "results", "terms", "errors"},
    "views": {"results", "terms", "errors"},
    "commands": {"services", "views", "results", "terms", "errors", "__version__"},
    "__init__": {"services"},
}
"""Each room with those it may import from: never upward, never sideways past the table."""

FROM_THE_ENGINE = {"records": {"slt_flow.engine.entries", "slt_flow.engine.fold"}}
"""BuiltMachines that may use only these modules of the engine."""

LIVES_IN: dict[str, tuple[str, ...]] = {
    "alembic": ("slt_flow/records/",),
    "click": ("slt_flow/commands/",),
    "holidays": ("slt_flow/services/request/calendar.py",),
    "platformdirs": ("slt_flow/records/",),
    "pydantic": ("slt_flow/definitions/",),
    "rich": ("slt_flow/views/",),
    "rich_click": ("slt_flow/commands/",),
    "sqlalchemy": ("slt_flow/records/",),
    "transitions": ("slt_flow/engine/machine.py",),
}
"""Each library from outside with the one place that knows it."""

STANDARD_LIBRARY_ONLY = ("terms", "errors", "results", "model")


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_imports_only_from_the_rooms_its_own_may_use(module: Module) -> None:
    assert module.rooms_used <= MAY_IMPORT[module.room]


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_library_is_imported_only_in_the_one_room_that_knows_it(module: Module) -> None:
    libraries = module.strangers - set(sys.stdlib_module_names)
    assert libraries <= set(LIVES_IN), "a library with no room of its own"
    strayed = {name for name in libraries if not str(module).startswith(LIVES_IN[name])}
    assert strayed == set()


@pytest.mark.parametrize("library", list(LIVES_IN))
def test_a_library_in_the_table_is_used_where_it_says(library: str) -> None:
    """A row nobody needs would let the library in again unseen."""
    assert [module for module in modules() if library in module.strangers]


@pytest.mark.parametrize("room", list(FROM_THE_ENGINE))
def test_a_room_uses_only_the_engines_modules_it_may(room: str) -> None:
    for module in in_rooms(room):
        used = {name for name in module.imports if name.startswith("slt_flow.engine")}
        assert {name for name in used if name.rpartition(".")[0] not in FROM_THE_ENGINE[room]} == set(), str(module)


@pytest.mark.parametrize("module", in_rooms(*STANDARD_LIBRARY_ONLY), ids=str)
def test_the_vocabulary_stands_on_the_standard_library_alone(module: Module) -> None:
    assert module.strangers <= set(sys.stdlib_module_names)
    assert module.rooms_used <= set(STANDARD_LIBRARY_ONLY)


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"}
    rooms |= {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert {module.room for module in modules()} == rooms == set(MAY_IMPORT)


def test_no_room_may_import_one_that_may_import_it() -> None:
    """The table itself has no circle: every room can be understood after those it uses."""
    left = {room: uses - {"__version__"} for room, uses in MAY_IMPORT.items()}
    while left:
        free = {room for room, uses in left.items() if not uses & set(left)}
        assert free, left
        left = {room: uses for room, uses in left.items() if room not in free}


@pytest.mark.parametrize("module", modules(), ids=str)
def test_nothing_from_a_file_is_evaluated_and_no_import_is_computed(module: Module) -> None:
    called = {
        node.func.id for node in ast.walk(module.tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"eval", "exec", "compile", "__import__"} == set()


TIMELESS = ("rules", "engine", "definitions", "terms", "model", "results")


@pytest.mark.parametrize("module", in_rooms(*TIMELESS), ids=str)
def test_a_rule_and_the_engine_ask_no_clock_no_network_and_no_chance(module: Module) -> None:
    assert module.strangers & {"time", "random", "secrets", "socket", "urllib", "subprocess", "sqlite3", "os"} == set()
