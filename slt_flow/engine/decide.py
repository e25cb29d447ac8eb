"""One request through one door, with all that follows from it: `Accepted(entries) | Refused(findings)`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from slt_flow.definitions.models import Door
from slt_flow.engine.effects import EFFECTS, Step, meaning
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import Book, Room
from slt_flow.errors import BrokenInvariant, DefinitionError, NotYourDoor, RequestError
from slt_flow.model import Decision, Item, Post
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.results import Finding
from slt_flow.rules import ask
from slt_flow.terms import ANSWERS, FREE_TEXT, Ref, Role, Tag, Verdict

MAX_STEPS: Final = 10_000
"""More steps in one request than any council's case has: automatic doors that chase each other."""

MAX_DEPTH: Final = 100
"""More doors walked from within each other than there are levels: they call each other up and down."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A request: through which door of which case, with what answers, whose deed, on what ground and day.

    `today` is the day it is recorded on, where that may be another: who records for all is judged by both.
    """

    ref: Ref
    door: str
    answers: Mapping[str, Any]
    actor: str
    on: date
    deed_of: str | None = None
    basis: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The entries a request makes, and the snapshot they lead to."""

    entries: tuple[Entry, ...]
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Refused:
    """Every finding that keeps the door shut, and the doors that the case's state has."""

    ref: Ref
    door: str
    findings: tuple[Finding, ...]
    doors: tuple[str, ...]


class Gate(StrEnum):
    """What is asked at every door beside the rules it names."""

    DOOR_IS_HERE = "door_is_here"
    DEED_HAS_A_BASIS = "deed_has_a_basis"
    NOTHING_IS_DATED_BACKWARDS = "nothing_is_dated_backwards"


def decide(snapshot: Snapshot, book: Book, walk: Walk) -> Accepted | Refused:
    """Walk a door and everything that follows: effects, doors of cases around, automatic doors.

    Raises:
        RequestError: the case, the door or an answer does not exist.
        NotYourDoor: the actor may not walk this door.
    """
    item = known_item(snapshot, walk.ref)
    room = book.room(item.pin)
    door = known_door(room, item, walk.door)
    if door is None:
        return Refused(walk.ref, walk.door, (not_here(room, item),), open_names(room, item.state))
    answers = _complete(walk, door)
    answers = Answers(answers, item.machine, walk.door)
    asked = Facts(snapshot, walk.ref, answers, on=walk.on, hands_down=hands_down(door))
    facts = Facts(snapshot, walk.ref, answers, deed_of(asked, door, walk), walk.on, asked.hands_down)
    door = book.door(facts, walk.door) or door
    findings = (*_gates(facts, door, walk, earliest_day(snapshot, room, item, door)), *judged(facts, door))
    blocking = tuple(finding for finding in findings if finding.blocks)
    if room.step(item.state, walk.door, lambda: not blocking) is None:
        return Refused(walk.ref, walk.door, blocking, open_names(room, item.state))
    passage = _Passage(snapshot.copy(), book, walk)
    passage.go(facts, walk.door, door)
    passage.settle(walk.ref.top)
    return Accepted(tuple(passage.entries), passage.snapshot)


def following(snapshot: Snapshot, book: Book, walk: Walk, made: Iterable[Entry]) -> Accepted:
    """Entries about one case that no door makes, with the automatic doors that stand open after them.

    Args:
        snapshot: the facts; they are not changed.
        book: the machines of the case, as they are after the entries too.
        walk: the case, who records it and on which day; it names no door.
        made: the entries.
    """
    passage = _Passage(snapshot.copy(), book, walk)
    for entry in made:
        passage.record(entry)
    passage.settle(walk.ref.top)
    return Accepted(tuple(passage.entries), passage.snapshot)


def judged(facts: Facts, door: Door) -> tuple[Finding, ...]:
    """What every rule of a door finds, never only up to the first that keeps it shut."""
    needed = [finding for name in door.needs for finding in ask(name, facts)]
    barred = [finding for name in door.unless for finding in ask(name, facts, Verdict.BROKEN)[:1]]
    seen: dict[tuple[str, Verdict], Finding] = {}
    for finding in (*needed, *barred):
        seen.setdefault((finding.rule, finding.wants), finding)
    return tuple(seen.values())


