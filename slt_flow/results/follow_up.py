"""Where everything stands: the tree, what each post is waited on for, today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from slt_flow.results.answers import NOTHING
from slt_flow.results.history import HistoryLine
from slt_flow.results.year import Obligation
from slt_flow.terms import Tag


class Owner(NamedTuple):
    """The accountable post of a case, who holds it, and its organisation."""

    post: str
    title: str
    holder: str | None
    organisation: str
    vacant: bool


class NeighbourCase(NamedTuple):
    """Where another council's decision on the same matter stands."""

    council: str
    council_title: str
    ref: str
    title: str
    state: str
    label: Mapping[str, str]


class Branch(NamedTuple):
    """One case in the status tree with what stands beneath it, rolled up.

    `waits` are the posts whose move it is on the case itself, `waiting_on` those of all beneath too; `late_days` are
    the days past its deadline while it is to be met, `delivered_late` those after which it was delivered.
    """

    ref: str
    level: str
    title: str
    state: str
    label: Mapping[str, str]
    tags: tuple[str, ...]
    ended: bool
    waits: tuple[str, ...]
    waiting_on: tuple[str, ...]
    year: int
    area: str | None = None
    meeting: str | None = None
    owner: Owner | None = None
    due: date | None = None
    late: bool = False
    late_days: int = 0
    late_below: int = 0
    done: int = 0
    total: int = 0
    progress: int = 0
    reschedules: int = 0
    note: str = ""
    bodies: tuple[str, ...] = ()
    children: tuple[Branch, ...] = ()
    neighbours: tuple[NeighbourCase, ...] = ()
    delivered_late: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return not self.ended and Tag.SETTLED not in self.tags

    @property
    def is_dropped(self) -> bool:
        """Whether it was withdrawn or cancelled, and counts as nothing."""
        return Tag.DROPPED in self.tags


def flattened(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Yield every case of a tree, a parent before its children."""
    for branch in branches:
        yield branch
        yield from flattened(branch.children)


class AreaBranch(NamedTuple):
    """A focus area with its decisions; `id` is None for decisions without one.

    `shared_with` are the ids of councils that work on the same, with what each is called where it is followed up here
    too, else its id again.
    """

    id: str | None
    title: str
    ended: bool
    decisions: tuple[Branch, ...]
    shared_with: Mapping[str, str] = NOTHING


class Tree(NamedTuple):
    """The status tree of a council on a day."""

    council: str
    title: str
    language: str
    as_of: date
    totals: Mapping[str, int]
    areas: tuple[AreaBranch, ...]
    filtered: bool = False


class Duty(NamedTuple):
    """What one post is waited on for."""

    post: str
    title: str
    holder: str | None
    vacant: bool
    items: tuple[Branch, ...]


class ReportLine(NamedTuple):
    """One decision in the form municipalities publish: its branch of the status tree, and what only the report tells.

    `responsible` are posts with their titles. `late` counts the deadlines past and to be met; `delivered_late` names
    the work delivered after its own, with the days.
    """

    branch: Branch
    day: date
    case: str | None
    text: str
    responsible: tuple[tuple[str, str], ...]
    due: date | None
    late: int
    delivered_late: tuple[tuple[str, int], ...]
    bodies: tuple[str, ...]
    remarks: tuple[str, ...]


class Report(NamedTuple):
    """The decisions of a body in a period, and the older ones that were open in it, as they stand on a day."""

    council: str
    body: str
    since: date
    until: date
    as_of: date
    lines: tuple[ReportLine, ...]


class Handover(NamedTuple):
    """What a new coordinator needs to go on: each part as the lists and the first screen have it."""

    council: str
    title: str
    day: date
    secretary: Owner
    work: tuple[tuple[Owner, tuple[Branch, ...]], ...]
    unassigned: tuple[Branch, ...]
    deadlines: tuple[Branch, ...]
    meeting: Mapping[str, Any] | None
    unarchived: tuple[tuple[str, date], ...]
    at_risk: tuple[Obligation, ...]
    learning: tuple[Mapping[str, Any], ...]
    vacant: tuple[Owner, ...]
    away: tuple[tuple[Owner, date, date, Owner | None], ...]
    history: tuple[HistoryLine, ...]
    names: Mapping[str, str]
    """What the history's subjects are called: cases, posts, clauses, areas, challenges, sources."""


class Today(NamedTuple):
    """The first screen: what is late, who is waited on, and the next meeting with the day its agenda is due."""

    council: str
    title: str
    day: date
    totals: Mapping[str, int]
    late: tuple[Branch, ...]
    waiting: tuple[Duty, ...]
    meeting: Mapping[str, Any] | None
    meetings_held: int
    meetings_agreed: int | None
    agendas_late: tuple[Mapping[str, Any], ...] = ()
    at_risk: tuple[Obligation, ...] = ()
