"""The journal: append-only, gapless, hash-chained, with its texts kept beside it so that they can be redacted."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, Integer, RowMapping, Text, bindparam, func, select, union

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RecordsError
from slt_flow.model import Council
from slt_flow.model.snapshot import Chain
from slt_flow.records.tables import TABLES, built_once, canonical, entries, entry_texts
from slt_flow.terms import Ref

GENESIS: Final = "0" * 64
"""What the first entry of a council has before it."""

_COLUMNS: Final = tuple(column.name for column in entries.c)
_TYPES: Final = tuple(
    (column.name, frozenset({type_, type(None)} if column.nullable else {type_}))
    for column in entries.c
    if (type_ := {Text: str, Integer: int}.get(type(column.type))) and column.name not in ("council", "kind")
)
_READ = (
    select(entries, entry_texts.c.texts, entry_texts.c.salt)
    .select_from(
        entries.outerjoin(
            entry_texts, (entry_texts.c.council == entries.c.council) & (entry_texts.c.seq == entries.c.seq)
        )
    )
    .where(entries.c.council == bindparam("of"))
    .order_by(entries.c.seq)
)
_OF_REQUEST = _READ.where(entries.c.request == bindparam("request"))
_OF_KEY = _READ.where(entries.c.key == bindparam("by_key"))
_HEAD = (
    select(entries.c.seq, entries.c.digest)
    .where(entries.c.council == bindparam("of"))
    .order_by(entries.c.seq.desc())
    .limit(1)
)
_LAST_OF_SUBJECT = select(func.max(entries.c.seq)).where(
    entries.c.council == bindparam("of"), entries.c.subject == bindparam("subject")
)
_DIGESTS_OF_SUBJECT = (
    select(entries.c.seq, entries.c.digest)
    .where(entries.c.council == bindparam("of"), entries.c.subject == bindparam("subject"))
    .order_by(entries.c.seq)
)
_REQUEST_OF = select(entries.c.request).where(
    entries.c.council == bindparam("of"), entries.c.seq == bindparam("at_seq")
)
_AT_SEQ = _READ.where(entries.c.seq == bindparam("at_seq"))
_SEQS = select(entries.c.seq).where(entries.c.council == bindparam("of")).order_by(entries.c.seq)
_STRAY_TEXTS = (
    select(entry_texts.c.seq)
    .select_from(
        entry_texts.outerjoin(
            entries, (entry_texts.c.council == entries.c.council) & (entry_texts.c.seq == entries.c.seq)
        )
    )
    .where(entry_texts.c.council == bindparam("of"), entries.c.seq.is_(None))
    .order_by(entry_texts.c.seq)
)
_INSERT, _INSERT_TEXTS = entries.insert(), entry_texts.insert()


@dataclass(frozen=True, slots=True)
class Signature:
    """What all entries of one request share: its id, when, by whom, how that is known, and its key."""

    request: str
    at: str
    recorded_by: str
    authenticated: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies in the database, with the salt of its texts (None: redacted or missing)."""

    entry: Entry
    salt: str | None


def append(connection: Connection, council: str, new: Sequence[Entry], signed: Signature) -> tuple[Entry, ...]:
    """Chain entries to the journal; their `seq` must go on from its head.

    Raises:
        RecordsError: the journal does not begin with an agreement, so its beginning is gone.
    """
    height, prev = head(connection, council)
    if not height and new and new[0].kind != Kind.AGREEMENT_ENTERED:
        raise RecordsError("journal_broken", council=council, where="entries")
    rows, texts, stamped = [], [], []
    for entry in new:
        salt = secrets.token_hex(16)
        entry = replace(
            entry,
            request=signed.request,
            at=signed.at,
            recorded_by=signed.recorded_by,
            authenticated=signed.authenticated,
            key=signed.key,
            texts_digest=digest_of_texts(salt, entry.texts),
            prev=prev,
        )
        entry = replace(entry, digest=digest_of(council, entry))
        prev = entry.digest
        rows.append(_row(council, entry))
        texts.append({"council": council, "seq": entry.seq, "salt": salt, "texts": canonical(dict(entry.texts))})
        stamped.append(entry)
    if rows:
        connection.execute(_INSERT, rows)
        connection.execute(_INSERT_TEXTS, texts)
    return tuple(stamped)


def head(connection: Connection, council: str) -> tuple[int, str]:
    """The journal's height and the digest of its last entry."""
    row = connection.execute(_HEAD, {"of": council}).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def councils(connection: Connection, *, anywhere: bool = False) -> tuple[str, ...]:
    """The ids of all councils in the database, of those too whose journal is gone.

    Args:
        connection: to the database.
        anywhere: also of those that only a stray row of some table names.
    """
    return tuple(str(each) for each in connection.execute(_councils(anywhere)).scalars())


@built_once
def _councils(anywhere: bool) -> CompoundSelect[Any]:
    tables = [entries, *([entry_texts, *TABLES.values()] if anywhere else [TABLES[Council]])]
    found = union(*(select(table.c.council).distinct() for table in tables))
    return found.order_by("council")


def stray_texts(connection: Connection, council: str) -> tuple[int, ...]:
    """The numbers of texts that belong to no entry."""
    return tuple(connection.execute(_STRAY_TEXTS, {"of": council}).scalars())


