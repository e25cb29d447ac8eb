"""Every obligation of a year is judged as its clause means it; every clause has its rule, its tests and its topic."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from slt_flow.model import Clause
from slt_flow.rules.obligations import REGISTER, judged
from slt_flow.terms import Judge, Standing
from tests.rules import boundaries
from tests.rules import obligations as situations
from tests.rules.obligations import CASES, Case, Seen
from tests.worlds import OPENED, YEAR, keep_only, kvaefjord, levanger

CHECKOUT = Path(__file__).resolve().parents[2]
CLAUSES = {
    (c.clause, c.duty)
    for world in (kvaefjord(), levanger())
    for c in world.snapshot.all(Clause)
    if c.kept_by != "nobody"
}
"""Every clause of both agreements that is judged: its key, and the rule or obligation that judges it."""

COUNTED = {Standing.KEPT, Standing.DUE, Standing.NOT_DUE, Standing.BROKEN}
STANDINGS = {
    "extraordinary_meetings_may_be_requested": {*COUNTED, Standing.BY_PEOPLE},
    "council_may_be_extended": {Standing.KEPT, Standing.BY_PEOPLE},
    "every_party_is_represented": {Standing.KEPT, Standing.BROKEN, Standing.NOT_DUE},
    "consensus_is_reached": {Standing.KEPT, Standing.NOT_DUE},
    "within_delegated_authority": {Standing.KEPT, Standing.NOT_DUE},
    "owner_is_eligible": {Standing.KEPT, Standing.NOT_DUE},
    "owner_is_bound": {Standing.KEPT, Standing.NOT_DUE},
    "parent_is_planned": {Standing.KEPT, Standing.NOT_DUE},
    "those_concerned_are_involved": {Standing.KEPT, Standing.BY_PEOPLE},
    "activities_are_coordinated": {Standing.KEPT, Standing.BY_PEOPLE},
    "digital_presence_is_kept": {Standing.KEPT, Standing.BY_PEOPLE},
    "target_group_is_served": {Standing.KEPT, Standing.BY_PEOPLE},
    "bylaws_are_revised": {*COUNTED, Standing.BY_PEOPLE},
    "people_see_to_it": {Standing.KEPT, Standing.BY_PEOPLE},
    "contact_is_present": {Standing.KEPT, Standing.DUE, Standing.BROKEN, Standing.BY_PEOPLE},
}
"""How an obligation can stand, where that is not kept, due, not due or broken."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_clause_stands_as_the_situation_is(case: Case) -> None:
    seen = Seen(case.council())
    on, told = case.situation(seen)
    found = seen.found(case.clause, on, told.pop("year", YEAR))
    assert found.verdict == case.standing, found
    facts = found.forecast.facts if found.forecast is not None else {}
    for name, value in told.items():
        match name:
            case "refs":
                assert [each.ref for each in found.evidence] == value
            case "days":
                assert [each.on for each in found.evidence] == value
            case "notes":
                assert [each.note for each in found.evidence] == value
            case "code":
                assert (found.forecast.code if found.forecast is not None else None) == value
            case "named":
                assert facts["refs"] == value
            case "advice":
                assert (found.advice is not None) is value
            case "beside":
                assert [notice.code for notice in found.beside] == value
            case "said":
                assert [
                    {name: row.facts[name] for name in seen_} for row, seen_ in zip(found.beside, value, strict=True)
                ] == value
            case "due":
                assert found.due == value
            case "since":
                assert found.broken_since == value
            case _:
                assert facts[name] == value


@pytest.mark.parametrize("name", list(REGISTER))
def test_every_obligation_has_a_case_for_each_way_it_can_stand(name: str) -> None:
    assert {case.standing for case in CASES if case.clause == name} == STANDINGS.get(name, COUNTED)


def test_no_two_situations_share_a_name() -> None:
    rooms = (situations, boundaries)
    functions = [(f, room) for room in rooms for f in vars(room).values() if inspect.isfunction(f)]
    own = [f.__name__ for f, room in functions if f.__module__ == room.__name__]
    situations_ = [name for name in own if not name.startswith("_")]
    assert len(situations_) == len(set(situations_))


BY_WHAT_WAS_DONE = {"agendas_are_sent_in_time", "every_party_is_represented", "contact_is_present"}
"""Obligations that are broken by what was done or left out on a day; the others are by a day that passes."""


@pytest.mark.parametrize("case", [case for case in CASES if case.standing == Standing.BROKEN], ids=str)
def test_what_is_broken_is_so_from_its_first_day_on_and_not_the_day_before(case: Case) -> None:
    seen = Seen(case.council())
    on, facts = case.situation(seen)
    year = facts.get("year", YEAR)
    since = seen.found(case.clause, on, year).broken_since
    assert since is not None
    assert since <= on
    if case.clause not in BY_WHAT_WAS_DONE:
        assert seen.found(case.clause, since, year).verdict == Standing.BROKEN
        assert seen.found(case.clause, since - timedelta(days=1), year).verdict != Standing.BROKEN


