"""The journal: append-only, gapless, hash-chained (format 1); its texts lie beside it so that they can be erased."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind, beneath, is_beside
from slt_flow.errors import RecordsError
from slt_flow.model.moment import Moment, day_of, end_of
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Chain
from slt_flow.records import compiled
from slt_flow.records.connection import Connection
from slt_flow.records.format import FORMAT, LARGEST
from slt_flow.records.stored import FORMS as FORMS
from slt_flow.records.stored import HASHED as HASHED
from slt_flow.records.stored import SALT_BYTES as SALT_BYTES
from slt_flow.records.stored import Stored as Stored
from slt_flow.records.stored import chained, stored
from slt_flow.records.stored import digest_of as digest_of
from slt_flow.records.stored import digest_of_text as digest_of_text
from slt_flow.terms import ERASED, Ref

if TYPE_CHECKING:
    from slt_flow.results.history import Erasure, Found

ID_BYTES: Final = 32


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest while a whole journal is read: it would look through all rows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what was read is no garbage, and old at once
        gc.unfreeze()
        if was_on:
            gc.enable()


class Signature(NamedTuple):
    """Facts that all entries of one request share, and the texts that its first entry alone has.

    Attributes:
        request: a UUID of version 7.
        at: the moment, as the journal spells it.
        recorded_by: the post that recorded it.
        authenticated: the way that post is known: `os`, `unauthenticated`, `database` or `oidc`.
        program: name and version of the program; a claim, no proof.
        texts: `account`, `asked` and `key`.
    """

    request: str
    at: str
    recorded_by: str
    authenticated: str
    program: str
    texts: Mapping[str, str]


class Head(NamedTuple):
    """The last entry of a journal: its number, its digest and the format it is written in."""

    height: int
    digest: str
    format: int


def append(connection: Connection, council: str, new: Sequence[Entry], signed: Signature) -> tuple[Entry, ...]:
    """Chain entries to the journal; their `seq` must go on from its head.

    The first entry of a council begins a journal: its `prev` is the journal's id, 32 random bytes.

    Raises:
        RecordsError: the journal does not begin with an agreement, so its beginning is gone; or it goes on in a format
            that this program does not write.
    """
    height, prev, written = head(connection, council)
    if written != FORMAT:
        raise RecordsError("other_format", format=written, ours=FORMAT)
    if not height and new and new[0].kind != Kind.AGREEMENT_ENTERED:
        raise RecordsError("journal_broken", council=council, where="entries")
    prev = prev or os.urandom(ID_BYTES).hex()
    rows, texts, stamped = [], [], []
    shared = signed._asdict() | {"format": FORMAT}
    for place, entry in enumerate(new):
        own = {**entry.texts, **signed.texts} if place == 0 else dict(entry.texts)
        salts = {name: os.urandom(SALT_BYTES).hex() for name in own}
        entry = replaced(
            entry,
            **shared | {"texts": own},
            digests={name: digest_of_text(salts[name], text) for name, text in own.items()},
            prev=prev,
        )
        prev, cells = chained(entry)
        rows.append((council, *cells))
        texts += [(council, entry.seq, name, salts[name], text) for name, text in own.items()]
        stamped.append(replaced(entry, digest=prev))
    connection.write(compiled.ADD_ENTRY, rows)
    connection.write(compiled.ADD_TEXT, texts)
    connection.heads.pop(council, None)
    return tuple(stamped)


def head(connection: Connection, council: str) -> Head:
    """Return the head of a journal; height 0 and digest "" where there is none."""
    if council not in connection.heads:
        connection.heads[council] = connection.first(compiled.HEAD, {"of": council}) or (0, "", FORMAT)
    return Head(*connection.heads[council])


def id_of(connection: Connection, council: str) -> str:
    """Return the journal's id, "" where there is none; copies, restores, upgrades and new names keep it."""
    return connection.cell(compiled.JOURNAL_ID, {"of": council}) or ""


