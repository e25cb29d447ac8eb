"""Ranks and order of a layered drawing: what leads on stands below, and lines cross as seldom as can be found.

The method is that of Sugiyama, Tagawa and Toda (1981): longest-path ranks, long lines through every rank between, and
orders improved by barycentres and by swapping neighbours (Gansner and others, 1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

_SWEEPS: Final = 24

Arc = tuple[int, int]
"""From the node above to the node below."""


@dataclass(frozen=True)
class Layers:
    """Nodes by rank, from left to right; a long arc goes through a node of its own in every rank between.

    Attributes:
        ranks: the nodes of each rank in order; those from `real` on are places that a line goes through.
        real: how many nodes were given.
        chains: for each arc the nodes it goes through, ends included.
    """

    ranks: tuple[tuple[int, ...], ...]
    real: int
    chains: tuple[tuple[int, ...], ...]

    @cached_property
    def rank_of(self) -> dict[int, int]:
        """The rank of every node."""
        return {node: rank for rank, nodes in enumerate(self.ranks) for node in nodes}

    def segments(self) -> Iterator[Arc]:
        """Every piece of a line from one rank to the next."""
        for chain in self.chains:
            yield from pairwise(chain)


def layered(nodes: int, arcs: Sequence[Arc]) -> Layers:
    """Rank and order so many nodes; the arcs must not go round.

    Raises:
        ValueError: the arcs go round.
    """
    rank = _ranks(nodes, arcs)
    ranks: list[list[int]] = [[] for _ in range(max(rank, default=0) + 1)]
    for node in _by_depth(nodes, arcs):
        ranks[rank[node]].append(node)
    chains, fresh = [], nodes
    for above, below in arcs:
        between = range(fresh, fresh + rank[below] - rank[above] - 1)
        fresh += len(between)
        for step, node in enumerate(between, start=rank[above] + 1):
            ranks[step].append(node)
        chains.append((above, *between, below))
    plain = Layers(tuple(map(tuple, ranks)), nodes, tuple(chains))
    return Layers(_ordered(plain), nodes, plain.chains)


def _ranks(nodes: int, arcs: Sequence[Arc]) -> list[int]:
    """The longest way to each node from one that nothing leads to."""
    rank = [0] * nodes
    for _ in range(nodes):
        moved = False
        for above, below in arcs:
            if rank[below] <= rank[above]:
                rank[below], moved = rank[above] + 1, True
        if not moved:
            return rank
    if nodes:
        raise ValueError("the arcs go round")
    return rank


def _by_depth(nodes: int, arcs: Sequence[Arc]) -> Iterator[int]:
    """Nodes in the order in which one comes to them: what leads on from one stands together at first."""
    below: dict[int, list[int]] = {}
    for above, under in arcs:
        below.setdefault(above, []).append(under)
    starts = set(range(nodes)) - {under for _, under in arcs}
    seen: set[int] = set()
    waiting = sorted(starts, reverse=True)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting.extend(reversed(below.get(node, [])))


def _ordered(layers: Layers) -> tuple[tuple[int, ...], ...]:
    ranks = [list(rank) for rank in layers.ranks]
    up: dict[int, list[int]] = {}
    down: dict[int, list[int]] = {}
    for above, below in layers.segments():
        down.setdefault(above, []).append(below)
        up.setdefault(below, []).append(above)
    best, fewest = [list(rank) for rank in ranks], _crossings(ranks, down)
    for sweep in range(_SWEEPS):
        places = range(1, len(ranks)) if sweep % 2 == 0 else range(len(ranks) - 2, -1, -1)
        for place in places:
            beside, other = (up, ranks[place - 1]) if sweep % 2 == 0 else (down, ranks[place + 1])
            ranks[place] = _by_middle(ranks[place], beside, other)
        _swap_neighbours(ranks, up, down)
        crossings = _crossings(ranks, down)
        if crossings < fewest:
            best, fewest = [list(rank) for rank in ranks], crossings
    return tuple(map(tuple, best))


def _by_middle(rank: Sequence[int], beside: dict[int, list[int]], other: Sequence[int]) -> list[int]:
    """A rank ordered by the middle of what each node is joined to; one that is joined to nothing stays where it was."""
    at = {node: place for place, node in enumerate(other)}
    wish = {}
    for place, node in enumerate(rank):
        joined = [at[near] for near in beside.get(node, ())]
        wish[node] = sum(joined) / len(joined) if joined else float(place)
    return sorted(rank, key=lambda node: wish[node])


def _swap_neighbours(ranks: list[list[int]], up: dict[int, list[int]], down: dict[int, list[int]]) -> None:
    """Swap two neighbours wherever that takes crossings away."""
    for place, rank in enumerate(ranks):
        at_up = {node: at for at, node in enumerate(ranks[place - 1])} if place else {}
        at_down = {node: at for at, node in enumerate(ranks[place + 1])} if place + 1 < len(ranks) else {}
        for left in range(len(rank) - 1):
            one, two = rank[left], rank[left + 1]
            now = _crossed(one, two, up, at_up) + _crossed(one, two, down, at_down)
            swapped = _crossed(two, one, up, at_up) + _crossed(two, one, down, at_down)
            if swapped < now:
                rank[left], rank[left + 1] = two, one


def _crossed(left: int, right: int, beside: dict[int, list[int]], at: dict[int, int]) -> int:
    """How many lines of two neighbours cross towards one side."""
    rights = [at[near] for near in beside.get(right, ())]
    return sum(at[near] > other for near in beside.get(left, ()) for other in rights)


def _crossings(ranks: Sequence[Sequence[int]], down: dict[int, list[int]]) -> int:
    crossings = 0
    for upper, lower in pairwise(ranks):
        at = {node: place for place, node in enumerate(lower)}
        ends = [at[below] for node in upper for below in sorted(down.get(node, ()), key=lambda each: at[each])]
        crossings += sum(left > right for place, left in enumerate(ends) for right in ends[place + 1 :])
    return crossings
