"""Whatever is changed behind the journal's back is found, and said where; nothing is raised."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from slt_flow.errors import RecordsError, RequestError
from slt_flow.records import journal, projection
from slt_flow.records.tables import TABLES, entries
from slt_flow.results.answers import Flaw
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.records.conftest import Change, Forge, Tamper, unguarded
from tests.records.forge import append, put_text, rechain

HERE = "entries 41"
OTHER_TABLES = sorted(table.name for table in TABLES.values())


def listed(several: str) -> list[str]:
    return [one.strip() for line in several.strip().splitlines() for one in line.split(" | ")]


def one_a_column(changes: list[str]) -> list[Any]:
    """The first change of each column for every day, the others for the long run."""
    first = {change.split()[0]: change for change in reversed(changes)}
    return [
        pytest.param(change, marks=() if first[change.split()[0]] == change else pytest.mark.endurance)
        for change in changes
    ]


def codes(flaws: tuple[Flaw, ...], where: str | None = None) -> set[str]:
    return {flaw.code for flaw in flaws if where in (None, flaw.where)}


def test_an_untouched_journal_has_no_flaw(year: Context) -> None:
    (found,) = audit.verify(year)
    head = audit.head(year)
    assert (found.flaws, found.entries, found.head) == ((), head["seq"], head["digest"])


OTHERWISE: dict[str, str] = {
    "kind": "'Remarked'",
    "cause": "'through'",
    "caused_by": "1",
    "on": "'2026-03-13'",
    "at": "'2026-12-15T11:00:00.000001Z'",
    "request": "'01900000-0000-7000-8000-000000000000'",
    "authenticated": "'oidc'",
    "data": "json_set(data, '$.more', 1)",
    "texts": "json_set(texts, '$.more', digest)",
    "prev": "(SELECT prev FROM entries WHERE seq = 40)",
}
"""Another value in the right spelling; a number is counted on, other words get a letter more."""


@pytest.mark.parametrize("column", journal.HASHED)
def test_every_hashed_column_is_in_the_digest(tamper: Tamper, column: str) -> None:
    numbers = [c.name for c in entries.c if str(c.type) == "INTEGER"]
    more = f'"{column}" + 1000' if column in numbers else f"coalesce(\"{column}\", '') || 'x'"
    other = OTHERWISE.get(column, more)
    flaws = tamper(f'UPDATE entries SET "{column}" = {other} WHERE seq = 41')
    where = "entries 1041" if column == "seq" else HERE
    assert "changed_entry" in codes(flaws, where)
    assert codes(flaws, "entries 40") == set()


def test_a_changed_digest_breaks_the_entry_and_the_link_to_it(tamper: Tamper) -> None:
    flaws = tamper("UPDATE entries SET digest = replace(digest, substr(digest, 1, 1), 'g') WHERE seq = 41")
    assert "changed_entry" in codes(flaws, HERE)
    assert "broken_link" in codes(flaws, "entries 42")


def test_a_changed_link_is_found(tamper: Tamper) -> None:
    flaws = tamper("UPDATE entries SET prev = (SELECT prev FROM entries WHERE seq = 40) WHERE seq = 41")
    assert codes(flaws, HERE) == {"broken_link", "changed_entry"}


@pytest.mark.parametrize("move", ["seq = 99999", "council = 'another'"])
def test_an_entry_that_was_moved_away_leaves_a_gap(tamper: Tamper, move: str) -> None:
    assert {"gap_in_chain", "broken_link"} <= codes(tamper(f"UPDATE entries SET {move} WHERE seq = 41"), "entries 42")


def test_a_deleted_entry_leaves_a_gap(tamper: Tamper) -> None:
    assert {"gap_in_chain", "broken_link"} <= codes(tamper("DELETE FROM entries WHERE seq = 41"), "entries 42")


def test_two_entries_that_changed_places_are_found(tamper: Tamper) -> None:
    flaws = tamper(
        "UPDATE entries SET seq = -1 WHERE seq = 41",
        "UPDATE entries SET seq = 41 WHERE seq = 42",
        "UPDATE entries SET seq = 42 WHERE seq = -1",
    )
    assert {"broken_link", "changed_entry"} <= codes(flaws, HERE) & codes(flaws, "entries 42")


EVERY_TEXT = "SELECT seq, name FROM entry_texts WHERE council = 'kvaefjord'"


@pytest.mark.parametrize(
    "change",
    ["text = text || ' '", "text = ''", "salt = replace('0' || substr(salt, 2), salt, '1' || substr(salt, 2))"],
)
def test_every_changed_text_and_salt_is_found(year: Context, change: str) -> None:
    with unguarded(year.store.path) as raw:
        every = {(f"entries {seq}", name) for seq, name in raw.execute(EVERY_TEXT)}
        raw.execute(f"UPDATE entry_texts SET {change}")
    (found,) = audit.verify(year)
    assert len(every) > 300
    assert {(flaw.where, flaw.facts["name"]) for flaw in found.flaws if flaw.code == "changed_text"} == every


def test_every_missing_text_is_found(year: Context) -> None:
    with unguarded(year.store.path) as raw:
        every = {(f"entries {seq}", name) for seq, name in raw.execute(EVERY_TEXT)}
        raw.execute("DELETE FROM entry_texts")
    (found,) = audit.verify(year)
    assert {(flaw.where, flaw.facts["name"]) for flaw in found.flaws if flaw.code == "missing_text"} == every


DAMAGED_TEXTS = """
text = 'Noe annet' | text = '' | text = x'ff' | text = x'00' | text = cast(x'ff' AS TEXT) | text = text || char(0)
salt = '' | salt = upper(salt) | salt = 'x' || substr(salt, 2) | salt = 'æ' | salt = x'00' | salt = substr(salt, 3)
salt = salt || '00' | salt = ' ' || salt | name = 'heading' | name = 'text' | name = '' | name = x'00'
"""


@pytest.mark.parametrize("change", one_a_column(listed(DAMAGED_TEXTS)))
def test_a_changed_text_is_found(tamper: Tamper, change: str) -> None:
    flaws = tamper(
        f"UPDATE entry_texts SET {change} WHERE seq = 42 AND name = 'title' AND text LIKE '%Trygg skolevei%'"
    )
    assert codes(flaws, "entries 42") & {"changed_text", "unreadable_entry", "missing_text"}
    assert all(re.fullmatch(r"entries \d+", f.where) for f in flaws if f.code not in ("table_differs", "cannot_replay"))


@pytest.mark.parametrize("salt", ["upper(salt)", "substr(salt, 3)", "salt || '00'", "''"])
def test_a_salt_has_one_form_even_where_its_digest_fits(forge: Forge, salt: str) -> None:
    flaws = forge(f"UPDATE entry_texts SET salt = {salt} WHERE seq = 42 AND name = 'title' AND salt GLOB '*[a-f]*'")
    assert {(f.code, f.where, f.facts["name"]) for f in flaws} == {("changed_text", "entries 42", "title")}


def test_texts_that_changed_places_are_found(tamper: Tamper) -> None:
    flaws = tamper(
        "UPDATE entry_texts SET name = 'x' WHERE seq = 42 AND name = 'title'",
        "UPDATE entry_texts SET name = 'title' WHERE seq = 42 AND name = 'case'",
        "UPDATE entry_texts SET name = 'case' WHERE seq = 42 AND name = 'x'",
    )
    assert {f.facts["name"] for f in flaws if f.code == "changed_text"} == {"title", "case"}


def test_a_text_that_its_entry_does_not_know_is_found(tamper: Tamper) -> None:
    flaws = tamper("INSERT INTO entry_texts SELECT council, seq, 'more', salt, text FROM entry_texts WHERE seq = 41")
    assert [(f.code, f.where, f.facts) for f in flaws] == [("stray_text", HERE, {"name": "more"})]


def erase(raw: sqlite3.Connection, seq: int = 41, name: str = "guest") -> None:
    """Erase a text without a word."""
    assert raw.execute("DELETE FROM entry_texts WHERE seq = ? AND name = ?", (seq, name)).rowcount == 1


def redaction(seq: object, name: object) -> Change:
    """Append the entry that says a text was erased."""
    return lambda raw: append(raw, "TextRedacted", {"seq": seq, "name": name}, {"basis": "Personvern"})


def test_a_text_may_be_missing_where_a_later_entry_says_so(forge: Forge, year: Context) -> None:
    assert forge(erase, redaction(41, "guest")) == ()
    audit.rebuild(year)
    assert audit.verify(year)[0].flaws == ()


@pytest.mark.parametrize(
    ("seq", "name"), [(40, "guest"), (42, "guest"), (41, "mandate"), (41, "GUEST"), ("41", "guest"), (41, ["guest"])]
)
def test_another_redaction_excuses_nothing(forge: Forge, seq: object, name: object) -> None:
    flaws = forge(erase, redaction(seq, name))
    assert [(f.code, f.where, f.facts) for f in flaws] == [("missing_text", HERE, {"name": "guest"})]


def test_true_is_no_number(forge: Forge) -> None:
    flaws = forge(partial(erase, seq=1, name="council"), redaction(True, "council"))
    assert [(f.code, f.where, f.facts) for f in flaws] == [("missing_text", "entries 1", {"name": "council"})]


@pytest.mark.parametrize("seq", [30, 41])
def test_a_redaction_that_does_not_come_later_excuses_nothing(forge: Forge, seq: int) -> None:
    """Another text may be erased by it: it must come after the entry whose text it erases."""
    flaws = forge(erase, of(seq, kind="TextRedacted", data='{"name":"guest","seq":40}'))
    assert [(f.code, f.where, f.facts) for f in flaws] == [("missing_text", HERE, {"name": "guest"})]


def test_the_digest_of_an_erased_agreement_may_be_erased_too(forge: Forge) -> None:
    assert forge(partial(erase, seq=1, name="digest"), redaction(1, "digest")) == ()


def test_a_cut_tail_shows_in_the_tables(tamper: Tamper) -> None:
    cut = "(SELECT MAX(seq) - 8 FROM entries)"
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
    assert audit.verify(year, f"{shorter['seq']}:{shorter['digest']}")[0].flaws == ()
    other = audit.verify(year, f"{shorter['seq']}:{'0' * 64}")[0].flaws
    assert [flaw.code for flaw in other] == ["anchor_differs"]


NO_ANCHORS = ["", "5", ":abcdefgh", "5:abc", "5:" + "0" * 8, "x:" + "0" * 64, "-1:" + "0" * 64, "5:" + "g" * 64]


@pytest.mark.parametrize("anchor", [*NO_ANCHORS, "5:" + "0" * 63, "5:" + "0" * 65, "5:" + "0" * 64 + "\n"])
def test_an_anchor_names_a_whole_digest(year: Context, anchor: str) -> None:
    with pytest.raises(RequestError, match="bad_anchor"):
        audit.verify(year, anchor)


def test_the_beginning_of_a_digest_is_no_anchor(year: Context) -> None:
    head = audit.head(year)
    for length in (8, 12, 63):
        with pytest.raises(RequestError, match="bad_anchor"):
            audit.verify(year, f"{head['seq']}:{head['digest'][:length]}")


@pytest.mark.parametrize(("kind", "where"), [("DefinitionPinned", "entries 18"), ("AgreementEntered", "entries 1")])
def test_a_changed_file_is_found(forge: Forge, year: Context, kind: str, where: str) -> None:
    seq = int(where.split()[1])
    with year.store.reading() as connection:
        stored = journal.read_at(connection, "kvaefjord", seq)
    assert stored is not None
    assert stored.entry.kind == kind
    flaws = forge(lambda raw: put_text(raw, seq, "content", stored.entry.texts["content"] + "#"))
    assert [(flaw.code, flaw.where) for flaw in flaws] == [("changed_definition", where)]


def test_a_pinned_file_names_its_digest(forge: Forge) -> None:
    flaws = forge("UPDATE entries SET data = json_remove(data, '$.digest') WHERE seq = 18")
    assert [(flaw.code, flaw.where) for flaw in flaws] == [("changed_definition", "entries 18")]


DAMAGED_ENTRIES = """
data = '{' | data = '[]' | data = '3' | data = 'null' | data = '' | data = x'ff' | data = '{"seq": []}'
data = '{"seq":1.5}' | data = '{"a":9007199254740992}' | data = '{"A":1}' | data = '{"a":NaN}'
data = '{"a": "\\ud800"}' | kind = 'Unheard' | kind = x'00' | "on" = '2026-02-30' | "on" = '' | "on" = x'00'
"on" = 'i går' | digest = x'00' | prev = x'00' | subject = x'00' | subject = '' | texts = x'00' | texts = '[]'
texts = '{' | texts = '{"title":3}' | texts = 'null' | texts = cast(x'ff' AS TEXT) | step = 'x' | format = x'01'
caused_by = 'x' | caused_by = 1.5 | cause = '' | cause = x'00' | cause = 'because' | version = 'x' | at = x'ff'
action = cast(x'ff' AS TEXT)
"""


@pytest.mark.parametrize("damage", one_a_column(listed(DAMAGED_ENTRIES)))
@pytest.mark.parametrize(
    "kind",
    ["Moved", *(pytest.param(each, marks=pytest.mark.endurance) for each in ("AgreementEntered", "EntryVoided"))],
)
def test_an_unreadable_entry_is_a_flaw_and_says_where(tamper: Tamper, damage: str, kind: str) -> None:
    flaws = tamper(f"UPDATE entries SET {damage} WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = '{kind}')")
    assert flaws
    assert any(re.fullmatch(r"entries \d+", flaw.where) for flaw in flaws)


SPELLINGS = """
"on" = '20260312' | "on" = '2026-W11-4' | "on" = '2026-3-12' | "on" = '2026-03-12T00:00' | "on" = ' 2026-03-12'
data = replace(data, ':', ': ') | data = data || ' ' | data = '{"b":1,"a":1}' | data = '{"a":1,"a":1}'
data = '{"a":"\\u00e5"}' | data = '{"a":"\\/"}' | data = '{"a":-0}' | texts = replace(texts, ':', ': ')
texts = char(10) || texts | prev = upper(prev) | prev = substr(prev, 2) | prev = '' | digest = upper(digest)
digest = digest || ' ' | request = upper(request) | request = replace(request, '-', '') | request = request || 'x'
request = substr(request, 1, 14) || '4' || substr(request, 16) | request = '{' || request || '}'
at = replace(at, 'Z', '+00:00') | at = '2026-12-15T11:00:00Z' | at = '2026-12-15T11:00:00.000Z'
at = '2026-12-15 11:00:00.000000Z' | at = '2026-12-15T11:00:00.000000z' | at = '2026-12-15T12:00:00.000000+01:00'
at = '2026-13-15T11:00:00.000000Z' | at = '2026-12-15T24:01:00.000000Z' | at = '٢٠٢٦-12-15T11:00:00.000000Z'
at = '2026-12-15T11:00:00.0000000Z' | at = at || char(10) | at = '' | authenticated = 'OS' | authenticated = ''
authenticated = 'os ' | authenticated = 'local'
"""


@pytest.mark.parametrize("spelling", one_a_column(listed(SPELLINGS)))
def test_another_spelling_is_corrupt_even_where_its_digest_fits(year: Context, spelling: str) -> None:
    column = spelling.split()[0].strip('"')
    with unguarded(year.store.path) as raw:
        assert raw.execute(f"UPDATE entries SET {spelling} WHERE seq = 41 AND texts LIKE '%:%'").rowcount
        with suppress(ValueError):
            rechain(raw)
        if column in ("prev", "digest"):
            raw.execute(f"UPDATE entries SET {spelling} WHERE seq = 41")
    flaws = [flaw for flaw in audit.verify(year)[0].flaws if flaw.where == HERE]
    assert [flaw.code for flaw in flaws if flaw.code == "unreadable_entry" or flaw.facts.get("name") == column]
    assert {flaw.code for flaw in flaws} & {"other_spelling", "unreadable_entry"}


def of(seq: int, **changed: object) -> Change:
    """Change columns of one entry."""
    columns = ", ".join(f"{name} = ?" for name in changed)
    return lambda raw: raw.execute(f"UPDATE entries SET {columns} WHERE seq = ?", (*changed.values(), seq))


def without(seq: int, name: str) -> Change:
    """Take a text away as if it had never been."""

    def change(raw: sqlite3.Connection) -> None:
        erase(raw, seq, name)
        raw.execute("UPDATE entries SET texts = json_remove(texts, ?) WHERE seq = ?", (f"$.{name}", seq))

    return change


def beside(seq: int, name: str) -> Change:
    """Put a text beside an entry."""
    return lambda raw: put_text(raw, seq, name, "x")


def between(raw: sqlite3.Connection) -> None:
    """Put an entry of the request of 36 to 41 between two of another."""
    raw.execute("UPDATE entries SET request = (SELECT request FROM entries WHERE seq = 37) WHERE seq = 51")


FORGERIES: tuple[tuple[str, tuple[int, ...], Change], ...] = (
    ("unknown_format", (41,), of(41, format=2)),
    ("unknown_format", (41,), of(41, format=0)),
    ("request_interleaved", (51, 52), between),
    ("step_jumps", (49,), of(49, step=8)),  # from 6
    ("step_jumps", (45, 46), of(45, step=1)),  # from 2, and on to 4
    ("step_jumps", (28,), of(28, step=2)),  # the first
    ("step_jumps", (28,), of(28, step=0)),
    ("cause_comes_later", (65,), of(65, caused_by=2)),  # itself
    ("cause_comes_later", (65,), of(65, caused_by=3)),
    ("cause_comes_later", (65,), of(65, caused_by=0)),
    ("cause_comes_later", (28,), of(28, caused_by=1)),
    ("request_disagrees", (68,), of(68, at="2026-12-15T11:00:00.000001Z")),
    ("request_disagrees", (68,), of(68, recorded_by="rektor")),
    ("request_disagrees", (68,), of(68, authenticated="unauthenticated")),
    ("request_disagrees", (68,), of(68, program="other 1")),
    ("nobody_asked", (28,), without(28, "account")),
    ("nobody_asked", (28,), without(28, "asked")),
    ("not_the_first", (68,), beside(68, "account")),
    ("not_the_first", (68,), beside(68, "asked")),
    ("not_the_first", (68,), beside(68, "key")),
)


@pytest.mark.endurance
@pytest.mark.parametrize(("code", "seqs", "change"), FORGERIES)
def test_a_flaw_of_sense_is_found_where_every_digest_fits(
    forge: Forge, code: str, seqs: tuple[int, ...], change: Change
) -> None:
    assert [(flaw.code, flaw.where) for flaw in forge(change)] == [(code, f"entries {seq}") for seq in seqs]


def test_a_chain_anew_is_no_flaw_but_another_head(forge: Forge, year: Context) -> None:
    head = audit.head(year)
    assert forge(of(41, acted_for="rektor"), beside(28, "key")) == ()
    anchored = audit.verify(year, f"{head['seq']}:{head['digest']}")[0].flaws
    assert {flaw.code for flaw in anchored} == {"anchor_differs"}


def test_the_last_agreement_names_the_council(forge: Forge, year: Context) -> None:
    renewed = "SELECT MAX(seq) FROM entries WHERE kind = 'AgreementRenewed'"
    flaws = forge(f"UPDATE entries SET data = json_set(data, '$.council', 'levanger') WHERE seq = ({renewed})")
    assert [(flaw.code, flaw.facts) for flaw in flaws] == [("other_council", {"council": "levanger"})]
    assert forge("UPDATE entries SET data = json_set(data, '$.council', 'levanger') WHERE seq = 1") == flaws


@pytest.mark.parametrize("kept_as", ["levanger", "kvaefjord2"])
def test_a_journal_is_kept_under_the_name_of_its_council(year: Context, kept_as: str) -> None:
    with unguarded(year.store.path) as raw:
        for table in ("entry_texts", "entries", *OTHER_TABLES):
            raw.execute(f"UPDATE {table} SET council = ?", (kept_as,))
    (found,) = audit.verify(replace(year, council=kept_as))
    assert [(flaw.code, flaw.facts) for flaw in found.flaws] == [("other_council", {"council": "kvaefjord"})]


OTHER: dict[str, str] = {
    "truth": 'NOT "{column}"',
    "number": 'coalesce("{column}", 0) + 40',
    "text": "coalesce(\"{column}\", '') || 'x'",
    "day": "'1999-01-01'",
    "words": """'["x"]'""",
    "structure": """'{{"x": 1}}'""",
}
"""Another value that can be read, for a column of each form."""


EVERY_DAY = ("areas",)
"""Tables whose every cell is changed in the everyday run; the others' take longer than it may."""


