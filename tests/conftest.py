"""A database in a temporary folder, and contexts on it."""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import pytest

from slt_flow.definitions import locations
from slt_flow.records import attached
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.request.clock import FixedClock, today
from slt_flow.services.request.context import Account, Context

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOON = FixedClock(datetime(2026, 6, 15, 10, tzinfo=UTC))
"""The moment at which every context stands still: Monday 15 June 2026, noon in Norway."""

EVERYONE = Account("os:prøve@prøve", everyone=True)
"""The account of tests about other things: each post speaks for itself. Of what accounts say, see test_accounts.py."""

DEMO_DAY = date(2026, 11, 20)
"""The day from which a demo is seen where it is played for tests."""

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


ALL_OF_IT_ENDURES = re.compile(r"^pytestmark = .*mark\.endurance\b", re.MULTILINE)
"""How a file begins of which the everyday run has no test."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of which no test would be run is not read."""
    if not config.option.markexpr.startswith("not endurance") or collection_path.suffix != ".py":
        return None
    return bool(ALL_OF_IT_ENDURES.search(collection_path.read_text(encoding="utf-8"))) or None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The group that xdist 3.8 adds to a test's name is put where pytest reads names since 9.2, or no group is kept."""
    for item in items:
        grouped = vars(item).get("_nodeid", item.nodeid)
        if grouped != item.nodeid:
            item._id = type(item.id).parse(grouped)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Hand tests out by `tests.handing_out`: for ten thousand xdist itself takes seconds of a third process."""
    from tests.handing_out import HandingOut

    return HandingOut(config, log) if config.option.dist == "loadgroup" else None


def pytest_collection_finish() -> None:
    """Ten thousand collected tests stay until the end: nobody needs to look whether they are garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def on(context: Context, day: str | date) -> Context:
    """The same context on another day, which has come by then."""
    named = date.fromisoformat(day) if isinstance(day, str) else day
    noon = FixedClock(datetime.combine(named, time(12), UTC))
    return replace(context, on=named, clock=noon if named > today(context.clock) else context.clock)


class MakeContext(Protocol):
    """Makes a context of a council that has been followed up since 1 January 2026."""

    def __call__(self, council: str = "kvaefjord", **options: Any) -> Context: ...


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as made:
        yield Path(made)


@pytest.fixture
def shipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped folder, which is taken for the shipped one in the meantime."""
    product = folder / "product"
    copytree(locations.workflows_folder(), product / "workflows")
    monkeypatch.setattr(locations, "_PACKAGE", product)
    return product / "workflows"


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
            init(Context(Store(str(path)), clock=NOON, account=EVERYONE), council)
            return path.read_bytes()

    return made


@pytest.fixture
def context(database: Path, founded: Callable[[str], bytes]) -> MakeContext:
    """Contexts on one and the same database; the first one asked for begins its council."""

    begun: set[str] = set()

    def make(council: str = "kvaefjord", **options: Any) -> Context:
        if not database.exists():
            database.touch(0o600)
            database.write_bytes(founded(council))
        elif council not in begun:
            init(Context(Store(str(database)), clock=NOON, account=EVERYONE), council)
        begun.add(council)
        return Context(Store(str(database)), council=council, **{"clock": NOON, "account": EVERYONE, **options})

    return make


Build = Callable[[Context], object]
"""What has happened in a council that has just begun."""


class Prepared(Protocol):
    """Makes a context on a copy of a council as a past left it; what happened in it happens once in a test process."""

    def __call__(self, build: Build, council: str = "kvaefjord") -> Context: ...


@pytest.fixture(scope="session")
def built(founded: Callable[[str], bytes]) -> Callable[[Build, str], bytes]:
    """The bytes of a database after what has happened in its council; made once."""

    @cache
    def made(build: Build, council: str) -> bytes:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as made_in:
            path = Path(made_in) / "slt.sqlite"
            path.write_bytes(founded(council))
            build(Context(Store(str(path)), council=council, clock=NOON, account=EVERYONE))
            return path.read_bytes()

    return made


@pytest.fixture(scope="session")
def demo() -> Callable[[str], bytes]:
    """The bytes of a database with the year of a demo on `DEMO_DAY`, by council; each is made once."""

    from slt_flow.services.stories.demo import play

    @cache
    def made(council: str) -> bytes:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as made_in:
            path = Path(made_in) / "slt.sqlite"
            play(path, council, DEMO_DAY)
            return path.read_bytes()

    return made


@pytest.fixture
def prepared(database: Path, built: Callable[[Build, str], bytes]) -> Prepared:
    def copy(build: Build, council: str = "kvaefjord") -> Context:
        database.touch(0o600)
        database.write_bytes(built(build, council))
        for content in vars(sys.modules[build.__module__]).get("FILES", ()):
            attached.keep(database, content)
        return Context(Store(str(database)), council=council, clock=NOON, account=EVERYONE)

    return copy


@pytest.fixture
def year(prepared: Prepared) -> Context:
    """A context on a database with a year of Kvæfjord."""
    from tests.records.year import play

    return prepared(play)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for a test process: of two in one process the second would not start.

    The one that has no window at all opens a page in half the time.
    """
    from playwright.sync_api import sync_playwright

    from tests.views.writers.browser import FLAGS

    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        cannot_be_had("no browser: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    file = Path(os.environ.get("SLT_TEST_NODE_MODULES", "")) / "axe-core" / "axe.min.js"
    if not file.is_file():
        cannot_be_had("no axe: npm install axe-core, and SLT_TEST_NODE_MODULES names its node_modules")
    return file.read_text(encoding="utf-8")


def cannot_be_had(why: str) -> NoReturn:
    """Skip a test for want of a program of others; the gate, which installs them all, fails instead."""
    if "SLT_TEST_NODE_MODULES" in os.environ:
        pytest.fail(why)
    pytest.skip(why)
