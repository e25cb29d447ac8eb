"""Meetings as a list, and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from slt_flow.model import Attendance, Item, Meeting
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.labels import title_of
from slt_flow.model.mandates import written_deputy
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection, queries
from slt_flow.results.archive import FiledRow
from slt_flow.results.decisions import RemarkRow
from slt_flow.results.meetings import ApprovedMinutes, AttendanceRow, MeetingRow, MeetingSheet, TabledItem
from slt_flow.services.decisions.continued import goes_on
from slt_flow.services.meetings.attachments import files_of
from slt_flow.services.meetings.filing import filed
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, case_snapshot, reading, remarks
from slt_flow.terms import Named, Presence, Ref, Tag


def list_meetings(context: Context, year: int | None = None) -> tuple[MeetingRow, ...]:
    """Return every meeting, or those of a year, with how many items stood on the agenda."""
    with reading(context) as reader:
        meetings = [(row, item) for row, item in reader.meetings if year in (None, row.day.year, row.year)]
        counts = _points(reader, meetings)
        return tuple(
            MeetingRow(*_heading(reader, row, item), counts[item.ref], *_arranged(row)) for row, item in meetings
        )


def approved_minutes(context: Context) -> tuple[ApprovedMinutes, ...]:
    """Return the meetings whose minutes are approved or archived, the latest first."""
    with reading(context) as reader:
        approved = (
            (row, item)
            for row, item in reader.meetings
            if item.has(Tag.HELD) and (item.ended or item.has(Tag.APPROVED))
        )
        return tuple(ApprovedMinutes(str(item.ref), item.title, row.day) for row, item in approved)[::-1]


def _points(reader: Reader, meetings: Sequence[tuple[Meeting, Item]]) -> Mapping[Ref, int]:
    """Count the points of each meeting as its agenda and its minutes have them; of one that is masked none."""
    rows = _rows_of_agendas(reader)
    shown = [item.ref for _, item in meetings if not reader.is_masked(item.ref)]
    counted = {ref: len(agenda_of(rows, ref, reader.day)[0]) for ref in shown}
    return {item.ref: counted.get(item.ref, 0) for _, item in meetings}


def _rows_of_agendas(reader: Reader) -> Snapshot:
    rows = projection.for_agendas(reader.connection, reader.council, reader.day.year)
    for decision in queries.decisions(reader.connection, reader.council).values():
        rows.put(decision)
    return rows


def numbers_of_points(reader: Reader, *meetings: Ref) -> Mapping[tuple[str, str], str]:
    """Return what people call points of some meetings, by meeting and key: the ref of a case, else the number.

    The public edition lacks points, so that it cannot count them.
    """
    if not meetings or reader.moment.public:
        return {}
    rows = _rows_of_agendas(reader)
    points = ((str(meeting), point) for meeting in meetings for point in agenda_of(rows, meeting, reader.day)[0])
    return {(meeting, point.key): point.ref or str(point.number) for meeting, point in points}


def called(reader: Reader, numbers: Mapping[tuple[str, str], str], meeting: str, point: str) -> str:
    """Return what people call a point, by `numbers_of_points`; the public edition knows it by its case only, or not."""
    if reader.moment.public:
        return point.removeprefix("case:") if point.startswith("case:") else ""
    return numbers.get((meeting, point), point)


def show_meeting(context: Context, ref: str) -> MeetingSheet:
    """Show one meeting: its day, attendance and items."""
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item, row = snapshot.one(Item, *target), snapshot.one(Meeting, *target[:3])
        tabled = sorted(projection.decisions_at(reader.connection, reader.council, target))
        cases = (projection.case_of(reader.connection, reader.council, ref) for ref in tabled)
        return MeetingSheet(
            *_heading(reader, row, item),
            attendance=tuple(_attendance(reader.on(row.day), attendance) for attendance in snapshot.all(Attendance)),
            items=tuple(TabledItem(str(c.ref), c.title, reader.state(c)) for c in cases if c is not None),
            goes_on=tuple(goes_on(reader, snapshot, target)),
            remarks=_remarks(reader, snapshot, target),
            recorded=reader.recorded(target),
            erased=reader.erasures(target),
            begins=row.begins,
            ends=row.ends,
            venue=row.venue,
            attachments=files_of(reader, target),
            exempt=reader.exempt(target),
            filed=_filed(reader, target),
        )


def _arranged(row: Meeting) -> tuple[str | None, str | None, str | None]:
    return row.begins, row.ends, row.venue


def _heading(reader: Reader, row: Meeting, item: Item) -> tuple[str, str, date, str, Named, date | None, str | None]:
    return str(item.ref), item.title, row.day, row.kind, reader.state(item), row.sent, row.group


def _attendance(then: Snapshot, row: Attendance) -> AttendanceRow:
    if row.presence == Presence.GUEST:
        return AttendanceRow(None, row.deputy or "", row.presence, None, row.mandate)
    return AttendanceRow(row.who, title_of(then, row.who) or row.who, row.presence, written_deputy(row), row.mandate)


def _remarks(reader: Reader, snapshot: Snapshot, meeting: Ref) -> tuple[RemarkRow, ...]:
    """Return the remarks on a meeting, the points that they are about as people call them."""
    rows = remarks(snapshot, meeting, reader.on(snapshot.one(Meeting, *meeting[:3]).day))
    numbers = numbers_of_points(reader, meeting) if any(row.item for row in rows) else {}
    return tuple(
        row._replace(item=called(reader, numbers, str(meeting), row.item)) if row.item else row for row in rows
    )


def _filed(reader: Reader, meeting: Ref) -> tuple[FiledRow, ...]:
    """Return how a meeting and its points are filed, the points as people call them."""
    rows = filed(reader, meeting)
    numbers = numbers_of_points(reader, meeting) if any(row.point for row in rows) else {}
    named = (row._replace(item=called(reader, numbers, str(meeting), row.point)) for row in rows)
    return tuple(row for row in named if row.item or not row.point)
