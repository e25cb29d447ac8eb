"""Copies of a database are whole whatever happens meanwhile, and nothing is written over."""

from __future__ import annotations

import errno
import multiprocessing
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slt_flow.commands import run as command
from slt_flow.errors import RecordsError
from slt_flow.records import store
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.results.history import ComparedJournal
from slt_flow.services.history import audit, copies
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.conftest import NOON, MakeContext
from tests.records.conftest import unguarded
from tests.records.year import done


def code_of(ask: Any, *arguments: Any) -> str:
    with pytest.raises(RecordsError) as refused:
        ask(*arguments)
    return refused.value.code


def flaws(path: Path) -> list[Any]:
    return [flaw for one in audit.verify(Context(Store(str(path)), clock=NOON)) for flaw in one.flaws]


def write_on(path: str, started: Any, stop: Any) -> None:
    context = Context(Store(path), clock=NOON)
    number = 0
    while not stop.is_set():
        assert isinstance(actions.perform(context, ["M1/26"], "remark", {"text": f"nr. {number}"}), Done)
        number += 1
        started.set()


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.endurance)])
def test_a_copy_is_whole_while_another_writes(context: MakeContext, folder: Path, rounds: int) -> None:
    made = context()
    done(plan(made, "2026-09-01"))
    fork = multiprocessing.get_context("fork")
    started, stop = fork.Event(), fork.Event()
    writer = fork.Process(target=write_on, args=(str(made.store.path), started, stop))
    writer.start()
    assert started.wait(timeout=60)
    heights = []
    try:
        for number in range(rounds):
            (copied,) = copies.backup(made.store.path, folder / f"{number}.copy")
            assert flaws(folder / f"{number}.copy") == []
            heights.append(copied.seq)
    finally:
        stop.set()
        writer.join(timeout=60)
    assert writer.exitcode == 0
    assert heights == sorted(heights)
    assert heights[-1] > heights[0]


def test_a_copy_holds_what_the_database_held(year: Context, folder: Path) -> None:
    (copied,) = copies.backup(year.store.path, folder / "copy")
    head = audit.head(year)
    assert (copied.council, copied.seq, copied.digest) == ("kvaefjord", head["seq"], head["digest"])
    assert os.stat(folder / "copy").st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir() if file.name.startswith(".slt")] == []


def test_a_restored_database_goes_on_in_the_next_generation(context: MakeContext, folder: Path) -> None:
    made = context()
    copies.backup(made.store.path, folder / "copy")
    restored = copies.restore(folder / "new" / "slt.sqlite", folder / "copy")
    again = Context(Store(restored.path), clock=NOON)
    assert audit.head(again) == audit.head(made)
    with again.store.reading() as connection, made.store.reading() as other:
        numbers = [c.all("SELECT id, generation FROM database")[0] for c in (connection, other)]
    assert numbers[0] == (numbers[1][0], numbers[1][1] + 1)
    done(plan(again, "2026-09-01"))
    assert flaws(Path(restored.path)) == []


def test_what_is_there_stays_and_is_compared(context: MakeContext, folder: Path) -> None:
    made = context()
    copies.backup(made.store.path, folder / "copy")
    alike = audit.head(made)["seq"]
    done(plan(made, "2026-09-01"))
    done(plan(made, "2026-10-01"))
    done(plan(Context(Store(str(folder / "copy")), clock=NOON), "2026-11-01"))
    before = made.store.path.read_bytes()
    restored = copies.restore(made.store.path, folder / "copy")
    assert (restored.journals, made.store.path.read_bytes()) == ((), before)
    here, there = (audit.head(Context(Store(str(p)), clock=NOON))["seq"] for p in (made.store.path, folder / "copy"))
    assert restored.instead == (ComparedJournal("kvaefjord", alike, here - alike, there - alike, 0),)


def test_the_newest_copies_are_kept(context: MakeContext, folder: Path) -> None:
    made = context()
    into = folder / "copies"
    into.mkdir()
    (into / "slt-notes.sqlite").touch()
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    for day in range(4):
        copies.backup_into(made.store.path, into, 2, FixedClock(moment + timedelta(days=day)))
    stem = made.store.path.stem
    assert sorted(file.name for file in into.iterdir()) == sorted(
        [f"{stem}-20260603T000000000000Z.sqlite", f"{stem}-20260604T000000000000Z.sqlite", "slt-notes.sqlite"]
    )


