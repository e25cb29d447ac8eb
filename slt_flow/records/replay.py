"""Replay of the journal: into the council's tables, or into rows that show another moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed, unfolded
from slt_flow.model.moment import Moment
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, store
from slt_flow.records.connection import Connection


@journal.uncollected()
def rebuild(connection: Connection, council: str) -> Snapshot:
    """Make a council's tables anew from its journal, and return their rows."""
    entries = journal.read(connection, council)
    snapshot = replayed(council, entries, journal.voided(entries))
    projection.clear(connection, council)
    projection.store(connection, Snapshot(council), snapshot)
    return snapshot


def take_back(connection: Connection, council: str, taken: Sequence[Entry]) -> Snapshot:
    """Leave the tables as `rebuild` would once entries are voided, and return the rows that had to be looked at.

    What is about the council itself and about the same cases is folded twice, with the entries and without them, and
    the tables change by the difference. Where they hold other rows than the first of these folds, some other case has a
    part in them: then they are made anew.
    """
    seqs = frozenset(entry.seq for entry in taken)
    about = (journal.read_beneath(connection, council, subject) for subject in journal.subjects_of(taken))
    entries = journal.united(journal.read_ground(connection, council), *about)
    gone, first = journal.voided(entries), min(seqs)
    after = replayed(council, (entry for entry in entries if entry.seq < first), gone)
    before, later = after.copy(), [entry for entry in entries if entry.seq >= first]
    stood = (entry for entry in later if not (entry.kind == Kind.ENTRY_VOIDED and entry.data["seq"] in seqs))
    for snapshot, since, voided in ((before, stood, gone - seqs), (after, later, gone)):
        deque(unfolded(snapshot, since, voided), maxlen=0)
    return after if projection.exchange(connection, before, after) else rebuild(connection, council)


@contextmanager
def travelled(connection: Connection, council: str, moment: Moment) -> Iterator[tuple[Connection, tuple[Entry, ...]]]:
    """Fold a council's journal up to a moment: yield a connection that reads its rows, and the entries behind them.

    The public edition of today is folded once until somebody writes: a process that stays has many readers of it.
    """
    edition = council, moment.public
    if moment == Moment(public=moment.public):
        if edition not in connection.editions:
            connection.editions[edition] = _folded(connection, council, moment)
        yield connection.editions[edition]
        return
    past, held = _folded(connection, council, moment)
    with closing(past):
        yield past, held


@journal.uncollected()
def _folded(connection: Connection, council: str, moment: Moment) -> tuple[Connection, tuple[Entry, ...]]:
    held, gone = held_by(connection, council, moment)
    past = store.memory()
    past.replayed = replayed(council, held, gone)
    return past, held


def held_by(connection: Connection, council: str, moment: Moment) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """Return the entries that held at a moment, in its edition, and the numbers of those that are voided.

    The public edition lacks what is exempt now, whatever day is read as of: who lifts an exemption lifts it for the
    days before too.
    """
    held, gone = journal.held_by(journal.read(connection, council), moment)
    if moment.public:
        from slt_flow.engine.public_edition import public_edition

        held = public_edition(held, gone, projection.exemptions(connection, council), moment.public)
    return held, gone
