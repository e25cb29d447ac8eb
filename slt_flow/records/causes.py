"""Causes of the driver's errors: SQLite says that the disk fails, and keeps to itself how."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from slt_flow.errors import cause

try:
    import resource
except ImportError:  # a system without limits
    resource = None  # type: ignore[assignment]

_FAILS: Final = frozenset({"SQLITE_IOERR", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"})
"""Kinds of error whose cause lies outside the database."""

_SAMPLE: Final = bytes(64 * 1024)
"""As much as a request writes, and more than what is left of a disk that has just been full."""


_GROWTH: Final = 1024 * 1024
"""As much as a database may grow at once: one that is made, or copied."""

_write: Final = getattr(os, "pwrite", lambda number, content, _: os.write(number, content))
"""The call by which SQLite writes, too, where the system has it."""


def is_of_the_disk(error: BaseException | None) -> bool:
    """Return True for an error that the disk or the folder causes, rather than what stands in the database."""
    name = getattr(error, "sqlite_errorname", "")
    return any(name == kind or name.startswith(f"{kind}_") for kind in _FAILS)


def of_the_disk(path: Path, error: BaseException | None) -> str:
    """Name the cause as the operating system does where a trial beside the database shows it, else as SQLite does.

    The database itself is not opened: closing it would take away the locks that SQLite has on it in this process.
    """
    if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
        return "ENOSPC"
    from tempfile import TemporaryFile

    size = 0
    try:
        with suppress(FileNotFoundError):  # a database that is only being made
            size = path.stat().st_size
        with TemporaryFile(dir=path.parent, buffering=0) as trial:
            _write(trial.fileno(), _SAMPLE, 0)
            os.fsync(trial.fileno())
    except OSError as failure:
        return cause(failure)
    if path.is_dir():
        return "EISDIR"
    if size and not os.access(path, os.R_OK | os.W_OK):
        return "EACCES"
    if resource is not None and 0 <= resource.getrlimit(resource.RLIMIT_FSIZE)[0] < size + _GROWTH:
        return "EFBIG"
    return str(error)
