"""Effects of meetings: agenda, attendance, minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

from slt_flow.engine.effects.register import Step, acting_deputy, effect, keeps, written_mandate
from slt_flow.engine.entries import Entry, Kind, enumerated
from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint, Attendance, Item, Passage, Post, SeatStance
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.mandates import Mandate, written_deputy
from slt_flow.model.point_kinds import AGAIN, case_named, kind_of, number_of_own, outcomes_of, own_point, point_of
from slt_flow.model.row import replaced
from slt_flow.model.spelling import folded
from slt_flow.terms import Presence, Ref

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
    return (*seats, *_guests(step))


@effect("guests", "during")
def record_guests(step: Step) -> tuple[Entry, ...]:
    """Record that guests are at the meeting, or at some points of it."""
    return tuple(_guests(step))


def _guests(step: Step) -> Iterator[Entry]:
    """Yield the attendance of guests, each known by its function; one that is there already comes to more points.

    Raises:
        RequestError: a seat has the name of a guest.
    """
    facts, during = step.facts, list(step.answers.get("during") or ())
    seats = {folded(name): post for post in facts.then.all(Post) if post.seat for name in (post.id, post.title)}
    there = {folded(str(row.deputy)): row for row in _attendance_of(step) if row.presence == Presence.GUEST}
    for guest in step.answers.get("guests") or ():
        name, _, role = guest.partition("=")
        if (seat := seats.get(folded(name))) is not None:
            raise RequestError("guest_has_a_seat", guest=name, post=seat.id, ref=str(facts.ref))
        data: dict[str, Any] = {"presence": Presence.GUEST} | ({"role": role} if role else {})
        data |= {"during": during} if during else {}
        if (row := there.get(folded(name))) is not None:
            data["who"] = row.who
        yield step.entry(Kind.ATTENDANCE_RECORDED, data, {"guest": name})


def _attendance_of(step: Step) -> tuple[Attendance, ...]:
    return step.facts.snapshot.attendance_at(step.facts.ref)


@effect("post", "deputy", "mandate", "led_by", "point", "during")
def record_attendance(step: Step) -> tuple[Entry, ...]:
    """Record that a seat is at the meeting, itself or by a deputy: from a point on, or at some points only."""
    post, deputy = step.answers["post"], step.answers.get("deputy")
    mandates, there = _mandates(step, {post} if deputy else set()), step.facts.attendance(post)
    if deputy is not None and there is not None and written_deputy(there) == deputy and there.mandate:
        # Who was there is written once more, to say who led: the deputy keeps its mandate.
        mandates.setdefault(post, Mandate(post, there.mandate, there.mandated_by, there.mandated_on))
    seat = _attendance(step, post, deputy, mandates.get(post))
    _refuse_absent_leader(step, (seat,))
    _refuse_unordered(step, post, comes=True)
    points = {name: answer for name in ("point", "during") if (answer := step.answers.get(name))}
    return (replaced(seat, data={**seat.data, **points}),)


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


def _refuse_unordered(step: Step, post: str, *, comes: bool) -> None:
    """Refuse a post to leave before it came, to come before it left, or to have spoken on a case after it left.

    Raises:
        RequestError: the points say so; points whose order nobody knows are not compared.
    """
    facts, point, meeting = step.facts, step.answers.get("point"), step.facts.meeting
    if point is None or meeting is None:
        return
    kept, _ = agenda_of(facts.snapshot, facts.ref, meeting.day)
    places = {row.key: row.number for row in kept}
    here = places.get(str(point))
    passages = [row for row in facts.snapshot.all(Passage) if row.ref == facts.ref and row.who == post]
    before = places.get(str(passages[-1].point)) if passages else None
    if here is not None and before is not None and here < before:
        code = "came_before_it_left" if comes else "left_before_it_came"
        raise RequestError(code, post=post, ref=str(facts.ref))
    if here is None or comes:
        return
    for decision in facts.snapshot.tabled_at(facts.ref):
        spoken = facts.snapshot.find(SeatStance, decision.year, decision.no, decision.round, post)
        there = places.get(point_of(decision.ref))
        if spoken is not None and there is not None and there >= here:
            raise RequestError("spoke_after_it_left", post=post, ref=str(decision.ref))


@effect("post", "reason", "point")
def record_leaving(step: Step) -> tuple[Entry, ...]:
    """Record that a seat left; it takes no part in what is concluded from now on."""
    data = {"post": step.answers["post"], "presence": Presence.LEFT}
    _refuse_unordered(step, data["post"], comes=False)
    data |= {"point": step.answers["point"]} if step.answers.get("point") else {}
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


@effect("title", "post", "place", "text", "case", "attachments")
def add_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Add a point of the coordinator's own to the agenda.

    Raises:
        RequestError: the title is the ref of a case, which comes to the agenda in another way.
    """
    answers, named = step.answers, Ref.parse(step.answers["title"])
    if named is not None:
        raise RequestError("point_is_a_case", ref=str(named), meeting=str(step.facts.ref))
    number = 1 + sum(number_of_own(point.point) is not None for point in _points(step))
    attachments, names = enumerated("attachment", answers.get("attachments") or ())
    data = {"point": own_point(number, answers["title"]), "post": answers.get("post"), "place": answers.get("place")}
    texts = {"title": answers["title"], "text": answers.get("text") or "", "case": answers.get("case") or ""}
    entry = step.entry(Kind.AGENDA_POINT_ADDED, data | (attachments if names else {}), texts | names)
    return (entry, *_make_room(step, data["point"], data["place"]))


