"""Meetings of the council and of the coordinating level: planned, called, held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from slt_flow.engine.effects import new_case
from slt_flow.engine.effects.meetings import refuse_end_before_begin
from slt_flow.engine.new_entries import next_ref
from slt_flow.errors import RequestError
from slt_flow.model import Group, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Outcome
from slt_flow.services.request import parsing, warnings
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock_times import clock_time
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact, use_case
from slt_flow.terms import COMING, MEETING_SERIES, PAST, MeetingKind, Ref, Role, identifier

HOLD: Final = "hold"
"""The action by which a meeting has been held."""

ARRANGE: Final = "arrange"
"""The action by which it is said when and where a meeting is."""

_ARRANGED: Final = ("at", "until", "venue")

LEADING = (Role.SECRETARY, Role.CHAIR)
"""Who calls the council together."""


class Plan(NamedTuple):
    """Plan of a meeting, as it was typed.

    Attributes:
        kind: ordinary when None, coordination where a group is named.
        requested_by: the party that asked for an extraordinary one.
        short_notice: called at short notice, so that the agenda may come late where the agreement says so.
        group: the group of the coordinating level that meets, or the party whose municipal council is informed.
        at: the time of day that it begins.
        until: the time of day that it ends.
        venue: the place where it is.
    """

    kind: str | None = None
    requested_by: str | None = None
    short_notice: bool = False
    group: str | None = None
    at: str | None = None
    until: str | None = None
    venue: str | None = None


@use_case(*LEADING, name="plan_meeting")
def plan(
    request: Request,
    day: str,
    *,
    kind: str | None = None,
    title: str | None = None,
    requested_by: str | None = None,
    short_notice: bool = False,
    group: str | None = None,
    at: str | None = None,
    until: str | None = None,
    venue: str | None = None,
) -> None:
    """Put a meeting in the calendar (see `Plan`)."""
    planned = Plan(kind, requested_by, short_notice, group, at, until, venue)
    ref = put_in_calendar(request, request.days.read(day, COMING), planned, title)
    request.notices += warnings.of_plan(request.snapshot, ref, request.context.day)


def hold(
    context: Context,
    day_or_ref: str,
    present: str = "all",
    *,
    kind: str | None = None,
    guests: Sequence[str] = (),
    sent: str | None = None,
    mandate: str | Sequence[str] = (),
    led_by: str | None = None,
    requested_by: str | None = None,
    short_notice: bool = False,
    group: str | None = None,
    at: str | None = None,
    until: str | None = None,
    venue: str | None = None,
) -> Outcome:
    """Record that a meeting was held and who was there; plan it in the same breath when it was not planned."""
    planned = Plan(kind, requested_by, short_notice, group, at, until, venue)
    answers = {"present": present, "guests": tuple(guests), "sent": sent, "mandate": mandate, "led_by": led_by}
    asked = {"hold": day_or_ref, **answers, **planned._asdict()}
    named = parsing.ref_in(day_or_ref)
    subject = parsing.meeting_ref(named) if named is not None else None

    def act(request: Request) -> None:
        day = request.days.read(day_or_ref, PAST) if subject is None else request.context.day
        meeting = subject or meeting_on(request, day, kind, group, to_be_held=True)
        if meeting is not None:
            _refuse_other_plan(request, meeting, planned)
            arrange(request, meeting, {name: getattr(planned, name) for name in _ARRANGED})
        ref = meeting or put_in_calendar(request, day, planned, None)
        request.perform(ref, HOLD, answers)

    return transact(context, asked, subject, act, only=() if subject is not None else LEADING)


def _fields(request: Request, planned: Plan, day: date) -> dict[str, Any]:
    """Return the plan's fields for a meeting's entry, without the absent ones.

    Raises:
        RequestError: an unknown kind, party or group, or one that does not belong to the kind.
    """
    kind = _kind(planned, request.snapshot.on(day))
    if planned.requested_by is not None and kind != MeetingKind.EXTRAORDINARY:
        raise RequestError("requested_only_extraordinary")
    if planned.group is not None and kind not in (MeetingKind.COORDINATION, MeetingKind.INFORMATION):
        raise RequestError("group_only_coordination")
    party, group, then = planned.requested_by, planned.group, request.snapshot.on(day)
    fields = {
        "kind": str(kind),
        "requested_by": parsing.party(party, then) if party is not None else None,
        "short_notice": planned.short_notice,
        "group": _of(group, kind, then) if group is not None else None,
    }
    return {name: value for name, value in fields.items() if value}


def _kind(planned: Plan, then: Snapshot) -> MeetingKind:
    """Return the kind of a meeting: the one named; else a group's meeting coordinates, and any other is ordinary."""
    if planned.kind is not None:
        return parsing.member(MeetingKind, planned.kind)
    of_group = planned.group is not None and then.find(Group, identifier(planned.group)) is not None
    return MeetingKind.COORDINATION if of_group else MeetingKind.ORDINARY


