"""Results of exploring the workflows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from slt_flow.results.answers import Outcome
from slt_flow.results.columns import HIDDEN, VERSION, Column, Json, Ref, State, Title, shown
from slt_flow.terms import N_, Named


@shown("machine", "label", "version", "level", "states", "actions", "open_cases", "digest")
class WorkflowRow(NamedTuple):
    """A version of a workflow; `open_cases` is None where there is no database."""

    machine: Annotated[str, Column(N_("workflow"), whole=True)]
    label: Annotated[Named, Column(N_("name")), HIDDEN]
    version: Annotated[str, Column(N_("version")), VERSION]
    level: Annotated[str, Column(N_("level"), terms=True)]
    under: str | None
    states: Annotated[int, Column(N_("states"), roomy=True)]
    actions: Annotated[int, Column(N_("actions"), roomy=True)]
    digest: Annotated[str, Column(N_("digest"), roomy=True)]
    open_cases: Annotated[int | None, Column(N_("open cases")), Json(omit=(None,))]


class Explored(NamedTuple):
    """One exploration: what was explored, how many situations and steps there are, and how long it took."""

    name: Annotated[str, Column(N_("explored"))]
    situations: Annotated[int, Column(N_("situations"))]
    steps: Annotated[int, Column(N_("steps"))]
    seconds: Annotated[float, Column(N_("seconds"))]


class ProofStep(NamedTuple):
    """One step of a shortest way, in words: the case, its level, the action, whose act, and the state it led to.

    `answers` are those that make this step what it is, by name: a post, a stance, a body, a meeting.
    """

    ref: str
    level: str
    label: Annotated[Mapping[str, str], HIDDEN]
    action: str
    acted_by: str
    state: Annotated[Mapping[str, str], HIDDEN]
    answers: Annotated[tuple[tuple[str, str], ...], Json(form="mapping")]


class Unproved(NamedTuple):
    """A property that does not hold, what was seen, and a shortest way that shows it.

    `place` is the action that it is about, where it is about one: what machine, state and action are called.
    """

    property: str
    saw: str
    way: tuple[ProofStep, ...]
    place: Annotated[tuple[Mapping[str, str], ...], HIDDEN] = ()


class Proof(NamedTuple):
    """Every exploration, every property that holds in all of them, and every one that does not."""

    proved: tuple[str, ...]
    explored: tuple[Explored, ...]
    unproved: tuple[Unproved, ...]


class NewWorkflow(NamedTuple):
    """The files that a new version of a workflow begins with, by their paths in the folder; and their schemas."""

    machine: str
    version: str
    files: Mapping[str, str]
    schemas: Mapping[str, str]


class MovedCase(NamedTuple):
    """A part of a case that moves to another version, or that keeps the case where it is.

    `becomes` is None for one that stays; `stays` is the reason, and `why` the words of the file's author for it.
    """

    ref: Ref
    title: Title
    machine: str
    older: str
    newer: Annotated[str, Column(N_("version"))]
    state: State
    becomes: Annotated[Named | None, Column(N_("becomes"))]
    stays: str
    why: Annotated[Mapping[str, str], Column(N_("why it stays"), form="why")]


class Migration(NamedTuple):
    """Running cases moved to another version: the outcome, what moved, and what stays where it is and why."""

    outcome: Annotated[Outcome, Json(inline=True)]
    to: Annotated[str, VERSION]
    moved: tuple[MovedCase, ...]
    stayed: tuple[MovedCase, ...]
