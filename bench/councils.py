"""Old and busy councils to measure on: a journal whose entries are those of a few requests, again and again.

The first meetings and decisions are recorded through the use cases; every later one repeats their requests under other
numbers and days. The journal is chained and the tables are made from it, so such a council verifies like any other.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import SltError
from slt_flow.records import journal, replay
from slt_flow.records.format import canonical
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Account, Context
from slt_flow.services.request.transaction import new_request_id

NAME: Final = "kvaefjord"
FIRST_YEAR: Final = 2017
YEARS: Final = 10
LAST_YEAR: Final = FIRST_YEAR + YEARS - 1
A_WEEK: Final = timedelta(days=7)
A_QUARTER: Final = timedelta(days=91)
MEASURES: Final = 5

_MARK: Final = "@prev@"

OWN_MEETING_DAY: Final = date(LAST_YEAR, 11, 24)
"""The day of one more meeting, of a single decision: its minutes are of one length however busy the council is."""


def done(outcome: Outcome) -> Done:
    """Return what was done; a refusal is an error of the benchmark."""
    if not isinstance(outcome, Done):
        raise SltError("internal", why=str(outcome))
    return outcome


def opened(path: Path, name: str = NAME) -> Context:
    """Open a council at noon of the day on which it is measured."""
    noon = FixedClock(datetime(LAST_YEAR, 12, 1, 11, tzinfo=UTC))
    return Context(Store(str(path)), council=name, clock=noon, account=Account("os:bench@bench", everyone=True))


def council(path: Path, decisions: int, *, years: int = YEARS, name: str = NAME, measures: int = MEASURES) -> Context:
    """Make a council that adopted some decisions over some years, those of its last year still worked on.

    Args:
        path: the database, made where there is none.
        decisions: how many, at least two, as many every year.
        years: the council's age; what it did in its last year does not depend on it.
        name: the council's id.
        measures: measures beneath each decision.
    """
    context = opened(path, name)
    first = LAST_YEAR - years + 1
    done(init(context, name, since=date(first, 1, 1)))
    days = [date(first, 2, 10) + quarter * A_QUARTER for quarter in range(4 * years)]
    meetings = {days[0]: done(hold(context, days[0].isoformat())).ref}
    held = _recorded(context, lambda: meetings.update({days[1]: done(hold(context, days[1].isoformat())).ref}))
    settled = _recorded(context, lambda: _decide(context, days[0], meetings, measures, settle=True))
    open_ = _recorded(context, lambda: _decide(context, days[1], meetings, measures))
    archived = _recorded(context, lambda: _archive(context, days[0], meetings))
    _Copyist(context, days, meetings).repeat(held, settled, open_, archived, decisions)
    own = done(hold(context, OWN_MEETING_DAY.isoformat())).ref
    _decide(context, OWN_MEETING_DAY, {OWN_MEETING_DAY: own}, measures)
    return context


def beside(path: Path, copies: int, *, name: str = NAME) -> tuple[str, ...]:
    """Put copies of a council beside it, under other names and with journals of their own, and return the names."""
    names = tuple(f"{name}-{number}" for number in range(1, copies + 1))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.row_factory = sqlite3.Row
        entries = [dict(row) for row in raw.execute("SELECT * FROM entries WHERE council = ? ORDER BY seq", (name,))]
        forms = [_hashed(entry) for entry in entries]
        tables = [table for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: [row["name"] for row in raw.execute(f"PRAGMA table_info({table})")] for table in tables}
        for copy in names:
            raw.executemany(
                f"INSERT INTO entries VALUES ({', '.join(f':{column}' for column in columns['entries'])})",
                _chained_anew(entries, forms, name, copy),
            )
            for table in (table for table in tables if "council" in columns[table] and table != "entries"):
                others = ", ".join(f'"{column}"' for column in columns[table] if column != "council")
                raw.execute(
                    f"INSERT INTO {table} (council, {others}) SELECT ?, {others} FROM {table} WHERE council = ?",
                    (copy, name),
                )
    return names


def _hashed(entry: Mapping[str, Any]) -> str:
    """Return the canonical form of an entry that is hashed, with a mark in the place of the digest before."""
    fields = {**entry, "data": json.loads(entry["data"]), "texts": json.loads(entry["texts"]), "prev": _MARK}
    return canonical({name: fields[name] for name in journal.HASHED})


def _chained_anew(
    entries: Sequence[dict[str, Any]], forms: Sequence[str], name: str, copy: str
) -> Iterator[dict[str, Any]]:
    """Yield the entries of a council as those of another, which its first entry names."""
    prev, was, now = secrets.token_hex(journal.ID_BYTES), f'"council":"{name}"', f'"council":"{copy}"'
    for entry, form in zip(entries, forms, strict=True):
        form, data = (
            (form.replace(was, now), entry["data"].replace(was, now)) if entry["seq"] == 1 else (form, entry["data"])
        )
        digest = hashlib.sha256(form.replace(_MARK, prev).encode()).hexdigest()
        yield {**entry, "council": copy, "data": data, "prev": prev, "digest": digest}
        prev = digest


def meeting_of_its_own(context: Context) -> str:
    """Return the meeting at which the council took one decision only."""
    query = "SELECT no FROM meetings WHERE council = ? AND day = ?"
    with closing(sqlite3.connect(context.store.path)) as raw:
        (no,) = raw.execute(query, (context.council, OWN_MEETING_DAY.isoformat())).fetchone()
    return f"M{no}/{LAST_YEAR % 100}"


def _recorded(context: Context, act: Callable[[], None]) -> Sequence[Entry]:
    """Return the entries that an act adds to the journal."""
    name, height = str(context.council), 0
    with context.store.reading() as connection:
        height = journal.head(connection, name).height
    act()
    with context.store.reading() as connection:
        return journal.read(connection, name)[height:]


def _decide(context: Context, day: date, meetings: Mapping[date, str], measures: int, *, settle: bool = False) -> None:
    """Record one decision at the meeting of a day with all its work, perhaps until all of it is settled."""
    due, meeting = (day + timedelta(days=120)).isoformat(), meetings[day]
    on = replace(context, on=day)
    ref = done(register(on, "Felles foreldremøte om rus", meeting=meeting, consent="all")).ref
    work = done(assign(on, ref, "slt-koordinator", due)).ref
    numbers = range(1, measures + 1)
    tasks = [done(add_measure(on, work, f"Tiltak {number}", "slt-koordinator", due)).ref for number in numbers]
    done(perform(on, work, "plan", through=True))
    if settle:
        for task in tasks:
            done(perform(on, task, "finish", {"result": "Gjennomført"}, through=True))
            done(perform(replace(on, acted_by="ordforer", basis="møtet"), task, "verify", through=True))
        done(perform(on, work, "report", {"result": "Gjennomført"}, through=True))
        next_day = day + A_QUARTER
        approving = replace(context, on=next_day)
        done(perform(approving, work, "approve", {"meeting": meetings[next_day]}, through=True))


def _archive(context: Context, day: date, meetings: Mapping[date, str]) -> None:
    for action in ("minute", "archive"):
        done(perform(replace(context, on=day + A_WEEK), meetings[day], action))


class _Copyist:
    """Repeats recorded requests under other refs and days."""

    def __init__(self, context: Context, days: Sequence[date], meetings: Mapping[date, str]) -> None:
        self.context, self.name = context, str(context.council)
        self.days, self.meetings = days, dict(meetings)
        self.numbers = Counter({(series, days[0].year): 2 for series in ("", "M")})
        self.height, self.digest = 0, ""

    def repeat(
        self,
        held: Sequence[Entry],
        settled: Sequence[Entry],
        open_: Sequence[Entry],
        archived: Sequence[Entry],
        decisions: int,
    ) -> None:
        """Hold all meetings, take decisions at them until there are enough, and archive earlier years."""
        with self.context.store.writing() as connection:
            self.height, self.digest, _ = journal.head(connection, self.name)
            for day in self.days[2:]:
                self.meetings[day] = ref = self._next("M", day)
                self._copy(connection, held, {held[0].subject: ref}, day - held[0].on)
            for day in (self.days[place * len(self.days) // decisions] for place in range(2, decisions)):
                template = open_ if day.year == self.days[-1].year else settled
                later = day - template[0].on
                refs = {ref: self.meetings[on + later] for on, ref in self.meetings.items() if on + later in self.days}
                self._copy(connection, template, {template[0].subject: self._next("", day)} | refs, later)
            for day in (day for day in self.days[1:] if day.year < self.days[-1].year):
                self._copy(connection, archived, {archived[0].subject: self.meetings[day]}, day - self.days[0])
            replay.rebuild(connection, self.name)

    def _next(self, series: str, day: date) -> str:
        self.numbers[series, day.year] += 1
        return f"{series}{self.numbers[series, day.year]}/{day.year % 100:02}"

    def _copy(self, connection: Any, template: Sequence[Entry], refs: Mapping[str, str], later: timedelta) -> None:
        for _, group in groupby(template, key=lambda entry: entry.request):
            request = [self._anchored(_moved(entry, refs, later)) for entry in group]
            numbered = [replace(entry, seq=self.height + step) for step, entry in enumerate(request, start=1)]
            self.height += len(numbered)
            first, fresh = request[0], new_request_id(self.context.clock)
            own = {"account": str(template[0].texts["account"]), "asked": fresh}
            at = f"{first.on}T11:00:00.000000Z"  # recorded in its own year, as the requests that it repeats were not
            signed = journal.Signature(fresh, at, first.recorded_by, first.authenticated, first.program, own)
            self.digest = journal.append(connection, self.name, numbered, signed)[-1].digest

    def _anchored(self, entry: Entry) -> Entry:
        """Return an entry that freezes minutes with the journal's own head."""
        if entry.kind != Kind.MINUTES_FROZEN:
            return entry
        return replace(entry, data={**entry.data, "head": self.height, "head_digest": self.digest, "digests": {}})


def _moved(entry: Entry, refs: Mapping[str, str], later: timedelta) -> Entry:
    """Return an entry of another case on another day."""
    texts = {name: text for name, text in entry.texts.items() if name not in ("account", "asked")}
    data: dict[str, Any] = {key: _renamed(value, refs, later) for key, value in entry.data.items()}
    return replace(entry, subject=_renamed(entry.subject, refs, later), on=entry.on + later, data=data, texts=texts)


def _renamed(value: Any, refs: Mapping[str, str], later: timedelta) -> Any:
    if isinstance(value, list | tuple):
        return [_renamed(one, refs, later) for one in value]
    if isinstance(value, Mapping):
        return {key: _renamed(one, refs, later) for key, one in value.items()}
    if not isinstance(value, str):
        return value
    top, dot, beneath = value.partition(".")
    if top in refs:
        return refs[top] + dot + beneath
    try:
        return (date.fromisoformat(value) + later).isoformat()
    except ValueError:
        return value
