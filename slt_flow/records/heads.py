"""Heads that this computer has seen: a database that lost its newest entries, or went on elsewhere, lacks them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from slt_flow import files
from slt_flow.records import compiled, journal
from slt_flow.records.breaks import lost_heads
from slt_flow.records.connection import Connection
from slt_flow.records.format import canonical
from slt_flow.records.location import synced_by
from slt_flow.records.stored import FORMS

_MOST: Final = 10_000
"""Most bytes of a file that are read; ours are short."""


class Seen(NamedTuple):
    """Head of a journal as it was seen last, and the entry up to which this computer has checked it."""

    generation: int
    seq: int
    digest: str
    checked: int


class Heads:
    """Heads seen of one database, in a folder of this computer; each journal has a file.

    A copy of the database at another place has heads of its own: it may be an older one, and may be tried out.

    Args:
        folder: the folder; made when it is not there.
        path: the database.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        place = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        self._path, self._folder, self._name = path, folder / "heads", f"{place[:32]}.json"
        self._looked = folder / "places" / self._name

    def _file(self, journal_id: str) -> Path:
        if not FORMS["digest"](journal_id):  # it stands in the database, where somebody may have changed it
            raise ValueError(f"{journal_id!r:.80} is no id of a journal")
        return self._folder / journal_id / self._name

    def seen(self, journal_id: str) -> Seen | None:
        """Return the head seen last, None where none is known (any more)."""
        try:
            fields = json.loads(files.read(self._file(journal_id), _MOST))
            seen = Seen(**fields)
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        numbers = (seen.generation, seen.seq, seen.checked)
        return seen if isinstance(seen.digest, str) and all(type(number) is int for number in numbers) else None

    def synced_by(self) -> str | None:
        """Return the synced folder that the database lies in, when this computer first looks there; None afterwards."""
        if files.is_file(self._looked):
            return None
        if (folder := synced_by(self._path)) is not None:
            self._keep(self._looked, {})
        return folder

    def note(self, journal_id: str, seen: Seen) -> None:
        """Keep a head; a folder that cannot be written keeps nothing."""
        try:
            path = self._file(journal_id)
        except ValueError:
            return
        self._keep(path, seen._asdict())

    def _keep(self, path: Path, fields: Mapping[str, Any]) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write_over(path, canonical(dict(fields)).encode())
        except OSError:
            pass  # the protection is beside the work, which goes on


def head_of(connection: Connection, council: str, checked: int) -> Seen:
    """Return the head of a journal as it is now."""
    height, digest, _ = journal.head(connection, council)
    generation = connection.cell(compiled.GENERATION) or 0
    return Seen(generation, height, digest, checked)


def is_there(connection: Connection, council: str, seen: Seen) -> bool:
    """Tell whether a journal still has the head that was seen, or an entry that accepts its loss."""
    if journal.digest_at(connection, council, seen.seq) == seen.digest:
        return True
    exceptions = journal.read_exceptions(connection, council)
    return any((seen.seq, seen.digest) in lost_heads(entry) for entry in exceptions)
