"""Layered layout: what leads on stands below, boxes never overlap, and lines cross seldom and never go through a box.

The method is that of Sugiyama, Tagawa and Toda (1981): longest-path ranks, long lines through a lane of their own in
every rank between, orders improved by barycentres and by swapping neighbours (Gansner and others, 1993), and places by
isotonic regression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import accumulate, combinations, pairwise, starmap
from math import inf
from typing import Final, NamedTuple

_BESIDE: Final = 22
"""Between two boxes of a rank, in pixels."""

_LANE: Final = 10
"""The width of a line's own way through a rank."""

_GAP: Final = 34
"""Between two ranks, at least."""

_SWEEPS: Final = 24
_ROUNDS: Final = 40

_HARDLY: Final = 0.001
"""The weight of the place of a box that is joined to nothing: beside the one before it."""

Arc = tuple[int, int]
"""From the node above to the node below."""

Line = tuple[tuple[float, float], ...]
"""Points in pairs: where the line goes upright from, and where to. It bends only from one pair to the next."""


class Size(NamedTuple):
    """The width and height of a box."""

    width: float
    height: float


class Place(NamedTuple):
    """The upper left corner and the size of a box."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Plan(NamedTuple):
    """Every box in the order of its size, every line in the order of its arc, and the room they take."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def plan(sizes: Sequence[Size], arcs: Sequence[Arc]) -> Plan:
    """Lay out boxes of these sizes, each arc from the box above to the one below.

    Raises:
        graphlib.CycleError: the arcs go round.
    """
    return _Layout(sizes, arcs).plan() if sizes else Plan((), (), 0.0, 0.0)