def columns() -> list[tuple[str, str]]:
    return [(table.name, column.name) for table in TABLES.values() for column in table.c]


@pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(*each, marks=() if each[0] in EVERY_DAY else pytest.mark.endurance) for each in columns()],
)
def test_a_changed_cell_of_any_table_is_found(tamper: Tamper, table: str, column: str) -> None:
    row = f"rowid = (SELECT MAX(rowid) FROM {table})"
    form = {c.name: c.info.get("cell") for t in TABLES.values() if t.name == table for c in t.c}[column]
    other = OTHER[form].format(column=column) if form is not None else "'another'"
    every = tamper(f'UPDATE "{table}" SET "{column}" = {other} WHERE {row}')
    flaws = tuple(
        flaw for flaw in every if flaw.code != "attachment_gone"
    )  # a file of another digest is not there either
    assert len(every) - len(flaws) == ((table, column) == ("attachments", "digest"))
    assert codes(flaws) == {"table_differs"}
    assert {flaw.where for flaw in flaws} == {table}
    assert all(flaw.facts["key"] != "" or table == "councils" for flaw in flaws)


@pytest.mark.endurance
@pytest.mark.parametrize("table", OTHER_TABLES)
def test_a_row_too_few_or_too_many_is_found(tamper: Tamper, table: str) -> None:
    flaws = tamper(f"DELETE FROM {table} WHERE rowid = (SELECT MAX(rowid) FROM {table})")
    assert {(flaw.code, flaw.where) for flaw in flaws} == {("table_differs", table)}


