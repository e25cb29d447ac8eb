"""Copies of the database: to a file, to a folder that keeps the newest, and back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.errors import RecordsError, cause
from slt_flow.records import attached, copies
from slt_flow.records.store import Store
from slt_flow.results.history import CopiedJournal, Restored
from slt_flow.services.request.clock import Clock, SystemClock

_SYSTEM_CLOCK: Final = SystemClock()


def backup(path: Path, file: Path) -> tuple[CopiedJournal, ...]:
    """Copy a database to a new file while others may write, and verify the copy.

    Args:
        path: the database.
        file: the new file.

    Raises:
        RecordsError: missing, locked or damaged; or the file is there already, or cannot be made.
    """
    return copies.copy(Store(str(path)), file)


def backup_into(path: Path, folder: Path, keep: int, clock: Clock = _SYSTEM_CLOCK) -> tuple[CopiedJournal, ...]:
    """Copy a database into a folder under the present moment, and remove all but the newest copies of it there.

    Args:
        path: the database.
        folder: made when it is not there.
        keep: the number of copies to keep.
        clock: tells the moment.

    Raises:
        RecordsError: as `backup`; or an older copy cannot be removed.
    """
    name = f"{path.stem}-{clock.now():%Y%m%dT%H%M%S%fZ}.sqlite"
    journals = backup(path, folder / name)
    ours = re.compile(rf"{re.escape(path.stem)}-\d{{8}}T\d{{12}}Z\.sqlite")
    try:
        older = sorted(file for file in folder.iterdir() if ours.fullmatch(file.name) and files.is_file(file))[:-keep]
        for file in older:
            file.unlink()
            attached.remove_all(file)
    except OSError as error:
        raise RecordsError("old_copies_stay", path=str(folder), name=name, why=cause(error)) from None
    return journals


def restore(path: Path, file: Path) -> Restored:
    """Put a verified copy of a backup in the place of a database, where there is none.

    Args:
        path: the place.
        file: the backup.

    Returns:
        The journals restored; or, where a database is there already, how the two differ: nothing is written then.

    Raises:
        RecordsError: the backup is missing, damaged or none of ours; or something else is in its place.
    """
    if Store(str(path)).exists:
        return Restored(str(path), (), copies.compared(Store(str(path)), Store(str(file))))
    return Restored(str(path), copies.restore(file, path))


def lost_files(journals: tuple[CopiedJournal, ...]) -> tuple[RecordsError, ...]:
    """Return what to say of attached files that a copy lacks, because they were gone or changed before."""
    lost = tuple(place for row in journals for place in row.lost)
    return (RecordsError("attachments_lost", places=lost),) if lost else ()
