"""Whether the journal is whole and the tables are what it amounts to."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.errors import SltError
from slt_flow.model import ROWS
from slt_flow.records import journal, projection
from slt_flow.records.tables import TABLES, TRIGGERS
from slt_flow.results import Flaw, Verification
from slt_flow.terms import Ref


def verified(connection: Connection, council: str, anchor: tuple[int, str] | None = None) -> Verification:
    """Check the chain, every text, every pinned definition, an anchor when given, and replay against the tables.

    Whatever cannot be read is a flaw too; nothing is raised.
    """
    try:
        stored = tuple(journal.read_stored(connection, council))
    except Exception as error:  # whatever a damaged row raises
        beside = (*_stray_texts(connection, council), *_guarded(connection))
        return Verification(council, 0, "", (*_unreadable_entries(connection, council, _why(error)), *beside))
    known = tuple(each.entry for each in stored)
    redacted = {entry.data.get("seq") for entry in known if _is_redaction(entry)}
    flaws: list[Flaw] = []
    prev = journal.GENESIS
    for place, each in enumerate(stored, start=1):
        try:
            flaws += _flaws_of(council, each, place, prev, redacted)
        except Exception as error:  # as above
            flaws.append(Flaw("unreadable_entry", f"entries {each.entry.seq}", {"why": _why(error)}))
        prev = each.entry.digest
    flaws += _anchored(known, anchor)
    flaws += _stray_texts(connection, council)
    flaws += _guarded(connection)
    flaws += _replay(connection, council, known) if known else _rows_without_journal(connection, council)
    return Verification(council, len(known), str(prev), tuple(flaws))


def _guarded(connection: Connection) -> list[Flaw]:
    """Whether the triggers that keep the journal append-only are in place, and no others."""
    query = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    there = connection.exec_driver_sql(query).all()
    gone = [trigger.split()[2] for trigger in TRIGGERS if trigger not in {sql for _, _, sql in there}]
    foreign = [Flaw("foreign_trigger", table, {"name": name}) for table, name, sql in there if sql not in TRIGGERS]
    return [*(Flaw("missing_trigger", "entries", {"name": name}) for name in gone), *foreign]


def _stray_texts(connection: Connection, council: str) -> list[Flaw]:
    """Texts that belong to no entry: it was taken away, or they were put there."""
    return [Flaw("stray_text", f"entry_texts {seq}") for seq in journal.stray_texts(connection, council)]


def _rows_without_journal(connection: Connection, council: str) -> list[Flaw]:
    """Each table that holds something of a council that has no entries."""
    return [Flaw("no_journal", name) for name in projection.tables_with(connection, council)]


def _why(error: Exception) -> str:
    """What an error says, without our names for it."""
    if isinstance(error, SltError):
        return str(error.facts.get("why") or ", ".join(str(fact) for fact in error.facts.values()) or error.code)
    return str(getattr(error, "orig", None) or error)


def _unreadable_entries(connection: Connection, council: str, why: str) -> tuple[Flaw, ...]:
    """Each entry that cannot be read; the journal as a whole when none can be named."""
    found = []
    for seq in journal.seqs(connection, council):
        try:
            journal.read_at(connection, council, seq)
        except Exception as error:  # as above
            found.append(Flaw("unreadable_entry", f"entries {seq}", {"why": _why(error)}))
    return tuple(found) or (Flaw("unreadable_entry", "entries", {"why": why}),)


def _is_redaction(entry: Entry) -> bool:
    return entry.kind == Kind.TEXT_REDACTED and isinstance(entry.data.get("seq"), int)


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
    return [] if str(found.digest).startswith(digest) else [Flaw("anchor_differs", f"entries {seq}")]


def _replay(connection: Connection, council: str, known: tuple[Entry, ...]) -> list[Flaw]:
    try:
        told = replayed(council, known, journal.voided(known))
    except Exception as error:  # whatever entries raise that do not fit each other
        return [Flaw("cannot_replay", "entries", {"why": _why(error)})]
    try:
        stored = projection.everything(connection, council)
    except Exception as error:  # whatever a damaged row raises
        return _unreadable_rows(connection, council, _why(error))
    differing = projection.differences(stored, told)
    return [Flaw("table_differs", table, {"key": _key(table, key)}) for table, key in differing]


def _unreadable_rows(connection: Connection, council: str, why: str) -> list[Flaw]:
    """Each table with a row that cannot be read."""
    found = []
    for kind in ROWS:
        try:
            projection.rows(connection, council, kind)
        except Exception as error:  # as above
            found.append(Flaw("unreadable_row", TABLES[kind].name, {"why": _why(error)}))
    return found or [Flaw("unreadable_row", "tables", {"why": why})]


def _key(table: str, key: tuple[object, ...]) -> str:
    if table == "items" and all(isinstance(number, int) for number in key[1:]):
        return str(Ref(*key))  # type: ignore[arg-type] # the key of an item is a ref
    return ", ".join(str(part) for part in key)