def councils(connection: Connection, *, anywhere: bool = False) -> tuple[str, ...]:
    """Return the ids of all councils in the database, also of those whose journal is gone.

    Args:
        connection: to the database.
        anywhere: also of those that only a stray row of some table names.
    """
    if not anywhere:
        return tuple(map(str, connection.column(compiled.COUNCILS)))
    # a part of the schema may be gone: that is said by those who ask for all
    there = connection.column("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = (name for name in ("entries", "entry_texts", *(name for name, _, _ in compiled.TABLES.values())))
    cells = (f"SELECT DISTINCT typeof(council), hex(council) FROM {name}" for name in tables if name in there)  # noqa: S608 # ours
    return tuple(sorted({_council(*row) for query in cells for row in connection.all(query)}))


def is_there(connection: Connection, council: str) -> bool:
    """Tell whether there is a council with this id, also where its journal is gone."""
    return bool(connection.cell(compiled.IS_THERE, {"of": council}))


def _council(type_: str, hex_: str) -> str:
    """Return the id in a cell, or words for a cell that holds none: no id has spaces."""
    try:
        return bytes.fromhex(hex_).decode() if type_ == "text" else f"{type_} {hex_}"
    except UnicodeDecodeError:
        return f"{type_} {hex_}"


def texts_of(connection: Connection, council: str, seq: int) -> Mapping[str, tuple[str, str]]:
    """Return the texts of one number by their names, each with its salt."""
    rows = connection.all(compiled.TEXTS_BETWEEN, {"of": council, "first": seq, "last": seq})
    return {name: (salt, text) for _, name, salt, text in rows}


def stray_texts(connection: Connection, council: str, between: tuple[int, int] | None = None) -> tuple[int, ...]:
    """Return the numbers of texts that belong to no entry, of all or in a range."""
    if between is None:
        return connection.column(compiled.STRAY_TEXTS, {"of": council})
    first, last = between
    return connection.column(compiled.STRAY_TEXTS_BETWEEN, {"of": council, "first": first, "last": last})


def read(connection: Connection, council: str, subject: str | None = None) -> tuple[Entry, ...]:
    """Return all entries of a council in their order, or those about a subject."""
    if subject is not None:
        return tuple(row.entry for row in _read(connection, compiled.READ_ABOUT, council, subject=subject))
    cursor, entries = connection.execute(compiled.READ, {"of": council}), list[Entry]()
    while rows := cursor.fetchmany(512):  # cells are let go of while they are at hand
        entries += [row.entry for row in _with_texts(connection, council, rows)]
    return tuple(entries)


def read_beneath(connection: Connection, council: str, subject: str, without: str = "") -> tuple[Entry, ...]:
    """Return the entries about a subject and, where it is a case, about those beneath it, without those of a kind."""
    # `.` comes right before `/`; between a subject and what is beneath it others may stand, such as `post:rektor-2`
    rows = _read(connection, compiled.READ_RANGE, council, subject=subject, end=f"{subject}/", without=without)
    return beneath(subject, (row.entry for row in rows))


def read_related(connection: Connection, council: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return what was recorded since some entries, and all about the same cases, posts …, in their order."""
    since = read_between(connection, council, min(entry.seq for entry in entries), LARGEST)
    about = (read_beneath(connection, council, name) for name in subjects_of(entries))
    return united(*about, (row.entry for row in since))


def read_ground(connection: Connection, council: str) -> tuple[Entry, ...]:
    """Return the entries about the council itself: its agreement, posts, areas, workflows, journal …."""
    return tuple(row.entry for row in _read(connection, compiled.READ_GROUND, council))


def subjects_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the decisions, meetings, posts … that some entries are about."""
    return tuple(dict.fromkeys(map(whole_subject, (entry.subject for entry in entries))))


def whole_subject(subject: str) -> str:
    """Return the decision or meeting that a case belongs to, and any other subject as it is."""
    return str(ref.top) if (ref := Ref.parse(subject)) is not None else subject


def subjects_naming(connection: Connection, council: str, meeting: str) -> tuple[str, ...]:
    """Return the decisions of which an entry names a meeting."""
    subjects = connection.column(compiled.SUBJECTS_NAMING, {"of": council, "meeting": meeting})
    return tuple(dict.fromkeys(map(whole_subject, subjects)))


def subjects_voided(connection: Connection, council: str) -> frozenset[str]:
    """Return the subjects of all that was ever taken back."""
    return frozenset(connection.column(compiled.SUBJECTS_VOIDED, {"of": council}))


def words_of(connection: Connection, council: str, subjects: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each title and text that some subjects have ever had, with its subject."""
    rows = connection.all(compiled.WORDS_OF, {"of": council, "subjects": json.dumps(sorted(subjects))})
    return tuple((subject, text) for subject, text in rows if text is not None)


def united(*parts: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of several readings, each once and in the order of the journal."""
    return tuple(sorted({entry.seq: entry for part in parts for entry in part}.values(), key=lambda entry: entry.seq))


def newest_first(connection: Connection, council: str) -> Iterator[Entry]:
    """Yield the entries of a council from the last one back."""
    last, width = head(connection, council).height, 16
    while last > 0:
        yield from (row.entry for row in reversed(read_between(connection, council, last - width + 1, last)))
        last, width = last - width, 2 * width


def search(connection: Connection, council: str, wanted: str) -> tuple[Found, ...]:
    """Return the texts in which some letters occur, without those that were taken back.

    Args:
        connection: to the database.
        council: the council.
        wanted: the letters, without regard to case (`str.casefold`).
    """
    from slt_flow.results.history import Found

    connection.raw.create_function("casefold", 1, lambda text: str(text).casefold(), deterministic=True)
    rows = connection.all(compiled.SEARCH, {"of": council, "wanted": wanted})
    subjects = json.dumps(sorted({subject for subject, *_ in rows}))
    gone = voided(row.entry for row in _read(connection, compiled.READ_VOIDS, council, subjects=subjects))
    return tuple(
        Found(subject, name, text, date.fromisoformat(on), seq)
        for subject, name, text, on, seq in rows
        if seq not in gone
    )


def accounts(connection: Connection, council: str, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the accounts that recorded some entries, by their requests; ERASED where one was erased."""
    requests = {entry.request for entry in entries}
    there = connection.all(compiled.ACCOUNTS, {"of": council, "requests": json.dumps(sorted(requests))})
    return {**dict.fromkeys(requests, ERASED), **dict(there)}


def read_of_account(connection: Connection, council: str, account: str, most: int) -> tuple[Entry, ...]:
    """Return the first entries of the latest requests that an account made, in their order.

    Args:
        connection: to the database.
        council: the council.
        account: the account.
        most: the number of requests to look back.
    """
    rows = _read(connection, compiled.READ_OF_ACCOUNT, council, account=account, most=most)
    return tuple(row.entry for row in rows)


def read_definitions(connection: Connection, council: str) -> tuple[Entry, ...]:
    """Return the entries of pinned definitions, those that were taken back too."""
    return tuple(row.entry for row in _read(connection, compiled.READ_DEFINITIONS, council))


def read_stored(connection: Connection, council: str) -> tuple[Stored, ...]:
    """Return all entries with their database rows, in their order."""
    return _read(connection, compiled.READ, council)


def read_at(connection: Connection, council: str, seq: int) -> Stored | None:
    """Return one entry with its database row, None where there is none."""
    return next(iter(_read(connection, compiled.READ_AT, council, at_seq=seq)), None)


def read_between(connection: Connection, council: str, first: int, last: int) -> tuple[Stored, ...]:
    """Return the entries of a range of numbers with their database rows, in their order."""
    return _read(connection, compiled.READ_BETWEEN, council, first=first, last=last)


def read_before(connection: Connection, council: str, seq: int) -> Entry | None:
    """Return the last entry before a number, None where there is none."""
    return next((row.entry for row in _read(connection, compiled.READ_BEFORE, council, before_seq=seq)), None)


def read_exceptions(connection: Connection, council: str) -> tuple[Entry, ...]:
    """Return the entries that except earlier ones from what holds for all: redactions and accepted breaks."""
    return tuple(row.entry for row in _read(connection, compiled.READ_EXCEPTIONS, council))


def _read(connection: Connection, query: str, council: str, **sought: str | int) -> tuple[Stored, ...]:
    return _with_texts(connection, council, connection.all(query, {"of": council, **sought}))


def _with_texts(connection: Connection, council: str, rows: Sequence[tuple[Any, ...]]) -> tuple[Stored, ...]:
    if not rows:
        return ()
    first, last = rows[0][0], rows[-1][0]
    texts_query, where = compiled.TEXTS_BETWEEN, {"of": council, "first": first, "last": last}
    if type(first) is type(last) is int and last - first >= 2 * len(rows):  # few entries of many years
        texts_query, where = compiled.TEXTS_AT, {"of": council, "seqs": json.dumps([row[0] for row in rows])}
    texts: dict[int, list[tuple[str, str, str]]] = {}
    for seq, name, salt, text in connection.all(texts_query, where):
        texts.setdefault(seq, []).append((name, salt, text))
    return tuple([stored(row, texts.get(row[0], ())) for row in rows])


def seqs(connection: Connection, council: str) -> tuple[int, ...]:
    """Return the numbers of all entries of a council, readable or not."""
    return connection.column(compiled.SEQS, {"of": council})


def digests(connection: Connection, council: str) -> tuple[str, ...]:
    """Return the digests of all entries of a council, in their order."""
    return connection.column(compiled.DIGESTS, {"of": council})


def digest_at(connection: Connection, council: str, seq: int) -> str | None:
    """Return the digest of one entry, None where there is none."""
    digest: str | None = connection.cell(compiled.DIGEST_AT, {"of": council, "at_seq": seq})
    return digest


def chain_of(connection: Connection, council: str, cases: Iterable[Ref]) -> Chain:
    """Return the head of the journal, and the digests of the entries about some cases by their numbers."""
    digests = {
        seq: digest
        for ref in cases
        for seq, digest in connection.all(compiled.DIGESTS_OF_SUBJECT, {"of": council, "subject": str(ref)})
    }
    return Chain(*head(connection, council)[:2], {str(seq): digests[seq] for seq in sorted(digests)})


def request_at(connection: Connection, council: str, seq: int) -> tuple[Entry, ...]:
    """Return the entries of the request that made one entry, none where there is no such entry."""
    return tuple(row.entry for row in _read(connection, compiled.READ_OF_REQUEST_AT, council, at_seq=seq))


def asked_at(connection: Connection, council: str, seq: int) -> str | None:
    """Return the fingerprint of the request that made one entry, None where there is none."""
    asked: str | None = connection.cell(compiled.ASKED_AT, {"of": council, "at_seq": seq})
    return asked


def first_of_request_at(connection: Connection, council: str, seq: int) -> int:
    """Return the number of the first entry of the request that made one, 0 where there is no such entry."""
    return connection.cell(compiled.FIRST_OF_REQUEST_AT, {"of": council, "at_seq": seq}) or 0


def of_key(connection: Connection, council: str, key: str) -> tuple[Entry, ...]:
    """Return the entries of the request that carried an idempotency key."""
    return tuple(row.entry for row in _read(connection, compiled.READ_OF_KEY, council, by_key=key))


def erasures(connection: Connection, council: str, subject: str) -> tuple[Erasure, ...]:
    """Return the texts that somebody said about a subject and that were erased."""
    from slt_flow.results.history import Erasure

    erasures = []
    for on, written, basis in connection.all(compiled.ERASURES, {"of": council, "subject": subject}):
        data = json.loads(written)
        if not is_beside(data["name"]):
            erasures.append(Erasure(subject, data["name"], date.fromisoformat(on), basis or ERASED, data["seq"]))
    return tuple(erasures)


def last_of_subject(connection: Connection, council: str, subject: str) -> int:
    """Return the number of the last entry about a subject, 0 where there is none."""
    return connection.cell(compiled.LAST_OF_SUBJECT, {"of": council, "subject": subject}) or 0


def goes_beyond(connection: Connection, council: str, day: date) -> bool:
    """Return True where an entry holds for a later day than this one."""
    return connection.first(compiled.OF_LATER_DAYS, {"of": council, "day": day.isoformat()}) is not None


def is_corrected(connection: Connection, council: str, since: date) -> bool:
    """Return True where since a day something of an earlier day was taken back, or who was at a meeting changed again.

    What is taken back or changed on the day on which it was recorded corrects nothing.
    """
    sought = {"of": council, "since": since.isoformat()}
    if any(_day(first) < _day(last) for first, last in connection.all(compiled.ATTENDED_TWICE, sought)):
        return True
    voids = _read(connection, compiled.READ_VOIDS_SINCE, council, since=since.isoformat())
    days = {row.entry.data["seq"]: _day(row.entry.at) for row in voids}
    taken = _read(connection, compiled.READ_SEQS, council, seqs=json.dumps([*days]))
    return any(_day(row.entry.at) < days[row.entry.seq] for row in taken)


def _day(at: str) -> date:
    return day_of(datetime.fromisoformat(at))


def voided(journal: Iterable[Entry]) -> frozenset[int]:
    """Return the numbers of the entries that a later entry took back."""
    return frozenset([entry.data["seq"] for entry in journal if entry.kind == _VOIDED])


def held_by(journal: Sequence[Entry], moment: Moment) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """Return the entries that held at a moment, and the numbers of those that are voided.

    What a council consists of (its agreement, organisations, posts, areas, pinned definitions) counts from its first
    day; voids and redactions count whenever they were made, unless `as_known` says what could be known. What stands
    before an entry in the chain was recorded before it, even where a clock was set back meanwhile.
    """
    as_of, as_known = moment.as_of, moment.as_known
    if moment.before is not None:
        journal = [entry for entry in journal if entry.seq < moment.before]
    if as_known is not None:
        latest = end_of(as_known)
        # cut after the last entry, not filtered: a clock that was set back makes a later entry look earlier
        height = max((place for place, entry in enumerate(journal, start=1) if entry.at <= latest), default=0)
        journal = journal[:height]
    return tuple(e for e in journal if as_of is None or e.on <= as_of or e.kind in _GROUND), voided(journal)


_VOIDED: Final = Kind.ENTRY_VOIDED  # by the name of its enumeration, a member takes three times as long
_GROUND: Final = frozenset(
    {
        Kind.AGREEMENT_ENTERED,
        Kind.DEFINITION_PINNED,
        Kind.ORGANISATION_ADDED,
        Kind.POST_ADDED,
        Kind.AREA_ADDED,
        Kind.ENTRY_VOIDED,
        Kind.TEXT_REDACTED,
        Kind.BREAK_ACCEPTED,
    }
)
