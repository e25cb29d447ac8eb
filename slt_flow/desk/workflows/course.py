"""One decision on its way through time: who does what next, and when; until it has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, NamedTuple

from slt_flow.desk.workflows.choices import Choice, Way, in_order
from slt_flow.desk.workflows.deeds import Deeds
from slt_flow.desk.workflows.durations import FILLED, drawn
from slt_flow.desk.workflows.meeting_days import MeetingDays, later
from slt_flow.desk.workflows.world import World, lacks_work, stands_open, vacant_for, waits_for_meeting
from slt_flow.engine.decide import hands_down
from slt_flow.engine.entries import Entry, Kind
from slt_flow.facts import Facts, Snapshot
from slt_flow.rows import Holding, Item, Post
from slt_flow.terms import Ref, Role, Tag

LONGEST: Final = 3650
"""A case that has not ended after ten years (in days) is given up following."""

MOST_STEPS: Final = 500
"""More steps than any case on its way to an end takes."""

MEETING: Final = "meeting"
"""What is waited for where it is nobody's move before the council meets."""


class Place(NamedTuple):
    """Where a case waits: its ref, pinned machine and state, level, and whose move it is (a role, or `MEETING`).

    `vacant` says that it waits for a post to be filled.
    """

    ref: Ref
    pin: str
    state: str
    level: str
    waits_on: str
    post: str | None
    vacant: bool = False


@dataclass(slots=True)
class _Plan:
    """What a case does next (None: its meeting deals with it), and when; no day while it waits for others.

    `vacant` is the post that has to be filled first; `due` is then the day it is.
    """

    choice: Choice | None
    due: date | None = None
    vacant: str | None = None


def _never(_: Snapshot) -> bool:
    return False


