"""Titles of posts, states, parties and groups, and work as it is listed with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from slt_flow.model import Decision, Group, Item, Label, Meeting, Organisation, Post
from slt_flow.model.deadlines import delivered_late, late_days
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import EXEMPT, Named, Tag

if TYPE_CHECKING:
    from slt_flow.results.decisions import WorkRow

_IMPORTED: Final[Mapping[str, str]] = {"nb": "importert", "nn": "importert", "en": "imported"}
"""The mark of a case that stands as it was brought in, by language."""

_IMPORTED_CASE: Final[Mapping[str, str]] = {"nb": "importert sak", "nn": "importert sak", "en": "imported case"}
"""The mark of one that was brought in and moved on here."""

_DONE: Final[Mapping[str, str]] = {"nb": "Utført", "nn": "Utført", "en": "Done"}
_DROPPED: Final[Mapping[str, str]] = {"nb": "Falt bort", "nn": "Fallen bort", "en": "Dropped"}
"""How a case that was settled when it was brought in is said to stand: the label of its state would tell of an
approval, a confirmation or a withdrawal that nobody recorded."""


def title_of(then: Snapshot, post: str | None) -> str:
    """Return the title of a post on a day, "" without one."""
    row = then.find(Post, post) if post else None
    return row.title if row else ""


def state_of(snapshot: Snapshot, item: Item) -> Named:
    """Return the state of a case with its label."""
    label = snapshot.find(Label, item.pin, "state", item.state)
    return named_state(item, label.words if label else {})


def named_state(item: Item, words: Mapping[str, str]) -> Named:
    """Return the state of a case with the words of its label, marked where the case was brought in."""
    if item.source is None or item.state == EXEMPT:
        return Named(item.state, words)
    if item.unmoved:
        return Named(item.state, words_brought_in(item.tags, words))
    return Named(item.state, _marked(words, _IMPORTED_CASE))


def words_brought_in(tags: Collection[str], words: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words for the state in which a case was brought in, by its tags and the words of its label."""
    settled_in = _DROPPED if Tag.DROPPED in tags else _DONE
    return _marked(settled_in if Tag.SETTLED in tags else words, _IMPORTED)


def _marked(words: Mapping[str, str], marks: Mapping[str, str]) -> Mapping[str, str]:
    return {language: f"{word} ({marks[language]})" for language, word in words.items()}


def work_row(snapshot: Snapshot, item: Item, day: date) -> WorkRow:
    """Return a case with its owner's title and the days it is late on a day."""
    from slt_flow.results.decisions import WorkRow

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
