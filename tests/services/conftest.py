"""A council with one meeting held on 12 March and one decision adopted at it; made once and copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.records.store import Store
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from tests.conftest import IN_MEMORY, NOON
from tests.records.year import done
from tests.services.year.year_end import carry_out


@pytest.fixture(scope="session")
def one_adopted(founded: Callable[[str], bytes]) -> bytes:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.write_bytes(founded("kvaefjord"))
        context = Context(Store(str(path)), clock=NOON)
        done(hold(context, "2026-03-12", "all"))
        done(register(context, "Trygg skolevei", meeting="M1/26", consent="all"))
        return path.read_bytes()


@pytest.fixture
def adopted(database: Path, one_adopted: bytes) -> Context:
    """A context on a copy of that database."""
    database.touch(0o600)
    database.write_bytes(one_adopted)
    return Context(Store(str(database)), council="kvaefjord", clock=NOON)


@pytest.fixture(scope="session")
def one_carried_out(founded: Callable[[str], bytes]) -> bytes:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.write_bytes(founded("kvaefjord"))
        carry_out(Context(Store(str(path)), clock=NOON))
        return path.read_bytes()


@pytest.fixture
def carried_out(database: Path, one_carried_out: bytes) -> Context:
    """A context on a copy of a council that has carried a decision out (see `tests.context.year_end`)."""
    database.touch(0o600)
    database.write_bytes(one_carried_out)
    return Context(Store(str(database)), council="kvaefjord", clock=NOON)
