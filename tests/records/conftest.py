"""A database in which a whole year was played; made once and copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from slt_flow.desk import books
from slt_flow.desk.front import Desk
from slt_flow.records.store import Store
from slt_flow.records.tables import TRIGGERS
from slt_flow.results import Flaw
from tests.conftest import IN_MEMORY, NOON
from tests.records.year import play


@pytest.fixture(scope="session")
def played(founded: Callable[[str], bytes]) -> bytes:
    """The bytes of a database with a year of Kvæfjord."""

    @cache
    def made() -> bytes:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
            path = Path(folder) / "slt.sqlite"
            path.write_bytes(founded("kvaefjord"))
            play(Desk(Store(str(path)), council="kvaefjord", clock=NOON))
            return path.read_bytes()

    return made()


@pytest.fixture
def year(database: Path, played: bytes) -> Desk:
    """A desk on a database with a year of Kvæfjord."""
    database.touch(0o600)
    database.write_bytes(played)
    return Desk(Store(str(database)), council="kvaefjord", clock=NOON)


class Tamper(Protocol):
    """Changes the database behind the journal's back and answers with every flaw that is then found."""

    def __call__(self, *statements: str, anchor: str | None = None) -> tuple[Flaw, ...]: ...


@pytest.fixture
def tamper(year: Desk) -> Tamper:
    def tampered(*statements: str, anchor: str | None = None) -> tuple[Flaw, ...]:
        with unguarded(year.store.path) as raw:
            for statement in statements:
                assert raw.execute(statement).rowcount, statement
        (found,) = books.verify(year, anchor)
        return found.flaws

    return tampered


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the database with its triggers and foreign keys out of the way, and back in place afterwards."""
    raw = sqlite3.connect(path)
    try:
        for trigger in TRIGGERS:
            raw.execute(f"DROP TRIGGER IF EXISTS {trigger.split()[2]}")
        raw.commit()
        yield raw
        for trigger in TRIGGERS:
            raw.execute(trigger)
        raw.commit()
    finally:
        raw.close()
