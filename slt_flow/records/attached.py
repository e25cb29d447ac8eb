"""Attached files: their bytes lie beside the database, in a folder by the digest of each, and are only copied."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.errors import RecordsError, cause
from slt_flow.records.connection import Connection
from slt_flow.records.store import Store
from slt_flow.results.answers import Flaw
from slt_flow.terms import ERASED, Ref

LARGEST: Final = 25 * 2**20
"""Most bytes of one file: what mail systems of municipalities let through."""

_NAMED: Final = (
    "SELECT seq, series, year, no, assignment_no, measure_no, digest FROM attachments WHERE council = ? ORDER BY seq"
)
_EVERY: Final = "SELECT DISTINCT digest FROM attachments ORDER BY digest"


def folder_of(database: Path) -> Path:
    """Return the folder that the files of a database lie in."""
    return database.with_name(f"{database.name}.files")


def place_of(database: Path, digest: str) -> Path:
    """Return where the bytes with a digest lie."""
    return folder_of(database) / digest[:2] / digest


def digest_of(content: bytes) -> str:
    """Return the digest by which bytes are known: SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def keep(database: Path, content: bytes) -> None:
    """Keep the bytes of a file; those that are there already stay.

    Raises:
        RecordsError: they cannot be written.
    """
    place = place_of(database, digest_of(content))
    if _read(place) == content:
        return
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.unlink(missing_ok=True)  # bytes that were changed since
        files.write_new(place, content)
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_file", path=str(place), why=cause(error)) from None


def content_of(database: Path, digest: str, name: str) -> bytes:
    """Return the bytes of a file as they were attached.

    Raises:
        RecordsError: they are gone, or others than they were.
    """
    place = place_of(database, digest)
    content = _read(place)
    if content is None:
        raise RecordsError("attachment_gone", name=name, path=str(place))
    if digest_of(content) != digest:
        raise RecordsError("attachment_changed", name=name, path=str(place))
    return content


def _read(place: Path) -> bytes | None:
    try:
        return files.read(place, LARGEST + 1)
    except (OSError, ValueError):
        return None


def flaws(connection: Connection, council: str) -> Iterator[Flaw]:
    """Yield the files of a council whose bytes are gone or changed; nobody asks for those of erased or undone ones."""
    if connection.path is None:
        return
    for seq, ref, digest in _rows(connection, council):
        place = place_of(connection.path, digest)
        content = _read(place)
        if content is None or digest_of(content) != digest:
            code = "attachment_gone" if content is None else "attachment_changed"
            yield Flaw(code, f"entries {seq}", {"ref": ref, "path": str(place)})


def _rows(connection: Connection, council: str) -> Iterator[tuple[int, str, str]]:
    """Yield the entry, the case and the digest of each file of a council that was not erased."""
    for seq, *ref, digest in connection.all(_NAMED, (council,)):
        if digest != ERASED:
            yield seq, str(Ref(*ref)), digest


def named(connection: Connection, council: str) -> dict[str, str]:
    """Return the digests of the files that a council's journal names, each with the cases and entries that do."""
    places: dict[str, list[str]] = {}
    for seq, ref, digest in _rows(connection, council):
        places.setdefault(digest, []).append(f"{ref} ({seq})")
    return {digest: ", ".join(named_by) for digest, named_by in places.items()}


def every(connection: Connection, council: str) -> Iterator[tuple[str, bytes]]:
    """Yield the digest and the bytes of each file of a council; those that are gone or changed are left out."""
    if connection.path is None:
        return
    for digest in sorted(named(connection, council)):
        content = _read(place_of(connection.path, digest))
        if content is not None and digest_of(content) == digest:
            yield digest, content


def copy(source: Path, target: Path, digests: Iterable[str]) -> frozenset[str]:
    """Copy files of one database beside another, and return the digests of those that are gone or changed.

    Raises:
        RecordsError: they cannot be written.
    """
    lost = set()
    for digest in digests:
        content = _read(place_of(source, digest))
        if content is None or digest_of(content) != digest:
            lost.add(digest)
        else:
            keep(target, content)
    return frozenset(lost)


def sweep(store: Store) -> None:
    """Remove the bytes that no case has any more: of erased and undone files, and of those never recorded.

    Nobody attaches a file meanwhile: that takes the same lock.

    Raises:
        RecordsError: they cannot be removed.
    """
    with store.writing() as connection:
        named = {str(digest) for (digest,) in connection.all(_EVERY)}
        try:
            for place in _kept(folder_of(store.path)):
                if place.name not in named:
                    place.unlink()
        except OSError as error:
            raise RecordsError("attachment_stays", path=str(folder_of(store.path)), why=cause(error)) from None


def remove_all(database: Path) -> None:
    """Remove the files of a copy that is removed.

    Raises:
        OSError: one of them cannot be removed.
    """
    folder = folder_of(database)
    for place in _kept(folder):
        place.unlink()
    for below in (*_listed(folder), folder):
        if files.is_folder(below):
            below.rmdir()


def _kept(folder: Path) -> Iterator[Path]:
    """Yield the files by digest in a folder; what somebody else put there is left alone."""
    for below in _listed(folder):
        yield from (place for place in _listed(below) if len(place.name) == 64 and place.name.startswith(below.name))


def _listed(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir()) if files.is_folder(folder) else ()
