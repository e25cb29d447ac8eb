"""Evaluation of a year: settled measures are paired with a challenge and an effect, then adopted by consensus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.engine.new_entries import NewDecision
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item, LearningPoint
from slt_flow.model.cases import EVALUATION
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import broken
from slt_flow.results.evaluation import EvaluationSheet, Scribe
from slt_flow.rules.evaluation import Years, following
from slt_flow.services.decisions.adopt import ADOPT, decide, each_its_own
from slt_flow.services.decisions.kinds import titled
from slt_flow.services.decisions.rationale import named_challenges
from slt_flow.services.decisions.register import AMEND, TABLE, enter
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.services.year.evaluation_view import evaluation_of, evaluation_sheet, of_year
from slt_flow.services.year.learning import CARRY
from slt_flow.terms import Effect, Ref, Role, Tag

CLOSE_WITHOUT_FOLLOW_UP: Final = "close_without_follow_up"
EVALUATE: Final = "evaluate"
"""Actions that an adopted evaluation performs of what it is about."""


@use_case(Role.SECRETARY, Role.CHAIR, name="open_evaluation")
def open_year(request: Request, year: int, meeting: str | None = None) -> None:
    """Register the decision by which a year will be evaluated; with a meeting, table it there.

    Raises:
        RequestError: the year has one already that counts, or is not one that can be looked back on.
    """
    request.load_everything()
    existing = evaluation_of(request.snapshot, year)
    if existing is not None and not _does_not_count(request.snapshot, existing):
        raise RequestError("evaluation_exists", year=year, ref=str(existing.ref))
    if not request.row.opened.year <= year <= request.context.day.year:
        raise RequestError("not_a_year_to_evaluate", year=year, first=request.row.opened.year)
    title = titled(EVALUATION, request.row.language, str(year), request.context.shelf)
    enter(request, NewDecision(title=title, about={"year": year}), meeting, EVALUATION)


@use_case(Role.SECRETARY, Role.CHAIR)
def assess(
    request: Request, refs: Sequence[str], effect: str, *, challenge: str | None = None, note: str | None = None
) -> None:
    """Pair settled measures with a challenge and the effect they had on it, all or none.

    Until the evaluation is adopted an assessment may be made anew, which replaces it.

    Args:
        request: within its transaction.
        refs: the measures.
        effect: none, some, good or unknown.
        challenge: the challenge they answered; may be left out where they, or the cases above them, name exactly one.
        note: a word on it.
    """
    targets = [parsing.measure_ref(ref) for ref in parsing.refs(refs)]
    wanted = parsing.member(Effect, effect)
    request.load_everything()
    texts = {"note": parsing.text("note", note)} if note is not None else {}
    named = parsing.challenge(challenge, request.snapshot) if challenge is not None else None
    for ref in targets:
        evaluation, year, measure = _assessable(request, ref)
        earlier = Years(request.snapshot).assessment(measure)
        if earlier is not None:
            request.notice("assessed_anew", ref=str(ref), was=earlier.effect, challenge=earlier.challenge)
        data = {"measure": str(ref), "challenge": named or _answered(request, measure), "effect": str(wanted)}
        on = _day(request, evaluation, measure)
        request.record(request.entry(Kind.EFFECT_ASSESSED, evaluation.ref, data, texts, on=on))
        request.refs.append(ref)
    years = Years(request.snapshot)
    left = tuple(str(measure.ref) for measure in years.measures(year) if years.assessment(measure) is None)
    if left:
        request.notice("effects_left", year=year, refs=left)


@use_case(Role.SECRETARY, Role.CHAIR, name="adopt_evaluation")
def adopt(
    request: Request,
    year: int,
    *,
    meeting: str | None = None,
    consent: str | None = None,
    early: bool = False,
) -> None:
    """Decide the evaluation of a year, and let its consequences follow, in one transaction or none.

    What is decided is the evaluation as it stands: its text is written anew, and where it changed, earlier stances no
    longer count. Once adopted, the decisions carried out in the year are evaluated, its learning points are carried to
    the next year, and the evaluation itself is closed, for what follows from it are its learning points.

    Args:
        request: within its transaction.
        year: the year.
        meeting: the meeting that decides it; may be left out when it stands on an agenda already.
        consent: as for any decision; None when stances have been taken.
        early: the council wants to evaluate before the day that its agreement names.
    """
    request.load_everything()
    item, writer = of_year(request.snapshot, year), scribe(request)
    ref, decision = item.ref, request.snapshot.one(Decision, item.year, item.no)
    if item.ended:
        raise RequestError("evaluation_is_adopted", ref=str(ref), year=year)
    if not item.has(Tag.ADOPTED):  # one that was adopted by another way lacks only what follows from it
        if early and not decision.about.get("early"):
            day = max(item.last_on, request.context.on or item.last_on)
            request.record(request.entry(Kind.SUBJECT_SET, ref, {"about": {"early": True}}, on=day))
        decide_text(request, ref, partial(write, writer), meeting, consent)
    conclude(writer, request, ref)
    # the answer is about the evaluation itself, also when other cases follow from it
    request.refs[:] = [*(other for other in request.refs if other != ref), ref]


def scribe(request: Request) -> Scribe:
    """Return the writer of the texts that are decided.

    Raises:
        LookupError: the context was opened without one.
    """
    if request.context.scribe is None:
        raise LookupError("a context needs a scribe to decide a text; slt_flow.open_council gives it one")
    return request.context.scribe


def decide_text(
    request: Request, ref: Ref, write: Callable[[Request, Ref], None], meeting: str | None, consent: str | None
) -> None:
    """Decide a text by consensus: table the decision, amend it to the text as it then stands, and adopt it.

    Raises:
        RequestError: it stands on no agenda and none is named, or on that of another meeting.
    """
    with each_its_own(request):
        _bring(request, ref, meeting)
        write(request, ref)
    if consent is None:
        request.perform(ref, ADOPT)
    else:
        decide(request, ref, consent)


def amend(request: Request, ref: Ref, text: str) -> None:
    """Amend a decision to a text, unless that is what it says."""
    if request.snapshot.one(Decision, ref.year, ref.no).text != parsing.text("text", text):
        with each_its_own(request):
            request.perform(ref, AMEND, {"text": text})


def write(scribe: Scribe, request: Request, ref: Ref) -> None:
    """Write the evaluation anew, as it stands."""
    amend(request, ref, scribe.evaluation(_sheet(request, ref)))


def _sheet(request: Request, ref: Ref) -> EvaluationSheet:
    request.load_everything()
    year = int(request.snapshot.one(Decision, ref.year, ref.no).about["year"])
    return evaluation_sheet(request.snapshot, year, request.context.day)


def _does_not_count(snapshot: Snapshot, evaluation: Item) -> bool:
    """Return whether an evaluation was adopted before the last ordinary meeting of its year, which then evaluates."""
    decision = snapshot.one(Decision, evaluation.year, evaluation.no)
    day = decision.adopted_on
    return day is not None and day.year == decision.about["year"] and following(snapshot, day) is not None


def _bring(request: Request, ref: Ref, meeting: str | None) -> None:
    """Put a decision on a meeting's agenda unless it stands on that one.

    Raises:
        RequestError: it stands on no agenda and none is named, or on that of another meeting.
    """
    at = request.snapshot.one(Decision, ref.year, ref.no).meeting if request.item(ref).has(Tag.ON_AGENDA) else None
    if meeting is None and at is None:
        raise RequestError("meeting_needed", ref=str(ref))
    named = str(parsing.meeting_ref(meeting)) if meeting is not None else at
    if named == at:
        return
    if at is not None:
        raise RequestError("on_another_agenda", ref=str(ref), at=at, meeting=named)
    request.perform(ref, TABLE, {"meeting": meeting})


def conclude(scribe: Scribe, request: Request, ref: Ref) -> None:
    """Evaluate what was carried out, carry what was learnt, and close the evaluation, all on the day it was adopted."""
    decision, item = request.snapshot.one(Decision, ref.year, ref.no), request.item(ref)
    if not item.has(Tag.ADOPTED) or item.ended:
        return
    reason = scribe.closing(_sheet(request, ref))
    years, year, on = Years(request.snapshot, before=ref), int(decision.about["year"]), item.since
    with each_its_own(request):
        for carried_out in years.decisions(year):
            if not years.missing(carried_out.ref):
                request.perform(carried_out.ref, EVALUATE, on=on)
        for point in request.snapshot.all(LearningPoint):
            learnt = request.item(point.ref)
            if point.evaluation == str(ref) and point.carried_to is None and not learnt.ended:
                request.perform(learnt.ref, CARRY, {"year": year + 1}, on=on)
        request.perform(ref, CLOSE_WITHOUT_FOLLOW_UP, {"reason": reason}, on=on)
    request.steps.pop()  # that it was adopted is what is told


def _assessable(request: Request, ref: Ref) -> tuple[Item, int, Item]:
    """Return the open evaluation of a settled measure, its year, and the measure.

    Raises:
        RequestError: the measure is open, has been assessed for good, or no evaluation of its year has been opened.
    """
    measure = request.item(ref)
    if not measure.has(Tag.SETTLED):
        raise RequestError("measure_is_open", ref=str(ref))
    years = Years(request.snapshot)
    year, assessment = years.of(measure), years.assessment(measure)
    if year is None:
        raise RequestError("settled_before_it_was_brought_in", ref=str(ref))
    if year > request.context.day.year and year not in years.standing.values():
        first = date(year, 1, 1)
        raise RequestError("belongs_to_a_later_evaluation", ref=str(ref), year=year, evaluated=year - 1, first=first)
    evaluation = of_year(request.snapshot, year, ref=str(ref))
    if assessment is not None and request.item(parsing.ref(assessment.evaluation)).has(Tag.ADOPTED):
        raise RequestError("assessed_for_good", ref=str(ref), evaluation=assessment.evaluation, year=year)
    return evaluation, year, measure


def _answered(request: Request, measure: Item) -> str:
    named = named_challenges(request.snapshot, measure)
    if len(named) != 1:
        raise RequestError("which_challenge", ref=str(measure.ref), known=named)
    return named[0]


def _day(request: Request, evaluation: Item, measure: Item) -> date:
    """Return the day an assessment holds for: as named, else today, never before the measure was settled."""
    first = max(measure.since or evaluation.last_on, evaluation.last_on)
    if request.context.on is not None and request.context.on < first:
        saw = {"on": request.context.on, "last_on": first}
        finding = broken("nothing_is_dated_backwards", saw)
        request.refuse(str(measure.ref), "assess", finding)
    return max(request.context.day, first)