def earliest_day(snapshot: Snapshot, room: Room, item: Item, door: Door) -> date:
    """The first day a door's entries may hold for: that of the case's last entry, and of those it closes over (I5)."""
    target = room.state(door.to) if door.to is not None else None
    closes = door.auto or (target is not None and {Tag.SETTLED, Tag.DELIVERED} & set(target.means))
    ref = item.ref
    below = (other.last_on for key, other in snapshot.keyed(Item) if ref.is_above(Ref(*key))) if closes else ()
    return max(item.last_on, *below, item.last_on)


def hands_down(door: Door) -> bool:
    """Whether a door makes new work beneath the case."""
    return any(EFFECTS[name].hands_down for name in door.does if isinstance(name, str))


def known_item(snapshot: Snapshot, ref: Ref) -> Item:
    """The case with this ref.

    Raises:
        RequestError: when there is none.
    """
    item = snapshot.item(ref)
    if item is None:
        raise RequestError("unknown_ref", ref=str(ref))
    return item


def known_door(room: Room, item: Item, name: str) -> Door | None:
    """The door as the case's state has it, or None when only other states do.

    Raises:
        RequestError: when no state of the machine has such a door a person could walk.
    """
    door = room.doors(item.state).get(name)
    if door is not None and not door.auto:
        return door
    every = {n: d for n, d in room.pinned.machine.every_door.items() if not d.auto}
    if name not in every:
        near = get_close_matches(name, every, n=1)
        raise RequestError(
            "unknown_door", door=name, ref=str(item.ref), known=tuple(every), near=near[0] if near else None
        )
    return None


def open_names(room: Room, state: str) -> tuple[str, ...]:
    """The doors of a state that a person can ask for."""
    return tuple(name for name, door in room.doors(state).items() if not door.auto)


def possible_posts(facts: Facts, door: Door, day: date | None = None) -> tuple[str, ...]:
    """Whose deed a door may be, in the order the definition names them; then who acts for those absent on a day."""
    posts = tuple(dict.fromkeys(post for role in door.by for post in _posts_of(facts, role)))
    absent = (post for role in door.by if role != Role.MEMBER for post in _posts_of(facts, role))
    deputies = (facts.snapshot.deputy_on(post, day) for post in absent) if day is not None else ()
    return tuple(dict.fromkeys((*posts, *(deputy for deputy in deputies if deputy))))


def has_role(snapshot: Snapshot, post: str, role: Role, day: date) -> bool:
    """Whether a post has a role on a day, by itself or for one that is absent."""
    posts = snapshot.posts_with(role)
    return post in posts or post in {snapshot.deputy_on(each, day) for each in posts}


def deed_of(facts: Facts, door: Door, walk: Walk) -> str:
    """Whose deed it is: the one named, else the actor's own where it may be, else the first possible post's.

    The secretary may record anyone's deed; others walk only their own doors.

    Raises:
        NotYourDoor: when it may not be theirs.
    """
    possible = possible_posts(facts, door, walk.on)
    days = {walk.on, walk.today or walk.on}
    secretary = any(has_role(facts.snapshot, walk.actor, Role.SECRETARY, day) for day in days)
    named = walk.deed_of or (
        walk.actor if walk.actor in possible or not secretary else next(iter(possible), walk.actor)
    )
    if named not in possible or (named != walk.actor and not secretary):
        whose = named if named not in possible else walk.actor
        raise NotYourDoor("not_your_door", ref=str(walk.ref), door=walk.door, actor=whose, possible=possible)
    return named


def _posts_of(facts: Facts, role: Role) -> tuple[str, ...]:
    match role:
        case Role.OWNER:
            return (facts.item.owner,) if facts.item.owner else ()
        case Role.PARENT_OWNER:
            return (facts.parent.owner,) if facts.parent and facts.parent.owner else ()
        case Role.MEMBER:
            given = facts.answers.get("post")
            return (given,) if given else tuple(post.id for post in facts.snapshot.all(Post) if post.seat)
        case Role.APPROVER:
            return (*facts.snapshot.posts_with(Role.SECRETARY), *facts.snapshot.posts_with(Role.CHAIR))
        case _:
            return facts.snapshot.posts_with(role)


