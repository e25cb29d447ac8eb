"""Dependencies between requests: later entries that build on one keep it from being undone before they are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from slt_flow.engine.entries import OF_ACCESS, OF_ARCHIVE, OF_THE_JOURNAL, Entry, Kind
from slt_flow.model import Objection
from slt_flow.model.point_kinds import case_named
from slt_flow.terms import Ref, Tag

_STRUCTURAL: Final = (
    Kind.REGISTERED, Kind.POST_ADDED, Kind.ORGANISATION_ADDED, Kind.AREA_ADDED, Kind.POST_DESIGNATED, Kind.MOVED,
    Kind.TEXT_AMENDED, Kind.OWNER_CHANGED, Kind.OWNERSHIP_ACCEPTED, Kind.DEADLINE_CHANGED,
)  # fmt: skip
IN_MINUTES: Final = (Kind.REGISTERED, Kind.OWNER_CHANGED, Kind.DEADLINE_CHANGED, Kind.TITLE_CHANGED)
"""Kinds that change what minutes show of the work beneath a decision: its title, owner and deadline."""

BESIDE_A_CASE: Final = (Kind.EVIDENCE_RECORDED, Kind.ATTESTED, Kind.CASE_CONTINUED)
"""Kinds that say something beside a case, which nothing in it builds on."""

_EXEMPTING: Final = (Kind.EXEMPTED, Kind.EXEMPTION_LIFTED)

_POST: Final = ("post", "owner", "deputy", "contacts")
_NAMED_IN: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.REGISTERED: ("meeting", "decision", "by", "evaluation"),
    Kind.POST_ADDED: _POST,
    Kind.POST_DESIGNATED: _POST,
    Kind.ORGANISATION_ADDED: ("organisation",),
    Kind.AREA_ADDED: ("area",),
    Kind.GROUP_FOUNDED: ("group",),
    Kind.KNOWLEDGE_ADDED: ("knowledge",),
    Kind.CHALLENGE_ADDED: ("challenge", "challenges"),
}
"""Fields of later entries' data that may name what an entry of a kind makes."""

_OF_ADOPTED: Final = ("decision", "by")

_READ_BY_NO_CASE: Final = (
    *OF_ACCESS, Kind.HOLDER_APPOINTED, Kind.POST_VACATED, Kind.CONTACT_RECORDED, Kind.CONTACT_REMOVED,
    Kind.KNOWLEDGE_ADDED, Kind.CHALLENGE_ADDED, Kind.EVIDENCE_RECORDED,
)  # fmt: skip
"""Kinds about the council itself that change no row which the fold of an entry about a case reads."""


