"""Witness of a meeting for the properties: those who take part, whom they commit, and their stances and objections.

Read from rows alone, so that no definition is shared with the rules that are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from slt_flow.engine.proof.model_council import DAY, TOP
from slt_flow.model import Absence, Attendance, Decision, Excuse, Holding, Item, Meeting, Objection, Post, SeatStance
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Presence, Stance, Tag


def meeting_of(snapshot: Snapshot) -> Item | None:
    """Return the case of the meeting that the decision was last tabled at."""
    ref = snapshot.one(Decision, TOP.year, TOP.no).tabled_at
    return snapshot.item(ref) if ref is not None else None


def taking_part(snapshot: Snapshot) -> tuple[Post, ...]:
    """Return the seats at the meeting that are not excused from the decision."""
    meeting, decision = meeting_of(snapshot), snapshot.one(Decision, TOP.year, TOP.no)
    if meeting is None:
        return ()
    presence = (Presence.SEAT, Presence.DEPUTY)
    present = {a.who for a in snapshot.all(Attendance) if a.ref == meeting.ref and a.presence in presence}
    excused = {e.post for e in snapshot.all(Excuse) if (e.no, e.round) == (decision.no, decision.round)}
    return tuple(post for post in snapshot.all(Post) if post.seat and post.id in present - excused)


def stances_of(snapshot: Snapshot) -> Iterator[tuple[Post, str]]:
    """Yield each seat that takes part with its stance on the present text."""
    decision = snapshot.one(Decision, TOP.year, TOP.no)
    for post in taking_part(snapshot):
        row = snapshot.find(SeatStance, decision.year, decision.no, decision.round, post.id)
        there = attendance_of(snapshot, post.id)
        own = row is not None and there is not None and row.deputy == there.deputy
        if row is not None and own and row.text_version == decision.text_version:
            yield post, row.stance


def standing(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return the objections that stand, by meeting and seat: the last, until its seat speaks on this text."""
    decision = snapshot.one(Decision, TOP.year, TOP.no)
    rows = sorted((row for row in snapshot.all(Objection) if row.ref == TOP), key=lambda row: row.seq)
    answered = {(row.meeting, row.post): row.spoken_on == decision.text_version for row in rows}
    return {objection for objection, spoken in answered.items() if not spoken}


def objecting(snapshot: Snapshot, stances: dict[str, str]) -> set[str]:
    """Return the seats that object, present or not, until they speak on this text or meet on a later day."""
    tabled = snapshot.one(Decision, TOP.year, TOP.no).meeting
    days = {str(meeting.ref): meeting.day for meeting in snapshot.all(Meeting)}
    silent = {post for meeting, post in standing(snapshot) if tabled in days and days[tabled] <= days[meeting]}
    return silent | {post for post, stance in stances.items() if stance == Stance.OBJECT}


def consents(snapshot: Snapshot, party: str, stances: dict[str, str]) -> bool:
    """Return whether a post that binds a party consents."""
    posts = (p for p in snapshot.all(Post) if commits(snapshot, p) and snapshot.party_of(p.id) == party)
    return any(stances.get(post.id) == Stance.CONSENT for post in posts)


def all_have_taken_a_stance(snapshot: Snapshot) -> bool:
    """Return whether the meeting is held, every party is there, and all who take part have a stance on this text."""
    meeting, there = meeting_of(snapshot), taking_part(snapshot)
    held = meeting is not None and meeting.has(Tag.HELD)
    return held and each_by_its_own(snapshot, there) and len(dict(stances_of(snapshot))) == len(there)


def each_by_its_own(snapshot: Snapshot, there: tuple[Post, ...]) -> bool:
    """Return whether every party is there by a person of its own who binds it."""
    holders = {spell.post: spell.holder for spell in snapshot.all(Holding)}
    persons: dict[str | None, set[str]] = {party: set() for party in snapshot.parties}
    for post in there:
        row = attendance_of(snapshot, post.id)
        if row is not None and commits(snapshot, post):
            acting = row.deputy or post.id
            persons[snapshot.party_of(post.id)].add(holders.get(acting) or acting)
    return any(len(set(chosen)) == len(persons) for chosen in product(*persons.values()))


def attendance_of(snapshot: Snapshot, seat: str) -> Attendance | None:
    """Return how a seat was present at that meeting, None where it was not."""
    meeting = meeting_of(snapshot)
    return snapshot.find(Attendance, *meeting.ref[:3], seat) if meeting is not None else None


def commits(snapshot: Snapshot, post: Post) -> bool:
    """Return whether a seat binds its party at the meeting: itself, or by a deputy of its party with a mandate."""
    there = attendance_of(snapshot, post.id)
    if there is None or not post.binds or there.deputy is None:
        return there is not None and post.binds
    own = snapshot.find(Post, there.deputy)
    same = own is not None and snapshot.party_of(own.id) == snapshot.party_of(post.id)
    return same and bool(there.mandate)


def in_place_of(snapshot: Snapshot, posts: Iterable[str | None]) -> set[str | None]:
    """Return posts with those who act for them on the day, since their holders are absent."""
    posts = set(posts)
    return posts | {row.deputy for row in snapshot.all(Absence) if row.post in posts and row.covers(DAY)}