DAMAGED_ROWS = """
items SET due = '2026-02-30' | items SET due = x'00' | items SET year = 'i fjor' | items SET tags = '['
items SET tags = '3' | items SET ended = 'ja' | items SET title = x'ff' | items SET last_seq = 'x'
items SET measure_no = x'00'
items SET title = cast(x'ff' AS TEXT) | councils SET machines = '{' | clauses SET numbers = 'x' | posts SET levels = ''
posts SET seat = 7.5 | decisions SET pins = 'null' | counters SET last = x'00' | areas SET goals = '[[]]'
"""


@pytest.mark.parametrize("damage", one_a_column(listed(DAMAGED_ROWS)))
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
        raw.execute("INSERT INTO remarks VALUES ('kvaefjord', '', 2026, 1, 0, 0, 7, '2026-01-01', 'x', 0, NULL, '')")
    assert audit.verify(year)[0].flaws
    assert audit.rebuild(year)["mended"]
    assert audit.verify(year)[0].flaws == ()
    assert audit.rebuild(year)["mended"] == 0


def test_rebuild_refuses_a_broken_journal_and_writes_nothing(year: Context) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute("UPDATE entries SET subject = 'x' WHERE seq = 41")
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
    assert audit.head(year) == {
        "council": "kvaefjord",
        "journal": known[0].prev,
        "seq": known[-1].seq,
        "digest": known[-1].digest,
    }
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
    flaws = tamper("INSERT INTO entry_texts SELECT council, 99999, name, salt, text FROM entry_texts WHERE seq = 41")
    assert [(flaw.code, flaw.where) for flaw in flaws] == [("stray_text", "entry_texts 99999")]


