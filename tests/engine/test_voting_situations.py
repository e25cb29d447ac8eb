"""All voting situations of three and four seats in two and three parties, against the statement of the workflows.

"Once all who take part have taken a stance and every party is represented, exactly one of adopt, adopt
conditionally and conclude without consensus is open; otherwise none."
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from itertools import permutations, product
from typing import NamedTuple

import pytest

from slt_flow.engine.decide import judged
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref, Stance
from tests.worlds import World, built_machines, voting

CONCLUDING = ("adopt", "adopt_conditionally", "conclude_without_consensus")
ACTIONS = {name: built_machines()["decision"].actions("tabled")[name] for name in (*CONCLUDING, "take_note")}
OLD, PRESENT = 1, 2


class Matter(Enum):
    """What the item asks of the council."""

    DECIDED_HERE = "decided by the council"
    RATIFIED = "needs ratification"
    INFORMATION = "for information"


class Seat(NamedTuple):
    """What one seat does: a stance on a version of the text, or none with the reason why."""

    stance: Stance | None
    version: int = PRESENT
    there: bool = True
    excused: bool = False

    @property
    def takes_part(self) -> bool:
        return self.there and not self.excused


ON_PRESENT = tuple(Seat(stance, PRESENT) for stance in Stance)
ON_OLD = tuple(Seat(stance, OLD) for stance in Stance)
WITHOUT = (Seat(None), Seat(None, there=False), Seat(None, excused=True))

DERIVED = ("decision", "meeting", "taking_part", "stances", "valid_stances", "consenting_parties")
DerivedOnce: type[Facts] = type("DerivedOnce", (Facts,), {n: cached_property(vars(Facts)[n].fget) for n in DERIVED})
"""Facts that derive each of these once: a situation does not change while a hundred thousand of them are asked."""

Layout = tuple[tuple[str, bool], ...]


def all_bind(*sizes: int) -> Layout:
    return tuple((f"party-{party}", True) for party, size in enumerate(sizes) for _ in range(size))


def first_binds(*sizes: int) -> Layout:
    return tuple((f"party-{party}", place == 0) for party, size in enumerate(sizes) for place in range(size))


THREE_SEATS = {
    "2+1, all bind": all_bind(2, 1),
    "2+1, the first of each party binds": first_binds(2, 1),
    "1+1+1, all bind": all_bind(1, 1, 1),
}
EVERY_DAY = [
    pytest.param(seats, id=name, marks=() if "first" in name else pytest.mark.endurance)
    for name, seats in THREE_SEATS.items()
]
FOUR_SEATS = {
    "2+2, all bind": all_bind(2, 2),
    "2+2, the first of each party binds": first_binds(2, 2),
    "3+1, all bind": all_bind(3, 1),
    "3+1, the first of each party binds": first_binds(3, 1),
    "2+1+1, all bind": all_bind(2, 1, 1),
    "2+1+1, the first of each party binds": first_binds(2, 1, 1),
}


def every_mix(seats: int) -> Iterator[tuple[Seat, ...]]:
    """Each seat by itself on the present text, on the old one, or without a stance."""
    yield from product((*ON_PRESENT, *ON_OLD, *WITHOUT), repeat=seats)


def one_version(seats: int) -> Iterator[tuple[Seat, ...]]:
    """All who have spoken spoke to the same version: the present one, or the old one."""
    yield from product((*ON_PRESENT, *WITHOUT), repeat=seats)
    for situation in product((*ON_OLD, *WITHOUT), repeat=seats):
        if any(seat.stance is not None for seat in situation):
            yield situation


def council(layout: Layout, matter: Matter) -> tuple[World, Ref]:
    world = voting(*layout)
    bodies = ("kommunestyret",) if matter is Matter.RATIFIED else ()
    meeting = world.meeting(present=())
    information = matter is Matter.INFORMATION
    return world, world.decision(meeting=meeting, information=information, bodies=bodies, text_version=PRESENT)


def arranged(empty: Snapshot, decision: Ref, situation: tuple[Seat, ...]) -> Facts:
    """The situation as rows."""
    world = World(empty.copy())
    for place, seat in enumerate(situation):
        post = f"seat-{place}"
        if seat.there:
            world.attends(Ref("M", decision.year, 1), post)
        if seat.excused:
            world.excuse(decision, post)
        if seat.stance is not None:
            world.stance(decision, post, seat.stance, version=seat.version)
    return DerivedOnce(world.snapshot, decision)


def open_actions(facts: Facts) -> set[str]:
    return {name for name, action in ACTIONS.items() if not any(finding.blocks for finding in judged(facts, action))}


def oracle(layout: Layout, matter: Matter, situation: tuple[Seat, ...], persons: tuple[str, ...]) -> set[str]:
    """What the statement says, in its own terms."""
    if matter is Matter.INFORMATION:
        return {"take_note"}
    parties = {party for party, _ in layout}
    part = [(*layout[n], seat, persons[n]) for n, seat in enumerate(situation) if seat.takes_part]
    if any(seat.stance is None or seat.version != PRESENT for _, _, seat, _ in part):
        return set()
    if not each_by_its_own({(party, who) for party, binds, _, who in part if binds}, parties):
        return set()
    if any(seat.stance is Stance.OBJECT for _, _, seat, _ in part):
        return {"conclude_without_consensus"}
    if not each_by_its_own(
        {(p, who) for p, binds, seat, who in part if binds and seat.stance is Stance.CONSENT}, parties
    ):
        return {"conclude_without_consensus"}
    return {"adopt"} if matter is Matter.DECIDED_HERE else {"adopt_conditionally"}


def each_by_its_own(pairs: set[tuple[str, str]], parties: set[str]) -> bool:
    """Every party has a person of its own among those who speak for parties."""
    ordered, people = sorted(parties), sorted({who for _, who in pairs})
    return any(set(zip(ordered, chosen, strict=True)) <= pairs for chosen in permutations(people, len(ordered)))


def compare(
    layout: Layout, matter: Matter, situations: Iterator[tuple[Seat, ...]], holders: tuple[str, ...] | None = None
) -> dict[str, int]:
    """Every situation, asked and foretold; how often each action was open."""
    world, decision = council(layout, matter)
    for place, holder in enumerate(holders or ()):
        world.change_post(f"seat-{place}", holder=holder)
    persons = holders or tuple(f"seat-{place}" for place in range(len(layout)))
    tally = dict.fromkeys((*ACTIONS, "none"), 0)
    for situation in situations:
        found = open_actions(arranged(world.snapshot, decision, situation))
        assert found == oracle(layout, matter, situation, persons), situation
        assert len(found) <= 1, situation
        tally[next(iter(found), "none")] += 1
    return tally


def assert_not_vacuous(tally: dict[str, int], matter: Matter) -> None:
    """The enumeration met each outcome the matter can have, and no other."""
    met = {name for name, count in tally.items() if count}
    expected = {
        Matter.DECIDED_HERE: {"adopt", "conclude_without_consensus", "none"},
        Matter.RATIFIED: {"adopt_conditionally", "conclude_without_consensus", "none"},
        Matter.INFORMATION: {"take_note"},
    }
    assert met == expected[matter]


@pytest.mark.parametrize("matter", list(Matter), ids=lambda matter: matter.value)
@pytest.mark.parametrize("layout", EVERY_DAY)
def test_three_seats_in_every_mix_of_stances_and_text_versions(layout: Layout, matter: Matter) -> None:
    tally = compare(layout, matter, every_mix(3))
    assert sum(tally.values()) == 9**3
    assert_not_vacuous(tally, matter)


@pytest.mark.endurance
@pytest.mark.parametrize("matter", list(Matter), ids=lambda matter: matter.value)
@pytest.mark.parametrize("layout", FOUR_SEATS.values(), ids=list(FOUR_SEATS))
def test_four_seats_who_all_spoke_to_the_present_text_or_all_to_the_old(layout: Layout, matter: Matter) -> None:
    tally = compare(layout, matter, one_version(4))
    assert sum(tally.values()) == 6**4 + (6**4 - 3**4)
    assert_not_vacuous(tally, matter)


@pytest.mark.parametrize("holders", [("a", "b", "a"), ("a", "a", "b"), ("a", "a", "a"), ("a", "b", "b")], ids="".join)
@pytest.mark.parametrize("layout", EVERY_DAY)
def test_one_person_in_several_seats_counts_for_one_party(layout: Layout, holders: tuple[str, ...]) -> None:
    situations = product((*ON_PRESENT, *WITHOUT), repeat=3)
    tally = compare(layout, Matter.DECIDED_HERE, situations, holders)
    assert sum(tally.values()) == 6**3
    enough = each_by_its_own(
        {(party, who) for (party, binds), who in zip(layout, holders, strict=True) if binds},
        {party for party, _ in layout},
    )
    assert bool(tally["conclude_without_consensus"]) == bool(tally["adopt"]) == enough


@pytest.mark.parametrize("matter", list(Matter), ids=lambda matter: matter.value)
@pytest.mark.parametrize(
    "state", ["called", *(pytest.param(each, marks=pytest.mark.endurance) for each in ("planned", "cancelled"))]
)
def test_nothing_is_concluded_in_a_meeting_that_is_not_held(state: str, matter: Matter) -> None:
    for situation in product((*ON_PRESENT, *WITHOUT), repeat=3):
        world, decision = council(all_bind(2, 1), matter)
        world.meeting(state)
        assert open_actions(arranged(world.snapshot, decision, situation)) == set()
