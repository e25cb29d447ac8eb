"""Every part of the schema that is missing, changed or foreign is found, and made anew from the journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from slt_flow.engine.fold import replayed
from slt_flow.errors import RecordsError
from slt_flow.model import ROWS
from slt_flow.records import journal, projection
from slt_flow.records.store import memory
from slt_flow.records.tables import TABLES
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.conftest import unguarded


def parts() -> list[tuple[str, str]]:
    with closing(memory()) as connection:
        rows = connection.all("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [(str(type_), str(name)) for type_, name in rows]


JOURNAL = ("entries", "entry_texts")
PROJECTED = [(type_, name) for type_, name in parts() if name not in JOURNAL]
EVERY_DAY = ("items", "items_moved", "entries_never_change")


def every(wanted: list[tuple[str, str]]) -> list[object]:
    """All of the parts, a few of them every day."""
    long = pytest.mark.endurance
    return [pytest.param(*part, id=part[1], marks=() if part[1] in EVERY_DAY else long) for part in wanted]


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def codes(context: Context) -> set[tuple[str, str]]:
    return {(flaw.code, str(flaw.facts.get("name"))) for flaw in audit.verify(context)[0].flaws}


def test_there_is_more_than_the_tables_of_the_projection() -> None:
    assert {type_ for type_, _ in PROJECTED} == {"table", "index", "trigger"}
    assert len(PROJECTED) >= len(ROWS) + 5


@pytest.mark.parametrize(("type_", "name"), every(PROJECTED))
def test_what_is_gone_is_missed_and_brought_back(context: MakeContext, type_: str, name: str) -> None:
    made = context()
    before, head = contents(made.store.path), audit.head(made)
    change(made.store.path, f'DROP {type_} "{name}"')
    assert (f"missing_{type_}", name) in codes(made)
    assert audit.rebuild(made)["mended"]
    assert codes(made) == set()
    assert audit.head(made) == head
    after = contents(made.store.path)
    assert {table: rows for table, rows in after.items() if table != "database"} == {
        table: rows for table, rows in before.items() if table != "database"
    }


@pytest.mark.parametrize(("type_", "name"), every([part for part in PROJECTED if part[0] != "trigger"]))
def test_another_form_is_found_and_made_ours(context: MakeContext, type_: str, name: str) -> None:
    made = context()
    if type_ == "table":
        change(made.store.path, f'ALTER TABLE "{name}" ADD COLUMN more TEXT')
    else:
        change(made.store.path, f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON entries (council, "at")')
    assert codes(made) == {(f"changed_{type_}", name)}
    audit.rebuild(made)
    assert codes(made) == set()


def test_the_journal_itself_keeps_its_rows_in_another_form(context: MakeContext) -> None:
    made = context()
    before = contents(made.store.path)
    change(made.store.path, *(f"ALTER TABLE {table} ADD COLUMN more TEXT" for table in JOURNAL))
    assert codes(made) == {("changed_table", table) for table in JOURNAL}
    audit.rebuild(made)
    assert codes(made) == set()
    assert contents(made.store.path) == before


FOREIGN = {
    "trigger": "CREATE TRIGGER other AFTER INSERT ON items BEGIN DELETE FROM remarks; END",
    "index": "CREATE INDEX other ON items (title)",
    "view": "CREATE VIEW other AS SELECT * FROM items",
}


@pytest.mark.parametrize("type_", FOREIGN)
def test_what_is_none_of_ours_is_found_and_dropped(context: MakeContext, type_: str) -> None:
    made = context()
    change(made.store.path, FOREIGN[type_])
    assert codes(made) == {(f"foreign_{type_}", "other")}
    audit.rebuild(made)
    assert codes(made) == set()


def test_a_table_of_somebody_else_is_said_and_left_alone(context: MakeContext) -> None:
    made = context()
    change(made.store.path, "CREATE TABLE other (a)", "INSERT INTO other VALUES (1)")
    audit.rebuild(made)
    assert codes(made) == {("foreign_table", "other")}
    assert contents(made.store.path)["other"] == [(1,)]


@pytest.mark.parametrize("table", JOURNAL)
def test_without_the_journal_nothing_is_made(context: MakeContext, table: str) -> None:
    made = context()
    with unguarded(made.store.path) as raw:
        raw.execute(f"ALTER TABLE {table} RENAME TO gone")
        raw.execute("CREATE TABLE entries (seq)" if table == "entries" else "SELECT 1")
    if table == "entries":
        change(made.store.path, "DROP TABLE entries")
    before = contents(made.store.path)
    assert ("missing_table", table) in codes(made)
    with pytest.raises(RecordsError, match="journal_broken"):
        audit.rebuild(made)
    assert contents(made.store.path) == before


@pytest.mark.parametrize("table", ["items", "database"])
def test_a_command_that_misses_a_table_says_how_to_make_it(context: MakeContext, table: str) -> None:
    made = context()
    change(made.store.path, f"DROP TABLE {table}")
    with pytest.raises(RecordsError, match="structure_broken"), made.store.reading() as connection:
        projection.everything(connection, "kvaefjord")


RESPELT = {
    "truth": ('2 * "{c}"',),
    "day": ("replace(\"{c}\", '-', '')", "strftime('%Y-%j', \"{c}\")", "\"{c}\" || 'T00:00:00'"),
    "words": ("replace(\"{c}\", '[', '[ ')", '\'["x",\' || substr("{c}", 2)'),
    "structure": ("replace(\"{c}\", '{{', '{{ ')", '\'{{"a":1,"a":2,\' || substr("{c}", 2)'),
}
"""The same value, or what other readers take for it, in other spellings."""


def test_another_spelling_is_a_difference_in_every_column(year: Context) -> None:
    looked_at = 0
    with year.store.writing(dry_run=True) as connection:
        entries = journal.read(connection, "kvaefjord")
        expected = replayed("kvaefjord", entries, journal.voided(entries))
        for kind in ROWS:
            table = TABLES[kind]
            assert projection.differences(connection, kind, expected) == []
            for column in table.c:
                spellings = RESPELT.get(column.info.get("cell", ""), ())
                for spelling in spellings:
                    new = spelling.format(c=column.name)
                    connection.all("SAVEPOINT here")
                    done = connection.raw.execute(
                        f'UPDATE "{table.name}" SET "{column.name}" = {new} WHERE "{column.name}" <> {new}'
                    )
                    if done.rowcount:
                        looked_at += 1
                        assert projection.differences(connection, kind, expected), (table.name, new)
                    connection.all("ROLLBACK TO here")
    assert looked_at >= 60


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
