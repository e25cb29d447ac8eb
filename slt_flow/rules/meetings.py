"""Rules of meetings: what they may decide, and when they are held, minuted and approved."""

from __future__ import annotations

from slt_flow.model import Meeting
from slt_flow.model.facts import Facts
from slt_flow.model.row import refs_of
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import ABSENT, MeetingKind, Presence, Tag


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
    meeting, case = facts.snapshot.find(Meeting, ref.year, ref.no), facts.snapshot.item(ref)
    kind = meeting.kind if meeting else None
    decides = kind in (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY)
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
def minutes_are_approved_in_a_meeting(facts: Facts) -> Judgement:
    """Minutes are approved in another meeting, one that was held and not before theirs."""
    named, own = facts.answers["meeting"], facts.meeting
    case, other = facts.snapshot.item(named), facts.snapshot.find(Meeting, named.year, named.no)
    held = case is not None and case.has(Tag.HELD)
    later = own is not None and other is not None and own.day <= other.day
    return judge(held and later and named != facts.ref, meeting=str(named), held=held, later=later)


@rule()
def minutes_are_approved_if_agreed(facts: Facts, *, approval: bool = False) -> Judgement:
    """Minutes are archived once they are approved, where the agreement wants that."""
    return judge(not approval or facts.item.has(Tag.APPROVED), approval=approval)
