"""Threads of one process: what they build once for all of them, and what they write and read at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit
from slt_flow.services.request.actions import next_actions, perform
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext

THREADS = 16
PROCESSES = 2

AT_ONCE = f"""
import sys
from threading import Barrier, Thread

failed = []
barrier = Barrier({THREADS})


def begin(act, number):
    barrier.wait()
    try:
        act(number)
    except BaseException as error:
        failed.append(f"{{type(error).__name__}}: {{error}}")


def at_once(act):
    sys.setswitchinterval(1e-4)  # threads change fifty times as often as usual
    threads = [Thread(target=begin, args=(act, number)) for number in range({THREADS})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        sys.exit("\\n".join(failed))
"""

COUNCILS = """
import os
from datetime import date

from slt_flow import open_council


def follow(number):
    council = open_council(f"{sys.argv[1]}/{os.getpid()}-{number}.db", agreement="kvaefjord", on=date(2026, 1, 5))
    council.register("Trygg skolevei")
    council.status()
    council.next()
    assert council.verify().flaws == ()


at_once(follow)
"""

ONE_COUNCIL = """
from slt_flow import open_council


def read(number):
    council = open_council(sys.argv[1])
    council.status()
    council.next()
    assert council.verify().flaws == ()


at_once(read)
"""


SHARED = """
import os

from slt_flow import open_council

council = open_council(sys.argv[1])


def follow(number):
    for turn in range(12):
        if number % 2:
            council.register(f"Tiltak {os.getpid()}-{number}-{turn}")
        else:
            council.status()


at_once(follow)
"""

TAKES_THE_LOCK = """
import sqlite3, sys

try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error, end="")
"""


def run(script: str, *arguments: str) -> list[str]:
    """What went wrong in fresh processes, each of which begins with all its threads at once."""
    started = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE + script, *arguments], stderr=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    return [told for process in started for told in process.communicate(timeout=100)[1].splitlines()]


@pytest.mark.endurance
def test_threads_found_and_follow_councils_of_their_own(tmp_path: Path) -> None:
    assert run(COUNCILS, str(tmp_path)) == []


@pytest.mark.endurance
def test_threads_read_one_council(context: MakeContext, database: Path) -> None:
    context()
    assert run(ONE_COUNCIL, str(database)) == []


@pytest.mark.endurance
def test_processes_with_threads_write_in_one_council(context: MakeContext, database: Path) -> None:
    """The threads of one must not take away the locks that keep the other from writing."""
    council = context()
    before = audit.head(council)["seq"]
    assert run(SHARED, str(database)) == []
    assert audit.head(council)["seq"] == before + 12 * THREADS // 2 * PROCESSES
    assert [found.flaws for found in audit.verify(council)] == [()]


def test_a_thread_that_opens_the_database_leaves_the_locks_of_another(context: MakeContext, database: Path) -> None:
    def locked() -> str:
        probe = [sys.executable, "-c", TAKES_THE_LOCK, str(database)]
        return subprocess.run(probe, capture_output=True, text=True, check=True).stdout

    writer, reader = context().store, Store(str(database))
    with writer.writing():
        with reader.reading():
            pass
        assert locked() == "database is locked"
    assert locked() == ""


def test_threads_write_and_read_through_one_store(context: MakeContext) -> None:
    turns, threads = 4, 8
    shared = context()
    ref = register(shared, "Felles foreldremøte")
    assert isinstance(ref, Done)
    readings: list[Callable[[Context], object]] = [status, next_actions, lambda asked: show(asked, ref.ref)]
    recorded: list[Done] = []
    failed: list[object] = []
    barrier = Barrier(threads)

    def follow(number: int) -> None:
        barrier.wait()
        for turn in range(turns):
            asked = replace(shared, key=f"{number}-{turn}", warnings=[], receipts=[])
            try:
                if (number + turn) % 2:
                    outcome = perform(asked, ref.ref, "remark", {"text": f"Merknad {number}-{turn}"})
                else:
                    outcome = register(asked, f"Tiltak {number}-{turn}")
                recorded.extend([outcome] if isinstance(outcome, Done) else [])
                readings[(number + turn) % len(readings)](asked)
                failed.extend(asked.warnings)
            except Exception as error:  # told below, by the thread that judges
                failed.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)  # threads change fifty times as often as usual
    try:
        started = [Thread(target=follow, args=(number,)) for number in range(threads)]
        for thread in started:
            thread.start()
        for thread in started:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert failed == []
    assert not any(done.already for done in recorded)
    entries = [seq for done in recorded for seq in done.entries]
    assert len(recorded) == turns * threads
    assert len(entries) == len(set(entries))
    assert len({done.ref for done in recorded} - {ref.ref}) == turns * threads / 2
    assert [found.flaws for found in audit.verify(shared)] == [()]


def test_a_reading_within_another_waits_for_no_writer(context: MakeContext, database: Path) -> None:
    """The writer waits for the outer reading to end; the inner one would wait for the writer."""

    def write() -> None:
        with writer.writing() as connection:
            connection.write("UPDATE alembic_version SET version_num = version_num", [()])

    def is_waiting() -> bool:
        with closing(sqlite3.connect(database, timeout=0)) as probe:
            try:
                probe.execute("SELECT 1 FROM alembic_version").fetchall()
            except sqlite3.OperationalError:
                return True
            return False

    reader, writer = context().store, Store(str(database))
    thread = Thread(target=write)
    with reader.reading() as outer:
        outer.all("SELECT * FROM alembic_version")
        thread.start()
        while not is_waiting():
            continue
        with reader.reading() as inner:
            assert inner.all("SELECT * FROM alembic_version")
        assert is_waiting()
    thread.join(10)
    assert not thread.is_alive()
