"""Enumeration of the requests that can be made in a situation: actions, answers that could matter, acting posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.definitions.machines import Action
from slt_flow.engine.actors import possible_posts
from slt_flow.engine.decide import ActionRequest, hands_down
from slt_flow.engine.machine import Machines
from slt_flow.engine.proof.model_council import (
    DAY,
    DUE,
    EARLY,
    EVERY,
    EXECUTOR,
    FREE,
    INSIDER,
    LATER,
    MEETINGS,
    OTHER,
    OUTSIDER,
    SECRETARY,
    TOP,
    UNRELATED,
    Bounds,
)
from slt_flow.model import Decision, Item, Post
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules import REGISTER
from slt_flow.terms import ANSWERS, MEETING_SERIES, AnswerKind, Level, Ref

_MAY_MATTER: Final = frozenset(
    {AnswerKind.MEETING, AnswerKind.TEXT, AnswerKind.CHALLENGE, AnswerKind.DECISION, AnswerKind.CLOCK}
)
"""Kinds of optional answers that a rule may look at: each is tried with and without."""

_AMENDS: Final = frozenset({"new_text_version", "excuse_post"})
"""Effects on what is voted on and who votes."""

_SENT: Final = DAY - timedelta(days=10)
"""Day on which an agenda is sent: before the meeting."""


class Asked(NamedTuple):
    """Request that could be made of some case: the action, the answers and whose act it is.

    Attributes:
        kind: all that an action that only records could depend on, whichever case it is.
        others: the posts whose act it might be as well, where no rule looks at whose it is.
        on: the day that it holds for.
        basis: the basis on which it is recorded.
    """

    action: str
    answers: Mapping[str, Any]
    acted_by: str
    kind: tuple[Any, ...]
    others: tuple[str, ...] = ()
    on: date = DAY
    basis: str | None = FREE

    def of(self, ref: Ref) -> ActionRequest:
        """Return the request for one case."""
        return ActionRequest(ref, self.action, self.answers, SECRETARY, self.on, self.acted_by, self.basis, DAY)


class ActionEnumeration:
    """Requests that can be made, in one situation after the other.

    Memoised by state and owners: in one exploration the possible answers never change, and whose act it may be changes
    only with the owners of the case and of the one above.
    """

    def __init__(self, static: Snapshot, machines: Machines, bounds: Bounds) -> None:
        self.static, self.machines, self.bounds = static, machines, bounds
        self._act_matters = asking_whose(machines)
        self._memoised: dict[tuple[str | None, ...], tuple[Asked, ...]] = {}

    def of(self, snapshot: Snapshot) -> Iterator[tuple[Ref, Asked]]:
        """Yield every request that could be made, shut actions too; of cases that are alike, one (symmetry)."""
        visited: set[tuple[Any, ...]] = set()
        for key, item in sorted(snapshot.keyed(Item)):
            ref = Ref(*key)
            if ref in (OTHER, UNRELATED) or not (self.bounds.meets if item.series else self.bounds.decides):
                continue
            alike = (ref,) if item.series else _alike(snapshot, item)
            if alike in visited:
                continue
            visited.add(alike)
            for name, action in self.machines.built(item.pin).actions(item.state).items():
                if not (action.auto or _is_beyond(snapshot, item, action, self.bounds)):
                    for asked in self._at(snapshot, item, name, action):
                        yield ref, asked

    def _at(self, snapshot: Snapshot, item: Item, name: str, action: Action) -> tuple[Asked, ...]:
        above = snapshot.item(parent) if (parent := item.ref.parent) is not None else None
        place = (item.pin, item.state, name, item.owner, above.owner if above is not None else None)
        if place not in self._memoised:
            self._memoised[place] = tuple(self._every(snapshot, item, name, action))
        return self._memoised[place]

    def _every(self, snapshot: Snapshot, item: Item, name: str, action: Action) -> Iterator[Asked]:
        executing = item.level == Level.EXECUTING or (bool(item.assignment_no) and hands_down(action))
        for answers in _answers(self.static, action, self.bounds, executing=executing):
            words = tuple(sorted((answer, str(value)) for answer, value in answers.items()))
            posts = possible_posts(
                Facts(snapshot, item.ref, answers, on=DAY), action, DAY if self.bounds.absent else None
            )
            own = posts if name in self._act_matters else posts[:1]
            for acted_by in own:
                kind = (item.machine, item.state, item.owner, name, acted_by, words)
                yield Asked(name, answers, acted_by, kind, posts[len(own) :])
                yield from self._untrue(Asked(name, answers, acted_by, kind), posts)

    def _untrue(self, asked: Asked, possible: tuple[str, ...]) -> Iterator[Asked]:
        """Yield what is wrong about a request by its day, its basis or whose act it would be."""
        kind = asked.kind
        if asked.acted_by == OUTSIDER:
            yield asked._replace(basis=None, kind=(*kind, "no basis"))
        if self.bounds.untrue:
            yield asked._replace(on=EARLY, kind=(*kind, EARLY))
            for post in self.static.all(Post):
                if post.id not in possible:
                    yield asked._replace(acted_by=post.id, kind=(*kind, post.id))


def asking_whose(machines: Machines) -> frozenset[str]:
    """Return the actions whose rules look at whose act it is, or those of an action that is performed by them."""
    states = [(built, state) for built in machines.built_machines.values() for state in built.pinned.machine.states]
    actions = [named for built, state in states for named in built.actions(state).items()]
    rules = [(name, (*action.needs, *action.unless)) for name, action in actions]
    rules += [needs for kind in machines.kinds.values() for needs in kind.needs.items()]
    asking = {name for name, names in rules if any(looks_at_whose_act(rule) for rule in names)}
    # Transitive closure: an action performed by another is the act of the same post.
    while more := {name for name, action in actions if {p.perform for p in action.performs} & asking} - asking:
        asking |= more
    return frozenset(asking)


def looks_at_whose_act(rule: str) -> bool:
    """Return whether a rule declares that it looks at whose act it is."""
    return REGISTER[rule].acted_by


def _alike(snapshot: Snapshot, item: Item) -> tuple[Any, ...]:
    """Return a key that is equal for cases that are interchangeable: their shape with all above and beneath."""

    def shape(case: Item) -> tuple[Any, ...]:
        below = tuple(sorted(shape(child) for child in snapshot.children(case.ref)))
        return (case.machine, case.state, case.owner or "", case.accepted_by, below)

    above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
    return (shape(item), shape(above) if above is not None else ())


def _is_beyond(snapshot: Snapshot, item: Item, action: Action, bounds: Bounds) -> bool:
    """Return whether an action would make more cases than the bounds allow, or change what they leave as it is."""
    if not bounds.amends and _AMENDS.intersection(map(str, action.does)):
        return True
    if "change_nature" in action.does and not bounds.information:
        return True
    if not hands_down(action):
        return False
    return len(snapshot.children(item.ref)) >= (bounds.measures if item.assignment_no else bounds.assignments)


def _answers(snapshot: Snapshot, action: Action, bounds: Bounds, *, executing: bool) -> Iterator[Mapping[str, Any]]:
    optional = [name for name in action.may_ask if ANSWERS[name] in _MAY_MATTER or name in ("sent", "reason")]
    for values in product(*(_values(snapshot, name, bounds, executing) for name in action.asks)):
        answers = dict(zip(action.asks, values, strict=True))
        yield answers
        for name in optional:
            values_ = _values(snapshot, name, bounds, executing)
            for value in values_ if bounds.untrue else values_[:1]:
                yield {**answers, name: value}


def _values(snapshot: Snapshot, name: str, bounds: Bounds, executing: bool) -> tuple[Any, ...]:
    seats = tuple(post.id for post in snapshot.all(Post) if post.seat)
    match ANSWERS[name]:
        case AnswerKind.POST if name == "owner":
            return (INSIDER, *((OUTSIDER,) if bounds.outside else ()), *((EXECUTOR,) if bounds.untrue else ()))
        case AnswerKind.POST:
            return seats
        case AnswerKind.POSTS:
            return (seats,)
        case AnswerKind.STANCE:
            return bounds.stances
        case AnswerKind.MEETING:
            return tuple(Ref(MEETING_SERIES, DAY.year, MEETINGS[special]) for special in bounds.meetings)
        case AnswerKind.DECISION:
            return (OTHER, UNRELATED) if bounds.untrue else (OTHER,)
        case AnswerKind.DAY if name == "due" and bounds.untrue:
            # Later than the work above: only there is it untrue.
            return (DUE, EARLY, LATER) if executing else (DUE, EARLY)
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
        case AnswerKind.RHYTHM:
            return (EVERY,)
        case AnswerKind.NEIGHBOUR:
            return (f"{FREE}:1/30",)
        case _ if name == "body":
            return snapshot.one(Decision, TOP.year, TOP.no).bodies
        case _:
            return (FREE,)
