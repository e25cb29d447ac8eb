"""Every story holds, and together they walk through every door and are refused by every rule that can refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pytest

from slt_flow.definitions.models import Door, Machine
from slt_flow.definitions.story import DoorCheck
from slt_flow.definitions.story_file import ToldStory
from slt_flow.definitions.story_steps import DoStep
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.desk.workflows import stories
from slt_flow.engine.decide import Gate
from slt_flow.rules import REGISTER
from slt_flow.terms import Ref
from tests.stories.conftest import FOLDER, Theatre
from tests.worlds import kinds, machines

TOLD: Final = stories.told_in([str(FOLDER)])
QUICK: Final = ("consensus", "amendment", "ratification", "outside")
"""The themes that are played every day; those that follow work through a year take longer."""

CANNOT_REFUSE: Final[Mapping[str, str]] = {
    "has_owner_and_deadline": "the doors that need it ask for both, and are not walked without an answer",
    "every_child_has_owner_and_deadline": "nothing is handed down without both",
}
"""Rules that a door names and that nobody who walks it can break, with the reason."""


def called(told: ToldStory) -> str:
    return f"{theme(told)}: {told.story.name}"


def theme(told: ToldStory) -> str:
    return told.file.rpartition("/")[2].removesuffix(".toml")


@pytest.mark.parametrize("told", [told for told in TOLD if theme(told) in QUICK], ids=called)
def test_the_story_holds(told: ToldStory, theatre: Theatre) -> None:
    assert theatre.play(told).amiss == ()


def test_there_are_stories_of_every_theme() -> None:
    assert len(TOLD) >= 30
    assert {theme(told) for told in TOLD} > set(QUICK)


@pytest.mark.endurance
@pytest.mark.xdist_group("every story")
def test_every_story_holds_and_together_they_walk_through_every_door(theatre: Theatre) -> None:
    """Every door of every state, those of all open states once; automatic doors too."""
    amiss = {called(told): played.amiss for told in TOLD if not (played := theatre.play(told)).holds}
    assert amiss == {}
    left = {(machine.name, state, door) for machine in definitions() for state, door in own_doors(machine)}
    left |= {(machine.name, "", door) for machine in definitions() for door in machine.every_open_state.on}
    everywhere = {(machine, "", door) for machine, _, door in theatre.walked}
    assert left - theatre.walked - everywhere == set()


def test_every_rule_that_can_refuse_is_seen_to() -> None:
    """By what the stories tell: each names rules that must be among those which refused, and it holds (see above)."""
    seen = {(asked.wants, rule) for asked in asked_rules() for rule in asked.rules}
    wanted = {("needs", rule) for door in doors() for name in door.needs for rule in with_parts(name)}
    wanted |= {("needs", rule) for pinned in kinds().values() for rules in pinned.kind.needs.values() for rule in rules}
    wanted |= {("unless", rule) for door in doors() for rule in door.unless}
    composites = {("needs", name) for name, rule in REGISTER.items() if rule.parts}
    assert {rule for _, rule in wanted - seen - composites} == set(CANNOT_REFUSE)
    assert {str(gate) for gate in Gate} <= {rule for _, rule in seen}


class Asked(NamedTuple):
    """Rules that a story names, and whether the door wanted them kept (`needs`) or broken (`unless`)."""

    wants: str
    rules: tuple[str, ...]


def asked_rules() -> Iterator[Asked]:
    for told in TOLD:
        for step in (*told.story.given, *told.story.when):
            rules = (*(step.refused or ()), *(step.refused_only or ()))
            barring = barred(step.ref, step.do) if isinstance(step, DoStep) else set()
            yield Asked("unless", tuple(rule for rule in rules if rule in barring))
            yield Asked("needs", tuple(rule for rule in rules if rule not in barring))
        for check in told.story.then:
            if isinstance(check, DoorCheck):
                yield Asked("needs", (*(check.shut_by or ()), *(check.shut_by_only or ())))


def barred(ref: str, door: str) -> set[str]:
    """The rules that must be broken for a door to open, and that it does not need as well."""
    named = Ref.parse(ref)
    assert named is not None
    place = {"M": "meeting", "L": "learning_point"}.get(named.series) or LEVELS[named.depth]
    machine = machines()[place].machine
    every = [found for state in machine.states if (found := machine.doors(state).get(door)) is not None]
    return {rule for each in every for rule in each.unless} - {rule for each in every for rule in each.needs}


def definitions() -> list[Machine]:
    return [pinned.machine for pinned in machines().values()]


def own_doors(machine: Machine) -> Iterator[tuple[str, str]]:
    return ((state, door) for state, room in machine.states.items() for door in room.on)


def doors() -> Iterator[Door]:
    """Every door that a person can be refused at."""
    for machine in definitions():
        for state in machine.states:
            yield from (door for door in machine.doors(state).values() if not door.auto)


def with_parts(rule: str) -> tuple[str, ...]:
    return (rule, *REGISTER[rule].parts)
