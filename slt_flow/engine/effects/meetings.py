"""Effects of meetings: agenda, attendance, minutes."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any, Final

from slt_flow.engine.effects.register import Step, acting_deputy, effect, keeps, written_mandate
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint, Item
from slt_flow.model.mandates import Mandate, written_deputy
from slt_flow.model.row import replaced
from slt_flow.terms import Presence

TEMPLATE: Final = 1
"""Version of the form that minutes are written in; archived minutes name the one they were made with."""


@effect("sent")
def record_agenda(step: Step) -> tuple[Entry, ...]:
    """Record that the agenda was sent, on the day given or on the day the entry holds for.

    Raises:
        RequestError: the meeting's day has come, so that the day of the entry would be a guess; or the day given is
            after the meeting's, or still to come, or another than the one recorded before.
    """
    sent, meeting = step.answers.get("sent"), step.facts.meeting
    if sent is None and meeting is not None and step.on >= meeting.day:
        raise RequestError("sent_day_needed", ref=str(step.facts.ref))
    if meeting is not None and sent is not None and sent > meeting.day:
        raise RequestError("agenda_sent_after_meeting", ref=str(step.facts.ref), sent=sent, day=meeting.day)
    if meeting is not None and sent is not None and meeting.sent not in (None, sent):
        raise RequestError("agenda_sent_already", ref=str(step.facts.ref), sent=meeting.sent)
    if sent is not None and sent > step.on:
        raise RequestError("agenda_sent_ahead", ref=str(step.facts.ref), sent=sent, on=step.on)
    return (step.entry(Kind.AGENDA_SENT, {"sent": sent or step.on}),)


@effect("sent")
def record_agenda_if_sent(step: Step) -> tuple[Entry, ...]:
    """Record that the agenda was sent, where a day is given."""
    return record_agenda(step) if step.answers.get("sent") else ()


@effect("present", "guests", "mandate", "led_by")
def record_attendance_list(step: Step) -> tuple[Entry, ...]:
    """Record who was at the meeting: seats, deputies (with the mandate, when one is recorded) and guests."""
    mandates = _mandates(step, {post for post, deputy in step.answers["present"] if deputy})
    seats = [_attendance(step, post, deputy, mandates.get(post)) for post, deputy in step.answers["present"]]
    _refuse_absent_leader(step, seats)
    guests = [
        step.entry(Kind.ATTENDANCE_RECORDED, {"presence": Presence.GUEST}, {"guest": name})
        for name in step.answers.get("guests") or ()
    ]
    return (*seats, *guests)


@effect("post", "deputy", "mandate", "led_by")
def record_attendance(step: Step) -> tuple[Entry, ...]:
    """Record that a seat is at the meeting, itself or by a deputy."""
    post, deputy = step.answers["post"], step.answers.get("deputy")
    mandates, there = _mandates(step, {post} if deputy else set()), step.facts.attendance(post)
    if deputy is not None and there is not None and written_deputy(there) == deputy and there.mandate:
        # Who was there is written once more, to say who led: the deputy keeps its mandate.
        mandates.setdefault(post, Mandate(post, there.mandate, there.mandated_by, there.mandated_on))
    seat = _attendance(step, post, deputy, mandates.get(post))
    _refuse_absent_leader(step, (seat,))
    return (seat,)


def _refuse_absent_leader(step: Step, seats: Iterable[Entry]) -> None:
    """Refuse a leader of the meeting who is not among those whose attendance is recorded here.

    Raises:
        RequestError: the post named is there neither itself nor as a deputy.
    """
    leader = step.answers.get("led_by")
    if leader is not None and not any(seat.data.get("leads") for seat in seats):
        raise RequestError("leader_not_there", post=leader, ref=str(step.facts.ref))


def _mandates(step: Step, represented: AbstractSet[str]) -> dict[str, Mandate]:
    """Return the mandates given at the action, by the post that each is for.

    Raises:
        RequestError: one is for a post that no deputy represents, or two are for the same.
    """
    mandates: dict[str, Mandate] = {}
    for mandate in step.answers.get("mandate") or ():
        if mandate.post not in represented:
            raise RequestError("mandate_without_deputy", post=mandate.post)
        if mandate.post in mandates:
            raise RequestError("mandate_twice", post=mandate.post)
        mandates[mandate.post] = mandate
    return mandates


@effect("post", "reason")
def record_leaving(step: Step) -> tuple[Entry, ...]:
    """Record that a seat left; it takes no part in what is concluded from now on."""
    data = {"post": step.answers["post"], "presence": Presence.LEFT}
    return (step.entry(Kind.ATTENDANCE_RECORDED, data, {"reason": step.answers["reason"]}),)


def _attendance(step: Step, post: str, deputy: str | None, mandate: Mandate | None) -> Entry:
    data: dict[str, Any] = {"post": post, "presence": Presence.DEPUTY if deputy else Presence.SEAT}
    deputy_data, deputy_text = acting_deputy(step, deputy)
    mandate_data, mandate_text = written_mandate(mandate)
    # A deputy who is no post leads as the seat that it meets for.
    named = deputy is not None and "deputy" not in deputy_data
    if step.answers.get("led_by") == (post if named else deputy or post):
        data["leads"] = True
    return step.entry(Kind.ATTENDANCE_RECORDED, data | deputy_data | mandate_data, deputy_text | mandate_text)


@effect("date")
def change_day(step: Step) -> tuple[Entry, ...]:
    """Move the meeting to another day."""
    return (step.entry(Kind.DAY_CHANGED, {"day": step.answers["date"]}),)


@effect("title", "post", "place")
def add_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Add a point of the coordinator's own to the agenda."""
    answers = step.answers
    added = [point for point in _points(step) if point.title is not None]
    data = {"point": f"own:{len(added) + 1}", "post": answers.get("post"), "place": answers.get("place")}
    entry = step.entry(Kind.AGENDA_POINT_ADDED, data, {"title": answers["title"]})
    return (entry, *_make_room(step, data["point"], data["place"]))


