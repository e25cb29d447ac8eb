"""Cost follows what is asked: a council of several years, or beside others, does no more for it than a new one.

Work is counted, never timed: calls of functions, steps of SQLite's machine, statements. `bench/growth.py` measures the
same use cases of councils a hundred times as old.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from cProfile import Profile
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import pytest

from bench.asked import OF_A_CASE, OF_A_YEAR, Asked
from bench.councils import beside, council, opened
from slt_flow.model import Decision, Meeting
from slt_flow.records import journal, projection, verify
from slt_flow.records.store import Store
from slt_flow.rules.obligations import judged
from slt_flow.services.follow_up.status import status
from tests.conftest import IN_MEMORY

pytestmark = pytest.mark.xdist_group("growth")
"""The councils are made in one process."""

A_YEAR: Final = 6
YEARS: Final = 6
BESIDE: Final = 6
SLOPE: Final = 1.3
SLOPE_BESIDE: Final = 1.1
EVERY: Final = 10
"""Steps of SQLite's machine are counted by so many."""

ASKED: Final = {**OF_A_CASE, **OF_A_YEAR}

ENDURING: Final = ("register + adopt", "assign")
"""Use cases that cost what `remark` costs, and more to get ready."""


class Work(NamedTuple):
    """Work that an act cost."""

    calls: int
    steps: int
    statements: int

    def times(self, other: Work) -> float:
        """Return how many times as much it is, in whatever grew most."""
        return max(mine / theirs for mine, theirs in zip(self, other, strict=True))


def counted(act: Callable[[], object]) -> Work:
    """Count the work of an act, and of SQLite in each connection that it opens.

    Left out are the older entries that a request checks in rotation: at one height of a journal it is their turn, at
    another it is not.
    """
    steps: list[None] = []  # both lists are appended to by C alone, so that counting is no call itself
    statements: list[str] = []

    def connect(*words: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = original(*words, **options)
        connection.set_progress_handler(partial(steps.append, None), EVERY)
        connection.set_trace_callback(statements.append)
        return connection

    original: Any = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch, Profile() as profile:
        patch.setattr(verify, "older", lambda *_: ())
        patch.setattr(sqlite3, "connect", connect)
        patch.setattr(sqlite3.dbapi2, "connect", connect)
        act()
    return Work(sum(entry.callcount for entry in profile.getstats()), EVERY * len(steps), len(statements))


class Councils:
    """Councils as they are kept in files; what is asked of one is asked of a copy that no connection has seen."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.copies = folder, count()
        self.of_the_new: dict[str, Work] = {}
        council(folder / "new", A_YEAR, years=1, measures=1)
        council(folder / "old", A_YEAR * YEARS, years=YEARS, measures=1)
        shutil.copy(folder / "new", folder / "beside")
        beside(folder / "beside", BESIDE)

    def compared(self, other: str, name: str, asked: Asked) -> tuple[Work, Work]:
        """Return the work of a new council and of another; code is warm, and data is not."""
        if name not in self.of_the_new:
            self._work("new", asked)
            self.of_the_new[name] = self._work("new", asked)
        return self.of_the_new[name], self._work(other, asked)

    def _work(self, council: str, asked: Asked) -> Work:
        context = opened(first := self._copy(self.folder / council))
        ready = asked.ready(context)
        context = opened(self._copy(first))
        return counted(lambda: asked.ask(context, ready))

    def _copy(self, path: Path) -> Path:
        return Path(shutil.copy(path, self.folder / f"copy-{next(self.copies)}"))


@pytest.fixture(scope="module")
def councils() -> Iterator[Councils]:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        yield Councils(Path(folder))


def asked_of(names: Iterable[str]) -> list[Any]:
    """Return parameters of a test."""
    marks = dict.fromkeys(ENDURING, pytest.mark.endurance)
    return [pytest.param(name, ASKED[name], id=name, marks=marks.get(name, ())) for name in names]


@pytest.mark.parametrize(("name", "asked"), asked_of(ASKED))
def test_the_councils_age_costs_nothing(councils: Councils, name: str, asked: Asked) -> None:
    new, old = councils.compared("old", name, asked)
    assert old.times(new) <= SLOPE, f"{name}: {new} grew to {old}"


@pytest.mark.parametrize(("name", "asked"), asked_of(("remark", "next REF", "status", "undo", "bare slt")))
def test_councils_beside_cost_nothing(councils: Councils, name: str, asked: Asked) -> None:
    alone, crowded = councils.compared("beside", name, asked)
    assert crowded.times(alone) <= SLOPE_BESIDE, f"{name}: {alone} grew to {crowded}"


def test_a_scan_of_the_journal_is_seen(councils: Councils) -> None:
    def scan(context: Any, _: Any) -> None:
        with closing(sqlite3.connect(context.store.path)) as raw:
            raw.execute("SELECT max(data) FROM entries").fetchone()

    new, old = councils.compared("old", "scan", Asked(scan))
    assert old.times(new) > SLOPE


def test_a_year_is_judged_by_its_own_rows_as_by_all_of_them(councils: Councils) -> None:
    with Store(str(councils.folder / "old")).reading() as connection:
        (name,) = journal.councils(connection)
        every = projection.everything(connection, name)
        last = max(meeting.day for meeting in every.all(Meeting))
        for year in range(last.year - YEARS, last.year + 2):
            own = projection.of_year(connection, name, year)
            assert len(own.all(Decision)) < len(every.all(Decision)) or year <= last.year - YEARS + 1
            for day in (last, date(year, 2, 1), date(year, 12, 31)):
                assert judged(own, year, day) == judged(every, year, day), (year, day)


def test_settled_decisions_of_earlier_years_are_shown_no_more(councils: Councils) -> None:
    context = opened(councils.folder / "old")
    shown = [branch for area in status(context).areas for branch in area.decisions]
    assert all(context.day.year in branch.years for branch in shown)
    assert len(shown) < A_YEAR * YEARS
