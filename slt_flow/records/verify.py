"""Whether the journal is whole and the tables are what it amounts to."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.errors import SltError
from slt_flow.records import journal, projection
from slt_flow.results import Flaw, Verification
from slt_flow.terms import Ref


def verified(connection: Connection, council: str, anchor: tuple[int, str] | None = None) -> Verification:
    """Check the chain, every text, every pinned definition, an anchor when given, and replay against the tables.

    Whatever cannot be read is a flaw too; nothing is raised.
    """
    flaws: list[Flaw] = []
    try:
        stored = tuple(journal.read_stored(connection, council))
    except (ValueError, TypeError, KeyError, SQLAlchemyError) as error:
        return Verification(council, 0, "", (Flaw("unreadable_entry", "entries", {"why": str(error)}),))
    known = tuple(each.entry for each in stored)
    redacted = {entry.data.get("seq") for entry in known if entry.kind == Kind.TEXT_REDACTED}
    prev = journal.GENESIS
    for place, each in enumerate(stored, start=1):
        flaws += _flaws_of(council, each, place, prev, redacted)
        prev = each.entry.digest
    flaws += _anchored(known, anchor)
    flaws += _replay(connection, council, known)
    return Verification(council, len(known), prev, tuple(flaws))


def _flaws_of(council: str, each: journal.Stored, place: int, prev: str, redacted: set[object]) -> list[Flaw]:
    entry, found = each.entry, []
    where = f"entries {entry.seq}"
    if entry.seq != place:
        found.append(Flaw("gap_in_chain", where, {"expected": place}))
    if entry.prev != prev:
        found.append(Flaw("broken_link", where))
    if journal.digest_of(council, entry) != entry.digest:
        found.append(Flaw("changed_entry", where))
    if each.salt is None:
        if entry.seq not in redacted:
            found.append(Flaw("missing_text", where))
    elif not _text_fits(each):
        found.append(Flaw("changed_text", where))
    content = entry.data.get("content")
    if isinstance(content, str) and hashlib.sha256(content.encode()).hexdigest() != entry.data.get("digest"):
        found.append(Flaw("changed_definition", where, {"name": entry.data.get("name")}))
    return found


def _text_fits(each: journal.Stored) -> bool:
    try:
        return each.salt is not None and journal.digest_of_texts(each.salt, each.entry.texts) == each.entry.texts_digest
    except ValueError:
        return False


def _anchored(known: tuple[Entry, ...], anchor: tuple[int, str] | None) -> list[Flaw]:
    if anchor is None:
        return []
    seq, digest = anchor
    found = next((entry for entry in known if entry.seq == seq), None)
    if found is None:
        return [Flaw("tail_is_cut", f"entries {seq}", {"entries": len(known)})]
    return [] if found.digest.startswith(digest) else [Flaw("anchor_differs", f"entries {seq}")]


def _replay(connection: Connection, council: str, known: tuple[Entry, ...]) -> list[Flaw]:
    try:
        told = replayed(council, known, journal.voided(known))
    except (SltError, ValueError, TypeError, KeyError, AttributeError) as error:
        return [Flaw("cannot_replay", "entries", {"why": str(error)})]
    try:
        stored = projection.everything(connection, council)
    except (ValueError, TypeError, json.JSONDecodeError, SQLAlchemyError) as error:
        return [Flaw("unreadable_row", "tables", {"why": str(error)})]
    differing = projection.differences(stored, told)
    return [Flaw("table_differs", table, {"key": _key(table, key)}) for table, key in differing]


def _key(table: str, key: tuple[object, ...]) -> str:
    if table == "items" and len(key) == 5:
        return str(Ref(*key))  # type: ignore[arg-type] # the key of an item is a ref
    return ", ".join(str(part) for part in key)
