"""Meetings as a list, and one of them in full."""

from __future__ import annotations

from collections import Counter
from typing import Any

from slt_flow.model import Attendance, Item, Meeting
from slt_flow.records import queries
from slt_flow.results.answers import Listing, Sheet
from slt_flow.services.request import parsing
from slt_flow.services.request.case_fields import case_snapshot, remarks, state_fields
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Presence


def list_meetings(context: Context, year: int | None = None) -> Listing:
    """Return every meeting, or those of a year, with how many items stood on the agenda."""
    with reading(context) as reader:
        tabled = Counter(decision.meeting for decision in queries.decisions(reader.connection, reader.council).values())
        rows = [
            {**_meeting(reader, meeting, item), "items": tabled[str(item.ref)]}
            for meeting, item in reader.meetings
            if year in (None, meeting.day.year)
        ]
        return Listing("meetings", tuple(rows))


def show_meeting(context: Context, ref: str) -> Sheet:
    """Show one meeting: its day, attendance and items."""
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item, row = snapshot.one(Item, *target), snapshot.one(Meeting, target.year, target.no)
        present = [_attendance(reader, attendance) for attendance in snapshot.all(Attendance)]
        decisions = queries.decisions(reader.connection, reader.council)
        cases = {case.ref: case for case in queries.cases(reader.connection, reader.council, None)}
        refs = sorted(d.ref for d in decisions.values() if d.tabled_at == target)
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
