"""Obligations of a year: every clause of the agreement, judged; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.model import Council
from slt_flow.model.moment import Moment, end_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.answers import Notice
from slt_flow.results.year import Obligation, Obligations
from slt_flow.rules import obligations as rules
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Standing

AT_RISK = (Standing.BROKEN, Standing.DUE)
"""How an obligation stands that somebody should look at now."""


def obligations(context: Context, year: int | None = None) -> Obligations:
    """Return the verdict on every clause of the agreement in a year.

    Args:
        context: the context of the request.
        year: the calendar year; the one of the day it is seen from unless named.
    """
    with reading(context) as reader:
        return judged(reader, year or reader.day.year)


def judged(reader: Reader, year: int) -> Obligations:
    """Judge every clause within a reading (see `obligations`).

    A year that is over is judged by what holds for its days: nothing that is dated after it changes it, but for the
    acts that an obligation itself waits for. What was recorded after it and changed a verdict is named beside it.
    """
    title = reader.row.title  # refuses a day on which there was no council
    now, last = projection.everything(reader.connection, reader.council), date(year, 12, 31)
    if reader.day <= last:
        return Obligations(reader.council, title, year, reader.day, rules.judged(now, year, reader.day))
    entries = reader.entries()
    rows = rules.judged(_at_the_end(reader, entries, last), year, reader.day, now)
    midnight = end_of(last)
    in_time = tuple(takewhile(lambda e: e.at <= midnight and not _takes_back(e, last), entries))
    late = tuple(e.subject for e in entries[len(in_time) :] if e.on <= last or _takes_back(e, last))
    then = _at_the_end(reader, in_time, last)
    if late and then.find(Council) is not None:
        corrected = Notice("corrected", {"refs": tuple(dict.fromkeys(late))})
        was = {(row.clause, row.since): row.verdict for row in rules.judged(then, year, reader.day, now)}
        changed = (was.get((row.clause, row.since)) != row.verdict for row in rows)
        rows = tuple(r._replace(beside=(*r.beside, corrected)) if c else r for r, c in zip(rows, changed, strict=True))
    return Obligations(reader.council, title, year, reader.day, rows)


def _at_the_end(reader: Reader, entries: Sequence[Entry], last: date) -> Snapshot:
    return replayed(reader.council, *journal.held_by(entries, Moment(as_of=last)))


def _takes_back(entry: Entry, last: date) -> bool:
    return entry.kind == Kind.ENTRY_VOIDED and entry.on > last


def at_risk(obligations: Obligations) -> tuple[Obligation, ...]:
    """Return the obligations that are broken or due, the broken ones first, then by their day."""
    risky = (row for row in obligations.rows if row.verdict in AT_RISK)
    return tuple(sorted(risky, key=lambda row: (row.verdict != Standing.BROKEN, row.due or date.max)))


def chosen_clause(typed: str, keys: Iterable[str]) -> str:
    """Parse a clause's key; hyphens and spaces join words as well as underscores."""
    hyphenated = [key.replace("_", "-") for key in keys]
    return parsing.chosen("unknown_clause_key", typed, hyphenated).replace("-", "_")
