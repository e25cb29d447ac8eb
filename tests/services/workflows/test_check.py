"""What `slt workflow check` looks at: the newest machines, those that stand in for the decision's, and every move."""

from __future__ import annotations

from pathlib import Path

import pytest

from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.engine.proof import prove
from slt_flow.engine.proof.model_council import Bounds, ProofInputs
from slt_flow.engine.proof.prove import PROPERTIES
from slt_flow.engine.proof.search import Graph, Progress
from slt_flow.errors import DefinitionError
from slt_flow.results.workflows import Proof
from slt_flow.services.workflows import check as checking
from slt_flow.services.workflows.check import check
from tests.definitions.test_shelf import lay
from tests.worlds import OWN, agreed


def explored(proof: Proof) -> list[str]:
    return [line.name for line in proof.explored]


def test_a_move_is_proved_by_itself(folder: Path) -> None:
    lay(folder, dict(successor(agreed()["learning_point"], OWN)))
    proof = check(str(folder / f"moves/learning_point/1--{OWN}.toml"))
    assert (explored(proof), proof.unproved) == ([f"move learning_point 1--{OWN}"], ())
    assert set(PROPERTIES) - set(proof.proved) == {"no_action_is_dead", "open_work_can_be_carried_out"}
    assert proof.explored[0].situations > 1


def second(folder: Path, old: str, new: str) -> str:
    """The path of a move to learning points changed in one place."""
    files = dict(successor(agreed()["learning_point"], OWN))
    path = f"machines/learning_point/{OWN}.toml"
    assert old in files[path]
    lay(folder, {**files, path: files[path].replace(old, new)})
    return str(folder / f"moves/learning_point/1--{OWN}.toml")


ACTION = '[states.carried.on.answer]\nto = "answered"'


@pytest.mark.parametrize(
    ("needs", "code"), [('["year_is_to_come"]', "answer_never_asked"), ('["is_for_information"]', "rule_does_not_fit")]
)
def test_a_rule_that_does_not_fit_an_action_is_told_with_machine_and_action(
    folder: Path, needs: str, code: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        check(second(folder, ACTION, f"{ACTION}\nunless = {needs}"))
    assert raised.value.code == code
    assert (raised.value.facts["machine"], raised.value.facts["action"]) == ("learning_point", "answer")


MAJORITY = ('"everyone_present_has_taken_a_stance", "consensus_is_reached", "within', '"within')
"""What adoption needs, and what is left of it without consensus."""


@pytest.mark.endurance
def test_a_municipalitys_own_workflows_are_proved_with_the_others(folder: Path) -> None:
    files = {
        **own_machine("revisjon", OWN),
        **successor(agreed()["measure"], OWN),
        **successor(agreed()["decision"], OWN),
    }
    path = f"machines/measure/{OWN}.toml"
    shelf: Shelf = lay(folder, {**files, path: files[path].replace("Utført", "Gjort")})
    proof = check(shelf=shelf)
    assert proof.unproved == ()
    assert {"revisjon: voting", "kind bylaws", "revisjon: kind revisjon"} <= set(explored(proof))
    assert {f"move measure 1--{OWN}", f"move decision 1--{OWN}"} <= set(explored(proof))


@pytest.fixture
def explored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is explored of the same contents within the same bounds is explored once: a graph is but theirs."""
    graphs: dict[tuple[object, ...], Graph] = {}

    def remembered(inputs: ProofInputs, bounds: Bounds, report: Progress | None = None) -> Graph:
        contents = sorted((name, built.pinned.digest) for name, built in inputs.built_machines.items())
        key = (*contents, *sorted((name, digest) for name, (digest, _) in inputs.kinds.items()), repr(bounds))
        if key not in graphs:
            graphs[key] = prove.explored(inputs, bounds, report)
        return graphs[key]

    monkeypatch.setattr(checking, "explored", remembered)


@pytest.mark.endurance
@pytest.mark.usefixtures("explored_once")
def test_own_versions_are_explored_in_the_place_of_the_shipped_ones(folder: Path) -> None:
    """Two names in one folder: each is explored with the shipped ones around it, and the fault of one is found."""
    changes = {"verdal-1": ("Registrert", "Ført opp"), "indre-ostfold-1": MAJORITY}
    text = agreed()["decision"].content
    assert all(old in text for old, _ in changes.values())
    shelf = lay(folder, {f"machines/decision/{each}.toml": text.replace(*change) for each, change in changes.items()})
    proof = check(shelf=shelf, assignments=0, measures=0)
    assert {"verdal: voting", "indre-ostfold: voting"} <= set(explored(proof))
    assert "adopted_by_consent" in {fault.property for fault in proof.unproved}
    alone = {each: check(str(folder / f"machines/decision/{each}.toml"), assignments=0, measures=0) for each in changes}
    assert alone["verdal-1"].unproved == ()
    assert "adopted_by_consent" in {fault.property for fault in alone["indre-ostfold-1"].unproved}


@pytest.mark.endurance
def test_a_fault_of_ones_own_workflow_is_told_in_its_words(folder: Path) -> None:
    """Without consensus among what its adoption needs, a way of its own states leads to the fault.

    What smaller bounds do not reach is not called dead.
    """
    files = dict(own_machine("revisjon", OWN))
    path = f"machines/revisjon/{OWN}.toml"
    text = files[path].replace(*MAJORITY, 1)
    assert text != files[path]
    lay(folder, {**files, path: text})
    proof = check(str(folder / path), shelf=Shelf(folder), assignments=0, measures=0)
    assert "no_action_is_dead" not in (*proof.proved, *(each.property for each in proof.unproved)), "it is not asked"
    fault = next(each for each in proof.unproved if each.property == "adopted_by_consent")
    assert [step.action for step in fault.way[:3]] == ["send_to_hearing", "close_hearing", "table"]
    assert fault.way[0].state["nb"] == "På høring"
