"""Proof of a set of definitions: its explorations, with a shortest counterexample to each violated property."""

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
"""Names of all properties."""

_SHOWN: Final = frozenset({AnswerKind.POST, AnswerKind.STANCE, AnswerKind.NAME, AnswerKind.MEETING})

_NEVER_REST: Final = "automatic_actions_never_rest"


class CounterexampleStep(NamedTuple):
    """One step of a counterexample, as the council would see it.

    Attributes:
        said: the answers that could have been others: posts, stances, bodies and meetings.
    """

    ref: str
    machine: str
    level: str
    action: str
    acted_by: str
    state: str
    answers: tuple[tuple[str, str], ...]


class Fault(NamedTuple):
    """A violated property: what was seen, and a shortest counterexample.

    Attributes:
        place: machine, state and action, where it is about one action.
    """

    property: str
    saw: str
    way: tuple[CounterexampleStep, ...]
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofInputs:
    """Inputs of a proof: the machines of a set by name, its kinds with their digests, and the machine of each level."""

    built_machines: Mapping[str, BuiltMachine]
    kinds: Mapping[str, tuple[str, KindOfDecision]]
    levels: tuple[str, ...]

    @property
    def machines(self) -> Machines:
        """Machines and kinds by digest."""
        kinds = dict(self.kinds.values())
        return Machines({built.pinned.digest: built for built in self.built_machines.values()}, kinds)

    def begin(self, bounds: Bounds) -> Snapshot:
        """Return the first situation of an exploration."""
        pins = tuple(self.built_machines[name].pinned.digest for name in self.levels)
        kind = self.kinds[bounds.kind][0] if bounds.kind is not None else None
        return council(
            self.machines, bounds, pins, self.built_machines["meeting"], self.built_machines.get("learning_point"), kind
        )


def explored(
    proof_inputs: ProofInputs,
    bounds: Bounds,
    progress: Callable[[int, int], None] | None = None,
    *,
    until: str | None = None,
) -> Graph:
    """Explore with every property checked, or until one of them is first violated."""
    begin = proof_inputs.begin(bounds)
    return Search(begin, proof_inputs.machines, bounds, in_state, in_step, progress).run(begin.copy(), until=until)


def faults(proof_inputs: ProofInputs, graphs: tuple[Graph, ...], *, passable: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Yield one fault for each violated property, with the shortest of its counterexamples.

    Args:
        proof_inputs: the machines and kinds.
        graphs: the explorations of them.
        passable: the machines of which a dead action is a fault too.
    """
    nearest: dict[str, tuple[Graph, Breach]] = {}
    for graph in graphs:
        for breach in (*graph.breaches, *_of_the_whole(graph)):
            name = _of(breach)
            if name not in nearest or _length(graph, breach) < _length(*nearest[name]):
                nearest[name] = (graph, breach)
    for name, (graph, breach) in nearest.items():
        yield Fault(name, breach.saw, counterexample(proof_inputs, graph, breach))
    for machine, state, action in dead_actions(graphs, proof_inputs.machines, passable):
        near = nearest_in(graphs, machine, state)
        way = counterexample(proof_inputs, near[0], Breach(DEAD, near[1], None, "")) if near is not None else ()
        yield Fault(DEAD, f"{machine}: {state}.{action}", way, (machine, state, action))


def _of(breach: Breach) -> str:
    """Return the property that is violated; an invariant that the engine itself found broken is one of two."""
    if breach.property in (*STEPS, *STATES, COMPLETES, CARRIES_OUT):
        return breach.property
    return RESTS if breach.property == _NEVER_REST else FITS


def _of_the_whole(graph: Graph) -> Iterator[Breach]:
    for name, check in ((COMPLETES, never_ending), (CARRIES_OUT, never_carried_out)) if graph.whole else ():
        if (number := check(graph)) is not None:
            yield Breach(name, number, None, "")


def _length(graph: Graph, breach: Breach) -> int:
    return len(graph.way_to(breach.state)) + (breach.request is not None)


def counterexample(proof_inputs: ProofInputs, graph: Graph, breach: Breach) -> tuple[CounterexampleStep, ...]:
    """Return the steps of a shortest path to a violation, by performing it: every case has one ref throughout.

    The paths of a graph name cases and seats as the normal form of each situation does.
    """
    snapshot = proof_inputs.begin(graph.bounds).copy()
    steps = []
    for request in (*graph.way_to(breach.state), *((breach.request,) if breach.request is not None else ())):
        renamed = _renamed(request, normal(snapshot))
        try:
            answer = decide(snapshot, proof_inputs.machines, renamed)
        except BrokenInvariant:
            steps.append(_step(snapshot, renamed))
            break
        if not isinstance(answer, Accepted):
            raise BrokenInvariant("way_cannot_be_performed", ref=str(renamed.ref), action=renamed.action)
        snapshot = answer.snapshot
        steps.append(_step(snapshot, renamed))
    return tuple(steps)


def _renamed(request: ActionRequest, form: Form) -> ActionRequest:
    """Return a request in a normal form for the cases and seats that it was made from."""
    answers = {
        name: form.seats.get(answer, answer) if name == "post" else answer for name, answer in request.answers.items()
    }
    acted_by = form.seats.get(str(request.acted_by), request.acted_by)
    return replace(request, ref=form.refs.get(request.ref, request.ref), answers=answers, acted_by=acted_by)


def _step(snapshot: Snapshot, request: ActionRequest) -> CounterexampleStep:
    item = snapshot.one(Item, *request.ref)
    shown = tuple((name, str(answer)) for name, answer in request.answers.items() if ANSWERS[name] in _SHOWN)
    return CounterexampleStep(
        str(request.ref), item.machine, item.level, request.action, str(request.acted_by), item.state, shown
    )