class _Layout:
    """A drawing in the making.

    Nodes are numbered: the boxes first, then the lanes that long lines go through.

    Attributes:
        chains: for each arc the nodes it goes through, ends included.
        ranks: the nodes of each rank from left to right.
        above, below, joined: the nodes of the neighbouring ranks that each node is joined to, once for each line.
        middles: the middle of each node, from left to right.
    """

    def __init__(self, sizes: Sequence[Size], arcs: Sequence[Arc]) -> None:
        self.sizes = sizes
        self.ranks = _longest_paths(len(sizes), arcs)
        self.rank_of = {node: number for number, rank in enumerate(self.ranks) for node in rank}
        self.chains = [self._chain(*arc) for arc in arcs]
        self.widths = [*(size.width for size in sizes), *[_LANE] * (len(self.rank_of) - len(sizes))]
        pairs = [pair for chain in self.chains for pair in pairwise(chain)]
        self.above, self.below, self.joined = _joined(len(self.widths), pairs)
        self._order()
        self.middles = [0.0] * len(self.widths)
        self._place()

    def _chain(self, above: int, below: int) -> tuple[int, ...]:
        first, ranks = len(self.rank_of), range(self.rank_of[above] + 1, self.rank_of[below])
        for lane, rank in enumerate(ranks, start=first):
            self.rank_of[lane] = rank
            self.ranks[rank].append(lane)
        return above, *range(first, first + len(ranks)), below

    def _order(self) -> None:
        """Order every rank so that lines cross as seldom as can be found."""
        best, fewest = [list(rank) for rank in self.ranks], self._crossings()
        for sweep in range(_SWEEPS):
            beside, step = (self.above, 1) if sweep % 2 == 0 else (self.below, -1)
            for other, place in pairwise(range(len(self.ranks))[::step]):
                self.ranks[place] = _by_barycentre(self.ranks[place], beside, self.ranks[other])
            self._swap_neighbours()
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(rank) for rank in self.ranks], crossings
        self.ranks = best

    def _swap_neighbours(self) -> None:
        """Swap two neighbours wherever that takes crossings away."""
        for upper, rank, lower in zip([[], *self.ranks], self.ranks, [*self.ranks[1:], []], strict=False):
            sides = ((self.above, _places(upper)), (self.below, _places(lower)))
            for left in range(len(rank) - 1):
                one, two = rank[left : left + 2]
                now = sum(_crossed(beside[one], beside[two], at) for beside, at in sides)
                if sum(_crossed(beside[two], beside[one], at) for beside, at in sides) < now:
                    rank[left], rank[left + 1] = two, one

    def _crossings(self) -> int:
        below = ((upper, _places(lower)) for upper, lower in pairwise(self.ranks))
        return sum(_crossed(self.below[a], self.below[b], at) for rank, at in below for a, b in combinations(rank, 2))

    def _place(self) -> None:
        """Place each node near those it is joined to, in order and clear of its neighbours."""
        for rank in self.ranks:
            self._put(rank, [0.0] * len(rank), [1.0] * len(rank))
        for turn in range(_ROUNDS):
            downwards = turn % 2 == 0
            for rank in self.ranks if downwards else reversed(self.ranks):
                wishes: list[float] = []
                weights: list[float] = []
                for node in rank:
                    side = self.joined if turn >= _ROUNDS // 2 else self.above if downwards else self.below
                    near = side[node] or self.joined[node]
                    pulls = [self._pull(node, other) for other in near]
                    pulled = sum(self.middles[other] * pull for other, pull in zip(near, pulls, strict=True))
                    alone = wishes[-1] if wishes else self.middles[node]
                    wishes.append(pulled / sum(pulls) if pulls else alone)
                    weights.append(sum(pulls) or _HARDLY)
                self._put(rank, wishes, weights)
        for _ in range(2):
            for chain in self.chains:
                self._straighten(chain[1:-1])

    def _pull(self, *pair: int) -> int:
        """Return how strongly two nodes are drawn together; long lines are pulled straight first, as in dot."""
        return (1, 3, 9)[sum(node >= len(self.sizes) for node in pair)]

    def _put(self, rank: Sequence[int], wishes: Sequence[float], weights: Sequence[float]) -> None:
        """Put a rank as near to its wishes as order and room let it.

        With the room taken away this is isotonic regression, which pooling neighbours that want to pass solves exactly.
        """
        room = [0.0, *accumulate(starmap(self._clear, pairwise(rank)))]
        pools: list[tuple[float, float, int]] = []
        for wish, weight, before in zip(wishes, weights, room, strict=True):
            pool = ((wish - before) * weight, weight, 1)
            while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
                last = pools.pop()
                pool = (last[0] + pool[0], last[1] + pool[1], last[2] + pool[2])
            pools.append(pool)
        put = [total / weights for total, weights, many in pools for _ in range(many)]
        for node, before, middle in zip(rank, room, put, strict=True):
            self.middles[node] = middle + before

    def _clear(self, left: int, right: int) -> float:
        """Return how far apart the middles of two neighbours are at least."""
        return (self.widths[left] + self.widths[right]) / 2 + _BESIDE

    def _straighten(self, lanes: Sequence[int]) -> None:
        """Draw as long a part of a line as its neighbours let it straight from rank to rank."""
        part: list[int] = []
        least, most = -inf, inf
        for lane in lanes:
            rank = self.ranks[self.rank_of[lane]]
            at = rank.index(lane)
            low = self.middles[rank[at - 1]] + self._clear(rank[at - 1], lane) if at else -inf
            high = self.middles[rank[at + 1]] - self._clear(lane, rank[at + 1]) if at + 1 < len(rank) else inf
            if part and max(least, low) > min(most, high):
                self._align(part, least, most)
                part, least, most = [], -inf, inf
            part.append(lane)
            least, most = max(least, low), min(most, high)
        self._align(part, least, most)

    def _align(self, part: Sequence[int], least: float, most: float) -> None:
        if part and least <= most:
            middle = min(max(sum(self.middles[lane] for lane in part) / len(part), least), most)
            for lane in part:
                self.middles[lane] = middle

    def plan(self) -> Plan:
        """Return the finished drawing, moved so that it begins at 0."""
        left = min(middle - width / 2 for middle, width in zip(self.middles, self.widths, strict=True))
        right = max(middle - left + width / 2 for middle, width in zip(self.middles, self.widths, strict=True))
        rows = self._rows()
        places = []
        for node, (width, height) in enumerate(self.sizes):
            top, row = rows[self.rank_of[node]]
            x, y = self.middles[node] - left - width / 2, top + (row - height) / 2
            places.append(Place(round(x, 1), round(y, 1), width, height))
        middles = [round(middle - left, 1) for middle in self.middles]
        top, row = rows[-1]
        return Plan(tuple(places), self._lines(places, middles, rows), round(right, 1), round(top + row, 1))

    def _rows(self) -> list[tuple[float, float]]:
        """Return the top and the height of every rank; where lines go far to the side, there is more room below it."""
        rows, y = [], 0.0
        for rank in self.ranks:
            height = max((self.sizes[node].height for node in rank if node < len(self.sizes)), default=0.0)
            aside = (abs(self.middles[node] - self.middles[below]) for node in rank for below in self.below[node])
            rows.append((round(y, 1), height))
            y += height + _GAP + min(max(aside, default=0.0) * 0.07, 46)
        return rows

    def _lines(
        self, places: Sequence[Place], middles: Sequence[float], rows: Sequence[tuple[float, float]]
    ) -> tuple[Line, ...]:
        leaving = _ports([chain[:2] for chain in self.chains], middles, places)
        arriving = _ports([chain[:-3:-1] for chain in self.chains], middles, places)
        lines = []
        for chain, begin, end in zip(self.chains, leaving, arriving, strict=True):
            xs = [begin, *(middles[node] for node in chain[1:-1]), end]
            spans = [rows[self.rank_of[node]] for node in chain]
            tops = [places[chain[0]].bottom, *(top for top, _ in spans[1:])]
            bottoms = [*(round(top + height, 1) for top, height in spans[:-1]), places[chain[-1]].y]
            pairs = zip(xs, tops, bottoms, strict=True)
            lines.append(tuple(point for x, top, bottom in pairs for point in ((x, top), (x, bottom))))
        return tuple(lines)


