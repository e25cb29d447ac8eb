"""A council in one open file: its journal as JSON Lines, the definitions it pins, and a manifest of their digests.

The file is a ZIP archive. The same journal makes the same bytes, and nothing in it depends on this program.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from slt_flow.errors import RecordsError
from slt_flow.model import Definition
from slt_flow.records import attached, compiled, journal, projection
from slt_flow.records.connection import Connection
from slt_flow.records.format import canonical
from slt_flow.records.replay import rebuild
from slt_flow.records.stored import COLUMNS
from slt_flow.records.verify import audited_journal
from slt_flow.terms import ERASED

FORMAT: Final = 1
"""The format of the archive, beside that of the journal."""

MANIFEST: Final = "manifest.json"
ENTRIES: Final = "entries.jsonl"
TEXTS: Final = "texts.jsonl"
FILES: Final = "files/"
"""Folder of attached files, each under its digest."""

LARGEST: Final = 1024 * 1024 * 1024
"""Most bytes of one file in an archive, unpacked; a journal of a hundred thousand entries has a tenth."""

_OBJECTS: Final = ("data", "texts")
_TEXT: Final = ("seq", "name", "salt", "text")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day of every file in the archive, so that it has none of its own."""


class Archived(NamedTuple):
    """A council's journal as an archive holds it: its name, its id, the rows of its two tables, its attached files."""

    council: str
    id: str
    height: int
    digest: str
    entries: tuple[tuple[Any, ...], ...]
    texts: tuple[tuple[Any, ...], ...]
    files: tuple[bytes, ...] = ()


def packed(connection: Connection, council: str, readme: str) -> bytes:
    """Return the archive of a council's journal.

    Args:
        connection: to the database.
        council: the council.
        readme: words for whoever opens the archive without this program.
    """
    stored = journal.read_stored(connection, council)
    texts = (
        {"seq": row.entry.seq, "name": name, "salt": row.salts[name], "text": text}
        for row in stored
        for name, text in sorted(row.entry.texts.items())
        if name in row.salts
    )
    files = {"LES-MEG.txt": readme.encode(), ENTRIES: _lines(map(_told, (row.row for row in stored)))}
    files |= {TEXTS: _lines(texts), **dict(_definitions(connection, council))}
    files |= {f"{FILES}{digest}": content for digest, content in attached.every(connection, council)}
    head = journal.head(connection, council)
    manifest = {
        "format": FORMAT, "council": council, "journal": journal.id_of(connection, council),
        "entries": head.height, "digest": head.digest,
        "files": [[name, attached.digest_of(content)] for name, content in sorted(files.items())],
    }  # fmt: skip
    return _zipped({**files, MANIFEST: f"{canonical(manifest)}\n".encode()})


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as the object whose canonical form is hashed, with its digest."""
    return {**row, **{name: json.loads(row[name]) for name in _OBJECTS}}


def _lines(objects: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{canonical(one)}\n" for one in objects).encode()


def _definitions(connection: Connection, council: str) -> Iterator[tuple[str, bytes]]:
    """Yield the agreement and the workflows that the council pins, as they were written, but for erased ones."""
    for row in projection.rows(connection, council, Definition):
        if row.content != ERASED:
            name = f"{row.name}-{row.version}".replace("/", "-")
            yield f"definitions/{name}-{row.digest[:12]}.toml", row.content.encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, content)
    return whole.getvalue()


def unpacked(raw: bytes, path: str) -> Archived:
    """Read an archive: every file that the manifest names is there as it was, and nothing else is read.

    Raises:
        RecordsError: it is no archive of a council, damaged, changed, or of a newer format.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            manifest, files = _manifest(archive, path), []
            for name, digest in manifest["files"]:
                content = _content(archive, name, path)
                if attached.digest_of(content) != digest:
                    raise RecordsError("archive_changed", path=path, file=name)
                if name.startswith(FILES):
                    files.append(content)
            entries = [_row(line) for line in _objects(_content(archive, ENTRIES, path))]
            texts = [tuple(line[name] for name in _TEXT) for line in _objects(_content(archive, TEXTS, path))]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise RecordsError("archive_unreadable", path=path) from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise RecordsError("archive_unreadable", path=path) from None
    head = (manifest["council"], manifest["journal"], manifest["entries"], manifest["digest"])
    return Archived(*head, tuple(entries), tuple(texts), tuple(files))


def _manifest(archive: zipfile.ZipFile, path: str) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise RecordsError("no_archive", path=path)
    manifest = json.loads(_content(archive, MANIFEST, path))
    if not isinstance(manifest, dict) or type(manifest["format"]) is not int:
        raise RecordsError("no_archive", path=path)
    if manifest["format"] > FORMAT:
        raise RecordsError("archive_newer", path=path, format=manifest["format"], ours=FORMAT)
    if not {ENTRIES, TEXTS} <= {name for name, _ in manifest["files"]}:
        raise RecordsError("no_archive", path=path)
    return manifest


def _content(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """Read a file of an archive within bounds, whatever its header says of its size."""
    with archive.open(name) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RecordsError("archive_too_large", path=path, file=name, limit=LARGEST // 1024 // 1024)
    return content


def _objects(lines: bytes) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines.decode().split("\n") if line)


def _row(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(canonical(entry[name]) if name in _OBJECTS else entry[name] for name in COLUMNS)


def bring_in(connection: Connection, archived: Archived, path: str, council: str) -> None:
    """Put an archived journal into a database as it is, audit it, and make its tables.

    Args:
        connection: to the database.
        archived: the journal.
        path: its file, for the words of an error.
        council: the name that the council has in this database.

    Raises:
        RecordsError: it is not whole; the transaction is to be taken back.
    """
    try:
        connection.write(compiled.ADD_ENTRY, [(council, *row) for row in archived.entries])
        connection.write(compiled.ADD_TEXT, [(council, *row) for row in archived.texts])
    except sqlite3.Error:  # such as a number that is there twice
        raise RecordsError("archive_changed", path=path, file=ENTRIES) from None
    connection.heads.pop(council, None)
    audit = audited_journal(connection, council, archived.council)
    if audit.open or audit.others or not audit.entries or audit.entries[0].prev != archived.id:
        raise RecordsError("archive_changed", path=path, file=ENTRIES)
    if (audit.entries[-1].seq, audit.entries[-1].digest) != (archived.height, archived.digest):
        raise RecordsError("archive_changed", path=path, file=MANIFEST)
    try:
        rebuild(connection, council)
    except Exception as error:  # whatever an entry raises that no program of ours has written
        raise RecordsError("archive_changed", path=path, file=ENTRIES) from error
