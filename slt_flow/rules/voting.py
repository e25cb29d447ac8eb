"""Rules of voting: taking part, stances on the present text, consensus."""

from __future__ import annotations

import re
from typing import Final

from slt_flow.model import Post
from slt_flow.model.facts import Facts
from slt_flow.model.mandates import Lack, written_deputy
from slt_flow.model.spelling import folded, wording
from slt_flow.rules.register import Judgement, composite, judge, rule
from slt_flow.terms import ABSENT, EXCUSED, Stance

_DISQUALIFIED: Final = re.compile(r"\b(?:in|u)?habil|\bugild|\bdisqualif")
"""Words of a reason which say that a seat is disqualified, in any of the languages."""


@rule()
def every_party_is_represented(facts: Facts) -> Judgement:
    """A binding post of every party takes part in the item, itself or by a deputy of the party with a mandate.

    The mandate is from the absent post or another that leads the party, given no later than the meeting (`lack_of`).
    """
    there = facts.represented_by(facts.taking_part)
    missing = tuple(party for party in facts.then.parties if party not in there)
    deputies = [row for p in facts.taking_part if p.binds and not facts.binds(p) and (row := facts.attendance(p.id))]
    of_missing = [row for row in deputies if facts.then.party_of(row.who) in missing]
    # A deputy that needs nothing but a mandate comes first: that can be mended.
    row, why = min(
        ((row, facts.lack(row)) for row in of_missing), key=lambda pair: pair[1] != Lack.MANDATE, default=(None, None)
    )
    return judge(
        not missing,
        missing=missing,
        commit_nobody=tuple(row.who for row in deputies),
        deputy=written_deputy(row) if row is not None else None,
        why=why,
        no_mandate=(row.who,) if row is not None and why == Lack.MANDATE else (),
        unheld=facts.unheld,
    )


@rule(answers=("post",))
def post_takes_part(facts: Facts) -> Judgement:
    """The post has a seat, is present at the meeting and is not excused from the item (guests take no stances)."""
    post = facts.then.one(Post, facts.answers["post"])
    there = facts.attendance(post.id)
    presence = EXCUSED if facts.is_excused(post) else there.presence if there else ABSENT
    seen = {"seatless": not post.seat, "presence": presence, "unheld": facts.unheld}
    return judge(facts.takes_part(post), post=post.id, **seen)


@rule(answers=("post",))
def post_has_a_seat(facts: Facts) -> Judgement:
    """The post has a seat in the council."""
    post = facts.then.one(Post, facts.answers["post"])
    return judge(post.seat, post=post.id)


@rule(answers=("post", "reason", "decided_by"))
def disqualification_is_decided_by_others(facts: Facts) -> Judgement:
    """More than half of the others who take part in the item decide that a seat is disqualified, without it."""
    post, deciding = facts.answers["post"], facts.answers.get("decided_by") or ()
    own = facts.person(post)
    others = tuple(p.id for p in facts.taking_part if facts.person(p.id) != own)
    strangers = tuple(other for other in deciding if other not in others)
    persons, most = ({facts.person(other) for other in posts} for posts in (deciding, others))
    decided = not strangers and 2 * len(persons) > len(most)
    says_so = bool(deciding) or _DISQUALIFIED.search(folded(facts.answers["reason"])) is not None
    return judge(decided or not says_so, post=post, others=others, strangers=strangers, unheld=facts.unheld)


@rule()
def everyone_present_has_taken_a_stance(facts: Facts) -> Judgement:
    """Every seat that takes part has taken a stance on the present text; the latest counts."""
    silent = tuple(post.id for post in facts.silent)
    return judge(not silent, silent=silent)


@rule()
def nobody_objects(facts: Facts) -> Judgement:
    """No seat objects, present or not: an objection stands until its seat speaks on the present text."""
    objecting, silent = tuple(facts.objections), tuple(post.id for post in facts.silent)
    there = {post.id for post in facts.taking_part}
    away = tuple(post for post in objecting if post not in there)
    rows = facts.objections.values()
    elsewhere = tuple(dict.fromkeys(str(row.ref) for row in rows if row.ref != facts.decision.ref))
    kept = False if objecting else None if silent else True
    return judge(kept, objecting=objecting, elsewhere=elsewhere, away=away, silent=silent)


@rule(answers=("text",))
def text_is_changed(facts: Facts) -> Judgement:
    """An amendment says something else than the present text, or than the title where that is all the text."""
    present = facts.decision.text or facts.item.title
    return judge(wording(facts.answers["text"]) != wording(present), text_version=facts.decision.text_version)


@rule(answers=("post", "stance", "reason"))
def objection_has_a_reason(facts: Facts) -> Judgement:
    """An objection has a reason."""
    objects = facts.answers.get("stance") == Stance.OBJECT
    return judge(not objects or bool(facts.answers.get("reason")), post=facts.answers.get("post"))


@rule()
def every_party_consents(facts: Facts) -> Judgement:
    """At least one binding post of each party consents; standing aside is not consent."""
    consenting, parties = facts.consenting_parties, facts.then.parties
    missing = tuple(party for party in parties if party not in consenting)
    undecided = bool(missing) and facts.bound_by(facts.silent).issuperset(missing)
    absent = tuple(party for party in missing if party not in facts.bound_by(facts.taking_part))
    kept = None if undecided else not missing
    return judge(kept, missing=missing, parties=parties, absent=absent, unheld=facts.unheld)


@rule()
def stances_are_on_this_text(facts: Facts) -> Judgement:
    """Nobody's latest stance is on an older version of the text: an amendment voids them."""
    version = facts.decision.text_version
    outdated = tuple(post for post, stance in facts.stances.items() if stance.text_version != version)
    return judge(not outdated, outdated=outdated, text_version=version)


@rule()
def nobody_consents_for_two_parties(facts: Facts) -> Judgement:
    """Every consenting party consents through a person of its own: one in posts of two parties counts for one."""
    then = facts.then
    posts = tuple(post for post in facts.consenting if then.party_of(post.id) in then.parties)
    persons = facts.committing(posts)
    everyone = set().union(*persons.values())
    own = facts.represented_by(posts) == persons.keys()
    shared = tuple(sorted(p for p in everyone if sum(p in those for those in persons.values()) > 1))
    return judge(own, persons=() if own else shared)


@composite(
    every_party_is_represented,
    stances_are_on_this_text,
    nobody_objects,
    every_party_consents,
    nobody_consents_for_two_parties,
)
def consensus_is_reached(_: Facts) -> Judgement:
    """Every party is represented and consents to the present text, each by its own person, and nobody objects."""
    raise AssertionError("a composite is asked through its parts")


@rule()
def is_for_information(facts: Facts) -> Judgement:
    """The item is for the council to know, not to decide."""
    return judge(facts.decision.information)
