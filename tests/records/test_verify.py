"""Whatever is changed behind the journal's back is found, and said where; nothing is raised."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Integer, Text

from slt_flow.errors import RecordsError, RequestError
from slt_flow.records import journal, projection
from slt_flow.records.tables import TABLES, Day, Names, Structure, entries
from slt_flow.results import Flaw
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.records.conftest import Tamper, unguarded

HERE = "entries 40"
OTHER_TABLES = sorted(table.name for table in TABLES.values())


def listed(several: str) -> list[str]:
    return [one.strip() for line in several.strip().splitlines() for one in line.split("|")]


def codes(flaws: tuple[Flaw, ...], where: str | None = None) -> set[str]:
    return {flaw.code for flaw in flaws if where in (None, flaw.where)}


def test_an_untouched_journal_has_no_flaw(year: Context) -> None:
    (found,) = audit.verify(year)
    head = audit.head(year)
    assert (found.flaws, found.entries, found.head) == ((), head["seq"], head["digest"])


@pytest.mark.parametrize("column", [c.name for c in entries.c if c.name not in ("council", "seq", "prev", "digest")])
def test_every_column_of_an_entry_is_in_its_digest(tamper: Tamper, column: str) -> None:
    other = {
        "kind": "'Remarked'",
        "version": "version + 1",
        "on": "'2026-03-13'",
        "data": "json_set(data, '$.more', 1)",
    }.get(column, f"coalesce(\"{column}\", '') || 'x'")
    assert "changed_entry" in codes(tamper(f'UPDATE entries SET "{column}" = {other} WHERE seq = 40'), HERE)


def test_a_changed_digest_breaks_the_entry_and_the_link_to_it(tamper: Tamper) -> None:
    flaws = tamper("UPDATE entries SET digest = replace(digest, substr(digest, 1, 1), 'g') WHERE seq = 40")
    assert "changed_entry" in codes(flaws, HERE)
    assert "broken_link" in codes(flaws, "entries 41")


def test_a_changed_link_is_found(tamper: Tamper) -> None:
    flaws = tamper("UPDATE entries SET prev = (SELECT prev FROM entries WHERE seq = 39) WHERE seq = 40")
    assert codes(flaws, HERE) == {"broken_link", "changed_entry"}


@pytest.mark.parametrize("move", ["seq = 99999", "council = 'another'"])
def test_an_entry_that_was_moved_away_leaves_a_gap(tamper: Tamper, move: str) -> None:
    assert {"gap_in_chain", "broken_link"} <= codes(tamper(f"UPDATE entries SET {move} WHERE seq = 40"), "entries 41")


def test_a_deleted_entry_leaves_a_gap(tamper: Tamper) -> None:
    assert {"gap_in_chain", "broken_link"} <= codes(tamper("DELETE FROM entries WHERE seq = 40"), "entries 41")


def test_two_entries_that_changed_places_are_found(tamper: Tamper) -> None:
    flaws = tamper(
        "UPDATE entries SET seq = -1 WHERE seq = 40",
        "UPDATE entries SET seq = 40 WHERE seq = 41",
        "UPDATE entries SET seq = 41 WHERE seq = -1",
    )
    assert {"broken_link", "changed_entry"} <= codes(flaws, HERE) & codes(flaws, "entries 41")


DAMAGED_TEXTS = """
texts = json_set(texts, '$.title', 'Noe annet') | texts = '{}' | texts = '[]' | texts = '[1]' | texts = '3' | texts = ''
texts = '{' | texts = 'null' | texts = x'ff' | texts = '{"title": "\\ud800"}' | salt = ''
salt = replace(salt, substr(salt, 1, 1), 'x') | salt = 'æ' | salt = x'00'
"""


@pytest.mark.parametrize("change", listed(DAMAGED_TEXTS))
def test_a_changed_text_is_found(tamper: Tamper, change: str) -> None:
    seq = "(SELECT seq FROM entry_texts WHERE texts LIKE '%Trygg skolevei%' LIMIT 1)"
    flaws = tamper(f"UPDATE entry_texts SET {change} WHERE seq = {seq}")
    assert codes(flaws) & {"changed_text", "unreadable_entry", "missing_text"}
    assert all(re.fullmatch(r"entries \d+", f.where) for f in flaws if f.code not in ("table_differs", "cannot_replay"))


def test_a_missing_text_is_found(tamper: Tamper) -> None:
    assert codes(tamper("DELETE FROM entry_texts WHERE seq = 40"), HERE) == {"missing_text"}


def test_a_cut_tail_shows_in_the_tables(tamper: Tamper) -> None:
    cut = "(SELECT MAX(seq) - 3 FROM entries)"
    flaws = tamper(f"DELETE FROM entry_texts WHERE seq > {cut}", f"DELETE FROM entries WHERE seq > {cut}")
    assert codes(flaws) == {"table_differs"}


def test_a_cut_tail_with_tables_to_match_shows_only_against_an_anchor(year: Context) -> None:
    head = audit.head(year)
    with unguarded(year.store.path) as raw:
        raw.execute("DELETE FROM entry_texts WHERE seq > ?", (head["seq"] - 3,))
        raw.execute("DELETE FROM entries WHERE seq > ?", (head["seq"] - 3,))
    audit.rebuild(year)
    assert audit.verify(year)[0].flaws == ()
    anchored = audit.verify(year, f"{head['seq']}:{head['digest']}")[0].flaws
    assert [(flaw.code, flaw.where) for flaw in anchored] == [("tail_is_cut", f"entries {head['seq']}")]
    shorter = audit.head(year)
    assert audit.verify(year, f"{shorter['seq']}:{shorter['digest'][:12].upper()}")[0].flaws == ()
    other = audit.verify(year, f"{shorter['seq']}:{'0' * 64}")[0].flaws
    assert [flaw.code for flaw in other] == ["anchor_differs"]


@pytest.mark.parametrize("anchor", ["", "5", ":abcdefgh", "5:abc", "x:abcdefgh", "-1:abcdefgh", "5:" + "0" * 65])
def test_an_anchor_has_a_form(year: Context, anchor: str) -> None:
    with pytest.raises(RequestError, match="bad_anchor"):
        audit.verify(year, anchor)


def test_a_changed_definition_is_found(tamper: Tamper) -> None:
    pinned = "kind = 'DefinitionPinned' AND subject = 'definition:decision'"
    flaws = tamper(
        f"UPDATE entries SET data = json_set(data, '$.content', json_extract(data, '$.content') || '#') WHERE {pinned}"
    )
    assert {"changed_definition", "changed_entry"} <= codes(flaws)


def test_a_changed_agreement_is_found(tamper: Tamper) -> None:
    flaws = tamper("UPDATE entries SET data = json_set(data, '$.content', 'x') WHERE kind = 'AgreementEntered'")
    assert {"changed_definition", "changed_entry"} <= codes(flaws, "entries 1")


DAMAGED_ENTRIES = """
data = '{' | data = '[]' | data = '3' | data = 'null' | data = '' | data = x'ff' | data = '{"seq": []}'
data = '{"content": 3}' | data = '{"a": "\\ud800"}' | kind = 'Unheard' | kind = x'00' | "on" = '2026-02-30'
"on" = '' | "on" = x'00' | "on" = 'i går' | digest = x'00' | prev = x'00' | subject = x'00' | subject = ''
texts_digest = x'00' | version = 'x' | at = x'ff' | action = cast(x'ff' AS TEXT)
"""


@pytest.mark.parametrize("damage", listed(DAMAGED_ENTRIES))
@pytest.mark.parametrize(
    "kind",
    ["Moved", *(pytest.param(each, marks=pytest.mark.endurance) for each in ("AgreementEntered", "EntryVoided"))],
)
def test_an_unreadable_entry_is_a_flaw_and_says_where(tamper: Tamper, damage: str, kind: str) -> None:
    flaws = tamper(f"UPDATE entries SET {damage} WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = '{kind}')")
    assert flaws
    assert any(re.fullmatch(r"entries \d+", flaw.where) for flaw in flaws)


def test_a_redaction_without_its_entry_is_no_excuse(tamper: Tamper) -> None:
    flaws = tamper(
        "UPDATE entries SET kind = 'TextRedacted', data = '{\"seq\": [40]}' WHERE seq = 41",
        "DELETE FROM entry_texts WHERE seq = 40",
    )
    assert "missing_text" in codes(flaws, HERE)
    assert codes(flaws, "entries 41")


OTHER: dict[type, str] = {
    Boolean: 'NOT "{column}"',
    Integer: 'coalesce("{column}", 0) + 40',
    Text: "coalesce(\"{column}\", '') || 'x'",
    Day: "'1999-01-01'",
    Names: """'["x"]'""",
    Structure: """'{{"x": 1}}'""",
}
"""Another value that can be read, for a column of each type."""


EVERY_DAY = ("items",)
"""Tables whose every cell is changed in the everyday run; the others' take longer than it may."""