def builds_on(request: Sequence[Entry], later: Iterable[Entry], earlier: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """Return the later entries that would lose their ground if the request were undone.

    They are on a case the request touched, above or beneath one it changed or assessed, on an item of a meeting that
    it changed or recorded who was at, they speak of something that it made or of a decision that it adopted, they
    assess a measure that it moved, or they are the act of a deputy whom it let act. Under a newer agreement everything
    is judged by that one, so all that came after it builds on it.
    """
    if any(entry.kind == Kind.AGREEMENT_RENEWED for entry in request):
        return tuple(entry for entry in later if entry.kind not in OF_THE_JOURNAL)
    touched = {entry.subject for entry in request if entry.kind not in BESIDE_A_CASE}
    changed = [ref for e in request if e.kind in _STRUCTURAL and (ref := Ref.parse(e.subject)) is not None]
    assessed = [ref for e in request if (ref := Ref.parse(str(e.data.get("measure") or ""))) is not None]
    settled = {str(ref) for ref in changed if ref.measure_no}
    names = {(field, name) for e in request for field in _NAMED_IN.get(e.kind, ()) for name in _names_of(e)}
    names |= {(field, decision) for decision in _adopted(request, earlier) for field in _OF_ADOPTED}
    meetings = {str(ref) for ref in changed if ref.series}
    meetings |= {entry.subject for entry in request if entry.kind == Kind.ATTENDANCE_RECORDED}
    absences = [entry for entry in request if entry.kind == Kind.ABSENCE_RECORDED]
    # by their top cases: a request that brings in a list changes thousands
    by_top: dict[Ref, list[Ref]] = {}
    for ref in (*changed, *assessed):
        by_top.setdefault(ref.top, []).append(ref)
    return tuple(
        entry
        for entry in later
        if entry.subject in touched
        or _is_related(entry, by_top)
        or entry.data.get("meeting") in meetings
        or entry.data.get("measure") in settled
        or not names.isdisjoint(_fields(entry))
        or any(_is_by_deputy(entry, absence) for absence in absences)
        or (entry.kind == Kind.ARCHIVE_EXPORTED and _is_sent(entry, request))
    )


def was_read(
    request: Sequence[Entry], others: Sequence[Entry], plans: Container[str], objections: Sequence[Objection]
) -> bool:
    """Return whether other rows than those of its own cases may be as they are because of a request.

    Cases are folded by the posts and organisations of their day, and by who was absent; the adoption of a plan counts
    the measures of every decision; a stance answers the objections to the matter under another ref too, depending on
    the days of the meetings; and a measure may have been assessed by an earlier evaluation.

    Args:
        request: the entries of the request.
        others: later entries about other cases.
        plans: the action plans.
        objections: all that was ever objected to.
    """
    subjects = {entry.subject for entry in request}
    refs = [(entry.kind, Ref.parse(entry.subject)) for entry in request]
    of_ground = any(ref is None and kind not in _READ_BY_NO_CASE for kind, ref in refs)
    of_measures = any(ref is not None and ref.measure_no for _, ref in refs)
    of_meetings = any(ref is not None and ref.series for _, ref in refs)
    return (
        any(kind == Kind.EFFECT_ASSESSED for kind, _ in refs)
        or (of_ground and bool(others))
        or (of_measures and any(entry.subject in plans for entry in others))
        or (of_meetings and bool(objections) and any(entry.kind == Kind.STANCE_TAKEN for entry in others))
        or any(row.spoken_in in subjects for row in objections)
    )


def frozen_by(request: Sequence[Entry], entries: Iterable[Entry]) -> Entry | None:
    """Return the entry that froze minutes which show something of this request, if any (I7).

    Minutes tell of what their meeting did, and of who is accountable for the work that its decisions led to, by when;
    and of what was added to them once they were archived.
    """
    request = [entry for entry in request if entry.kind not in OF_ARCHIVE]  # minutes tell nothing of these
    if not request:
        return None
    every, first = tuple(entries), request[0].seq
    own = {str(e.seq) for e in request}
    named = next(
        (e for e in every if e.kind == Kind.MINUTES_FROZEN and not own.isdisjoint(e.data.get("digests", ()))), None
    )
    if named is not None:
        return named
    cases = [(e, ref) for e in request if (ref := Ref.parse(e.subject)) is not None]
    added = {e.subject for e, _ in cases}
    # Minutes that were frozen before show what the request added to them, an addendum.
    archived = next((e for e in every if e.kind == Kind.MINUTES_FROZEN and e.seq < first and e.subject in added), None)
    if archived is not None:
        return archived
    touched = {e.subject for e in request} | {str(e.data["meeting"]) for e in request if e.data.get("meeting")}
    work = {ref.top for e, ref in cases if e.kind in IN_MINUTES and ref.assignment_no}
    frozen = (e for e in (*request, *every) if e.kind == Kind.MINUTES_FROZEN and e.seq >= first)
    return next((e for e in frozen if e.subject in touched or e.subject in _tabled_at(work, every, e.seq)), None)


def _tabled_at(decisions: set[Ref], entries: Sequence[Entry], before: int) -> set[str]:
    """Return the meetings at which decisions were last tabled before an entry."""
    links = [e for e in entries if e.kind == Kind.MEETING_LINKED and e.seq < before]
    last = {ref: str(e.data["meeting"]) for e in links if (ref := Ref.parse(e.subject)) in decisions}
    return set(last.values())


def _is_by_deputy(entry: Entry, absence: Entry) -> bool:
    """Return whether an entry is the act of a deputy, or recorded by the deputy, on a day of an absence."""
    deputy, data = absence.data.get("deputy"), absence.data
    acting = deputy is not None and deputy in (entry.acted_by, entry.recorded_by)
    return acting and date.fromisoformat(data["since"]) <= entry.on <= date.fromisoformat(data["until"])


def _is_sent(export: Entry, request: Sequence[Entry]) -> bool:
    """Return whether an export has said how what a request filed or exempted is filed, or that it is exempt."""
    case = str(case_named(export.data.get("point", "")))
    subjects = [e.subject for e in request if e.kind in (Kind.ARCHIVE_REFERRED, *_EXEMPTING)]
    return any(Ref.parse(subject) is None or subject == case for subject in subjects)


def _names_of(entry: Entry) -> tuple[str, ...]:
    return (entry.subject, str(entry.data.get("id") or entry.data.get("post") or entry.subject))


def _fields(entry: Entry) -> set[tuple[str, str]]:
    """Return every text that the data of an entry holds, with its field."""
    values = ((field, value if isinstance(value, list | tuple) else [value]) for field, value in entry.data.items())
    return {(field, name) for field, names in values for name in names if isinstance(name, str)}


def _adopted(request: Sequence[Entry], earlier: Iterable[Entry]) -> set[str]:
    """Return the decisions that the request adopted."""
    stood = {e.subject for e in earlier if e.kind == Kind.MOVED and Tag.ADOPTED in e.data["tags"]}
    return {e.subject for e in request if e.kind == Kind.MOVED and Tag.ADOPTED in e.data.get("tags", ())} - stood


def _is_related(entry: Entry, by_top: Mapping[Ref, list[Ref]]) -> bool:
    """Return whether an entry is on a case above or beneath one that was changed, given by their top cases."""
    ref = Ref.parse(entry.subject)
    if ref is None or entry.kind not in _STRUCTURAL:
        return False
    return any(ref.is_above(other) or other.is_above(ref) for other in by_top.get(ref.top, ()))
