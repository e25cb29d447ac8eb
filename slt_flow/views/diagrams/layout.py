"""Layered layout: what leads on stands below, boxes never overlap, and lines cross seldom and never go through a box.

The method is that of Sugiyama, Tagawa and Toda (1981): longest-path ranks, long lines through a lane of their own in
every rank between, orders improved by barycentres and by swapping neighbours (Gansner and others, 1993), and places by
isotonic regression.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise
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
        above, below: the nodes of the neighbouring ranks that each node is joined to.
        middles: where the middle of each node is, from left to right.
    """

    def __init__(self, sizes: Sequence[Size], arcs: Sequence[Arc]) -> None:
        self.sizes, boxes = sizes, range(len(sizes))
        self.rank_of = _longest_paths(boxes, arcs)
        self.ranks: list[list[int]] = [[] for _ in range(max(self.rank_of.values()) + 1)]
        for node in _by_depth(boxes, arcs):
            self.ranks[self.rank_of[node]].append(node)
        self.chains = [self._chain(*arc) for arc in arcs]
        self.segments = [segment for chain in self.chains for segment in pairwise(chain)]
        self.widths = [*(size.width for size in sizes), *[_LANE] * (len(self.rank_of) - len(sizes))]
        self.above: dict[int, list[int]] = {node: [] for node in self.rank_of}
        self.below: dict[int, list[int]] = {node: [] for node in self.rank_of}
        for above, below in self.segments:
            self.below[above].append(below)
            self.above[below].append(above)
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
        crossings = 0
        for upper, lower in pairwise(self.ranks):
            at = _places(lower)
            ends = [end for node in upper for end in sorted(at[below] for below in self.below[node])]
            crossings += sum(left > right for place, left in enumerate(ends) for right in ends[place + 1 :])
        return crossings

    def _place(self) -> None:
        """Place each node near those it is joined to, in order and clear of its neighbours."""
        boxes = len(self.sizes)
        joined: dict[int, list[tuple[int, int]]] = {node: [] for node in self.rank_of}
        for above, below in self.segments:
            # long lines are pulled straight first, as in dot (Gansner and others, 1993)
            pull = (1, 3, 9)[(above >= boxes) + (below >= boxes)]
            joined[above].append((below, pull))
            joined[below].append((above, pull))
        for rank in self.ranks:
            self._put(rank, dict.fromkeys(rank, 0.0), dict.fromkeys(rank, 1.0))
        for turn in range(_ROUNDS):
            downwards = turn % 2 == 0
            for rank in self.ranks if downwards else reversed(self.ranks):
                wish: dict[int, float] = {}
                weight: dict[int, float] = {}
                for last, node in zip((rank[0], *rank), rank, strict=False):
                    near = joined[node]
                    if turn < _ROUNDS // 2:
                        side = self.above if downwards else self.below
                        near = [(other, pull) for other, pull in near if other in side[node]] or near
                    total = sum(pull for _, pull in near)
                    pulled = sum(self.middles[other] * pull for other, pull in near)
                    wish[node] = pulled / total if total else wish.get(last, self.middles[node])
                    weight[node] = total or _HARDLY
                self._put(rank, wish, weight)
        for _ in range(2):
            for chain in self.chains:
                self._straighten(chain[1:-1])

    def _put(self, rank: Sequence[int], wish: Mapping[int, float], weight: Mapping[int, float]) -> None:
        """Put a rank as near to its wishes as order and room let it.

        With the room taken away this is isotonic regression, which pooling neighbours that want to pass solves exactly.
        """
        room, taken = [0.0], 0.0
        for pair in pairwise(rank):
            taken += self._clear(*pair)
            room.append(taken)
        pools: list[tuple[float, float, int]] = []
        for node, before in zip(rank, room, strict=True):
            pool = ((wish[node] - before) * weight[node], weight[node], 1)
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
        far = [0.0] * len(self.ranks)
        for above, below in self.segments:
            rank = self.rank_of[above]
            far[rank] = max(far[rank], abs(self.middles[above] - self.middles[below]))
        rows, y = [], 0.0
        for rank, nodes in enumerate(self.ranks):
            height = max((self.sizes[node].height for node in nodes if node < len(self.sizes)), default=0.0)
            rows.append((round(y, 1), height))
            y += height + _GAP + min(far[rank] * 0.07, 46)
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


def _longest_paths(nodes: range, arcs: Sequence[Arc]) -> dict[int, int]:
    """Return the rank of each node: the length of the longest way to it from one that nothing leads to."""
    above: dict[int, list[int]] = {node: [] for node in nodes}
    for upper, lower in arcs:
        above[lower].append(upper)
    rank: dict[int, int] = {}
    for node in TopologicalSorter(above).static_order():
        rank[node] = max((rank[upper] + 1 for upper in above[node]), default=0)
    return rank


def _by_depth(nodes: range, arcs: Sequence[Arc]) -> Iterator[int]:
    """Yield nodes depth first: what leads on from one stands together at first."""
    below: dict[int, list[int]] = {node: [] for node in nodes}
    for upper, lower in arcs:
        below[upper].append(lower)
    seen: set[int] = set()
    waiting = sorted({*nodes} - {lower for _, lower in arcs}, reverse=True)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting.extend(reversed(below[node]))


def _places(rank: Sequence[int]) -> dict[int, int]:
    return {node: place for place, node in enumerate(rank)}


def _by_barycentre(rank: Sequence[int], beside: Mapping[int, list[int]], other: Sequence[int]) -> list[int]:
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
    by_box: dict[int, list[tuple[float, int]]] = {}
    for number, (box, towards) in enumerate(ends):
        by_box.setdefault(box, []).append((middles[towards], number))
    ports = [0.0] * len(ends)
    for box, lines in by_box.items():
        place = places[box]
        step = min(18.0, place.width / (len(lines) + 1))
        for order, (_, number) in enumerate(sorted(lines)):
            ports[number] = round(place.middle + (order - (len(lines) - 1) / 2) * step, 1)
    return ports
