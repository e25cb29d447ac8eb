"""What each door of a state is to a council that wants its matter carried out, and how likely it walks through it.

Told from what the definition says, never from a name: where a door leads, whether it must be explained, what it does.

| a door | is | weight | because |
|---|---|---|---|
| leads nearer to an achieved end | forward | 100 | that is what they are there for |
| asks nothing and has rules that choose | by the rules | 100 | concluding an item: at most one such door is open |
| leads back, or aside to where it is stuck | a setback | 4 | seldom: one stay in twenty or so |
| leads to an end where nothing was achieved | given up | 2 | more seldom still |
| the like from every open state, or by another decision | given up | 1 | it is there all the time, or much work |

What only records (remarks, links, titles, progress) is left out. Handing down, stances and amendments are walked where
the matter calls for them, and handing over when nothing else is open.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import Final, NamedTuple

from slt_flow.definitions.models import Door
from slt_flow.engine.decide import hands_down
from slt_flow.engine.machine import Room
from slt_flow.terms import Tag


class Way(StrEnum):
    """What a door is to a matter that is to be carried out."""

    FORWARD = "forward"
    BY_RULES = "by_rules"
    SETBACK = "setback"
    GIVEN_UP = "given_up"
    MORE = "more"
    STANCE = "stance"
    AMENDMENT = "amendment"
    OTHER_OWNER = "other_owner"
    RECORD = "record"


WEIGHTS: Final[Mapping[Way, int]] = {Way.FORWARD: 100, Way.BY_RULES: 100, Way.SETBACK: 4, Way.GIVEN_UP: 2}
"""How likely each is chosen, against the others of the same state."""

SELDOM: Final = 1
"""The weight of a door that every open state has, or that takes another decision, where it is no way forward."""

_EXPLAINED: Final = frozenset({"reason", "decision"})
"""Answers that say why: who gives them does not do the ordinary thing."""


class Choice(NamedTuple):
    """A door of a state, what it is, and its weight."""

    name: str
    door: Door
    way: Way
    weight: int

    @property
    def leads_on(self) -> bool:
        """Whether it is an ordinary way on rather than a setback."""
        return self.way in (Way.FORWARD, Way.BY_RULES)


class Choices:
    """The doors of every state that was asked for; a definition never changes, so each is weighed once."""

    def __init__(self) -> None:
        self._weighed: dict[tuple[str, str], tuple[Choice, ...]] = {}
        self._distances: dict[str, Mapping[str, int]] = {}

    def of(self, room: Room, state: str) -> tuple[Choice, ...]:
        """Every door of a state."""
        key = (room.pinned.digest, state)
        if key not in self._weighed:
            self._weighed[key] = tuple(self._weigh(room, state))
        return self._weighed[key]

    def likely(self, room: Room, state: str) -> tuple[Choice, ...]:
        """The doors of a state that lead somewhere; those that open by themselves only where nobody leads it on."""
        every = [choice for choice in self.of(room, state) if choice.weight]
        led_on = any(choice.leads_on and not choice.door.auto for choice in every)
        return tuple(choice for choice in every if not (led_on and choice.door.auto))

    def one(self, room: Room, state: str, way: Way) -> Choice | None:
        """The first door of a state that is this to it."""
        return next((choice for choice in self.of(room, state) if choice.way is way), None)

    def _weigh(self, room: Room, state: str) -> Iterator[Choice]:
        machine = room.pinned.machine
        if room.pinned.digest not in self._distances:
            self._distances[room.pinned.digest] = distances(room)
        far = self._distances[room.pinned.digest]
        everywhere = machine.every_open_state.on.keys() - machine.states[state].on.keys()
        for name, door in room.doors(state).items():
            way = _way(room, far, state, door)
            weight = WEIGHTS.get(way, 0)
            if way in (Way.SETBACK, Way.GIVEN_UP) and (name in everywhere or "decision" in door.asks):
                weight = SELDOM
            yield Choice(name, door, way, weight)


def distances(room: Room) -> Mapping[str, int]:
    """How many steps every state is from an end where something was achieved; from any end where there is none."""
    machine = room.pinned.machine
    ends = [name for name, state in machine.states.items() if state.end]
    found = {name: 0 for name in ends if Tag.ACHIEVED in machine.states[name].means} or dict.fromkeys(ends, 0)
    waiting = deque(found)
    while waiting:
        here = waiting.popleft()
        for state in machine.states:
            if state not in found and any(door.to == here for door in room.doors(state).values()):
                found[state] = found[here] + 1
                waiting.append(state)
    return found


def in_order(choices: Sequence[Choice], chance: Random) -> list[Choice]:
    """The doors in the order in which they are tried: drawn by weight, none twice."""
    left, order = list(choices), []
    while left:
        at = chance.random() * sum(choice.weight for choice in left)
        place = 0
        while place < len(left) - 1 and at >= left[place].weight:
            at -= left[place].weight
            place += 1
        order.append(left.pop(place))
    return order


def is_ratification(door: Door) -> bool:
    """Whether through this door a competent body says yes to what stays where it is."""
    return "body" in door.asks and door.to is None


def _way(room: Room, far: Mapping[str, int], state: str, door: Door) -> Way:
    if door.to is None or door.to == state:
        return _staying(door)
    if far.get(door.to, len(far)) < far.get(state, len(far)):
        return Way.FORWARD
    explained = bool(_EXPLAINED & set(door.asks))
    chosen_by_rules = bool(door.needs or door.unless) and not door.asks
    target = room.state(door.to)
    if target.end and Tag.ACHIEVED not in target.means and (explained or not chosen_by_rules):
        return Way.GIVEN_UP
    return Way.BY_RULES if chosen_by_rules else Way.SETBACK


def _staying(door: Door) -> Way:
    if "stance" in door.asks:
        return Way.STANCE
    if is_ratification(door):
        return Way.FORWARD
    if hands_down(door):
        return Way.MORE
    if "new_text_version" in door.does:
        return Way.AMENDMENT
    return Way.OTHER_OWNER if "owner" in door.asks else Way.RECORD