@pytest.mark.parametrize("table", ["entries", "items", "entry_texts"])
def test_a_trigger_of_somebody_else_is_found(year: Context, table: str) -> None:
    with sqlite3.connect(year.store.path) as raw:
        raw.execute(f"CREATE TRIGGER helpful AFTER INSERT ON {table} BEGIN DELETE FROM remarks; END")
    (found,) = audit.verify(year)
    assert [(f.code, f.where, f.facts["name"]) for f in found.flaws] == [("foreign_trigger", table, "helpful")]


def test_a_flaw_is_told_without_our_names_for_errors(tamper: Tamper) -> None:
    flaws = tamper("UPDATE posts SET levels = '5'", "UPDATE entries SET data = '[' WHERE seq = 41")
    told = [str(flaw.facts["why"]) for flaw in flaws if "why" in flaw.facts]
    assert told
    assert not [why for why in told if "corrupt_row" in why or "why=" in why]


UNREADABLE = """
posts SET levels = '5' | posts SET levels = '"abc"' | posts SET roles = '[1]' | posts SET place = 'x'
councils SET machines = '[]' | clauses SET numbers = '3' | items SET progress = 'mye' | items SET title = x'ff'
items SET tags = 'null' | items SET year = 'i fjor'
"""


@pytest.mark.parametrize("damage", one_a_column(listed(UNREADABLE)))
def test_what_was_never_written_is_not_read(year: Context, damage: str) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute(f"UPDATE {damage} WHERE rowid = (SELECT MIN(rowid) FROM {damage.split()[0]})")
    with year.store.reading() as connection, pytest.raises(RecordsError, match="corrupt_row"):
        projection.everything(connection, "kvaefjord")


def test_one_entry_those_between_or_all(year: Context) -> None:
    assert [entry["seq"] for entry in audit.show(year, 3)] == [3]
    assert [entry["seq"] for entry in audit.show(year, 3, 5)] == [3, 4, 5]
    assert len(audit.show(year)) == audit.head(year)["seq"]
