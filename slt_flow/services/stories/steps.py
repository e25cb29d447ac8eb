"""Every step of a story, done by the same use case that its command calls."""

from __future__ import annotations

from datetime import date
from functools import singledispatch
from typing import Any, Final

from slt_flow.definitions.stories import steps as told
from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.model.facts import Facts
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, areas, organisations, posts
from slt_flow.services.request import actions, parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.stories.sandbox import Sandbox
from slt_flow.services.year import action_plan, evaluation, evidence, learning
from slt_flow.terms import ANSWERS

ALL: Final = "all"
"""Every seat that takes part in an item."""
OTHERS: Final = "others"
"""Every seat that takes part in an item and has not spoken to its present text."""


def take(stage: Sandbox, step: told.Step) -> Outcome:
    """Do a step."""
    return _do(step, stage.before(step), stage)


@singledispatch
def _do(step: told.Step, _context: Context, _stage: Sandbox) -> Outcome:
    raise BrokenInvariant("step_without_use_case", step=type(step).__name__)


@_do.register
def _perform(step: told.DoStep, context: Context, _: Sandbox) -> Outcome:
    answers = {name: _typed(getattr(step, name)) for name in ANSWERS if getattr(step, name) is not None}
    return actions.perform(context, [step.ref], step.do, answers, through=step.through)


@_do.register
def _meeting(step: told.MeetingStep, context: Context, _: Sandbox) -> Outcome:
    day = step.meeting.isoformat()
    kind, by = step.kind, step.requested_by
    if step.present is None:
        return plan(
            context, day, kind=kind or "ordinary", title=step.title, requested_by=by, short_notice=step.short_notice,
            group=step.group,
        )  # fmt: skip
    return hold(
        context, day, step.present, kind=kind, guests=step.guests, sent=_typed(step.sent), mandate=step.mandate,
        requested_by=by, short_notice=step.short_notice, group=step.group,
    )  # fmt: skip


@_do.register
def _decision(step: told.DecisionStep, context: Context, _: Sandbox) -> Outcome:
    return register(
        context,
        step.decision,
        text=step.text,
        area=step.area,
        meeting=step.meeting,
        consent=step.consent,
        bodies=step.needs_ratification,
        information=step.for_information,
        case=step.case,
        kind=step.kind,
        challenges=step.challenges,
        knowledge=step.knowledge,
    )


@_do.register
def _adopt(step: told.AdoptStep, context: Context, _: Sandbox) -> Outcome:
    return adopt(context, step.adopt, step.consent)


@_do.register
def _stances(step: told.StancesStep, context: Context, _: Sandbox) -> Outcome:
    ref = parsing.decision_ref(step.stances)

    def act(request: Request) -> None:
        request.item(ref)
        facts = Facts(request.snapshot, ref)
        present = [post.id for post in facts.taking_part]
        groups = {ALL: present, OTHERS: [post for post in present if post not in facts.valid_stances]}
        named = groups.get(step.posts)
        if named == []:
            raise RequestError("nobody_left_to_speak", ref=str(ref))
        for post in named or [parsing.post(part, request.snapshot) for part in step.posts.split(",")]:
            answers = {"post": post, "stance": str(step.stance), "reason": step.reason}
            request.perform(ref, "take_stance", answers)

    return transact(context, {"stances": str(ref), "stance": str(step.stance), "posts": step.posts}, ref, act)


@_do.register
def _assign(step: told.AssignStep, context: Context, _: Sandbox) -> Outcome:
    due = step.due.isoformat()
    return assign(context, step.assign, step.owner, due, title=step.title, resources=step.resources)


@_do.register
def _measure(step: told.MeasureStep, context: Context, _: Sandbox) -> Outcome:
    return add_measure(
        context, step.under, step.measure, step.owner, step.due.isoformat(), resources=step.resources,
        challenges=step.challenges, knowledge=step.knowledge,
    )  # fmt: skip


@_do.register
def _hand_over(step: told.HandOverStep, context: Context, _: Sandbox) -> Outcome:
    return hand_over(context, step.hand_over, step.owner, step.reason)


