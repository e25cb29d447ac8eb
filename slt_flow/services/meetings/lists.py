"""Meetings as a list, and one of them in full."""

from __future__ import annotations

from typing import Any

from slt_flow.model import Attendance, Item, Meeting
from slt_flow.records import projection, queries
from slt_flow.results.answers import Listing, Sheet
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import case_snapshot, remarks, state_fields
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import MEETING_SERIES, Presence, Ref


def list_meetings(context: Context, year: int | None = None) -> Listing:
    """Return every meeting, or those of a year, with how many items stood on the agenda."""
    with reading(context) as reader:
        items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
        tabled: dict[str | None, int] = {}
        for decision in queries.decisions(reader.connection, reader.council).values():
            tabled[decision.meeting] = tabled.get(decision.meeting, 0) + 1
        rows = []
        for meeting in projection.rows(reader.connection, reader.council, Meeting):
            item = items[Ref(MEETING_SERIES, meeting.year, meeting.no)]
            if year in (None, meeting.day.year):
                rows.append({**_meeting(reader, meeting, item), "items": tabled.get(str(item.ref), 0)})
        return Listing("meetings", tuple(sorted(rows, key=lambda row: row["day"])))


def show_meeting(context: Context, ref: str) -> Sheet:
    """Show one meeting: its day, attendance and items."""
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item, row = snapshot.one(Item, *target), snapshot.one(Meeting, target.year, target.no)
        present = [_attendance(reader, attendance) for attendance in snapshot.all(Attendance)]
        decisions = queries.decisions(reader.connection, reader.council)
        cases = {case.ref: case for case in queries.cases(reader.connection, reader.council, None)}
        refs = sorted(Ref("", d.year, d.no) for d in decisions.values() if d.meeting == str(target))
        tabled = [{"ref": str(r), "title": cases[r].title, **state_fields(reader, cases[r])} for r in refs]
        lists = (Listing("attendance", tuple(present)), Listing("items", tuple(tabled)), remarks(snapshot, target))
        return Sheet("meeting", _meeting(reader, row, item), lists)


def _meeting(reader: Reader, row: Meeting, item: Item) -> dict[str, Any]:
    fields = {"ref": str(item.ref), "title": item.title, "day": row.day, "kind": row.kind, **state_fields(reader, item)}
    return {**fields, "agenda_sent": row.sent}


def _attendance(reader: Reader, row: Attendance) -> dict[str, Any]:
    guest = row.presence == Presence.GUEST
    post = reader.posts.get(row.who)
    return {
        "post": None if guest else row.who,
        "title": row.deputy if guest else post.title if post else row.who,
        "presence": row.presence,
        "deputy": None if guest else row.deputy,
        "mandate": row.mandate,
    }
