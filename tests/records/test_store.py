"""How a database is opened, where it may lie, and what is said when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from slt_flow.errors import DefinitionError, RecordsError, RequestError
from slt_flow.records import location, store
from slt_flow.records.location import default_file, file_of
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.show import list_councils
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.conftest import NOON, MakeContext


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(RecordsError) as refused:
        ask()
    return refused.value.code


@pytest.mark.parametrize("kind", ["reading", "writing"])
def test_nothing_is_lost_at_a_power_cut(context: MakeContext, kind: str) -> None:
    with getattr(context().store, kind)() as connection:
        settings = {
            name: connection.cell(f"PRAGMA {name}")
            for name in ("synchronous", "foreign_keys", "journal_mode", "busy_timeout")
        }
    assert settings == {"synchronous": 3, "foreign_keys": 1, "journal_mode": "delete", "busy_timeout": 15_000}


def test_a_writer_locks_before_it_reads(context: MakeContext) -> None:
    made = context()
    with made.store.writing(), closing(sqlite3.connect(made.store.path, timeout=0)) as other:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT COUNT(*) FROM councils").fetchone() == (1,)


def test_a_text_without_its_entry_is_refused(context: MakeContext) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), context().store.writing() as connection:
        connection.all("INSERT INTO entry_texts VALUES ('kvaefjord', 4711, 'title', '', '')")


def test_only_its_owner_reads_the_file(folder: Path) -> None:
    path = folder / "new" / "deep" / "slt.sqlite"
    previous = os.umask(0)
    try:
        init(Context(Store(str(path)), clock=NOON), "kvaefjord")
    finally:
        os.umask(previous)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_founding_that_fails_leaves_no_file(folder: Path) -> None:
    made = Store(str(folder / "slt.sqlite"))
    with pytest.raises(ZeroDivisionError), made.founding():
        raise ZeroDivisionError
    with pytest.raises(DefinitionError):
        init(Context(made, clock=NOON), "kvaefjrd")
    init(Context(made, clock=NOON, dry_run=True), "kvaefjord")
    assert list(folder.iterdir()) == []


def test_an_empty_file_is_founded_but_not_removed(folder: Path) -> None:
    path = folder / "slt.sqlite"
    path.touch()
    with pytest.raises(ZeroDivisionError), Store(str(path)).founding():
        raise ZeroDivisionError
    assert path.read_bytes() == b""
    init(Context(Store(str(path)), clock=NOON, dry_run=True), "kvaefjord")
    assert not Store(str(path)).exists
    assert init(Context(Store(str(path)), clock=NOON), "kvaefjord").entries
    assert [row.council for row in list_councils(Context(Store(str(path))))] == ["kvaefjord"]


def test_a_second_council_that_fails_leaves_the_first(context: MakeContext) -> None:
    made = context()
    before = made.store.path.read_bytes()
    with pytest.raises(ZeroDivisionError), made.store.founding():
        raise ZeroDivisionError
    init(Context(made.store, clock=NOON, dry_run=True), "levanger")
    assert made.store.path.read_bytes() == before


def test_a_missing_database(folder: Path) -> None:
    missing = Context(Store(str(folder / "nothing.sqlite")), clock=NOON)
    assert code_of(lambda: list_councils(missing)) == "no_database"
    assert code_of(lambda: audit.rebuild(missing)) == "no_database"
    assert code_of(lambda: list_councils(Context(Store(str(folder))))) == "no_database"
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").touch()
    assert code_of(lambda: init(Context(Store(str(folder / "file" / "slt.sqlite"))), "kvaefjord")) in (
        "cannot_make_database",
        "no_database",
    )
    assert code_of(lambda: init(Context(Store("/proc/nowhere/slt.sqlite")), "kvaefjord")) == "cannot_make_database"


@pytest.mark.parametrize("content", [b"Hei\n" * 400, b"\0" * 4096, b"x", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database(folder: Path, content: bytes) -> None:
    path = folder / "slt.sqlite"
    path.write_bytes(content)
    made = Context(Store(str(path)), clock=NOON)
    for ask in (lambda: list_councils(made), lambda: init(made, "kvaefjord"), lambda: audit.rebuild(made)):
        assert code_of(ask) in ("database_unusable", "not_our_database")
    assert path.read_bytes() == content


def test_a_database_cut_in_half(context: MakeContext) -> None:
    path = context().store.path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert code_of(lambda: list_councils(context())) == "database_unusable"


def test_a_locked_database(context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    made = context()
    quick = Context(Store(str(made.store.path)), clock=NOON)
    with closing(sqlite3.connect(made.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert code_of(lambda: audit.rebuild(quick)) == "database_locked"
        assert audit.verify(quick)[0].flaws == ()
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        assert code_of(lambda: list_councils(quick)) == "database_locked"
        other.execute("ROLLBACK")
    assert audit.rebuild(quick)["mended"] == 0


def test_a_database_on_a_network_share_is_refused(context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    made = context()
    monkeypatch.setattr(store, "share_of", lambda path: "nfs4")
    for ask in (lambda: list_councils(made), lambda: audit.rebuild(made), lambda: init(made, "levanger")):
        assert code_of(ask) == "network_share"


@pytest.mark.parametrize(
    "url", ["postgresql://server/slt", "mysql://x", "sqlite://", "https://x", "", "  ", "a\0b", "sqlite:////"]
)
def test_an_address_of_another_kind_is_refused(url: str, folder: Path) -> None:
    if url == "sqlite:////":
        assert file_of(url) == Path("/")
        return
    assert code_of(lambda: file_of(url)) == "unknown_database_kind"


def test_an_address_names_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kari")
    assert file_of("sqlite:////tmp/slt.sqlite") == Path("/tmp/slt.sqlite")
    assert file_of("sqlite:///slt.sqlite") == file_of("slt.sqlite") == Path("slt.sqlite")
    assert file_of("~/slt.sqlite") == file_of("sqlite:///~/slt.sqlite") == Path("/home/kari/slt.sqlite")
    assert default_file().name == "slt.sqlite"


@pytest.mark.parametrize(
    "name", ["50% av?mode=ro#x.sqlite", "æøå sør.sqlite", "a b;c.sqlite", "file:x.sqlite", "-x.sqlite"]
)
def test_any_file_name_is_just_a_name(folder: Path, name: str) -> None:
    made = Context(Store(str(folder / name)), clock=NOON)
    init(made, "kvaefjord")
    assert [path.name for path in folder.iterdir()] == [name]
    assert audit.verify(made)[0].flaws == ()


def test_a_request_error_takes_everything_back(context: MakeContext) -> None:
    made = context()
    before = made.store.path.read_bytes()
    with pytest.raises(RequestError), made.store.writing() as connection:  # noqa: PT012 # the block is what is tested
        connection.all("UPDATE councils SET title = 'x'")
        raise RequestError("whatever")
    with made.store.writing(dry_run=True) as connection:
        connection.all("UPDATE councils SET title = 'x'")
    assert made.store.path.read_bytes() == before
    assert location.share_of(made.store.path) is None


def test_a_journal_of_another_format_is_neither_read_nor_written_to(context: MakeContext) -> None:
    made = context()
    with closing(sqlite3.connect(made.store.path)) as raw, raw:
        raw.execute("UPDATE database SET format = 2")
    for opened in (made.store.reading, made.store.writing, made.store.founding):
        with pytest.raises(RecordsError, match="other_format"), opened():
            raise AssertionError("it was let in")


def test_nothing_is_appended_to_entries_of_another_format(context: MakeContext) -> None:
    made = context()
    with closing(sqlite3.connect(made.store.path)) as raw, raw:
        raw.execute("DROP TRIGGER entries_never_change")
        raw.execute("UPDATE entries SET format = 2 WHERE seq = (SELECT max(seq) FROM entries)")
    with pytest.raises(RecordsError, match="other_format"):
        register(made, "En sak")


def test_a_store_that_was_never_made_has_nothing_to_close() -> None:
    Store.__new__(Store).__del__()
