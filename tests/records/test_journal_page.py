"""docs/reference/journal.md tells what the code does, and whoever follows it can verify a journal."""

from __future__ import annotations

import ast
import re
import runpy
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from slt_flow.engine.entries import Entry, Kind
from slt_flow.records import journal
from slt_flow.records.store import Store
from slt_flow.terms import ANSWERS, FREE_TEXT
from tests.conftest import Prepared
from tests.records import stranger
from tests.records.conftest import unguarded
from tests.records.forge import append, put_text, rechain
from tests.records.stranger import flaws_of
from tests.records.year import play

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"
COUNCILS: Final = ("kvaefjord", "levanger")


@pytest.fixture(scope="module")
def script() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(FOLDER / "write.py")))


def test_every_type_in_the_tables_has_its_spelling_on_the_page(script: SimpleNamespace) -> None:
    spelt = set(re.findall(r"^\| (\w+) \| [^|]+ \|$", script.journal(), re.MULTILINE))
    types = set(re.findall(r"^\| `\w+` \| (\w+) \| (?:may be )?\| [^|]+ \|$", script.journal(), re.MULTILINE))
    assert types == {"number", "text", *journal.FORMS}
    assert spelt - {"type"} == types


@pytest.fixture(params=COUNCILS)
def council(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(council: str, demo: Callable[[str], bytes], folder: Path) -> Path:
    """A database with the year of a demo."""
    made = folder / "demo.sqlite"
    made.write_bytes(demo(council))
    return made


def entries(path: Path, council: str) -> tuple[Entry, ...]:
    with Store(str(path)).reading() as connection:
        return journal.read(connection, council)


def test_the_program_on_the_page_finds_every_digest(path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (FOLDER / "journal.md").read_text(encoding="utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        rows = raw.execute("SELECT * FROM entries").fetchall()
        assert [found["entry_digest"](row) for row in rows] == [row["digest"] for row in rows]
        texts = raw.execute(
            "SELECT salt, text, json_extract(texts, '$.\"' || name || '\"') FROM entry_texts NATURAL JOIN entries"
        ).fetchall()
        assert len(texts) > 100
        assert all(found["text_digest"](salt, text) == digest for salt, text, digest in texts)


def test_the_stranger_needs_nothing_of_ours() -> None:
    tree = ast.parse(Path(stranger.__file__).read_text(encoding="utf-8"))
    named = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named == {
        "__future__", "collections.abc", "contextlib", "datetime", "hashlib", "hmac", "json", "pathlib", "re",
        "sqlite3", "typing",
    }  # fmt: skip


def test_a_stranger_finds_both_demo_years_whole(path: Path, council: str) -> None:
    last = entries(path, council)[-1]
    assert last.seq > 250
    assert flaws_of(path, council, [(last.seq, last.digest)]) == []


def test_a_stranger_accepts_a_text_that_an_entry_says_was_erased(path: Path, council: str) -> None:
    with unguarded(path) as raw:
        raw.execute("DELETE FROM entry_texts WHERE seq = 1 AND name = 'council'")
        append(raw, "TextRedacted", {"seq": 1, "name": "council"}, {"basis": "Personvern"}, council)
        rechain(raw, council)
    assert flaws_of(path, council) == []


TAMPERINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "UPDATE entries SET acted_by = 'rektor' WHERE seq = 40": ("40: digest",),
    "UPDATE entries SET data = data || ' ' WHERE seq = 40": ("40: spelling of data",),
    "UPDATE entries SET at = replace(at, 'Z', '+00:00') WHERE seq = 40": (
        "40: spelling of at",
        "40: digest",
        "40: request disagrees",
        "41: request disagrees",
    ),
    "UPDATE entries SET digest = upper(digest) WHERE seq = 40": ("40: spelling of digest", "40: digest", "41: link"),
    "UPDATE entries SET prev = digest WHERE seq = 1": ("1: digest",),
    "UPDATE entry_texts SET text = text || '!' WHERE seq = 1 AND name = 'council'": ("1: text council",),
    "UPDATE entry_texts SET salt = upper(salt) WHERE seq = 1 AND name = 'council'": ("1: text council",),
    "DELETE FROM entry_texts WHERE seq = 1 AND name = 'council'": ("1: text council is missing",),
    "UPDATE entry_texts SET name = 'other' WHERE seq = 1 AND name = 'council'": (
        "1: text council is missing",
        "1: text other belongs to nothing",
    ),
    "INSERT INTO entry_texts SELECT council, 100000, name, salt, text FROM entry_texts WHERE seq = 1": (
        "100000: text without entry",
    ),
}


@pytest.mark.endurance
@pytest.mark.parametrize("statement", TAMPERINGS)
def test_a_stranger_finds_what_was_tampered_with(path: Path, council: str, statement: str) -> None:
    with unguarded(path) as raw:
        raw.execute(statement)
    assert {*TAMPERINGS[statement]} >= {*flaws_of(path, council)} >= {TAMPERINGS[statement][0]}


def test_a_stranger_finds_an_entry_taken_out(path: Path, council: str) -> None:
    with unguarded(path) as raw:
        raw.execute("DELETE FROM entry_texts WHERE seq = 40")
        raw.execute("DELETE FROM entries WHERE seq = 40")
    assert flaws_of(path, council)[:2] == ["41: gap", "41: link"]


def test_a_stranger_finds_another_tail_by_an_anchor_alone(path: Path, council: str) -> None:
    last = entries(path, council)[-1]
    with unguarded(path) as raw:
        raw.execute("UPDATE entries SET acted_for = 'rektor' WHERE seq = 40")
        rechain(raw, council)
    assert flaws_of(path, council) == []
    assert flaws_of(path, council, [(last.seq, last.digest)]) == [f"{last.seq}: anchor"]


def test_a_stranger_finds_a_journal_kept_under_another_name(path: Path, council: str) -> None:
    with unguarded(path) as raw:
        for table in ("entries", "entry_texts"):
            raw.execute(f"UPDATE {table} SET council = 'verdal'")
    assert flaws_of(path, "verdal") == [f"kept under another name than {council}"]


FORGERIES: Final[Mapping[str, str]] = {
    "UPDATE entries SET format = 2 WHERE seq = 1": "1: format",
    "UPDATE entries SET step = 2 WHERE seq = 1": "1: step",
    "UPDATE entries SET caused_by = 1 WHERE seq = 1": "1: cause",
    "UPDATE entries SET program = 'other' WHERE seq = 1": "2: request disagrees",
    "UPDATE entries SET texts = json_remove(texts, '$.account') WHERE seq = 1": "1: nobody asked",
}


@pytest.mark.endurance
@pytest.mark.parametrize("statement", FORGERIES)
def test_a_stranger_finds_a_flaw_of_sense_where_every_digest_fits(path: Path, council: str, statement: str) -> None:
    with unguarded(path) as raw:
        raw.execute(statement)
        if "account" in statement:
            raw.execute("DELETE FROM entry_texts WHERE seq = 1 AND name = 'account'")
        rechain(raw, council)
    assert FORGERIES[statement] in flaws_of(path, council)


def test_a_stranger_finds_requests_that_do_not_stand_apart(path: Path, council: str) -> None:
    with unguarded(path) as raw:
        put_text(raw, 2, "account", "os:kari@host", council)
        raw.execute("UPDATE entries SET request = (SELECT request FROM entries WHERE seq = 1) WHERE seq = 60")
        rechain(raw, council)
    found = flaws_of(path, council)
    assert found[0] == "2: not the first"
    assert "60: interleaved" in found


def test_every_kind_is_told_with_all_that_its_entries_hold(
    script: SimpleNamespace, path: Path, council: str, prepared: Prepared
) -> None:
    assert set(script.HOLDS) == set(Kind)
    played = entries(prepared(play, council).store.path, council)
    found = {(entry.kind, name) for entry in (*entries(path, council), *played) for name in _unlisted(script, entry)}
    assert found == set()


def _unlisted(script: SimpleNamespace, entry: Entry) -> Iterator[str]:
    """Keys of an entry's data and names of its texts that the page does not know."""
    _, data, texts = script.HOLDS[entry.kind]
    answers = set(ANSWERS) if entry.action else set()
    free = {name for name in answers if ANSWERS[name] in FREE_TEXT}
    yield from entry.data.keys() - {*data.split(), *answers - free}
    known = {*texts.split(), *free, "basis", "account", "asked", "key"}
    forms = [re.compile(re.sub("KEY|NAME|DAY|ID|N", "[a-z0-9_-]+", re.escape(name))) for name in known]
    yield from (name for name in entry.digests if not any(form.fullmatch(name) for form in forms))
