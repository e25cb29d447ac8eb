"""A database in a temporary folder, and contexts on it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import pytest

from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context

NOON = FixedClock(datetime(2026, 6, 15, 10, tzinfo=UTC))
"""The moment at which every context stands still: Monday 15 June 2026, noon in Norway."""

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def pytest_collection_finish() -> None:
    """Ten thousand collected tests stay until the end: nobody needs to look whether they are garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class MakeContext(Protocol):
    """Makes a context of a council that has been followed up since 1 January 2026."""

    def __call__(self, council: str = "kvaefjord", **options: Any) -> Context: ...


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as made:
        yield Path(made)


@pytest.fixture
def database(folder: Path) -> Path:
    return folder / "slt.sqlite"


@pytest.fixture(scope="session")
def founded() -> Callable[[str], bytes]:
    """The bytes of a database in which a council has just begun; made once."""

    @cache
    def made(council: str) -> bytes:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as made_in:
            path = Path(made_in) / "slt.sqlite"
            init(Context(Store(str(path)), clock=NOON), council)
            return path.read_bytes()

    return made


@pytest.fixture
def context(database: Path, founded: Callable[[str], bytes]) -> MakeContext:
    """Desks on one and the same database; the first one asked for begins its council."""

    begun: set[str] = set()

    def make(council: str = "kvaefjord", **options: Any) -> Context:
        if not database.exists():
            database.touch(0o600)
            database.write_bytes(founded(council))
        elif council not in begun:
            init(Context(Store(str(database)), clock=NOON), council)
        begun.add(council)
        return Context(Store(str(database)), council=council, **{"clock": NOON, **options})

    return make


@pytest.fixture(scope="session")
def played(founded: Callable[[str], bytes]) -> bytes:
    """The bytes of a database with a year of Kvæfjord."""

    from tests.records.year import play

    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.write_bytes(founded("kvaefjord"))
        play(Context(Store(str(path)), council="kvaefjord", clock=NOON))
        return path.read_bytes()


@pytest.fixture
def year(database: Path, played: bytes) -> Context:
    """A context on a database with a year of Kvæfjord."""
    database.touch(0o600)
    database.write_bytes(played)
    return Context(Store(str(database)), council="kvaefjord", clock=NOON)
