"""State space exploration, breadth first, by the machines that the engine really builds.

A state of the space is called a situation: a state is what a case is in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from slt_flow.engine.decide import Accepted, ActionRequest, decide
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.action_enumeration import ActionEnumeration, Asked
from slt_flow.engine.proof.independence import (
    MemoisedStep,
    Outcome,
    RecordingMachines,
    View,
    answers_alike,
    led_to,
    restored,
    view,
)
from slt_flow.engine.proof.model_council import TOP, Bounds
from slt_flow.engine.proof.normal_form import Key, normal, normalised
from slt_flow.engine.proof.properties import FITS, RESTS, in_state, in_step
from slt_flow.errors import BrokenInvariant, DefinitionError, RequestError
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref

Progress = Callable[[int, int], None]
"""Callback of progress: the numbers of situations visited and waiting."""

PROGRESS_EVERY: Final = 200
"""Number of situations between two reports on progress."""


class Breach(NamedTuple):
    """Violation of a property by a step from a situation, or by the situation itself (no request)."""

    property: str
    state: int
    request: ActionRequest | None
    saw: str


@dataclass(slots=True)
class Graph:
    """Explored state space: situations by number, steps between them, actions that were passed, violations."""

    bounds: Bounds
    snapshots: list[Snapshot] = field(default_factory=list)
    numbers: dict[Key, int] = field(default_factory=dict)
    came_from: list[tuple[int, ActionRequest] | None] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)
    passed: set[tuple[str, str, str]] = field(default_factory=set)
    breaches: list[Breach] = field(default_factory=list)
    whole: bool = False
    """True once everything within the bounds is explored, so that absence proves something."""

    def way_to(self, state: int) -> tuple[ActionRequest, ...]:
        """Return the steps of a shortest path to a situation, each in the names of the situation before it.

        Paths are shortest since situations are numbered breadth first.
        """
        path: list[ActionRequest] = []
        before = self.came_from[state]
        while before is not None:
            path.append(before[1])
            before = self.came_from[before[0]]
        return tuple(reversed(path))


class Search:
    """One exploration, with every property checked.

    Args:
        static: the rows that never change: posts, clauses, meetings.
        machines: the machines and kinds.
        bounds: the size of the situations.
        progress: called now and then with the numbers of situations visited and waiting.
    """

    def __init__(self, static: Snapshot, machines: Machines, bounds: Bounds, progress: Progress | None = None) -> None:
        self.static, self.machines, self.progress = static, machines, progress
        self.graph = Graph(bounds)
        self._waiting: deque[int] = deque()
        self._actions = ActionEnumeration(static, machines, bounds)
        self._only_record: set[tuple[Any, ...]] = set()
        self._keys: list[Key] = []
        self._recording = RecordingMachines(machines.built_machines, machines.kinds)
        self._memoised: dict[tuple[Any, ...], list[MemoisedStep]] = {}
        self._view: tuple[tuple[int, Ref] | None, View | None] = (None, None)

    def run(self, *begins: Snapshot, until: str | None = None) -> Graph:
        """Explore what can be reached from some situations, or until a property is first violated."""
        graph = self.graph
        for begin in begins:
            self._enter(begin, None)
        while self._waiting and not any(breach.property == until for breach in graph.breaches):
            here = self._waiting.popleft()
            for ref, asked in self._actions.of(graph.snapshots[here]):
                if asked.kind not in self._only_record:
                    self._try(here, asked.of(ref), asked)
            graph.snapshots[here].found = {}  # memoised findings would fill the memory
            if self.progress is not None and here % PROGRESS_EVERY == 0:
                self.progress(len(graph.snapshots), len(self._waiting))
        graph.whole = not self._waiting
        if self.progress is not None:
            self.progress(len(graph.snapshots), 0)
        return graph

    def _try(self, here: int, request: ActionRequest, asked: Asked) -> None:
        """Try a request: by a memoised step where one applies, else by the engine."""
        seen = self._seen(here, request.ref)
        step = self._step(here, request, asked, seen) if seen is not None else None
        if step is None:
            self._decide(here, request, asked)
        elif step.key is not None:
            key = self._keys[here]
            there = self.graph.numbers.get(led_to(key, step.key, step.near))
            if there is None and step.key.rest != key.rest:  # rows beside the cases change: only the engine makes them
                self._decide(here, request, asked)
                return
            if there is None:
                after = self.graph.snapshots[here].copy()
                after.stand_in({item.key: item for item in step.near})
                there = self._enter(after, (here, request))
            self._keep(here, request, asked, step.outcome, there)

    def _seen(self, here: int, ref: Ref) -> View | None:
        if not ref.assignment_no:
            return None
        if (here, ref) != self._view[0]:
            self._view = ((here, ref), view(self.graph.snapshots[here], ref))
        return self._view[1]

    def _step(self, here: int, request: ActionRequest, asked: Asked, seen: View) -> MemoisedStep | None:
        """Return the memoised step of a request, recorded now where none applies; None where it cannot be."""
        key = self._keys[here]
        signature = (asked.kind, request.ref, key.top, key.rest, seen.signature)
        memoised = self._memoised.setdefault(signature, [])
        step = next((step for step in memoised if answers_alike(self.machines, seen.apart, step)), None)
        if step is None and (step := self._recorded(request, asked, seen)) is not None:
            memoised.append(step)
        return step

    def _recorded(self, request: ActionRequest, asked: Asked, seen: View) -> MemoisedStep | None:
        """Take a step and record its questions; return None where it changes a case apart, or breaks an invariant."""
        seen.looked.clear()
        seen.snapshot.found = {}  # a memoised finding would ask nothing
        try:
            answer = decide(seen.snapshot, self._recording, request)
        except RequestError:
            return MemoisedStep(tuple(seen.looked.items()))
        except (BrokenInvariant, LookupError):
            return None
        if not isinstance(answer, Accepted):
            return MemoisedStep(tuple(seen.looked.items()))
        # The properties look at the recorders too, so that their questions are recorded with those of the rules.
        outcome = _outcome(seen.snapshot, request, asked, answer)
        looked = tuple(seen.looked.items())
        after = restored(answer.snapshot, seen)
        if after is None:
            return None
        near = tuple(i for k, i in after.keyed(Item) if k[:3] == TOP[:3] and k not in seen.apart)
        return MemoisedStep(looked, normal(after).key, near, outcome)

    def _decide(self, here: int, request: ActionRequest, asked: Asked) -> None:
        """Try a request by the engine."""
        graph = self.graph
        before = graph.snapshots[here]
        try:
            answer = decide(before, self.machines, request)
        except BrokenInvariant as broken:
            name = RESTS if broken.code == "automatic_actions_never_rest" else FITS
            graph.breaches.append(Breach(name, here, request, str(broken)))
            return
        except LookupError as missing:  # everything is here that any case of this machine has
            machine = before.one(Item, *request.ref).machine
            raise DefinitionError(
                "rule_does_not_fit", machine=machine, action=request.action, missing=str(missing)
            ) from None
        except RequestError:  # asked with too little to be understood; another answer is tried beside
            return
        if isinstance(answer, Accepted):
            outcome = _outcome(before, request, asked, answer)
            self._keep(here, request, asked, outcome, self._enter(answer.snapshot, (here, request)))

    def _keep(self, here: int, request: ActionRequest, asked: Asked, outcome: Outcome, there: int) -> None:
        graph = self.graph
        graph.passed |= outcome.passed
        graph.breaches += [Breach(name, here, _by(request, acted_by), saw) for name, acted_by, saw in outcome.wrong]
        if there != here:
            graph.edges.append((here, there))
        elif outcome.records:
            self._only_record.add(asked.kind)

    def _enter(self, snapshot: Snapshot, by: tuple[int, ActionRequest] | None) -> int:
        """Return the number of a situation, a new one where its normal form was not visited before."""
        graph, form = self.graph, normal(snapshot)
        visited = graph.numbers.get(form.key)
        if visited is not None:
            return visited
        number = graph.numbers[form.key] = len(graph.snapshots)
        self._keys.append(form.key)
        rows = normalised(snapshot, form, self.static)
        graph.snapshots.append(rows)
        graph.came_from.append(by)
        self._waiting.append(number)
        graph.breaches += [Breach(name, number, None, saw) for name, saw in in_state(rows, self.machines)]
        return number


def _outcome(before: Snapshot, request: ActionRequest, asked: Asked, answer: Accepted) -> Outcome:
    """Return what a step passes and violates, by whichever of the posts whose act it may be."""
    wrong = tuple(in_step(before, request, answer, asked.others))
    records = all(_only_records(before, entry) for entry in answer.entries)
    return Outcome(frozenset(_passed(before, request, answer)), wrong, records)


def _by(request: ActionRequest, acted_by: str) -> ActionRequest:
    return request if request.acted_by == acted_by else replace(request, acted_by=acted_by)


def _passed(snapshot: Snapshot, request: ActionRequest, answer: Accepted) -> Iterator[tuple[str, str, str]]:
    """Yield the actions that were passed, by machine and state: the one performed, and those that follow from it."""
    states: dict[str, str] = {}
    performed = snapshot.one(Item, *request.ref)
    yield performed.machine, performed.state, request.action
    for entry in answer.entries:
        if entry.action is None:
            continue
        state = entry.from_state or states.get(entry.subject) or _state_of(snapshot, entry)
        if state is not None:
            yield entry.machine_name, state, entry.action
        states[entry.subject] = entry.to_state or state or ""


def _state_of(snapshot: Snapshot, entry: Entry) -> str | None:
    ref = Ref.parse(entry.subject)
    item = snapshot.item(ref) if ref is not None else None
    return item.state if item is not None else None


_RECORDS: Final = frozenset(
    {
        Kind.REMARKED, Kind.ADDRESS_LINKED, Kind.RATIONALE_NAMED, Kind.NEIGHBOUR_LINKED, Kind.TITLE_CHANGED,
        Kind.PROGRESS_NOTED, Kind.DEADLINE_CHANGED, Kind.GROUP_NAMED,
    }
)  # fmt: skip
"""Kinds of entries that change nothing in the normal form, wherever they are made."""


def _only_records(before: Snapshot, entry: Entry) -> bool:
    """Return whether an entry changes nothing in any situation in which the same is asked of the same case.

    Leading back to the same situation is not enough: a stance taken a second time leads back here, and on elsewhere.
    """
    if entry.kind == Kind.OWNER_CHANGED:
        ref = Ref.parse(entry.subject)
        return ref is not None and before.one(Item, *ref).owner == entry.data["owner"]
    return entry.kind in _RECORDS or (entry.kind == Kind.MOVED and entry.from_state == entry.to_state)