@effect("point", "text", "case", "post", "attachments")
def describe_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Say more of a point: a text, its number in the archive, who presents it, what goes with it."""
    answers = step.answers
    _refuse_nothing(step, "text", "case", "post", "attachments")
    attachments, names = enumerated("attachment", answers.get("attachments") or ())
    data = {"point": answers["point"], **({"post": answers["post"]} if answers.get("post") else {})}
    texts = {name: answers.get(name) or "" for name in ("text", "case")}
    return (step.entry(Kind.AGENDA_POINT_DESCRIBED, data | (attachments if names else {}), texts | names),)


@effect("point", "discussion", "outcome", "follow_up")
def deal_with_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Record what was said at a point, what became of it, and the case that was registered because of it.

    Raises:
        RequestError: nothing of the kind is said, or a point of its kind has no such outcome.
    """
    answers, point = step.answers, step.answers["point"]
    _refuse_nothing(step, "discussion", "outcome", "follow_up")
    row = next((row for row in _points(step) if row.point == point), None)
    kind = kind_of(row or AgendaPoint(year=0, no=0, point=point))
    possible, outcome = outcomes_of(kind), answers.get("outcome")
    if outcome is not None and not possible:
        raise RequestError("point_is_decided", ref=str(case_named(point)))
    if outcome is not None and outcome not in possible:
        raise RequestError("outcome_of_another_kind", outcome=outcome, possible=possible)
    data = {"point": point, **{name: answers[name] for name in ("outcome", "follow_up") if answers.get(name)}}
    return (step.entry(Kind.AGENDA_POINT_DEALT_WITH, data, {"discussion": answers.get("discussion") or ""}),)


def _refuse_nothing(step: Step, *names: str) -> None:
    """Refuse an act that says nothing.

    Raises:
        RequestError: none of the answers is given.
    """
    if not any(step.answers.get(name) for name in names):
        raise RequestError("nothing_to_record", ref=str(step.facts.ref), options=names)


@effect()
def settle_agenda(step: Step) -> tuple[Entry, ...]:
    """Record every point of the agenda as it is sent, or as the meeting begins."""
    points = step.facts.snapshot.agenda
    if points is None:
        return ()
    rows = {row.point: row for row in _points(step)}
    keys = tuple(point.key for point in points)
    recorded = sorted((row.place or 0, row.point) for row in rows.values() if row.kind and not row.dropped)
    if keys and keys == tuple(key for _, key in recorded):
        return ()
    listed = [{"point": p.key, "kind": p.kind, **({"post": p.post} if p.post else {})} for p in points]
    # The words of a point that comes back stand here too: the agenda that it came from may be taken back.
    again = [(place, p) for place, p in enumerate(points, start=1) if p.key.startswith(AGAIN)]
    texts = {f"title.{place}": p.title for place, p in again} | {f"text.{place}": p.text for place, p in again}
    texts |= {f"case.{place}": p.case or "" for place, p in again}
    return (step.entry(Kind.AGENDA_SETTLED, {"points": listed}, texts),)


@effect("at", "until", "venue", "written_by")
def arrange_meeting(step: Step) -> tuple[Entry, ...]:
    """Record when a meeting begins and ends, where it is, and who writes its minutes.

    Raises:
        RequestError: nothing of the kind is said, or it would end before it begins.
    """
    answers, meeting = step.answers, step.facts.meeting
    _refuse_nothing(step, "at", "until", "venue", "written_by")
    arranged = {"begins": answers.get("at"), "ends": answers.get("until"), "written_by": answers.get("written_by")}
    data = {name: answer for name, answer in arranged.items() if answer}
    begins, ends = (data.get(name) or getattr(meeting, name, None) for name in ("begins", "ends"))
    refuse_end_before_begin(begins, ends)
    return (step.entry(Kind.MEETING_ARRANGED, data, {"venue": answers.get("venue") or ""}),)


def refuse_end_before_begin(begins: str | None, ends: str | None) -> None:
    """Refuse a meeting that would end before it begins.

    Raises:
        RequestError: its end does not come after its begin.
    """
    if begins is not None and ends is not None and ends <= begins:
        raise RequestError("meeting_ends_before_it_begins", at=begins, until=ends)


keeps("drop_agenda_point", Kind.AGENDA_POINT_DROPPED, "point")


@effect("point", "place")
def place_agenda_point(step: Step) -> tuple[Entry, ...]:
    """Put a point at another place on the agenda; one that was dropped comes back."""
    point, place = step.answers["point"], step.answers["place"]
    placed = step.entry(Kind.AGENDA_POINT_PLACED, {"point": point, "place": place})
    return (placed, *_make_room(step, point, place))


def _points(step: Step) -> tuple[AgendaPoint, ...]:
    return step.facts.snapshot.points_at(step.facts.ref)


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
