"""The three levels by their states: how many cases stand where, and for how long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from slt_flow.model import Item
from slt_flow.model.deadlines import late_days
from slt_flow.model.exemptions import is_masked
from slt_flow.records import queries
from slt_flow.results.follow_up import Tree, flattened
from slt_flow.results.levels import SPANS, Levels, StateCount
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Level, Tag

_PROGRESS: Final = (
    Tag.ON_AGENDA, Tag.ADOPTED, Tag.PLANNED, Tag.BEGUN, Tag.STUCK, Tag.DELIVERED, Tag.ACHIEVED, Tag.SETTLED,
    Tag.CONCLUDED, Tag.DROPPED,
)  # fmt: skip
"""Tags of states from the first to the last of a case's way, so that states are ordered without their machines."""

_LEVELS: Final = tuple(Level)


def levels(context: Context, tree: Tree) -> Levels:
    """Return the levels with the cases of a status tree."""
    refs = {branch.ref for area in tree.areas for branch in flattened(area.decisions)}
    with reading(context) as reader:
        standing: dict[tuple[str, str, bool], list[Item]] = {}
        for item in queries.cases(reader.connection, reader.council, None if tree.filtered else reader.day.year):
            if str(item.ref) in refs:
                standing.setdefault((item.level, item.state, item.settled_before), []).append(item)
        rows = tuple(_count(reader, items) for items in sorted(standing.values(), key=_order))
        return Levels(reader.council, reader.row.title, reader.day, rows)


def _order(items: list[Item]) -> tuple[int, bool, int, str, bool]:
    """Return the place of a state: by level, open ones first, then by how far its tags say that work has come."""
    first = items[0]
    reached = [place for place, tag in enumerate(_PROGRESS) if first.has(tag)]
    return (
        _LEVELS.index(Level(first.level)),
        not first.is_open,
        max(reached, default=-1),
        first.state,
        first.settled_before,
    )


def _count(reader: Reader, cases: Sequence[Item]) -> StateCount:
    # the public edition tells no day of a masked case, and so not how long it has waited
    # and nobody knows how long one has waited that was brought in
    waiting = sorted((i.since, i.ref) for i in cases if i.is_open and i.since is not None and not is_masked(i))
    waits = [0] * (len(SPANS) + 1)
    for since, _ in waiting:
        waits[bisect_right(SPANS, (reader.day - since).days)] += 1
    longest_since, longest = waiting[0] if waiting else (reader.day, None)
    return StateCount(
        level=cases[0].level,
        state=reader.state(cases[0]),
        number=len(cases),
        late=sum(late_days(item, reader.day) > 0 for item in cases),
        waits=tuple(waits),
        longest=str(longest) if longest is not None else None,
        longest_days=(reader.day - longest_since).days,
    )