def _longest_paths(boxes: int, arcs: Sequence[Arc]) -> list[list[int]]:
    """Return the boxes by the length of the longest way to each, those of a rank depth first.

    So what leads on from one stands together at first.
    """
    above, below, _ = _joined(boxes, arcs)
    order: dict[int, int] = {}
    waiting = [box for box in reversed(range(boxes)) if not above[box]]
    while waiting:
        if (box := waiting.pop()) not in order:
            order[box] = len(order)
            waiting.extend(reversed(below[box]))
    sorter, ranks = TopologicalSorter(dict(enumerate(above))), []
    sorter.prepare()
    while rank := sorter.get_ready():
        ranks.append(sorted(rank, key=order.__getitem__))
        sorter.done(*rank)
    return ranks


def _joined(nodes: int, arcs: Sequence[Arc]) -> list[list[list[int]]]:
    """Return for each node those that arcs join it to: above, below, and both in the order of the arcs."""
    sides: list[list[list[int]]] = [[[] for _ in range(nodes)] for _ in range(3)]
    above, below, joined = sides
    for upper, lower in arcs:
        above[lower].append(upper)
        below[upper].append(lower)
        joined[lower].append(upper)
        joined[upper].append(lower)
    return sides


def _places(rank: Sequence[int]) -> dict[int, int]:
    return {node: place for place, node in enumerate(rank)}


def _by_barycentre(rank: Sequence[int], beside: Sequence[Sequence[int]], other: Sequence[int]) -> list[int]:
    """Order a rank by the mean place of what each node is joined to; one that is joined to nothing stays in place."""
    at = _places(other)
    joined = {node: [at[near] for near in beside[node]] for node in rank}
    wish = {node: sum(joined[node]) / len(joined[node]) if joined[node] else place for place, node in enumerate(rank)}
    return sorted(rank, key=lambda node: wish[node])


def _crossed(left: Sequence[int], right: Sequence[int], at: Mapping[int, int]) -> int:
    """Count the crossings towards one side of the lines of two neighbours, given what each is joined to there."""
    return sum(at[one] > at[two] for one in left for two in right)


def _ports(ends: Sequence[Sequence[int]], middles: Sequence[float], places: Sequence[Place]) -> list[float]:
    """Return where on the edge of its box each line begins: side by side, in the order of where they go.

    Each of the `ends` is a box and the node that its line goes to next.
    """
    ports = [0.0] * len(ends)
    for box, place in enumerate(places):
        lines = sorted((middles[towards], number) for number, (own, towards) in enumerate(ends) if own == box)
        step = min(18.0, place.width / (len(lines) + 1))
        for order, (_, number) in enumerate(lines):
            ports[number] = round(place.middle + (order - (len(lines) - 1) / 2) * step, 1)
    return ports
