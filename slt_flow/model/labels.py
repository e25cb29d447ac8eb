"""Titles of posts, states, parties and groups, and work as it is listed with them."""

from __future__ import annotations

from datetime import date

from slt_flow.model import Decision, Group, Item, Label, Meeting, Organisation, Post
from slt_flow.model.deadlines import delivered_late, late_days
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.decisions import WorkRow
from slt_flow.terms import Named


def title_of(then: Snapshot, post: str | None) -> str:
    """Return the title of a post on a day, "" without one."""
    row = then.find(Post, post) if post else None
    return row.title if row else ""


def state_of(snapshot: Snapshot, item: Item) -> Named:
    """Return the state of a case with its label."""
    label = snapshot.find(Label, item.pin, "state", item.state)
    return Named(item.state, label.words if label else {})


def work_row(snapshot: Snapshot, item: Item, day: date) -> WorkRow:
    """Return a case with its owner's title and the days it is late on a day."""
    late, owner_title = late_days(item, day), title_of(snapshot.on(day), item.owner) or None
    return WorkRow(
        str(item.ref),
        item.level,
        item.title,
        state_of(snapshot, item),
        item.owner,
        owner_title,
        item.due_written,
        late > 0,
        late,
        delivered_late(item),
    )


def party_of(snapshot: Snapshot, meeting: Meeting) -> str | None:
    """Return the name of the party that asked for a meeting."""
    row = snapshot.on(meeting.day).find(Organisation, meeting.requested_by) if meeting.requested_by else None
    return row.name if row else meeting.requested_by


def proposer_of(then: Snapshot, decision: Decision) -> str:
    """Return the title of the post or the group that proposed a decision from below, "" where none did."""
    group = then.find(Group, decision.group) if decision.group else None
    return group.title if group else title_of(then, decision.proposed_by) or decision.proposed_by or ""


def group_of(snapshot: Snapshot, meeting: Meeting) -> str | None:
    """Return the title of the group that meets, or the name of the party whose municipal council is informed."""
    then = snapshot.on(meeting.day)
    group, party = then.find(Group, meeting.group), then.find(Organisation, meeting.group)
    return group.title if group else party.name if party else meeting.group
