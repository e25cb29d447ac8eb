"""Audit of the journal and of the tables that are made from it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind, is_beside
from slt_flow.errors import SltError
from slt_flow.model import ROWS, Row
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, structure
from slt_flow.records.breaks import Break, Exceptions, break_of, break_of_texts, exceptions_of, lost_heads
from slt_flow.records.cells import codec_of
from slt_flow.records.connection import Connection
from slt_flow.records.format import FORMAT, LARGEST
from slt_flow.records.stored import FORMS, Stored, digest_of, digest_of_text, is_sound, misspelt, objects_of
from slt_flow.results.answers import Flaw
from slt_flow.terms import ERASED, Ref

if TYPE_CHECKING:
    from slt_flow.results.history import AcceptedFlaw, Verification

NEWEST: Final = 8
"""The newest entries, which every request checks; all that are new where they are more."""

OLDER: Final = 4
"""Older entries that are checked for each new one."""


class Broken(NamedTuple):
    """Entry that does not stand as it was written: its flaws, what names the break, and the entry that accepts it.

    `as_it_is` is None where the entry cannot be read, and so not be named.
    """

    flaws: tuple[Flaw, ...]
    as_it_is: Break | None
    accepted: Entry | None


class Audit(NamedTuple):
    """Audit of a journal: its broken entries, and the flaws that belong to none of them."""

    entries: tuple[Entry, ...]
    broken: tuple[Broken, ...]
    others: tuple[Flaw, ...]
    exceptions: Exceptions = Exceptions({}, ())

    @property
    def open(self) -> tuple[Broken, ...]:
        """The broken entries that nobody has accepted."""
        return tuple(broken for broken in self.broken if broken.accepted is None)


@journal.uncollected()
def verified(connection: Connection, council: str, *anchors: tuple[int, str]) -> Verification:
    """Check the chain, every text, every pinned definition, anchors, and replay against the tables.

    Unreadable rows are flaws too; nothing is raised. Breaks that were accepted are told beside the flaws.
    """
    from slt_flow.results.history import Verification

    audit = audited(connection, council)
    entries = audit.entries
    flaws = (*(flaw for broken in audit.open for flaw in broken.flaws), *audit.others)
    anchored = (flaw for anchor in anchors for flaw in _anchored(entries, anchor))
    accepted = (_accepted(flaw, b.accepted) for b in audit.broken if b.accepted is not None for flaw in b.flaws)
    lost = (
        _accepted(Flaw("head_lost", f"entries {seq}", {"digest": digest}), entry)
        for entry in audit.exceptions.accepts
        for seq, digest in lost_heads(entry)
    )
    seq, head = (entries[-1].seq, entries[-1].digest) if entries else (0, "")
    erased = sum(1 for _, name in audit.exceptions.redacted if not is_beside(name))
    return Verification(council, len(entries), seq, head, (*flaws, *anchored), (*accepted, *lost), erased)


def _accepted(flaw: Flaw, by: Entry) -> AcceptedFlaw:
    from slt_flow.results.history import AcceptedFlaw

    return AcceptedFlaw(flaw.code, flaw.where, flaw.facts, by.seq, by.on, by.texts.get("reason", ""))


@journal.uncollected()
def audited(connection: Connection, council: str) -> Audit:
    """Check a journal and the tables made from it (see `verified`)."""
    beside = structure.flaws(connection)
    if any(flaw.code == "missing_table" and flaw.where in ("entries", "entry_texts") for flaw in beside):
        return Audit((), (), tuple(beside))
    audit = audited_journal(connection, council)
    others = [*audit.others, *beside]
    if audit.entries:
        others += _replay(connection, council, audit.entries)
    elif not audit.others:
        named = projection.tables_with(connection, council)
        others += [Flaw("no_journal", name) for name in named or ("entries",)]
    return audit._replace(others=tuple(others))


def audited_journal(connection: Connection, council: str, called: str | None = None) -> Audit:
    """Check a journal by itself; `called` is the council's name in it, where it is kept under another for now."""
    stray: tuple[int, ...] = ()
    try:
        stray = journal.stray_texts(connection, council)
        stored = journal.read_stored(connection, council)
    except Exception as error:  # whatever a damaged row raises
        texts = (Flaw("stray_text", f"entry_texts {seq}") for seq in stray)
        return Audit((), (), (*_unreadable(connection, council, error), *texts))
    entries = tuple(row.entry for row in stored)
    exceptions = exceptions_of(entries)
    broken = (*_broken(stored, None, exceptions), *_stray(connection, council, stray, exceptions))
    return Audit(entries, broken, tuple(_named(called or council, entries)), exceptions)


def newest_flaw(connection: Connection, council: str, checked: int) -> Flaw | None:
    """Return a flaw among the entries that are new, or among older ones in rotation.

    The cost follows what was asked for: it grows with the entries that are new, not with the journal.

    Args:
        connection: to the database.
        council: the council.
        checked: the entry up to which the journal was checked before.
    """
    height = journal.head(connection, council).height
    new = min(checked + 1, journal.first_of_request_at(connection, council, height))
    newest = max(min(new, height - NEWEST + 1), 1)
    for first, last in ((newest, LARGEST), *older(new, height)):
        if flaws := flaws_between(connection, council, first, last):
            return flaws[0]
    return None


