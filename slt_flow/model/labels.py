"""Names of posts, states, parties and groups, as the rows of a snapshot hold them."""

from __future__ import annotations

from collections.abc import Mapping

from slt_flow.model import (
    Group,
    Item,
    Label,
    Meeting,
    Organisation,
    Post,
)
from slt_flow.model.snapshot import Snapshot


def title_of(snapshot: Snapshot, post: str | None) -> str:
    """What a post is called, "" when there is none."""
    found = snapshot.find(Post, post) if post else None
    return found.title if found else ""


def label_of(snapshot: Snapshot, item: Item) -> Mapping[str, str]:
    """What the state of a case is called."""
    label = snapshot.find(Label, item.pin, "state", item.state)
    return label.words if label else {}


def party_of(snapshot: Snapshot, meeting: Meeting) -> str | None:
    """What the party that asked for a meeting is called."""
    found = snapshot.find(Organisation, meeting.requested_by) if meeting.requested_by else None
    return found.name if found else meeting.requested_by


def group_of(snapshot: Snapshot, meeting: Meeting) -> str | None:
    """What the group is called whose meeting it is."""
    found = snapshot.find(Group, meeting.group) if meeting.group else None
    return found.title if found else meeting.group