@_do.register
def _organisation(step: told.OrganisationStep, context: Context, _: Sandbox) -> Outcome:
    return organisations.add_organisation(context, step.organisation, step.name, step.party)


@_do.register
def _post(step: told.PostStep, context: Context, _: Sandbox) -> Outcome:
    return posts.add_post(context, step.post, step.title, step.organisation, step.levels, seat=step.seat, by=step.by)


@_do.register
def _designate(step: told.DesignateStep, context: Context, _: Sandbox) -> Outcome:
    return posts.designate(context, step.designate, step.by)


@_do.register
def _appoint(step: told.AppointStep, context: Context, _: Sandbox) -> Outcome:
    return posts.appoint(context, step.appoint, step.name)


@_do.register
def _vacate(step: told.VacateStep, context: Context, _: Sandbox) -> Outcome:
    return posts.vacate(context, step.vacate, step.reason)


@_do.register
def _absence(step: told.AbsenceStep, context: Context, _: Sandbox) -> Outcome:
    return absences.record(context, step.absence, step.since.isoformat(), step.until.isoformat(), step.deputy)


@_do.register
def _area(step: told.AreaStep, context: Context, _: Sandbox) -> Outcome:
    if step.title is None:
        return areas.end_area(context, step.area, step.by)
    return areas.add_area(context, step.area, step.title, step.by, goals=step.goals)


@_do.register
def _knowledge(step: told.KnowledgeStep, context: Context, _: Sandbox) -> Outcome:
    return knowledge.add_knowledge(context, step.knowledge, step.title, source=step.source)


@_do.register
def _challenge(step: told.ChallengeStep, context: Context, _: Sandbox) -> Outcome:
    return knowledge.add_challenge(context, step.challenge, step.title, area=step.area, knowledge=step.sources)


@_do.register
def _fulfil(step: told.FulfilStep, context: Context, _: Sandbox) -> Outcome:
    days = [day.isoformat() for day in step.days]
    return evidence.fulfil(context, step.fulfil, days, step.note, weekly_until=_typed(step.weekly_until))


@_do.register
def _evaluate(step: told.EvaluateStep, context: Context, _: Sandbox) -> Outcome:
    return evaluation.open_year(context, step.evaluate, step.meeting)


@_do.register
def _assess(step: told.AssessStep, context: Context, _: Sandbox) -> Outcome:
    return evaluation.assess(context, [step.assess], str(step.effect), challenge=step.challenge, note=step.note)


@_do.register
def _adopt_evaluation(step: told.AdoptEvaluationStep, context: Context, stage: Sandbox) -> Outcome:
    scribe = stage.scribe
    return evaluation.adopt(
        context, step.adopt_evaluation, meeting=step.meeting, consent=step.consent, early=step.early,
        text_of=scribe.evaluation, closing=scribe.closing,
    )  # fmt: skip


@_do.register
def _learning(step: told.LearningStep, context: Context, _: Sandbox) -> Outcome:
    return learning.add(context, step.learning, step.evaluation)


@_do.register
def _plan(step: told.PlanStep, context: Context, stage: Sandbox) -> Outcome:
    return action_plan.open_plan(context, step.plan, text_of=stage.scribe.plan, meeting=step.meeting)


@_do.register
def _adopt_plan(step: told.AdoptPlanStep, context: Context, stage: Sandbox) -> Outcome:
    text_of = stage.scribe.plan
    return action_plan.adopt(context, step.adopt_plan, meeting=step.meeting, consent=step.consent, text_of=text_of)


@_do.register
def _undo(step: told.UndoStep, context: Context, _: Sandbox) -> Outcome:
    return undo(context, step.undo, step.ref)


@_do.register
def _open_council(step: told.OpenCouncilStep, context: Context, stage: Sandbox) -> Done:
    return stage.open_council(context, step.open_council)


def _typed(given: Any) -> Any:
    """An answer as one would type it."""
    return given.isoformat() if isinstance(given, date) else given
