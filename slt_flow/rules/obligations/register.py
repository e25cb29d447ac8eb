"""The register of obligations: a function's name is the clause's key, its keyword-only parameters the clause's numbers.

Each looks at one year, for the days on which its clause was in force and the council was followed up here, as things
stood on a day; it says how the obligation stands, by when it is to be kept, what shows it, and what to expect.
"""

from __future__ import annotations

import inspect
from calendar import isleap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from slt_flow.facts import Snapshot
from slt_flow.results import Notice, Obligation, Shown
from slt_flow.rows import Clause, Council, Decision, Evidence, Item, Meeting
from slt_flow.terms import MEETING_SERIES, Ref, Standing, Tag

SOON: Final = timedelta(days=90)
"""How long before its day an obligation of the whole year is told as due rather than not due yet."""

SHORTLY: Final = timedelta(days=14)
"""The same for what is due after each meeting or decision."""


class Outlook(NamedTuple):
    """What an obligation's function says: how it stands, its day, what shows it, what to expect."""

    standing: Standing
    due: date | None = None
    evidence: tuple[Shown, ...] = ()
    forecast: Notice | None = None
    since: date | None = None
    """The day it was broken, where that is not the day after its own."""


@dataclass(frozen=True, slots=True)
class Year:
    """What an obligation may see: the council's rows, the days it is judged for, and the day it is judged on.

    Attributes:
        snapshot: every row of the council.
        year: the calendar year.
        first: the first day that counts: of the year, of the clause, and of the follow-up here.
        last: the last day that counts.
        on: the day it is seen from.
        clause: the clause's key.
    """

    snapshot: Snapshot
    year: int
    first: date
    last: date
    on: date
    clause: str

    @property
    def over(self) -> bool:
        """Whether the last day has passed."""
        return self.on > self.last

    def share(self, count: int) -> int:
        """What a count of a whole year comes to in the days that count: rounded down, at least one."""
        days = (self.last - self.first).days + 1
        return max(1, count * days // (366 if isleap(self.year) else 365)) if count else 0

    def within(self, day: date | None) -> bool:
        """Whether a day counts."""
        return day is not None and self.first <= day <= self.last

    def case(self, meeting: Meeting) -> Item:
        """A meeting as a case with a state."""
        return self.snapshot.one(Item, *Ref(MEETING_SERIES, meeting.year, meeting.no))

    def meetings(self, *kinds: str) -> tuple[tuple[Meeting, Item], ...]:
        """The meetings of these kinds in the days that count, in their order, cancelled ones left out."""
        rows = [m for m in self.snapshot.all(Meeting) if m.kind in kinds and self.within(m.day)]
        both = [(m, self.case(m)) for m in rows]
        alive = [(m, item) for m, item in both if not item.ended or item.means(Tag.HELD)]
        return tuple(sorted(alive, key=lambda each: (each[0].day, each[0].no)))

    def held(self, *kinds: str) -> tuple[Shown, ...]:
        """Those of them that were held."""
        return tuple(Shown(str(item.ref), m.day) for m, item in self.meetings(*kinds) if item.means(Tag.HELD))

    def planned(self, *kinds: str) -> tuple[Shown, ...]:
        """Those of them that are still to be held."""
        return tuple(Shown(str(item.ref), m.day) for m, item in self.meetings(*kinds) if not item.means(Tag.HELD))

    def told(self) -> tuple[Shown, ...]:
        """What people recorded as evidence for the clause."""
        rows = (e for e in self.snapshot.all(Evidence) if e.clause == self.clause and self.within(e.on))
        return tuple(Shown(f"clause:{self.clause}", e.on, e.note) for e in sorted(rows, key=lambda e: (e.on, e.seq)))

    def decisions(self, kind: str | None = None) -> tuple[tuple[Decision, Item], ...]:
        """The adopted decisions of a kind (None: of any), in their order."""
        rows = (d for d in self.snapshot.all(Decision) if d.adopted_on is not None and kind in (None, d.kind))
        both = ((d, self.snapshot.one(Item, *Ref("", d.year, d.no))) for d in rows)
        return tuple(sorted(both, key=lambda each: each[1].ref))

    def open_until(self, due: date, *, horizon: timedelta = SOON) -> Standing:
        """How what is not done stands before its day, in the time shortly before it, and after it."""
        if self.on > due:
            return Standing.BROKEN
        return Standing.DUE if self.on >= due - horizon else Standing.NOT_DUE

    def counted(self, done: Sequence[Shown], needed: int, planned: Sequence[Shown] = ()) -> Outlook:
        """So many times in the days that count."""
        still = [each for each in planned if each.on is not None and each.on >= self.on]
        told = {"done": len(done), "needed": needed, "planned": len(still), "next": still[0].on if still else None}
        if len(done) >= needed:
            return Outlook(Standing.KEPT, self.last, tuple(done), Notice("enough", told))
        enough = len(done) + len(still) >= needed
        short = "not_enough_planned" if still else "none_planned"
        code = "too_few" if self.over else "on_the_way" if enough else short
        missing = needed - len(done) - len(still)
        return Outlook(self.open_until(self.last), self.last, tuple(done), Notice(code, {**told, "missing": missing}))

    def each(self, kept: Iterable[Shown], waiting: Iterable[Shown], late: str, ahead: str) -> Outlook:
        """Something for each of several cases by a day of its own: `waiting` tells the cases with their days."""
        shown = tuple(kept)
        open_ = sorted(waiting, key=lambda each: (each.on or date.max, each.ref))
        if not open_:
            standing = Standing.KEPT if shown else Standing.NOT_DUE
            return Outlook(standing, None, shown)
        first = open_[0].on or self.last
        overdue = tuple(each.ref for each in open_ if each.on is not None and each.on < self.on)
        standing = self.open_until(first, horizon=SHORTLY)
        if standing == Standing.NOT_DUE and shown:
            standing = Standing.KEPT
        refs = overdue or (open_[0].ref,)
        return Outlook(standing, first, shown, Notice(late if overdue else ahead, {"refs": refs, "day": first}))


Look = Callable[..., Outlook]


@dataclass(frozen=True, slots=True)
class Obliged:
    """A registered obligation with the standards for numbers that an agreement leaves open."""

    name: str
    look: Look
    standards: Mapping[str, Any]


REGISTER: Final[dict[str, Obliged]] = {}
"""Every obligation by its clause's key."""

ADVISED: Final[Mapping[str, Mapping[str, int]]] = {"meetings_are_held": {"per_year": 4}}
"""What the national guidance for police councils advises beyond what an agreement may say; never a demand."""


def obligation(look: Look) -> Look:
    """Register an obligation under its function's name."""
    numbers = [p for p in inspect.signature(look).parameters.values() if p.kind is p.KEYWORD_ONLY]
    REGISTER[look.__name__] = Obliged(look.__name__, look, {p.name: p.default for p in numbers})
    return look


def _at_every_door(_: Year, **numbers: Any) -> Outlook:
    """A rule that a door asks each time: it cannot be broken here, so there is nothing to wait for."""
    return Outlook(Standing.KEPT, None, (), Notice("at_every_door", {}))


_GUARDED: Final = Obliged("", _at_every_door, {})


def judged(snapshot: Snapshot, year: int, on: date) -> tuple[Obligation, ...]:
    """How every clause that was in force in a year stands on a day, in the agreement's order.

    A clause that an agreement replaced meanwhile is told once for the days of each.
    """
    opened = snapshot.one(Council).opened
    found = []
    for clause in sorted(snapshot.all(Clause), key=lambda c: (c.place, c.since)):
        first, last = _days_in_force(clause, year, opened)
        if first > last:
            continue
        found.append(_judged(snapshot, clause, year, max(first, opened), last, on))
    return tuple(found)


def _broken_since(outlook: Outlook) -> date | None:
    if outlook.standing != Standing.BROKEN or outlook.since is not None or outlook.due is None:
        return outlook.since
    return outlook.due + timedelta(days=1)


def _days_in_force(clause: Clause, year: int, opened: date) -> tuple[date, date]:
    """An agreement that was in force when the follow-up began was so before it; what lies there is unknown."""
    begun = date(year, 1, 1) if clause.since <= opened else max(clause.since, date(year, 1, 1))
    last = date(year, 12, 31)
    return begun, last if clause.until is None else min(last, clause.until - timedelta(days=1))


def _judged(snapshot: Snapshot, clause: Clause, year: int, first: date, last: date, on: date) -> Obligation:
    obliged = REGISTER.get(clause.clause, _GUARDED)
    numbers = {**obliged.standards, **clause.numbers}
    if first > last:
        outlook = Outlook(Standing.UNKNOWN)
    else:
        seen = Year(snapshot, year, first, last, on, clause.clause)
        told = {name: tuple(n) if isinstance(n, list) else n for name, n in numbers.items()}
        outlook = obliged.look(seen, **told)
    advised = {
        name: number
        for name, number in ADVISED.get(clause.clause, {}).items()
        if isinstance(clause.numbers.get(name), int) and clause.numbers[name] < number
    }
    return Obligation(
        clause=clause.clause,
        ref=clause.ref,
        text=clause.text,
        kept_by=clause.kept_by,
        since=first if first > date(year, 1, 1) else None,
        until=last if last < date(year, 12, 31) else None,
        verdict=outlook.standing,
        due=outlook.due,
        broken_since=_broken_since(outlook),
        evidence=outlook.evidence,
        forecast=outlook.forecast,
        advice=Notice("advised", advised) if advised else None,
    )