def older(new: int, height: int) -> tuple[tuple[int, int], ...]:
    """Return the older entries, from one to another, that are checked with those from `new` on.

    Each entry has its own `OLDER` places in a round: once the journal has grown by a part of itself, however many
    entries a request had, all have had their turn.
    """
    round_ = 1 << height.bit_length()
    count = min((height - new + 1) * OLDER, round_)
    start = new * OLDER % round_
    ranges = ((start + 1, min(start + count, round_)), (1, start + count - round_))
    return tuple((first, last) for first, last in ranges if first <= min(last, height))


def flaws_between(connection: Connection, council: str, first: int, last: int) -> tuple[Flaw, ...]:
    """Return the flaws of some entries that nobody has accepted."""
    try:
        rows = journal.read_between(connection, council, first - 1, last)
        before = rows[0].entry if rows and rows[0].entry.seq < first else None
        rows = rows[1:] if before is not None else rows
        if before is None and first > 1:
            before = journal.read_before(connection, council, first)  # after a gap
        stray = journal.stray_texts(connection, council, (first, last))
        if not stray and not any(_broken(rows, before, Exceptions({}, ()))):
            return ()
        exceptions = exceptions_of(journal.read_exceptions(connection, council))
        broken = (*_broken(rows, before, exceptions), *_stray(connection, council, stray, exceptions))
        return tuple(flaw for one in broken if one.accepted is None for flaw in one.flaws)
    except Exception as error:  # whatever a damaged row raises
        return tuple(_unreadable(connection, council, error))


def _why(error: Exception) -> str:
    """Return an error's own words, without our names for it."""
    if isinstance(error, SltError):
        return str(error.facts.get("why") or ", ".join(str(fact) for fact in error.facts.values()) or error.code)
    return str(error)


def _unreadable(connection: Connection, council: str, error: Exception) -> list[Flaw]:
    """Report each entry that cannot be read, or the journal with its error where none can be named."""
    flaws: list[Flaw] = []
    with suppress(sqlite3.DatabaseError):  # a number may be damaged itself
        for seq in journal.seqs(connection, council):
            try:
                journal.read_at(connection, council, seq)
            except Exception as damage:  # whatever a damaged row raises
                flaws.append(Flaw("unreadable_entry", f"entries {seq}", {"why": _why(damage)}))
    return flaws or [Flaw("unreadable_entry", "entries", {"why": _why(error)})]


def _broken(rows: Iterable[Stored], before: Entry | None, exceptions: Exceptions) -> Iterator[Broken]:
    """Yield the entries with a flaw, by themselves or after the one before them."""
    requests = {before.request} if before is not None else set()
    for row in rows:
        as_it_is = None
        try:
            facts_by_code = [*_flaws_of(row, before, exceptions, requests)]
            if facts_by_code:
                as_it_is = break_of(row, before, _texts_in(facts_by_code))
        except Exception as error:  # whatever a damaged row raises
            facts_by_code = [("unreadable_entry", {"why": _why(error)})]
        if facts_by_code:
            flaws = tuple(Flaw(code, f"entries {row.entry.seq}", facts) for code, facts in facts_by_code)
            yield Broken(flaws, as_it_is, exceptions.accepting(as_it_is))
        before = row.entry


_CodeAndFacts = tuple[str, Mapping[str, object]]
"""Flaw of an entry: its code and its facts."""


def _texts_in(flaws: Iterable[_CodeAndFacts]) -> tuple[str, ...]:
    codes = ("missing_text", "changed_text", "stray_text")
    return tuple(str(facts["name"]) for code, facts in flaws if code in codes)


def _stray(connection: Connection, council: str, seqs: Iterable[int], exceptions: Exceptions) -> Iterator[Broken]:
    """Yield the texts that belong to no entry, by the number they would belong to."""
    for seq in seqs:
        texts = journal.texts_of(connection, council, seq)
        try:
            as_it_is = break_of_texts(seq, texts)
        except Exception:  # whatever a damaged row raises
            as_it_is = None
        yield Broken((Flaw("stray_text", f"entry_texts {seq}"),), as_it_is, exceptions.accepting(as_it_is))


def _flaws_of(row: Stored, before: Entry | None, exceptions: Exceptions, requests: set[str]) -> Iterator[_CodeAndFacts]:
    """Yield the flaws of one entry, by itself and after the one before it; its request joins those seen."""
    entry = row.entry
    expected = before.seq + 1 if before is not None else 1
    if entry.seq != expected:
        yield "gap_in_chain", {"expected": expected}
    if entry.format != FORMAT:
        yield "unknown_format", {"format": entry.format}
    if before is not None and entry.prev != before.digest:
        yield "broken_link", {}
    if not is_sound(row):
        objects = objects_of(entry)
        if digest_of(entry, objects) != entry.digest:
            yield "changed_entry", {}
        for column in misspelt(row, objects):
            yield "other_spelling", {"name": column}
        yield from _flaws_of_texts(row, exceptions)
    elif "content" in row.salts:
        yield from _flaws_of_content(entry)
    yield from _flaws_of_request(entry, before, requests)
    requests.add(entry.request)


