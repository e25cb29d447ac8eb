"""Entries about meetings: agenda, day, who was there, minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import day_in, folds, meeting_of
from slt_flow.model import AgendaPoint, Attendance
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Presence


@folds(Kind.AGENDA_SENT)
def _agenda_sent(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(meeting_of(snapshot, entry), sent=day_in(entry.data["sent"])))


@folds(Kind.DAY_CHANGED)
def _day_changed(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(meeting_of(snapshot, entry), day=date.fromisoformat(entry.data["day"])))


@folds(Kind.ATTENDANCE_RECORDED)
def _attendance_recorded(snapshot: Snapshot, entry: Entry) -> None:
    meeting, told = meeting_of(snapshot, entry), entry.data
    guest = told["presence"] == Presence.GUEST
    snapshot.put(
        Attendance(
            year=meeting.year,
            no=meeting.no,
            who=f"guest-{entry.seq}" if guest else told["post"],
            presence=told["presence"],
            deputy=entry.texts.get("guest" if guest else "deputy") or told.get("deputy"),
            mandate=entry.texts.get("mandate"),
        )
    )


@folds(Kind.MINUTES_FROZEN)
def _minutes_frozen(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(meeting_of(snapshot, entry), frozen=entry.seq))


@folds(Kind.AGENDA_POINT_ADDED)
def _agenda_point_added(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    _point(snapshot, entry, title=entry.texts.get("title", ""), post=told.get("post"), place=told.get("place"))


@folds(Kind.AGENDA_POINT_DROPPED)
def _agenda_point_dropped(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, dropped=True)


@folds(Kind.AGENDA_POINT_PLACED)
def _agenda_point_placed(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, place=entry.data["place"], dropped=False)


def _point(snapshot: Snapshot, entry: Entry, **fields: Any) -> None:
    meeting, point = meeting_of(snapshot, entry), entry.data["point"]
    known = snapshot.find(AgendaPoint, meeting.year, meeting.no, point)
    blank = AgendaPoint(year=meeting.year, no=meeting.no, point=point, title=None, post=None, place=None, dropped=False)
    snapshot.put(replace(known or blank, **fields))
