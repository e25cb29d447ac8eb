"""The journal replayed: into the tables made anew, or into a database in memory that shows another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from slt_flow.engine.entries import Entry
from slt_flow.engine.fold import replayed
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, store
from slt_flow.terms import spelt

OSLO = ZoneInfo("Europe/Oslo")


def rebuild(connection: Connection, council: str) -> Snapshot:
    """Make a council's tables anew from its journal."""
    known = journal.read(connection, council)
    snapshot = replayed(council, known, journal.voided(known))
    projection.clear(connection, council)
    projection.store(connection, Snapshot(council), snapshot)
    return snapshot


@contextmanager
def travelled(
    connection: Connection, council: str, as_of: date | None, as_known: date | None
) -> Iterator[tuple[Connection, tuple[Entry, ...]]]:
    """A connection to the tables as they were, with the entries they are made of.

    Args:
        connection: to the database as it is.
        council: whose journal to replay.
        as_of: what held that day, by what is known now.
        as_known: what had been recorded by the end of that day in Norway.
    """
    known = journal.read(connection, council)
    told, gone = journal.held_by(known, as_of, end_of(as_known) if as_known else None)
    with closing(store.memory()) as past:
        projection.store(past, Snapshot(council), replayed(council, told, gone))
        yield past, told


def end_of(day: date) -> str:
    """The last moment of a Norwegian day as the journal writes moments (UTC)."""
    midnight = datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC)
    return spelt(midnight - timedelta(microseconds=1))
