"""Rules of mandates: whom a post may bind, and which posts may own work."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from slt_flow.model import Decision, Post, Ratification
from slt_flow.model.facts import Facts
from slt_flow.model.spelling import folded
from slt_flow.rules.register import Judgement, composite, judge, rule
from slt_flow.terms import Level, Ref, Role, Tag

_REFS: Final = re.compile(r"(?<![\w/.])\d+/\d+(?![\w/]|\.\d)")
"""Refs of decisions in a text, each a word of its own: neither `1/26.2` nor `M1/26` names 1/26."""


@rule()
def within_delegated_authority(facts: Facts) -> Judgement:
    """The council may decide this by itself: no competent body needs to ratify it."""
    return judge(not facts.decision.bodies, bodies=facts.decision.bodies)


@rule(answers=("body",))
def body_is_asked(facts: Facts) -> Judgement:
    """The body is one whose ratification the decision waits for."""
    body, waiting = facts.answers["body"], _waiting(facts)
    return judge(folded(body) in {folded(other) for other in waiting}, body=body, waiting=waiting)


@rule(answers=("date",))
def ratification_is_dated_after_the_decision(facts: Facts) -> Judgement:
    """A ratification is dated no earlier than the conditional adoption, and no later than today."""
    day, since = facts.answers["date"], facts.item.since
    return judge(since <= day and (facts.on is None or day <= facts.on), date=day, since=since, on=facts.on)


@rule()
def every_ratification_is_recorded(facts: Facts) -> Judgement:
    """Every body that must ratify has done so, with case number and day."""
    waiting = _waiting(facts)
    return judge(not waiting, waiting=waiting)


@rule(answers=("owner",))
def owner_is_eligible(facts: Facts, *, levels: tuple[str, ...], posts: tuple[str, ...], designation: bool) -> Judgement:
    """An assignment's owner is one whom the agreement's owner rule admits; a measure's owner is any post.

    A post that a newer agreement no longer has is given nothing new.
    """
    owner = facts.owner
    executing = facts.item.level == Level.EXECUTING
    present = [post for post in facts.then.all(Post) if post.until is None]
    admitted = owner in present and (
        executing
        or owner.id in posts
        or any(level in owner.levels for level in levels)
        or (designation and owner.designated)
    )
    able = tuple(p.id for p in present if p.id in posts or set(p.levels) & set(levels) or p.designated)
    return judge(admitted, owner=owner.id if owner else None, eligible=able, designation=designation)


@rule(answers=("owner",))
def owner_is_bound(facts: Facts) -> Judgement:
    """The owner's organisation belongs to a party of the consensus, or has itself accepted this item."""
    owner = facts.owner
    if owner is None:
        return judge(False, owner=None, organisation=None)
    bound = facts.then.party_of(owner.id) is not None or owner.organisation in facts.item.accepted_by
    return judge(bound, owner=owner.id, organisation=owner.organisation)


@rule(answers=("post", "deputy"))
def post_is_held(facts: Facts) -> Judgement:
    """A vacant post may be given work; it cannot attend (on the day of the meeting, for itself or another) or report.

    A deputy who is no post is there in person.
    """
    acting = facts.answers.get("deputy") or facts.answers.get("post") or facts.item.owner
    post = facts.then.find(Post, acting)
    meeting = facts.meeting if facts.ref.series else None
    if post is None:
        return judge(acting is not None, post=acting)
    day = meeting.day if meeting is not None else facts.on
    held = facts.snapshot.is_held_on(post.id, day) if day is not None else not post.vacant
    return judge(held, post=post.id, day=day)


@rule(answers=("meeting",), acted_by=True)
def approval_is_given_as_agreed(facts: Facts, *, by: str = "secretary") -> Judgement:
    """A report is approved by the secretary, or by the council in a named meeting: as the agreement says.

    A deputy approves for a secretary that is absent on the day.
    """
    named = facts.answers.get("meeting")
    if by == "council":
        return judge(named is not None, by=by, meeting=str(named) if named is not None else None)
    approves = facts.acted_by is not None and facts.snapshot.has_role(facts.acted_by, Role(by), facts.on)
    return judge(approves, by=by, acted_by=facts.acted_by)


@rule(answers=("decision",))
def ending_decision_is_adopted_later(facts: Facts) -> Judgement:
    """A decision is ended only by another one that was adopted after it, and not on a day still to come."""
    other, ended = _ending(facts), facts.decision
    case, day = facts.snapshot.item(facts.answers["decision"]), other.adopted_on if other is not None else None
    adopted = other is not None and case is not None and case.has(Tag.ADOPTED) and day is not None
    since = ended.adopted_on or facts.item.born  # None where nobody knows: then any other came later
    # Of two adopted on one day the one with the higher number came later.
    later = other is not None and day is not None and (since or date.min, ended.ref) < (day, other.ref)
    come = day is None or facts.on is None or day <= facts.on
    return judge(adopted and later and come, decision=str(facts.answers["decision"]), day=day, since=since, on=facts.on)


@rule(answers=("decision",))
def ending_decision_names_the_ended(facts: Facts) -> Judgement:
    """The text that was adopted, or the title where that is all there is, names the decision that it ends."""
    other, case = _ending(facts), facts.snapshot.item(facts.answers["decision"])
    text = (other.text or case.title) if other is not None and case is not None else ""
    names = any(Ref.parse(word) == facts.ref for word in _REFS.findall(text))
    return judge(names, decision=str(facts.answers["decision"]), ended=str(facts.ref))


@rule(answers=("decision",))
def ending_decision_is_ratified_alike(facts: Facts) -> Judgement:
    """Every body that ratified the decision has ratified the one that ends it."""
    other = _ending(facts)
    ratified = {folded(body) for body in other.bodies} if other is not None else set()
    lacking = tuple(body for body in facts.decision.bodies if folded(body) not in ratified)
    return judge(not lacking, decision=str(facts.answers["decision"]), lacking=lacking)


@composite(ending_decision_is_adopted_later, ending_decision_names_the_ended, ending_decision_is_ratified_alike)
def another_decision_says_so(_: Facts) -> Judgement:
    """An adopted decision is ended only by a later one that says so, and that as many have ratified."""
    raise AssertionError("a composite is asked through its parts")


@rule()
def council_may_be_extended(_: Facts, *, extension: str = "guest") -> Judgement:
    """The agreement gives others who join the council a seat; otherwise they are guests."""
    return judge(extension == "seat", extension=extension)


def _ending(facts: Facts) -> Decision | None:
    ref = facts.answers["decision"]
    return facts.snapshot.find(Decision, ref.year, ref.no)


def _waiting(facts: Facts) -> tuple[str, ...]:
    decision = facts.decision
    granted = {
        folded(r.body)
        for r in facts.snapshot.all(Ratification)
        if (r.year, r.no, r.round) == (decision.year, decision.no, decision.round) and r.granted
    }
    return tuple(body for body in decision.bodies if folded(body) not in granted)
