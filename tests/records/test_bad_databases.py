"""A database that is none, or not in order, is said in one sentence with exit code 4, and nothing is half-written."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from slt_flow.commands.run import run
from slt_flow.errors import RecordsError
from slt_flow.records import store, upgrade
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit, copies
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.test_copies import write_on
from tests.records.year import done

COMMANDS = (
    "status", "todo", "history", "journal verify", "journal head", "journal rebuild", "db status", "db upgrade",
    "meeting plan 2026-09-01", "journal accept-break --reason x", "undo --reason x",
)  # fmt: skip


def folder_there(path: Path) -> None:
    path.mkdir()


def pipe_there(path: Path) -> None:
    os.mkfifo(path)


def empty_there(path: Path) -> None:
    path.touch()


def circle_there(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [folder_there, pipe_there, empty_there, circle_there])
def test_what_is_no_database_is_said_to_be_none(
    make: Callable[[Path], None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "slt.sqlite"
    make(path)
    for command in (*COMMANDS, f"backup {folder}/copy", "init kvaefjord"):
        if command.startswith("init") and make is empty_there:
            continue  # an empty file is founded
        code = run([*command.split(), "--db", str(path), "--lang", "en"], {})
        shown = capsys.readouterr()
        assert (code, shown.out) == (4, ""), (command, shown)
        sentences = [line for line in shown.err.splitlines() if line != "Nothing was written."]
        assert len(sentences) == 1, (command, shown.err)
        assert [file.name for file in folder.iterdir()] == ["slt.sqlite"], command


@pytest.fixture
def in_wal(context: MakeContext) -> Context:
    made = context()
    with closing(sqlite3.connect(made.store.path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    return made


class Version:
    """A module like `sqlite3`, of another version."""

    def __init__(self, *version: int) -> None:
        self.sqlite_version_info, self.sqlite_version = version, ".".join(map(str, version))

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


ASKS: dict[str, Callable[[Context], object]] = {
    "read": status,
    "write": lambda context: register(context, "Noe nytt"),
    "verify": audit.verify,
    "rebuild": audit.rebuild,
}


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_old_sqlite_leaves_a_database_in_wal_mode_alone(
    in_wal: Context, monkeypatch: pytest.MonkeyPatch, ask: str, version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(store, "sqlite3", Version(*version))
    before = in_wal.store.path.read_bytes()
    with pytest.raises(RecordsError, match="wal_on_old_sqlite"):
        ASKS[ask](in_wal)
    assert in_wal.store.path.read_bytes() == before
    upgrade.upgrade(in_wal.store.path)
    ASKS[ask](in_wal)
    assert audit.verify(in_wal)[0].flaws == ()


@pytest.mark.parametrize("ask", ASKS)
def test_a_newer_sqlite_uses_it(in_wal: Context, monkeypatch: pytest.MonkeyPatch, ask: str) -> None:
    """The control: with the cure in SQLite, the mode is no fault."""
    monkeypatch.setattr(store, "sqlite3", Version(3, 51, 3))
    ASKS[ask](in_wal)


def test_another_program_keeps_its_mode(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "other")) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE marks (a)")
    with pytest.raises(RecordsError, match="not_our_database"):
        upgrade.upgrade(folder / "other")
    assert store.in_wal_mode(folder / "other")


@pytest.mark.parametrize("rounds", [2, pytest.param(15, marks=pytest.mark.endurance)])
def test_rebuilding_while_another_writes_loses_nothing(context: MakeContext, rounds: int) -> None:
    made = context()
    done(register(made, "Trygg skolevei"))
    done(plan(made, "2026-09-01"))
    fork = multiprocessing.get_context("fork")
    started, stop = fork.Event(), fork.Event()
    writer = fork.Process(target=write_on, args=(str(made.store.path), started, stop))
    writer.start()
    heights = []
    try:
        assert started.wait(timeout=60)
        for _ in range(rounds):
            heights.append(audit.rebuild(made)["entries"])
    finally:
        stop.set()
        writer.join(timeout=60)
    assert writer.exitcode == 0
    assert heights == sorted(heights)
    assert audit.verify(made)[0].flaws == ()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk to write to")
def test_a_copy_to_a_full_device_is_refused(
    context: MakeContext, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = context()
    code = run(["backup", "/dev/full", "--db", str(made.store.path), "--json"], {})
    shown = capsys.readouterr()
    assert code == 4
    assert json.loads(shown.out)["error"] == "copy_exists"
    assert sorted(folder.iterdir()) == [made.store.path]


def test_a_copy_that_finds_no_room_leaves_nothing(context: MakeContext, folder: Path) -> None:
    """A small file system is not to be had without rights; a limit on the size of files fails the same write."""
    made = context()
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, old[1]))
    try:
        with pytest.raises(RecordsError) as refused:
            copies.backup(made.store.path, folder / "copy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert (refused.value.code, refused.value.facts["why"]) == ("disk_fails", "EFBIG")
    assert [file for file in folder.iterdir() if file != made.store.path and "queue" not in file.name] == []
    assert audit.verify(made)[0].flaws == ()
