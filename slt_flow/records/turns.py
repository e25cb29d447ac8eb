"""Turns of writers: whoever has written queues behind those who wait (standard library only).

SQLite lets waiting writers poll, so that one that comes at the right moment goes past all others. Here only the first
of the queue polls. Who waits holds a lock on one byte of the database's folder, at the place of the moment it came:
the first is whoever has no lock before its own. The folder is locked and not the database: closing any handle of a file
takes away the locks that SQLite has on it.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

try:
    from fcntl import F_OFD_GETLK, F_OFD_SETLK, F_RDLCK, F_UNLCK, F_WRLCK, fcntl
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
        came, until = time.monotonic_ns() // 1000, time.monotonic() + seconds
        fcntl(place, F_OFD_SETLK, _lock(F_RDLCK, came, 1))
        while not _is_free(place, came) and time.monotonic() < until:
            time.sleep(PAUSE)
    except OSError:
        pass
    try:
        yield
    finally:
        if place is not None:
            os.close(place)


def _is_free(place: int, end: int) -> bool:
    """Tell whether nobody has a lock before a byte; a lock for writing would collide with every other."""
    kind, *_ = struct.unpack(_LOCK, fcntl(place, F_OFD_GETLK, _lock(F_WRLCK, 0, end)))
    return bool(kind == F_UNLCK)


def _lock(kind: int, start: int, length: int) -> bytes:
    return struct.pack(_LOCK, kind, os.SEEK_SET, start, length, 0)


_LOCK: Final = "hhqqi"
"""Form of `struct flock`: kind, origin, start, length, process."""