def _flaws_of_texts(row: Stored, exceptions: Exceptions) -> Iterator[_CodeAndFacts]:
    entry = row.entry
    for name, digest in entry.digests.items():
        if name not in row.salts:
            if exceptions.redacted.get((entry.seq, name), 0) <= entry.seq:
                yield "missing_text", {"name": name}
        elif not _fits(row.salts[name], entry.texts[name], digest):
            yield "changed_text", {"name": name}
    for name in row.salts:
        if name not in entry.digests:
            yield "stray_text", {"name": name}
    yield from _flaws_of_content(entry)


def _flaws_of_content(entry: Entry) -> Iterator[_CodeAndFacts]:
    content = entry.texts.get("content")
    digest_ = entry.texts.get("digest") if "digest" in entry.digests else entry.data.get("digest")
    if (
        content is not None
        and ERASED not in (content, digest_)
        and hashlib.sha256(content.encode()).hexdigest() != digest_
    ):
        yield "changed_definition", {"name": entry.data.get("name")}


def _fits(salt: str, text: str, digest: str) -> bool:
    return bool(FORMS["salt"](salt)) and digest_of_text(salt, text) == digest


def _flaws_of_request(entry: Entry, before: Entry | None, requests: set[str]) -> Iterator[_CodeAndFacts]:
    """Check that entries of one request stand together, agree in the columns they share, and count their steps."""
    same = before is not None and before.request == entry.request
    if same and before is not None:
        if _shared(before) != _shared(entry):
            differing = [name for name in _SHARED if getattr(before, name) != getattr(entry, name)]
            yield "request_disagrees", {"names": tuple(differing)}
        if entry.step - before.step not in (0, 1):
            yield "step_jumps", {"step": entry.step, "before": before.step}
    elif entry.request in requests:
        yield "request_interleaved", {}
    elif entry.step != 1:
        yield "step_jumps", {"step": entry.step, "before": 0}
    if entry.caused_by is not None and not 1 <= entry.caused_by < entry.step:
        yield "cause_comes_later", {"caused_by": entry.caused_by, "step": entry.step}
    if same:
        if not _OF_THE_FIRST.isdisjoint(entry.digests):
            yield "not_the_first", {"names": tuple(sorted(_OF_THE_FIRST & entry.digests.keys()))}
    elif not ("account" in entry.digests and "asked" in entry.digests) and entry.request not in requests:
        yield "nobody_asked", {}


_SHARED: Final = ("at", "recorded_by", "authenticated", "program")
"""Columns in which the entries of one request agree."""

_shared: Final = itemgetter(*map(Entry.FIELDS.index, _SHARED))

_OF_THE_FIRST: Final = frozenset({"account", "asked", "key"})
"""Texts that the first entry of a request alone has."""


def _named(council: str, entries: Iterable[Entry]) -> list[Flaw]:
    """Check that the journal is kept under the name that it gives the council."""
    naming = (Kind.AGREEMENT_ENTERED, Kind.AGREEMENT_RENEWED, Kind.COUNCIL_RENAMED)
    named = [e for e in entries if e.kind in naming]
    last = next((e for e in reversed(named) if "council" in e.data), None)
    if last is None or last.data["council"] == council:
        return []
    return [Flaw("other_council", f"entries {last.seq}", {"council": last.data["council"]})]


def _anchored(entries: Sequence[Entry], anchor: tuple[int, str]) -> list[Flaw]:
    seq, digest = anchor
    anchored = next((entry for entry in entries if entry.seq == seq), None)
    if anchored is None:
        return [Flaw("tail_is_cut", f"entries {seq}", {"entries": len(entries)})]
    return [] if anchored.digest == digest else [Flaw("anchor_differs", f"entries {seq}")]


def _replay(connection: Connection, council: str, entries: tuple[Entry, ...]) -> list[Flaw]:
    from slt_flow.engine.fold import replayed

    try:
        expected = replayed(council, entries, journal.voided(entries))
    except Exception as error:  # whatever entries raise that do not fit each other
        return [Flaw("cannot_replay", "entries", {"why": _why(error)})]
    return [flaw for kind in ROWS for flaw in flaws_of_table(connection, kind, expected)]


def flaws_of_table(connection: Connection, kind: type[Row], expected: Snapshot) -> list[Flaw]:
    """Return each row of a table that is not as the journal says."""
    table = codec_of(kind).table
    try:
        keys = projection.differences(connection, kind, expected)
    except Exception as error:  # whatever a damaged table raises
        return [Flaw("unreadable_row", table, {"why": _why(error)})]
    return [Flaw("table_differs", table, {"key": _key(table, key)}) for key in keys]


def _key(table: str, key: tuple[object, ...]) -> str:
    if table == "items" and all(isinstance(number, int) for number in key[1:]):
        return str(Ref(*key))  # type: ignore[arg-type] # the key of an item is a ref
    return ", ".join(str(part) for part in key)
