"""A database changed behind the journal's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from slt_flow.records.tables import TRIGGERS
from slt_flow.results.answers import Flaw
from slt_flow.services.history import audit
from slt_flow.services.request.context import Context
from tests.records.forge import rechain


class Tamper(Protocol):
    """Changes the database behind the journal's back and answers with every flaw that is then found."""

    def __call__(self, *statements: str, anchor: str | None = None) -> tuple[Flaw, ...]: ...


@pytest.fixture
def tamper(year: Context) -> Tamper:
    def tampered(*statements: str, anchor: str | None = None) -> tuple[Flaw, ...]:
        with unguarded(year.store.path) as raw:
            for statement in statements:
                assert raw.execute(statement).rowcount, statement
        (found,) = audit.verify(year, anchor)
        return found.flaws

    return tampered


Change = Callable[[sqlite3.Connection], object]
"""A change of the database that is more than one statement."""


class Forge(Protocol):
    """Changes the journal, chains it anew, and answers with every flaw of its entries that is then found."""

    def __call__(self, *changes: str | Change) -> tuple[Flaw, ...]: ...


@pytest.fixture
def forge(year: Context) -> Forge:
    def forged(*changes: str | Change) -> tuple[Flaw, ...]:
        with unguarded(year.store.path) as raw:
            for change in changes:
                if isinstance(change, str):
                    assert raw.execute(change).rowcount, change
                else:
                    change(raw)
            rechain(raw)
        (found,) = audit.verify(year)
        return tuple(flaw for flaw in found.flaws if flaw.code not in ("table_differs", "cannot_replay"))

    return forged


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
