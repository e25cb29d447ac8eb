"""Old and busy councils to measure on: a journal whose entries are those of one decision, again and again.

The first decision is recorded through the use cases; every later one repeats its requests under other numbers and
days. The journal is chained and the tables are made from it, so such a council verifies like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from slt_flow.engine.entries import Entry
from slt_flow.errors import SltError
from slt_flow.records import journal, replay
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.transaction import new_request_id

FIRST_YEAR: Final = 2017
YEARS: Final = 10
A_QUARTER: Final = timedelta(days=91)
MEASURES: Final = 5


def done(outcome: Outcome) -> Done:
    """Return what was done; a refusal is an error of the benchmark."""
    if not isinstance(outcome, Done):
        raise SltError("internal", why=str(outcome))
    return outcome


def council(path: Path, decisions: int, *, years: int = YEARS, name: str = "kvaefjord") -> Context:
    """Make a council that adopted some decisions over some years, those of its last year still worked on."""
    last = FIRST_YEAR + YEARS - 1
    context = Context(Store(str(path)), council=name, clock=FixedClock(datetime(last, 12, 1, 10, tzinfo=UTC)))
    first = last - years + 1
    done(init(context, name, since=date(first, 1, 1)))
    days = [date(first, 2, 10) + quarter * A_QUARTER for quarter in range(4 * years)]
    for day in days:
        done(hold(context, day.isoformat(), "all"))
    open_, settled = (_recorded(context, days[place], place == 0) for place in (1, 0))
    _repeat(context, days, decisions, settled, open_)
    return context


def _recorded(context: Context, day: date, settle: bool) -> Sequence[Entry]:
    """Record one decision at the meeting of a day with all its work, and return the entries."""
    due = (day + timedelta(days=120)).isoformat()
    with context.store.reading() as connection:
        before = journal.head(connection, str(context.council)).height
    on = replace(context, on=day)
    ref = done(register(on, "Felles foreldremøte om rus", meeting=_meeting(context, day), consent="all")).ref
    work = done(assign(on, ref, "slt-koordinator", due)).ref
    measures = [
        done(add_measure(on, work, f"Tiltak {number}", "slt-koordinator", due)).ref for number in range(1, MEASURES + 1)
    ]
    done(perform(on, work, "plan", through=True))
    if settle:
        for measure in measures:
            done(perform(on, measure, "finish", {"result": "Gjennomført"}, through=True))
            done(perform(replace(on, acted_by="ordforer", basis="møtet"), measure, "verify", through=True))
        done(perform(on, work, "report", {"result": "Gjennomført"}, through=True))
        next_day = day + A_QUARTER
        approving = replace(context, on=next_day)
        done(perform(approving, work, "approve", {"meeting": _meeting(context, next_day)}, through=True))
    with context.store.reading() as connection:
        return journal.read(connection, str(context.council))[before:]


def _meeting(context: Context, day: date) -> str:
    with context.store.reading() as connection:
        for entry in journal.read(connection, str(context.council)):
            if entry.subject.startswith("M") and entry.on == day:
                return entry.subject
    raise SltError("internal", why=f"no meeting on {day}")


def _repeat(
    context: Context, days: Sequence[date], decisions: int, settled: Sequence[Entry], open_: Sequence[Entry]
) -> None:
    """Repeat the recorded decisions at all meetings, evenly, until there are as many as asked for."""
    name = str(context.council)
    with context.store.writing() as connection:
        everything = journal.read(connection, name)
        meetings = {entry.on: entry.subject for entry in everything if entry.subject.startswith("M")}
        numbers = {day.year: 2 if day == days[0] else 0 for day in days[::-1]}
        height = len(everything)
        for day in (days[place * len(days) // decisions] for place in range(2, decisions)):
            numbers[day.year] += 1
            template = open_ if day.year == days[-1].year else settled
            ref = f"{numbers[day.year]}/{day.year % 100:02}"
            later = day - template[0].on
            refs = {template[0].subject: ref} | {
                named: meetings[on + later] for on, named in meetings.items() if on + later in meetings
            }
            for _, group in groupby(template, key=lambda entry: entry.request):
                request = [_moved(entry, refs, later) for entry in group]
                numbered = [replace(entry, seq=height + step) for step, entry in enumerate(request, start=1)]
                height += len(numbered)
                first = request[0]
                fresh = new_request_id(context.clock)
                own = {"account": str(template[0].texts["account"]), "asked": fresh}
                signed = journal.Signature(fresh, first.at, first.recorded_by, first.authenticated, first.program, own)
                journal.append(connection, name, numbered, signed)
        replay.rebuild(connection, name)


def _moved(entry: Entry, refs: Mapping[str, str], later: timedelta) -> Entry:
    """Return an entry of another decision at another meeting."""
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