def columns() -> list[tuple[str, str]]:
    return [(table.name, column.name) for table in TABLES.values() for column in table.c]


@pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(*each, marks=() if each[0] in EVERY_DAY else pytest.mark.endurance) for each in columns()],
)
def test_a_changed_cell_of_any_table_is_found(tamper: Tamper, table: str, column: str) -> None:
    row = f"rowid = (SELECT MAX(rowid) FROM {table})"
    type_ = {c.name: type(c.type) for t in TABLES.values() if t.name == table for c in t.c}[column]
    other = "'another'" if column == "council" else OTHER[type_].format(column=column)
    flaws = tamper(f'UPDATE "{table}" SET "{column}" = {other} WHERE {row}')
    assert codes(flaws) == {"table_differs"}
    assert {flaw.where for flaw in flaws} == {table}
    assert all(flaw.facts["key"] != "" or table == "councils" for flaw in flaws)


@pytest.mark.parametrize("table", OTHER_TABLES)
def test_a_row_too_few_or_too_many_is_found(tamper: Tamper, table: str) -> None:
    flaws = tamper(f"DELETE FROM {table} WHERE rowid = (SELECT MAX(rowid) FROM {table})")
    assert {(flaw.code, flaw.where) for flaw in flaws} == {("table_differs", table)}