class Answers(dict[str, Any]):
    """The answers given at a door; one that is looked for though the door never asks it is its file's fault."""

    def __init__(self, given: Mapping[str, Any], machine: str, door: str) -> None:
        super().__init__(given)
        self._machine, self._door = machine, door

    def __missing__(self, name: str) -> Any:
        raise DefinitionError("answer_never_asked", machine=self._machine, door=self._door, name=name)


def _complete(walk: Walk, door: Door) -> dict[str, Any]:
    answers = {name: answer for name, answer in walk.answers.items() if answer is not None}
    missing = tuple(name for name in door.asks if name not in answers)
    if missing:
        raise RequestError("answers_missing", ref=str(walk.ref), door=walk.door, missing=missing)
    known = (*door.asks, *door.may_ask)
    for name in answers:
        if name not in known:
            raise RequestError("answer_not_asked", ref=str(walk.ref), door=walk.door, name=name, known=known)
    return answers


def _gates(facts: Facts, door: Door, walk: Walk, last: date) -> Iterable[Finding]:
    deed = str(facts.deed_of)
    grounded = bool(walk.basis) or not (
        (deed != walk.actor and _is_outside(facts.snapshot, deed)) or _speaks_for_outsiders(facts, door, walk)
    )
    yield _gate(Gate.DEED_HAS_A_BASIS, grounded, {"deed_of": deed})
    yield _gate(Gate.NOTHING_IS_DATED_BACKWARDS, walk.on >= last, {"on": walk.on, "last_on": last})


def _is_outside(snapshot: Snapshot, post: str) -> bool:
    """Whether a post belongs to a third party."""
    return snapshot.find(Post, post) is not None and snapshot.party_of(post) is None


def _speaks_for_outsiders(facts: Facts, door: Door, walk: Walk) -> bool:
    """Whether the deed is a deputy's from another organisation, for an absent post of a third party (I3)."""
    snapshot, deed, named = facts.snapshot, str(facts.deed_of), possible_posts(facts, door)
    absent = [post for post in named if deed not in named and snapshot.deputy_on(post, walk.on) == deed]
    own = snapshot.one(Post, deed).organisation if absent else None
    return any(_is_outside(snapshot, post) and snapshot.one(Post, post).organisation != own for post in absent)


def not_here(room: Room, item: Item) -> Finding:
    """The finding that a case's state does not have a door, with the doors it has."""
    saw = {
        "state": item.state,
        "label": room.state(item.state).label.model_dump(),
        "doors": open_names(room, item.state),
        "ended": item.ended,
    }
    return _gate(Gate.DOOR_IS_HERE, kept=False, saw=saw)


def _gate(gate: Gate, kept: bool, saw: dict[str, Any]) -> Finding:
    return Finding(gate, Verdict.KEPT if kept else Verdict.BROKEN, Verdict.KEPT, None, saw)


