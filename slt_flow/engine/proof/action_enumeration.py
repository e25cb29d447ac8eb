"""Enumeration of what can be asked for in a situation: actions, answers that could matter, acting posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.definitions.models import Action
from slt_flow.engine.decide import ActionRequest, hands_down, possible_posts
from slt_flow.engine.machine import Machines
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
from slt_flow.rules import REGISTER
from slt_flow.terms import ANSWERS, MEETING_SERIES, AnswerKind, Ref, Stance

_MAY_MATTER: Final = frozenset({AnswerKind.MEETING, AnswerKind.TEXT, AnswerKind.CHALLENGE, AnswerKind.DECISION})
"""Kinds of optional answers that a rule may look at: with and without."""

_SENT: Final = DAY - timedelta(days=10)
"""When an agenda is sent: before the meeting."""


class Asked(NamedTuple):
    """A request that could be made of some case: the action, what is answered there and whose act it is.

    Attributes:
        kind: all that an action which only records could tell apart, whichever case it is.
        others: whose act it might be as well, where no rule looks at whose it is.
    """

    action: str
    answers: Mapping[str, Any]
    acted_by: str
    kind: tuple[Any, ...]
    others: tuple[str, ...]

    def of(self, ref: Ref) -> ActionRequest:
        """The request for one case."""
        return ActionRequest(ref, self.action, self.answers, SECRETARY, DAY, self.acted_by, FREE, DAY)


class ActionEnumeration:
    """Everything that can be asked for, in one situation after the other.

    What an action is answered never changes in an exploration, and whose act it may be only with the owners of the case
    and of the one above, so both are put together once.
    """

    def __init__(self, static: Snapshot, machines: Machines, bounds: Bounds) -> None:
        self.static, self.machines, self.bounds = static, machines, bounds
        self._whose = asking_whose(machines)
        self._known: dict[tuple[str | None, ...], tuple[Asked, ...]] = {}

    def of(self, snapshot: Snapshot) -> Iterator[tuple[Ref, Asked]]:
        """Every request that could be made, shut actions too; one of each kind where cases are alike."""
        seen: set[tuple[Any, ...]] = set()
        for key, item in sorted(snapshot.keyed(Item)):
            ref = Ref(*key)
            if ref == OTHER or not (self.bounds.meets if item.series else self.bounds.decides):
                continue
            alike = (ref,) if item.series else _alike(snapshot, item)
            if alike in seen:
                continue
            seen.add(alike)
            for name, action in self.machines.built(item.pin).actions(item.state).items():
                if not action.auto and not _is_beyond(snapshot, item, action, self.bounds):
                    for asked in self._at(snapshot, item, name, action):
                        yield ref, asked

    def _at(self, snapshot: Snapshot, item: Item, name: str, action: Action) -> tuple[Asked, ...]:
        above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
        place = (item.pin, item.state, name, item.owner, above.owner if above is not None else None)
        if place not in self._known:
            self._known[place] = tuple(self._every(snapshot, item, name, action))
        return self._known[place]

    def _every(self, snapshot: Snapshot, item: Item, name: str, action: Action) -> Iterator[Asked]:
        for answers in _answers(self.static, action, self.bounds):
            told = tuple(sorted((each, str(given)) for each, given in answers.items()))
            posts = possible_posts(Facts(snapshot, item.ref, answers, on=DAY), action)
            own = posts if name in self._whose else posts[:1]
            for acted_by in own:
                kind = (item.machine, item.state, item.owner, name, acted_by, told)
                yield Asked(name, answers, acted_by, kind, posts[len(own) :])


def asking_whose(machines: Machines) -> frozenset[str]:
    """The actions of which a rule, or one of an action that is performed around them, looks at whose act it is."""
    states = [(built, state) for built in machines.built_machines.values() for state in built.pinned.machine.states]
    actions = [each for built, state in states for each in built.actions(state).items()]
    asked = [(name, (*action.needs, *action.unless)) for name, action in actions]
    asked += [each for kind in machines.kinds.values() for each in kind.needs.items()]
    found = {name for name, rules in asked if any(looks_at_whose_act(rule) for rule in rules)}
    while more := {name for name, action in actions if {each.perform for each in action.performs} & found} - found:
        found |= more
    return frozenset(found)


def looks_at_whose_act(rule: str) -> bool:
    """Whether a rule declares that it looks at whose act it is."""
    return REGISTER[rule].acted_by


def _alike(snapshot: Snapshot, item: Item) -> tuple[Any, ...]:
    """What makes two cases the same for whoever asks: where they stand, with all above and beneath."""

    def shape(case: Item) -> tuple[Any, ...]:
        below = tuple(sorted(shape(child) for child in snapshot.children(case.ref)))
        return (case.machine, case.state, case.owner or "", case.accepted_by, below)

    above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
    return (shape(item), shape(above) if above is not None else ())


def _is_beyond(snapshot: Snapshot, item: Item, action: Action, bounds: Bounds) -> bool:
    """Whether an action would make more cases than the bounds allow."""
    if not hands_down(action):
        return False
    return len(snapshot.children(item.ref)) >= (bounds.measures if item.assignment_no else bounds.assignments)


def _answers(snapshot: Snapshot, action: Action, bounds: Bounds) -> Iterator[Mapping[str, Any]]:
    optional = [name for name in action.may_ask if ANSWERS[name] in _MAY_MATTER or name in ("sent", "reason")]
    for values in product(*(_values(snapshot, name, bounds) for name in action.asks)):
        given = dict(zip(action.asks, values, strict=True))
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