DAMAGED_ROWS = """
items SET due = '2026-02-30' | items SET due = x'00' | items SET year = 'i fjor' | items SET tags = '['
items SET tags = '3' | items SET ended = 'ja' | items SET title = x'ff' | items SET last_seq = 'x'
| items SET measure_no = x'00'
items SET title = cast(x'ff' AS TEXT) | councils SET machines = '{' | clauses SET numbers = 'x' | posts SET levels = ''
posts SET seat = 7.5 | decisions SET pins = 'null' | counters SET last = x'00' | areas SET goals = '[[]]'
"""


@pytest.mark.parametrize("damage", listed(DAMAGED_ROWS))
def test_an_unreadable_row_is_a_flaw_and_says_where(tamper: Tamper, damage: str) -> None:
    table = damage.split()[0]
    flaws = tamper(f"UPDATE {damage} WHERE rowid = (SELECT MAX(rowid) FROM {table})")
    assert {flaw.where for flaw in flaws} == {table}
    assert codes(flaws) <= {"table_differs", "unreadable_row"}


def test_a_journal_that_cannot_be_replayed_is_a_flaw(tamper: Tamper) -> None:
    flaws = tamper(
        "UPDATE entries SET subject = '99/26' WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = 'Moved')"
    )
    assert {"changed_entry", "cannot_replay"} <= codes(flaws)


def test_rebuild_mends_the_tables(year: Context) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute("UPDATE items SET state = 'verified', due = 'i morgen'")
        raw.execute("DELETE FROM posts")
        raw.execute("INSERT INTO remarks VALUES ('kvaefjord', '', 2026, 1, 0, 0, 7, '2026-01-01', 'x', 0)")
    assert audit.verify(year)[0].flaws
    assert audit.rebuild(year)["mended"]
    assert audit.verify(year)[0].flaws == ()
    assert audit.rebuild(year)["mended"] == 0


def test_rebuild_refuses_a_broken_journal_and_writes_nothing(year: Context) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute("UPDATE entries SET subject = 'x' WHERE seq = 40")
        raw.execute("DELETE FROM remarks")
    before = year.store.path.read_bytes()
    with pytest.raises(RecordsError, match="journal_broken"):
        audit.rebuild(year)
    assert year.store.path.read_bytes() == before


def test_rebuild_makes_the_same_rows_again(year: Context, database: Path) -> None:
    def rows() -> dict[str, set[tuple[object, ...]]]:
        with closing(sqlite3.connect(database)) as raw:
            return {name: set(raw.execute(f"SELECT * FROM {name}")) for name in OTHER_TABLES}

    before = rows()
    audit.rebuild(year)
    assert rows() == before


def test_the_head_is_the_last_entry(year: Context) -> None:
    with year.store.reading() as connection:
        known = journal.read(connection, "kvaefjord")
    assert audit.head(year) == {"council": "kvaefjord", "seq": known[-1].seq, "digest": known[-1].digest}
    assert audit.show(year, 3, 4)[0]["seq"] == 3
    assert len(audit.show(year, 3, 4)) == 2


