"""Memoises steps that do not depend on unrelated cases (partial-order reduction).

Most steps look at their own case, those above and those beneath, and of the others only at a tag or two. While a step
is tried, recorders stand in for unrelated cases and note every question. The step leads to the same wherever its own
cases stand as they did and the others answer as they did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.model_council import TOP
from slt_flow.engine.proof.normal_form import SHAPES, shape_of
from slt_flow.model import Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref, Tag

Key = tuple[Any, ...]


class Look(NamedTuple):
    """One question to an unrelated case: for one of its tags, its automatic actions or one of its fields."""

    key: Key
    what: str
    name: str


TAG, AUTOMATIC, FIELD = "tag", "automatic", "field"

_FIELDS: Final[frozenset[str]] = frozenset(Item.__slots__)
_VARYING: Final = frozenset({"pin", "state", "tags", "ended", "waits_on", "due", "accepted_by"})
"""Fields in which cases of the same name and owner may differ; all others are the same in every situation."""


class IndependenceRecorder(Item):
    """Proxy of a case that records the questions it is asked.

    Fields are read from the case itself. Properties and methods of `Item` run on the proxy, so that the fields they
    read are recorded too, whatever they are called.
    """

    __slots__ = ("looked", "own")
    looked: dict[Look, Any]
    own: Item

    @classmethod
    def of(cls, item: Item, looked: dict[Look, Any]) -> IndependenceRecorder:
        """Return a proxy of a case that records into `looked`."""
        proxy = object.__new__(cls)
        object.__setattr__(proxy, "own", item)
        object.__setattr__(proxy, "looked", looked)
        return proxy

    def __getattribute__(self, name: str) -> Any:
        if name not in _FIELDS:
            return object.__getattribute__(self, name)
        value = getattr(self.own, name)
        if name in _VARYING:
            self.looked[Look(self.own.key, FIELD, name)] = value
        return value

    def has(self, tag: Tag) -> bool:
        """Return whether the case carries a tag, and record that tag only: the others may differ."""
        return bool(self.looked.setdefault(Look(self.own.key, TAG, tag), tag in self.own.tags))


class RecordingMachines(Machines):
    """Machines that note when an unrelated case is asked for its automatic actions."""

    __slots__ = ()

    def automatic(self, item: Item) -> tuple[str, ...]:
        """The names of the automatic actions of the state a case is in."""
        if not isinstance(item, IndependenceRecorder):
            return super().automatic(item)
        found = super().automatic(item.own)
        item.looked[Look(item.own.key, AUTOMATIC, "")] = found
        return found


class View(NamedTuple):
    """A situation seen from one case: those apart stand in, and note what they are asked."""

    snapshot: Snapshot
    looked: dict[Look, Any]
    near: frozenset[Key]
    apart: Mapping[Key, Item]
    sign: tuple[Any, ...]
    """Where the cases near stand, and which others there are and whose they are."""


def view(snapshot: Snapshot, ref: Ref) -> View | None:
    """A situation seen from a case, or None where none stands apart from it."""
    items = {key: item for key, item in snapshot.keyed(Item) if not item.series and key[:3] == TOP[:3]}
    near = frozenset(key for key in items if _is_near(ref, Ref(*key)))
    apart = {key: item for key, item in items.items() if key not in near}
    if not apart:
        return None
    looked: dict[Look, Any] = {}
    seen = snapshot.copy()
    seen.stand_in({key: IndependenceRecorder.of(item, looked) for key, item in apart.items()})
    standing = tuple((key, items[key].pin, shape_of(items[key])) for key in items if key in near)
    others = tuple((key, item.owner) for key, item in apart.items())
    return View(seen, looked, near, apart, (standing, others))


def _is_near(own: Ref, other: Ref) -> bool:
    return other == own or other.is_above(own) or own.is_above(other)


def whole(after: Snapshot, seen: View) -> Snapshot | None:
    """The situation after a step with the cases themselves where they were stood in for; None where one was changed."""
    items = dict(after.keyed(Item))
    kept = all(isinstance(items.get(key), IndependenceRecorder) for key in seen.apart)
    new = items.keys() - seen.near - seen.apart.keys()
    own = {key[:4] for key in seen.near if key[3]}
    if not kept or any(key[:3] == TOP[:3] and not key[0] and key[:4] not in own for key in new):
        return None
    after.stand_in(seen.apart)
    return after


class Taken(NamedTuple):
    """A step as it was taken.

    Attributes:
        looked: what it looked at apart from its own cases, and what they answered.
        rest: the key of the situation it led to, without the shapes; None where it was refused.
        near: its own cases there, the decision among them.
        passed: the actions it passed.
        wrong: the properties it did not keep, with whose act it was and what was seen.
        records: whether it only records.
    """

    looked: tuple[tuple[Look, Any], ...]
    rest: Key | None = None
    near: tuple[Item, ...] = ()
    passed: frozenset[tuple[str, str, str]] = frozenset()
    wrong: tuple[tuple[str, str, str], ...] = ()
    records: bool = False


def led_to(key: Key, taken: Taken) -> Key:
    """The key of the situation that a step leads to from one with this key."""
    shapes: dict[int, tuple[Any, dict[int, Any]]] = {
        number: (shape, dict(enumerate(below, start=1))) for number, (shape, below) in enumerate(key[SHAPES], start=1)
    }
    for item in taken.near:
        if item.assignment_no:
            own, below = shapes.get(item.assignment_no, (None, {}))
            shape = shape_of(item)
            shapes[item.assignment_no] = (
                own if item.measure_no else shape,
                below | ({item.measure_no: shape} if item.measure_no else {}),
            )
    made = tuple(sorted((shape, tuple(sorted(below.values()))) for shape, below in shapes.values()))
    rest = taken.rest or ()
    return (*rest[:SHAPES], made, *rest[SHAPES:])


def answers_so(machines: Machines, items: Mapping[Key, Item], taken: Taken) -> bool:
    """Whether the cases apart answer as they did when a step was taken."""
    return all(_answer(machines, items[look.key], look) == value for look, value in taken.looked)


def _answer(machines: Machines, item: Item, look: Look) -> Any:
    if look.what == TAG:
        return look.name in item.tags
    return machines.automatic(item) if look.what == AUTOMATIC else getattr(item, look.name)
