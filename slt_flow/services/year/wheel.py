"""The year wheel: month by month what is planned, held, due and missing, from the agreement and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from slt_flow.model import Council, Item, Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due, delivered_late, standing_of, submissions_due
from slt_flow.model.labels import group_of
from slt_flow.records import queries
from slt_flow.results.year import Obligation, Obligations, Wheel, WheelEntry, WheelMonth
from slt_flow.services.request.calendar import closed, days_off, next_working_day
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.year.obligations import at_risk, judged
from slt_flow.terms import Standing, Tag

MEETING: Final = "meeting"
AGENDA: Final = "agenda"
SUBMISSIONS: Final = "submissions"
MINUTES: Final = "minutes"
DEADLINE: Final = "deadline"
OBLIGATION: Final = "obligation"
EVALUATION: Final = "evaluation"
DAY_OFF: Final = "day_off"

_ORDER: Final = (DAY_OFF, MEETING, MINUTES, SUBMISSIONS, AGENDA, DEADLINE, EVALUATION, OBLIGATION)


def wheel(context: Context, year: int | None = None) -> Wheel:
    """Return the wheel of a year.

    Args:
        context: the context of the request.
        year: the calendar year; the one of the day it is seen from unless named.
    """
    with reading(context) as reader:
        wanted = year or reader.day.year
        obligations = judged(reader, wanted)
        deadlines = _deadlines(reader, wanted)
        sources = (_days_off(reader, wanted), _meetings(reader, wanted), deadlines, _obligations(reader, obligations))
        entries = [entry for source in sources for entry in source if entry.day.year == wanted]
        entries.sort(key=lambda entry: (entry.day, _ORDER.index(entry.what)))
        months = tuple(WheelMonth(month, tuple(e for e in entries if e.day.month == month)) for month in range(1, 13))
        opened = reader.row.opened
        lacking = missing(obligations) if wanted == reader.day.year else _of_its_own(missing(obligations), wanted)
        lacking = lacking if wanted >= opened.year else ()
        return Wheel(reader.council, reader.row.title, wanted, reader.day, opened, months, lacking)


def missing(obligations: Obligations) -> tuple[Obligation, ...]:
    """Return the obligations that are broken or due, or not planned enough while there is time."""
    soon = at_risk(obligations)
    unplanned = (row for row in obligations.rows if row not in soon and row.verdict == Standing.NOT_DUE)
    return (*soon, *(row for row in unplanned if row.forecast is not None and _count(row.forecast.facts) > 0))


def _of_its_own(rows: tuple[Obligation, ...], year: int) -> tuple[Obligation, ...]:
    """Return the obligations missing in a year itself, without those of another year."""
    days = ((row, row.broken_since if row.verdict == Standing.BROKEN else row.due) for row in rows)
    return tuple(row for row, day in days if day is None or day.year == year)


def _count(facts: Mapping[str, Any]) -> int:
    """Count how many more are needed than are planned; some forecasts name the missing ones instead."""
    lacking = facts.get("missing", 0)
    return lacking if isinstance(lacking, int) else len(lacking)


def unarchived(reader: Reader) -> Iterator[tuple[Meeting, Item]]:
    """Yield the meetings that were held and whose minutes are not archived, in the order of their days."""
    for meeting, item in reader.meetings:
        if item.has(Tag.HELD) and not item.ended and meeting.frozen is None:
            yield meeting, item


def _meetings(reader: Reader, year: int) -> Iterator[WheelEntry]:
    waiting = {item.ref for _, item in unarchived(reader)}
    # an agenda of January is due in December
    for meeting, item in ((m, item) for m, item in reader.meetings if m.day.year in (year, year + 1)):
        state, cancelled = reader.state(item), item.is_dropped
        to_come = item.is_to_be_held
        standing = Standing.UNKNOWN if cancelled else Standing.KEPT
        if to_come:
            standing = Standing.NOT_DUE if meeting.day >= reader.day else Standing.DUE
        title = ", ".join(filter(None, (group_of(reader.agreement, meeting), item.title)))
        entry = WheelEntry(MEETING, meeting.day, str(item.ref), title, standing, state, kind=meeting.kind)
        yield _marked(reader, entry) if to_come and meeting.day >= reader.day else entry
        if not cancelled:
            yield from _submissions(reader, meeting, item)
            yield from _agenda(reader, meeting, item)
        if item.ref in waiting:
            yield WheelEntry(MINUTES, meeting.day, str(item.ref), item.title, Standing.DUE, state)


def _submissions(reader: Reader, meeting: Meeting, item: Item) -> Iterator[WheelEntry]:
    """Yield the last day on which matters are submitted to a meeting, where the agreement names one."""
    due = submissions_due(meeting, reader.on(meeting.day).clause(AGENDAS))
    if due is not None:
        standing = Standing.UNKNOWN if due < reader.day or item.has(Tag.HELD) else Standing.NOT_DUE
        yield WheelEntry(SUBMISSIONS, due, str(item.ref), item.title, standing)


def _agenda(reader: Reader, meeting: Meeting, item: Item) -> Iterator[WheelEntry]:
    """Yield the day by which the agreement wants the agenda sent, where it asks for one."""
    due = agenda_due(meeting, reader.on(meeting.day).clause(AGENDAS))
    if due is None:
        return
    if meeting.sent is not None:
        standing = Standing.KEPT if meeting.sent <= due else Standing.BROKEN
    elif item.has(Tag.HELD):
        standing = Standing.UNKNOWN
    else:
        standing = Standing.BROKEN if due < reader.day else Standing.NOT_DUE
    entry = WheelEntry(AGENDA, due, str(item.ref), item.title, standing, sent=meeting.sent)
    off = closed(due, reader.on(due).one(Council).closed_days) if standing == Standing.NOT_DUE else None
    before = next_working_day(due, reader.on(due).one(Council).closed_days, -1)
    yield entry._replace(closed=off.why, last_working_day_before=before) if off is not None else entry


def _deadlines(reader: Reader, year: int) -> Iterator[WheelEntry]:
    for item in queries.due_in(reader.connection, reader.council, year):
        if item.due is None:
            continue
        standing = standing_of(item, reader.day)
        entry = WheelEntry(
            DEADLINE, item.due, str(item.ref), item.title, standing, reader.state(item), owner=item.owner,
            owner_title=reader.posts[item.owner].title if item.owner else None,
            delivered_late=delivered_late(item) or None,
        )  # fmt: skip
        yield _marked(reader, entry) if standing == Standing.NOT_DUE else entry


def _obligations(reader: Reader, obligations: Obligations) -> Iterator[WheelEntry]:
    """Yield the unmet demands of clauses by their day, and the first day on which the year can be evaluated."""
    clause = reader.clauses.get("effects_are_evaluated")
    month = clause.numbers.get("from_month") if clause is not None else None
    if clause is not None and month is not None and obligations.year >= reader.row.opened.year:
        begins = date(obligations.year, month, 1)
        yield WheelEntry(EVALUATION, begins, clause.ref, clause.text, Standing.NOT_DUE, clause=clause.clause)
    for row in obligations.rows:
        day = row.broken_since if row.verdict == Standing.BROKEN and row.broken_since is not None else row.due
        if day is not None and row.verdict in (Standing.DUE, Standing.BROKEN, Standing.NOT_DUE):
            yield WheelEntry(OBLIGATION, day, row.ref, row.text, row.verdict, clause=row.clause)


def _days_off(reader: Reader, year: int) -> Iterator[WheelEntry]:
    versions = reader.agreement.versions(Council)
    for day in sorted({day for council in versions for day in days_off(year, council.closed_days)}):
        title = days_off(year, reader.on(day).one(Council).closed_days).get(day)
        if title is not None:  # closed by the agreement of that very day, not by an older or newer one
            yield WheelEntry(DAY_OFF, day, None, title, Standing.UNKNOWN)


def _marked(reader: Reader, entry: WheelEntry) -> WheelEntry:
    """Mark an entry on a closed day with the reason and the next working day."""
    off = closed(entry.day, reader.on(entry.day).one(Council).closed_days)
    return entry._replace(closed=off.why, next_working_day=off.working_day) if off is not None else entry
