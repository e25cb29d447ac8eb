"""Rules of meetings: what they may decide, and when they are held, minuted and approved."""

from __future__ import annotations

from slt_flow.model import Meeting
from slt_flow.model.facts import Facts
from slt_flow.model.persons import names_in
from slt_flow.model.row import refs_of
from slt_flow.rules.register import Judgement, composite, judge, rule
from slt_flow.terms import ABSENT, COUNCIL_MEETINGS, Level, MeetingKind, Presence, Ref, Tag


@rule()
def meeting_is_held(facts: Facts) -> Judgement:
    """The meeting at which the item is tabled has been held, on the day that is recorded."""
    meeting = facts.meeting
    case = facts.snapshot.item(meeting.ref) if meeting else None
    held = case is not None and meeting is not None and case.has(Tag.HELD)
    come = meeting is None or facts.on is None or meeting.day <= facts.on
    day = meeting.day if meeting else None
    return judge(held and come, meeting=str(case.ref) if case else None, day=day, on=facts.on, held=held)


@rule(answers=("post",))
def post_is_at_the_meeting(facts: Facts) -> Judgement:
    """The post is at the meeting: only who came can leave."""
    there = facts.attendance(facts.answers["post"])
    present = there is not None and there.presence in (Presence.SEAT, Presence.DEPUTY)
    return judge(present, post=facts.answers["post"], presence=there.presence if there else ABSENT)


@rule(answers=("meeting",))
def meeting_may_decide(facts: Facts) -> Judgement:
    """The council decides in ordinary and extraordinary meetings that are not over and done with unheld."""
    ref = facts.answers["meeting"]
    meeting, case = facts.snapshot.find(Meeting, *ref[:3]), facts.snapshot.item(ref)
    kind = meeting.kind if meeting else None
    decides = kind in COUNCIL_MEETINGS
    alive = case is not None and not case.is_called_off
    written = decides and case is not None and case.has(Tag.MINUTED)
    final = written and case is not None and (case.ended or case.has(Tag.APPROVED))
    kept = decides and alive and not written
    return judge(kept, meeting=str(ref), kind=kind, cancelled=not alive, written=written, final=final)


@rule()
def nothing_is_left_tabled(facts: Facts) -> Judgement:
    """Every item of the meeting was concluded, postponed or withdrawn."""
    left = facts.snapshot.on_agenda(facts.ref)
    return judge(not left, tabled=refs_of(left))


@rule(answers=("meeting",))
def named_meeting_is_held(facts: Facts) -> Judgement:
    """A meeting that is named as evidence was held."""
    named = _named(facts)
    case = facts.snapshot.item(named) if named is not None else None
    meeting = facts.snapshot.find(Meeting, *case.ref[:3]) if case is not None else None
    called_off, day = case is not None and case.is_called_off, meeting.day if meeting is not None else None
    kept = named is None or (case is not None and case.has(Tag.HELD))
    return judge(kept, meeting=_ref(named), called_off=called_off, day=day, on=facts.on)


@rule(answers=("meeting",))
def named_meeting_may_attest(facts: Facts) -> Judgement:
    """The council answers for all that it may decide, and a coordinating group also for what is its own.

    That is a measure that was delivered, and the minutes of its own meetings.
    """
    meeting, item, own = _row(facts), facts.item, _own(facts)
    delivered = item.level == Level.EXECUTING and item.delivered_on is not None
    near = delivered or (own is not None and own.kind == MeetingKind.COORDINATION)
    kinds = (*COUNCIL_MEETINGS, MeetingKind.COORDINATION) if near else COUNCIL_MEETINGS
    kind = meeting.kind if meeting is not None else None
    return judge(kind is None or kind in kinds, meeting=_ref(_named(facts)), kind=kind, kinds=kinds)


