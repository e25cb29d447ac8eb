"""What a council does with a case, by the real engine: chance picks what is answered, the rules say what opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any, Final

from slt_flow.desk.workflows.choices import Choice, Way, in_order
from slt_flow.desk.workflows.meeting_days import MeetingDays, later
from slt_flow.desk.workflows.world import World, puts_on_agenda
from slt_flow.engine.births import meeting_registered
from slt_flow.engine.decide import Accepted, Walk, decide, hands_down, possible_posts
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.fold.register import ref_of
from slt_flow.engine.machine import Room
from slt_flow.facts import Facts, Snapshot
from slt_flow.rows import Decision, Item, Meeting, Post
from slt_flow.terms import COUNCIL_MEETINGS, MEETING_SERIES, Level, MeetingKind, Ref, Role, Stance, Tag

RELUCTANT: Final = 0.12
"""One item in eight meets somebody who does not consent at once."""

OBJECTS: Final = 0.7
"""Of those who do not consent, so many object; the others stand aside."""

AMENDED: Final = 0.6
"""So many items without consensus are amended in the meeting, and then everybody consents."""

STAYS_AWAY: Final = 0.03
"""One seat in thirty or so is empty at a meeting."""

BENEATH: Final[Mapping[Level, tuple[int, ...]]] = {
    Level.STRATEGIC: (1, 1, 1, 1, 1, 1, 1, 2, 2, 3),
    Level.COORDINATING: (1, 1, 1, 2, 2, 2, 2, 3, 3, 4),
}
"""How much work is handed down from a level at once, each number as likely as the others: seldom more than a few."""

TIME_FOR: Final[Mapping[Level, int]] = {
    Level.STRATEGIC: 180,
    Level.COORDINATING: 120,
}
"""The days until the deadline of work that is handed down from a level."""

FREE: Final = "x"
"""Whatever somebody writes."""


_FOUND: Final = frozenset({"owner", "due", "meeting", "decision", "body", "date"})
"""Answers that are looked for; in the place of the others anything may stand."""

Heard = Callable[[Snapshot, Ref, Choice, Sequence[Entry]], None]
"""Hears of every step of a case: the rows before it, the case, the door, and the entries."""


@dataclass(slots=True)
class Deeds:
    """A council that sees to one decision.

    Attributes:
        world: what does not change.
        snapshot: the rows as they stand.
        day: the day it is.
        chance: where everything that is not for a rule to say comes from.
        meetings: when the council meets.
        heard: hears of every step of a decision or of the work beneath it.
    """

    world: World
    snapshot: Snapshot
    day: date
    chance: Random
    meetings: MeetingDays
    heard: Heard

    def item(self, ref: Ref) -> Item:
        """A case as it stands."""
        return self.snapshot.one(Item, *ref)

    def room(self, ref: Ref) -> Room:
        """The machine of a case."""
        return self.world.book.room(self.item(ref).pin)

    def likely(self, ref: Ref) -> tuple[Choice, ...]:
        """The doors of a case that lead somewhere."""
        return self.world.choices.likely(self.room(ref), self.item(ref).state)

    def one(self, ref: Ref, way: Way) -> Choice | None:
        """The first door of a case that is this to it."""
        return self.world.choices.one(self.room(ref), self.item(ref).state, way)

    def walk(self, ref: Ref, choice: Choice) -> bool:
        """Walk a door with answers that fit; whether it opened."""
        return any(self._decide(ref, choice, answers) for answers in self._answers(self.item(ref), choice))

    def walk_any(self, ref: Ref, choices: Sequence[Choice]) -> bool:
        """Walk the first of several doors that opens, in an order drawn by their weights; whether one did."""
        return any(self.walk(ref, choice) for choice in in_order(choices, self.chance))

    def hand_down(self, ref: Ref, *, already: int = 0) -> None:
        """Work is handed down: as much as chance says, less what was handed down already."""
        more = self.one(ref, Way.MORE)
        number = self.chance.choice(BENEATH[Level(self.item(ref).level)]) if more is not None else 0
        for _ in range(number - already):
            if more is not None:
                self.walk(ref, more)

    def deal_with(self, ref: Ref) -> bool:
        """An item comes up in its meeting: all speak, and it is concluded as the rules let it; whether it was."""
        decision = self.snapshot.one(Decision, ref.year, ref.no)
        meeting = Ref.parse(decision.meeting or "")
        if meeting is not None:
            self.hold(meeting)
        stance, amendment = self.one(ref, Way.STANCE), self.one(ref, Way.AMENDMENT)
        if stance is not None and not decision.information:
            reluctant = self._speak(ref, stance, RELUCTANT)
            if reluctant and amendment is not None and self.chance.random() < AMENDED:
                self.walk(ref, amendment)
                self._speak(ref, stance, 0)
        return self.walk_any(ref, [choice for choice in self.likely(ref) if not choice.door.auto])

    def filled(self, post: str) -> Snapshot:
        """The rows with somebody at a vacant post from today on."""
        data, seq = {"post": post}, self.snapshot.head + 1
        entry = Entry(kind=Kind.HOLDER_APPOINTED, subject=post, on=self.day, seq=seq, data=data, texts={"name": FREE})
        snapshot = self.snapshot.copy()
        apply(snapshot, entry)
        return snapshot

    def _speak(self, ref: Ref, stance: Choice, reluctance: float) -> bool:
        """Every seat that takes part says what it thinks; whether somebody did not consent."""
        seats = [post.id for post in Facts(self.snapshot, ref).taking_part]
        against = self.chance.choice(seats) if seats and self.chance.random() < reluctance else None
        otherwise = Stance.OBJECT if self.chance.random() < OBJECTS else Stance.STAND_ASIDE
        for post in seats:
            said = {"post": post, "stance": otherwise if post == against else Stance.CONSENT, "reason": FREE}
            self._decide(ref, stance, {n: a for n, a in said.items() if n in (*stance.door.asks, *stance.door.may_ask)})
        return against is not None

    def hold(self, ref: Ref) -> None:
        """The meeting is held, with nearly everybody there."""
        item, room = self.item(ref), self.room(ref)
        doors = ((c, c.door.to) for c in self.world.choices.of(room, item.state))
        holding = next((c for c, to in doors if to is not None and Tag.HELD in room.state(to).means), None)
        if item.means(Tag.HELD) or holding is None:
            return
        seats = [p.id for p in self.snapshot.all(Post) if p.seat and self.snapshot.is_held_on(p.id, self.day)]
        there = [seat for seat in seats if self.chance.random() >= STAYS_AWAY] or seats
        self._decide(ref, holding, {"present": tuple((seat, None) for seat in there)})

    def _meeting_on(self, day: date) -> Ref:
        """The council's meeting that day, put in the calendar where there is none yet."""
        for row in self.snapshot.all(Meeting):
            ref = Ref(MEETING_SERIES, row.year, row.no)
            if row.day == day and row.kind in COUNCIL_MEETINGS and not self.snapshot.one(Item, *ref).ended:
                return ref
        told = {"kind": MeetingKind.ORDINARY.value}
        entry = meeting_registered(self.snapshot, self.world.meeting, day, self.day, self._secretary, {}, told)
        self.snapshot = self.snapshot.copy()
        apply(self.snapshot, replace(entry, seq=self.snapshot.head + 1))
        return ref_of(entry)

    def _decide(self, ref: Ref, choice: Choice, answers: Mapping[str, Any]) -> bool:
        """Ask the engine: first as the secretary would record it, then for everybody else whose deed it may be."""
        on, secretary = max(self.day, self.item(ref).last_on), self._secretary
        walk = Walk(ref, choice.name, answers, secretary, on, None, FREE)
        answer = decide(self.snapshot, self.world.book, walk)
        if not isinstance(answer, Accepted):
            facts = Facts(self.snapshot, ref, answers, on=on, hands_down=hands_down(choice.door))
            possible = possible_posts(facts, choice.door, on)
            first = secretary if secretary in possible else next(iter(possible), None)
            others = (replace(walk, deed_of=deed) for deed in possible if deed != first)
            tried = (decide(self.snapshot, self.world.book, other) for other in others)
            answer = next((found for found in tried if isinstance(found, Accepted)), answer)
        if not isinstance(answer, Accepted):
            return False
        before, self.snapshot = self.snapshot, answer.snapshot
        if not ref.series:
            self.heard(before, ref, choice, answer.entries)
        return True

    @property
    def _secretary(self) -> str:
        return self.snapshot.posts_with(Role.SECRETARY)[0]

    def _answers(self, item: Item, choice: Choice) -> Iterator[Mapping[str, Any]]:
        """Answers to a door that could fit, the likeliest first; the rules say which do."""
        asks = choice.door.asks
        fixed: dict[str, Any] = {
            name: FREE for name in asks if name not in ("owner", "due", "meeting", "decision", "body", "date")
        }
        if "due" in asks:
            fixed["due"] = self._deadline(item, choice)
        if "date" in asks:
            fixed["date"] = self.day
        if "meeting" in asks:
            fixed["meeting"] = self._meeting_asked(item.ref, choice)
        open_ = next((name for name in ("owner", "body", "decision") if name in asks), None)
        for value in self._values(item.ref.top, open_):
            yield {**fixed, open_: value} if open_ is not None else fixed
        if "meeting" in choice.door.may_ask and "meeting" not in asks and self.meetings.next(self.day) == self.day:
            yield {**fixed, "meeting": self._meeting_asked(item.ref, choice)}

    def _values(self, top: Ref, name: str | None) -> Sequence[Any]:
        match name:
            case "owner":
                posts = [post.id for post in self.snapshot.all(Post) if post.until is None and not post.vacant]
                self.chance.shuffle(posts)
                return posts
            case "body":
                return self.snapshot.one(Decision, top.year, top.no).bodies
            case "decision":
                every = (i for i in self.snapshot.all(Item) if not i.series and not i.a and i.means(Tag.ADOPTED))
                return [item.ref for item in every if item.ref != top]
            case _:
                return (None,)

    def _meeting_asked(self, ref: Ref, choice: Choice) -> Ref:
        """The next meeting; what is done in it is done once it is held."""
        meeting = self._meeting_on(self.meetings.next(self.day))
        if not puts_on_agenda(self.room(ref), choice):
            self.hold(meeting)
        return meeting

    def _deadline(self, item: Item, choice: Choice) -> date:
        """The deadline it has, or so long from now as its level gives; never after that of the case above."""
        if not hands_down(choice.door) and item.due is not None:
            return item.due
        due = later(self.day, TIME_FOR.get(Level(item.level), 60))
        return min(due, item.due) if item.due is not None else due
