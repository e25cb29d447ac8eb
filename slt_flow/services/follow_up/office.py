"""The secretary's office: meetings to record, minutes on their way, decisions to assign and to table, what waits."""

from __future__ import annotations

from datetime import date

from slt_flow.model import Item, Meeting
from slt_flow.results.follow_up import Branch
from slt_flow.results.office import Office, OfficeMeeting
from slt_flow.services.follow_up.todo import duties_of
from slt_flow.services.follow_up.tree import grow
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Role, Tag


def office(context: Context) -> Office:
    """Return the work of the secretary."""
    with reading(context) as reader:
        branches = tuple(grow(reader, reader.day.year))
        meetings = [(row, item) for row, item in reader.meetings if not item.ended]
        held = [pair for pair in meetings if pair[1].has(Tag.HELD)]
        before = [pair for pair in meetings if not pair[1].has(Tag.HELD)]
        to_assign = tuple(b for b in branches if _is_open(b, Tag.ADOPTED) and b.waits and not b.children)
        to_table = tuple(b for b in branches if _is_open(b) and not {Tag.ON_AGENDA, Tag.CONCLUDED} & set(b.tags))
        shown = {branch.ref for branch in (*to_assign, *to_table)}
        return Office(
            to_record=tuple(_meeting(reader, *pair) for pair in before if pair[0].day <= reader.day),
            minutes=tuple(_meeting(reader, *pair) for pair in held),
            to_assign=to_assign,
            to_table=to_table,
            waiting=tuple(branch for branch in _waiting(reader, branches) if branch.ref not in shown),
            to_come=tuple(_meeting(reader, *pair) for pair in before if pair[0].day > reader.day),
        )


def _is_open(branch: Branch, *tags: Tag) -> bool:
    return not branch.ended and set(tags) <= set(branch.tags)


def _waiting(reader: Reader, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    secretaries = reader.with_role(Role.SECRETARY)
    cases = {b.ref: b for duty in duties_of(reader, list(branches)) if duty.post in secretaries for b in duty.items}
    return tuple(sorted(cases.values(), key=lambda branch: branch.due or date.max))


def _meeting(reader: Reader, row: Meeting, item: Item) -> OfficeMeeting:
    return OfficeMeeting(str(item.ref), item.title, row.kind, row.day, reader.state(item))
