"""Blank form of a meeting, with all that is recorded of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from slt_flow.engine.new_entries import next_ref
from slt_flow.model import Area, Challenge, Council, Decision, Knowledge, Meeting, Post
from slt_flow.model.mandates import written_deputy
from slt_flow.model.point_kinds import PUT_OFF, TABLED, outcomes_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meeting_forms import BlankForm, BlankItem
from slt_flow.services.decisions.kinds import OWN_COMMAND
from slt_flow.services.meetings.form.record import named_meeting
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.request.request import Request
from slt_flow.terms import MEETING_SERIES, MeetingKind, Presence, Ref, Tag

Named = tuple[tuple[str, str], ...]


def blank_form(context: Context, target: str) -> BlankForm:
    """Return the blank form of a meeting.

    Raises:
        RequestError: no such meeting or day, or several meetings that day.
    """
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        request = Request(replace(context, on=reader.day), reader.connection, reader.council)
        ref, day = named_meeting(request, target)
        if ref is not None:
            request.load_items(ref)
        then = request.snapshot.on(day)
        meeting = then.one(Meeting, *ref[:3]) if ref is not None else None
        return BlankForm(
            ref=str(ref) if ref is not None else None,
            day=day,
            title=then.one(Council).title,
            held=ref is not None and request.item(ref).has(Tag.HELD),
            sent=meeting.sent if meeting is not None else None,
            present=_present(then, ref, day),
            begins=meeting.begins if meeting is not None else None,
            ends=meeting.ends if meeting is not None else None,
            venue=meeting.venue if meeting is not None else None,
            items=tuple(_items(request, ref, day)),
            posts=_named(post for post in then.all(Post) if post.until is None or day < post.until),
            areas=_named(area for area in then.all(Area) if area.until is None or day < area.until),
            kinds=tuple(name for name in context.shelf.kinds() if name not in OWN_COMMAND),
            challenges=_named(then.all(Challenge)),
            knowledge=_named(then.all(Knowledge)),
        )


def _named(rows: Iterable[Post | Area | Challenge | Knowledge]) -> Named:
    return tuple((row.id, row.title) for row in rows)


def _present(then: Snapshot, ref: Ref | None, day: date) -> tuple[tuple[str, str, str | None], ...]:
    """Return the attendance as recorded, else who is called: the members of a group, else every seat that is held."""
    recorded = then.attendance_at(ref) if ref is not None else ()
    seats = {a.who: a for a in recorded if a.presence != Presence.GUEST}
    if seats:
        there = (post for post in then.all(Post) if post.id in seats)
        return tuple((post.id, post.title, written_deputy(seats[post.id])) for post in there)
    meeting = then.find(Meeting, *ref[:3]) if ref is not None else None
    members = parsing.called(then, meeting) if meeting and meeting.kind == MeetingKind.COORDINATION else None
    seats_held = (post for post in then.all(Post) if post.seat and then.is_held_on(post.id, day))
    posts = (then.one(Post, member) for member in members) if members is not None else seats_held
    return tuple((post.id, post.title, then.deputy_on(post.id, day)) for post in posts)


def _items(request: Request, ref: Ref | None, day: date) -> Iterator[BlankItem]:
    """Yield the points of the agenda that wait to be dealt with, in its order; a decision has its text and bodies.

    A meeting that nobody planned has the points that stand on the agenda of every meeting.
    """
    snapshot = request.snapshot
    if ref is None:
        ref = next_ref(snapshot, MEETING_SERIES, day.year)
        kind = str(MeetingKind.ORDINARY)
        new = Meeting(year=ref.year, no=ref.no, kind=kind, day=day, short_notice=False, requested_by=None, group=None)
        snapshot.put(new)
    rows = {row.point: row for row in snapshot.points_at(ref)}
    for point in request.points(ref)[0]:
        row = rows.get(point.key)
        dealt_with = row is not None and (row.outcome or row.discussion)
        if point.kind not in (TABLED, PUT_OFF):
            if not dealt_with:
                outcomes = tuple(map(str, outcomes_of(point.kind)))
                yield BlankItem(None, point.title, "", False, (), point=point, outcomes=outcomes)
            continue
        request.item(parsing.ref(str(point.ref)))
        decision = request.snapshot.one(Decision, *parsing.ref(str(point.ref))[1:3])
        item = request.snapshot.case_of(decision)
        if item.has(Tag.ON_AGENDA) or point.kind == PUT_OFF:
            yield BlankItem(
                str(item.ref), item.title, decision.text, decision.information, decision.bodies, point=point
            )