keeps("drop_agenda_point", Kind.AGENDA_POINT_DROPPED, "point")


@effect("point", "place")
def place_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Put a point at another place on the agenda; one that was dropped comes back."""
    point, place = step.answers["point"], step.answers["place"]
    placed = step.entry(Kind.AGENDA_POINT_PLACED, {"point": point, "place": place})
    return (placed, *_make_room(step, point, place))


def _points(step: Step) -> tuple[AgendaPoint, ...]:
    return tuple(point for point in step.facts.snapshot.all(AgendaPoint) if point.ref == step.facts.ref)


def _make_room(step: Step, point: str, place: int | None) -> tuple[Entry, ...]:
    """Move the points that stand at a place, and at those after it, one down: no two claim the same place."""
    taken = {p.place: p.point for p in _points(step) if p.place and not p.dropped and p.point != point}
    moved = []
    while place in taken:
        other, place = taken[place], place + 1
        moved.append(step.entry(Kind.AGENDA_POINT_PLACED, {"point": other, "place": place}))
    return tuple(moved)


@effect()
def attest(step: Step) -> tuple[Entry, ...]:
    """Put what a named meeting is evidence of into that meeting's own case, and so into its minutes."""
    named = step.answers.get("meeting")
    if named is None:
        return ()
    last_on = step.facts.snapshot.one(Item, *named).last_on
    entry = step.entry(Kind.ATTESTED, {"ref": step.facts.ref})
    return (replaced(entry, subject=str(named), on=max(step.on, last_on)),)


@effect()
def freeze_minutes(step: Step) -> tuple[Entry, ...]:
    """Freeze the minutes, made from the journal up to here; only an addendum corrects them (I7).

    The entry keeps the journal's head, the digests of the entries the minutes are made from, and the form's version.
    """
    chain = step.facts.snapshot.chain
    data: dict[str, Any] = {"head": step.facts.snapshot.head, "template": TEMPLATE}
    if chain is not None:
        data |= {"head": chain.head, "head_digest": chain.digest, "digests": dict(chain.of_case)}
    return (step.entry(Kind.MINUTES_FROZEN, data),)
