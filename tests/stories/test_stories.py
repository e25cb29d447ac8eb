"""Every story holds, and together they perform every action and are refused by every rule that can refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from slt_flow.definitions.machines import Action, Machine
from slt_flow.definitions.stories.load import LoadedStory
from slt_flow.definitions.stories.steps import DoStep, Step
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.decide import Gate
from slt_flow.rules import REGISTER
from slt_flow.services.stories.play import stories_in
from slt_flow.terms import Ref
from tests.stories.conftest import FOLDER, ProofInputs
from tests.worlds import kinds, machines

Refusing = tuple[str, str, str]
"""A machine, an action of it, and a rule that refuses there."""

TOLD: Final = stories_in([str(FOLDER)])
QUICK: Final = ("consensus", "deputies", "ratification")
"""The themes that are played every day; those that follow work through a year take longer."""

CANNOT_REFUSE: Final[Mapping[Refusing, str]] = {
    ("decision", "assign", "has_owner_and_deadline"): "it asks for both",
    ("decision", "send_back", "has_owner_and_deadline"): "it asks for both",
    ("assignment", "add_measure", "has_owner_and_deadline"): "it asks for both",
    ("assignment", "reassign", "has_owner_and_deadline"): "it asks for both",
    ("measure", "delegate", "has_owner_and_deadline"): "it asks for both",
    ("assignment", "plan", "every_child_has_owner_and_deadline"): "nothing is handed down without both",
    ("assignment", "reschedule", "deadline_is_within_parent"): "a decision has no deadline",
    ("measure", "hand_over", "owner_is_eligible"): "any post may own a measure",
    ("measure", "offer", "owner_is_eligible"): "any post may own a measure",
    ("measure", "reschedule", "children_end_in_time"): "nothing stands beneath a measure",
    ("measure", "start", "owner_is_bound"): "an outside owner comes to where it can start by accepting",
}
"""Rules that an action names and that nobody who performs it can break, with the reason."""


def called(told: LoadedStory) -> str:
    return f"{theme(told)}: {told.story.name}"


def theme(told: LoadedStory) -> str:
    return told.file.rpartition("/")[2].removesuffix(".toml")


@pytest.mark.parametrize("told", [told for told in TOLD if theme(told) in QUICK], ids=called)
def test_the_story_holds(told: LoadedStory, proof_inputs: ProofInputs) -> None:
    assert proof_inputs.play(told).amiss == ()


def test_there_are_stories_of_every_theme() -> None:
    assert len(TOLD) >= 30
    assert {theme(told) for told in TOLD} > set(QUICK)


@pytest.mark.endurance
@pytest.mark.xdist_group("every story")
def test_every_story_holds_and_together_they_perform_through_every_action(proof_inputs: ProofInputs) -> None:
    """Every action of every state, those of all open states once; automatic actions too."""
    amiss = {called(told): played.amiss for told in TOLD if not (played := proof_inputs.play(told)).holds}
    assert amiss == {}
    left = {(machine.name, state, action) for machine in definitions() for state, action in own_actions(machine)}
    left |= {(machine.name, "", action) for machine in definitions() for action, _ in machine.shared}
    everywhere = {(machine, "", action) for machine, _, action in proof_inputs.performed}
    assert left - proof_inputs.performed - everywhere == set()


def test_every_rule_of_every_action_is_seen_to_refuse_there() -> None:
    """By what the stories tell: they name rules that must be among those which refused, and they hold (see above)."""
    seen = set(told_refusing())
    wanted = {
        (machine.name, name, rule) for machine, name, action in actions() for rule in (*action.needs, *action.unless)
    }
    assert wanted - seen == set(CANNOT_REFUSE)


def test_every_part_of_a_composite_every_rule_of_a_kind_and_every_gate_is_seen_to_refuse() -> None:
    seen = {rule for told in TOLD for step in told.story.when for rule in refusing(step)}
    parts = {part for rule in REGISTER.values() for part in rule.parts}
    of_kinds = {rule for pinned in kinds().values() for rules in pinned.kind.needs.values() for rule in rules}
    assert parts | of_kinds | {str(gate) for gate in Gate} <= seen


def told_refusing() -> Iterator[Refusing]:
    """The rules that the stories name, each with the machine and the action it refuses at."""
    for told in TOLD:
        for step in told.story.when:
            if (action := action_of(step)) is not None:
                yield from ((*action, rule) for rule in refusing(step))


def refusing(step: Step) -> tuple[str, ...]:
    return (*(step.refused or ()), *(step.refused_only or ()))


def action_of(step: Step) -> tuple[str, str] | None:
    """The machine and the action that a step performs, where it performs one."""
    if isinstance(step, DoStep):
        return place(step.ref), step.do
    above = {"assign": "assign", "measure": "under", "hand_over": "hand_over"}.get(step.verb)
    return (place(step.arguments[above]), step.use_case) if above is not None else None


def place(ref: str) -> str:
    named = Ref.parse(ref)
    assert named is not None
    return {"M": "meeting", "L": "learning_point"}.get(named.series) or LEVELS[named.depth]


def definitions() -> list[Machine]:
    return [pinned.machine for pinned in machines().values()]


def own_actions(machine: Machine) -> Iterator[tuple[str, str]]:
    return ((state, action) for state, built in machine.states.items() for action in built.on)


def actions() -> Iterator[tuple[Machine, str, Action]]:
    """Every action that a person can be refused at."""
    for machine in definitions():
        for state in machine.states:
            yield from ((machine, name, action) for name, action in machine.actions(state).items() if not action.auto)
