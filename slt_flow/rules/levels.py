"""Rules between a case and those above and beneath it; states are known by their tags only."""

from __future__ import annotations

from slt_flow.model.facts import Facts
from slt_flow.model.persons import names_in
from slt_flow.model.row import refs_of
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import Level, Tag


@rule(answers=("owner", "due"))
def has_owner_and_deadline(facts: Facts) -> Judgement:
    """Work that is handed down has one accountable owner and a deadline."""
    owner, due = facts.answers.get("owner"), facts.answers.get("due")
    return judge(bool(owner and due), owner=owner, due=due)


@rule()
def has_a_child(facts: Facts) -> Judgement:
    """At least one case beneath is not cancelled."""
    return judge(any(not child.is_dropped for child in facts.children), children=refs_of(facts.children))


@rule()
def every_child_has_owner_and_deadline(facts: Facts) -> Judgement:
    """Every case beneath has one accountable owner and a deadline; of what was settled before nobody need know."""
    lacking = [child for child in facts.children if not (child.owner and child.due) and not child.settled_before]
    return judge(not lacking, lacking=refs_of(lacking))


@rule(answers=("due",))
def deadline_is_after_the_meeting(facts: Facts) -> Judgement:
    """The deadline, the end of its day, is not before the meeting that decided the matter."""
    meeting, due = facts.meeting, facts.answers.get("due")
    kept = due is None or meeting is None or due >= meeting.day
    return judge(kept, due=due, meeting_day=meeting.day if meeting else None)


@rule(answers=("due",))
def deadline_is_within_parent(facts: Facts) -> Judgement:
    """The deadline is not after that of the case above: the parent's moves first."""
    above = facts.above
    due, limit = facts.answers.get("due"), above.due if above else None
    kept = due is None or limit is None or due <= limit
    return judge(kept, due=due, parent=str(above.ref) if above else None, parent_due=limit)


@rule(answers=("due",))
def children_end_in_time(facts: Facts) -> Judgement:
    """A deadline is not pulled before those of the open cases beneath."""
    due = facts.answers.get("due")
    later = [c for c in facts.children if not c.ended and c.due is not None and due is not None and c.due > due]
    return judge(not later, due=due, children=refs_of(later), latest=max((c.due for c in later if c.due), default=None))


@rule()
def it_has_no_end(facts: Facts) -> Judgement:
    """The work stands: it has a day of review instead of an end."""
    return judge(facts.item.standing, due=facts.item.due)


@rule(answers=("due",))
def next_review_is_to_come(facts: Facts) -> Judgement:
    """The next review comes after the day of this one."""
    due, now = facts.answers.get("due"), facts.on
    return judge(due is None or now is None or due > now, due=due, on=now)


@rule()
def it_recurs(facts: Facts) -> Judgement:
    """The work is done again and again, in a rhythm."""
    return judge(facts.item.every is not None, due=facts.item.due)


@rule(answers=("date",))
def day_has_come(facts: Facts) -> Judgement:
    """The day on which it was done has come."""
    day, now = facts.answers.get("date"), facts.on
    return judge(day is None or now is None or day <= now, date=day, on=now)


@rule()
def parent_is_planned(facts: Facts) -> Judgement:
    """The case above has been planned."""
    above = facts.parent
    return judge(above is not None and above.has(Tag.PLANNED), parent=str(above.ref) if above else None)


@rule()
def work_has_begun(facts: Facts) -> Judgement:
    """Work has begun on a case beneath."""
    return judge(any(child.has(Tag.BEGUN) for child in facts.children), children=refs_of(facts.children))


@rule()
def every_child_is_settled(facts: Facts) -> Judgement:
    """No case beneath is still open."""
    unsettled = [child for child in facts.children if not child.has(Tag.SETTLED)]
    return judge(not unsettled, open=refs_of(unsettled))


@rule()
def a_child_is_achieved(facts: Facts) -> Judgement:
    """At least one case beneath reached what it was for."""
    return judge(any(child.has(Tag.ACHIEVED) for child in facts.children), children=refs_of(facts.children))


@rule(answers=("meeting",), acted_by=True)
def is_verified_by_another(facts: Facts) -> Judgement:
    """Work is verified, and a report approved, by somebody who neither owned it nor acted in it, or a meeting is named.

    In a small municipality the coordinator may own it all; then the meeting is the other pair of eyes. Neither the post
    nor the person counts as another, whatever was handed over when.
    """
    verifier, day = facts.acted_by, facts.on or facts.item.last_on
    another = verifier is not None and facts.doers.isdisjoint(names_in(facts.snapshot, verifier, day, day))
    named = facts.answers.get("meeting") is not None
    return judge(another or named, owner=facts.item.owner, acted_by=verifier, level=Level(facts.item.level))