def read(connection: Connection, council: str) -> tuple[Entry, ...]:
    """All entries of a council, in their order."""
    return tuple(stored.entry for stored in read_stored(connection, council))


def read_stored(connection: Connection, council: str) -> Iterator[Stored]:
    """All entries as they lie in the database."""
    for row in connection.execute(_READ, {"of": council}).mappings():
        yield Stored(_entry(row), row["salt"])


def read_at(connection: Connection, council: str, seq: int) -> Stored | None:
    """One entry as it lies in the database."""
    row = connection.execute(_AT_SEQ, {"of": council, "at_seq": seq}).mappings().first()
    return Stored(_entry(row), row["salt"]) if row else None


def seqs(connection: Connection, council: str) -> tuple[int, ...]:
    """The numbers of all entries of a council, readable or not."""
    return tuple(connection.execute(_SEQS, {"of": council}).scalars())


def chain_of(connection: Connection, council: str, cases: Iterable[Ref]) -> Chain:
    """The head of the journal, and the digests of the entries about some cases, by their numbers."""
    found = {
        str(row.seq): row.digest
        for ref in cases
        for row in connection.execute(_DIGESTS_OF_SUBJECT, {"of": council, "subject": str(ref)})
    }
    return Chain(*head(connection, council), dict(sorted(found.items(), key=lambda each: int(each[0]))))


def of_request(connection: Connection, council: str, request: str) -> tuple[Entry, ...]:
    """The entries that one request made."""
    return _entries(connection, _OF_REQUEST, of=council, request=request)


def request_at(connection: Connection, council: str, seq: int) -> tuple[Entry, ...]:
    """The entries of the request that made one entry; none when there is no such entry."""
    request = connection.execute(_REQUEST_OF, {"of": council, "at_seq": seq}).scalar()
    return of_request(connection, council, request) if request else ()


def of_key(connection: Connection, council: str, key: str) -> tuple[Entry, ...]:
    """The entries of the request that carried a key."""
    return _entries(connection, _OF_KEY, of=council, by_key=key)


def last_of_subject(connection: Connection, council: str, subject: str) -> int:
    """The seq of the last entry about a subject, 0 when there is none."""
    return connection.execute(_LAST_OF_SUBJECT, {"of": council, "subject": subject}).scalar() or 0


def voided(known: Iterable[Entry]) -> frozenset[int]:
    """The entries that a later entry took back."""
    return frozenset(entry.data["seq"] for entry in known if entry.kind == Kind.ENTRY_VOIDED)


def held_by(
    known: Sequence[Entry], as_of: date | None, as_known: str | None
) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """The entries that held on a day, or were recorded by a moment, and which of them are voided.

    What a council consists of (its agreement, organisations, posts, areas, pinned definitions) counts from its first
    day; voids and redactions count whenever they were made, unless `as_known` says what could be known. What stands
    before an entry in the chain was recorded before it, even where a clock was set back meanwhile.
    """
    told = known
    if as_known is not None:
        told = known[: max((place for place, entry in enumerate(known, start=1) if entry.at <= as_known), default=0)]
    gone = voided(told)
    return tuple(e for e in told if as_of is None or e.on <= as_of or e.kind in _GROUND), gone


_GROUND: Final = frozenset(
    {
        Kind.AGREEMENT_ENTERED,
        Kind.DEFINITION_PINNED,
        Kind.ORGANISATION_ADDED,
        Kind.POST_ADDED,
        Kind.AREA_ADDED,
        Kind.ENTRY_VOIDED,
        Kind.TEXT_REDACTED,
    }
)


def digest_of(council: str, entry: Entry) -> str:
    """The digest that chains an entry: sha256 over the one before, everything but its texts, and their digest."""
    row = {
        name: value for name, value in _row(council, entry).items() if name not in ("prev", "texts_digest", "digest")
    }
    told = canonical({**row, "on": entry.on.isoformat()})
    return hashlib.sha256(f"{entry.prev}{told}{entry.texts_digest}".encode()).hexdigest()


def digest_of_texts(salt: str, texts: Mapping[str, str]) -> str:
    """The salted digest of an entry's texts: it outlives them, and without the salt it betrays nothing."""
    return hmac.new(bytes.fromhex(salt), canonical(dict(texts)).encode(), hashlib.sha256).hexdigest()


def _row(council: str, entry: Entry) -> dict[str, Any]:
    fields = {name: getattr(entry, name) for name in _COLUMNS if name != "council"}
    return {"council": council, **fields, "kind": str(entry.kind), "data": dict(entry.data)}


def _entries(connection: Connection, query: Any, **sought: str) -> tuple[Entry, ...]:
    return tuple(_entry(row) for row in connection.execute(query, sought).mappings())


def _entry(row: RowMapping) -> Entry:
    try:
        fields = {name: row[name] for name in _COLUMNS if name not in ("council", "kind")}
        texts = json.loads(row["texts"]) if row["texts"] else {}
        if not (isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())):
            raise ValueError(f"{row['texts']!r:.60} is not a mapping of texts")
        for name, types in _TYPES:
            if type(fields[name]) not in types:
                raise ValueError(f"{name}: {fields[name]!r:.60}")
        return Entry(**fields, kind=Kind(row["kind"]), texts=texts)
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordsError("corrupt_row", why=str(error)) from None
