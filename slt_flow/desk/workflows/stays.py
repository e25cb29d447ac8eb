"""The stays that a council's journal tells of: for every state, how long it was somebody's turn before they moved.

Each decision is folded anew from its own entries. A turn begins on the day a way forward stands open (the real rules
are asked), so that an assignment does not count as slow while its measures are under way. What was given up, taken to
another version, or is still open, tells only that it took longer. Voided entries are skipped, and so are states in
which a meeting is waited for: those days are the calendar's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from slt_flow.desk.workflows.choices import Choices, Way
from slt_flow.desk.workflows.durations import Stay
from slt_flow.desk.workflows.world import lacks_work, stands_open, usually, waits_for_meeting
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import Book, Room
from slt_flow.facts import Snapshot
from slt_flow.rows import Item
from slt_flow.terms import Ref, Tag

Observed = Mapping[tuple[str, str], Sequence[Stay]]
"""Stays by machine and state."""


class Stays:
    """What the journal tells, entry by entry.

    Attributes:
        observed: every stay, by machine and state.
        turns: for every open case, the day from which it is somebody's turn.
    """

    def __init__(self, frame: Snapshot, book: Book, choices: Choices) -> None:
        self.frame, self.book, self.choices = frame, book, choices
        self.observed: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        self.turns: dict[Ref, date] = {}

    def read(self, entries: Iterable[Entry], voided: frozenset[int], today: date) -> Stays:
        """Take in a whole journal, as it stands on a day."""
        cases: dict[Ref, list[Entry]] = defaultdict(list)
        for entry in entries:
            ref = Ref.parse(entry.subject)
            if ref is not None and not ref.series and entry.seq not in voided and entry.kind != Kind.TEXT_REDACTED:
                cases[ref.top].append(entry)
        for told in cases.values():
            self._follow(told, today)
        return self

    def _follow(self, told: Sequence[Entry], today: date) -> None:
        snapshot = self.frame.copy()
        for entry in told:
            ref = Ref.parse(entry.subject)
            before = snapshot.item(ref) if ref is not None else None
            apply(snapshot, entry)
            if ref is not None and entry.kind in (Kind.MOVED, Kind.REGISTERED, Kind.MIGRATED):
                self._moved(snapshot, ref, before, entry)
        for item in snapshot.all(Item):
            turn = self.turns.get(item.ref)
            if turn is not None and not item.series and not item.ended:
                self._note(item, max(0, (today - turn).days), ended=False)

    def _moved(self, snapshot: Snapshot, ref: Ref, before: Item | None, entry: Entry) -> None:
        now, on = snapshot.one(Item, *ref), entry.on
        turn = self.turns.pop(ref, None) if entry.from_state != entry.to_state else None
        if before is not None and turn is not None:
            cut_short = entry.kind == Kind.MIGRATED or (now.ended and not now.means(Tag.ACHIEVED))
            self._note(before, max(0, (on - turn).days), ended=not cut_short)
        for item in (now, *self._around(snapshot, ref)):
            if not self._may_go_on(snapshot, item, on):
                self.turns.pop(item.ref, None)
            else:
                self.turns.setdefault(item.ref, on)

    def _around(self, snapshot: Snapshot, ref: Ref) -> tuple[Item, ...]:
        above = snapshot.item(ref.parent) if ref.parent is not None else None
        return (*([above] if above is not None else ()), *snapshot.children(ref))

    def _may_go_on(self, snapshot: Snapshot, item: Item, on: date) -> bool:
        """Whether it is somebody's turn: a way forward stands open, or work is to be handed down first."""
        room = self.book.room(item.pin)
        if item.ended or waits_for_a_meeting(self.choices, room, item.state):
            return False
        if lacks_work(self.choices, room, snapshot, item):
            return True
        ways = (c for c in self.choices.likely(room, item.state) if c.leads_on and not c.door.auto)
        return any(stands_open(self.book, snapshot, item.ref, choice.name, on) for choice in ways)

    def _note(self, item: Item, days: int, *, ended: bool) -> None:
        room = self.book.room(item.pin)
        usual = usually(self.choices, room, item.state).median
        self.observed[(item.machine, item.state)].append(Stay(days, ended, item.level, usual))


def waits_for_a_meeting(choices: Choices, room: Room, state: str) -> bool:
    """Whether what stands in a state goes on in a meeting: its days are the calendar's, nobody's to be quick with."""
    if Tag.ON_AGENDA in room.state(state).means:
        return True
    ways = [c for c in choices.likely(room, state) if c.way is Way.FORWARD and not c.door.auto]
    return bool(ways) and all(waits_for_meeting(room, choice) for choice in ways)


def pins_in(entries: Iterable[Entry], voided: frozenset[int]) -> Iterator[str]:
    """The machines that cases ever walked, by the digests that entries name."""
    for entry in entries:
        if entry.kind in (Kind.REGISTERED, Kind.MIGRATED) and entry.seq not in voided:
            yield from (entry.data["pin"], *entry.data.get("pins", ()))
