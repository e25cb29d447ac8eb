"""What the year's end asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.model import Assessment, LearningPoint
from slt_flow.results.answers import Finding
from slt_flow.rules import ask
from slt_flow.terms import LEARNING_SERIES, Ref
from tests.rules.cases import broken, kept
from tests.worlds import YEAR, World, built_machines, kvaefjord

SPRING, AUTUMN, LATER = date(YEAR, 5, 2), date(YEAR, 11, 20), date(YEAR + 1, 1, 15)


def with_evaluation(state: str = "tabled", year: int = YEAR, no: int = 9) -> tuple[World, Ref]:
    """A council that evaluates a year."""
    world = kvaefjord()
    return world, evaluation(world, state, year, no)


def evaluation(world: World, state: str = "tabled", year: int = YEAR, no: int = 9) -> Ref:
    """The decision by which a year is evaluated."""
    ref = world.decision(state, no=no)
    kind = "".join(["evaluat", "ion"])  # as a database reads it: equal to what code spells out, and another object
    world.change_decision(ref, kind=kind, about={"year": year})
    return ref


def measure(world: World, state: str = "verified", since: date = SPRING, no: int = 1) -> Ref:
    """A measure beneath a decision that was carried out."""
    assignment = Ref("", YEAR, 1, 1)
    if world.snapshot.item(assignment) is None:
        world.assignment(world.decision("carried_out"), "approved")
        world.change(assignment.top, since=since)
    ref = world.measure(assignment, state, no=no)
    world.change(ref, since=since)
    return ref


def assess(world: World, ref: Ref, by: Ref) -> None:
    """An evaluation has paired a measure with an effect."""
    place = {"year": ref.year, "no": ref.no, "assignment_no": ref.assignment_no, "measure_no": ref.measure_no}
    world.snapshot.put(Assessment(**place, evaluation=str(by), challenge="rus", effect="good", note=""))


def learning(world: World, state: str = "carried", *, to: int | None = YEAR, of: Ref | None = None) -> Ref:
    """A learning point, carried to a year."""
    ref = Ref(LEARNING_SERIES, YEAR, 1)
    world._item(ref, built_machines()["learning_point"], state, None, None)
    evaluated = str(of) if of is not None else None
    world.snapshot.put(LearningPoint(year=YEAR, no=1, evaluation=evaluated, carried_to=to, decision=None))
    return ref


@kept("effect_is_assessed", missing=())
def the_only_measure_has_an_effect() -> Finding:
    world, by = with_evaluation()
    ref = measure(world)
    assess(world, ref, by)
    return world.finding("effect_is_assessed", ref.top)


@kept("effect_is_assessed", missing=())
def a_cancelled_measure_says_nothing_of_what_was_carried_out() -> Finding:
    world = kvaefjord()
    return world.finding("effect_is_assessed", measure(world, "cancelled").top)


@broken("effect_is_assessed", missing=("1/26.1.2",))
def one_of_two_measures_has_no_effect() -> Finding:
    world, by = with_evaluation()
    assess(world, measure(world), by)
    return world.finding("effect_is_assessed", measure(world, no=2).top)


@broken("effect_is_assessed", missing=("1/26.1.1",))
def the_evaluation_that_assessed_it_was_given_up() -> Finding:
    world, by = with_evaluation("withdrawn")
    ref = measure(world)
    assess(world, ref, by)
    return world.finding("effect_is_assessed", ref.top)


@kept("evaluation_is_complete", year=YEAR, missing=())
def nothing_was_settled_that_year() -> Finding:
    world, ref = with_evaluation()
    measure(world, "underway")
    return world.finding("evaluation_is_complete", ref)


@kept("evaluation_is_complete", missing=())
def every_measure_of_the_year_has_an_effect() -> Finding:
    world, ref = with_evaluation()
    assess(world, measure(world), ref)
    return world.finding("evaluation_is_complete", ref)


@kept("evaluation_is_complete", missing=())
def a_measure_of_another_year_waits_for_its_own_evaluation() -> Finding:
    world, ref = with_evaluation()
    measure(world, since=LATER)
    return world.finding("evaluation_is_complete", ref)


@broken("evaluation_is_complete", year=YEAR, missing=("1/26.1.1", "1/26.1.2"))
def neither_what_was_carried_out_nor_what_was_dropped_has_an_effect() -> Finding:
    world, ref = with_evaluation()
    measure(world)
    measure(world, "cancelled", no=2)
    return world.finding("evaluation_is_complete", ref)


@broken("evaluation_is_complete", year=YEAR + 1, missing=("1/26.1.2",))
def a_measure_settled_after_its_year_was_evaluated_belongs_to_the_next() -> Finding:
    world, first = with_evaluation("closed")
    assess(world, measure(world), first)
    measure(world, since=date(YEAR, 12, 20), no=2)
    return world.finding("evaluation_is_complete", evaluation(world, year=YEAR + 1, no=10))


@kept("learning_points_are_answered", learning=())
def the_learning_point_of_the_year_has_its_answer() -> Finding:
    world, ref = with_evaluation()
    learning(world, "answered")
    return world.finding("learning_points_are_answered", ref)


@kept("learning_points_are_answered", learning=())
def the_learning_point_is_carried_to_a_later_year() -> Finding:
    world, ref = with_evaluation()
    learning(world, to=YEAR + 1)
    return world.finding("learning_points_are_answered", ref)


@kept("learning_points_are_answered", learning=())
def the_learning_point_was_only_noted() -> Finding:
    world, ref = with_evaluation()
    learning(world, "noted", to=None)
    return world.finding("learning_points_are_answered", ref)


@broken("learning_points_are_answered", year=YEAR, learning=("L1/26",))
def the_learning_point_of_the_year_is_open() -> Finding:
    world, ref = with_evaluation()
    learning(world)
    return world.finding("learning_points_are_answered", ref)


@broken("learning_points_are_answered", learning=("L1/26",))
def the_learning_point_of_the_year_before_is_open() -> Finding:
    world, ref = with_evaluation(year=YEAR + 1)
    learning(world)
    return world.finding("learning_points_are_answered", ref)


def evaluated_on(day: date, *, year: int = YEAR, early: bool = False) -> Finding:
    """What is found of an evaluation adopted on a day."""
    world, ref = with_evaluation(year=year)
    world.change_decision(ref, about={"year": year, "early": early})
    return ask("year_is_far_enough", replace(world.facts(ref), on=day))[0]


@kept("year_is_far_enough", first=date(YEAR, 11, 1))
def it_is_evaluated_on_the_very_day_the_agreement_names() -> Finding:
    return evaluated_on(date(YEAR, 11, 1))


@kept("year_is_far_enough", year=YEAR)
def it_is_evaluated_in_the_year_after() -> Finding:
    return evaluated_on(LATER)


@kept("year_is_far_enough")
def the_council_said_that_it_wants_to_be_early() -> Finding:
    return evaluated_on(SPRING, early=True)


@broken("year_is_far_enough", first=date(YEAR, 11, 1), on=date(YEAR, 10, 31))
def it_is_evaluated_the_day_before() -> Finding:
    return evaluated_on(date(YEAR, 10, 31))


@broken("year_is_far_enough", first=date(YEAR, 1, 1))
def the_agreement_names_no_month_and_the_year_has_not_begun() -> Finding:
    world, ref = with_evaluation()
    clause = world.snapshot.clause("effects_are_evaluated")
    assert clause is not None
    world.snapshot.put(replace(clause, numbers={}))
    return ask("year_is_far_enough", replace(world.facts(ref), on=date(YEAR - 1, 12, 31)))[0]


def carried_to(year: int, *, of: int | None) -> Finding:
    """What is found of a learning point noted in 2026 that is carried to a year."""
    world = kvaefjord()
    ref = learning(world, "noted", to=None, of=evaluation(world, year=of) if of is not None else None)
    return world.finding("year_is_to_come", ref, year=year)


@kept("year_is_to_come", noted=YEAR, year=YEAR + 1)
def the_next_year() -> Finding:
    return carried_to(YEAR + 1, of=None)


@kept("year_is_to_come", noted=YEAR - 1, year=YEAR)
def the_year_it_was_noted_in_when_the_one_before_is_evaluated() -> Finding:
    return carried_to(YEAR, of=YEAR - 1)


@broken("year_is_to_come", noted=YEAR, year=YEAR)
def the_year_it_was_noted_in() -> Finding:
    return carried_to(YEAR, of=None)


@broken("year_is_to_come", noted=YEAR, year=YEAR)
def the_year_that_was_evaluated() -> Finding:
    return carried_to(YEAR, of=YEAR)


def answer(state: str | None = None, *, noted: date | None = None, **answers: Any) -> Finding:
    """What is found of an answer to a learning point."""
    world = kvaefjord()
    if state is not None:
        answers["decision"] = world.decision(state)
    point = learning(world)
    if noted is not None:
        world.change(point, born=noted)
    return world.finding("answer_is_given", point, **answers)


@kept("answer_is_given", decision="1/26")
def an_adopted_decision_answers_it() -> Finding:
    return answer("in_follow_up")


@kept("answer_is_given", decision="")
def a_reason_answers_it() -> Finding:
    return answer(reason="Det ordnet seg")


@broken("answer_is_given", decision="1/26")
def the_decision_that_would_answer_it_is_only_tabled() -> Finding:
    return answer("tabled", reason="Kommer")


@broken("answer_is_given", decision="1/26")
def the_decision_that_would_answer_it_was_taken_back() -> Finding:
    return answer("rescinded")


@broken("answer_is_given", decision="1/26")
def the_decision_was_adopted_before_the_point_was_noted() -> Finding:
    return answer("in_follow_up", noted=LATER)


@broken("answer_is_given", decision="")
def nothing_answers_it() -> Finding:
    return answer()
