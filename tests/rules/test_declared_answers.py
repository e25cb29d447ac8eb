"""Rules are handed the answers that they declare, and findings are memoised by these alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from slt_flow.model.facts import Facts
from slt_flow.rules import REGISTER, Judgement, NotAnsweredYet, UndeclaredAnswer, ask, judge
from slt_flow.rules.register import composite, rule
from slt_flow.terms import ANSWERS, Verdict
from tests.rules import deadlines
from tests.rules.every_case import CASES
from tests.worlds import LATE, kvaefjord

PAST = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _register() -> Iterator[None]:
    """Rules that a test registers are gone after it."""
    before = dict(REGISTER)
    yield
    REGISTER.clear()
    REGISTER.update(before)


def is_to_come(facts: Facts) -> Judgement:
    """The deadline is not past."""
    due = deadlines.deadline(facts)
    return judge(due is None or due > PAST, due=due)


def is_by_somebody(facts: Facts) -> Judgement:
    """Somebody acted."""
    return judge(facts.acted_by is not None)


def facts(**answers: Any) -> Facts:
    world = kvaefjord()
    return world.facts(world.decision("in_follow_up", meeting=world.meeting()), **answers)


def test_an_answer_reached_through_another_module_is_judged_anew_when_it_changes() -> None:
    rule(answers=("due",))(is_to_come)
    first = facts(due=LATE)
    assert ask("is_to_come", first)[0].verdict == Verdict.KEPT
    assert ask("is_to_come", replace(first, answers={"due": PAST}))[0].verdict == Verdict.BROKEN


def test_a_composite_is_judged_anew_when_an_answer_of_a_part_changes() -> None:
    composite(rule(answers=("due",))(is_to_come))(all_is_to_come)
    first = facts(due=LATE)
    assert ask("all_is_to_come", first)[0].verdict == Verdict.KEPT
    assert ask("all_is_to_come", replace(first, answers={"due": PAST}))[0].verdict == Verdict.BROKEN


def all_is_to_come(_: Facts) -> Judgement:
    """Everything is to come."""
    raise AssertionError


def test_a_rule_is_judged_anew_when_another_acts() -> None:
    rule(acted_by=True)(is_by_somebody)
    first = facts()
    assert ask("is_by_somebody", first)[0].verdict == Verdict.BROKEN
    assert ask("is_by_somebody", replace(first, acted_by="rektor"))[0].verdict == Verdict.KEPT


def test_a_rule_is_asked_once_for_all_that_differs_in_what_it_does_not_declare() -> None:
    times: list[Facts] = []

    def is_counted(facts: Facts) -> Judgement:
        """The times it is asked are counted."""
        times.append(facts)
        return judge(True)

    rule(answers=("due",))(is_counted)
    first = facts(due=LATE, reason="One")
    for asked in (first, replace(first, answers={"due": LATE, "reason": "Two"}), replace(first, acted_by="rektor")):
        ask("is_counted", asked)
    assert len(times) == 1
    first.snapshot.put(first.item)
    ask("is_counted", first)
    assert len(times) == 2


READINGS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "get": lambda answers: answers.get("due"),
    "[]": lambda answers: answers["due"],
    "in": lambda answers: "due" in answers,
}


@pytest.mark.parametrize("given", [{}, {"due": LATE}], ids=["not given", "given"])
@pytest.mark.parametrize("how", list(READINGS))
def test_a_rule_that_looks_at_an_undeclared_answer_fails_loudly(how: str, given: dict[str, Any]) -> None:
    def is_careless(facts: Facts) -> Judgement:
        """The answer is read without being declared."""
        return judge(bool(READINGS[how](facts.answers)))

    rule(answers=("owner",))(is_careless)
    with pytest.raises(UndeclaredAnswer, match="is_careless looks at due"):
        ask("is_careless", facts(**given))


def test_a_rule_that_goes_through_the_answers_meets_only_those_that_it_declares() -> None:
    seen: list[dict[str, Any]] = []

    def is_thorough(facts: Facts) -> Judgement:
        """All answers are read."""
        seen.append(dict(facts.answers))
        return judge(bool(facts.answers))

    rule(answers=("due", "owner"))(is_thorough)
    ask("is_thorough", facts(due=LATE, reason="Why"))
    assert seen == [{"due": LATE}]


def test_a_rule_that_does_not_declare_that_it_looks_at_whose_act_it_is_fails_loudly() -> None:
    rule()(is_by_somebody)
    with pytest.raises(AttributeError, match="acted_by"):
        ask("is_by_somebody", replace(facts(), acted_by="rektor"))


def test_an_answer_still_to_come_is_no_answer_left_out() -> None:
    rule(answers=("due",))(is_to_come)
    left_out = facts()
    assert ask("is_to_come", left_out)[0].verdict == Verdict.KEPT
    with pytest.raises(NotAnsweredYet):
        ask("is_to_come", replace(left_out, pending=frozenset({"due"})))


# declarations of the registered rules


class _Recording(Mapping[str, Any]):
    """Answers that note which of them are read."""

    def __init__(self, answers: Mapping[str, Any], read: set[str]) -> None:
        self.answers, self.read = answers, read

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return self.answers[name]

    def __iter__(self) -> Iterator[str]:
        self.read.update(ANSWERS)
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


class _RecordingFacts(Facts):
    """Facts that note whether whose act it is is read."""

    def __getattribute__(self, name: str) -> Any:
        if name == "acted_by":
            object.__getattribute__(self, "answers").read.add("acted_by")
        return object.__getattribute__(self, name)


@cache
def used() -> dict[str, set[str]]:
    """The answers that each rule reads in its cases, and `acted_by` where it reads whose act it is."""
    found: dict[str, set[str]] = {name: set() for name in REGISTER}
    with pytest.MonkeyPatch.context() as patch:
        for name, each in dict(REGISTER).items():
            patch.setitem(REGISTER, name, replace(each, look=_recorded(each.look, found[name])))
        patch.setattr("slt_flow.rules.register._handed", lambda _, facts: facts)
        for case in CASES:
            case.situation()
    return found


def _recorded(look: Callable[..., Judgement], read: set[str]) -> Callable[..., Judgement]:
    def recorded(facts: Facts, **numbers: Any) -> Judgement:
        answers = _Recording(facts.answers, read)
        seen = _RecordingFacts(facts.snapshot, facts.ref, answers, facts.acted_by, facts.on, facts.hands_down)
        return look(seen, **numbers)

    return recorded


@pytest.mark.parametrize("name", list(REGISTER))
def test_a_rule_declares_exactly_what_it_uses(name: str) -> None:
    asked = REGISTER[name]
    parts = [used()[part] for part in asked.parts] or [used()[name]]
    assert set().union(*parts) == {*asked.answers, *(("acted_by",) if asked.acted_by else ())}


@pytest.mark.parametrize("name", list(REGISTER))
def test_a_rule_declares_answers_that_an_action_may_ask(name: str) -> None:
    assert set(REGISTER[name].answers) <= set(ANSWERS)
    assert len(set(REGISTER[name].answers)) == len(REGISTER[name].answers)


def test_the_recording_sees_what_a_rule_reaches_through_another_module() -> None:
    read: set[str] = set()
    _recorded(is_to_come, read)(facts())
    _recorded(is_by_somebody, read)(facts())
    assert read == {"due", "acted_by"}
