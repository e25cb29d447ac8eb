"""Meetings of the council: planned, called, held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slt_flow.desk import intake
from slt_flow.desk.front import Desk
from slt_flow.desk.perform import perform
from slt_flow.desk.request import Request
from slt_flow.engine.births import meeting_registered
from slt_flow.errors import RequestError
from slt_flow.facts import Facts
from slt_flow.results import Outcome
from slt_flow.rows import Item, Meeting, Post
from slt_flow.terms import MeetingKind, Ref, Role, Tag

LEADING = (Role.SECRETARY, Role.CHAIR)
"""Who calls the council together."""


def plan(desk: Desk, day: str, *, kind: str = "ordinary", title: str | None = None) -> Outcome:
    """Put a meeting in the calendar."""
    asked = {"plan": day, "kind": kind, "title": title}
    return perform(desk, asked, None, lambda request: _plan(request, day, kind, title) and None, only=LEADING)


def hold(
    desk: Desk,
    day_or_ref: str,
    present: str,
    *,
    kind: str | None = None,
    guests: Sequence[str] = (),
    sent: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Record that a meeting was held and who was there; plan it in the same breath when it was not planned."""
    asked = {
        "hold": day_or_ref,
        "present": present,
        "kind": kind,
        "guests": tuple(guests),
        "sent": sent,
        "mandate": mandate,
    }
    named = Ref.parse(day_or_ref)
    subject = intake.meeting_ref(named) if named is not None else None

    def act(request: Request) -> None:
        ref = subject or _planned_on(request, day_or_ref, kind) or _plan(request, day_or_ref, kind or "ordinary", None)
        answers: dict[str, Any] = {"present": present, "guests": tuple(guests), "sent": sent, "mandate": mandate}
        request.walk(ref, "hold", answers)
        _warn(request, ref)

    return perform(desk, asked, subject, act, only=() if subject is not None else LEADING)


def kind_of(given: str) -> MeetingKind:
    """A kind of meeting by its name."""
    wanted = given.strip().casefold()
    if wanted not in set(MeetingKind):
        raise RequestError("unknown_meeting_kind", given=intake.shown(given), known=tuple(MeetingKind))
    return MeetingKind(wanted)


def _plan(request: Request, given: str, kind: str, title: str | None) -> Ref:
    day = intake.day(given)
    room = next(room for room in request.machines() if room.name == "meeting")
    on = request.desk.on or min(day, request.desk.day)
    texts = {"title": intake.line("title", title)} if title is not None else {}
    told = {"kind": str(kind_of(kind))}
    entry = meeting_registered(request.snapshot, room, day, on, request.actor, texts, told)
    request.record(entry)
    ref = intake.ref(entry.subject)
    request.made(ref)
    return ref


def _planned_on(request: Request, given: str, kind: str | None) -> Ref | None:
    """The meeting that stands in the calendar on a day.

    Raises:
        RequestError: the day's meeting has been held, or there are several and none is named.
    """
    day = intake.day(given)
    meetings = [m for m in request.snapshot.all(Meeting) if m.day == day and kind in (None, m.kind)]
    cases = [request.snapshot.one(Item, "M", m.year, m.no, 0, 0) for m in meetings]
    waiting = [case.ref for case in cases if not case.ended and not case.means(Tag.HELD)]
    if len(waiting) > 1:
        raise RequestError("several_meetings_that_day", day=day, refs=tuple(str(ref) for ref in waiting))
    held = [case.ref for case in cases if case.means(Tag.HELD)]
    if held and not waiting:
        raise RequestError("already_held_that_day", day=day, ref=str(held[0]))
    return waiting[0] if waiting else None


def _warn(request: Request, ref: Ref) -> None:
    """A late agenda or a missing party is a fact: recorded and told, never refused."""
    meeting = request.snapshot.one(Meeting, ref.year, ref.no)
    clause = request.snapshot.clause("agendas_are_sent_in_time")
    if clause is not None and meeting.sent is not None and meeting.kind not in clause.numbers.get("excepted_kinds", ()):
        notice = (meeting.day - meeting.sent).days
        if notice < clause.numbers["notice_days"]:
            request.notice(
                "agenda_late", ref=str(ref), days=notice, needed=clause.numbers["notice_days"], section=clause.ref
            )
    facts = Facts(request.snapshot, ref)
    bound = {request.snapshot.party_of(post.id) for post in request.snapshot.all(Post) if facts.binds(post)}
    for party in request.snapshot.parties:
        if party not in bound:
            request.notice("party_missing", ref=str(ref), party=party)
