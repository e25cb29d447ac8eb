"""A fresh schema equals a migrated one; a database of another schema is recognised."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Index, Integer, Table, Text

import slt_flow
from slt_flow.errors import RecordsError
from slt_flow.records import compiled, statements, store, structure, tables
from slt_flow.records import upgrade as upgrading
from slt_flow.records.format import SCHEMA
from slt_flow.records.store import Store
from slt_flow.records.tables import metadata
from slt_flow.records.upgrade import Status, status, upgrade
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.records.conftest import unguarded
from tests.records.year import done


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
        raw.execute("DROP INDEX items_moved")
        raw.execute("CREATE INDEX items_moved ON items (council, council_due)")
    assert definitions(made) != definitions(other)
    assert pragmas(made) != pragmas(other)


# indexes of an expression: their SQL is compared above
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_autogenerate_finds_nothing_to_do(folder: Path) -> None:
    migrated = empty(folder / "migrated")
    upgrade(migrated)
    with Store(str(migrated)).reading() as connection:
        assert compare_metadata(MigrationContext.configure(statements.core_of(connection)), metadata) == []


def test_nothing_is_done_to_a_database_of_this_schema(year: Context) -> None:
    before = year.store.path.read_bytes()
    assert upgrade(year.store.path) == (SCHEMA, SCHEMA)
    assert year.store.path.read_bytes() == before


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "s3", "s2"


def upgrade():
    op.create_table(
        "marks",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("council", "no"),
    )
    op.execute("DELETE FROM remarks")
    op.create_index("entries_by_program", "entries", ["council", "program"])
"""
"""A second migration: a new table, one that is left empty, and an index on the journal."""


@pytest.fixture
def next_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The program as a release would be that has one more migration; the folder of its migrations."""
    scripts = folder / "migrations"
    shutil.copytree(Path(slt_flow.__file__).parent / "records" / "migrations", scripts, ignore=CACHE)
    (scripts / "versions" / "s3_marks.py").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr(upgrading, "_SCRIPTS", str(scripts))
    for module in (store, upgrading, structure):
        monkeypatch.setattr(module, "SCHEMA", "s3")
    columns = (Column("council", Text, primary_key=True), Column("no", Integer, primary_key=True, autoincrement=False))
    marks = Table("marks", metadata, *columns)
    by_program = Index("entries_by_program", tables.entries.c.council, tables.entries.c.program)
    monkeypatch.setattr(compiled, "CREATE", statements.schema())
    structure._ours.cache_clear()
    yield scripts
    structure._ours.cache_clear()
    tables.entries.indexes.remove(by_program)
    metadata.remove(marks)


CACHE = shutil.ignore_patterns("__pycache__")


def contents(path: Path, *without: str) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in names if name not in without}


def test_an_upgrade_keeps_everything(year: Context, next_release: Path) -> None:
    path = year.store.path
    before = contents(path)
    assert status(path) == Status("s2", "s3")
    with pytest.raises(RecordsError, match="older_schema"), year.store.reading():
        raise AssertionError("it was let in")
    assert upgrade(path) == ("s2", "s3")
    assert contents(path, "marks") == before | {"alembic_version": [("s3",)]}
    assert before["remarks"]
    head = audit.head(year)
    assert audit.verify(year, f"{head['seq']}:{head['digest']}")[0].flaws == ()
    assert upgrade(path) == ("s3", "s3")
    done(register(year, "Etter oppgraderingen"))
    assert audit.verify(year)[0].flaws == ()


def test_a_fresh_schema_equals_an_upgraded_one(folder: Path, next_release: Path, year: Context) -> None:
    made = fresh(folder / "fresh")
    assert upgrade(year.store.path) == ("s2", "s3")
    assert definitions(made) == definitions(year.store.path)
    assert pragmas(made) == pragmas(year.store.path)
    assert ("table", "marks") in definitions(made)


def test_an_upgrade_that_fails_half_way_leaves_everything_as_it_was(year: Context, next_release: Path) -> None:
    path, script = year.store.path, next_release / "versions" / "s3_marks.py"
    before = path.read_bytes()
    script.write_text(f"{NEXT}    1 / 0\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        upgrade(path)
    assert path.read_bytes() == before
    script.write_text(NEXT, encoding="utf-8")
    assert upgrade(path) == ("s2", "s3")
    assert audit.verify(year)[0].flaws == ()


def test_tables_that_cannot_be_made_anew_stop_an_upgrade(year: Context, next_release: Path) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute("UPDATE entries SET data = '[' WHERE seq = 40")
    before = year.store.path.read_bytes()
    with pytest.raises(RecordsError, match="corrupt_row"):
        upgrade(year.store.path)
    assert year.store.path.read_bytes() == before


def test_an_upgraded_database_is_newer_than_the_release_before(
    year: Context, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(year.store.path)
    monkeypatch.undo()
    with pytest.raises(RecordsError) as refused:
        audit.head(year)
    assert (refused.value.code, refused.value.facts) == ("newer_schema", {"found": "s3", "ours": "s2"})


UNKNOWN = ["0001", "0002", "9999", "x", "", "s", "s0", "s01", "S1", "s1 ", "s-1", "s1.0", "s\N{SUPERSCRIPT TWO}", "s٢"]
OTHERS = [("s3", "newer_schema"), ("s10", "newer_schema"), *((each, "unknown_schema") for each in UNKNOWN)]


@pytest.mark.parametrize(("number", "code"), OTHERS)
def test_a_database_of_another_schema_is_refused(folder: Path, number: str, code: str) -> None:
    path = numbered(folder / "other", number)
    opening, before = Store(str(path)), path.read_bytes()
    for opened in (opening.reading, opening.writing, opening.founding):
        with pytest.raises(RecordsError) as refused, opened():
            raise AssertionError("it was let in")
        assert refused.value.code == code
        assert refused.value.facts == {"found": number, "ours": SCHEMA}
    with pytest.raises(RecordsError) as refused:
        upgrade(path)
    assert (refused.value.code, refused.value.facts) == (code, {"found": number, "ours": SCHEMA})
    assert status(path) == Status(number, SCHEMA)
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
    execute = Operations.execute

    def broken(self: Operations, statement: object) -> None:
        assert "TRIGGER" not in str(statement)
        execute(self, str(statement))

    with monkeypatch.context() as patched:
        patched.setattr(Operations, "execute", broken)
        with pytest.raises(AssertionError):
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


@pytest.mark.endurance
def test_the_migrations_are_found_wherever_the_package_lies(folder: Path) -> None:
    package = Path(slt_flow.__file__).parent
    shutil.copytree(package, folder / "50% æøå" / "slt_flow", ignore=shutil.ignore_patterns("__pycache__"))
    path = empty(folder / "migrated")
    told = (
        "import sys, slt_flow, slt_flow.records.upgrade as u; "
        "print(slt_flow.__file__, 'alembic' in sys.modules, u.status(sys.argv[1]).stored, "
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
