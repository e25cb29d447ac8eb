"""Everything that can be asked for in a situation: each door of each case, each answer that could matter, each deed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.definitions.models import Door
from slt_flow.engine.decide import Walk, hands_down, possible_posts
from slt_flow.engine.machine import Book
from slt_flow.engine.proof.model_council import (
    DAY,
    DUE,
    FREE,
    INSIDER,
    MEETINGS,
    OTHER,
    OUTSIDER,
    SECRETARY,
    TOP,
    Bounds,
)
from slt_flow.model import Decision, Item, Post
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules import looks_at
from slt_flow.terms import ANSWERS, MEETING_SERIES, AnswerKind, Ref, Stance

_MAY_MATTER: Final = frozenset({AnswerKind.MEETING, AnswerKind.TEXT, AnswerKind.CHALLENGE, AnswerKind.DECISION})
"""Kinds of optional answers that a rule may look at: with and without."""

_SENT: Final = DAY - timedelta(days=10)
"""When an agenda is sent: before the meeting."""


class Asked(NamedTuple):
    """A request that could be made of some case: the door, what is answered there and whose deed it is.

    Attributes:
        kind: all that a door which only records could tell apart, whichever case it is.
        others: whose deed it might be as well, where no rule looks at whose it is.
    """

    door: str
    answers: Mapping[str, Any]
    deed_of: str
    kind: tuple[Any, ...]
    others: tuple[str, ...]

    def of(self, ref: Ref) -> Walk:
        """The request for one case."""
        return Walk(ref, self.door, self.answers, SECRETARY, DAY, self.deed_of, FREE, DAY)


class Walks:
    """Everything that can be asked for, in one situation after the other.

    What a door is answered never changes in an exploration, and whose deed it may be only with the owners of the case
    and of the one above, so both are put together once.
    """

    def __init__(self, static: Snapshot, book: Book, bounds: Bounds) -> None:
        self.static, self.book, self.bounds = static, book, bounds
        self._whose = asking_whose(book)
        self._known: dict[tuple[str | None, ...], tuple[Asked, ...]] = {}

    def of(self, snapshot: Snapshot) -> Iterator[tuple[Ref, Asked]]:
        """Every request that could be made, shut doors too; one of each kind where cases are alike."""
        seen: set[tuple[Any, ...]] = set()
        for key, item in sorted(snapshot.keyed(Item)):
            ref = Ref(*key)
            if ref == OTHER or not (self.bounds.meets if item.series else self.bounds.decides):
                continue
            alike = (ref,) if item.series else _alike(snapshot, item)
            if alike in seen:
                continue
            seen.add(alike)
            for name, door in self.book.room(item.pin).doors(item.state).items():
                if not door.auto and not _is_beyond(snapshot, item, door, self.bounds):
                    for asked in self._at(snapshot, item, name, door):
                        yield ref, asked

    def _at(self, snapshot: Snapshot, item: Item, name: str, door: Door) -> tuple[Asked, ...]:
        above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
        place = (item.pin, item.state, name, item.owner, above.owner if above is not None else None)
        if place not in self._known:
            self._known[place] = tuple(self._every(snapshot, item, name, door))
        return self._known[place]

    def _every(self, snapshot: Snapshot, item: Item, name: str, door: Door) -> Iterator[Asked]:
        for answers in _answers(self.static, door, self.bounds):
            told = tuple(sorted((each, str(given)) for each, given in answers.items()))
            posts = possible_posts(Facts(snapshot, item.ref, answers, on=DAY), door)
            own = posts if name in self._whose else posts[:1]
            for deed_of in own:
                kind = (item.machine, item.state, item.owner, name, deed_of, told)
                yield Asked(name, answers, deed_of, kind, posts[len(own) :])


def asking_whose(book: Book) -> frozenset[str]:
    """The doors of which a rule, or one of a door that is walked around them, looks at whose deed it is."""
    states = [(room, state) for room in book.rooms.values() for state in room.pinned.machine.states]
    doors = [each for room, state in states for each in room.doors(state).items()]
    asked = [(name, (*door.needs, *door.unless)) for name, door in doors]
    asked += [each for kind in book.kinds.values() for each in kind.needs.items()]
    found = {name for name, rules in asked if any(looks_at(rule, "deed_of") for rule in rules)}
    while more := {name for name, door in doors if {each.walk for each in door.walks} & found} - found:
        found |= more
    return frozenset(found)


def _alike(snapshot: Snapshot, item: Item) -> tuple[Any, ...]:
    """What makes two cases the same for whoever asks: where they stand, with all above and beneath."""

    def shape(case: Item) -> tuple[Any, ...]:
        below = tuple(sorted(shape(child) for child in snapshot.children(case.ref)))
        return (case.machine, case.state, case.owner or "", case.accepted_by, below)

    above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
    return (shape(item), shape(above) if above is not None else ())


def _is_beyond(snapshot: Snapshot, item: Item, door: Door, bounds: Bounds) -> bool:
    """Whether a door would make more cases than the bounds allow."""
    if not hands_down(door):
        return False
    return len(snapshot.children(item.ref)) >= (bounds.measures if item.a else bounds.assignments)


def _answers(snapshot: Snapshot, door: Door, bounds: Bounds) -> Iterator[Mapping[str, Any]]:
    optional = [name for name in door.may_ask if ANSWERS[name] in _MAY_MATTER or name in ("sent", "reason")]
    for values in product(*(_values(snapshot, name, bounds) for name in door.asks)):
        given = dict(zip(door.asks, values, strict=True))
        yield given
        for name in optional:
            for value in _values(snapshot, name, bounds)[:1]:
                yield {**given, name: value}


def _values(snapshot: Snapshot, name: str, bounds: Bounds) -> tuple[Any, ...]:
    seats = tuple(post.id for post in snapshot.all(Post) if post.seat)
    match ANSWERS[name]:
        case AnswerKind.POST if name == "owner":
            return (INSIDER, OUTSIDER) if bounds.outside else (INSIDER,)
        case AnswerKind.POST:
            return seats
        case AnswerKind.STANCE:
            return tuple(Stance)
        case AnswerKind.MEETING:
            return tuple(Ref(MEETING_SERIES, DAY.year, MEETINGS[special]) for special in bounds.meetings)
        case AnswerKind.DECISION:
            return (OTHER,)
        case AnswerKind.DAY:
            return ({"due": DUE, "sent": _SENT}.get(name, DAY),)
        case AnswerKind.PERCENT:
            return (50,)
        case AnswerKind.ATTENDANCE:
            return (tuple((seat, None) for seat in seats),)
        case AnswerKind.GUESTS:
            return ((FREE,),)
        case AnswerKind.YEAR:
            return (DAY.year + 1,)
        case AnswerKind.NUMBER:
            return (1,)
        case AnswerKind.NEIGHBOUR:
            return (f"{FREE}:1/30",)
        case _ if name == "body":
            return snapshot.one(Decision, TOP.year, TOP.no).bodies
        case _:
            return (FREE,)