@pytest.mark.parametrize("name", list(REGISTER))
def test_an_obligation_names_its_judges(name: str) -> None:
    """The year judges what can be broken, people where what they recorded is looked at."""
    standings, look = STANDINGS.get(name, COUNTED), inspect.getsource(REGISTER[name].look)
    assert (Judge.YEAR in REGISTER[name].judges) == (Standing.BROKEN in standings)
    assert REGISTER[name].by_people == (".recorded(" in look or "_every(" in look)


@pytest.mark.parametrize(("key", "duty"), sorted(CLAUSES))
def test_one_grep_finds_a_clause_in_agreement_rule_test_and_topic(key: str, duty: str) -> None:
    def names(folder: str, pattern: str) -> bool:
        files = (CHECKOUT / folder).rglob("*.*")
        texts = (p.read_text(encoding="utf-8") for p in files if p.suffix in (".py", ".toml"))
        return any(re.search(pattern, text) for text in texts)

    assert names("workflows/agreements", rf'key = "{key}"')
    assert names("slt_flow/rules", rf"def {duty}\(")
    assert names("tests/rules", rf'\("{duty}"')
    assert names("slt_flow/wording", rf'"{duty}": ')


@pytest.mark.parametrize("key", list(REGISTER))
def test_an_obligation_says_what_is_to_be_true(key: str) -> None:
    assert (inspect.getdoc(REGISTER[key].look) or "").partition("\n")[0]


@pytest.mark.parametrize("council", [kvaefjord, levanger], ids=["kvaefjord", "levanger"])
def test_every_clause_of_the_agreement_is_told_in_its_order(council: object) -> None:
    snapshot = council().snapshot  # type: ignore[operator] # one of the two functions above
    stated = sorted(snapshot.all(Clause), key=lambda clause: clause.place)
    assert [row.clause for row in judged(snapshot, YEAR, OPENED)] == [clause.clause for clause in stated]


def test_what_lies_before_the_follow_up_is_unknown_and_never_broken() -> None:
    found = judged(kvaefjord().snapshot, YEAR - 1, date(YEAR, 6, 1))
    assert {row.verdict for row in found} == {Standing.UNKNOWN}


def test_a_clause_replaced_mid_year_is_judged_for_the_days_of_each() -> None:
    seen = Seen(levanger())
    clause, turned = seen.snapshot.clause("meetings_are_held"), date(YEAR, 7, 1)
    assert clause is not None
    seen.snapshot.put(replace(clause, until=turned))
    seen.snapshot.put(replace(clause, since=turned, numbers={"per_year": 2}))
    for month in (2, 4, 9):
        seen.meeting(date(YEAR, month, 10))
    rows = [row for row in judged(seen.snapshot, YEAR, date(YEAR, 9, 30)) if row.clause == "meetings_are_held"]
    told = [(row.since, row.until, row.verdict, [each.ref for each in row.evidence]) for row in rows]
    assert told == [
        (None, date(YEAR, 6, 30), Standing.KEPT, ["M1/26", "M2/26"]),
        (turned, None, Standing.KEPT, ["M3/26"]),
    ]


def test_a_clause_that_a_newer_agreement_takes_over_as_it_was_goes_on_as_one() -> None:
    seen = Seen(kvaefjord())
    before, turned = judged(seen.snapshot, YEAR, date(YEAR, 7, 15)), date(YEAR, 7, 1)
    for clause in seen.snapshot.all(Clause):
        seen.snapshot.put(replace(clause, until=turned))
        seen.snapshot.put(replace(clause, since=turned))
    assert judged(seen.snapshot, YEAR, date(YEAR, 7, 15)) == before


def test_what_is_asked_of_a_whole_year_is_not_broken_by_a_newer_agreement_with_other_numbers() -> None:
    seen = Seen(kvaefjord())
    clause, turned = seen.snapshot.clause("effects_are_evaluated"), date(YEAR, 7, 1)
    assert clause is not None
    seen.snapshot.put(replace(clause, until=turned))
    seen.snapshot.put(replace(clause, since=turned, numbers={"from_month": 12}))
    rows = [row for row in judged(seen.snapshot, YEAR, date(YEAR, 11, 15)) if row.clause == clause.clause]
    assert [(row.since, row.verdict) for row in rows] == [(None, Standing.NOT_DUE)]


