"""What does not change while cases are on their way: machines, what their doors are, how long cases stay."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from slt_flow.desk.doors import judged_as_far_as_known
from slt_flow.desk.workflows.choices import Choice, Choices, Way, is_ratification
from slt_flow.desk.workflows.durations import Durations, Spread, Standard, standard
from slt_flow.engine.decide import hands_down, possible_posts
from slt_flow.engine.machine import Book, Room
from slt_flow.facts import Facts, Snapshot
from slt_flow.rows import Item, Post
from slt_flow.terms import Ref, Tag


@dataclass(frozen=True, slots=True)
class World:
    """The machines that cases walk, with what chance needs to know of them.

    Attributes:
        book: every machine that a case pins.
        meeting: the machine of meetings yet to come.
        choices: what the doors are.
        durations: how long cases stay.
    """

    book: Book
    meeting: Room
    choices: Choices
    durations: Durations
    _spreads: dict[tuple[str, str], Spread] = field(default_factory=dict)

    def spread(self, room: Room, state: str) -> Spread:
        """How the stays of a state are spread."""
        key = (room.pinned.digest, state)
        if key not in self._spreads:
            usual = usually(self.choices, room, state)
            self._spreads[key] = self.durations.spread(room.name, state, room.level, usual)
        return self._spreads[key]


def usually(choices: Choices, room: Room, state: str) -> Standard:
    """How long a case stays in a state where nothing is known of it."""
    ratified = any(is_ratification(choice.door) for choice in choices.of(room, state))
    return standard(room.level, room.state(state), ratified=ratified)


def puts_on_agenda(room: Room, choice: Choice) -> bool:
    """Whether through this door a case comes before a meeting."""
    return choice.door.to is not None and Tag.ON_AGENDA in room.state(choice.door.to).means


def waits_for_meeting(room: Room, choice: Choice) -> bool:
    """Whether a door is walked in a meeting, so that its day is the calendar's."""
    return "meeting" in choice.door.asks and not puts_on_agenda(room, choice)


def stands_open(book: Book, snapshot: Snapshot, ref: Ref, name: str, day: date) -> bool:
    """Whether a door of a case stands open for somebody, as far as its answers are known."""
    facts = Facts(snapshot, ref, on=day)
    door = book.door(facts, name)
    if door is None:
        return False
    may_come = ("meeting",) if "meeting" in door.may_ask else ()
    for deed in possible_posts(facts, door, day):
        seen = replace(facts, deed_of=deed, hands_down=hands_down(door))
        if not any(finding.blocks for finding in judged_as_far_as_known(seen, door, *may_come)):
            return True
    return False


def vacant_for(snapshot: Snapshot, room: Room, ref: Ref, choice: Choice, day: date) -> str | None:
    """The vacant post that a door waits for, where nobody else can walk it; whose move it is before any other."""
    if waits_for_meeting(room, choice):
        return None
    facts = Facts(snapshot, ref, on=day)
    posts = possible_posts(facts, choice.door, day)
    held = any(not post.vacant for post in map(partial(snapshot.one, Post), posts))
    return None if held else next(iter(posts), None)


def lacks_work(choices: Choices, room: Room, snapshot: Snapshot, item: Item) -> bool:
    """Whether there is nothing alive beneath a case that hands down work before it goes on."""
    if choices.one(room, item.state, Way.MORE) is None:
        return False
    below = snapshot.children(item.ref)
    alive = any(not child.means(Tag.SETTLED) or child.means(Tag.ACHIEVED) for child in below)
    led_on = any(c.leads_on and not c.door.auto and c.door.needs for c in choices.likely(room, item.state))
    return led_on and not alive
