"""Duties about meetings: agendas to send, meetings to record, minutes to archive."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model import Item, Meeting
from slt_flow.model.deadlines import AGENDAS, agenda_due
from slt_flow.results.follow_up import Branch, LateAgenda
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Role, Tag


def agendas_late(reader: Reader) -> Iterator[LateAgenda]:
    """Yield the meetings to come whose agenda should have been sent by now and is not recorded as sent."""
    clause = reader.clauses.get(AGENDAS)
    for meeting, item in _open(reader):
        due = agenda_due(meeting, clause)
        if due is not None and due < reader.day <= meeting.day and meeting.sent is None and not item.has(Tag.HELD):
            yield LateAgenda(str(item.ref), meeting.day, due)


def waiting(reader: Reader) -> Iterator[Branch]:
    """Return meetings that wait for the secretary: past and unrecorded, or held with minutes not archived."""
    for meeting, item in _open(reader):
        if item.has(Tag.HELD) or meeting.day < reader.day:
            yield _branch(reader, item)


def _open(reader: Reader) -> Iterator[tuple[Meeting, Item]]:
    return ((meeting, item) for meeting, item in reader.meetings if not item.ended)


def _branch(reader: Reader, item: Item) -> Branch:
    waits = reader.with_role(Role.SECRETARY)
    return Branch(
        ref=str(item.ref),
        level=item.level,
        title=item.title,
        state=reader.state(item),
        tags=item.tags,
        ended=item.ended,
        waits=waits,
        waiting_on=waits,
        year=item.year,
    )
