"""Corrections beside a verdict: what was taken back or recorded afterwards, where the verdict would be another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, takewhile
from typing import Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.model import Council
from slt_flow.model.moment import Moment, day_of, end_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal
from slt_flow.results.answers import Notice
from slt_flow.results.year import Obligation
from slt_flow.rules.obligations import judged
from slt_flow.terms import Standing

MENDED: Final = "mended_by_correction"
"""Code of the notice of a correction that ended a breach."""


class Correction(NamedTuple):
    """Request that corrects what was recorded on an earlier day: its cases, its day, and its place in the journal."""

    refs: tuple[str, ...]
    day: date
    first: int
    after: int


def that_ended_breaches(
    council: str, entries: Sequence[Entry], rows: tuple[Obligation, ...], year: int
) -> Iterator[Obligation]:
    """Yield the verdicts on a year, beside each the corrections that ended its breach."""
    ended: dict[tuple[str, date | None], list[Notice]] = {}
    for correction in _corrections(entries):
        if correction.day.year >= year:
            notice = Notice(MENDED, {"refs": correction.refs, "day": correction.day})
            left = _broken(council, entries[: correction.after], year, correction.day)
            for key in _broken(council, entries[: correction.first], year, correction.day) - left:
                ended.setdefault(key, []).append(notice)
    for row in rows:
        yield row._replace(beside=(*row.beside, *ended.get((row.clause, row.since), ())))


def after_the_year(
    council: str, entries: Sequence[Entry], rows: tuple[Obligation, ...], last: date, on: date, now: Snapshot
) -> Iterator[Obligation]:
    """Yield the verdicts on a year that is over, beside each what was recorded after it, where that changed it.

    A correction that ended a breach is named as such already (see `that_ended_breaches`), and so not once more.
    """
    midnight = end_of(last)
    in_time = tuple(takewhile(lambda e: e.at <= midnight and not _takes_back(e, last), entries))
    late = tuple(e.subject for e in entries[len(in_time) :] if e.on <= last or _takes_back(e, last))
    then = at_the_end(council, in_time, last)
    if not late or then.find(Council) is None:
        yield from rows
        return
    was = {(row.clause, row.since): row.verdict for row in judged(then, last.year, on, now)}
    for row in rows:
        changed = was.get((row.clause, row.since)) != row.verdict
        mended = {ref for notice in row.beside if notice.code == MENDED for ref in notice.facts["refs"]}
        refs = tuple(ref for ref in dict.fromkeys(late) if ref not in mended)
        yield row._replace(beside=(*row.beside, Notice("corrected", {"refs": refs}))) if changed and refs else row


def at_the_end(council: str, entries: Sequence[Entry], last: date) -> Snapshot:
    """Return the rows as they stand at the end of a day, by some entries."""
    return replayed(council, *journal.held_by(entries, Moment(as_of=last)))


def _takes_back(entry: Entry, last: date) -> bool:
    return entry.kind == Kind.ENTRY_VOIDED and entry.on > last


def _broken(council: str, entries: Sequence[Entry], year: int, day: date) -> set[tuple[str, date | None]]:
    """Return the clauses that were broken on a day, by the first entries of a journal."""
    now, last = at_the_end(council, entries, day), date(year, 12, 31)
    rows = judged(now, year, day) if day <= last else judged(at_the_end(council, entries, last), year, day, now)
    return {(row.clause, row.since) for row in rows if row.verdict == Standing.BROKEN}


def _corrections(entries: Sequence[Entry]) -> Iterator[Correction]:
    """Yield the requests that take back what was recorded on an earlier day, or change who was at a meeting."""
    recorded: dict[int, date] = {}
    attended: dict[str, date] = {}
    first = 0
    for _, group in groupby(entries, key=lambda entry: entry.request):
        request = tuple(group)
        day = day_of(datetime.fromisoformat(request[0].at))
        voided = [e for e in request if e.kind == Kind.ENTRY_VOIDED and recorded.get(e.data["seq"], day) < day]
        attendance = [e for e in request if e.kind == Kind.ATTENDANCE_RECORDED]
        later = [e for e in attendance if attended.get(e.subject, day) < day]
        if voided or later:
            refs = tuple(dict.fromkeys(e.subject for e in (*voided, *later)))
            yield Correction(refs, day, first, first + len(request))
        recorded |= dict.fromkeys((e.seq for e in request), day)
        for entry in attendance:
            attended.setdefault(entry.subject, day)
        first += len(request)
