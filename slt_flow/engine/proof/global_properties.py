"""What must hold of everything that was explored, taken together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.model_council import OTHER, TOP
from slt_flow.engine.proof.search import Graph
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Tag


def dead_actions(
    graphs: tuple[Graph, ...], machines: Machines, names: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """The actions (machine, state, action) that no step of any exploration passes."""
    passed = {each for graph in graphs for each in graph.passed}
    for built in machines.built_machines.values():
        if built.name not in names:
            continue
        for state in built.pinned.machine.states:
            for action in built.actions(state):
                if (built.name, state, action) not in passed:
                    yield built.name, state, action


def never_ending(graph: Graph) -> int | None:
    """I6: a situation, the nearest one, from which what is explored can come to no end; None where there is none.

    Where the decision's own actions are not performed, it is the meetings and learning points that must end.
    """
    living = _leading_to(graph, lambda snapshot: _is_over(snapshot, decides=graph.bounds.decides))
    return next((n for n in range(len(graph.snapshots)) if n not in living), None)


def never_carried_out(graph: Graph) -> int | None:
    """A situation, the nearest one, in which a measure is open that nothing can bring to be carried out any more.

    Only looked at where there is but one measure: which of several it is, no situation tells.
    """
    measure = TOP.child(1).child(1)
    others = (TOP.child(2), TOP.child(1).child(2))
    if any(snapshot.item(ref) is not None for snapshot in graph.snapshots for ref in others):
        return None

    def stands(snapshot: Snapshot, *, achieved: bool) -> bool:
        item = snapshot.item(measure)
        return item is not None and (item.has(Tag.ACHIEVED) if achieved else not item.ended)

    living = _leading_to(graph, lambda snapshot: stands(snapshot, achieved=True))
    open_ = (n for n, snapshot in enumerate(graph.snapshots) if stands(snapshot, achieved=False))
    return next((n for n in open_ if n not in living), None)


def nearest_in(graphs: tuple[Graph, ...], machine: str, state: str) -> tuple[Graph, int] | None:
    """A situation, the nearest one, in which a case of a machine is in a state."""
    found = []
    for graph in graphs:
        for number, snapshot in enumerate(graph.snapshots):
            if any((i.machine, i.state) == (machine, state) and i.ref != OTHER for i in snapshot.all(Item)):
                found.append((len(graph.way_to(number)), graph, number))
                break
    nearest = min(found, key=lambda each: each[0], default=None)
    return nearest[1:] if nearest is not None else None


def _leading_to(graph: Graph, goal: Callable[[Snapshot], bool]) -> set[int]:
    """The situations from which one that is sought can be reached, those themselves too."""
    back: dict[int, list[int]] = {}
    for source, target in graph.edges:
        back.setdefault(target, []).append(source)
    living = {number for number, snapshot in enumerate(graph.snapshots) if goal(snapshot)}
    waiting = list(living)
    while waiting:
        more = set(back.get(waiting.pop(), ())) - living
        living |= more
        waiting += more
    return living


def _is_over(snapshot: Snapshot, *, decides: bool) -> bool:
    if decides:
        return snapshot.one(Item, *TOP).ended
    return all(item.ended for item in snapshot.all(Item) if item.series)
