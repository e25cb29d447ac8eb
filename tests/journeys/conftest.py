"""Councils prepared once by the services, and copied for whoever needs one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys import councils
from tests.journeys.terminal import Terminal

Prepared = Callable[[str], bytes]


@pytest.fixture(scope="session")
def prepared() -> Iterator[Prepared]:
    """The bytes of a database of `tests.journeys.councils`, by name; each is made once."""
    with TemporaryDirectory(prefix="slt-journeys-") as folder:

        @cache
        def made(name: str) -> bytes:
            path = Path(folder) / f"{name}.sqlite"
            getattr(councils, name)(path)
            return path.read_bytes()

        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    """A terminal before any database."""
    return Terminal(tmp_path)


@pytest.fixture
def council(tmp_path: Path, prepared: Prepared) -> Terminal:
    """A terminal before a copy of a council in which there is something of everything."""
    return _before(tmp_path, prepared("of_everything"))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Terminal:
    """The same council for all tests of a file that only read, or are refused."""
    return _before(tmp_path_factory.mktemp("untouched"), prepared("of_everything"))


def _before(home: Path, content: bytes) -> Terminal:
    terminal = Terminal(home)
    terminal.database.write_bytes(content)
    return terminal