class Course:
    """One decision from a day on.

    Attributes:
        day: the day it is.
        reached: the day it was first carried out.
        walked: how many deeds there were.
        concluded_by: what the last door of the decision itself was to it.
        waits: for every place, the days that were waited there; a day is shared by those whose turn it is.
        took: every case that reached what it was for: its level, and the days from its birth to the first time.
    """

    def __init__(
        self,
        world: World,
        begin: Snapshot,
        top: Ref,
        day: date,
        chance: Random,
        meetings: MeetingDays,
        turns: Mapping[Ref, date] | None = None,
        is_over: Callable[[Snapshot], bool] = _never,
    ) -> None:
        """`turns` are the days from which it is each case's turn already; `is_over` says when nobody need go on."""
        self._deeds = Deeds(world, begin, day, chance, meetings, self._hear)
        self._world, self._chance, self._meetings, self._is_over = world, chance, meetings, is_over
        self._turns, self._plans = turns or {}, dict[Ref, _Plan]()
        self._filled: dict[str, date] = {}
        self.top, self.day = top, day
        self.reached: date | None = None
        self.walked = 0
        self.concluded_by: Way | None = None
        self.waits: dict[Place, float] = defaultdict(float)
        self.took: dict[Ref, tuple[str, int]] = {}

    @property
    def snapshot(self) -> Snapshot:
        """The rows as they stand."""
        return self._deeds.snapshot

    @property
    def item(self) -> Item:
        """The decision as it stands."""
        return self.snapshot.one(Item, *self.top)

    def run(self) -> Course:
        """Walk until it has ended, is over, or is given up following."""
        self._pass(max(self.day, *(item.last_on for item in self._open()), self.day))
        last = later(self.day, LONGEST)
        self._filled = {post: self._day_filled(post) for post in self._vacant()}
        for item in self._open():
            self._plan(item.ref, self._turns.get(item.ref))
        while not (self.item.ended or self._is_over(self.snapshot)) and self.walked < MOST_STEPS:
            next_ = self._next()
            if next_ is None or next_[0] > last:
                break
            self._pass(next_[0])
            self._act(next_[1])
            self.walked += 1
        return self

    def _open(self) -> list[Item]:
        return sorted((i for i in self.snapshot.case(self.top) if not i.series and not i.ended), key=lambda i: i.ref)

    def _pass(self, day: date) -> None:
        """Let time pass; each day is shared by those whose turn it is."""
        passed = (day - self.day).days
        acting = self._acting() if self.reached is None and passed else ()
        for ref in acting:
            self.waits[self._place(ref)] += passed / len(acting)
        self.day = self._deeds.day = day
        for post in [post for post, filled in self._filled.items() if filled <= day]:
            self._deeds.snapshot = self._deeds.filled(post)
            del self._filled[post]

    def _acting(self) -> Sequence[Ref]:
        """Whose turn it is; who might drop what is nobody's move is not waited for while others are at work."""
        every = {ref: plan.choice for ref, plan in self._plans.items() if plan.due is not None}
        awaited = [r for r, c in every.items() if c is None or c.leads_on or self._deeds.item(r).waits_on is not None]
        return awaited or list(every)

    def _vacant(self) -> list[str]:
        return sorted(post.id for post in self.snapshot.all(Post) if post.vacant and post.until is None)

    def _day_filled(self, post: str) -> date:
        """The day a vacant post is filled, counted from the day it became vacant."""
        empty = (held.since for held in self.snapshot.all(Holding) if held.post == post and held.until is None)
        lasted = (self.day - next(empty, self.day)).days
        return later(self.day, round(drawn(FILLED, self._chance, max(0, lasted))))

    def _next(self) -> tuple[date, Ref] | None:
        """Who acts next, and when; where everybody waits for another, somebody looks for another way."""
        if not any(plan.due for plan in self._plans.values()):
            ways = [(i.ref, c) for i in self._open() for c in self._around(i.ref) if self._is_open(i.ref, c)]
            kept = [(ref, choice) for ref, choice in ways if choice.way is not Way.GIVEN_UP] or ways
            if kept:
                weights = [choice.weight for _, choice in kept]
                self._set(*self._chance.choices(kept, weights)[0])
        return min(((plan.due, ref) for ref, plan in self._plans.items() if plan.due is not None), default=None)

    def _around(self, ref: Ref) -> Iterator[Choice]:
        """The doors by which a case that cannot go on gets moving: another owner, else a setback."""
        for choice in self._world.choices.of(self._deeds.room(ref), self._deeds.item(ref).state):
            if choice.way is Way.OTHER_OWNER:
                yield choice._replace(weight=100)
            elif choice.weight and not choice.door.auto:
                yield choice

    def _place(self, ref: Ref) -> Place:
        """Where a case waits, and for whom: a meeting, or the post whose move it is."""
        item, choice, vacant = self._deeds.item(ref), self._plans[ref].choice, self._plans[ref].vacant
        if choice is None or waits_for_meeting(self._deeds.room(ref), choice):
            return Place(ref, item.pin, item.state, item.level, MEETING, None)
        role = Role(item.waits_on or next(iter(choice.door.by), Role.SECRETARY))
        post = vacant if vacant is not None else self._post(item, role)
        return Place(ref, item.pin, item.state, item.level, role.value, post, vacant is not None)

    def _post(self, item: Item, role: Role) -> str | None:
        if role is Role.OWNER:
            return item.owner
        if role is Role.PARENT_OWNER:
            above = self.snapshot.item(item.ref.parent) if item.ref.parent is not None else None
            return above.owner if above is not None else None
        asked = Role.SECRETARY if role in (Role.APPROVER, Role.MEMBER) else role
        return next(iter(self.snapshot.posts_with(asked)), None)

    def _plan(self, ref: Ref, since: date | None = None) -> None:
        """Choose what a case does next, now that it stands where it stands."""
        item, choices = self._deeds.item(ref), self._deeds.likely(ref)
        if item.ended or not choices:
            self._plans.pop(ref, None)
        elif item.means(Tag.ON_AGENDA):
            self._plans[ref] = _Plan(None, self._day_of_the_item(ref))
        else:
            self._set(ref, in_order(choices, self._chance)[0], since)

    def _set(self, ref: Ref, choice: Choice, since: date | None = None) -> None:
        plan = self._plans[ref] = _Plan(choice)
        plan.vacant = self._waits_to_be_filled(ref, choice) if self._filled else None
        if plan.vacant is not None:
            plan.due = self._filled[plan.vacant]
        elif choice.door.auto or (choice.leads_on and not self._is_open(ref, choice)):
            return
        elif waits_for_meeting(self._deeds.room(ref), choice):
            plan.due = self._meetings.next(self.day)
        else:
            plan.due = self._after_a_stay(ref, (self.day - since).days if since is not None else 0)

    def _waits_to_be_filled(self, ref: Ref, choice: Choice) -> str | None:
        """The vacant post that stands in the way, and it alone."""
        post = vacant_for(self.snapshot, self._deeds.room(ref), ref, choice, self.day)
        if post not in self._filled:
            return None
        filled = self._deeds.filled(post)
        ready = self._lacks_work(ref) or stands_open(self._world.book, filled, ref, choice.name, self.day)
        return post if ready or not choice.leads_on else None

    def _after_a_stay(self, ref: Ref, lasted: int = 0) -> date:
        spread = self._world.spread(self._deeds.room(ref), self._deeds.item(ref).state)
        days = round(drawn(spread, self._chance, max(0, lasted)))
        return later(self.day, days)

    def _day_of_the_item(self, ref: Ref) -> date:
        """The day its meeting is held; where it was held already, whenever somebody sees to it."""
        facts = Facts(self.snapshot, ref)
        case = facts.meeting_item
        if facts.meeting is None or case is None or case.means(Tag.HELD):
            return self._after_a_stay(ref)
        return max(facts.meeting.day, self.day)

    def _is_open(self, ref: Ref, choice: Choice) -> bool:
        """Whether a door stands open as far as its answers are known, or will once work is handed down."""
        if choice.leads_on and self._lacks_work(ref):
            return True
        return stands_open(self._world.book, self.snapshot, ref, choice.name, self.day)

    def _lacks_work(self, ref: Ref) -> bool:
        return lacks_work(self._world.choices, self._deeds.room(ref), self.snapshot, self._deeds.item(ref))

    def _act(self, ref: Ref) -> None:
        plan = self._plans[ref]
        if plan.vacant is not None and plan.choice is not None:
            self._set(ref, plan.choice)
            return
        plan.due = None
        done = self._deeds.deal_with(ref) if plan.choice is None else self._do(ref, plan.choice)
        if not done:
            plan.due = self._meetings.next(later(self.day, 1))

    def _do(self, ref: Ref, choice: Choice) -> bool:
        """Walk the door that was chosen, else another; whether there is nothing to come back for."""
        likely = [other for other in self._deeds.likely(ref) if not other.door.auto and other.name != choice.name]
        if choice.leads_on and self._lacks_work(ref):
            self._deeds.hand_down(ref)
        if self._deeds.walk(ref, choice):
            if choice.leads_on and hands_down(choice.door):
                self._deeds.hand_down(ref, already=1)
            return True
        if choice.leads_on and not self._is_open(ref, choice):
            return True  # somebody else moves first
        if choice.leads_on and "meeting" in choice.door.may_ask and self._meetings.next(self.day) > self.day:
            return False  # it takes a meeting
        return self._deeds.walk_any(ref, likely)

    def _hear(self, before: Snapshot, walked: Ref, choice: Choice, entries: Sequence[Entry]) -> None:
        """Whoever was moved plans anew; whoever waits looks whether it is their turn now."""
        if walked == self.top:
            self.concluded_by = choice.way
        moved = {ref for e in entries if e.kind in (Kind.MOVED, Kind.REGISTERED) and (ref := Ref.parse(e.subject))}
        for ref in sorted(moved):
            now, was = self._deeds.item(ref), before.item(ref)
            if now.means(Tag.ACHIEVED) and not (was is not None and was.means(Tag.ACHIEVED)):
                self.took.setdefault(ref, (now.level, (self.day - now.born).days))
            self._plan(ref)
        if self.reached is None and self.item.means(Tag.ACHIEVED):
            self.reached = self.day
        if walked not in moved and not self._deeds.item(walked).means(Tag.ON_AGENDA):
            self._plan(walked)
        for ref, plan in self._plans.items():
            waits = plan.due is None and plan.choice is not None and plan.choice.leads_on and not plan.choice.door.auto
            near = waits and ref not in moved and any(m.is_parent_of(ref) or ref.is_parent_of(m) for m in moved)
            if near and plan.choice is not None:
                self._set(ref, plan.choice)
