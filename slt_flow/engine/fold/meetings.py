"""Folds of entries about meetings: agenda, day, attendance, minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import changes, day_in, folds, ref_of
from slt_flow.model import AgendaPoint, Attendance, Meeting
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Presence

changes(Kind.AGENDA_SENT, Meeting, lambda _, entry: {"sent": day_in(entry.data["sent"])})
changes(
    Kind.DAY_CHANGED,
    Meeting,
    lambda meeting, entry: {
        "day": date.fromisoformat(entry.data["day"]),
        "moved_from": (*meeting.moved_from, meeting.day.isoformat()),
    },
)
changes(Kind.MINUTES_FROZEN, Meeting, lambda _, entry: {"frozen": entry.seq})
changes(Kind.ATTESTED, Meeting, lambda _meeting, _entry: {})


@folds(Kind.ATTENDANCE_RECORDED)
def _attendance_recorded(snapshot: Snapshot, entry: Entry) -> None:
    ref, data, texts = ref_of(entry), entry.data, entry.texts
    meeting = snapshot.one(Meeting, *ref[:3])
    if data.get("leads"):
        snapshot.put(replaced(meeting, led_by=data.get("deputy") or data["post"]))
    guest = data["presence"] == Presence.GUEST
    snapshot.put(
        Attendance(
            series=ref.series,
            year=ref.year,
            no=ref.no,
            who=f"guest-{entry.seq}" if guest else data["post"],
            presence=data["presence"],
            deputy=texts.get("guest" if guest else "deputy") or data.get("deputy"),
            mandate=texts.get("mandate"),
            organisation=data.get("organisation"),
            mandated_by=data.get("mandated_by"),
            mandated_on=day_in(data.get("mandated_on")),
        )
    )


@folds(Kind.AGENDA_POINT_ADDED)
def _agenda_point_added(snapshot: Snapshot, entry: Entry) -> None:
    data = entry.data
    _point(snapshot, entry, title=entry.texts.get("title", ""), post=data.get("post"), place=data.get("place"))


@folds(Kind.AGENDA_POINT_DROPPED)
def _agenda_point_dropped(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, dropped=True)


@folds(Kind.AGENDA_POINT_PLACED)
def _agenda_point_placed(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, place=entry.data["place"], dropped=False)


def _point(snapshot: Snapshot, entry: Entry, **fields: Any) -> None:
    """Change a point of an agenda; a generated point has no row until something of it is changed."""
    ref, point = ref_of(entry), entry.data["point"]
    snapshot.one(Meeting, *ref[:3])
    blank = AgendaPoint(series=ref.series, year=ref.year, no=ref.no, point=point)
    snapshot.put(replaced(snapshot.find(AgendaPoint, *blank.key) or blank, **fields))
