"""Matters: the objections that a decision meets, also those to the same matter under another ref."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model.cases import Decision, Item, Matter, Meeting, Objection
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import wording
from slt_flow.terms import ERASED, Ref


def words_in(*texts: str) -> tuple[str, ...]:
    """Return texts in the form in which two of them say the same, without those that say nothing any more."""
    return tuple(dict.fromkeys(word for text in texts if text != ERASED and (word := wording(text))))


def words_of(snapshot: Snapshot, decision: Decision) -> tuple[str, ...]:
    """Return a decision's title and text in the form in which they are compared."""
    item = snapshot.find(Item, *decision.ref)
    return words_in(item.title if item is not None else "", decision.text)


def is_same_matter(snapshot: Snapshot, decision: Decision, other: Ref) -> bool:
    """Return True for a decision of which this one has the title or the text, as it was or had ever been."""
    row = snapshot.find(Matter, other.year, other.no)
    return row is not None and not set(row.words).isdisjoint(words_of(snapshot, decision))


def objections_to(snapshot: Snapshot, decision: Decision) -> Iterator[Objection]:
    """Yield the objections that a decision meets at its meeting, in their order, answered or not.

    An objection stands for its meeting: also to the same matter that is registered anew there, also on the same day
    in the place of a meeting that was undone. At a meeting of a later day the seats speak anew.
    """
    meeting = _meeting(snapshot, decision.meeting)
    for row in sorted(snapshot.all(Objection), key=lambda row: row.seq):
        own = row.ref == decision.ref
        if (own or is_same_matter(snapshot, decision, row.ref)) and not _is_over(snapshot, row, meeting, own):
            yield row


def _is_over(snapshot: Snapshot, row: Objection, meeting: Meeting | None, own: bool) -> bool:
    """Return True when a decision's meeting is of a later day than the one of an objection.

    Of a meeting that was undone only the day of the objection is left; the very decision stays as it was there.
    """
    before = _meeting(snapshot, row.meeting)
    if meeting is None:
        return not own
    if before is None:
        return not own and meeting.day > row.on
    return meeting.day > before.day


def _meeting(snapshot: Snapshot, name: str | None) -> Meeting | None:
    ref = Ref.parse(name) if name is not None else None
    return snapshot.find(Meeting, *ref[:3]) if ref is not None else None
