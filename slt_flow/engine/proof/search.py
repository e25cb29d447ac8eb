"""Every situation that can be reached within bounds, breadth first, by the machines the engine really builds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from slt_flow.engine.decide import Accepted, ActionRequest, decide
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.action_enumeration import ActionEnumeration, Asked
from slt_flow.engine.proof.independence import RecordingMachines, Taken, View, answers_so, led_to, view, whole
from slt_flow.engine.proof.model_council import TOP, Bounds
from slt_flow.engine.proof.normal_form import SHAPES, Form, made, normal
from slt_flow.errors import BrokenInvariant, DefinitionError, RequestError
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref

TOLD_EVERY: Final = 200
"""How many situations lie between two words on how far it has come."""


class Breach(NamedTuple):
    """A property that does not hold: after a step from a situation, or in the situation itself (no step)."""

    property: str
    state: int
    request: ActionRequest | None
    saw: str


@dataclass(slots=True)
class Graph:
    """What was found: situations by number, steps between them, actions that were passed, and what is broken."""

    bounds: Bounds
    snapshots: list[Snapshot] = field(default_factory=list)
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    came_from: list[tuple[int, ActionRequest] | None] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)
    passed: set[tuple[str, str, str]] = field(default_factory=set)
    breaches: list[Breach] = field(default_factory=list)
    whole: bool = False
    """Whether everything was explored, so that what was not found is not there."""

    def way_to(self, state: int) -> tuple[ActionRequest, ...]:
        """The steps of a shortest way to a situation, each in the names of the situation before it."""
        way: list[ActionRequest] = []
        here = self.came_from[state]
        while here is not None:
            way.append(here[1])
            here = self.came_from[here[0]]
        return tuple(reversed(way))


StateCheck = Callable[[Snapshot, Machines], Iterator[tuple[str, str]]]
StepCheck = Callable[[Snapshot, ActionRequest, Accepted], Iterator[tuple[str, str]]]


class Search:
    """One exploration on its way.

    Args:
        static: what never changes: posts, clauses, the meetings' rows.
        machines: the machines and kinds.
        bounds: how far to go.
        of_state: what must hold in every situation.
        of_step: what must hold of every step.
        told: is told, now and then, how many situations were found and how many wait.
    """

    def __init__(
        self,
        static: Snapshot,
        machines: Machines,
        bounds: Bounds,
        of_state: StateCheck,
        of_step: StepCheck,
        told: Callable[[int, int], None] | None = None,
    ) -> None:
        self.static, self.machines, self.bounds = static, machines, bounds
        self.of_state, self.of_step, self.told = of_state, of_step, told
        self.graph = Graph(bounds)
        self._waiting: deque[int] = deque()
        self._performs = ActionEnumeration(static, machines, bounds)
        self._only_record: set[tuple[Any, ...]] = set()
        self._keys: list[tuple[Any, ...]] = []
        self._noting = RecordingMachines(machines.built_machines, machines.kinds)
        self._taken: dict[tuple[Any, ...], list[Taken]] = {}
        self._view: tuple[tuple[int, Ref] | None, View | None] = (None, None)

    def run(self, *begins: Snapshot, until: str | None = None) -> Graph:
        """Explore everything that can be reached from some situations, or until a property is first found not to hold.

        The way to where it shows is a shortest one.
        """
        graph = self.graph
        for begin in begins:
            self._enter(begin, normal(begin), None)
        while self._waiting and not any(breach.property == until for breach in graph.breaches):
            here = self._waiting.popleft()
            for ref, asked in self._performs.of(graph.snapshots[here]):
                if asked.kind not in self._only_record:
                    self._try(here, asked.of(ref), asked)
            graph.snapshots[here].found = {}
            if self.told is not None and here % TOLD_EVERY == 0:
                self.told(len(graph.snapshots), len(self._waiting))
        graph.whole = not self._waiting
        if self.told is not None:
            self.told(len(graph.snapshots), 0)
        return graph

    def _try(self, here: int, request: ActionRequest, asked: Asked) -> None:
        """Try a request; as it was tried before, where it would look at nothing that is not the same now."""
        seen = self._seen(here, request.ref)
        if seen is None:
            self._decide(here, request, asked)
            return
        key = self._keys[here]
        sign = (asked.kind, request.ref, key[:SHAPES], key[SHAPES + 1 :], seen.sign)
        known = self._taken.setdefault(sign, [])
        taken = next((each for each in known if answers_so(self.machines, seen.apart, each)), None)
        if taken is None:
            taken = self._noted(here, request, asked, seen)
            if taken is not None:
                known.append(taken)
        if taken is None:
            self._decide(here, request, asked)
        elif taken.rest is not None:
            there = self.graph.numbers.get(led_to(key, taken))
            if there is not None:
                self._keep(here, request, asked, taken, there)
            elif taken.rest[1:] == (*key[1:SHAPES], *key[SHAPES + 1 :]):  # nothing but cases changes
                found = self.graph.snapshots[here].copy()
                found.stand_in({item.key: item for item in taken.near})
                self._keep(here, request, asked, taken, self._enter(found, normal(found), (here, request)))
            else:
                self._decide(here, request, asked)

    def _seen(self, here: int, ref: Ref) -> View | None:
        if not ref.assignment_no:
            return None
        if (here, ref) != self._view[0]:
            self._view = ((here, ref), view(self.graph.snapshots[here], ref))
        return self._view[1]

    def _noted(self, here: int, request: ActionRequest, asked: Asked, seen: View) -> Taken | None:
        """Take a step with what it looks at noted; None where it changes a case apart, or breaks an invariant."""
        seen.looked.clear()
        seen.snapshot.found = {}
        try:
            answer = decide(seen.snapshot, self._noting, request)
        except RequestError:
            return Taken(tuple(seen.looked.items()))
        except (BrokenInvariant, LookupError):
            return None
        if not isinstance(answer, Accepted):
            return Taken(tuple(seen.looked.items()))
        wrong = tuple(self._wrong(seen.snapshot, request, asked, answer))
        looked = tuple(seen.looked.items())
        after = whole(answer.snapshot, seen)
        if after is None:
            return None
        key = normal(after).key
        near = tuple(i for k, i in after.keyed(Item) if k[:3] == TOP[:3] and k not in seen.apart)
        before = self.graph.snapshots[here]
        records = all(_only_records(before, entry) for entry in answer.entries)
        passed = frozenset(_passed(before, request, answer))
        return Taken(looked, (*key[:SHAPES], *key[SHAPES + 1 :]), near, passed, wrong, records)

    def _decide(self, here: int, request: ActionRequest, asked: Asked) -> None:
        graph = self.graph
        snapshot = graph.snapshots[here]
        try:
            answer = decide(snapshot, self.machines, request)
        except BrokenInvariant as broken:
            graph.breaches.append(Breach(broken.code, here, request, str(broken)))
            return
        except LookupError as missing:  # everything is here that any case of this machine has
            machine = snapshot.one(Item, *request.ref).machine
            raise DefinitionError(
                "rule_does_not_fit", machine=machine, action=request.action, missing=str(missing)
            ) from None
        except RequestError:  # asked with too little to be understood; another answer is tried beside
            return
        if isinstance(answer, Accepted):
            wrong = tuple(self._wrong(snapshot, request, asked, answer))
            records = all(_only_records(snapshot, entry) for entry in answer.entries)
            taken = Taken((), (), (), frozenset(_passed(snapshot, request, answer)), wrong, records)
            self._keep(
                here, request, asked, taken, self._enter(answer.snapshot, normal(answer.snapshot), (here, request))
            )

    def _wrong(
        self, before: Snapshot, request: ActionRequest, asked: Asked, answer: Accepted
    ) -> Iterator[tuple[str, str, str]]:
        """The properties that a step does not keep, whosever act it is."""
        for acted_by in (asked.acted_by, *asked.others):
            for name, saw in self.of_step(before, replace(request, acted_by=acted_by), answer):
                yield name, acted_by, saw

    def _keep(self, here: int, request: ActionRequest, asked: Asked, taken: Taken, there: int) -> None:
        graph = self.graph
        graph.passed |= taken.passed
        graph.breaches += [
            Breach(name, here, replace(request, acted_by=acting), saw) for name, acting, saw in taken.wrong
        ]
        if there != here:
            graph.edges.append((here, there))
        elif taken.records:
            self._only_record.add(asked.kind)

    def _enter(self, found: Snapshot, form: Form, by: tuple[int, ActionRequest] | None) -> int:
        graph = self.graph
        known = graph.numbers.get(form.key)
        if known is not None:
            return known
        number = graph.numbers[form.key] = len(graph.snapshots)
        self._keys.append(form.key)
        snapshot = made(found, form, self.static)
        graph.snapshots.append(snapshot)
        graph.came_from.append(by)
        self._waiting.append(number)
        graph.breaches += [Breach(name, number, None, saw) for name, saw in self.of_state(snapshot, self.machines)]
        return number


def _passed(snapshot: Snapshot, request: ActionRequest, answer: Accepted) -> Iterator[tuple[str, str, str]]:
    """The actions that were passed, by machine and state: the one performed, and those that follow from it."""
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
        Kind.PROGRESS_NOTED, Kind.DEADLINE_CHANGED,
    }
)  # fmt: skip
"""Kinds of entries that change nothing a situation is told apart by, wherever they are made."""


def _only_records(before: Snapshot, entry: Entry) -> bool:
    """Whether an entry changes nothing in any situation in which the same case is asked the same.

    What leads back to the same situation here may lead on elsewhere: a stance taken a second time does.
    """
    if entry.kind == Kind.OWNER_CHANGED:
        ref = Ref.parse(entry.subject)
        return ref is not None and before.one(Item, *ref).owner == entry.data["owner"]
    return entry.kind in _RECORDS or (entry.kind == Kind.MOVED and entry.from_state == entry.to_state)
