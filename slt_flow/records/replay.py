"""Replay of the journal: into the council's tables, or into rows that show another moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from slt_flow.engine.entries import Entry
from slt_flow.engine.fold import replayed
from slt_flow.model.moment import Moment
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, store
from slt_flow.records.connection import Connection


def rebuild(connection: Connection, council: str) -> Snapshot:
    """Make a council's tables anew from its journal, and return their rows."""
    entries = journal.read(connection, council)
    snapshot = replayed(council, entries, journal.voided(entries))
    projection.clear(connection, council)
    projection.store(connection, Snapshot(council), snapshot)
    return snapshot


@contextmanager
def travelled(connection: Connection, council: str, moment: Moment) -> Iterator[tuple[Connection, tuple[Entry, ...]]]:
    """Fold a council's journal up to a moment: yield a connection that reads its rows, and the entries behind them."""
    held, gone = journal.held_by(journal.read(connection, council), moment)
    with closing(store.memory()) as past:
        past.replayed = replayed(council, held, gone)
        yield past, held
