"""Audit of the journal and of the tables that are made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.errors import SltError
from slt_flow.model import ROWS
from slt_flow.records import journal, projection, structure
from slt_flow.records.tables import FORMAT, table_of
from slt_flow.results.answers import Flaw
from slt_flow.results.history import Verification
from slt_flow.terms import Ref


def verified(connection: Connection, council: str, anchor: tuple[int, str] | None = None) -> Verification:
    """Check the chain, every text, every pinned definition, an anchor when given, and replay against the tables.

    Unreadable rows are flaws too; nothing is raised.
    """
    beside = structure.flaws(connection)
    if any(flaw.code == "missing_table" and flaw.where in ("entries", "entry_texts") for flaw in beside):
        return Verification(council, 0, "", tuple(beside))
    beside += (Flaw("stray_text", f"entry_texts {seq}") for seq in journal.stray_texts(connection, council))
    try:
        stored = journal.read_stored(connection, council)
    except Exception as error:  # whatever a damaged row raises
        return Verification(council, 0, "", (*_unreadable(connection, council, error), *beside))
    entries = tuple(row.entry for row in stored)
    redacted = _redactions(entries)
    flaws: list[Flaw] = []
    requests: set[str] = set()
    for place, (before, row) in enumerate(zip((None, *entries), stored, strict=False), start=1):
        try:
            flaws += _flaws_of(row, place, before, redacted, requests)
        except Exception as error:  # as above
            flaws.append(Flaw("unreadable_entry", f"entries {row.entry.seq}", {"why": _why(error)}))
    flaws += [*_named(council, entries), *_anchored(entries, anchor), *beside]
    if entries:
        flaws += _replay(connection, council, entries)
    else:
        flaws += [Flaw("no_journal", name) for name in projection.tables_with(connection, council)]
    return Verification(council, len(entries), entries[-1].digest if entries else "", tuple(flaws))


def _why(error: Exception) -> str:
    """Return an error's own words, without our names for it."""
    if isinstance(error, SltError):
        return str(error.facts.get("why") or ", ".join(str(fact) for fact in error.facts.values()) or error.code)
    return str(getattr(error, "orig", None) or error)


def _unreadable(connection: Connection, council: str, error: Exception) -> list[Flaw]:
    """Report each entry that cannot be read, or the journal with its error where none can be named."""
    flaws = []
    for seq in journal.seqs(connection, council):
        try:
            journal.read_at(connection, council, seq)
        except Exception as damage:  # whatever a damaged row raises
            flaws.append(Flaw("unreadable_entry", f"entries {seq}", {"why": _why(damage)}))
    return flaws or [Flaw("unreadable_entry", "entries", {"why": _why(error)})]


Redactions = Mapping[tuple[int, str], int]
"""Each text that was erased (entry, name) with the last entry that says so."""


def _redactions(entries: Iterable[Entry]) -> Redactions:
    redactions = (entry for entry in entries if entry.kind == Kind.TEXT_REDACTED)
    texts = ((entry.data.get("seq"), entry.data.get("name"), entry.seq) for entry in redactions)
    # a forged entry may hold any value here, and is told as a flaw of its own
    return {(seq, name): by for seq, name, by in texts if type(seq) is int and isinstance(name, str)}


def _flaws_of(
    row: journal.Stored, place: int, before: Entry | None, redacted: Redactions, requests: set[str]
) -> Iterator[Flaw]:
    """Yield the flaws of one entry, by itself and after the one before it; its request joins those seen."""
    entry = row.entry
    where = f"entries {entry.seq}"
    if entry.seq != place:
        yield Flaw("gap_in_chain", where, {"expected": place})
    if entry.format != FORMAT:
        yield Flaw("unknown_format", where, {"format": entry.format})
    if before is not None and entry.prev != before.digest:
        yield Flaw("broken_link", where)
    if journal.digest_of(entry) != entry.digest:
        yield Flaw("changed_entry", where)
    for column in journal.misspelt(row):
        yield Flaw("other_spelling", where, {"name": column})
    yield from _flaws_of_texts(row, where, redacted)
    yield from _flaws_of_request(entry, before, where, requests)
    requests.add(entry.request)


