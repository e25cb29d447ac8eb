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
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
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


class Work(NamedTuple):
    """Requests that each need something of their own: what stands ready for so many of them, and what is asked."""

    ready: Callable[[Busy, int], Iterable[Any]]
    ask: Callable[[Busy, Context, Any], Outcome]


WORK: Final = {
    "note_progress": Work(
        lambda busy, number: [f"Steg {next(busy.fresh)}" for _ in range(number)],
        lambda _, context, text: perform(context, MEASURE, "note_progress", {"percent": "50", "text": text}),
    ),
    "remark": Work(
        lambda busy, number: [f"Merknad {next(busy.fresh)}" for _ in range(number)],
        lambda _, context, text: perform(context, MEASURE, "remark", {"text": text}),
    ),
    "finish": Work(Busy.measures, lambda _, context, ref: perform(context, ref, "finish", {"result": "Gjennomført"})),
    "assign": Work(Busy.decisions, lambda _, context, ref: assign(context, ref, "slt-koordinator", DUE)),
    "register + adopt": Work(
        Busy.meetings, lambda busy, context, at: busy.register(replace(context, on=at[0].on), at[1])
    ),
}


ROWS_OF: Final = ("finish", "assign", "register + adopt")
"""Requests whose rows are written raw beside them."""


def worked(name: str, path: Path) -> Requests:
    """Return requests of one kind."""
    busy, work = Busy(path), WORK[name]

    def ready(number: int) -> Callable[[], object]:
        things = list(work.ready(busy, number))
        return lambda: [done(work.ask(busy, busy.context, thing)) for thing in things]

    return ready


def rows_of(name: str, path: Path) -> Requests:
    """Return the raw writes of what requests write: the same statements, each request in a transaction of its own.

    The requests are performed in a copy of the database, which is heard; what they write is then written into the
    database itself.
    """
    busy, work = Busy(path), WORK[name]
    raw = connected(path)

    def ready(number: int) -> Callable[[], object]:
        things = list(work.ready(busy, number))
        requests = heard(Path(shutil.copy(path, f"{path}-{next(busy.fresh)}")), partial(work.ask, busy), things)

        def write() -> None:
            for statements in requests:
                raw.execute("BEGIN IMMEDIATE")
                for statement in statements:
                    raw.execute(statement)
                raw.execute("COMMIT")

        return write

    return ready


def heard(path: Path, ask: Callable[[Context, Any], Outcome], things: Iterable[Any]) -> list[list[str]]:
    """Perform requests, and return the statements by which each of them wrote."""
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
        for thing in things:
            requests.append([])
            done(ask(context, thing))
    return requests


CONTESTANTS: Final[Mapping[str, Callable[[Path], Requests]]] = {
    **{f"rows of {name}": partial(rows_of, name) for name in ROWS_OF},
    **{name: partial(worked, name) for name in WORK},
}


if __name__ == "__main__":
    contend(CONTESTANTS)