class _Passage:
    """One request on its way: the snapshot as it changes, and the entries so far."""

    def __init__(self, snapshot: Snapshot, book: Book, walk: Walk) -> None:
        self.snapshot, self.book, self.walk = snapshot, book, walk
        self.entries: list[Entry] = []
        self._depth = 0

    def go(self, facts: Facts, name: str, door: Door) -> None:
        """Record one step with its effects, then walk the doors of cases around that it names."""
        if len(self.entries) > MAX_STEPS or self._depth > MAX_DEPTH:
            raise BrokenInvariant("automatic_doors_never_rest", ref=str(facts.ref))
        item, room = facts.item, self.book.room(facts.item.pin)
        first = earliest_day(self.snapshot, room, item, door)
        step = Step(facts, name, room, max(self.walk.on, first), self.book)
        named = [EFFECTS[effect] for effect in door.does if isinstance(effect, str)]
        made = [entry for effect in named for entry in effect.make(step)]
        if (door.to is not None and door.to != item.state) or not made:
            made.insert(0, self._moved(step, item.state, door.to or item.state))
        left = {n: a for n, a in facts.answers.items() if not any(n in effect.consumes for effect in named)}
        made[0] = self._with_rest(made[0], facts, left)
        for entry in made:
            self.record(entry)
        self._depth += 1
        for walked in door.walks:
            self._walk_around(facts, walked.walk, walked.on)
        self._depth -= 1

    def settle(self, *tops: Ref) -> None:
        """Walk automatic doors, deepest case first, until none is open."""
        waiting = deque(tops)
        while waiting:
            top = waiting.popleft()
            while (found := self._open_auto_door(top)) is not None:
                self.go(*found)

    def _open_auto_door(self, top: Ref) -> tuple[Facts, str, Door] | None:
        found = ((item.ref, item, self.book.automatic(item)) for item in self.snapshot.case(top))
        moving = sorted(((ref, item, names) for ref, item, names in found if names), key=lambda each: _deepest(each[0]))
        for ref, item, names in moving:
            room, state = self.book.room(item.pin), item.state
            for name in names:
                facts = Facts(self.snapshot, ref, Answers({}, room.name, name), on=self.walk.on)
                door = self.book.door(facts, name)
                if door is None:
                    continue
                blocked = any(finding.blocks for finding in judged(facts, door))
                if not blocked and room.step(state, name, lambda: True) is not None:
                    return facts, name, door
        return None

    def _walk_around(self, facts: Facts, name: str, where: str) -> None:
        for ref in self._around(facts, where):
            item = self.snapshot.one(Item, *ref)
            room = self.book.room(item.pin)
            door = self.book.door(Facts(self.snapshot, ref), name)
            if door is None:
                continue
            answers = {n: a for n, a in facts.answers.items() if n in (*door.asks, *door.may_ask)}
            seen = Facts(self.snapshot, ref, Answers(answers, item.machine, name), facts.deed_of, self.walk.on)
            findings = judged(seen, door)
            if room.step(item.state, name, lambda found=findings: not any(f.blocks for f in found)) is None:  # type: ignore[misc] # a default binds it
                continue
            self.go(seen, name, door)
            self.settle(ref.top)

    def _around(self, facts: Facts, where: str) -> tuple[Ref, ...]:
        if where == "parent":
            return (facts.ref.parent,) if facts.ref.parent else ()
        if where == "children":
            return tuple(child.ref for child in self.snapshot.children(facts.ref) if not child.ended)
        return tuple(item.ref for item in items_of(self.snapshot, facts.ref) if item.means(Tag.ON_AGENDA))

    def _moved(self, step: Step, state: str, target: str) -> Entry:
        return step.entry(Kind.MOVED, meaning(step.room, target), states=(state, target))

    def _with_rest(self, entry: Entry, facts: Facts, left: Mapping[str, Any]) -> Entry:
        data, texts = dict(entry.data), dict(entry.texts)
        for name, answer in left.items():
            (texts if ANSWERS[name] in FREE_TEXT else data)[name] = str(answer)
        if facts.ref.depth == 0 and not facts.ref.series and facts.item.means(Tag.ON_AGENDA):
            data.setdefault("meeting", facts.decision.meeting)
        if self.walk.basis and not self.entries:
            texts["basis"] = self.walk.basis
        return replace(entry, data=data, texts=texts) if (data, texts) != (entry.data, entry.texts) else entry

    def record(self, entry: Entry) -> None:
        """Number an entry and change the snapshot by it."""
        numbered = replace(entry, seq=self.snapshot.head + 1)
        apply(self.snapshot, numbered)
        self.entries.append(numbered)


def _deepest(ref: Ref) -> tuple[int, Ref]:
    return -ref.depth, ref


def items_of(snapshot: Snapshot, meeting: Ref) -> tuple[Item, ...]:
    """The decisions last tabled at a meeting, in the order of their numbers."""
    refs = [Ref("", d.year, d.no) for d in snapshot.all(Decision) if d.meeting == str(meeting)]
    return tuple(snapshot.one(Item, *ref) for ref in sorted(refs))
