"""Global properties: liveness, and actions that are dead, looked at in a whole state space."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from slt_flow.engine.machine import BuiltMachine
from slt_flow.engine.proof.model_council import OTHER, TOP
from slt_flow.engine.proof.search import Graph
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Tag


def dead_actions(
    graphs: tuple[Graph, ...], machines: Iterable[BuiltMachine]
) -> Iterator[tuple[BuiltMachine, str, str]]:
    """Yield the actions of machines (machine, state, action) that no step of any exploration passes."""
    passed = set().union(*(graph.passed for graph in graphs))
    for built in machines:
        for state in built.pinned.machine.states:
            for action in built.actions(state):
                if (built.name, state, action) not in passed:
                    yield built, state, action


def never_ending(graph: Graph) -> int | None:
    """Return the nearest situation from which no end can be reached (I6), or None.

    Where the decision's own actions are not performed, it is the meetings and learning points that must end.
    """
    return _nearest_cut_off(graph, lambda snapshot: _is_over(snapshot, decides=graph.bounds.decides))


def never_carried_out(graph: Graph) -> int | None:
    """Return the nearest situation in which a measure is open that can no longer be carried out, or None.

    Only with one measure: the normal form sorts several, so that none of them can be followed.
    """
    measure = TOP.child(1).child(1)
    others = (TOP.child(2), TOP.child(1).child(2))
    if any(snapshot.item(ref) is not None for snapshot in graph.snapshots for ref in others):
        return None

    def is_achieved(snapshot: Snapshot) -> bool:
        item = snapshot.item(measure)
        return item is not None and item.has(Tag.ACHIEVED)

    def is_open(snapshot: Snapshot) -> bool:
        item = snapshot.item(measure)
        return item is not None and not item.ended

    return _nearest_cut_off(graph, is_achieved, is_open)


def nearest_in(graphs: tuple[Graph, ...], machine: str, state: str) -> tuple[Graph, int] | None:
    """Return the nearest situation in which a case of a machine is in a state, with its graph, or None."""
    first: list[tuple[Graph, int]] = []
    for graph in graphs:
        for number, snapshot in enumerate(graph.snapshots):
            if any((i.machine, i.state) == (machine, state) and i.ref != OTHER for i in snapshot.all(Item)):
                first.append((graph, number))
                break
    return min(first, key=lambda place: len(place[0].way_to(place[1])), default=None)


def _nearest_cut_off(
    graph: Graph, goal: Callable[[Snapshot], bool], asked_of: Callable[[Snapshot], bool] = lambda _: True
) -> int | None:
    """Return the nearest of the situations asked of from which no situation of the goal can be reached, or None."""
    before: dict[int, list[int]] = {}
    for source, target in graph.edges:
        before.setdefault(target, []).append(source)
    living = {number for number, snapshot in enumerate(graph.snapshots) if goal(snapshot)}
    waiting = list(living)
    while waiting:
        more = set(before.get(waiting.pop(), ())) - living
        living |= more
        waiting += more
    return next((n for n, snapshot in enumerate(graph.snapshots) if n not in living and asked_of(snapshot)), None)


def _is_over(snapshot: Snapshot, *, decides: bool) -> bool:
    if decides:
        return snapshot.one(Item, *TOP).ended
    return all(item.ended for item in snapshot.all(Item) if item.series)
