"""Every rule and obligation has one complete record of words, in the file that mirrors its own."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import slt_flow
from slt_flow import rules
from slt_flow.definitions.locations import workflows_folder
from slt_flow.engine.decide import Gate
from slt_flow.model import Clause
from slt_flow.rules import obligations
from slt_flow.terms import Verdict
from slt_flow.wording.obligations import FORECASTS, INSTEAD, OBLIGATIONS, register
from slt_flow.wording.records import Explanation
from slt_flow.wording.rules import RULES
from slt_flow.wording.rules.gates import GATES
from tests.rules.every_case import CASES
from tests.worlds import kvaefjord, levanger

PACKAGE = Path(slt_flow.__file__).parent
COMPUTED = {"excused", "to_come", "only_an_addendum"}
"""Conditions of variants that are no facts themselves."""

SHARED = {"outlook", "year"}
"""Files of rooms that register nothing themselves."""


def mirrored(room: str, names: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names of a register by the stem of the file that registers them, in its order."""
    stems = {name: entry.look.__module__.rpartition(".")[2] for name, entry in names.items()}
    files = {path.stem for path in (PACKAGE / room).glob("*.py")} - {"__init__", "register", *SHARED}
    assert files == set(stems.values())
    return {stem: [name for name in names if stems[name] == stem] for stem in files}


@pytest.mark.parametrize(
    ("room", "names", "table", "besides"),
    [
        ("rules", rules.REGISTER, "RULES", {"gates"}),
        ("rules.obligations", obligations.REGISTER, "OBLIGATIONS", {"register"}),
    ],
    ids=["rules", "obligations"],
)
def test_words_mirror_the_register_file_by_file(
    room: str, names: Mapping[str, Any], table: str, besides: set[str]
) -> None:
    own = f"wording/{room.rpartition('.')[2]}"
    expected = mirrored(room.replace(".", "/"), names)
    assert {path.stem for path in (PACKAGE / own).glob("*.py")} == {*expected, *besides, "__init__"}
    for stem, keys in expected.items():
        module = importlib.import_module(f"slt_flow.{own.replace('/', '.')}.{stem}")
        assert list(getattr(module, table)) == keys, f"{own}/{stem}.py"


def test_every_rule_and_gate_has_its_words_and_no_word_is_left_over() -> None:
    assert RULES.keys() == rules.REGISTER.keys() | GATES.keys()
    assert set(Gate) <= GATES.keys()
    asking = "".join(
        path.read_text("utf-8") for room in ("engine", "services") for path in (PACKAGE / room).rglob("*.py")
    )
    assert [name for name in GATES if f'"{name}"' not in asking] == []


@pytest.mark.parametrize("rule", list(RULES))
def test_a_record_is_complete(rule: str) -> None:
    wording = RULES[rule]
    assert bool(wording.statement) == (rule not in GATES)
    assert wording.refusal
    assert wording.remedy or rule.startswith("removed_")
    assert wording.form or not wording.undecided.form
    for name, variant in wording.seen.items():
        assert variant != Explanation(), name
    assert not wording.topic or rule not in OBLIGATIONS


def test_every_rule_that_an_action_wants_broken_says_why_it_keeps_it_shut() -> None:
    files = workflows_folder().glob("machines/*/*.toml")
    unless = {rule for path in files for rule in _unless(tomllib.loads(path.read_text("utf-8")))}
    assert unless
    assert {rule for rule in unless if not (RULES[rule].barred.sentence and RULES[rule].barred.remedy)} == set()


def _unless(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key == "unless":
            yield from value
        elif isinstance(value, Mapping):
            yield from _unless(value)


def facts_named(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_sentences_and_variants_name_only_facts_that_their_rule_saw() -> None:
    saw: dict[str, set[str]] = {rule: set() for rule in rules.REGISTER.keys() & RULES.keys()}
    for case in CASES:
        saw.get(case.rule, set()).update(case.situation().saw)
    for rule, facts in saw.items():
        wording = RULES[rule]
        variants = (wording.barred, wording.undecided, *wording.seen.values())
        for sentence in (wording.refusal, *(variant.sentence for variant in variants)):
            assert facts_named(sentence) <= facts, rule
        assert wording.seen.keys() - COMPUTED <= facts, rule


def test_only_a_rule_that_can_be_undecided_has_words_for_it() -> None:
    undecided = {case.rule for case in CASES if case.verdict == Verdict.UNDECIDED}
    assert {rule for rule, wording in RULES.items() if wording.undecided != Explanation()} <= undecided


def test_every_clause_of_an_agreement_has_a_topic() -> None:
    every = (clause for world in (kvaefjord(), levanger()) for clause in world.snapshot.all(Clause))
    clauses = {clause.duty for clause in every if clause.kept_by != "nobody"}
    assert OBLIGATIONS.keys() == obligations.REGISTER.keys()
    assert all(wording.topic for wording in OBLIGATIONS.values())
    assert {key for key in clauses - OBLIGATIONS.keys() if not RULES[key].topic} == set()


def test_every_forecast_stands_with_the_obligation_that_gives_it() -> None:
    shared = (
        "rules/obligations/year.py",
        "rules/obligations/outlook.py",
        "services/year/corrections.py",
        "services/year/obligations.py",
    )
    sentences = "".join((PACKAGE / path).read_text("utf-8") for path in shared)
    for stem in ("meetings", "follow_up", "learning", "people", "register"):
        text = (PACKAGE / "rules" / "obligations" / f"{stem}.py").read_text("utf-8")
        text += sentences * (stem == "register")
        module = importlib.import_module(f"slt_flow.wording.obligations.{stem}")
        own = [code for wording in getattr(module, "OBLIGATIONS", {}).values() for code in wording.forecasts]
        for code in own or register.FORECASTS:
            assert f'"{code}"' in text, f"{stem}: {code}"


def test_another_command_belongs_to_a_forecast() -> None:
    assert INSTEAD.keys() <= FORECASTS.keys()
    assert all(wording.instead.keys() <= wording.forecasts.keys() for wording in OBLIGATIONS.values())
