"""Which later entries build on a request, so that it cannot be taken back before they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.terms import Ref, Tag

_STRUCTURAL: Final = (
    Kind.REGISTERED,
    Kind.POST_ADDED,
    Kind.ORGANISATION_ADDED,
    Kind.AREA_ADDED,
    Kind.POST_DESIGNATED,
    Kind.MOVED,
    Kind.TEXT_AMENDED,
    Kind.OWNER_CHANGED,
    Kind.OWNERSHIP_ACCEPTED,
    Kind.DEADLINE_CHANGED,
)
_TOLD_OF_WORK: Final = (Kind.REGISTERED, Kind.OWNER_CHANGED, Kind.DEADLINE_CHANGED, Kind.TITLE_CHANGED)
"""What minutes tell of the work beneath a decision: what there is, what it is called, whose it is, and until when."""

_POST: Final = ("post", "owner", "deputy", "contacts")
_SPOKEN_OF: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.REGISTERED: ("meeting", "decision", "by", "evaluation"),
    Kind.POST_ADDED: _POST,
    Kind.POST_DESIGNATED: _POST,
    Kind.ORGANISATION_ADDED: ("organisation",),
    Kind.AREA_ADDED: ("area",),
    Kind.KNOWLEDGE_ADDED: ("knowledge",),
    Kind.CHALLENGE_ADDED: ("challenge", "challenges"),
}
"""What an entry of each kind makes is named by later entries in these fields of their data."""

_OF_ADOPTED: Final = ("decision", "by")


def builds_on(request: Sequence[Entry], later: Iterable[Entry], earlier: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """The later entries that would lose their ground if the request were taken back.

    They are on a case the request touched, above or beneath one it changed or assessed, on an item of a meeting that
    it changed or recorded who was at, they speak of something that it made or of a decision that it adopted, they
    assess a measure that it moved, or they are the act of a deputy whom it let act. Under a newer agreement everything
    is judged by that one, so all that came after it builds on it.
    """
    if any(entry.kind == Kind.AGREEMENT_RENEWED for entry in request):
        return tuple(entry for entry in later if entry.kind != Kind.TEXT_REDACTED)
    touched = {entry.subject for entry in request if entry.kind != Kind.EVIDENCE_RECORDED}
    changed = [ref for e in request if e.kind in _STRUCTURAL and (ref := Ref.parse(e.subject)) is not None]
    assessed = [ref for e in request if (ref := Ref.parse(str(e.data.get("measure") or ""))) is not None]
    settled = {str(ref) for ref in changed if ref.measure_no}
    made = _made(request) | {(field, name) for name in _adopted(request, earlier) for field in _OF_ADOPTED}
    meetings = {str(ref) for ref in changed if ref.series}
    meetings |= {entry.subject for entry in request if entry.kind == Kind.ATTENDANCE_RECORDED}
    absences = [_Spell(entry) for entry in request if entry.kind == Kind.ABSENCE_RECORDED]
    return tuple(
        entry
        for entry in later
        if entry.subject in touched
        or _is_related(entry, [*changed, *assessed])
        or entry.data.get("meeting") in meetings
        or entry.data.get("measure") in settled
        or not made.isdisjoint(_named(entry))
        or any(absence.let_act(entry) for absence in absences)
    )


def frozen_by(request: Sequence[Entry], entries: Iterable[Entry]) -> Entry | None:
    """The entry that froze minutes which tell of this request, if any; freezing itself is for good (I7).

    Minutes tell of what their meeting did, and of who is accountable for the work that its decisions led to, by when;
    and of what was added to them once they were archived.
    """
    known = tuple(entries)
    touched = {entry.subject for entry in request}
    touched |= {str(entry.data["meeting"]) for entry in request if entry.data.get("meeting")}
    first = request[0].seq
    later = (e for e in (*request, *known) if e.kind == Kind.MINUTES_FROZEN and e.seq >= first)
    work = {
        ref.top
        for e in request
        if e.kind in _TOLD_OF_WORK and (ref := Ref.parse(e.subject)) is not None and ref.assignment_no
    }
    added = {entry.subject for entry in request if Ref.parse(entry.subject) is not None}
    archived = next((e for e in known if e.kind == Kind.MINUTES_FROZEN and e.seq < first and e.subject in added), None)
    if archived is not None:
        return archived
    return next((e for e in later if e.subject in touched or e.subject in _tabled_at(work, known, e.seq)), None)


def _tabled_at(decisions: set[Ref], entries: Sequence[Entry], before: int) -> set[str]:
    """The meetings at which decisions were last tabled when minutes were frozen."""
    links = [e for e in entries if e.kind == Kind.MEETING_LINKED and e.seq < before]
    last = {ref: str(e.data["meeting"]) for e in links if (ref := Ref.parse(e.subject)) in decisions}
    return set(last.values())


class _Spell:
    """An absence that a request recorded: whom it let act, and on which days."""

    def __init__(self, entry: Entry) -> None:
        self.deputy: str | None = entry.data.get("deputy")
        self.since, self.until = date.fromisoformat(entry.data["since"]), date.fromisoformat(entry.data["until"])

    def let_act(self, entry: Entry) -> bool:
        """Whether an entry is the deputy's act, or recorded by the deputy, on one of the days."""
        acting = self.deputy is not None and self.deputy in (entry.acted_by, entry.recorded_by)
        return acting and self.since <= entry.on <= self.until


def _made(request: Sequence[Entry]) -> set[tuple[str, str]]:
    """The fields of later entries, and what would stand there, that speak of what a request made."""
    return {(field, name) for entry in request for field in _SPOKEN_OF.get(entry.kind, ()) for name in _names_of(entry)}


def _names_of(entry: Entry) -> tuple[str, ...]:
    return (entry.subject, str(entry.data.get("id") or entry.data.get("post") or entry.subject))


def _named(entry: Entry) -> set[tuple[str, Any]]:
    """Every name an entry tells, with the field it stands in."""
    found = ((field, value if isinstance(value, list | tuple) else [value]) for field, value in entry.data.items())
    return {(field, name) for field, names in found for name in names if isinstance(name, str)}


def _adopted(request: Sequence[Entry], earlier: Iterable[Entry]) -> set[str]:
    """The decisions that were not adopted before the request and were after it."""
    stood = {e.subject for e in earlier if e.kind == Kind.MOVED and Tag.ADOPTED in e.data["tags"]}
    return {e.subject for e in request if e.kind == Kind.MOVED and Tag.ADOPTED in e.data.get("tags", ())} - stood


def _is_related(entry: Entry, changed: Iterable[Ref]) -> bool:
    ref = Ref.parse(entry.subject)
    if ref is None or entry.kind not in _STRUCTURAL:
        return False
    return any(ref.is_above(other) or other.is_above(ref) for other in changed)
