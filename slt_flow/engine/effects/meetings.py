"""What actions of meetings make happen: agenda, attendance, minutes."""

from __future__ import annotations

from typing import Any, Final

from slt_flow.engine.effects.register import Step, acting_deputy, effect
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint
from slt_flow.terms import Presence

TEMPLATE: Final = 1
"""The version of the form that minutes are written in; archived minutes name the one they were made with."""


@effect("sent")
def record_agenda(step: Step) -> tuple[Entry, ...]:
    """The agenda was sent, on the day given or on the day the entry holds for.

    Raises:
        RequestError: the meeting's day has come, so that the day of the entry would be a guess; or the day given is
            after the meeting's, or still to come.
    """
    sent, meeting = step.answers.get("sent"), step.facts.meeting
    if sent is None and meeting is not None and step.on >= meeting.day:
        raise RequestError("sent_day_needed", ref=str(step.facts.ref))
    if meeting is not None and sent is not None and sent > meeting.day:
        raise RequestError("agenda_sent_after_meeting", ref=str(step.facts.ref), sent=sent, day=meeting.day)
    if sent is not None and sent > step.on:
        raise RequestError("agenda_sent_ahead", ref=str(step.facts.ref), sent=sent, on=step.on)
    return (step.entry(Kind.AGENDA_SENT, {"sent": (sent or step.on).isoformat()}),)


@effect("sent")
def record_agenda_if_sent(step: Step) -> tuple[Entry, ...]:
    """The agenda was sent on the day given; nothing when no day is given."""
    return record_agenda(step) if step.answers.get("sent") else ()


@effect("present", "guests", "mandate")
def record_attendance_list(step: Step) -> tuple[Entry, ...]:
    """Who was at the meeting: seats, deputies (with the mandate, when one is recorded) and guests."""
    seats = [_attendance(step, post, deputy, step.answers.get("mandate")) for post, deputy in step.answers["present"]]
    guests = [
        step.entry(Kind.ATTENDANCE_RECORDED, {"presence": str(Presence.GUEST)}, {"guest": name})
        for name in step.answers.get("guests") or ()
    ]
    return (*seats, *guests)


@effect("post", "deputy", "mandate")
def record_attendance(step: Step) -> tuple[Entry, ...]:
    """A seat is at the meeting, itself or by a deputy."""
    return (_attendance(step, step.answers["post"], step.answers.get("deputy"), step.answers.get("mandate")),)


@effect("post", "reason")
def record_leaving(step: Step) -> tuple[Entry, ...]:
    """A seat left and takes no part in what is concluded from now on."""
    told = {"post": step.answers["post"], "presence": str(Presence.LEFT)}
    return (step.entry(Kind.ATTENDANCE_RECORDED, told, {"reason": step.answers["reason"]}),)


def _attendance(step: Step, post: str, deputy: str | None, mandate: str | None) -> Entry:
    told: dict[str, Any] = {"post": post, "presence": str(Presence.DEPUTY if deputy else Presence.SEAT)}
    acting, named = acting_deputy(step, deputy)
    texts = named | ({"mandate": mandate} if deputy and mandate else {})
    return step.entry(Kind.ATTENDANCE_RECORDED, told | acting, texts)


@effect("date")
def change_day(step: Step) -> tuple[Entry, ...]:
    """The meeting moves to another day."""
    return (step.entry(Kind.DAY_CHANGED, {"day": step.answers["date"].isoformat()}),)


@effect("title", "post", "place")
def add_agenda_point(step: Step) -> tuple[Entry, ...]:
    """The coordinator puts something of their own on the agenda."""
    answers = step.answers
    added = [point for point in _points(step) if point.title is not None]
    told = {"point": f"own:{len(added) + 1}", "post": answers.get("post"), "place": answers.get("place")}
    entry = step.entry(Kind.AGENDA_POINT_ADDED, told, {"title": answers["title"]})
    return (entry, *_make_room(step, told["point"], told["place"]))


@effect("point")
def drop_agenda_point(step: Step) -> tuple[Entry, ...]:
    """A point is taken off the agenda."""
    return (step.entry(Kind.AGENDA_POINT_DROPPED, {"point": step.answers["point"]}),)


@effect("point", "place")
def place_agenda_point(step: Step) -> tuple[Entry, ...]:
    """A point is put at another place on the agenda; one that was dropped comes back."""
    told = {"point": step.answers["point"], "place": step.answers["place"]}
    return (step.entry(Kind.AGENDA_POINT_PLACED, told), *_make_room(step, told["point"], told["place"]))


def _points(step: Step) -> tuple[AgendaPoint, ...]:
    ref = step.facts.ref
    return tuple(p for p in step.facts.snapshot.all(AgendaPoint) if (p.year, p.no) == (ref.year, ref.no))


def _make_room(step: Step, point: str, place: int | None) -> tuple[Entry, ...]:
    """Whatever the coordinator had put at a place moves one down, and so on, so that no two claim the same."""
    taken = {p.place: p.point for p in _points(step) if p.place and not p.dropped and p.point != point}
    moved = []
    while place in taken:
        other, place = taken[place], place + 1
        moved.append(step.entry(Kind.AGENDA_POINT_PLACED, {"point": other, "place": place}))
    return tuple(moved)


@effect()
def freeze_minutes(step: Step) -> tuple[Entry, ...]:
    """The minutes are made from the journal up to here; what they tell is corrected by an addendum only (I7).

    The entry keeps the journal's head, the digests of the entries the minutes are made from, and the form's version.
    """
    chain = step.facts.snapshot.chain
    told: dict[str, Any] = {"head": step.facts.snapshot.head, "template": TEMPLATE}
    if chain is not None:
        told |= {"head": chain.head, "head_digest": chain.digest, "digests": dict(chain.of_case)}
    return (step.entry(Kind.MINUTES_FROZEN, told),)
