"""Memoisation of steps that do not depend on unrelated cases (partial-order reduction).

Most steps read their own case, those above and beneath, and of the others at most a tag or two. While a step is tried,
proxies stand in for the unrelated cases and record every question. The step has the same outcome wherever its own cases
have the same shapes and the unrelated ones give the same answers: independence is observed, not declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.model_council import TOP
from slt_flow.engine.proof.normal_form import Key, Place, shape_of
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref, Tag


class Look(NamedTuple):
    """One question to an unrelated case: for one of its tags, its automatic actions or one of its fields."""

    place: Place
    what: str
    name: str


TAG, AUTOMATIC, FIELD = "tag", "automatic", "field"

_FIELDS: Final[frozenset[str]] = frozenset(Item.FIELDS)
_VARYING: Final = frozenset({"pin", "state", "tags", "ended", "waits_on", "due", "accepted_by"})
"""Fields in which cases of the same name and owner may differ; all others are the same in every situation."""


class IndependenceRecorder(Item):
    """Proxy of a case that records the questions it is asked.

    Fields are read from the case itself. Properties and methods of `Item` run on the proxy, so that the fields they
    read are recorded too, whatever they are called.
    """

    looked: dict[Look, Any]
    own: Item
    place: Place

    @classmethod
    def of(cls, item: Item, looked: dict[Look, Any]) -> IndependenceRecorder:
        """Return a proxy of a case that records into `looked`."""
        # nothing but its key is in the tuple: whoever reads past the fields gets no answer that was not recorded
        proxy = cls.made_of(value if name in cls.KEY else None for name, value in zip(cls.FIELDS, item, strict=True))
        proxy.own, proxy.looked, proxy.place = item, looked, item.key
        return proxy

    def __iter__(self) -> Iterator[Any]:
        """Yield the fields, as they are asked for one by one."""
        return (getattr(self, name) for name in self.FIELDS)

    def __getattribute__(self, name: str) -> Any:
        read = object.__getattribute__  # measured: this is called a million times in a proof
        if name not in _FIELDS:
            return read(self, name)
        value = getattr(read(self, "own"), name)
        if name in _VARYING:
            read(self, "looked")[Look(read(self, "place"), FIELD, name)] = value
        return value

    def has(self, tag: Tag) -> bool:
        """Return whether the case carries a tag, and record that tag only: the others may differ."""
        answer = tag in self.own.tags
        self.looked[Look(self.place, TAG, tag)] = answer
        return answer


class RecordingMachines(Machines):
    """Machines that record when an unrelated case is asked for its automatic actions."""

    __slots__ = ()

    def automatic(self, item: Item) -> tuple[str, ...]:
        """Return the names of the automatic actions of the state a case is in."""
        if not isinstance(item, IndependenceRecorder):
            return super().automatic(item)
        names = super().automatic(item.own)
        item.looked[Look(item.place, AUTOMATIC, "")] = names
        return names


class View(NamedTuple):
    """A situation seen from one case, with recorders in the place of the cases apart from it.

    Attributes:
        snapshot: the rows with the recorders.
        looked: the questions to the recorders, and their answers.
        near: the case itself, those above it and those beneath.
        apart: the other cases of the decision.
        signature: the shapes of the cases near; the refs and owners of those apart.
    """

    snapshot: Snapshot
    looked: dict[Look, Any]
    near: frozenset[Place]
    apart: Mapping[Place, Item]
    signature: tuple[Any, ...]


def view(snapshot: Snapshot, ref: Ref) -> View | None:
    """Return a situation as seen from a case, or None where no case is apart from it."""
    items = {key: item for key, item in snapshot.keyed(Item) if not item.series and key[:3] == TOP[:3]}
    refs = {key: Ref(*key) for key in items}
    near = frozenset(key for key, other in refs.items() if other == ref or other.is_above(ref) or ref.is_above(other))
    apart = {key: item for key, item in items.items() if key not in near}
    if not apart:
        return None
    looked: dict[Look, Any] = {}
    rows = snapshot.copy()
    rows.stand_in({key: IndependenceRecorder.of(item, looked) for key, item in apart.items()})
    shapes = tuple((key, items[key].pin, shape_of(items[key])) for key in items if key in near)
    owners = tuple((key, item.owner) for key, item in apart.items())
    return View(rows, looked, near, apart, (shapes, owners))


def restored(after: Snapshot, seen: View) -> Snapshot | None:
    """Put the cases apart back in the place of their recorders; return None where a step changed or added one."""
    items = dict(after.keyed(Item))
    kept = all(isinstance(items.get(key), IndependenceRecorder) for key in seen.apart)
    new = items.keys() - seen.near - seen.apart.keys()
    own = {key[:4] for key in seen.near if key[3]}
    if not kept or any(key[:3] == TOP[:3] and not key[0] and key[:4] not in own for key in new):
        return None
    after.stand_in(seen.apart)
    return after


class Outcome(NamedTuple):
    """Outcome of an accepted step beside the situation it leads to.

    Attributes:
        passed: the actions it passed, by machine and state.
        wrong: the properties it violates, with whose act it was and what was seen.
        records: True where it only records, which changes no situation.
    """

    passed: frozenset[tuple[str, str, str]] = frozenset()
    wrong: tuple[tuple[str, str, str], ...] = ()
    records: bool = False


class MemoisedStep(NamedTuple):
    """A step as it was taken once.

    Attributes:
        looked: its questions to cases apart, and their answers.
        key: the key of the situation it led to; None where it was refused.
        near: its own cases there, the decision among them.
        outcome: its outcome.
    """

    looked: tuple[tuple[Look, Any], ...]
    key: Key | None = None
    near: tuple[Item, ...] = ()
    outcome: Outcome = Outcome()


def led_to(key: Key, after: Key, near: tuple[Item, ...]) -> Key:
    """Return the key of the situation that a memoised step, with its key and cases, leads to from one with this key."""
    shapes: dict[int, tuple[Any, dict[int, Any]]] = {
        number: (shape, dict(enumerate(below, start=1))) for number, (shape, below) in enumerate(key.shapes, start=1)
    }
    for item in near:
        if item.assignment_no:
            own, below = shapes.get(item.assignment_no, (None, {}))
            if item.measure_no:
                shapes[item.assignment_no] = (own, below | {item.measure_no: shape_of(item)})
            else:
                shapes[item.assignment_no] = (shape_of(item), below)
    beneath = tuple(sorted((shape, tuple(sorted(below.values()))) for shape, below in shapes.values()))
    return after._replace(shapes=beneath)


def answers_alike(machines: Machines, apart: Mapping[Place, Item], step: MemoisedStep) -> bool:
    """Return whether the cases apart answer as they did when a step was memoised."""
    return all(_answer(machines, apart[look.place], look) == value for look, value in step.looked)


def _answer(machines: Machines, item: Item, look: Look) -> Any:
    if look.what == TAG:
        return look.name in item.tags
    return machines.automatic(item) if look.what == AUTOMATIC else getattr(item, look.name)
