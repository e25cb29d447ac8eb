"""Duties: the cases that wait for each post, among them agendas to send, meetings to record and minutes to archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slt_flow.model import Group, Item, Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due
from slt_flow.results.follow_up import Branch, Continued, Duty, LateAgenda, flattened
from slt_flow.services.follow_up.tree import grow, ref_of
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Role, Tag


def duties(context: Context, post: str | None = None) -> tuple[Duty, ...]:
    """Return the duties of every post, or of one; a vacant post with open work is always listed."""
    with reading(context) as reader:
        if post is not None:
            post = parsing.chosen("unknown_post", post, reader.posts)
        branches = [*grow(reader, reader.day.year), *waiting(reader)]
        proposed = _proposed(reader, branches)
        waited = [duty for duty in duties_of(reader, branches) if post in (None, duty.post)]
        if post in proposed and not waited:
            row = reader.posts[post]
            waited = [Duty(post, row.title, row.holder, row.vacant, ())]
        return tuple(duty._replace(proposed=tuple(proposed.get(duty.post, ()))) for duty in waited)


def _proposed(reader: Reader, branches: list[Branch]) -> dict[str, list[Continued]]:
    """Return by post where the decisions stand that it, or a group that it belongs to, proposed to the council."""
    groups = {group.id: group.members for group in reader.on(reader.day).all(Group)}
    proposed: dict[str, list[Continued]] = {}
    for branch in branches:
        if branch.proposed_by is not None:
            row = Continued(branch.ref, branch.title, branch.state, branch.meeting, branch.proposed_by)
            for post in groups.get(branch.proposed_by, (branch.proposed_by,)):
                proposed.setdefault(post, []).append(row)
    return proposed


def duties_of(reader: Reader, branches: list[Branch]) -> Iterator[Duty]:
    """Return the duties of every post; the deputy of an absent one has them too."""
    waited: dict[str, list[Branch]] = {}
    for branch in flattened(branches):
        vacant = branch.owner is not None and branch.owner.vacant and not branch.ended
        owner = (branch.owner.post,) if branch.owner is not None and vacant else ()
        named = dict.fromkeys((*branch.waits, *owner))
        acting = (reader.away[post].deputy for post in named if post in reader.away)
        for post in dict.fromkeys((*named, *(deputy for deputy in acting if deputy is not None))):
            waited.setdefault(post, []).append(branch._replace(children=()))
    for post in reader.posts.values():
        if post.id in waited:
            order = sorted(waited[post.id], key=lambda b: (b.due or date.max, ref_of(b)))
            yield Duty(post.id, post.title, post.holder, post.vacant, tuple(order))


def agendas_late(reader: Reader) -> Iterator[LateAgenda]:
    """Yield the meetings to come whose agenda should have been sent by now and is not recorded as sent."""
    for meeting, item in _open(reader):
        due = agenda_due(meeting, reader.on(meeting.day).clause(AGENDAS))
        if due is not None and due < reader.day <= meeting.day and meeting.sent is None and not item.has(Tag.HELD):
            yield LateAgenda(str(item.ref), meeting.day, due)


def waiting(reader: Reader) -> Iterator[Branch]:
    """Return meetings that wait for the secretary: past and unrecorded, or held with minutes not archived."""
    waits = reader.with_role(Role.SECRETARY)
    for meeting, item in _open(reader):
        if item.has(Tag.HELD) or meeting.day < reader.day:
            yield Branch(
                ref=str(item.ref),
                level=item.level,
                title=item.title,
                state=reader.state(item),
                tags=item.tags,
                ended=item.ended,
                waits=waits,
                waiting_on=waits,
            )


def _open(reader: Reader) -> Iterator[tuple[Meeting, Item]]:
    return ((meeting, item) for meeting, item in reader.meetings if not item.ended)
