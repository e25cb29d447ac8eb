"""Where everything stands in a layered drawing: boxes that never overlap, and lines that never go through one."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

from slt_flow.views.diagrams.layers import Arc, Layers, layered

_BESIDE: Final = 22
"""Between two boxes of a rank, in pixels."""

_LANE: Final = 10
"""How wide a line's own way through a rank is."""

_GAP: Final = 34
"""Between two ranks, at least."""

_ROUNDS: Final = 40

_HARDLY: Final = 0.001
"""How much a box that is joined to nothing minds where it stands: beside the one before it."""


class Size(NamedTuple):
    """How wide and high a box is."""

    width: float
    height: float


class Place(NamedTuple):
    """Where a box stands: its upper left corner and its size."""

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


class Line(NamedTuple):
    """A line from the box above to the box below: upright within every rank, bent only between ranks.

    `points` come in pairs: where it goes upright from, and where to.
    """

    points: tuple[tuple[float, float], ...]


class Plan(NamedTuple):
    """Every box in the order given, every line in the order of its arc, and how much room they take."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def plan(sizes: Sequence[Size], arcs: Sequence[Arc]) -> Plan:
    """Lay out boxes of these sizes, each arc from the box above to the one below; the arcs must not go round."""
    layers = layered(len(sizes), arcs)
    middles = _middles(layers, [*sizes, *_lanes(layers)])
    tops, heights = _rows(layers, sizes, middles)
    rank_of = layers.rank_of
    left = min(middles[n] - _width(n, sizes) / 2 for rank in layers.ranks for n in rank) if sizes else 0.0
    places = []
    for node, size in enumerate(sizes):
        rank = rank_of[node]
        y = tops[rank] + (heights[rank] - size.height) / 2
        places.append(Place(round(middles[node] - left - size.width / 2, 1), round(y, 1), size.width, size.height))
    lines = _lines(layers, places, [round(middle - left, 1) for middle in middles], tops, heights)
    right = max((middles[n] - left + _width(n, sizes) / 2 for rank in layers.ranks for n in rank), default=0.0)
    return Plan(tuple(places), lines, round(right, 1), round(tops[-1] + heights[-1], 1) if sizes else 0.0)


def _lanes(layers: Layers) -> list[Size]:
    return [Size(_LANE, 0)] * (sum(map(len, layers.ranks)) - layers.real)


def _width(node: int, sizes: Sequence[Size]) -> float:
    return sizes[node].width if node < len(sizes) else _LANE


def _middles(layers: Layers, sizes: Sequence[Size]) -> list[float]:
    """Where the middle of each node is: near what it is joined to, in order, and clear of its neighbours."""
    joined: dict[int, list[tuple[int, int]]] = {}
    for above, below in layers.segments():
        pull = (1, 3, 9)[(above >= layers.real) + (below >= layers.real)]
        joined.setdefault(above, []).append((below, pull))
        joined.setdefault(below, []).append((above, pull))
    at = [0.0] * len(sizes)
    for rank in layers.ranks:
        _put(rank, dict.fromkeys(rank, 0.0), dict.fromkeys(rank, 1.0), sizes, at)
    rank_of = layers.rank_of
    for turn in range(_ROUNDS):
        downwards = turn % 2 == 0
        for rank in layers.ranks if downwards else reversed(layers.ranks):
            wish: dict[int, float] = {}
            weight: dict[int, float] = {}
            for last, node in zip((rank[0], *rank), rank, strict=False):
                near = joined.get(node, [])
                if turn < _ROUNDS // 2:
                    near = [n for n in near if (rank_of[n[0]] < rank_of[node]) is downwards] or near
                total = sum(each for _, each in near)
                wish[node] = (
                    sum(at[other] * each for other, each in near) / total if total else wish.get(last, at[node])
                )
                weight[node] = total or _HARDLY
            _put(rank, wish, weight, sizes, at)
    for _ in range(2):
        for chain in layers.chains:
            _straighten(chain[1:-1], layers, sizes, at)
    return at


def _straighten(lanes: Sequence[int], layers: Layers, sizes: Sequence[Size], at: list[float]) -> None:
    """Draw as long a part of a line as its neighbours let it straight from rank to rank."""
    part: list[int] = []
    least, most = -inf, inf
    for lane in lanes:
        low, high = _free(lane, layers, sizes, at)
        if part and max(least, low) > min(most, high):
            _align(part, least, most, at)
            part, least, most = [], -inf, inf
        part.append(lane)
        least, most = max(least, low), min(most, high)
    _align(part, least, most, at)


def _free(lane: int, layers: Layers, sizes: Sequence[Size], at: Sequence[float]) -> tuple[float, float]:
    """From where to where a lane may be moved between its neighbours."""
    rank = layers.ranks[layers.rank_of[lane]]
    place = rank.index(lane)
    clear = [(sizes[lane].width + sizes[other].width) / 2 + _BESIDE for other in rank]
    low = at[rank[place - 1]] + clear[place - 1] if place else -inf
    high = at[rank[place + 1]] - clear[place + 1] if place + 1 < len(rank) else inf
    return low, high


def _align(part: Sequence[int], least: float, most: float, at: list[float]) -> None:
    if part and least <= most:
        middle = min(max(sum(at[lane] for lane in part) / len(part), least), most)
        for lane in part:
            at[lane] = middle


def _put(
    rank: Sequence[int], wish: dict[int, float], weight: dict[int, float], sizes: Sequence[Size], at: list[float]
) -> None:
    """Put a rank as near to its wishes as order and room let it.

    With the room taken away this is isotonic regression, which pooling neighbours that want to pass solves exactly.
    """
    room, taken = [], 0.0
    for place, node in enumerate(rank):
        if place:
            taken += (sizes[rank[place - 1]].width + sizes[node].width) / 2 + _BESIDE
        room.append(taken)
    pools: list[tuple[float, float, int]] = []
    for node, before in zip(rank, room, strict=True):
        pool = ((wish[node] - before) * weight[node], weight[node], 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            last = pools.pop()
            pool = (last[0] + pool[0], last[1] + pool[1], last[2] + pool[2])
        pools.append(pool)
    put = [total / weights for total, weights, many in pools for _ in range(many)]
    for node, before, found in zip(rank, room, put, strict=True):
        at[node] = found + before


def _rows(layers: Layers, sizes: Sequence[Size], middles: Sequence[float]) -> tuple[list[float], list[float]]:
    """The top and the height of every rank; where lines go far to the side, there is more room between two ranks."""
    heights = [max((sizes[n].height for n in rank if n < len(sizes)), default=0.0) for rank in layers.ranks]
    rank_of = layers.rank_of
    far = [0.0] * len(layers.ranks)
    for above, below in layers.segments():
        far[rank_of[above]] = max(far[rank_of[above]], abs(middles[above] - middles[below]))
    tops, y = [], 0.0
    for rank, height in enumerate(heights):
        tops.append(round(y, 1))
        y += height + _GAP + min(far[rank] * 0.07, 46)
    return tops, heights


def _lines(
    layers: Layers,
    places: Sequence[Place],
    middles: Sequence[float],
    tops: Sequence[float],
    heights: Sequence[float],
) -> tuple[Line, ...]:
    rank_of = layers.rank_of
    leaving, arriving = _ports(layers, middles, places, down=True), _ports(layers, middles, places, down=False)
    lines = []
    for number, chain in enumerate(layers.chains):
        first, last = chain[0], chain[-1]
        begin, end = leaving[number], arriving[number]
        points = [(begin, places[first].bottom), (begin, round(tops[rank_of[first]] + heights[rank_of[first]], 1))]
        for node in chain[1:-1]:
            top = tops[rank_of[node]]
            points += [(middles[node], round(top, 1)), (middles[node], round(top + heights[rank_of[node]], 1))]
        points += [(end, round(tops[rank_of[last]], 1)), (end, places[last].y)]
        lines.append(Line(tuple(points)))
    return tuple(lines)


def _ports(layers: Layers, middles: Sequence[float], places: Sequence[Place], *, down: bool) -> list[float]:
    """Where on the edge of its box each line begins (or ends): side by side, in the order of where they go."""
    by_box: dict[int, list[tuple[float, int]]] = {}
    for number, chain in enumerate(layers.chains):
        box, next_ = (chain[0], chain[1]) if down else (chain[-1], chain[-2])
        by_box.setdefault(box, []).append((middles[next_], number))
    found = [0.0] * len(layers.chains)
    for box, lines in by_box.items():
        place = places[box]
        step = min(18.0, place.width / (len(lines) + 1))
        for order, (_, number) in enumerate(sorted(lines)):
            found[number] = round(place.middle + (order - (len(lines) - 1) / 2) * step, 1)
    return found
