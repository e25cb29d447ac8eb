"""Sessions beside a database in which a council has begun, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slt_flow.pages.sessions import Sessions
from tests.conftest import NOON, MakeContext
from tests.pages.providers import OpenIdProvider, running_provider


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON.moment

    def now(self) -> datetime:
        return self.moment

    def go_on(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def sessions(database: Path, context: MakeContext, clock: MovedClock) -> Iterator[Sessions]:
    context()
    opened = Sessions(database, "kvaefjord", clock)
    yield opened
    opened.disconnect()


@pytest.fixture(scope="session")
def running() -> Iterator[OpenIdProvider]:
    """A real OpenID provider; those who use it stand in one group, so that it is started once."""
    with running_provider() as provider:
        yield provider