def test_a_guard_that_was_removed_is_missed(year: Context) -> None:
    with sqlite3.connect(year.store.path) as raw:
        raw.execute("DROP TRIGGER entries_never_change")
    (found,) = audit.verify(year)
    assert [(flaw.code, flaw.facts["name"]) for flaw in found.flaws] == [("missing_trigger", "entries_never_change")]


def emptied(path: Path, *tables: str) -> None:
    with unguarded(path) as raw:
        for table in tables:
            raw.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("tables", [("entries",), ("entries", "entry_texts"), ("entries", "entry_texts", "councils")])
def test_a_journal_that_is_gone_is_missed(year: Context, tables: tuple[str, ...]) -> None:
    emptied(year.store.path, *tables)
    for context in (year, replace(year, council=None)):
        (found,) = audit.verify(context)
        assert {"items", "posts"} <= {flaw.where for flaw in found.flaws if flaw.code == "no_journal"}
        assert ("stray_text" in codes(found.flaws)) == ("entry_texts" not in tables)


def test_a_council_without_its_journal_is_neither_begun_anew_nor_emptied_nor_written_to(year: Context) -> None:
    emptied(year.store.path, "entries", "entry_texts")
    before = year.store.path.read_bytes()
    with pytest.raises(RecordsError, match="journal_broken"):
        init(year, "kvaefjord")
    with pytest.raises(RecordsError, match="journal_broken"):
        audit.rebuild(year)
    with pytest.raises(RecordsError, match="journal_broken"):
        register(year, "Noe nytt")
    assert year.store.path.read_bytes() == before


@pytest.mark.parametrize("table", ["councils", "posts"])
def test_a_row_of_a_council_nobody_knows_is_found(year: Context, table: str) -> None:
    with unguarded(year.store.path) as raw:
        names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[1] != "council"]
        listed_names = ", ".join(f'"{name}"' for name in names)
        raw.execute(
            f"INSERT INTO {table} (council, {listed_names}) SELECT 'ghost', {listed_names} FROM {table} LIMIT 1"
        )
    ghost, known = audit.verify(replace(year, council=None))
    assert (ghost.council, [(flaw.code, flaw.where) for flaw in ghost.flaws]) == ("ghost", [("no_journal", table)])
    assert (known.council, known.flaws) == ("kvaefjord", ())


def test_a_text_without_an_entry_is_found(tamper: Tamper) -> None:
    flaws = tamper("INSERT INTO entry_texts SELECT council, 99999, salt, texts FROM entry_texts WHERE seq = 1")
    assert [(flaw.code, flaw.where) for flaw in flaws] == [("stray_text", "entry_texts 99999")]


@pytest.mark.parametrize("table", ["entries", "items", "entry_texts"])
def test_a_trigger_of_somebody_else_is_found(year: Context, table: str) -> None:
    with sqlite3.connect(year.store.path) as raw:
        raw.execute(f"CREATE TRIGGER helpful AFTER INSERT ON {table} BEGIN DELETE FROM remarks; END")
    (found,) = audit.verify(year)
    assert [(f.code, f.where, f.facts["name"]) for f in found.flaws] == [("foreign_trigger", table, "helpful")]


def test_a_flaw_is_told_without_our_names_for_errors(tamper: Tamper) -> None:
    flaws = tamper("UPDATE posts SET levels = '5'", "UPDATE entries SET data = '[' WHERE seq = 40")
    told = [str(flaw.facts["why"]) for flaw in flaws if "why" in flaw.facts]
    assert told
    assert not [why for why in told if "corrupt_row" in why or "why=" in why]


UNREADABLE = """
posts SET levels = '5' | posts SET levels = '"abc"' | posts SET roles = '[1]' | posts SET place = 'x'
councils SET machines = '[]' | clauses SET numbers = '3' | items SET progress = 'mye' | items SET title = x'ff'
items SET tags = 'null' | items SET year = 'i fjor'
"""


@pytest.mark.parametrize("damage", listed(UNREADABLE))
def test_what_was_never_written_is_not_read(year: Context, damage: str) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute(f"UPDATE {damage} WHERE rowid = (SELECT MIN(rowid) FROM {damage.split()[0]})")
    with year.store.reading() as connection, pytest.raises(RecordsError, match="corrupt_row"):
        projection.everything(connection, "kvaefjord")


def test_one_entry_those_between_or_all(year: Context) -> None:
    assert [entry["seq"] for entry in audit.show(year, 3)] == [3]
    assert [entry["seq"] for entry in audit.show(year, 3, 5)] == [3, 4, 5]
    assert len(audit.show(year)) == audit.head(year)["seq"]
