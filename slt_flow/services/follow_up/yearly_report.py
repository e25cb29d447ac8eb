"""Report of a council's year to the municipal council: crime picture, decisions, obligations, evaluation, plan."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint, Meeting
from slt_flow.model.labels import title_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.papers import Discussed, HeldMeeting, YearlyReport
from slt_flow.services.follow_up.levels import levels
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.year import action_plan, evaluation_view
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import Tag


def yearly_report(context: Context, year: int | None = None) -> YearlyReport:
    """Return the report of a year, as things stand.

    Args:
        context: the context of the request.
        year: the calendar year; the one of the day it is seen from unless named.

    Raises:
        RequestError: the council was not followed up here in that year, or the year is still to come.
    """
    year = year or context.day.year
    with reading(context) as reader:
        if not reader.row.opened.year <= year <= reader.day.year:
            raise RequestError("year_not_followed_up", year=year, first=reader.row.opened, last=reader.day.year)
        snapshot = projection.everything(reader.connection, reader.council)
        meetings = tuple((m, item) for m, item in reader.meetings if m.day.year == year and not item.is_called_off)
        return YearlyReport(
            council=reader.council,
            title=reader.row.title,
            year=year,
            as_of=reader.day,
            meetings=tuple(
                HeldMeeting(str(m.ref), item.title, m.day, m.kind, reader.state(item), item.has(Tag.HELD))
                for m, item in meetings
            ),
            crime_picture=tuple(_discussed(snapshot, [m for m, _ in meetings], "standing:crime_picture")),
            youth_council=tuple(_discussed(snapshot, [m for m, _ in meetings], "standing:youth_council")),
            decisions=report(context, f"{year}-01-01", f"{year}-12-31"),
            obligations=obligations(context, year),
            evaluation=evaluation_view.show(context, year),
            plan=action_plan.show(context, year + 1),
            wheel=wheel(context, year),
            levels=levels(context, status(context, Filter(years=(year,)))),
        )


def _discussed(snapshot: Snapshot, meetings: list[Meeting], point: str) -> Iterator[Discussed]:
    """Yield what meetings said on a standing point."""
    for meeting in meetings:
        row = snapshot.find(AgendaPoint, *meeting.ref[:3], point)
        if row is not None and row.discussion:
            presenter = title_of(snapshot.on(meeting.day), row.post)
            yield Discussed(str(meeting.ref), meeting.day, point, presenter, row.discussion)