def test_a_clause_that_the_newer_agreement_left_out_asks_for_nothing_more() -> None:
    seen = Seen(kvaefjord())
    clause = seen.snapshot.clause("action_plan_is_adopted")
    assert clause is not None
    seen.snapshot.put(replace(clause, until=date(YEAR, 7, 1)))
    assert seen.found(clause.clause, date(YEAR + 1, 2, 1)).verdict == Standing.NOT_DUE


@pytest.mark.parametrize("council", [kvaefjord, levanger], ids=["kvaefjord", "levanger"])
def test_nothing_is_kept_before_anything_was_done(council: object) -> None:
    seen = Seen(council())  # type: ignore[operator] # as above
    seen.agreed("a_clause_of_its_own")
    clause = seen.snapshot.clause("a_clause_of_its_own")
    assert clause is not None
    seen.snapshot.put(replace(clause, judged_as="has_a_child"))
    for day in (date(YEAR, 1, 1), date(YEAR, 6, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 1), date(YEAR + 2, 1, 1)):
        rows = judged(seen.snapshot, YEAR, day)
        assert {row.clause for row in rows if row.verdict == Standing.KEPT} == set()
        own = next(row for row in rows if row.clause == "a_clause_of_its_own")
        assert own.verdict == Standing.NOT_DUE


def test_a_clause_that_lapsed_and_came_back_is_two() -> None:
    seen = Seen(kvaefjord())
    for name in ("effects_are_evaluated", "meetings_are_held"):
        clause = seen.snapshot.clause(name)
        assert clause is not None
        seen.snapshot.put(replace(clause, until=date(YEAR, 6, 1)))
        seen.snapshot.put(replace(clause, since=date(YEAR, 8, 1)))
    rows = judged(seen.snapshot, YEAR, date(YEAR, 9, 1))
    days = {name: [(row.since, row.until) for row in rows if row.clause == name] for name in ("meetings_are_held",)}
    assert days == {"meetings_are_held": [(None, date(YEAR, 5, 31)), (date(YEAR, 8, 1), None)]}
    assert [row.clause for row in rows].count("effects_are_evaluated") == 1


ADVISED = {"meetings_are_held": 4, "coordination_meetings_are_held": 2, "prevention_unit_is_met": 2}


@pytest.mark.parametrize("clause", [*ADVISED, "youth_council_is_heard"])
def test_advice_says_how_often_and_ends_where_that_is_agreed(clause: str) -> None:
    advised = ADVISED.get(clause, 2)
    council = levanger if clause == "youth_council_is_heard" else kvaefjord
    for agreed in (advised - 1, advised, [1] * 12):
        seen = Seen(council())
        seen.agreed(clause, per_year=agreed)
        advice = seen.found(clause, date(YEAR, 1, 1)).advice
        assert (advice is not None) == (agreed == advised - 1)
        assert advice is None or (advice.code, advice.facts) == ("advised", {"per_year": advised})


def test_a_clause_is_one_with_the_agreement_just_before_it_and_no_other() -> None:
    seen = Seen(levanger())
    clause = seen.snapshot.clause("meetings_are_held")
    assert clause is not None
    spring, summer = date(YEAR, 4, 1), date(YEAR, 7, 1)
    seen.snapshot.put(replace(clause, until=spring, numbers={"per_year": 2}))
    seen.snapshot.put(replace(clause, since=spring, until=summer))
    seen.snapshot.put(replace(clause, since=summer))
    rows = [row for row in judged(seen.snapshot, YEAR, date(YEAR, 9, 30)) if row.clause == "meetings_are_held"]
    assert [(row.since, row.until) for row in rows] == [(None, date(YEAR, 3, 31)), (spring, None)]


@pytest.mark.parametrize("first", [date(YEAR, 1, 2), date(YEAR, 12, 31), date(YEAR + 1, 1, 1)])
def test_a_clause_is_told_in_a_year_of_which_it_has_one_day(first: date) -> None:
    seen = Seen(levanger())
    clause = seen.snapshot.clause("meetings_are_held")
    assert clause is not None
    keep_only(seen.snapshot, Clause, ())
    seen.snapshot.put(replace(clause, since=first))
    rows = judged(seen.snapshot, YEAR, date(YEAR + 1, 2, 1))
    assert [(row.clause, row.since) for row in rows] == [("meetings_are_held", first)] * (first.year == YEAR)


def test_a_text_that_nobody_keeps_is_not_judged() -> None:
    seen = Seen(kvaefjord())
    clause = seen.snapshot.clause("meetings_are_held")
    assert clause is not None
    seen.snapshot.put(replace(clause, kept_by="".join(["no", "body"])))  # as a database reads it: another object
    assert seen.found("meetings_are_held", date(YEAR, 6, 1)).verdict == Standing.NOT_JUDGED
