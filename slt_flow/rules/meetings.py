"""What a meeting may do, and when it has."""

from __future__ import annotations

from slt_flow.facts import Facts
from slt_flow.rows import Meeting
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import ABSENT, MeetingKind, Presence, Tag


@rule
def meeting_is_held(facts: Facts) -> Judgement:
    """The meeting at which the item is tabled has been held, on the day that is recorded."""
    case, meeting = facts.meeting_item, facts.meeting
    held = case is not None and meeting is not None and case.means(Tag.HELD)
    come = meeting is None or facts.on is None or meeting.day <= facts.on
    day = meeting.day if meeting else None
    return judge(held and come, meeting=str(case.ref) if case else None, day=day, on=facts.on, held=held)


@rule
def post_is_at_the_meeting(facts: Facts) -> Judgement:
    """The post is at the meeting: only who came can leave."""
    there = facts.attendance(facts.answers["post"])
    present = there is not None and there.presence in (Presence.SEAT, Presence.DEPUTY)
    return judge(present, post=facts.answers["post"], presence=there.presence if there else ABSENT)


@rule
def meeting_may_decide(facts: Facts) -> Judgement:
    """The council decides in ordinary and extraordinary meetings that are not over and done with unheld."""
    ref = facts.answers["meeting"]
    meeting, case = facts.snapshot.find(Meeting, ref.year, ref.no), facts.snapshot.item(ref)
    kind = meeting.kind if meeting else None
    decides = kind in (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY)
    alive = case is not None and (not case.ended or case.means(Tag.HELD))
    return judge(decides and alive, meeting=str(ref), kind=kind, cancelled=not alive)