def _flaws_of_texts(row: journal.Stored, where: str, redacted: Redactions) -> Iterator[Flaw]:
    entry = row.entry
    for name, digest in entry.digests.items():
        if name not in entry.texts:
            if redacted.get((entry.seq, name), 0) <= entry.seq:
                yield Flaw("missing_text", where, {"name": name})
        elif not _fits(row.salts[name], entry.texts[name], digest):
            yield Flaw("changed_text", where, {"name": name})
    for name in entry.texts:
        if name not in entry.digests:
            yield Flaw("stray_text", where, {"name": name})
    content = entry.texts.get("content")
    digest_ = entry.texts.get("digest") if "digest" in entry.digests else entry.data.get("digest")
    is_erased = "digest" in entry.digests and digest_ is None
    if content is not None and not is_erased and hashlib.sha256(content.encode()).hexdigest() != digest_:
        yield Flaw("changed_definition", where, {"name": entry.data.get("name")})


def _fits(salt: str, text: str, digest: str) -> bool:
    return bool(journal.FORMS["salt"](salt)) and journal.digest_of_text(salt, text) == digest


def _flaws_of_request(entry: Entry, before: Entry | None, where: str, requests: set[str]) -> Iterator[Flaw]:
    """Check that entries of one request stand together, agree in the columns they share, and count their steps."""
    same = before is not None and before.request == entry.request
    if same and before is not None:
        differing = [name for name in _SHARED if getattr(before, name) != getattr(entry, name)]
        if differing:
            yield Flaw("request_disagrees", where, {"names": tuple(differing)})
        if entry.step - before.step not in (0, 1):
            yield Flaw("step_jumps", where, {"step": entry.step, "before": before.step})
    elif entry.request in requests:
        yield Flaw("request_interleaved", where)
    elif entry.step != 1:
        yield Flaw("step_jumps", where, {"step": entry.step, "before": 0})
    if entry.caused_by is not None and not 1 <= entry.caused_by < entry.step:
        yield Flaw("cause_comes_later", where, {"caused_by": entry.caused_by, "step": entry.step})
    own = set(entry.digests) & set(_OF_THE_FIRST)
    if same and own:
        yield Flaw("not_the_first", where, {"names": tuple(sorted(own))})
    elif entry.request not in requests and not {"account", "asked"} <= own:
        yield Flaw("nobody_asked", where)


_SHARED: Final = ("at", "recorded_by", "authenticated", "program")
"""Columns in which the entries of one request agree."""

_OF_THE_FIRST: Final = ("account", "asked", "key")
"""Texts that the first entry of a request alone has."""


def _named(council: str, entries: Iterable[Entry]) -> list[Flaw]:
    """Check that the journal is kept under the name that it gives the council."""
    agreements = (e for e in entries if e.kind in (Kind.AGREEMENT_ENTERED, Kind.AGREEMENT_RENEWED))
    last = next((e for e in reversed(tuple(agreements)) if "council" in e.data), None)
    if last is None or last.data["council"] == council:
        return []
    return [Flaw("other_council", f"entries {last.seq}", {"council": last.data["council"]})]


def _anchored(entries: tuple[Entry, ...], anchor: tuple[int, str] | None) -> list[Flaw]:
    if anchor is None:
        return []
    seq, digest = anchor
    anchored = next((entry for entry in entries if entry.seq == seq), None)
    if anchored is None:
        return [Flaw("tail_is_cut", f"entries {seq}", {"entries": len(entries)})]
    return [] if anchored.digest == digest else [Flaw("anchor_differs", f"entries {seq}")]


def _replay(connection: Connection, council: str, entries: tuple[Entry, ...]) -> list[Flaw]:
    try:
        expected = replayed(council, entries, journal.voided(entries))
    except Exception as error:  # whatever entries raise that do not fit each other
        return [Flaw("cannot_replay", "entries", {"why": _why(error)})]
    flaws = []
    for kind in ROWS:
        table = table_of(kind).name
        try:
            keys = projection.differences(connection, kind, expected)
        except Exception as error:  # whatever a damaged table raises
            flaws.append(Flaw("unreadable_row", table, {"why": _why(error)}))
        else:
            flaws += [Flaw("table_differs", table, {"key": _key(table, key)}) for key in keys]
    return flaws


def _key(table: str, key: tuple[object, ...]) -> str:
    if table == "items" and all(isinstance(number, int) for number in key[1:]):
        return str(Ref(*key))  # type: ignore[arg-type] # the key of an item is a ref
    return ", ".join(str(part) for part in key)
