"""Copies of a database: made whole while others write, verified, and put where no database is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import Final, NamedTuple

from slt_flow import files
from slt_flow.engine.entries import Kind, is_beside
from slt_flow.errors import RecordsError, cause
from slt_flow.files import new_file
from slt_flow.model.moment import day_of
from slt_flow.records import attached, causes, compiled, journal
from slt_flow.records.store import Connection, Store
from slt_flow.records.verify import verified
from slt_flow.results.history import ComparedJournal, CopiedJournal

Journals = tuple[CopiedJournal, ...]


def copy(source: Store, path: Path) -> Journals:
    """Write a copy of a database to a new file, and verify the copy: chains, texts, structure and replay.

    Raises:
        RecordsError: missing, locked or damaged, or the file cannot be made; nothing is left of it then.
    """
    with source.reading(any_structure=True):
        pass  # refuses what is no database of ours, before a folder is made for its copy
    with _new(path) as file:
        _transfer(source, file)
        journals = _journals(Store(str(file)), source.path)
        return _with_files(journals, Store(str(file)), source, path)


def restore(backup: Path, path: Path) -> Journals:
    """Put a verified copy of a backup where no database is; its generation is one higher.

    Raises:
        RecordsError: it is no database of ours, or damaged, or the file cannot be made; nothing is left of it then.
    """
    try:
        with Store(str(backup)).reading(any_structure=True):
            pass
    except RecordsError as error:
        if error.code in ("no_database", "database_unusable", "not_our_database"):
            raise RecordsError("no_backup", path=str(backup)) from None
        raise
    with _new(path) as file:
        _transfer(Store(str(backup)), file)
        journals = _journals(Store(str(file)), backup)
        with Store(str(file)).writing() as connection:
            connection.all(compiled.RAISE_GENERATION)
        return _with_files(journals, Store(str(file)), Store(str(backup)), path)


def _with_files(journals: Journals, copied: Store, source: Store, path: Path) -> Journals:
    """Copy the files that the journals of a copy name, and count them; they are there before it has its name.

    Those that are gone or changed stay behind and are named: a lost file must not keep the rest from being copied.
    """
    with copied.reading(any_structure=True) as connection:
        names = {row.council: attached.named(connection, row.council) for row in journals}
    lost = attached.copy(source.path, path, (digest for digests in names.values() for digest in digests))
    return tuple(_counted(row, names[row.council], lost) for row in journals)


def _counted(row: CopiedJournal, names: Mapping[str, str], lost: frozenset[str]) -> CopiedJournal:
    missing = tuple(named_by for digest, named_by in names.items() if digest in lost)
    return row._replace(files=len(names) - len(missing), lost=missing)


def compared(here: Store, there: Store) -> tuple[ComparedJournal, ...]:
    """Compare the journals of two databases, entry by entry.

    Raises:
        RecordsError: one of them is missing, locked, or no database of ours.
    """
    ours, theirs = _chains(here), _chains(there)
    rows = []
    for id_ in dict.fromkeys((*ours, *theirs)):
        mine, backed_up = ours.get(id_, _NO_CHAIN), theirs.get(id_, _NO_CHAIN)
        pairs = zip(mine.digests, backed_up.digests, strict=False)
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        here_only, there_only = len(mine.digests) - alike, len(backed_up.digests) - alike
        erased = sum(seq > alike for seq in mine.erasures)
        rows.append(ComparedJournal(mine.council or backed_up.council, alike, here_only, there_only, erased))
    return tuple(rows)


def holding(database: Path, words: Iterable[str]) -> tuple[str, ...]:
    """Name the files beside a database, and in the folders beside it, that hold some of these words.

    Copies, exports and documents that are written as text or as a database are found; compressed ones are not.
    """
    parts = {part.encode() for text in words if len(part := _plainest(text)) >= _TELLING}
    folders = [database.parent, *(place for place in _listed(database.parent) if files.is_folder(place))]
    beside = (file for folder in folders for file in _listed(folder) if files.is_file(file))
    others = [file for file in islice(beside, _MOST_FILES) if file.resolve() != database.resolve()]
    return tuple(str(file) for file in _within(others, _MOST_BYTES) if parts and _holds(file, parts))


def _plainest(text: str) -> str:
    """Return the longest part of a text that every format writes alike: without breaks and letters that are markup."""
    return max(_MARKUP.split(text), key=len).strip()[:_ONE_PAGE]


def _within(every: Iterable[Path], most: int) -> Iterator[Path]:
    """Yield the first files that together have no more than a number of bytes, passing over what is too large."""
    for file in every:
        try:
            size = file.stat().st_size
        except OSError:
            continue
        if size <= most:
            most -= size
            yield file


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _holds(file: Path, parts: Iterable[bytes]) -> bool:
    try:
        content = files.read(file, _MOST_BYTES)
    except (OSError, ValueError):
        return False
    return any(part in content for part in parts)


_MARKUP: Final = re.compile(r"[^\w ,]+")
_TELLING: Final = 4
_ONE_PAGE: Final = 60
"""Letters of a text that lie together in a database, where the rest may lie on another page."""
_MOST_FILES: Final = 500
_MOST_BYTES: Final = 512 * 2**20


class _Chain(NamedTuple):
    """Chain of a journal: its council, the digest of every entry, and the numbers of those that erased a text."""

    council: str
    digests: tuple[str, ...]
    erasures: tuple[int, ...]


_NO_CHAIN: Final = _Chain("", (), ())


def _chains(store: Store) -> Mapping[str, _Chain]:
    """Return the chain of every journal by the journal's id."""
    with store.reading() as connection:
        return {journal.id_of(connection, name): _chain(connection, name) for name in journal.councils(connection)}


def _chain(connection: Connection, council: str) -> _Chain:
    redacted = (e for e in journal.read_exceptions(connection, council) if e.kind == Kind.TEXT_REDACTED)
    erasures = tuple(entry.seq for entry in redacted if not is_beside(entry.data["name"]))
    return _Chain(council, journal.digests(connection, council), erasures)


@contextmanager
def _new(path: Path) -> Iterator[Path]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path) as file:
            yield file
    except FileExistsError:
        raise RecordsError("copy_exists", path=str(path)) from None
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_make_database", path=str(path), why=cause(error)) from None


def _transfer(source: Store, target: Path) -> None:
    """Copy every page of one state of a database: a writer waits meanwhile, and is never copied half."""
    with source.reading(any_structure=True) as connection, closing(sqlite3.connect(target)) as copied:
        try:
            connection.raw.backup(copied)
        except sqlite3.Error as error:
            if causes.is_of_the_disk(error):
                why = causes.of_the_disk(target, error)
                raise RecordsError("disk_fails", path=str(target.parent), why=why) from None
            raise RecordsError("copy_failed", path=str(source.path), why=str(error)) from None


def _journals(store: Store, source: Path) -> Journals:
    with store.reading(any_structure=True) as connection:
        return tuple(
            verified_copy(connection, council, source) for council in journal.councils(connection, anywhere=True)
        )


def verified_copy(connection: Connection, council: str, source: Path) -> CopiedJournal:
    """Verify a journal that was copied, and return its head.

    Raises:
        RecordsError: it is damaged.
    """
    verification = verified(connection, council)
    if verification.flaws:
        raise RecordsError("copy_damaged", path=str(source), council=council, where=verification.flaws[0].where)
    last = journal.read_at(connection, council, verification.seq)
    if last is None:
        raise RecordsError("copy_damaged", path=str(source), council=council, where="entries")
    recorded = day_of(datetime.fromisoformat(last.entry.at))
    return CopiedJournal(council, recorded, verification.seq, verification.head)