@pytest.mark.parametrize("there", ["file", "folder", "link", "itself"])
def test_nothing_is_written_over(context: MakeContext, folder: Path, there: str) -> None:
    made = context()
    place = {"itself": made.store.path}.get(there, folder / there)
    if there == "file":
        place.touch()
    elif there == "folder":
        place.mkdir()
    elif there == "link":
        place.symlink_to(folder / "nowhere")
    before = sorted(folder.rglob("*"))
    assert code_of(copies.backup, made.store.path, place) == "copy_exists"
    assert sorted(folder.rglob("*")) == before
    assert flaws(made.store.path) == []


def test_a_copy_of_something_damaged_is_not_made(year: Context, folder: Path) -> None:
    with unguarded(year.store.path) as raw:
        raw.execute("UPDATE entries SET subject = 'x' WHERE seq = 40")
    assert code_of(copies.backup, year.store.path, folder / "copy") == "copy_damaged"
    assert not (folder / "copy").exists()


BACKUPS = {
    "missing": None,
    "empty": b"",
    "cut": slice(0, 5000),
    "noise": b"Hei" * 4000,
    "header": b"SQLite format 3\0" + b"\xff" * 4096,
}


@pytest.mark.parametrize("what", BACKUPS)
def test_what_is_no_backup_is_said_to_be_none(context: MakeContext, folder: Path, what: str) -> None:
    content = BACKUPS[what]
    if isinstance(content, slice):
        content = context().store.path.read_bytes()[content]
    if content is not None:
        (folder / "backup").write_bytes(content)
    assert code_of(copies.restore, folder / "slt.new", folder / "backup") == "no_backup"
    assert not (folder / "slt.new").exists()


def test_a_database_of_another_program_is_no_backup(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "other")) as raw:
        raw.execute("CREATE TABLE marks (a)")
    assert code_of(copies.restore, folder / "slt.new", folder / "other") == "no_backup"


@pytest.mark.endurance
@pytest.mark.parametrize("place", range(12))
def test_a_flipped_backup_is_restored_whole_or_not_at_all(year: Context, folder: Path, place: int) -> None:
    copies.backup(year.store.path, folder / "copy")
    content = bytearray((folder / "copy").read_bytes())
    content[(place * len(content)) // 12 + 1717] ^= 0x10
    (folder / "copy").write_bytes(content)
    try:
        copies.restore(folder / "slt.new", folder / "copy")
    except RecordsError:
        assert not (folder / "slt.new").exists()
    else:
        assert flaws(folder / "slt.new") == []


def test_a_newer_backup_is_refused(context: MakeContext, folder: Path) -> None:
    copies.backup(context().store.path, folder / "copy")
    with closing(sqlite3.connect(folder / "copy")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = 's99'")
    assert code_of(copies.restore, folder / "slt.new", folder / "copy") == "newer_schema"


def test_a_locked_database_is_not_waited_for_without_end(
    context: MakeContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = context().store.path
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        assert code_of(copies.backup, path, folder / "copy") == "database_locked"


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="folders are not synced here")
@pytest.mark.parametrize(("failure", "tells"), [(errno.EIO, True), (errno.ENOSPC, True), (errno.EINVAL, False)])
def test_a_file_whose_folder_the_disk_does_not_confirm_is_told(
    context: MakeContext,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: int,
    tells: bool,
) -> None:
    made, sync = context(), os.fsync

    def fsync(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(failure, os.strerror(failure))
        sync(number)

    monkeypatch.setattr(os, "fsync", fsync)
    copy = str(folder / "copy")
    assert (
        command.run(
            ["--db", str(made.store.path), "--lang", "en", "backup", copy], {"SLT_STATE": str(folder / "state")}
        )
        == 0
    )
    assert ("did not confirm" in capsys.readouterr().err) is tells
    assert flaws(folder / "copy") == []
