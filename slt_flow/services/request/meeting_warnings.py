"""Warnings about meetings: late agendas and missing parties are recorded as they were, and reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Meeting, Organisation, Post
from slt_flow.model.deadlines import AGENDAS, agenda_due
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.terms import COUNCIL_MEETINGS, MEETING_SERIES, Presence, Ref, Tag


def of_perform(snapshot: Snapshot, ref: Ref, entries: Iterable[Entry]) -> Iterator[Notice]:
    """Return the warnings of a meeting's step: a late agenda, a missing party, the anchor of frozen minutes."""
    if ref.series != MEETING_SERIES:
        return
    meeting, own = snapshot.one(Meeting, ref.year, ref.no), [e for e in entries if e.subject == str(ref)]
    held = any(e.kind == Kind.MOVED and Tag.HELD in e.data["tags"] for e in own)
    held = held and any(e.kind == Kind.ATTENDANCE_RECORDED for e in own)
    if held or any(e.kind == Kind.AGENDA_SENT for e in own):
        yield from _of_agenda(snapshot, meeting, ref)
    if held and meeting.kind in COUNCIL_MEETINGS:
        yield from _of_parties(snapshot, ref)
    yield from _of_double(snapshot, ref, {str(e.data.get("post")) for e in own if e.kind == Kind.ATTENDANCE_RECORDED})
    for entry in own:
        if entry.kind == Kind.MINUTES_FROZEN and "head_digest" in entry.data:
            anchor = f"{entry.data['head']}:{entry.data['head_digest']}"
            yield Notice("minutes_frozen", {"ref": str(ref), "entries": entry.data["head"], "anchor": anchor})


def _of_agenda(snapshot: Snapshot, meeting: Meeting, ref: Ref) -> Iterator[Notice]:
    clause = snapshot.clause(AGENDAS)
    due = agenda_due(meeting, clause)
    if clause is None or due is None or meeting.sent is None or meeting.sent <= due:
        return
    days, needed = (meeting.day - meeting.sent).days, clause.numbers["notice_days"]
    yield Notice("agenda_late", {"ref": str(ref), "days": days, "needed": needed, "section": clause.ref})


def _of_parties(snapshot: Snapshot, ref: Ref) -> Iterator[Notice]:
    facts = Facts(snapshot, ref)
    bound = {snapshot.party_of(post.id) for post in snapshot.all(Post) if facts.binds(post)}
    for party in snapshot.parties:
        if party not in bound:
            named = snapshot.one(Organisation, party).name
            yield Notice("party_missing", {"ref": str(ref), "party": party, "party_names": named})


def _of_double(snapshot: Snapshot, ref: Ref, recorded: AbstractSet[str]) -> Iterator[Notice]:
    """Warn of one person who attends for several posts, and counts for one party."""
    here = [row for row in snapshot.attendance_at(ref) if snapshot.find(Post, row.who)]
    for own in here:
        others = tuple(a.who for a in here if a.presence == Presence.DEPUTY and a.deputy == own.who)
        if own.presence == Presence.SEAT and others and not recorded.isdisjoint({own.who, *others}):
            names = {post: snapshot.one(Post, post).title for post in (own.who, *others)}
            display_names = {"post_names": names[own.who], "others_names": tuple(names[post] for post in others)}
            yield Notice(
                "deputy_is_there_itself", {"ref": str(ref), "post": own.who, "others": others, **display_names}
            )
