"""Persons of a meeting: posts with who holds them that day, those who are called to it, its chair and secretary."""

from __future__ import annotations

from slt_flow.model import Group, Meeting, Post
from slt_flow.model.labels import title_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meetings import Person
from slt_flow.services.request import parsing
from slt_flow.terms import ABSENT, MeetingKind, Role


def person_on(snapshot: Snapshot, post: str, meeting: Meeting, deputy: str | None = None) -> Person:
    """Return a post with who held it on a meeting's day, and who meets in its place."""
    then, spell = snapshot.on(meeting.day), snapshot.holding_on(post, meeting.day)
    return Person(post, title_of(then, post), spell.holder if spell else None, title_of(then, deputy) or deputy)


def invited(snapshot: Snapshot, meeting: Meeting) -> tuple[Person, ...]:
    """Return those who are called to a meeting, with the deputy of each that is away on its day, else as absent."""
    return tuple(_invited(snapshot, post, meeting) for post in called_to(snapshot, meeting))


def _invited(snapshot: Snapshot, post: str, meeting: Meeting) -> Person:
    absence = snapshot.absence_on(post, meeting.day)
    if absence is None:
        return person_on(snapshot, post, meeting)
    row = person_on(snapshot, post, meeting, absence.deputy)
    return row if absence.deputy else row._replace(presence=ABSENT)


def called_to(snapshot: Snapshot, meeting: Meeting) -> tuple[str, ...]:
    """Return the posts that are called to a meeting, as they are on its day."""
    day, then = meeting.day, snapshot.on(meeting.day)
    if meeting.kind != MeetingKind.COORDINATION:
        return tuple(post.id for post in then.all(Post) if post.seat and snapshot.is_held_on(post.id, day))
    group = then.find(Group, meeting.group) if meeting.group else None
    return parsing.called(snapshot, meeting) if group is None or group.members else ()


def chair_of(snapshot: Snapshot, meeting: Meeting) -> Person | None:
    """Return the agreed leader of a council's own meeting; None where a group meets, or where none is agreed."""
    posts = snapshot.on(meeting.day).posts_with(Role.CHAIR)
    return person_on(snapshot, posts[0], meeting) if posts and meeting.kind != MeetingKind.COORDINATION else None


def secretary_of(snapshot: Snapshot, meeting: Meeting) -> Person:
    """Return the post that writes a meeting's minutes."""
    then = snapshot.on(meeting.day)
    clause = then.clause("minutes_are_archived")
    agreed = clause.numbers.get("written_by") if clause is not None else None
    return person_on(snapshot, meeting.written_by or agreed or then.posts_with(Role.SECRETARY)[0], meeting)
