"""Which later entries build on a request, so that it cannot be taken back before they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slt_flow.engine.entries import Entry, Kind
from slt_flow.terms import Ref, Tag

_MADE = (Kind.REGISTERED, Kind.POST_ADDED, Kind.ORGANISATION_ADDED, Kind.AREA_ADDED, Kind.POST_DESIGNATED)
_STRUCTURAL = (
    *_MADE,
    Kind.MOVED,
    Kind.TEXT_AMENDED,
    Kind.OWNER_CHANGED,
    Kind.OWNERSHIP_ACCEPTED,
    Kind.DEADLINE_CHANGED,
)
_REFERRED: tuple[str, ...] = ("meeting", "decision", "by", "owner", "post", "organisation", "area", "deputy")


def builds_on(request: Sequence[Entry], later: Iterable[Entry], earlier: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """The later entries that would lose their ground if the request were taken back.

    They are on a case the request touched, above or beneath one it changed, on an item of a meeting that it changed
    or recorded who was at, or they speak of something that it made or of a decision that it adopted.
    """
    touched = {entry.subject for entry in request}
    changed = [ref for e in request if e.kind in _STRUCTURAL and (ref := Ref.parse(e.subject)) is not None]
    made = {name for entry in request if entry.kind in _MADE for name in _names(entry)} | _adopted(request, earlier)
    meetings = {str(ref) for ref in changed if ref.series}
    meetings |= {entry.subject for entry in request if entry.kind == Kind.ATTENDANCE_RECORDED}
    return tuple(
        entry
        for entry in later
        if entry.subject in touched
        or _is_related(entry, changed)
        or entry.data.get("meeting") in meetings
        or any(entry.data.get(field) in made for field in _REFERRED)
    )


def frozen_by(request: Sequence[Entry], entries: Iterable[Entry]) -> Entry | None:
    """The entry that froze minutes which tell of this request, if any; freezing itself is for good (I7)."""
    touched = {entry.subject for entry in request}
    touched |= {str(entry.data["meeting"]) for entry in request if entry.data.get("meeting")}
    first = request[0].seq
    later = (e for e in (*request, *entries) if e.kind == Kind.MINUTES_FROZEN and e.seq >= first)
    return next((e for e in later if e.subject in touched), None)


def _adopted(request: Sequence[Entry], earlier: Iterable[Entry]) -> set[str]:
    """The decisions that were not adopted before the request and were after it."""
    stood = {e.subject for e in earlier if e.kind == Kind.MOVED and Tag.ADOPTED in e.data["means"]}
    return {e.subject for e in request if e.kind == Kind.MOVED and Tag.ADOPTED in e.data.get("means", ())} - stood


def _is_related(entry: Entry, changed: Iterable[Ref]) -> bool:
    ref = Ref.parse(entry.subject)
    if ref is None or entry.kind not in _STRUCTURAL:
        return False
    return any(ref.is_above(other) or other.is_above(ref) for other in changed)


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.subject, str(entry.data.get("id") or entry.data.get("post") or entry.subject))
