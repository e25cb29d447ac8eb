"""Actors of an action: the posts whose act it may be, by their roles, and the deputies of those."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from slt_flow.definitions.machines import Action
from slt_flow.model import Absence, Group, Post
from slt_flow.model.facts import Facts
from slt_flow.terms import MeetingKind, Role


def possible_posts(facts: Facts, action: Action, day: date | None = None) -> tuple[str, ...]:
    """Return the posts whose act an action may be, in the definition's order; then the deputies of those absent.

    Where an action names a seat, its deputy is the post that met in its place: who was away says nothing of who came.
    """
    posts = {role: posts_of(facts, role) for role in action.by}
    possible = dict.fromkeys(chain.from_iterable(posts.values()))
    if day is not None and facts.snapshot.all(Absence):
        roles = (role for role in action.by if role != Role.MEMBER or "post" not in action.asks)
        deputies = (facts.snapshot.deputy_on(post, day) for role in roles for post in posts[role])
        possible |= dict.fromkeys(deputy for deputy in deputies if deputy)
    return tuple(possible | dict.fromkeys(_met_instead(facts, action)))


def _met_instead(facts: Facts, action: Action) -> Iterator[str]:
    """Yield the post that met in the place of the seat that an action of members names."""
    seat = facts.answers.get("post") if Role.MEMBER in action.by else None
    there = facts.attendance(seat) if seat else None
    if there is not None and there.deputy and facts.then.find(Post, there.deputy) is not None:
        yield there.deputy


def posts_of(facts: Facts, role: Role) -> tuple[str, ...]:
    """Return the posts with a role in a case, in the definition's order."""
    match role:
        case Role.OWNER:
            return (facts.item.owner,) if facts.item.owner else ()
        case Role.PARENT_OWNER:
            return (facts.parent.owner,) if facts.parent and facts.parent.owner else ()
        case Role.MEMBER:
            seat = facts.answers.get("post")
            return (seat,) if seat else _members(facts)
        case Role.APPROVER:
            return (*posts_of(facts, Role.SECRETARY), *posts_of(facts, Role.CHAIR))
        case Role.SECRETARY:
            # Who is the secretary now does its work of earlier days too.
            return tuple(dict.fromkeys((*_leading(facts, role), *facts.snapshot.posts_with(role))))
        case Role.CHAIR if (meeting := facts.held_in) is not None:
            # Where nobody is recorded as leading, the agreed leaders are asked about (see `who_led`).
            return facts.snapshot.leaders_of(meeting) or facts.snapshot.on(meeting.day).posts_with(role)
        case _:
            return _leading(facts, role)


def _members(facts: Facts) -> tuple[str, ...]:
    """Return the posts with a seat; at a meeting of a group its members."""
    meeting = facts.meeting
    if meeting is not None and meeting.kind == MeetingKind.COORDINATION and meeting.group:
        group = facts.then.find(Group, meeting.group)
        return group.members if group is not None else ()
    return tuple(post.id for post in facts.then.seats)


def _leading(facts: Facts, role: Role) -> tuple[str, ...]:
    """Return the posts with a role on the day that the act holds for, whatever the day of the case's meeting."""
    then = facts.snapshot.on(facts.on) if facts.on is not None else facts.then
    return then.posts_with(role)
