"""A fresh schema equals a migrated one; a database of another release is recognised."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import slt_flow
from slt_flow.errors import RecordsError
from slt_flow.records.store import Store
from slt_flow.records.tables import SCHEMA, metadata
from slt_flow.records.upgrade import Status, status, upgrade
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context


def empty(path: Path) -> Path:
    """A database without a single table."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 1")
    return path


def fresh(path: Path) -> Path:
    with Store(str(path)).founding():
        pass
    return path


def numbered(path: Path, number: str) -> Path:
    with closing(sqlite3.connect(fresh(path))) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (number,))
        raw.commit()
    return path


def definitions(path: Path) -> dict[tuple[str, str], str | None]:
    """Every table, index and trigger with its SQL, spaces and quotes aside."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {(type_, name): re.sub(r'[\s"]+', " ", sql) if sql else None for type_, name, sql in rows}


def pragmas(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What SQLite itself says of every table's columns, indexes and foreign keys."""
    with closing(sqlite3.connect(path)) as raw:
        found = {}
        for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for pragma in ("table_xinfo", "index_list", "foreign_key_list"):
                found[f"{pragma} {table}"] = raw.execute(f"PRAGMA {pragma}({table})").fetchall()
            found[f"index_list {table}"] = sorted(index[1:] for index in found[f"index_list {table}"])
            for index in found[f"index_list {table}"]:
                found[f"index_xinfo {index[0]}"] = raw.execute(f"PRAGMA index_xinfo({index[0]})").fetchall()
        return found


def test_a_fresh_schema_equals_a_migrated_one(folder: Path) -> None:
    made, migrated = fresh(folder / "fresh"), empty(folder / "migrated")
    assert upgrade(migrated) == (None, SCHEMA)
    assert definitions(made) == definitions(migrated)
    assert pragmas(made) == pragmas(migrated)
    triggers = {name for type_, name in definitions(migrated) if type_ == "trigger"}
    assert triggers == {"entries_have_no_gap", "entries_never_change", "entries_are_never_deleted"}
    assert status(made) == status(migrated) == Status(SCHEMA, SCHEMA)


def test_the_comparison_would_see_a_difference(folder: Path) -> None:
    made, other = fresh(folder / "fresh"), fresh(folder / "other")
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("DROP INDEX items_open_and_due")
        raw.execute("CREATE INDEX items_open_and_due ON items (council, due)")
    assert definitions(made) != definitions(other)
    assert pragmas(made) != pragmas(other)


def test_autogenerate_finds_nothing_to_do(folder: Path) -> None:
    migrated = empty(folder / "migrated")
    upgrade(migrated)
    with Store(str(migrated)).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_upgraded_database_keeps_a_year_of_entries(year: Context) -> None:
    before = year.store.path.read_bytes()
    assert upgrade(year.store.path) == (SCHEMA, SCHEMA)
    assert year.store.path.read_bytes() == before
    assert audit.verify(year)[0].flaws == ()


@pytest.mark.parametrize(
    ("number", "code"), [("9999", "newer_schema"), ("0003", "newer_schema"), ("0001", "older_schema")]
)
def test_a_database_of_another_release_is_refused(folder: Path, number: str, code: str) -> None:
    store = Store(str(numbered(folder / "other", number)))
    before = store.path.read_bytes()
    for opened in (store.reading, store.writing, store.founding):
        with pytest.raises(RecordsError) as refused, opened():
            raise AssertionError("it was let in")
        assert refused.value.code == code
        assert refused.value.facts == {"found": number, "ours": SCHEMA}
    assert status(store.path) == Status(number, SCHEMA)
    assert not status(store.path).is_current
    assert store.path.read_bytes() == before


@pytest.mark.parametrize(("number", "code"), [("9999", "newer_schema"), ("0000", "unknown_schema")])
def test_what_cannot_be_upgraded_is_left_as_it_was(folder: Path, number: str, code: str) -> None:
    path = numbered(folder / "other", number)
    before = path.read_bytes()
    with pytest.raises(RecordsError) as refused:
        upgrade(path)
    assert refused.value.code == code
    assert path.read_bytes() == before


def test_another_programs_database_is_left_as_it_was(folder: Path) -> None:
    path = empty(folder / "bookmarks")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    for ask in (status, upgrade, lambda p: Store(str(p)).reading().__enter__()):
        with pytest.raises(RecordsError, match="not_our_database"):
            ask(path)
    assert path.read_bytes() == before


def test_an_upgrade_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = empty(folder / "half")
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            upgrade(path)
    assert path.read_bytes() == before
    assert upgrade(path) == (None, SCHEMA)


@pytest.mark.parametrize("ask", [status, upgrade])
def test_there_must_be_a_database(folder: Path, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(RecordsError, match="no_database"):
        ask(folder / "nothing")
    (folder / "text").write_text(
        "Ikke en database, men en tekst som er lang nok til å bli lest som det ikke er.\n" * 20
    )
    with pytest.raises(RecordsError, match="database_unusable"):
        ask(folder / "text")


def test_the_migrations_are_found_wherever_the_package_lies(folder: Path) -> None:
    package = Path(slt_flow.__file__).parent
    shutil.copytree(package, folder / "50% æøå" / "slt_flow", ignore=shutil.ignore_patterns("__pycache__"))
    path = empty(folder / "migrated")
    told = (
        "import sys, slt_flow, slt_flow.records.upgrade as u; "
        "print(slt_flow.__file__, 'alembic' in sys.modules, u.status(sys.argv[1]).found, "
        "'alembic' in sys.modules, u.upgrade(sys.argv[1])[1])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", told, str(path)],
        cwd=folder / "50% æøå",
        env={"PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    where, *rest = ran.stdout.rsplit(maxsplit=4)
    assert Path(where).is_relative_to(folder)
    assert rest == ["False", "None", "False", SCHEMA]
    assert ran.stderr == ""
