"""A fresh schema equals a migrated one; a database of another release is recognised."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import slt_flow
from slt_flow.errors import RecordsError, RequestError
from slt_flow.model import Clause, Council, Decision, Item, Meeting
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.records.tables import SCHEMA, metadata
from slt_flow.records.upgrade import Status, status, upgrade
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Desk
from tests.conftest import NOON
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
        raw.execute("DROP INDEX items_open_and_due")
        raw.execute("CREATE INDEX items_open_and_due ON items (council, due)")
    assert definitions(made) != definitions(other)
    assert pragmas(made) != pragmas(other)


def test_autogenerate_finds_nothing_to_do(folder: Path) -> None:
    migrated = empty(folder / "migrated")
    upgrade(migrated)
    with Store(str(migrated)).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_upgraded_database_keeps_a_year_of_entries(year: Desk) -> None:
    before = year.store.path.read_bytes()
    assert upgrade(year.store.path) == (SCHEMA, SCHEMA)
    assert year.store.path.read_bytes() == before
    assert audit.verify(year)[0].flaws == ()


FIRST_RELEASE = Path(__file__).with_name("first_release.sql").read_text(encoding="utf-8")
"""What the first release's own desk wrote: a council, a held meeting, three decisions, work, an undo."""


@pytest.fixture
def older(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return of_the_first_release(database, monkeypatch)


def of_the_first_release(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the first release with what its desk wrote; definitions and labels are only in the journal."""
    with monkeypatch.context() as patched:
        patched.setattr("slt_flow.records.upgrade.SCHEMA", "0001")
        assert upgrade(empty(database)) == (None, "0001")
    database.chmod(0o600)
    with closing(sqlite3.connect(database)) as raw:
        raw.executescript(FIRST_RELEASE)
        raw.commit()
    return database


def told(path: Path) -> list[list[tuple[object, ...]]]:
    """The journal as it lies there, texts and salts included."""
    with closing(sqlite3.connect(path)) as raw:
        return [raw.execute(f"SELECT * FROM {table} ORDER BY seq").fetchall() for table in ("entries", "entry_texts")]


def test_a_database_of_the_first_release_is_upgraded_and_nothing_is_lost(older: Path, folder: Path) -> None:
    before, desk = told(older), Desk(Store(str(older)), council="kvaefjord", clock=NOON)
    with pytest.raises(RecordsError, match="older_schema"):
        audit.verify(desk)
    assert upgrade(older) == ("0001", SCHEMA)
    assert told(older) == before
    assert len(before[0]) == len(before[1]) == 64
    assert definitions(older) == definitions(fresh(folder / "fresh"))
    assert pragmas(older) == pragmas(folder / "fresh")
    (found,) = audit.verify(desk)
    assert (found.flaws, found.entries) == ((), 64)


def test_an_upgraded_database_holds_what_it_held_and_blanks_for_what_nobody_had_asked(older: Path) -> None:
    with closing(sqlite3.connect(older)) as raw:
        raw.row_factory = sqlite3.Row
        was = {table: [dict(row) for row in raw.execute(f"SELECT * FROM {table}")] for table in TABLES_OF_OLD}
    upgrade(older)
    with closing(sqlite3.connect(older)) as raw:
        raw.row_factory = sqlite3.Row
        for table, rows in was.items():
            now = [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]
            assert len(now) == len(rows), table
            for old, new in zip(rows, now, strict=True):
                assert old.items() <= new.items(), table
    with Store(str(older)).reading() as connection:
        held = projection.everything(connection, "kvaefjord")
    assert held.one(Council).closed_days == {}
    assert {(c.since, c.until) for c in held.all(Clause)} == {(held.one(Council).opened, None)}
    assert {(m.short_notice, m.requested_by, m.group) for m in held.all(Meeting)} == {(False, None, None)}
    assert {(d.kind, d.kind_pin, str(d.about)) for d in held.all(Decision)} == {(None, None, "{}")}
    assert {d.no: str(d.adopted_on) for d in held.all(Decision)} == {1: "2026-03-12", 2: "None", 3: "None"}
    assert {str(i.ref): str(i.since) for i in held.all(Item)} == {
        "M1/26": "2026-03-12", "M2/26": "2026-06-15", "1/26": "2026-04-01", "1/26.1": "2026-04-02",
        "1/26.1.1": "2026-04-03", "2/26": "2026-03-12", "3/26": "2026-03-12",
    }  # fmt: skip


TABLES_OF_OLD = (
    "councils", "clauses", "organisations", "posts", "holdings", "areas", "counters", "items", "decisions", "meetings",
    "attendances", "seat_stances", "owner_spells", "remarks",
)  # fmt: skip


def test_an_upgraded_council_goes_on_where_it_stood(older: Path) -> None:
    """Running cases keep their machines; what begins now has today's."""
    upgrade(older)
    desk = Desk(Store(str(older)), council="kvaefjord", clock=NOON)
    done(actions.walk(replace(desk, basis="E-post"), ["1/26.1.1"], "finish", {"result": "Ferdig"}, through=True))
    done(actions.walk(desk, ["1/26.1.1"], "verify"))
    done(register(desk, "Lys i parken", meeting="M1/26", consent="all"))
    with pytest.raises(RequestError, match="unknown_door"):
        actions.walk(desk, ["1/26"], "base_on")
    made = done(plan(desk, "2026-12-01"))
    assert done(actions.walk(desk, [made.ref], "add_item", {"title": "Årets siste"})).ref == "M3/26"
    assert audit.verify(desk)[0].flaws == ()
    audit.rebuild(desk)
    assert audit.verify(desk)[0].flaws == ()


def test_todays_machines_stay_pinned_when_the_request_that_pinned_them_is_taken_back(older: Path) -> None:
    upgrade(older)
    desk = Desk(Store(str(older)), council="kvaefjord", clock=NOON)
    first = done(plan(desk, "2026-12-01"))
    second = done(register(desk, "Lys i parken"))
    done(undo(desk, "Feil dag", first.ref))
    done(actions.walk(desk, [second.ref], "link", {"address": "sak.pdf"}))
    done(undo(desk, "Feil sak"))
    done(undo(desk, "Feil sak"))
    assert done(plan(desk, "2026-12-02")).ref == "M4/26"
    assert audit.verify(desk)[0].flaws == ()


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