@rule(answers=("meeting",))
def named_meeting_comes_afterwards(facts: Facts) -> Judgement:
    """A meeting sees what was there to see: it is another one, on that day or later, and not after the day recorded.

    Delivered work was there from its delivery, what waits for the council from the day it began to wait, minutes from
    the day of their meeting, a decision from the day of its meeting, and any other case from its first day.
    """
    meeting, item, own = _row(facts), facts.item, _own(facts)
    tabled = facts.meeting if not item.series and not item.assignment_no else None
    waits_since = item.since if item.has(Tag.STUCK) else tabled.day if tabled is not None else item.born
    since = own.day if own is not None else item.delivered_on or waits_since
    day = meeting.day if meeting is not None else None
    kept = day is None or ((since is None or since <= day) and (facts.on is None or day <= facts.on))
    itself = meeting is not None and meeting.ref == facts.ref
    return judge(kept and not itself, meeting=_ref(_named(facts)), day=day, since=since, on=facts.on)


@rule(answers=("meeting",))
def work_beneath_was_there_to_see(facts: Facts) -> Judgement:
    """Work that a named meeting ends with the case above was neither begun nor delivered after that meeting."""
    meeting = _row(facts)
    day = meeting.day if meeting is not None else None
    open_ = [case for case in facts.children if not case.ended]
    late = refs_of(case for case in open_ if day is not None and day < (case.delivered_on or case.born or day))
    return judge(not late, meeting=_ref(_named(facts)), day=day, late=late)


@rule(answers=("meeting",))
def somebody_else_was_there(facts: Facts) -> Judgement:
    """The named meeting was attended by somebody with no part in the work: a seat or its deputy, counted by person."""
    meeting, snapshot = _row(facts), facts.snapshot
    if meeting is None:
        return judge(True, meeting=None)
    rows, doers = snapshot.attendance_at(meeting.ref), facts.doers
    there = tuple(row.deputy or row.who for row in rows if row.presence in (Presence.SEAT, Presence.DEPUTY))
    others = [who for who in there if doers.isdisjoint(names_in(snapshot, who, meeting.day, meeting.day))]
    return judge(bool(others), meeting=str(meeting.ref), present=there)


@rule(answers=("meeting",))
def named_minutes_are_open(facts: Facts) -> Judgement:
    """Evidence stands in the minutes of its meeting, which is named before they are approved or archived."""
    named = _named(facts)
    case = facts.snapshot.item(named) if named is not None else None
    final = case is not None and case.has(Tag.HELD) and (case.ended or case.has(Tag.APPROVED))
    return judge(not final, meeting=_ref(named))


@composite(
    named_meeting_is_held,
    named_meeting_may_attest,
    named_meeting_comes_afterwards,
    somebody_else_was_there,
    named_minutes_are_open,
)
def meeting_attests(_: Facts) -> Judgement:
    """A meeting that is named as evidence can be evidence of it; this rule does not ask that one is named."""
    raise AssertionError("a composite is asked through its parts")


@rule()
def minutes_are_approved_if_agreed(
    facts: Facts,
    *,
    approval: bool = False,
    remark_days: int = 0,  # noqa: ARG001 # told on the minutes, and judged of nobody
) -> Judgement:
    """Minutes are archived once they are approved, where the agreement wants that."""
    return judge(not approval or facts.item.has(Tag.APPROVED), approval=approval)


def _named(facts: Facts) -> Ref | None:
    """Return the meeting that is named; work that ends with the case above was judged with that one already."""
    named: Ref | None = facts.answers.get("meeting")
    parent = facts.ref.parent if named is not None else None
    above = facts.snapshot.item(parent) if parent is not None else None
    return None if above is not None and above.ended else named


def _row(facts: Facts) -> Meeting | None:
    """Return the named meeting once it was held; of another there is nothing more to say."""
    named = _named(facts)
    case = facts.snapshot.item(named) if named is not None else None
    return facts.snapshot.find(Meeting, *case.ref[:3]) if case is not None and case.has(Tag.HELD) else None


def _own(facts: Facts) -> Meeting | None:
    """Return the meeting that the case itself is, where its minutes are to be approved."""
    return facts.meeting if facts.ref.is_meeting else None


def _ref(named: Ref | None) -> str | None:
    return str(named) if named is not None else None