def _of(typed: str, kind: MeetingKind, snapshot: Snapshot) -> str:
    """Parse the group that meets to coordinate, or the party whose municipal council is informed."""
    return (parsing.party if kind == MeetingKind.INFORMATION else parsing.group)(typed, snapshot)


def put_in_calendar(request: Request, day: date, planned: Plan, title: str | None) -> Ref:
    """Register a meeting as planned, within a request."""
    fields = _fields(request, planned, day)
    built = next(built for built in request.council_machines() if built.name == "meeting")
    on = request.context.on or min(day, request.context.day)
    texts = {"title": parsing.line("title", title)} if title is not None else {}
    coordinates = fields["kind"] == MeetingKind.COORDINATION
    group = request.snapshot.on(day).find(Group, fields.get("group", "")) if coordinates else None
    ref = next_ref(request.snapshot, group.series if group else MEETING_SERIES, day.year)
    texts |= {"venue": parsing.line("venue", planned.venue)} if planned.venue is not None else {}
    typed = {"begins": planned.at, "ends": planned.until}
    times = {name: clock_time(time) for name, time in typed.items() if time is not None}
    refuse_end_before_begin(times.get("begins"), times.get("ends"))
    data: dict[str, Any] = {"day": day.isoformat(), **fields, **times}
    return request.register(new_case(built, ref, on, request.actor, texts, **data))


def arrange_meeting(
    context: Context,
    ref: str,
    *,
    at: str | None = None,
    until: str | None = None,
    venue: str | None = None,
    written_by: str | None = None,
) -> Outcome:
    """Record when a meeting begins and ends, where it is, and who writes its minutes."""
    answers = {"at": at, "until": until, "venue": venue, "written_by": written_by}
    return perform(context, [str(parsing.meeting_ref(ref))], ARRANGE, answers, typed=False)


def arrange(request: Request, ref: Ref, arranged: Mapping[str, str | None]) -> None:
    """Record when and where a meeting is and who writes, as far as something else is said than is recorded."""
    meeting = request.snapshot.one(Meeting, *ref[:3])
    answers = request.typed(ref, {name: answer for name, answer in arranged.items() if answer is not None})
    recorded = {"at": meeting.begins, "until": meeting.ends, "venue": meeting.venue, "written_by": meeting.written_by}
    new = {name: answer for name, answer in answers.items() if answer != recorded[name]}
    if new:
        request.perform(ref, ARRANGE, new)


def _refuse_other_plan(request: Request, ref: Ref, planned: Plan) -> None:
    """Refuse to hold a planned meeting under another plan."""
    request.item(ref)
    meeting = request.snapshot.one(Meeting, *ref[:3])
    fields = _fields(request, planned._replace(kind=planned.kind or meeting.kind), meeting.day)
    asked = {name: value for name, value in planned._asdict().items() if name not in _ARRANGED}
    other = [name for name, value in asked.items() if value and fields.get(name) != getattr(meeting, name)]
    if other:
        options = tuple(f"--{name.replace('_', '-')}" for name in other)
        raise RequestError("planned_otherwise", ref=str(ref), options=options)


def meeting_on(
    request: Request, day: date, kind: str | None = None, group: str | None = None, *, to_be_held: bool = False
) -> Ref | None:
    """Return the meeting of a day, of a kind or a group where one is named: the one to be held, else the one that was.

    Raises:
        RequestError: there are several; or the meeting has been held, where one to be held is asked for.
    """
    wanted = parsing.member(MeetingKind, kind) if kind is not None else None
    own = identifier(group) if group is not None else None
    meetings = [m for m in request.snapshot.all(Meeting) if m.day == day and wanted in (None, m.kind)]
    meetings = [meeting for meeting in meetings if own in (None, meeting.group)]
    cases = [case for case in (request.item(meeting.ref) for meeting in meetings) if not case.is_called_off]
    waiting = [case for case in cases if case.is_to_be_held]
    if cases and to_be_held and not waiting:
        raise RequestError("already_held_that_day", day=day, ref=str(cases[0].ref))
    refs = [case.ref for case in waiting or cases]
    if len(refs) > 1:
        raise RequestError("several_meetings_that_day", day=day, refs=tuple(str(ref) for ref in refs))
    return refs[0] if refs else None
