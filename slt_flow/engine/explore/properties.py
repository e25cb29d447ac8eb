"""What must hold in every situation that can be reached, and of every step between two (I1–I8).

Each is a function whose name is the property; it yields what it saw where the property does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from slt_flow.definitions.models import Door
from slt_flow.engine.decide import Accepted, Walk, judged
from slt_flow.engine.entries import Kind
from slt_flow.engine.explore.scene import DAY, TOP
from slt_flow.engine.explore.search import Graph
from slt_flow.engine.machine import Book
from slt_flow.facts import Facts, Snapshot
from slt_flow.rows import Decision, Item, Post
from slt_flow.rules import ask
from slt_flow.terms import Level, Tag, Verdict

CONSENSUS: Final = "consensus_is_reached"
"""The rule by which a door concludes an item, whichever way it is asked."""

OfState = Callable[[Snapshot, Book], Iterator[str]]
OfStep = Callable[[Snapshot, Walk, Accepted], Iterator[str]]
STATES: Final[dict[str, OfState]] = {}
STEPS: Final[dict[str, OfStep]] = {}


def of_state(check: OfState) -> OfState:
    """Register what must hold in every situation."""
    STATES[check.__name__] = check
    return check


def of_step(check: OfStep) -> OfStep:
    """Register what must hold of every step."""
    STEPS[check.__name__] = check
    return check


def in_state(snapshot: Snapshot, book: Book) -> Iterator[tuple[str, str]]:
    """Every property that does not hold in a situation."""
    for name, check in STATES.items():
        for saw in check(snapshot, book):
            yield name, saw


def in_step(snapshot: Snapshot, walk: Walk, answer: Accepted) -> Iterator[tuple[str, str]]:
    """Every property that a step does not keep."""
    for name, check in STEPS.items():
        for saw in check(snapshot, walk, answer):
            yield name, saw


@of_step
def adopted_by_consent(before: Snapshot, _walk: Walk, answer: Accepted) -> Iterator[str]:
    """I1: what becomes adopted has every party's consent to this text on record, and nobody's objection."""
    was, now = before.one(Decision, TOP.year, TOP.no), answer.snapshot.one(Decision, TOP.year, TOP.no)
    if was.adopted_on is None and now.adopted_on is not None:
        facts = Facts(answer.snapshot, TOP, on=DAY)
        for finding in ask(CONSENSUS, facts)[1:]:
            if finding.verdict != Verdict.KEPT:
                yield finding.rule
        if now.bodies and ask("every_ratification_is_recorded", facts)[0].verdict != Verdict.KEPT:
            yield "every_ratification_is_recorded"


@of_state
def one_accountable_owner(snapshot: Snapshot, _book: Book) -> Iterator[str]:
    """I2: every open assignment and measure has an accountable owner and a deadline."""
    for item in _work(snapshot):
        if not item.ended and (item.owner is None or item.due is None):
            yield str(item.ref)


@of_state
def nobody_is_bound_by_another(snapshot: Snapshot, _book: Book) -> Iterator[str]:
    """I3: work of an outside organisation begins only after it accepted that work itself."""
    for item in _work(snapshot):
        if item.level != Level.EXECUTING or item.owner is None or not item.means(Tag.BEGUN):
            continue
        organisation = _organisation(snapshot, item.owner)
        if snapshot.party_of(item.owner) is None and organisation not in item.accepted_by:
            yield str(item.ref)


@of_step
def nothing_skips_the_coordinating_level(before: Snapshot, _walk: Walk, answer: Accepted) -> Iterator[str]:
    """I4: work begins only under an assignment that has been planned, and that only under an adopted decision."""
    for was, item in _changed(before, answer.snapshot):
        if not item.a:
            continue
        above = answer.snapshot.item(item.ref.parent) if item.ref.parent is not None else None
        if above is None:
            yield str(item.ref)
        elif item.level == Level.EXECUTING:
            begins = item.means(Tag.BEGUN) and (was is None or not was.means(Tag.BEGUN))
            planned = before.item(above.ref)
            if begins and (planned is None or not planned.means(Tag.PLANNED)):
                yield str(item.ref)
        elif was is None and not above.means(Tag.ADOPTED):
            yield str(item.ref)


@of_state
def closed_only_over_settled_work(snapshot: Snapshot, _book: Book) -> Iterator[str]:
    """I5, proper completion: what is settled or has ended has nothing open beneath it."""
    for item in snapshot.all(Item):
        if item.ref.series or not (item.ended or item.means(Tag.SETTLED)):
            continue
        for child in snapshot.children(item.ref):
            if not child.means(Tag.SETTLED):
                yield str(child.ref)


@of_step
def ends_never_change(before: Snapshot, _walk: Walk, answer: Accepted) -> Iterator[str]:
    """I7: a case that has ended stays as it is; only a remark or an addendum is added."""
    for was, now in _changed(before, answer.snapshot):
        if was is not None and was.ended and (was.state, was.owner, was.due) != (now.state, now.owner, now.due):
            yield str(now.ref)


@of_step
def an_amendment_voids_stances(_before: Snapshot, _walk: Walk, answer: Accepted) -> Iterator[str]:
    """I8: after an amendment no stance on an older text counts."""
    if any(entry.kind == Kind.TEXT_AMENDED for entry in answer.entries) and Facts(answer.snapshot, TOP).valid_stances:
        yield ", ".join(Facts(answer.snapshot, TOP).valid_stances)


@of_step
def verified_by_another(before: Snapshot, walk: Walk, answer: Accepted) -> Iterator[str]:
    """What is achieved was looked at by another than its owner, or in a meeting."""
    item, now = before.one(Item, *walk.ref), answer.snapshot.one(Item, *walk.ref)
    became = now.means(Tag.ACHIEVED) and not item.means(Tag.ACHIEVED) and item.level == Level.EXECUTING
    if became and walk.deed_of == item.owner and "meeting" not in walk.answers:
        yield str(item.ref)


@of_state
def every_item_is_concluded_one_way(snapshot: Snapshot, book: Book) -> Iterator[str]:
    """Once all have spoken and every party is represented, exactly one concluding door is open; otherwise none."""
    item = snapshot.one(Item, *TOP)
    if not item.means(Tag.ON_AGENDA):
        return
    facts = Facts(snapshot, TOP, on=DAY)
    doors = {name: book.door(facts, name) for name in book.room(item.pin).doors(item.state)}
    concluding = {name: door for name, door in doors.items() if door is not None and _concludes(door)}
    open_ = [name for name, door in concluding.items() if not any(f.blocks for f in judged(facts, door))]
    asked = ("meeting_is_held", "every_party_is_represented", "everyone_present_has_taken_a_stance")
    spoken = all(ask(rule, facts)[0].verdict == Verdict.KEPT for rule in asked)
    wanted = int(spoken and not facts.decision.information)
    if facts.decision.kind is None and len(open_) != wanted:
        yield ", ".join(open_) or "none"


def dead_doors(graphs: tuple[Graph, ...], book: Book, machines: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """The doors (machine, state, door) that no step of any exploration passes."""
    passed = {each for graph in graphs for each in graph.passed}
    for room in book.rooms.values():
        if room.name not in machines:
            continue
        for state in room.pinned.machine.states:
            for door in room.doors(state):
                if (room.name, state, door) not in passed:
                    yield room.name, state, door


def never_ending(graph: Graph) -> int | None:
    """I6: a situation, the nearest one, from which what is explored can come to no end; None where there is none.

    Where the decision's own doors are not walked, it is the meetings and learning points that must end.
    """
    back: dict[int, list[int]] = {}
    for source, target in graph.edges:
        back.setdefault(target, []).append(source)
    living = {n for n, snapshot in enumerate(graph.snapshots) if _is_over(snapshot, decides=graph.bounds.decides)}
    waiting = list(living)
    while waiting:
        for source in back.get(waiting.pop(), ()):
            if source not in living:
                living.add(source)
                waiting.append(source)
    return next((n for n in range(len(graph.snapshots)) if n not in living), None)


def _is_over(snapshot: Snapshot, *, decides: bool) -> bool:
    if decides:
        return snapshot.one(Item, *TOP).ended
    return all(item.ended for item in snapshot.all(Item) if item.series)


def _concludes(door: Door) -> bool:
    return CONSENSUS in (*door.needs, *door.unless)


def _work(snapshot: Snapshot) -> tuple[Item, ...]:
    return tuple(item for item in snapshot.all(Item) if item.a)


def _changed(before: Snapshot, after: Snapshot) -> Iterator[tuple[Item | None, Item]]:
    """The cases that a step changed or made, as they were and as they are."""
    known = dict(before.keyed(Item))
    return ((known.get(key), item) for key, item in after.keyed(Item) if known.get(key) is not item)


def _organisation(snapshot: Snapshot, post: str) -> str:
    return snapshot.one(Post, post).organisation
