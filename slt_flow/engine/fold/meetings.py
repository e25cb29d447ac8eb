"""Folds of entries about meetings: agenda, day, attendance, minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import changes, day_in, folds, ref_of
from slt_flow.model import AgendaPoint, Attendance, Meeting, Passage
from slt_flow.model.point_kinds import OWN
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
    who = data.get("who") or (f"guest-{entry.seq}" if guest else data["post"])
    before = snapshot.find(Attendance, *ref[:3], who)
    if data.get("point") or data["presence"] == Presence.LEFT or (before and before.presence == Presence.LEFT):
        passage = Passage(
            series=ref.series,
            year=ref.year,
            no=ref.no,
            seq=entry.seq,
            who=who,
            presence=data["presence"],
            point=data.get("point"),
            reason=texts.get("reason", ""),
        )
        snapshot.put(passage)
    earlier = before.during if before is not None else ()
    snapshot.put(
        Attendance(
            series=ref.series,
            year=ref.year,
            no=ref.no,
            who=who,
            presence=data["presence"],
            deputy=texts.get("guest" if guest else "deputy") or data.get("deputy"),
            mandate=texts.get("mandate"),
            organisation=data.get("organisation"),
            mandated_by=data.get("mandated_by"),
            mandated_on=day_in(data.get("mandated_on")),
            role=data.get("role") or (before.role if before is not None else None),
            during=tuple(dict.fromkeys((*earlier, *data["during"]))) if data.get("during") else (),
        )
    )


@folds(Kind.AGENDA_POINT_ADDED)
def _agenda_point_added(snapshot: Snapshot, entry: Entry) -> None:
    data, texts = entry.data, entry.texts
    _point(
        snapshot,
        entry,
        kind=OWN,
        post=data.get("post"),
        place=data.get("place"),
        title=texts.get("title", ""),
        text=texts.get("text", ""),
        case=texts.get("case"),
        attachments=entry.numbered("attachment"),
    )


@folds(Kind.AGENDA_POINT_DESCRIBED)
def _agenda_point_described(snapshot: Snapshot, entry: Entry) -> None:
    fields = {name: text for name in ("text", "case") if (text := entry.texts.get(name))}
    fields |= {"post": entry.data["post"]} if entry.data.get("post") else {}
    more = {"attachments": entry.numbered("attachment")} if entry.data.get("attachment_count") else {}
    _point(snapshot, entry, **fields, **more)


@folds(Kind.AGENDA_POINT_DEALT_WITH)
def _agenda_point_dealt_with(snapshot: Snapshot, entry: Entry) -> None:
    ref, data = ref_of(entry), entry.data
    fields = {"discussion": entry.texts["discussion"]} if entry.texts.get("discussion") else {}
    fields |= {"outcome": data["outcome"]} if data.get("outcome") else {}
    row = snapshot.find(AgendaPoint, *ref[:3], data["point"])
    more = tuple(dict.fromkeys((*(row.follow_up if row is not None else ()), *filter(None, (data.get("follow_up"),)))))
    _point(snapshot, entry, **fields, **({"follow_up": more} if data.get("follow_up") else {}))


@folds(Kind.AGENDA_POINT_DROPPED)
def _agenda_point_dropped(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, dropped=True)


@folds(Kind.AGENDA_POINT_PLACED)
def _agenda_point_placed(snapshot: Snapshot, entry: Entry) -> None:
    _point(snapshot, entry, place=entry.data["place"], dropped=False)


@folds(Kind.AGENDA_SETTLED)
def _agenda_settled(snapshot: Snapshot, entry: Entry) -> None:
    """Put every point in its place; one that stands on it no longer is dropped."""
    ref, listed = ref_of(entry), {point["point"]: point for point in entry.data["points"]}
    for row in snapshot.points_at(ref):
        if row.point not in listed:
            snapshot.put(replaced(row, dropped=True))
    for place, (key, point) in enumerate(listed.items(), start=1):
        blank = AgendaPoint(series=ref.series, year=ref.year, no=ref.no, point=key)
        row = snapshot.find(AgendaPoint, *blank.key) or blank
        words: dict[str, Any] = {
            name: text for name in ("title", "text", "case") if (text := entry.texts.get(f"{name}.{place}"))
        }
        post = point.get("post") or row.post
        snapshot.put(replaced(row, kind=point["kind"], post=post, place=place, dropped=False, **words))
    snapshot.put(replaced(snapshot.one(Meeting, *ref[:3]), settled=True))


changes(
    Kind.MEETING_ARRANGED,
    Meeting,
    lambda _, entry: {
        **{name: entry.data[name] for name in ("begins", "ends", "written_by") if entry.data.get(name)},
        **({"venue": entry.texts["venue"]} if entry.texts.get("venue") else {}),
    },
)


def _point(snapshot: Snapshot, entry: Entry, **fields: Any) -> None:
    """Change a point of an agenda; a generated point has no row until something of it is changed."""
    ref, point = ref_of(entry), entry.data["point"]
    snapshot.one(Meeting, *ref[:3])
    blank = AgendaPoint(series=ref.series, year=ref.year, no=ref.no, point=point)
    snapshot.put(replaced(snapshot.find(AgendaPoint, *blank.key) or blank, **fields))
