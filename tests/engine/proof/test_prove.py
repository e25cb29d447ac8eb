"""What is proved of the shipped workflows holds, and what is wrong in them is found out."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.definitions import checks
from slt_flow.definitions.load import load_kind, pinned
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.machine import build
from slt_flow.engine.proof import action_enumeration, search
from slt_flow.engine.proof.model_council import DEPUTIES, SETTLED, SPLIT, Bounds, ProofInputs
from slt_flow.engine.proof.prove import CARRIES_OUT, COMPLETES, DEAD, PROPERTIES, explored, faults
from slt_flow.results.workflows import Unproved
from slt_flow.services.workflows.check import check
from tests.engine.proof.variants import swapped
from tests.worlds import built_machines, machines

Data = dict[str, Any]

DATA: Final = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text("utf-8"))
FOUND_OUT: Final = [mutant for mutant in DATA["mutants"] if "breaks" in mutant]
REFUSED: Final = [mutant for mutant in DATA["mutants"] if "refused" in mutant]
EQUIVALENT: Final = DATA["equivalents"]

OF_THE_WHOLE: Final = {COMPLETES, CARRIES_OUT, DEAD}
"""Properties that show only once everything is explored."""


@cache
def shipped() -> ProofInputs:
    kinds = {name: load_kind(name, machines()["decision"].machine, vocabulary()) for name in ("bylaws",)}
    return ProofInputs(built_machines(), {name: (each.digest, each.kind) for name, each in kinds.items()})


LAST: Final[dict[str, search.Graph]] = {}
"""The graph that was explored last, by its bounds."""


def explored_as_shipped(bounds: Bounds) -> search.Graph:
    """Explore the shipped workflows, once for tests one after the other that compare with the same."""
    if repr(bounds) not in LAST:
        LAST.clear()
        LAST[repr(bounds)] = explored(shipped(), bounds)
    return LAST[repr(bounds)]


def changed(change: Data) -> str:
    """The content of a shipped machine with one place changed."""
    before, at, after = machines()[change["machine"]].content.partition(change["at"])
    assert at, change
    head, found, tail = after.partition(change["old"])
    assert found, change
    assert "\n[" not in head, "the change belongs to the place it names"
    return f"{before}{at}{head}{change['new']}{tail}"


def mutated(mutant: Data) -> ProofInputs:
    """The shipped set with the machines changed that a mutant changes."""
    made = dict(built_machines())
    for change in (mutant, mutant.get("also", {})):
        if "machine" in change:
            name = change["machine"]
            made[name] = build(pinned(changed(change), name, machines()[name].version))
    return ProofInputs(made, {})


def bounds_of(mutant: Data) -> Bounds:
    told: Data = mutant.get("explores", {})
    given: Data = {name: tuple(each) if isinstance(each, list) else each for name, each in told.items()}
    return replace(SETTLED if "assignments" in given else Bounds(), **given)  # work shows without votes on it


def named(mutants: list[Data]) -> Any:
    """One test a mutant; those that take longer in the long run only."""
    long = pytest.mark.endurance
    return [pytest.param(m, id=m["name"], marks=() if m.get("everyday") else long) for m in mutants]


def found_out(mutant: Data) -> dict[str, Unproved]:
    """Everything that does not hold of a mutant, as far as is explored to see that something does not."""
    whole = mutant.get("breaks") in OF_THE_WHOLE
    with swapped(mutant):
        proof_inputs = mutated(mutant)
        graph = explored(proof_inputs, bounds_of(mutant), until=None if whole else mutant["breaks"])
        assert {breach.property for breach in graph.breaches} <= set(PROPERTIES)
        seen = faults(
            proof_inputs, (graph,), passable=tuple(proof_inputs.built_machines) if mutant.get("breaks") == DEAD else ()
        )
        action = mutant.get("action", "")
        return {fault.property: fault for fault in seen if fault.property != DEAD or fault.saw == action}


EVERYDAY: Final = {
    "voting": replace(SPLIT, amends=True),
    "learning points": Bounds(meetings=(), meets=True, decides=False),
}
LARGER: Final = {
    "all deputies": replace(SPLIT, meetings=tuple(DEPUTIES)),
    "two by two": replace(SETTLED, assignments=2, measures=2),
    "own and outside owners": replace(SETTLED, assignments=1, measures=2, outside=True),
    "untrue requests, an owner absent": replace(
        SETTLED, assignments=1, measures=1, untrue=True, absent=True, meetings=("all", "not held")
    ),
}


def long(name: str) -> object:
    """A larger exploration, by its name."""
    more = [pytest.mark.exhaustive] if name == "two by two" else []
    return pytest.param(name, marks=[pytest.mark.endurance, *more])


@pytest.mark.parametrize("name", [*EVERYDAY, *map(long, LARGER)])
def test_everything_holds_in_every_situation_of_the_shipped_workflows(name: str) -> None:
    graph = explored(shipped(), {**EVERYDAY, **LARGER}[name])
    assert graph.whole
    assert len(graph.snapshots) > 2
    assert list(faults(shipped(), (graph,))) == []


@pytest.mark.endurance
def test_the_shipped_workflows_are_proved() -> None:
    proof = check()
    assert proof.unproved == ()
    assert set(proof.proved) == set(PROPERTIES)


LEFT_OUT: Final = {
    "actions that only record": (search, "_only_records", lambda *_: False),
    "acts that nobody looks at": (action_enumeration, "looks_at_whose_act", lambda *_: True),
    "cases apart": (search.Search, "_seen", lambda *_: None),
}
"""What the exploration need not try, with how it is made to try it all the same."""


@pytest.mark.parametrize("left_out", LEFT_OUT)
@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(meetings=("not held",), meets=True, decides=False),
        pytest.param(Bounds(bodies=("body-1",)), marks=pytest.mark.endurance),
        pytest.param(Bounds(assignments=1, measures=2), marks=pytest.mark.endurance),
        pytest.param(Bounds(assignments=1, measures=3), marks=(pytest.mark.endurance, pytest.mark.exhaustive)),
        pytest.param(Bounds(assignments=2, measures=1), marks=(pytest.mark.endurance, pytest.mark.exhaustive)),
    ],
    ids=["a meeting", "ratification", "one by two", "one by three", "two by one"],
)
def test_what_is_left_out_leads_nowhere_else(bounds: Bounds, left_out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = explored_as_shipped(bounds)
    monkeypatch.setattr(*LEFT_OUT[left_out])
    other = explored(shipped(), bounds)
    assert set(other.numbers) == set(graph.numbers)
    assert steps_of(other) == steps_of(graph)
    assert other.passed == graph.passed


def keys_of(graph: search.Graph, proof_inputs: ProofInputs) -> list[Any]:
    """Every situation in turn, with machines by their names: their contents differ."""
    names = {built.pinned.digest: name for name, built in proof_inputs.built_machines.items()}

    def told(part: Any) -> Any:
        return tuple(told(each) for each in part) if isinstance(part, tuple) else names.get(part, part)

    return [told(key) for key in graph.numbers]


def steps_of(graph: search.Graph) -> set[tuple[Any, Any]]:
    """Every step by the situations it lies between."""
    keys = list(graph.numbers)
    return {(keys[here], keys[there]) for here, there in graph.edges}


@pytest.mark.endurance
@pytest.mark.parametrize("mutant", named(FOUND_OUT))
def test_what_is_wrong_is_found_with_a_shortest_way_to_it(mutant: Data) -> None:
    found = found_out(mutant)
    assert mutant["breaks"] in found
    way = found[mutant["breaks"]].way
    assert way
    assert all(step.ref.endswith("/30") or step.ref.startswith("1/30.") for step in way)


@pytest.mark.parametrize("mutant", REFUSED, ids=lambda mutant: mutant["name"])
def test_what_has_no_shape_is_refused_before_anything_is_explored(mutant: Data) -> None:
    changed_ = pinned(changed(mutant), mutant["machine"], "1").machine
    every = {name: each.machine for name, each in machines().items()} | {mutant["machine"]: changed_}
    problems = (*checks.machine_problems(changed_, vocabulary()), *checks.set_problems(every))
    assert (mutant["refused"], mutant["key"]) in {(problem.code, problem.key) for problem in problems}


@pytest.mark.endurance
@pytest.mark.parametrize("mutant", EQUIVALENT, ids=lambda mutant: mutant["name"])
def test_what_changes_nothing_leads_to_the_same_situations_by_the_same_steps(mutant: Data) -> None:
    whole = explored_as_shipped(bounds_of(mutant))
    with swapped(mutant):
        proof_inputs = mutated(mutant)
        other = explored(proof_inputs, bounds_of(mutant))
        assert list(faults(proof_inputs, (other,))) == []
    assert keys_of(other, proof_inputs) == keys_of(whole, shipped())
    assert other.edges == whole.edges
    assert other.passed == whole.passed


def test_there_are_enough_mutants_and_each_says_what_is_wrong() -> None:
    names = [mutant["name"] for mutant in (*FOUND_OUT, *REFUSED, *EQUIVALENT)]
    assert len(set(names)) == len(names)
    assert len(FOUND_OUT) >= 80
    assert {mutant["breaks"] for mutant in FOUND_OUT} <= set(PROPERTIES)
    assert all(mutant["why"] for mutant in EQUIVALENT)
