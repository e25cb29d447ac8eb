"""Rules of the year's end: every effect assessed, every learning point answered, and not before its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slt_flow.model import Assessment, Decision, Item, LearningPoint, Meeting
from slt_flow.model.cases import EVALUATION
from slt_flow.model.facts import Facts
from slt_flow.model.row import refs_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules.register import Judgement, judge, rule
from slt_flow.terms import MeetingKind, Ref, Tag


class Years:
    """Years by the evaluations that stand: the year to which every settled case belongs.

    An evaluation stands while it is open or adopted; assessments of one that was withdrawn or rescinded do not count.

    Attributes:
        evaluations: each that stands, with its year.
        standing: their years by their refs.
        adopted: the years that have been evaluated, none that is being evaluated once more.
    """

    def __init__(self, snapshot: Snapshot, before: Ref | None = None) -> None:
        """Read the evaluations; `before` counts as not adopted yet, so that the cases it settles are still its own."""
        self.snapshot = snapshot
        cases = ((snapshot.case_of(d), d) for d in snapshot.all(Decision) if d.kind == EVALUATION)
        stand = ((item, d) for item, d in cases if not item.ended or item.has(Tag.ADOPTED))
        self.evaluations = tuple((item, int(d.about["year"])) for item, d in stand)
        self.standing = {str(item.ref): year for item, year in self.evaluations}
        adopted = {item.ref: year for item, year in self.evaluations if item.has(Tag.ADOPTED) and item.ref != before}
        self.adopted = set(adopted.values()) - {year for item, year in self.evaluations if item.ref not in adopted}

    def assessment(self, measure: Item) -> Assessment | None:
        """Return the assessment of a measure by an evaluation that stands, if any."""
        row = self.snapshot.find(Assessment, *measure.ref[1:])
        return row if row is not None and row.evaluation in self.standing else None

    def of(self, item: Item) -> int | None:
        """Return the year whose evaluation a settled case belongs to; None where nobody knows when it was settled.

        It is the year in which it was settled; where that year's evaluation was adopted without it, the first one
        after it that has not been evaluated yet. So every measure is assessed once, and none falls between two.
        """
        assessment = self.assessment(item) if item.is_measure else None
        if assessment is not None:
            return self.standing[assessment.evaluation]
        if item.since is None:
            return None
        year = item.since.year
        while year in self.adopted:
            year += 1
        return year

    def measures(self, year: int) -> tuple[Item, ...]:
        """Return the measures that the evaluation of a year is about, in the order of their refs.

        Cancelled ones are among them: that nothing was done about a challenge is a result too, and a year in which
        half the measures were dropped would otherwise look as good as one in which all were carried out.
        """
        settled = (i for i in self.snapshot.cases() if i.is_measure and i.has(Tag.SETTLED))
        return tuple(i for i in settled if self.of(i) == year)

    def decisions(self, year: int) -> tuple[Item, ...]:
        """Return the decisions of a year (see `of`) that are carried out and still to be evaluated."""
        carried_out = (i for i in self.snapshot.cases() if i.is_decision and self._was_carried_out(i))
        return tuple(i for i in carried_out if not i.ended and self.of(i) == year)

    def missing(self, decision: Ref) -> tuple[Item, ...]:
        """Return the measures carried out beneath a decision that have not been paired with an effect."""
        return tuple(i for i in self._carried_out_beneath(decision) if self.assessment(i) is None)

    def _was_carried_out(self, decision: Item) -> bool:
        """Return whether a decision was carried out here; of one that was brought in, some work beneath it must be."""
        shown = decision.source is None or any(self._carried_out_beneath(decision.ref))
        return shown and decision.reached(Tag.ACHIEVED)

    def _carried_out_beneath(self, decision: Ref) -> Iterator[Item]:
        below = (i for i in self.snapshot.cases() if decision.is_above(i.ref) and i.is_measure)
        return (i for i in below if i.reached(Tag.ACHIEVED))


def following(snapshot: Snapshot, day: date, on: date | None = None) -> Meeting | None:
    """Return the ordinary meeting that follows a day in its year, held or still to be held, if any.

    Seen from a day `on`, one that has passed without being held is none.
    """
    ordinary = (m for m in snapshot.all(Meeting) if m.kind == MeetingKind.ORDINARY and m.day.year == day.year)
    later = ((m, snapshot.case_of(m)) for m in ordinary if m.day > day)
    alive = (m for m, i in later if i.has(Tag.HELD) or (i.is_to_be_held and (on is None or m.day >= on)))
    return min(alive, key=lambda m: (m.day, m.no), default=None)


@rule(serves="effects_are_evaluated")
def effect_is_assessed(facts: Facts) -> Judgement:
    """Every measure carried out beneath the decision is paired with a challenge and an effect."""
    years = Years(facts.snapshot)
    missing = years.missing(facts.ref)
    year = years.of(missing[0]) if missing else None
    unopened = year if year not in years.standing.values() else None
    return judge(not missing, missing=refs_of(missing), unopened=unopened)


@rule(serves="effects_are_evaluated")
def evaluation_is_complete(facts: Facts) -> Judgement:
    """Every measure settled in the year that is evaluated is paired with a challenge and an effect."""
    year = int(facts.decision.about["year"])
    years = Years(facts.snapshot)
    missing = refs_of(i for i in years.measures(year) if years.assessment(i) is None)
    return judge(not missing, year=year, missing=missing)


@rule(serves="learning_points_are_carried_over")
def learning_points_are_answered(facts: Facts) -> Judgement:
    """Every learning point carried to the year that is evaluated, or to one before it, has been answered."""
    year = int(facts.decision.about["year"])
    carried = [p for p in facts.snapshot.all(LearningPoint) if p.carried_to is not None and p.carried_to <= year]
    left = sorted((p for p in carried if not facts.snapshot.case_of(p).ended), key=lambda point: point.ref)
    return judge(not left, year=year, learning=refs_of(left))


@rule(serves="effects_are_evaluated")
def year_is_far_enough(facts: Facts) -> Judgement:
    """A year is evaluated from the day its agreement names, or earlier where the council said that it wants to."""
    clause, decision = facts.then.clause("effects_are_evaluated"), facts.decision
    month = int(clause.numbers.get("from_month", 1)) if clause is not None else 1
    first = date(int(decision.about["year"]), month, 1)
    early = bool(decision.about.get("early"))
    return judge(early or facts.on is None or facts.on >= first, first=first, on=facts.on, year=first.year)


@rule(answers=("year",), serves="learning_points_are_carried_over")
def year_is_to_come(facts: Facts) -> Judgement:
    """A learning point is carried to a year after the one it comes from: the one evaluated, else that of its ref."""
    point = facts.snapshot.find(LearningPoint, facts.ref.year, facts.ref.no)
    named = Ref.parse(point.evaluation) if point is not None and point.evaluation else None
    evaluation = facts.snapshot.find(Decision, named.year, named.no) if named is not None else None
    noted = int(evaluation.about["year"]) if evaluation is not None else facts.ref.year
    return judge(facts.answers["year"] > noted, year=facts.answers["year"], noted=noted)


@rule(answers=("decision", "reason"), serves="learning_points_are_carried_over")
def answer_is_given(facts: Facts) -> Judgement:
    """A learning point is answered by a decision that was adopted once it was noted, and stands, or by a reason."""
    named, since = facts.answers.get("decision"), facts.item.born
    if named is None:
        return judge(bool(facts.answers.get("reason")), decision="", since=since)
    case, decision = facts.snapshot.item(named), facts.snapshot.find(Decision, named.year, named.no)
    stands = case is not None and not case.is_called_off
    adopted_on = decision.adopted_on if decision is not None and stands else None
    return judge(adopted_on is not None and since is not None and since <= adopted_on, decision=str(named), since=since)
