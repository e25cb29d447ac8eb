"""What is proved of the shipped workflows holds, and a definition with something wrong in it is found out."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from slt_flow.definitions.load import load_kind, pinned
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.desk.workflows.proof import check
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.explore.proof import PROPERTIES, Theatre, explored, faults
from slt_flow.engine.explore.scene import Bounds
from slt_flow.engine.machine import build
from tests.worlds import machines, rooms

MUTANTS = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text("utf-8"))["mutants"]


@cache
def shipped() -> Theatre:
    kinds = {name: load_kind(name, machines()["decision"].machine, vocabulary()) for name in ("bylaws",)}
    return Theatre(rooms(), {name: (each.digest, each.kind) for name, each in kinds.items()}, LEVELS)


def mutated(mutant: dict[str, Any]) -> Theatre:
    """The shipped set with one machine changed in one place."""
    machine = machines()[mutant["machine"]]
    before, at, after = machine.content.partition(mutant["at"])
    assert at, mutant["name"]
    head, found, tail = after.partition(mutant["old"])
    assert found, mutant["name"]
    assert "\n[" not in head, "the change belongs to the place it names"
    content = f"{before}{at}{head}{mutant['new']}{tail}"
    room = build(pinned(content, machine.machine.name, machine.version))
    return Theatre({**rooms(), mutant["machine"]: room}, {}, LEVELS)


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(),
        Bounds(meetings=("all", "a party missing", "not held")),
        Bounds(bodies=("body-1", "body-2")),
        Bounds(information=True),
        pytest.param(Bounds(assignments=1, measures=1), marks=pytest.mark.endurance),
        Bounds(meetings=(), meets=True, decides=False),
    ],
    ids=["voting", "meetings of all sorts", "ratification", "information", "one by one", "learning points"],
)
def test_everything_holds_in_every_situation_of_the_shipped_workflows(bounds: Bounds) -> None:
    graph = explored(shipped(), bounds)
    assert len(graph.snapshots) > 2
    assert list(faults(shipped(), (graph,), whole=False)) == []


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(m, marks=pytest.mark.endurance if m.get("assignments") else ()) for m in MUTANTS],
    ids=[mutant["name"] for mutant in MUTANTS],
)
def test_what_is_wrong_is_found_with_a_shortest_way_to_it(mutant: dict[str, Any]) -> None:
    theatre = mutated(mutant)
    names = ("assignments", "measures", "outside")
    bounds = Bounds(bodies=tuple(mutant.get("bodies", ())), **{name: mutant[name] for name in names if name in mutant})
    graph = explored(theatre, bounds)
    found = {fault.property: fault for fault in faults(theatre, (graph,), whole=False)}
    assert mutant["breaks"] in found
    way = found[mutant["breaks"]].way
    assert way
    assert all(step.ref.startswith("1/30") for step in way)


@pytest.mark.endurance
def test_the_shipped_workflows_are_proved() -> None:
    proof = check()
    assert proof.unproved == ()
    assert set(proof.proved) == set(PROPERTIES)
