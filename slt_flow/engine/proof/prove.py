"""A set of definitions proved: several explorations taken together, and for what does not hold a shortest way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from slt_flow.definitions.models import KindOfDecision
from slt_flow.engine.decide import Accepted, Walk, decide
from slt_flow.engine.machine import Book, Room
from slt_flow.engine.proof.global_properties import dead_doors, nearest_in, never_carried_out, never_ending
from slt_flow.engine.proof.model_council import Bounds, council
from slt_flow.engine.proof.normal_form import Form, normal
from slt_flow.engine.proof.properties import STATES, STEPS, in_state, in_step
from slt_flow.engine.proof.search import Breach, Graph, Search
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import ANSWERS, AnswerKind

COMPLETES: Final = "an_end_can_be_reached"
CARRIES_OUT: Final = "open_work_can_be_carried_out"
DEAD: Final = "no_door_is_dead"
RESTS: Final = "automatic_doors_rest"
FITS: Final = "every_entry_fits"
PROPERTIES: Final = (*STEPS, *STATES, COMPLETES, CARRIES_OUT, DEAD, RESTS, FITS)
"""Everything that is proved, by name."""

_TOLD: Final = frozenset({AnswerKind.POST, AnswerKind.STANCE, AnswerKind.NAME, AnswerKind.MEETING})

_NEVER_REST: Final = "automatic_doors_never_rest"


class Passed(NamedTuple):
    """One step of a shortest way, as the council would see it."""

    ref: str
    machine: str
    level: str
    door: str
    deed_of: str
    state: str
    said: tuple[tuple[str, str], ...]
    """The answers that could have been others: posts, stances, bodies and meetings."""


class Fault(NamedTuple):
    """A property that does not hold: where, what was seen, and the shortest way there."""

    property: str
    saw: str
    way: tuple[Passed, ...]
    place: tuple[str, ...] = ()
    """Machine, state and door, where it is about one door."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """What is explored: the machines of a set by name, its kinds, and what each exploration may reach."""

    rooms: Mapping[str, Room]
    kinds: Mapping[str, tuple[str, KindOfDecision]]
    levels: tuple[str, ...]

    @property
    def book(self) -> Book:
        """All of them by digest."""
        kinds = dict(self.kinds.values())
        return Book({room.pinned.digest: room for room in self.rooms.values()}, kinds)

    def begin(self, bounds: Bounds) -> Snapshot:
        """The first situation of an exploration."""
        pins = tuple(self.rooms[name].pinned.digest for name in self.levels)
        kind = self.kinds[bounds.kind][0] if bounds.kind is not None else None
        return council(self.book, bounds, pins, self.rooms["meeting"], self.rooms.get("learning_point"), kind)


def explored(
    theatre: Theatre, bounds: Bounds, told: Callable[[int, int], None] | None = None, *, until: str | None = None
) -> Graph:
    """One exploration with every property looked at, or until one of them is first found not to hold."""
    begin = theatre.begin(bounds)
    return Search(begin, theatre.book, bounds, in_state, in_step, told).run(begin.copy(), until=until)


def faults(theatre: Theatre, graphs: tuple[Graph, ...], *, passable: tuple[str, ...] = ()) -> Iterator[Fault]:
    """What does not hold, one fault a property, each with a shortest way.

    Args:
        theatre: what was explored.
        graphs: what the explorations found.
        passable: the machines of which a door that nobody passed is a fault too.
    """
    found: dict[str, tuple[Graph, Breach]] = {}
    for graph in graphs:
        for breach in (*graph.breaches, *_of_the_whole(graph)):
            name = _of(breach)
            known = found.get(name)
            if known is None or _length(graph, breach) < _length(*known):
                found[name] = (graph, breach)
    for name, (graph, breach) in found.items():
        yield Fault(name, breach.saw, way(theatre, graph, breach))
    for machine, state, door in dead_doors(graphs, theatre.book, passable):
        near = nearest_in(graphs, machine, state)
        there = way(theatre, near[0], Breach(DEAD, near[1], None, "")) if near is not None else ()
        yield Fault(DEAD, f"{machine}: {state}.{door}", there, (machine, state, door))


def _of(breach: Breach) -> str:
    """The property that a breach is of; an invariant that the engine itself found broken is one of two."""
    if breach.property in (*STEPS, *STATES, COMPLETES, CARRIES_OUT):
        return breach.property
    return RESTS if breach.property == _NEVER_REST else FITS


def _of_the_whole(graph: Graph) -> Iterator[Breach]:
    for name, looked in ((COMPLETES, never_ending), (CARRIES_OUT, never_carried_out)) if graph.whole else ():
        if (number := looked(graph)) is not None:
            yield Breach(name, number, None, "")


def _length(graph: Graph, breach: Breach) -> int:
    return len(graph.way_to(breach.state)) + (breach.walk is not None)


def way(theatre: Theatre, graph: Graph, breach: Breach) -> tuple[Passed, ...]:
    """The steps of a shortest way, every case called the same from its first step to the last."""
    begin = theatre.begin(graph.bounds)
    snapshot, passed = begin.copy(), []
    walks = [*graph.way_to(breach.state), *([breach.walk] if breach.walk is not None else [])]
    for walk in walks:
        here = _as_called(walk, normal(snapshot))
        try:
            answer = decide(snapshot, theatre.book, here)
        except BrokenInvariant:
            passed.append(_passed(snapshot, here))
            break
        if not isinstance(answer, Accepted):
            raise BrokenInvariant("way_cannot_be_walked", ref=str(here.ref), door=here.door)
        snapshot = answer.snapshot
        passed.append(_passed(snapshot, here))
    return tuple(passed)


def _as_called(walk: Walk, form: Form) -> Walk:
    """A request of a situation in its normal form, for the cases and seats as they were called before."""
    answers = {name: form.seats.get(given, given) if name == "post" else given for name, given in walk.answers.items()}
    deed_of = form.seats.get(str(walk.deed_of), walk.deed_of)
    return replace(walk, ref=form.called.get(walk.ref, walk.ref), answers=answers, deed_of=deed_of)


def _passed(snapshot: Snapshot, walk: Walk) -> Passed:
    item = snapshot.one(Item, *walk.ref)
    said = tuple((name, str(given)) for name, given in walk.answers.items() if ANSWERS[name] in _TOLD)
    return Passed(str(walk.ref), item.machine, item.level, walk.door, str(walk.deed_of), item.state, said)
