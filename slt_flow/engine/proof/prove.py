"""A set of definitions proved: several explorations taken together, and for what does not hold a shortest way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from slt_flow.definitions.models import KindOfDecision
from slt_flow.engine.decide import Accepted, ActionRequest, decide
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.engine.proof.global_properties import dead_actions, nearest_in, never_carried_out, never_ending
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
DEAD: Final = "no_action_is_dead"
RESTS: Final = "automatic_actions_rest"
FITS: Final = "every_entry_fits"
PROPERTIES: Final = (*STEPS, *STATES, COMPLETES, CARRIES_OUT, DEAD, RESTS, FITS)
"""Everything that is proved, by name."""

_TOLD: Final = frozenset({AnswerKind.POST, AnswerKind.STANCE, AnswerKind.NAME, AnswerKind.MEETING})

_NEVER_REST: Final = "automatic_actions_never_rest"


class Passed(NamedTuple):
    """One step of a shortest way, as the council would see it."""

    ref: str
    machine: str
    level: str
    action: str
    acted_by: str
    state: str
    said: tuple[tuple[str, str], ...]
    """The answers that could have been others: posts, stances, bodies and meetings."""


class Fault(NamedTuple):
    """A property that does not hold: where, what was seen, and the shortest way there."""

    property: str
    saw: str
    way: tuple[Passed, ...]
    place: tuple[str, ...] = ()
    """Machine, state and action, where it is about one action."""


@dataclass(frozen=True, slots=True)
class ProofInputs:
    """What is explored: the machines of a set by name, its kinds, and what each exploration may reach."""

    built_machines: Mapping[str, BuiltMachine]
    kinds: Mapping[str, tuple[str, KindOfDecision]]
    levels: tuple[str, ...]

    @property
    def machines(self) -> Machines:
        """All of them by digest."""
        kinds = dict(self.kinds.values())
        return Machines({built.pinned.digest: built for built in self.built_machines.values()}, kinds)

    def begin(self, bounds: Bounds) -> Snapshot:
        """The first situation of an exploration."""
        pins = tuple(self.built_machines[name].pinned.digest for name in self.levels)
        kind = self.kinds[bounds.kind][0] if bounds.kind is not None else None
        return council(
            self.machines, bounds, pins, self.built_machines["meeting"], self.built_machines.get("learning_point"), kind
        )


def explored(
    proof_inputs: ProofInputs,
    bounds: Bounds,
    told: Callable[[int, int], None] | None = None,
    *,
    until: str | None = None,
) -> Graph:
    """One exploration with every property looked at, or until one of them is first found not to hold."""
    begin = proof_inputs.begin(bounds)
    return Search(begin, proof_inputs.machines, bounds, in_state, in_step, told).run(begin.copy(), until=until)


def faults(proof_inputs: ProofInputs, graphs: tuple[Graph, ...], *, passable: tuple[str, ...] = ()) -> Iterator[Fault]:
    """What does not hold, one fault a property, each with a shortest way.

    Args:
        proof_inputs: what was explored.
        graphs: what the explorations found.
        passable: the machines of which an action that nobody passed is a fault too.
    """
    found: dict[str, tuple[Graph, Breach]] = {}
    for graph in graphs:
        for breach in (*graph.breaches, *_of_the_whole(graph)):
            name = _of(breach)
            known = found.get(name)
            if known is None or _length(graph, breach) < _length(*known):
                found[name] = (graph, breach)
    for name, (graph, breach) in found.items():
        yield Fault(name, breach.saw, way(proof_inputs, graph, breach))
    for machine, state, action in dead_actions(graphs, proof_inputs.machines, passable):
        near = nearest_in(graphs, machine, state)
        there = way(proof_inputs, near[0], Breach(DEAD, near[1], None, "")) if near is not None else ()
        yield Fault(DEAD, f"{machine}: {state}.{action}", there, (machine, state, action))


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
    return len(graph.way_to(breach.state)) + (breach.request is not None)


def way(proof_inputs: ProofInputs, graph: Graph, breach: Breach) -> tuple[Passed, ...]:
    """The steps of a shortest way, every case called the same from its first step to the last."""
    begin = proof_inputs.begin(graph.bounds)
    snapshot, passed = begin.copy(), []
    performs = [*graph.way_to(breach.state), *([breach.request] if breach.request is not None else [])]
    for request in performs:
        here = _as_called(request, normal(snapshot))
        try:
            answer = decide(snapshot, proof_inputs.machines, here)
        except BrokenInvariant:
            passed.append(_passed(snapshot, here))
            break
        if not isinstance(answer, Accepted):
            raise BrokenInvariant("way_cannot_be_performed", ref=str(here.ref), action=here.action)
        snapshot = answer.snapshot
        passed.append(_passed(snapshot, here))
    return tuple(passed)


def _as_called(request: ActionRequest, form: Form) -> ActionRequest:
    """A request of a situation in its normal form, for the cases and seats as they were called before."""
    answers = {
        name: form.seats.get(given, given) if name == "post" else given for name, given in request.answers.items()
    }
    acted_by = form.seats.get(str(request.acted_by), request.acted_by)
    return replace(request, ref=form.called.get(request.ref, request.ref), answers=answers, acted_by=acted_by)


def _passed(snapshot: Snapshot, request: ActionRequest) -> Passed:
    item = snapshot.one(Item, *request.ref)
    said = tuple((name, str(given)) for name, given in request.answers.items() if ANSWERS[name] in _TOLD)
    return Passed(str(request.ref), item.machine, item.level, request.action, str(request.acted_by), item.state, said)
