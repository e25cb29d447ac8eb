"""What exploring the workflows showed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from slt_flow.results.answers import Listing, Outcome


class Explored(NamedTuple):
    """One exploration: what was explored, how many situations and steps there are, and how long it took."""

    name: str
    situations: int
    steps: int
    seconds: float


class ProofStep(NamedTuple):
    """One step of a shortest way, in words: the case, its level, the action, whose act, and the state it led to.

    `said` are the answers that make this step what it is, by name: a post, a stance, a body, a meeting.
    """

    ref: str
    level: str
    label: Mapping[str, str]
    action: str
    acted_by: str
    state: Mapping[str, str]
    said: tuple[tuple[str, str], ...]


class Unproved(NamedTuple):
    """A property that does not hold, what was seen, and a shortest way that shows it.

    `place` is the action that it is about, where it is about one: what machine, state and action are called.
    """

    property: str
    saw: str
    way: tuple[ProofStep, ...]
    place: tuple[Mapping[str, str], ...] = ()


class Proof(NamedTuple):
    """Every exploration, every property that holds in all of them, and every one that does not."""

    explored: tuple[Explored, ...]
    proved: tuple[str, ...]
    unproved: tuple[Unproved, ...]


class NewWorkflow(NamedTuple):
    """The files that a new version of a workflow begins with, by their paths in the folder; and their schemas."""

    machine: str
    version: str
    files: Mapping[str, str]
    schemas: Mapping[str, str]


class Migration(NamedTuple):
    """Running cases moved to another version: the outcome, what moved, and what stays where it is and why."""

    outcome: Outcome
    to: str
    moved: Listing
    stayed: Listing
