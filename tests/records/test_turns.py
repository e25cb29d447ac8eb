"""Writers get turns: whoever has just written queues behind those who wait."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from slt_flow.records import store, turns
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import NOON, MakeContext
from tests.records.year import done

EACH = 40
"""Requests of every writer."""


def write(path: str, who: str, start: Any) -> None:
    context = Context(Store(path), clock=NOON)
    start.wait()
    for number in range(EACH):
        assert isinstance(actions.perform(context, ["M1/26"], "remark", {"text": f"{who} {number}"}), Done)


def longest_row(path: Path, writers: int) -> int:
    """The most requests that one of several writers made while all others waited."""
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(writers)
    several = [fork.Process(target=write, args=(str(path), f"nr{who}", start)) for who in range(writers)]
    for process in several:
        process.start()
    for process in several:
        process.join(timeout=120)
    assert [process.exitcode for process in several] == [0] * writers
    with closing(sqlite3.connect(path)) as raw:
        order = [text.split()[0] for (text,) in raw.execute("SELECT text FROM remarks ORDER BY seq")]
    assert len(order) == writers * EACH
    left = {f"nr{who}": EACH for who in range(writers)}
    rows = []
    for who, row in groupby(order):
        number = len(list(row))
        if sum(1 for count in left.values() if count) == writers:  # while everybody still writes
            rows.append(number)
        left[who] -= number
    return max(rows)


@contextmanager
def without_turns() -> Iterator[None]:
    """Without the queue, and with SQLite's own waiting, whose pauses grow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "fcntl", None)
        patch.setattr(store, "_begin", lambda connection, begin: connection.all(begin))
        yield


@pytest.mark.parametrize("writers", [2, pytest.param(4, marks=pytest.mark.endurance)])
def test_writers_take_turns(context: MakeContext, writers: int) -> None:
    made = context()
    done(plan(made, "2026-09-01"))
    assert longest_row(made.store.path, writers) <= 8


@pytest.mark.endurance
def test_with_the_waiting_of_sqlite_one_goes_past_the_others(context: MakeContext) -> None:
    made = context()
    done(plan(made, "2026-09-01"))
    with without_turns():
        assert longest_row(made.store.path, 2) > 8


def test_a_queue_that_does_not_move_keeps_nobody_from_writing(
    context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = context()
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    place = os.open(made.store.path.parent, os.O_RDONLY)
    try:
        fcntl.fcntl(place, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, 0, 1, 0))
        done(plan(made, "2026-09-01"))
    finally:
        os.close(place)
