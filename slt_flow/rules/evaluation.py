"""What the year's end asks: every effect assessed, every learning point answered, and not before its time."""

from __future__ import annotations

from datetime import date

from slt_flow.facts import Facts
from slt_flow.rows import Assessment, Decision, Item, LearningPoint
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import LEARNING_SERIES, Level, Ref, Tag


def settled_measures(facts: Facts, year: int) -> tuple[Item, ...]:
    """The measures settled in a year, those that were dropped too: dropping has an effect as well."""
    every = (i for i in facts.snapshot.all(Item) if i.level == Level.EXECUTING and i.means(Tag.SETTLED))
    return tuple(sorted((i for i in every if i.since.year == year), key=lambda i: i.ref))


def is_assessed(facts: Facts, measure: Item) -> bool:
    """Whether an evaluation has paired a measure with a challenge and an effect."""
    return facts.snapshot.find(Assessment, measure.year, measure.no, measure.a, measure.m) is not None


@rule
def effect_is_assessed(facts: Facts) -> Judgement:
    """Every measure carried out beneath the decision is paired with a challenge and an effect."""
    below = [i for i in facts.snapshot.all(Item) if facts.ref.is_above(i.ref) and i.level == Level.EXECUTING]
    missing = sorted(i.ref for i in below if i.means(Tag.ACHIEVED) and not is_assessed(facts, i))
    return judge(not missing, missing=tuple(str(ref) for ref in missing))


@rule
def evaluation_is_complete(facts: Facts) -> Judgement:
    """Every measure settled in the year that is evaluated is paired with a challenge and an effect."""
    year = int(facts.decision.about["year"])
    missing = [i for i in settled_measures(facts, year) if not is_assessed(facts, i)]
    return judge(not missing, year=year, missing=tuple(str(i.ref) for i in missing))


@rule
def learning_points_are_answered(facts: Facts) -> Judgement:
    """Every learning point carried to the year that is evaluated, or to one before it, has been answered."""
    year = int(facts.decision.about["year"])
    carried = [p for p in facts.snapshot.all(LearningPoint) if p.carried_to is not None and p.carried_to <= year]
    refs = [Ref(LEARNING_SERIES, p.year, p.no) for p in carried]
    left = sorted(ref for ref in refs if not facts.snapshot.one(Item, *ref).ended)
    return judge(not left, year=year, learning=tuple(str(ref) for ref in left))


@rule
def year_is_far_enough(facts: Facts) -> Judgement:
    """A year is evaluated from the day its agreement names, or earlier where the council said that it wants to."""
    clause, decision = facts.snapshot.clause("effects_are_evaluated"), facts.decision
    month = int(clause.numbers.get("from_month", 1)) if clause is not None else 1
    first = date(int(decision.about["year"]), month, 1)
    early = bool(decision.about.get("early"))
    return judge(early or facts.on is None or facts.on >= first, first=first, on=facts.on, year=first.year)


@rule
def year_is_to_come(facts: Facts) -> Judgement:
    """A learning point is carried to a year after the one it was noted in."""
    return judge(facts.answers["year"] > facts.ref.year, year=facts.answers["year"], noted=facts.ref.year)


@rule
def answer_is_given(facts: Facts) -> Judgement:
    """A learning point is answered by an adopted decision, or by a reason."""
    named = facts.answers.get("decision")
    decision = facts.snapshot.find(Decision, named.year, named.no) if named is not None else None
    adopted = decision is not None and decision.adopted_on is not None
    return judge(adopted if named is not None else bool(facts.answers.get("reason")), decision=str(named or ""))
