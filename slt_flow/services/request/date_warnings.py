"""Warnings about dates: a deadline or meeting on a closed day, a deadline during its owner's absence.

Nothing is refused for it: a council may well meet on a Saturday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Council, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.services.request.calendar import closed
from slt_flow.terms import MEETING_SERIES, Ref, Tag


def of_perform(
    snapshot: Snapshot, ref: Ref, answers: Mapping[str, Any], entries: Iterable[Entry], day: date
) -> Iterator[Notice]:
    """Return the warnings about dates that one step of an action set, judged after the step."""
    if ref.series:
        if ref.series == MEETING_SERIES and "date" in answers:
            yield from of_meeting(snapshot, ref, day)
            yield from of_plan(snapshot, ref, day)
        return
    registered = [named for e in entries if e.kind == Kind.REGISTERED and (named := Ref.parse(e.subject)) is not None]
    for case in registered or [ref]:
        item = snapshot.item(case)
        owner = answers.get("owner") if not registered else None
        if item is None or not (registered or owner or "due" in answers):
            continue
        if registered or "due" in answers:
            yield from _of_closed_deadline(snapshot, item)
        yield from _of_absence(snapshot, item, owner or item.owner)


def of_meeting(snapshot: Snapshot, ref: Ref, day: date) -> Iterator[Notice]:
    """Warn of a coming meeting on a closed day."""
    meeting, item = snapshot.find(Meeting, ref.year, ref.no), snapshot.item(ref)
    if meeting is None or item is None or meeting.day <= day or item.has(Tag.HELD):
        return
    closed_day = closed(meeting.day, snapshot.one(Council).closed_days)
    if closed_day is not None:
        yield Notice("meeting_on_closed_day", {"ref": str(ref), **closed_day._asdict()})


def of_plan(snapshot: Snapshot, ref: Ref, day: date) -> Iterator[Notice]:
    """Warn of a meeting planned in the past: mostly a slip, sometimes a late entry."""
    meeting = snapshot.one(Meeting, ref.year, ref.no)
    if meeting.day < day:
        yield Notice("planned_in_the_past", {"ref": str(ref), "day": meeting.day})


def _of_closed_deadline(snapshot: Snapshot, item: Item) -> Iterator[Notice]:
    closed_day = closed(item.due, snapshot.one(Council).closed_days) if item.due is not None else None
    if closed_day is not None:
        yield Notice("deadline_on_closed_day", {"ref": str(item.ref), **closed_day._asdict()})


def _of_absence(snapshot: Snapshot, item: Item, owner: str | None) -> Iterator[Notice]:
    away = snapshot.absence_on(owner, item.due) if owner is not None and item.due is not None else None
    if away is not None:
        absence = {"post": away.post, "since": away.since, "until": away.until, "deputy": away.deputy}
        yield Notice("deadline_in_absence", {"ref": str(item.ref), "due": item.due, **absence})
