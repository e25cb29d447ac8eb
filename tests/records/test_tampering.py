"""Every column of every table where none is empty: whatever is put there is found, and said where."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from sqlalchemy import Table

from slt_flow.engine.fold import replayed
from slt_flow.model import ROWS
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, structure, verify
from slt_flow.records.connection import Connection
from slt_flow.records.tables import TABLES, TRIGGERS, database, entries, entry_texts, metadata, schema_number
from slt_flow.results.answers import Flaw
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.records.test_breaks import begun

PROJECTED: Final = {TABLES[kind].name: kind for kind in ROWS}
JOURNAL: Final = (entries.name, entry_texts.name)
OF_THE_DATABASE: Final = (database.name, schema_number.name)

SHORT: Final = ("NULL", "'x'", "7", "{c} || 'x'")
LONG: Final = (
    *SHORT, "''", "0", "-1", "1.5", "9007199254740993", "x'00'", "x'ff'", "cast(x'ff' AS TEXT)", "char(0)", "'null'",
    "'[]'", "'{{}}'", "'[1]'", "'2026-02-30'", "'20260312'", "'2026-W11-4'", "'true'", "1", "2", "{c} + 1",
    "{c} || ' '",
    "' ' || {c}", "upper({c})", "lower({c})", "replace({c}, '-', '')", "replace({c}, ':', ': ')",
    "substr({c}, 2)", "cast({c} AS BLOB)", "{c} || {c}", "'{{\"a\":1,' || substr({c}, 2)", "hex({c})", "'١'",
)  # fmt: skip
"""Values of each type and form, and other spellings of what is there; `{c}` is the column."""


class Council:
    """A council that is tampered with and put back, statement by statement."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.expected: Snapshot = replayed(
            "kvaefjord", all_ := journal.read(connection, "kvaefjord"), journal.voided(all_)
        )
        for trigger in TRIGGERS:
            connection.all(f"DROP TRIGGER {trigger.split()[2]}")
        self.untouched = cache(self.contents)  # to which everything is put back

    def rows(self, table: str) -> list[int]:
        """The numbers of a table's rows."""
        query = f'SELECT rowid FROM "{table}" ORDER BY rowid'
        return list(self.connection.column(query))

    def contents(self, table: str) -> list[tuple[Any, ...]]:
        """All cells of a table with their types as they lie there."""
        names = [row[1] for row in self.connection.all(f'PRAGMA table_info("{table}")')]
        cells = ", ".join(f'typeof("{name}"), hex("{name}")' for name in names)
        return sorted(self.connection.all(f'SELECT {cells} FROM "{table}"'))

    def flaws_after(self, table: str, *statements: str) -> list[Flaw] | None:
        """The flaws after some statements, which are taken back; None where they change nothing or are refused."""
        self.untouched(table)
        self.connection.all("SAVEPOINT here")
        try:
            for statement in statements:
                self.connection.all(statement)
            changed = self.contents(table) != self.untouched(table)
            return self.flaws(table) if changed else None
        except sqlite3.IntegrityError:
            return None
        finally:
            self.connection.all("ROLLBACK TO here")
            self.connection.all("RELEASE here")

    def flaws(self, table: str) -> list[Flaw]:
        """The flaws of a table, looked for as `verify` does."""
        councils = journal.councils(self.connection, anywhere=True)
        if table in PROJECTED:
            ghosts = (
                name for one in councils if one != "kvaefjord" for name in projection.tables_with(self.connection, one)
            )
            flaws = verify.flaws_of_table(self.connection, PROJECTED[table], self.expected)
            return [*flaws, *(Flaw("no_journal", name) for name in ghosts)]
        if table in OF_THE_DATABASE:
            return [flaw for flaw in structure.flaws(self.connection) if flaw.where == table]
        audits = [verify.audited_journal(self.connection, one) for one in councils]
        return [
            flaw for audit in audits for flaws in (*(b.flaws for b in audit.broken), audit.others) for flaw in flaws
        ]


@pytest.fixture
def council(year: Context) -> Iterator[Council]:
    with year.store.writing(dry_run=True) as connection:
        connection.all("PRAGMA defer_foreign_keys = ON")
        yield Council(connection)


NAMES: Final = sorted(metadata.tables)


def names_the_place(table: str, flaws: list[Flaw]) -> bool:
    places = ("entries", "entry_texts") if table in JOURNAL else (table,)
    return all(flaw.where.split()[0] in places for flaw in flaws)


