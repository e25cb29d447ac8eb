"""Every rule finds what is true in every situation that its cases describe."""

from __future__ import annotations

import inspect

import pytest

from slt_flow.engine.effects import vocabulary
from slt_flow.rules import REGISTER, Rule, ask, judge
from slt_flow.terms import Verdict
from tests.rules.cases import Case
from tests.rules.every_case import CASES, ROOMS
from tests.worlds import kinds, kvaefjord, levanger, machines

UNDECIDABLE = {"nobody_objects", "every_party_consents", "consensus_is_reached"}
"""The rules that may say: it depends on somebody who has not spoken yet."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_finds_what_is_true(case: Case) -> None:
    found = case.situation()
    assert (found.rule, found.verdict) == (case.rule, case.verdict), found
    assert {name: found.saw.get(name) for name in case.saw} == case.saw


def test_no_two_cases_share_a_name() -> None:
    names = [case.situation.__name__ for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", list(REGISTER))
def test_every_rule_has_a_case_for_each_verdict_it_can_give(name: str) -> None:
    shown = {case.verdict for case in CASES if case.rule == name}
    expected = {Verdict.KEPT, Verdict.BROKEN} | ({Verdict.UNDECIDED} if name in UNDECIDABLE else set())
    assert shown == expected


def test_every_case_is_of_a_rule_that_exists() -> None:
    assert {case.rule for case in CASES} == set(REGISTER)


@pytest.mark.parametrize("name", list(REGISTER))
def test_a_rules_cases_stand_in_the_room_of_its_name(name: str) -> None:
    built = REGISTER[name].look.__module__.rpartition(".")[2]
    assert {case.situation.__module__ for case in CASES if case.rule == name} == {ROOMS[built].__name__}


@pytest.mark.parametrize("name", list(REGISTER))
def test_a_rule_is_registered_under_its_own_name_and_says_what_is_true(name: str) -> None:
    look = REGISTER[name].look
    assert look.__name__ == name
    assert (inspect.getdoc(look) or "").partition("\n")[0].endswith(".")


@pytest.mark.parametrize("name", [name for name in REGISTER if name != "council_may_be_extended"])
def test_every_rule_is_asked_by_some_action_or_is_part_of_one_that_is(name: str) -> None:
    """Actions of machines, or what a kind of decision adds to them; the one left out is asked when a seat is added."""
    asked = {rule for each in kinds().values() for needed in each.kind.needs.values() for rule in needed} | {
        rule
        for pinned in machines().values()
        for state in pinned.machine.states
        for action in pinned.machine.actions(state).values()
        for rule in (*action.needs, *action.unless)
    }
    assert name in asked | {part for rule in asked for part in REGISTER[rule].parts}


def test_a_finding_cites_the_agreements_clause() -> None:
    world = kvaefjord()
    assert world.finding("within_delegated_authority", world.decision()).ref == "§ 8"


def test_a_finding_cites_nothing_where_the_agreement_is_silent() -> None:
    world = levanger()
    assert world.finding("within_delegated_authority", world.decision()).ref is None


SERVING = {name: rule.serves for name, rule in REGISTER.items() if rule.serves}


@pytest.mark.parametrize("name", list(SERVING))
def test_a_rule_that_guards_an_obligation_cites_its_clause_unless_it_has_one_of_its_own(name: str) -> None:
    assert SERVING[name] in vocabulary().obligations
    finding = next(case.situation() for case in CASES if case.rule == name)
    assert finding.ref == "§ 8"


def test_a_composite_comes_first_and_its_parts_follow_in_order() -> None:
    world = kvaefjord()
    found = ask("consensus_is_reached", world.facts(world.decision(meeting=world.meeting())))
    assert [f.rule for f in found] == ["consensus_is_reached", *REGISTER["consensus_is_reached"].parts]


def test_a_part_without_a_clause_of_its_own_cites_that_of_the_composite() -> None:
    world = kvaefjord()
    found = ask("consensus_is_reached", world.facts(world.decision(meeting=world.meeting())))
    assert {f.rule: f.ref for f in found if f.rule != "every_party_is_represented"} == dict.fromkeys(
        ["consensus_is_reached", *REGISTER["consensus_is_reached"].parts[1:]], "§ 8"
    )
    assert next(f.ref for f in found if f.rule == "every_party_is_represented") == "§ 2"


@pytest.mark.parametrize("wants", list(Verdict))
@pytest.mark.parametrize("truth", [True, False, None])
def test_a_finding_keeps_the_action_shut_unless_it_is_what_the_action_wants(
    truth: bool | None, wants: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REGISTER, "something_is_so", _rule("something_is_so", truth))
    world = kvaefjord()
    found = ask("something_is_so", world.facts(world.decision()), wants)[0]
    assert found.blocks is ({True: Verdict.KEPT, False: Verdict.BROKEN, None: Verdict.UNDECIDED}[truth] != wants)


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        ((True, True), Verdict.KEPT),
        ((True, False), Verdict.BROKEN),
        ((True, None), Verdict.UNDECIDED),
        ((None, False), Verdict.BROKEN),
        ((None, None), Verdict.UNDECIDED),
        ((False, False), Verdict.BROKEN),
    ],
)
def test_a_composite_is_broken_by_one_part_and_undecided_only_when_none_is_broken(
    verdicts: tuple[bool | None, bool | None], whole: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = ("one_is_so", "two_is_so")
    for name, truth in zip(parts, verdicts, strict=True):
        monkeypatch.setitem(REGISTER, name, _rule(name, truth))
    monkeypatch.setitem(REGISTER, "both_are_so", _rule("both_are_so", None, parts))
    world = kvaefjord()
    assert ask("both_are_so", world.facts(world.decision()))[0].verdict == whole


def test_an_agreements_number_comes_before_the_rules_own_standard() -> None:
    world = kvaefjord()
    assignment = world.assignment(world.decision("in_follow_up"))
    assert world.finding("approval_is_given_as_agreed", assignment).saw["by"] == "secretary"
    world.clause("approval_is_given_as_agreed", by="council")
    assert world.finding("approval_is_given_as_agreed", assignment).saw["by"] == "council"


def _rule(name: str, truth: bool | None, parts: tuple[str, ...] = ()) -> Rule:
    return Rule(name, lambda _: judge(truth), {}, {}, parts)
