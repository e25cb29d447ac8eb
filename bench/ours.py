"""Durable requests of the product, in a process that stays: all rules, entries, chain and tables.

    python -m bench.ours NAME DATABASE

performs as many requests as each line says.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from bench.asked import DUE, MEASURE
from bench.councils import A_QUARTER, LAST_YEAR, MEASURES, council, done, opened
from bench.raw import connected
from bench.turns import Requests, contend
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context

SIZE: Final = 20
A_MEETING: Final = 5
"""Decisions at one meeting."""

FIRST_DAY: Final = date(LAST_YEAR, 1, 1)
A_DAY: Final = timedelta(days=1)


class Busy:
    """Council that gets work ready for what is measured, as a council of its size would have it."""

    def __init__(self, path: Path) -> None:
        self.context = council(path, SIZE)
        self.fresh = count(1)
        taken = {date(LAST_YEAR - 9, 2, 10) + quarter * A_QUARTER for quarter in range(40)}
        self.days = (day for place in count() if (day := FIRST_DAY + place * A_DAY) not in taken)
        done(perform(self.context, MEASURE, "start", through=True))

    def meetings(self, number: int) -> list[tuple[Context, str]]:
        """Hold the meetings of some decisions; return one for each of these."""
        held: list[tuple[Context, str]] = []
        while len(held) < number:
            day = next(self.days)
            ref = done(hold(self.context, day.isoformat())).ref
            held += [(replace(self.context, on=day), ref)] * A_MEETING
        return held[:number]

    def register(self, context: Context, meeting: str) -> Done:
        """Register and adopt a decision."""
        return done(register(context, f"Vedtak {next(self.fresh)}", meeting=meeting, consent="all"))

    def decisions(self, number: int) -> list[str]:
        """Adopt some decisions."""
        return [self.register(*meeting).ref for meeting in self.meetings(number)]

    def measures(self, number: int) -> list[str]:
        """Begin some measures, five beneath each assignment."""
        begun: list[str] = []
        for decision in self.decisions(-(-number // MEASURES)):
            work = self.assign(decision).ref
            begun += [self.measure(work) for _ in range(MEASURES)]
            done(perform(self.context, work, "plan", through=True))
        for measure in begun:
            done(perform(self.context, measure, "start", through=True))
        return begun[:number]

    def assign(self, decision: str) -> Done:
        """Hand a decision down."""
        return done(assign(self.context, decision, "slt-koordinator", DUE))

    def measure(self, work: str) -> str:
        """Hand an assignment down."""
        return done(add_measure(self.context, work, "Tiltak", "slt-koordinator", DUE)).ref


def _each(ask: Callable[..., Outcome], things: Iterable[tuple[Any, ...]]) -> Callable[[], object]:
    ready = list(things)

    def requests() -> None:
        for thing in ready:
            done(ask(*thing))

    return requests


def note_progress(path: Path) -> Requests:
    """Return requests that note the progress of one measure."""
    busy = Busy(path)

    def ask() -> Outcome:
        answers = {"percent": "50", "text": f"Steg {next(busy.fresh)}"}
        return perform(busy.context, MEASURE, "note_progress", answers)

    return lambda number: _each(ask, [()] * number)


def remark(path: Path) -> Requests:
    """Return requests that remark on one measure."""
    busy = Busy(path)

    def ask() -> Outcome:
        return perform(busy.context, MEASURE, "remark", {"text": f"Merknad {next(busy.fresh)}"})

    return lambda number: _each(ask, [()] * number)


def finish(path: Path) -> Requests:
    """Return requests that each finish a measure."""
    busy = Busy(path)

    def ask(ref: str) -> Outcome:
        return perform(busy.context, ref, "finish", {"result": "Gjennomført"})

    return lambda number: _each(ask, zip(busy.measures(number)))


def assignment(path: Path) -> Requests:
    """Return requests that each hand a decision down."""
    busy = Busy(path)
    return lambda number: _each(busy.assign, zip(busy.decisions(number)))


def adoption(path: Path) -> Requests:
    """Return requests that each register a decision and adopt it."""
    busy = Busy(path)
    return lambda number: _each(busy.register, busy.meetings(number))


def rows_of_finish(path: Path) -> Requests:
    """Return the raw writes of what `finish` writes: the same statements, each request in a transaction of its own.

    The requests are performed in a copy of the database, which is heard; what they write is then written into the
    database itself.
    """
    busy = Busy(path)
    raw = connected(path)

    def ready(number: int) -> Callable[[], object]:
        measures = busy.measures(number)
        requests = heard(Path(shutil.copy(path, f"{path}-{next(busy.fresh)}")), measures)

        def write() -> None:
            for statements in requests:
                raw.execute("BEGIN IMMEDIATE")
                for statement in statements:
                    raw.execute(statement)
                raw.execute("COMMIT")

        return write

    return ready


def heard(path: Path, measures: Iterable[str]) -> list[list[str]]:
    """Finish measures, and return the statements by which each request wrote."""
    requests: list[list[str]] = []
    original: Any = sqlite3.connect

    def hear(statement: str) -> None:
        # a statement that a trigger looks at is heard twice
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and requests[-1][-1:] != [statement]:
            requests[-1].append(statement)

    def connect(*words: Any, **options: Any) -> Any:
        connection = original(*words, **options)
        connection.set_trace_callback(hear)
        return connection

    with patch.object(sqlite3, "connect", connect), patch.object(sqlite3.dbapi2, "connect", connect):
        context = opened(path)
        for measure in measures:
            requests.append([])
            done(perform(context, measure, "finish", {"result": "Gjennomført"}))
    return requests


CONTESTANTS: Final[Mapping[str, Callable[[Path], Requests]]] = {
    "note_progress": note_progress,
    "remark": remark,
    "rows of finish": rows_of_finish,
    "finish": finish,
    "assign": assignment,
    "register + adopt": adoption,
}


if __name__ == "__main__":
    contend(CONTESTANTS)
