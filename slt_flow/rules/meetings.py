"""What a meeting may do, and when it has."""

from __future__ import annotations

from slt_flow.facts import Facts, Meeting
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import MeetingKind, Tag


@rule
def meeting_is_held(facts: Facts) -> Judgement:
    """The meeting at which the item is tabled has been held."""
    meeting = facts.meeting_item
    return judge(meeting is not None and meeting.means(Tag.HELD), meeting=str(meeting.ref) if meeting else None)


@rule
def meeting_may_decide(facts: Facts) -> Judgement:
    """The council decides in ordinary and extraordinary meetings that are not over and done with unheld."""
    ref = facts.answers["meeting"]
    meeting, case = facts.snapshot.find(Meeting, ref.year, ref.no), facts.snapshot.item(ref)
    kind = meeting.kind if meeting else None
    decides = kind in (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY)
    alive = case is not None and (not case.ended or case.means(Tag.HELD))
    return judge(decides and alive, meeting=str(ref), kind=kind, cancelled=not alive)
