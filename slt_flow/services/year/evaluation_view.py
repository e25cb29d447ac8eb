"""Evaluation of a year as readers see it: effects, gaps both ways, unfinished work, learning points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slt_flow.errors import RequestError
from slt_flow.model import Area, Assessment, Challenge, Council, Decision, Item, LearningPoint
from slt_flow.model.deadlines import delivered_late
from slt_flow.model.exemptions import is_masked
from slt_flow.model.labels import state_of, work_row
from slt_flow.model.row import refs_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import EffectRow, WorkRow
from slt_flow.results.evaluation import (
    AssessedMeasure,
    DecidedBy,
    EvaluatedCase,
    EvaluationSheet,
    UnansweredChallenge,
    YearsLearning,
)
from slt_flow.rules.evaluation import Years
from slt_flow.services.decisions.rationale import answering, named_challenges
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, internal_edition, reading
from slt_flow.terms import Level, Ref, Tag


def show(context: Context, year: int | None = None) -> EvaluationSheet:
    """Return the evaluation of a year as it stands: the open one, else the last one, else this year's."""
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        with internal_edition(reader) as whole:
            internal = _sheet(whole, year) if whole is not None else None
        sheet = _sheet(reader, year if internal is None else internal.year)
        return sheet if internal is None else _told(reader, sheet, internal)


def _sheet(reader: Reader, year: int | None) -> EvaluationSheet:
    snapshot = projection.everything(reader.connection, reader.council)
    return evaluation_sheet(snapshot, year or latest(snapshot)[1] or reader.day.year, reader.day)


def _told(reader: Reader, sheet: EvaluationSheet, internal: EvaluationSheet) -> EvaluationSheet:
    """Return the public edition of an evaluation: a challenge that only an exempt measure answers is not unanswered."""
    unanswered = {row.id for row in internal.challenges_without_measures}
    return sheet._replace(
        decided=told(projection.everything(reader.connection, reader.council), sheet.decided, internal.decided),
        challenges_without_measures=tuple(r for r in sheet.challenges_without_measures if r.id in unanswered),
    )


def found_by(reader: Reader, measure: Ref) -> tuple[EffectRow, ...]:
    """List the effects that evaluations found a measure to have."""
    rows = projection.rows(reader.connection, reader.council, Assessment)
    own = [a for a in rows if (a.year, a.no, a.assignment_no, a.measure_no) == measure[1:]]
    titles = {row.id: row.title for row in projection.rows(reader.connection, reader.council, Challenge)} if own else {}
    return tuple(
        EffectRow(a.evaluation, a.challenge, titles.get(a.challenge or "", a.challenge), a.effect, a.note) for a in own
    )


def evaluation_of(snapshot: Snapshot, year: int) -> Item | None:
    """Return the evaluation of a year that is open, else the one adopted last, if there is one."""
    own = (item for item, about in Years(snapshot).evaluations if about == year)
    return max(own, key=lambda item: (not item.has(Tag.ADOPTED), item.ref), default=None)


def latest(snapshot: Snapshot) -> tuple[Item, int] | tuple[None, None]:
    """Return the latest year's evaluation that is open, else the latest year's, with its year."""
    evaluations = Years(snapshot).evaluations
    return max(evaluations, key=lambda pair: (not pair[0].has(Tag.ADOPTED), pair[1]), default=(None, None))


def of_year(snapshot: Snapshot, year: int, ref: str | None = None) -> Item:
    """Return the evaluation of a year.

    Raises:
        RequestError: none has been opened (that `ref` could be assessed in).
    """
    evaluation = evaluation_of(snapshot, year)
    if evaluation is not None:
        return evaluation
    if ref is None:
        raise RequestError("no_evaluation", year=year)
    raise RequestError("no_evaluation_for", year=year, ref=ref)


def evaluation_sheet(snapshot: Snapshot, year: int, day: date) -> EvaluationSheet:
    """Return the sheet of a year's evaluation, as it stands on a day, under the agreement of the year's end."""
    then = snapshot.on(min(day, date(year, 12, 31)))
    seen = _Seen(then, year, day)
    decision = then.one(Decision, *seen.item.ref[1:3]) if seen.item is not None else None
    effects = tuple(seen.effects())
    council = then.one(Council)
    return EvaluationSheet(
        year,
        decided_by(then, seen.item),
        early=decision is not None and bool(decision.about.get("early")),
        language=council.language,
        council=council.title,
        measures=len(effects),
        assessed=sum(row.effect is not None for row in effects),
        followed_up_from=council.opened,
        can_be_opened_from=max(date(year, 1, 1), council.opened),
        as_of=day,
        effects=effects,
        challenges_without_measures=tuple(seen.unanswered(effects)),
        measures_without_challenge=tuple(row for row in effects if not row.challenge),
        unfinished=tuple(seen.unfinished()),
        learning=tuple(seen.learnt()),
        evaluates=tuple(seen.evaluates()),
        assessed_later=tuple(seen.later()),
    )


def decided_by(snapshot: Snapshot, item: Item | None) -> DecidedBy:
    """Return the decision by which a sheet is adopted, with its state and its meeting."""
    if item is None:
        return DecidedBy()
    decision = snapshot.one(Decision, item.year, item.no)
    return DecidedBy(str(item.ref), item.title, state_of(snapshot, item), decision.meeting, decision.adopted_on)