def test_no_table_is_empty_and_untouched_there_is_no_flaw(council: Council) -> None:
    """The control: what is found below is found because of what was changed."""
    assert set(NAMES) == {*PROJECTED, *JOURNAL, *OF_THE_DATABASE}
    for table in NAMES:
        assert council.rows(table), table
        assert council.flaws(table) == [], table


def columns(table: str) -> list[str]:
    return [column.name for column in table_named(table).c]


def table_named(name: str) -> Table:
    return metadata.tables[name]


UNSEEN: Final = {("database", "id"), ("database", "generation")}
"""Cells that nothing else tells of: they are no part of any journal."""


def tampered(
    council: Council, table: str, places: list[int], values: tuple[str, ...], only: tuple[str, ...] = ()
) -> int:
    """Put each value into each column of some rows; the result is the number of changes that were looked at."""
    looked_at = 0
    for place in places:
        for column in only or columns(table):
            if (table, column) in UNSEEN:
                continue
            for value in values:
                new = value.format(c=f'"{column}"')
                flaws = council.flaws_after(table, f'UPDATE "{table}" SET "{column}" = {new} WHERE rowid = {place}')
                if flaws is not None:
                    looked_at += 1
                    assert flaws, (table, column, new, place)
                    assert names_the_place(table, flaws), (table, column, new, flaws)
    return looked_at


def test_a_change_in_any_table_is_found(council: Council) -> None:
    """The last column of each; of the journal's own tables, `test_verify` changes every column each day."""
    others = [table for table in NAMES if table not in JOURNAL]
    for table in others:
        last = columns(table)[-1]
        assert tampered(council, table, council.rows(table)[-1:], SHORT[1:3], (last,)), (table, last)


@pytest.mark.endurance
@pytest.mark.parametrize("table", [table for table in NAMES if table not in JOURNAL])
def test_any_value_in_any_column_is_found(council: Council, table: str) -> None:
    rows = council.rows(table)
    assert tampered(council, table, sorted({rows[0], rows[len(rows) // 2], rows[-1]}), LONG)


@pytest.mark.endurance
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("table", JOURNAL)
def test_any_value_in_any_column_of_the_journal_is_found(prepared: Prepared, table: str, half: int) -> None:
    with prepared(begun).store.writing(dry_run=True) as connection:
        connection.all("PRAGMA defer_foreign_keys = ON")
        council = Council(connection)
        assert tampered(council, table, council.rows(table)[-2:-1], LONG[half::2])


@pytest.mark.parametrize(
    "share", [pytest.param(1, id="one"), pytest.param(20, id="twenty", marks=pytest.mark.endurance)]
)
def test_a_missing_row_is_found(council: Council, share: int | None) -> None:
    for table in NAMES:
        for place in council.rows(table)[:share]:
            flaws = council.flaws_after(table, f'DELETE FROM "{table}" WHERE rowid = {place}')
            assert flaws, (table, place)
            assert names_the_place(table, flaws), (table, flaws)


def test_a_row_too_many_is_found(council: Council) -> None:
    for table in NAMES:
        names = columns(table)
        keys = [column.name for column in table_named(table).primary_key if column.name != "council"] or names
        for key in keys:
            cells = ", ".join(f'''"{name}" || '9\'''' if name == key else f'"{name}"' for name in names)
            listed = ", ".join(f'"{name}"' for name in names)
            statement = f'INSERT INTO "{table}" ({listed}) SELECT {cells} FROM "{table}" ORDER BY rowid LIMIT 1'
            flaws = council.flaws_after(table, statement)
            if flaws is not None:
                assert flaws, (table, key)
                assert names_the_place(table, flaws), (table, flaws)


def test_rows_that_changed_places_are_found(council: Council) -> None:
    """Two rows swap all but their keys: every value is one that stood in that column."""
    swapped = 0
    for table in NAMES:
        keys = [column.name for column in table_named(table).primary_key]
        others = [name for name in columns(table) if name not in keys]
        rows = council.rows(table)
        if not others or len(rows) < 2:
            continue
        first, second = rows[0], rows[-1]
        listed = ", ".join(f'"{name}"' for name in others)
        flaws = council.flaws_after(
            table,
            f'CREATE TEMP TABLE "two" AS SELECT rowid AS place, {listed} FROM "{table}"',
            *(
                f'UPDATE "{table}" SET ({listed}) = (SELECT {listed} FROM "two" WHERE place = {there}) '
                f"WHERE rowid = {here}"
                for here, there in ((first, second), (second, first))
            ),
            'DROP TABLE "two"',
        )
        if flaws is not None:
            swapped += 1
            assert flaws, table
            assert names_the_place(table, flaws), (table, flaws)
    assert swapped >= 20
