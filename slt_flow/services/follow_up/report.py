"""The decision-status report in the form municipalities publish: what was decided, who follows up, how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item, Meeting, Remark
from slt_flow.model.deadlines import latest
from slt_flow.records import projection, queries
from slt_flow.results import Branch, Report, ReportLine
from slt_flow.services.follow_up.tree import flattened, grow
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import MEETING_SERIES, Ref, Tag


def report(
    context: Context,
    since: str | None = None,
    until: str | None = None,
    as_of: date | None = None,
    as_known: date | None = None,
) -> Report:
    """Return every decision the council made in a period, and every older one that was open on some day of it.

    That is what a municipality publishes: a reader sees what was decided, and that nothing older was forgotten. A
    decision is made when it is adopted (also conditionally), or taken note of; what was withdrawn before that, not
    agreed on, or is not yet concluded, is none. How each stands is told as of the day the report is seen from, not as
    of the period's end.

    Args:
        context: where the request comes in.
        since: the first day; 1 January of the last day's year unless named.
        until: the last day; 31 December of the running year, or of the first day's, unless named.
        as_of: as it held that day.
        as_known: as it was known that day.

    Raises:
        RequestError: the period ends before it begins.
    """
    with reading(context, as_of, as_known) as reader:
        first, last = _period(since, until, reader.day)
        made = {ref: day for ref, day in _made(reader) if day <= last}
        branches = {branch.ref: branch for branch in grow(reader, None)}
        rows = queries.decisions(reader.connection, reader.council)
        remarks = _remarks(reader)
        items = {item.ref: item for item in queries.cases(reader.connection, reader.council, None)}
        chosen = [ref for ref, day in made.items() if day >= first or _open_on(items[ref], first)]
        lines = (
            _line(branches[str(ref)], rows[ref.year, ref.no], made[ref], remarks.get(ref, ()))
            for ref in sorted(chosen, key=lambda ref: (made[ref], ref))
        )
        return Report(reader.council, reader.row.title, first, last, reader.day, tuple(lines))


def _period(since: str | None, until: str | None, day: date) -> tuple[date, date]:
    first = parsing.day(since) if since is not None else None
    last = parsing.day(until) if until is not None else None
    if last is None:
        last = date(max(day.year, first.year if first is not None else day.year), 12, 31)
    if first is None:
        first = date(last.year, 1, 1)
    if last < first:
        raise RequestError("period_backwards", since=first, until=last)
    return first, last


def _made(reader: Reader) -> Iterator[tuple[Ref, date]]:
    """Yield the decisions that were made, with the day of the meeting that made them."""
    rows = queries.decisions(reader.connection, reader.council)
    every = projection.rows(reader.connection, reader.council, Meeting)
    meetings = {str(Ref(MEETING_SERIES, m.year, m.no)): m.day for m in every}
    for item in queries.cases(reader.connection, reader.council, None):
        if item.assignment_no:
            continue
        if not item.has(Tag.CONCLUDED):
            continue
        decision = rows[item.year, item.no]
        met = meetings.get(decision.meeting or "")
        yield item.ref, met or decision.adopted_on or item.since


def _open_on(item: Item, day: date) -> bool:
    """Return True when a decision was open on a day or ended later."""
    return item.is_open or item.since >= day


def _remarks(reader: Reader) -> dict[Ref, tuple[str, ...]]:
    """Return the remarks on each decision itself, in their order."""
    found: dict[Ref, tuple[str, ...]] = {}
    rows = projection.rows(reader.connection, reader.council, Remark)
    for row in sorted(rows, key=lambda remark: remark.seq):
        if not (row.address or row.series or row.assignment_no):
            ref = Ref("", row.year, row.no)
            found[ref] = (*found.get(ref, ()), row.text)
    return found


def _line(branch: Branch, decision: Decision, day: date, remarks: tuple[str, ...]) -> ReportLine:
    work = [each for each in branch.children if not each.is_dropped]
    every = [each for each in flattened(work) if not each.is_dropped]
    owners = {each.owner.post: each.owner.title for each in work if each.owner is not None}
    carried_out = latest(each.due for each in every) if Tag.ACHIEVED in branch.tags else None
    return ReportLine(
        ref=branch.ref,
        day=day,
        meeting=branch.meeting,
        case=decision.case,
        title=branch.title,
        text="" if decision.about else decision.text,
        area=branch.area,
        responsible=tuple(owners.items()),
        state=branch.state,
        label=branch.label,
        due=branch.due if branch.is_open else carried_out,
        done=branch.done,
        total=branch.total,
        late=sum(each.late for each in every),
        delivered_late=tuple((each.ref, each.delivered_late) for each in every if each.delivered_late),
        bodies=branch.bodies if decision.adopted_on is None else (),
        remarks=(*((branch.note,) if branch.note else ()), *remarks),
    )
