"""The file lies beside the database, for its owner alone; a restore ends what it holds, and no copy ever has it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from slt_flow.errors import RecordsError
from slt_flow.pages import session_file
from slt_flow.pages.sessions import Sessions
from slt_flow.records.copies import holding
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.register import register
from slt_flow.services.history import copies
from slt_flow.services.request.context import Context, opened
from slt_flow.services.request.continuity import Standing, standing
from tests.conftest import EVERYONE, NOON, MakeContext
from tests.journeys.terminal import Terminal
from tests.pages.conftest import MovedClock

FIELDS = {"result": ["Leid 14. april"]}


def begun(sessions: Sessions) -> tuple[str, str, str]:
    """The secrets of a session, of an attempt to sign in and of an invitation; a typed form is kept besides."""
    sessions.keep_form("oidc:a", "/sak", FIELDS)
    return (
        sessions.begin("oidc:a", "oidc"),
        sessions.remember("sign-in", {}, 600),
        sessions.invite("rektor", "slt-koordinator", 14),
    )


def left(sessions: Sessions, secrets: tuple[str, str, str]) -> tuple[bool, bool, bool, bool]:
    """Whether the session, the attempt, the invitation and the typed form are there."""
    session, attempt, link = secrets
    return (
        sessions.of(session) is not None,
        sessions.take("sign-in", attempt) is not None,
        sessions.invitation(link) is not None,
        sessions.form("oidc:a", "/sak") == FIELDS,
    )


def recorded(database: Path) -> None:
    """Let something be recorded."""
    register(opened(database, council="kvaefjord", clock=NOON, account=EVERYONE), "Natteravner")


def test_what_is_kept_is_there_while_the_journal_grows(database: Path, sessions: Sessions) -> None:
    secrets = begun(sessions)
    recorded(database)
    assert left(sessions, secrets) == (True, True, True, True)


def test_a_restore_ends_sessions_and_invitations_and_keeps_typed_forms(database: Path, sessions: Sessions) -> None:
    copies.backup(database, database.with_name("copy.sqlite"))
    secrets = begun(sessions)
    database.rename(database.with_name("away.sqlite"))
    copies.restore(database, database.with_name("copy.sqlite"))
    assert left(sessions, secrets) == (False, False, False, True)
    lapsed = sessions.lapsed(secrets[0])
    assert lapsed is not None  # for the form that is sent next
    assert sessions.of(sessions.begin("oidc:a", "oidc")) is not None


@pytest.mark.parametrize("put_back", [shutil.copyfile, os.replace])
def test_an_older_copy_that_is_put_back_by_hand_ends_them_too(
    database: Path, sessions: Sessions, put_back: Callable[[Path, Path], object]
) -> None:
    older = shutil.copyfile(database, database.with_name("older.sqlite"))
    recorded(database)
    secrets = begun(sessions)
    put_back(older, database)
    assert left(sessions, secrets) == (False, False, False, True)


def test_another_database_in_the_same_place_has_none_of_it(database: Path, sessions: Sessions) -> None:
    secrets = begun(sessions)
    database.unlink()
    init(opened(database, clock=NOON, account=EVERYONE), "kvaefjord")
    assert left(sessions, secrets) == (False, False, False, False)


def test_another_council_of_the_database_has_none_of_it(
    sessions: Sessions, database: Path, context: MakeContext, clock: MovedClock
) -> None:
    context("levanger")
    other = Sessions(database, "levanger", clock)
    secrets = begun(sessions)
    assert left(other, secrets) == (False, False, False, False)
    other.end_all("oidc:a")
    other.end(secrets[0])
    assert other.invitations() == ()
    assert left(sessions, secrets) == (True, True, True, True)
    other.disconnect()


def test_a_database_that_is_gone_is_told_and_its_sessions_open_nothing(database: Path, sessions: Sessions) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    database.unlink()
    with pytest.raises(RecordsError, match="no_database"):
        sessions.of(secret)


# the file itself


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_only_its_owner_reads_it(sessions: Sessions) -> None:
    sessions.begin("oidc:a", "oidc")
    assert sessions.path.name == "slt.sqlite.sessions"
    assert sessions.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_a_copy_that_others_could_read_is_closed_to_them(sessions: Sessions) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    sessions.disconnect()
    sessions.path.chmod(0o644)
    assert sessions.of(secret) is not None
    assert sessions.path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_made_before_it_is_needed(sessions: Sessions) -> None:
    assert not sessions.path.exists()


def test_a_file_that_is_lost_ends_the_sessions_and_nothing_else(sessions: Sessions) -> None:
    secrets = begun(sessions)
    sessions.path.unlink()
    assert left(sessions, secrets) == (False, False, False, False)
    assert sessions.of(sessions.begin("oidc:a", "oidc")) is not None


def test_a_file_that_was_replaced_by_another_is_read_anew(
    sessions: Sessions, database: Path, clock: MovedClock
) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    copy = shutil.copyfile(sessions.path, database.with_name("copy"))
    sessions.end(secret)
    os.replace(copy, sessions.path)
    assert sessions.of(secret) is not None


@pytest.mark.parametrize("content", [b"not a database at all, and long enough to be looked at" * 50, b"\0" * 5000])
def test_a_file_of_another_format_stays_and_is_told(sessions: Sessions, content: bytes) -> None:
    sessions.path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(RecordsError, match="sessions_unusable"):
            sessions.begin("oidc:a", "oidc")
    assert sessions.path.read_bytes() == content


def test_a_database_of_another_program_stays_and_is_told(sessions: Sessions) -> None:
    with sqlite3.connect(sessions.path) as other:
        other.execute("CREATE TABLE of_another (a)")
    other.close()
    content = sessions.path.read_bytes()
    with pytest.raises(RecordsError, match="not_ours"):
        sessions.begin("oidc:a", "oidc")
    assert sessions.path.read_bytes() == content


def test_a_file_that_was_cut_is_told_until_it_is_moved_away(sessions: Sessions) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    sessions.disconnect()
    content = sessions.path.read_bytes()
    sessions.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(RecordsError, match="sessions_unusable"):
        sessions.of(secret)
    sessions.path.unlink()
    assert sessions.of(secret) is None


def test_a_folder_in_its_place_is_told(sessions: Sessions) -> None:
    sessions.path.mkdir()
    with pytest.raises(RecordsError, match="sessions_unusable"):
        sessions.begin("oidc:a", "oidc")


def test_an_empty_file_is_filled(sessions: Sessions) -> None:
    sessions.path.touch()
    assert sessions.of(sessions.begin("oidc:a", "oidc")) is not None


def test_tables_of_another_release_are_made_anew(sessions: Sessions) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    sessions.disconnect()
    with sqlite3.connect(sessions.path) as older:
        older.executescript("DROP TABLE once; ALTER TABLE sessions DROP COLUMN language; PRAGMA user_version = 77")
    older.close()
    assert sessions.of(secret) is None
    assert sessions.take("sign-in", sessions.remember("sign-in", {"a": "b"}, 60)) == {"a": "b"}


def test_a_file_in_wal_mode_is_put_back(sessions: Sessions) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    sessions.disconnect()
    with sqlite3.connect(sessions.path) as other:
        other.execute("PRAGMA journal_mode = WAL")
    other.close()
    assert sessions.path.read_bytes()[18:20] == b"\x02\x02"
    assert sessions.of(secret) is not None
    assert sessions.path.read_bytes()[18:20] == b"\x01\x01"


def test_a_reader_gets_on_where_the_file_cannot_be_written(
    sessions: Sessions, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slt_flow.pages.session_file._BUSY_SECONDS", 0)
    secret = sessions.begin("oidc:a", "oidc")
    sessions.disconnect()
    clock.go_on(minutes=6)
    other = sqlite3.connect(sessions.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert sessions.of(secret) is not None
    with pytest.raises(RecordsError, match="database_locked"):
        sessions.begin("oidc:a", "oidc")
    other.execute("ROLLBACK")
    other.close()
    assert sessions.of(sessions.begin("oidc:a", "oidc")) is not None


def test_whoever_waits_for_the_database_keeps_nobody_from_the_file(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, waits, goes_on = sessions.begin("oidc:a", "oidc"), Event(), Event()

    def slow(context: Context, earlier: Standing | None) -> tuple[Standing, bool]:
        monkeypatch.setattr(session_file, "standing", standing)
        waits.set()
        assert goes_on.wait(10)
        return standing(context, earlier)

    monkeypatch.setattr(session_file, "standing", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(sessions.of, secret)
        assert waits.wait(10)
        assert sessions.of(secret) is not None
        sessions.keep_form("oidc:a", "/case/1-26", {"text": ["Etterpå"]})
        goes_on.set()
        assert first.result(10) is not None


def test_a_full_disk_ends_no_session_and_is_told_to_whoever_writes(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("oidc:a", "oidc")
    assert sessions._connection is not None
    (pages,) = sessions._connection.execute("PRAGMA page_count").fetchone()
    sessions._connection.execute(f"PRAGMA max_page_count = {pages}")
    clock.go_on(minutes=6)
    assert sessions.of(secret) is not None
    with pytest.raises(RecordsError, match="disk_fails"):
        sessions.keep_form("oidc:a", "/sak", {"result": ["a" * 100_000]})
    assert sessions.form("oidc:a", "/sak") is None
    assert sessions.of(secret) is not None


def test_what_is_over_is_removed_now_and_then(sessions: Sessions, clock: MovedClock) -> None:
    begun(sessions)
    clock.go_on(days=60)
    sessions.begin("oidc:b", "oidc")
    with sqlite3.connect(sessions.path) as beside:
        counts = [beside.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES]
    beside.close()
    assert counts == [1, 0, 0, 0]


TABLES = ("sessions", "once", "forms", "invitations")


# what leaves the house


def test_no_copy_and_no_export_has_any_of_it(database: Path, sessions: Sessions, tmp_path: Path) -> None:
    marks = {"oidc:account-mark", "/path-mark", "typed-mark", "post-mark", "https://issuer-mark"}
    sessions.begin("oidc:account-mark", "oidc", issuer="https://issuer-mark", sid="1")
    sessions.keep_form("oidc:account-mark", "/path-mark", {"a": ["typed-mark"]})
    sessions.invite("post-mark", "slt-koordinator", 14)
    assert all(mark.encode() in sessions.path.read_bytes() for mark in marks)

    terminal = Terminal(tmp_path, {"SLT_DB": str(database)})
    away = tmp_path / "away"
    away.mkdir()
    before = set(database.parent.iterdir())
    terminal("backup", str(away / "copy.sqlite")).ok()
    terminal("backup", str(away / "copies"), "--keep", "2").ok()
    terminal("restore", str(away / "copy.sqlite"), "--db", str(away / "restored.sqlite")).ok()
    terminal("export", "council", str(away / "council.zip")).ok()
    verified = terminal("journal", "verify").ok()
    written = [file for file in away.rglob("*") if file.is_file()]
    assert {file.name for file in written} >= {"copy.sqlite", "restored.sqlite", "council.zip"}
    assert not [file for file in written if file.name.endswith(".sessions")]
    assert set(database.parent.iterdir()) == before
    texts = [verified.out.encode(), *(file.read_bytes() for file in written)]
    with zipfile.ZipFile(away / "council.zip") as archive:
        texts += [archive.read(name) for name in archive.namelist()]
    assert [mark for mark in marks for text in texts if mark.encode() in text] == []
    assert sessions.invitations()[0].post == "post-mark"


def test_an_erasure_names_the_file_that_still_holds_its_words(database: Path, sessions: Sessions) -> None:
    sessions.keep_form("oidc:a", "/sak", {"note": ['Møte med "Æsp" i april\nog mai']})
    assert holding(database, ["Møte med"]) == (str(sessions.path),)
    sessions.drop_form("oidc:a", "/sak")
    assert holding(database, ["Møte med"]) == ()
