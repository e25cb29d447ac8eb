"""Proof of a set of definitions: its explorations, with a shortest counterexample to each violated property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from slt_flow.engine.decide import Accepted, ActionRequest, decide
from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.global_properties import dead_actions, nearest_in, never_carried_out, never_ending
from slt_flow.engine.proof.model_council import Bounds, ProofInputs, council
from slt_flow.engine.proof.normal_form import Form, normal
from slt_flow.engine.proof.properties import FITS, RESTS, STATES, STEPS
from slt_flow.engine.proof.search import Breach, Graph, Progress, Search
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.workflows import ProofStep, Unproved
from slt_flow.terms import ANSWERS, AnswerKind

COMPLETES: Final = "an_end_can_be_reached"
CARRIES_OUT: Final = "open_work_can_be_carried_out"
DEAD: Final = "no_action_is_dead"
PROPERTIES: Final = (*STEPS, *STATES, COMPLETES, CARRIES_OUT, DEAD, RESTS, FITS)
"""Names of all properties."""

_SHOWN: Final = frozenset({AnswerKind.POST, AnswerKind.STANCE, AnswerKind.NAME, AnswerKind.MEETING})


def explored(
    proof_inputs: ProofInputs, bounds: Bounds, progress: Progress | None = None, *, until: str | None = None
) -> Graph:
    """Explore from the first situation, or until a property is first violated."""
    begin = council(proof_inputs, bounds)
    return Search(begin, proof_inputs.machines, bounds, progress).run(begin.copy(), until=until)


def faults(
    proof_inputs: ProofInputs, graphs: tuple[Graph, ...], *, passable: tuple[str, ...] = ()
) -> Iterator[Unproved]:
    """Yield one fault for each violated property, with the shortest of its counterexamples.

    Args:
        proof_inputs: the machines and kinds.
        graphs: the explorations of them.
        passable: the machines of which a dead action is a fault too.
    """
    nearest: dict[str, tuple[Graph, Breach]] = {}
    for graph in graphs:
        for breach in (*graph.breaches, *_of_the_whole(graph)):
            name = breach.property
            if name not in nearest or _length(graph, breach) < _length(*nearest[name]):
                nearest[name] = (graph, breach)
    for name, (graph, breach) in nearest.items():
        yield Unproved(name, breach.saw, counterexample(proof_inputs, graph, breach))
    for built, state, action in dead_actions(graphs, [proof_inputs.built_machines[name] for name in passable]):
        near = nearest_in(graphs, built.name, state)
        way = counterexample(proof_inputs, near[0], Breach(DEAD, near[1], None, "")) if near is not None else ()
        machine = built.pinned.machine
        labelled = (machine.machine, machine.states[state], machine.every_action[action])
        place = tuple(part.label._asdict() for part in labelled)
        yield Unproved(DEAD, f"{built.name}: {state}.{action}", way, place)


def _of_the_whole(graph: Graph) -> Iterator[Breach]:
    for name, check in ((COMPLETES, never_ending), (CARRIES_OUT, never_carried_out)) if graph.whole else ():
        if (number := check(graph)) is not None:
            yield Breach(name, number, None, "")


def _length(graph: Graph, breach: Breach) -> int:
    return len(graph.way_to(breach.state)) + (breach.request is not None)


def counterexample(proof_inputs: ProofInputs, graph: Graph, breach: Breach) -> tuple[ProofStep, ...]:
    """Return the steps of a shortest path to a violation, by performing it: every case has one ref throughout.

    The paths of a graph name cases and seats as the normal form of each situation does.
    """
    snapshot, machines = council(proof_inputs, graph.bounds), proof_inputs.machines
    steps = []
    for request in (*graph.way_to(breach.state), *((breach.request,) if breach.request is not None else ())):
        renamed = _renamed(request, normal(snapshot))
        try:
            answer = decide(snapshot, machines, renamed)
        except BrokenInvariant:
            steps.append(_step(snapshot, machines, renamed))
            break
        if not isinstance(answer, Accepted):
            raise BrokenInvariant("way_cannot_be_performed", ref=str(renamed.ref), action=renamed.action)
        snapshot = answer.snapshot
        steps.append(_step(snapshot, machines, renamed))
    return tuple(steps)


def _renamed(request: ActionRequest, form: Form) -> ActionRequest:
    """Return a request in a normal form for the cases and seats that it was made from."""
    answers = {
        name: form.seats.get(answer, answer) if name == "post" else answer for name, answer in request.answers.items()
    }
    acted_by = form.seats.get(str(request.acted_by), request.acted_by)
    return replace(request, ref=form.refs.get(request.ref, request.ref), answers=answers, acted_by=acted_by)


def _step(snapshot: Snapshot, machines: Machines, request: ActionRequest) -> ProofStep:
    item = snapshot.one(Item, *request.ref)
    machine = machines.built(item.pin).pinned.machine
    action, state = (
        part.label._asdict() for part in (machine.every_action[request.action], machine.states[item.state])
    )
    shown = tuple((name, str(answer)) for name, answer in request.answers.items() if ANSWERS[name] in _SHOWN)
    return ProofStep(str(request.ref), item.level, action, request.action, str(request.acted_by), state, shown)
