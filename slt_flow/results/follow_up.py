"""Where everything stands: the tree, what each post is waited on for, today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from slt_flow.results.answers import NOTHING


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

    `waits` are the posts whose move it is on the case itself, `waiting_on` those of all beneath too.
    """

    ref: str
    level: str
    title: str
    state: str
    label: Mapping[str, str]
    tags: tuple[str, ...]
    ended: bool
    area: str | None
    meeting: str | None
    owner: Owner | None
    due: date | None
    late: bool
    late_days: int
    late_below: int
    done: int
    total: int
    waits: tuple[str, ...]
    waiting_on: tuple[str, ...]
    progress: int
    reschedules: int
    note: str
    bodies: tuple[str, ...]
    children: tuple[Branch, ...]
    year: int = 0
    neighbours: tuple[NeighbourCase, ...] = ()


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
