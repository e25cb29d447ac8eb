"""Progress of the work that a coordinating group follows up, as it stood on the day of its meeting."""

from __future__ import annotations

from slt_flow.engine.fold import replayed
from slt_flow.model import Group, Item, Meeting
from slt_flow.model.agenda_points import is_followed_by
from slt_flow.model.labels import work_row
from slt_flow.records import journal, queries
from slt_flow.results.decisions import WorkRow
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Level


def progress_at(reader: Reader, meeting: Meeting, until: int | None) -> tuple[WorkRow, ...]:
    """Return the open work that the group of a meeting follows up, with the state it had on that day.

    Args:
        reader: the reader of the council.
        meeting: the meeting.
        until: the last entry that counts, for archived minutes.
    """
    connection, council, day = reader.connection, reader.council, meeting.day
    group = reader.on(day).find(Group, meeting.group) if meeting.group is not None else None
    if group is None:
        return ()
    now = queries.open_or_made(connection, council, day, ())
    tops = {str(item.ref.top) for item in now.all(Item) if item.assignment_no and is_followed_by(now, group, item)}
    beneath = (journal.read_beneath(connection, council, journal.whole_subject(top)) for top in sorted(tops))
    entries = journal.united(journal.read_ground(connection, council), *beneath)
    counted = tuple(entry for entry in entries if entry.on <= day and (until is None or entry.seq <= until))
    then = replayed(council, counted, journal.voided(entries))
    followed = [i for i in then.cases() if i.level != Level.STRATEGIC and is_followed_by(then, group, i)]
    return tuple(work_row(then, item, day) for item in followed if item.is_open or item.since == day)
