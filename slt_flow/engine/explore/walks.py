"""Everything that can be asked for in a situation: each door of each case, each answer that could matter, each deed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.definitions.models import Door
from slt_flow.engine.decide import Walk, hands_down, possible_posts
from slt_flow.engine.explore.scene import DAY, DUE, INSIDER, MEETINGS, OTHER, OUTSIDER, SECRETARY, TOP, Bounds
from slt_flow.engine.machine import Book
from slt_flow.facts import Facts, Snapshot
from slt_flow.rows import Decision, Item, Post
from slt_flow.terms import ANSWERS, MEETING_SERIES, AnswerKind, Ref, Stance

_MAY_MATTER: Final = frozenset({AnswerKind.MEETING, AnswerKind.TEXT, AnswerKind.CHALLENGE, AnswerKind.DECISION})
"""Kinds of optional answers that a rule may look at: with and without."""

_SENT: Final = DAY - timedelta(days=10)
"""When an agenda is sent: before the meeting."""

FREE: Final = "x"
"""Whatever somebody writes."""

Told = tuple[tuple[str, str], ...]
"""Answers as they can be compared."""


class Asked(NamedTuple):
    """A request that could be made, and its kind: all that one which only records could tell, whichever case it is."""

    walk: Walk
    kind: tuple[Any, ...]


class Walks:
    """Everything that can be asked for, in one situation after the other.

    What a door is answered never changes in an exploration, so it is put together once.
    """

    def __init__(self, static: Snapshot, book: Book, bounds: Bounds) -> None:
        self.static, self.book, self.bounds = static, book, bounds
        self._answers: dict[tuple[str, str, str], tuple[tuple[Mapping[str, Any], Told], ...]] = {}

    def of(self, snapshot: Snapshot) -> Iterator[Asked]:
        """Every request that could be made, shut doors too; one of each kind where cases are alike."""
        seen: set[tuple[Any, ...]] = set()
        for item in sorted(snapshot.all(Item), key=lambda i: i.key):
            ref = item.ref
            if ref == OTHER or not (self.bounds.meets if item.series else self.bounds.decides):
                continue
            alike = (ref,) if item.series else _alike(snapshot, item)
            if alike in seen:
                continue
            seen.add(alike)
            for name, door in self.book.room(item.pin).doors(item.state).items():
                if not door.auto and not _is_beyond(snapshot, item, door, self.bounds):
                    yield from self._of_door(snapshot, item, name, door)

    def _of_door(self, snapshot: Snapshot, item: Item, name: str, door: Door) -> Iterator[Asked]:
        ref, of_state = item.ref, (item.machine, item.state, item.owner, name)
        for answers, told in self._answers_of(item, name, door):
            for deed_of in possible_posts(Facts(snapshot, ref, answers, on=DAY), door):
                yield Asked(Walk(ref, name, answers, SECRETARY, DAY, deed_of, FREE, DAY), (of_state, deed_of, told))

    def _answers_of(self, item: Item, name: str, door: Door) -> tuple[tuple[Mapping[str, Any], Told], ...]:
        place = (item.pin, item.state, name)
        if place not in self._answers:
            every = _answers(self.static, door, self.bounds)
            self._answers[place] = tuple(
                (answers, tuple(sorted((each, str(given)) for each, given in answers.items()))) for answers in every
            )
        return self._answers[place]


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
