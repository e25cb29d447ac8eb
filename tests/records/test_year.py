"""A whole year of both agreements: the journal is whole, and the tables are what it amounts to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.engine.entries import OF_THE_JOURNAL, Kind
from slt_flow.engine.fold import replayed
from slt_flow.model import Clause, Council, Decision, Post
from slt_flow.records import journal, projection
from slt_flow.records.tables import TABLES
from slt_flow.results.answers import Done
from slt_flow.services.agreements.init import init
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.request.context import Context
from tests.records.year import play, rules


def test_tables_equal_the_replayed_journal_after_a_year(year: Context) -> None:
    (found,) = audit.verify(year)
    assert found.flaws == ()
    told_twice(year)


def told_twice(context: Context) -> None:
    """The rows are the same, once stored as the year went and once replayed."""
    council = str(context.council)
    with context.store.reading() as connection:
        known = journal.read(connection, council)
        told = replayed(council, known, journal.voided(known))
        assert dict(projection.everything(connection, council).tables()) == dict(told.tables())
    assert [entry.seq for entry in known] == list(range(1, len(known) + 1))


def test_a_year_has_every_kind_of_entry_and_fills_every_table(year: Context, database: Path) -> None:
    with year.store.reading() as connection:
        kinds = {entry.kind for entry in journal.read(connection, "kvaefjord")}
    assert set(Kind) - kinds == set(OF_THE_JOURNAL)
    with closing(sqlite3.connect(database)) as raw:
        empty = [t.name for t in TABLES.values() if not raw.execute(f"SELECT 1 FROM {t.name}").fetchone()]
    assert empty == []


@pytest.mark.endurance
def test_two_councils_in_one_database_do_not_touch_each_other(year: Context) -> None:
    init(replace(year, council=None), "levanger")
    second = replace(year, council="levanger")
    first, before = audit.head(year), audit.head(second)
    play(second)
    assert audit.head(year) == first
    assert audit.head(second)["seq"] > before["seq"]
    told_twice(second)
    assert [v.council for v in audit.verify(replace(year, council=None))] == ["kvaefjord", "levanger"]
    assert all(v.flaws == () for v in audit.verify(replace(year, council=None)))


def test_the_year_is_taken_back_request_by_request_until_archived_minutes_stand_in_the_way(year: Context) -> None:
    """A newer agreement with all it changed goes too, and leaves the council as it was before."""
    undone: list[str] = []
    while isinstance(outcome := undo(year, "Feil"), Done):
        undone.append(outcome.ref)
        with year.store.reading() as connection:
            now = projection.everything(connection, "kvaefjord")
    assert rules(outcome) == {"minutes_are_not_frozen"}
    assert undone[-1] == "M2/27"
    assert len(undone) == 32
    assert {clause.until for clause in now.all(Clause)} == {None}
    assert now.one(Council).agreement == "kvaefjord/2019-01-01"
    assert now.one(Post, "administrasjonssjef").binds
    assert now.one(Decision, 2026, 6).area == "beredskap"
    assert audit.verify(year)[0].flaws == ()
    told_twice(year)
