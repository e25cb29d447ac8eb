"""Turns of writers: whoever has written queues behind those who wait (standard library only).

SQLite lets waiting writers poll, so that one that comes at the right moment goes past all others. Here only the first
of the queue polls: it holds a lock on the database's folder until the transaction has begun. The folder is locked and
not the database: closing any handle of a file takes away the locks that SQLite has on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # a system without such locks: SQLite's own waiting has to do
    fcntl = None  # type: ignore[assignment]

PAUSE: Final = 0.001
"""Seconds between two looks of a writer that waits."""


@contextmanager
def first_in_queue(folder: Path, seconds: float) -> Iterator[None]:
    """Wait to be the first of those who wait to write in a folder; after some seconds go on all the same.

    A file system without such locks, or a holder that was stopped, keeps nobody from writing: SQLite decides.
    """
    if fcntl is None:
        yield
        return
    place = None
    try:
        place = os.open(folder, os.O_RDONLY)
        until = time.monotonic() + seconds
        while not _locked(place) and time.monotonic() < until:
            time.sleep(PAUSE)
    except OSError:
        pass
    try:
        yield
    finally:
        if place is not None:
            os.close(place)


def _locked(place: int) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