def told(snapshot: Snapshot, decided: DecidedBy, internal: DecidedBy) -> DecidedBy:
    """Return what the public edition tells of the decision that adopts a sheet: that it is exempt, where it is."""
    item = snapshot.item(parsing.ref(internal.ref)) if internal.ref is not None else None
    return decided_by(snapshot, item) if item is not None and is_masked(item) else decided


class _Seen:
    """Year under evaluation."""

    def __init__(self, then: Snapshot, year: int, day: date) -> None:
        self.snapshot, self.year, self.day = then, year, day
        self.years = Years(then)
        self.item = evaluation_of(then, year)
        self.challenges = {row.id: row for row in then.all(Challenge)}
        self.areas = {row.id: row for row in then.all(Area)}

    def effects(self) -> Iterator[AssessedMeasure]:
        """Yield every measure of the year with its challenge and effect, by focus area and challenge."""
        rows = [self._effect(item) for item in self.years.measures(self.year)]
        places = {name: place for place, name in enumerate(self.challenges)}
        order = {name: place for place, name in enumerate(self.areas)}
        last = len(order) + len(places)
        yield from sorted(rows, key=lambda r: (order.get(r.area or "", last), places.get(r.challenge or "", last)))

    def _effect(self, item: Item) -> AssessedMeasure:
        assessment = self.years.assessment(item)
        named = named_challenges(self.snapshot, item)
        challenge = assessment.challenge if assessment is not None else named[0] if len(named) == 1 else None
        area = self.snapshot.one(Decision, item.year, item.no).area_on(item.since or self.day)
        return row_of(
            AssessedMeasure,
            item,
            area=area,
            area_title=self.areas[area].title if area in self.areas else None,
            challenge=challenge,
            challenge_title=self.challenges[challenge].title if challenge in self.challenges else None,
            ref=str(item.ref),
            state=state_of(self.snapshot, item),
            achieved=item.has(Tag.ACHIEVED),
            settled=item.since,
            delivered_late=delivered_late(item),
            effect=assessment.effect if assessment is not None else None,
            note=assessment.note if assessment is not None else "",
            result=item.note,
        )

    def unanswered(self, effects: tuple[AssessedMeasure, ...]) -> Iterator[UnansweredChallenge]:
        """Yield the challenges that no measure of the year answers, with the open work that does."""
        met = {row.challenge for row in effects}
        for challenge in self.challenges.values():
            if challenge.id in met or challenge.since.year > self.year:
                continue
            cases = [i for i in answering(self.snapshot, self.years, challenge.id) if not i.has(Tag.SETTLED)]
            yield row_of(UnansweredChallenge, challenge, open=tuple(str(item.ref) for item in cases))

    def unfinished(self) -> Iterator[WorkRow]:
        """Open work: each assignment and measure with nothing open beneath it, and adopted decisions without any.

        A decision about what is registered here (an action plan) is carried out by being adopted.
        """
        for item in self.snapshot.cases():
            children = self.snapshot.children(item.ref)
            decision = self.snapshot.find(Decision, item.year, item.no)
            carried_out = decision is not None and decision.about and not children
            adopted = item.has(Tag.ADOPTED) and item != self.item and not carried_out
            if (
                is_masked(item)
                or not item.is_open
                or not (item.assignment_no or adopted)
                or (item.born or date.min).year > self.year
            ):
                continue
            if any(not child.has(Tag.SETTLED) for child in children):
                continue
            yield work_row(self.snapshot, item, self.day)

    def learnt(self) -> Iterator[YearsLearning]:
        """Yield the learning points that this evaluation taught, and those that were carried to its year."""
        ref = str(self.item.ref) if self.item is not None else None
        for point in self.snapshot.all(LearningPoint):
            item = self.snapshot.case_of(point)
            ours = ref is not None and point.evaluation == ref
            if ours or point.carried_to == self.year:
                answer = point.carried_to, point.decision
                yield YearsLearning(str(item.ref), item.title, state_of(self.snapshot, item), item.ended, ours, *answer)

    def later(self) -> Iterator[EvaluatedCase]:
        """Yield the measures settled by the year's end, though after its evaluation was adopted: a later one's."""
        if self.year not in self.years.adopted:
            return
        settled = (i for i in self.snapshot.all(Item) if i.level == Level.EXECUTING and i.has(Tag.SETTLED))
        for item in sorted((i for i in settled if i.since and i.since.year <= self.year), key=lambda case: case.ref):
            if (year := self.years.of(item)) is not None and year > self.year:
                yield EvaluatedCase(str(item.ref), item.title, state_of(self.snapshot, item), year=year)

    def evaluates(self) -> Iterator[EvaluatedCase]:
        """Yield the decisions that are evaluated with it, or were; one with measures left to assess is not."""
        waiting = self.years.decisions(self.year)
        ref = str(self.item.ref) if self.item is not None else None
        assessed = {a.ref.top for a in self.snapshot.all(Assessment) if a.evaluation == ref}
        done = (self.snapshot.one(Item, *case) for case in sorted(assessed))
        closed = (i for i in done if i.ended and i.has(Tag.ACHIEVED) and i.level == Level.STRATEGIC)
        for item in sorted({case.ref: case for case in (*waiting, *closed)}.values(), key=lambda case: case.ref):
            missing = refs_of(self.years.missing(item.ref))
            yield EvaluatedCase(str(item.ref), item.title, state_of(self.snapshot, item), missing)
