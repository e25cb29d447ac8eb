"""The decision-status report in the form municipalities publish: what was decided, who follows up, how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item, Remark
from slt_flow.model.deadlines import latest
from slt_flow.model.exemptions import is_masked
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import queries
from slt_flow.results.columns import row_of
from slt_flow.results.follow_up import (
    Branch,
    LateWork,
    MovedWork,
    PlannedWork,
    Report,
    ReportLine,
    WorkResult,
    flattened,
)
from slt_flow.services.follow_up.tree import grow_from
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import ENDS, SINCE, Ref, Role, Tag


def report(
    context: Context, since: str | None = None, until: str | None = None, *, period: str | None = None
) -> Report:
    """Return every decision the council made in a period, and every older one that was open on some day of it.

    That is what a municipality publishes: a reader sees what was decided, and that nothing older was forgotten. A
    decision is made when it is adopted (also conditionally), or taken note of; what was withdrawn before that, not
    agreed on, or is not yet concluded, is none. How each stands is told as of the day the report is seen from, not as
    of the period's end.

    Args:
        context: the context of the request.
        since: the first day; 1 January of the last day's year unless named.
        until: the last day; 31 December of the running year, or of the first day's, unless named.
        period: both in one, such as `2. tertial 2026`, `mars 2026` or `2026`.

    Raises:
        RequestError: the period ends before it begins, or is named twice.
    """
    if period is not None and (since, until) != (None, None):
        raise RequestError("period_twice")
    since, until = (since, until) if period is None else (period, period)
    with reading(context) as reader:
        first, last = _period(
            parsing.day(since, reader.counted(SINCE)) if since is not None else None,
            parsing.day(until, reader.counted(ENDS)) if until is not None else None,
            reader.day,
        )
        if period is not None:  # the days say it all
            first, last = (date(day.year, day.month, day.day) for day in (first, last))
        meetings = [str(item.ref) for meeting, item in reader.meetings if first <= meeting.day <= last]
        rows = queries.open_or_made(reader.connection, reader.council, first, meetings)
        cases = rows.cases()
        decisions = {(decision.year, decision.no): decision for decision in rows.all(Decision)}
        days = _days_made(reader, cases, decisions)
        # the public edition does not tell whether an exempt decision is still open: its own period alone lists it
        over = (i for i in cases if is_masked(i) or (not i.is_open and (i.since or date.min) < first))
        ended_before = {item.ref for item in over}
        dated = ((ref, day or date.min) for ref, day in days.items())  # an unknown day is before all that are known
        chosen = {ref: day for ref, day in dated if first <= day <= last or (day < first and ref not in ended_before)}
        titles = {post.id: post.title for post in reader.posts.values()}
        branches = {branch.ref: branch for branch in grow_from(reader, cases, decisions)}
        remarks = _remarks(reader, rows)
        lines = (
            _line(branches[str(ref)], decisions[ref.year, ref.no], days[ref], remarks.get(ref, ()), titles)
            for ref in sorted(chosen, key=lambda ref: (chosen[ref], ref))
        )
        return Report(reader.council, reader.row.title, first, last, reader.day, tuple(lines))


def _period(first: date | None, last: date | None, day: date) -> tuple[date, date]:
    if last is None:
        last = date(max(day.year, first.year if first is not None else day.year), 12, 31)
    if first is None:
        first = date(last.year, 1, 1)
    if last < first:
        raise RequestError("period_backwards", since=first, until=last)
    return first, last


def _days_made(
    reader: Reader, cases: Iterable[Item], decisions: Mapping[tuple[int, int], Decision]
) -> dict[Ref, date | None]:
    """Return the decisions that were made, with the day of the meeting that made each, None where nobody knows it."""
    meetings = {str(item.ref): meeting.day for meeting, item in reader.meetings}
    days: dict[Ref, date | None] = {}
    for item in cases:
        if item.assignment_no:
            continue
        decision = decisions[item.year, item.no]
        if item.has(Tag.CONCLUDED):
            # a decision from before the council was followed up has no meeting here, and perhaps no day
            made_on = decision.adopted_on if item.source is not None else decision.adopted_on or item.since
            days[item.ref] = meetings.get(decision.meeting or "") or made_on
    return days


def _remarks(reader: Reader, rows: Snapshot) -> dict[Ref, tuple[str, ...]]:
    """Return the secretary's remarks on each decision itself, in their order; those of members are to the meeting."""
    remarks: dict[Ref, tuple[str, ...]] = {}
    for row in sorted(rows.all(Remark), key=lambda remark: remark.seq):
        by_secretary = row.by is None or row.by in reader.on(row.on).posts_with(Role.SECRETARY)
        if by_secretary and not (row.address or row.series or row.assignment_no):
            remarks[row.ref] = (*remarks.get(row.ref, ()), row.text)
    return remarks


def _line(
    branch: Branch, decision: Decision, day: date | None, remarks: tuple[str, ...], titles: Mapping[str, str]
) -> ReportLine:
    """Tell a decision from its branch; of dropped work only that is told which the council did not end."""
    assignments = [child for child in branch.children if not child.is_dropped]
    work = [case for case in flattened(assignments) if not case.is_dropped]
    owners = {case.owner.post: case.owner for case in assignments if case.owner is not None}
    carried_out = latest(case.due for case in work) if Tag.ACHIEVED in branch.tags else None
    return row_of(
        ReportLine,
        branch,
        day=day,
        case=decision.case,
        text="" if decision.about else decision.text,
        responsible=tuple(owners.values()),
        due=branch.due if branch.is_open else carried_out,
        late=sum(case.late for case in work),
        missed=sum(len(case.missed) for case in work),
        delivered_late=tuple(LateWork(case.ref, case.delivered_late) for case in work if case.delivered_late),
        abandoned=tuple(titles.get(post, post) for post in branch.abandoned),
        imported_work=sum(case.imported for case in flattened(branch.children)),
        settled_before=sum(case.settled_before for case in flattened(branch.children)),
        moved=tuple(_moved(case, titles) for case in work if case.moved_by),
        bodies=branch.bodies if decision.adopted_on is None else (),
        results=tuple(_results(assignments)),
        remarks=(*((branch.note,) if branch.note else ()), *remarks),
        unfinished=tuple(_unfinished(assignments)) if branch.exempt is None else (),
    )


def _results(assignments: Iterable[Branch]) -> Iterator[WorkResult]:
    for case in assignments:
        recorded = (work for work in (case, *case.children) if work.note and not work.settled_before)
        delivered = [work for work in recorded if Tag.DELIVERED in work.tags]
        yield from (WorkResult(work.ref, work.note) for work in delivered if work is case or case not in delivered)


def _unfinished(assignments: Iterable[Branch]) -> Iterator[PlannedWork]:
    """Yield the work at hand of each assignment: its measures that are not delivered, or itself where it has none."""
    for case in assignments:
        for work in case.children or (case,):
            if work.is_open and Tag.DELIVERED not in work.tags and work.exempt is None:
                yield PlannedWork(work.ref, work.title, work.owner, work.due)


def _moved(case: Branch, titles: Mapping[str, str]) -> MovedWork:
    return MovedWork(
        case.ref, tuple(dict.fromkeys(titles.get(post, post) for post in case.moved_by)), len(case.moved_by)
    )
