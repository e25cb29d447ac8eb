"""Register of obligations: a function's name is the clause's key, its keyword-only parameters the clause's numbers.

Each looks at one year, for the days on which its clause was in force and the council was followed up here, as things
stood on a day; it says how the obligation stands, by when it is to be kept, what shows it, and what to expect.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from slt_flow.model import Clause, Council, Decision, Evidence, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.results.year import Obligation, Shown
from slt_flow.rules.register import numbers_in, numbers_of
from slt_flow.terms import Judge, Standing, Tag

SOON: Final = timedelta(days=90)
"""Time before its day in which an obligation of the whole year is due rather than not due yet."""

SHORTLY: Final = timedelta(days=14)
"""The same for obligations that are due after each meeting or decision."""

ADVISED_DAYS: Final = 30
"""Days advised for what an agreement asks after each meeting or decision without a number."""


class Outlook(NamedTuple):
    """Outlook of an obligation: how it stands, its day, the evidence, a forecast, and what stands beside it."""

    standing: Standing
    due: date | None = None
    evidence: tuple[Shown, ...] = ()
    forecast: Notice | None = None
    since: date | None = None
    """The day it was broken, where that is not the day after its own."""
    advice: Notice | None = None
    """Advice that was passed: a number that nobody agreed."""
    beside: tuple[Notice, ...] = ()
    """Facts that change nothing of the verdict."""

    def with_refs(self, code: str, refs: Iterable[str], **facts: object) -> Outlook:
        """Return this outlook with some cases beside the verdict, where there are any."""
        named = tuple(refs)
        return self._replace(beside=(*self.beside, Notice(code, {"refs": named, **facts}))) if named else self


class Task(NamedTuple):
    """Task that follows a meeting or a decision: the case, the day it follows, and what showed it done."""

    ref: str
    follows: date
    done: Shown | None = None

    @property
    def done_on(self) -> date | None:
        """The day it was done, None while it is not."""
        return self.done.on if self.done is not None else None


def shown_by(evidence: Iterable[Shown], without: Standing = Standing.NOT_DUE) -> Outlook:
    """Judge what is kept as soon as anything shows it; `without` is how it stands until then."""
    shown = tuple(evidence)
    return Outlook(Standing.KEPT if shown else without, None, shown)


class Line(NamedTuple):
    """Line of what is counted: of the council, or of one group of several; what was done, and what is planned."""

    done: Sequence[Shown]
    planned: Sequence[Shown] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a clause: the council's rows, the days that count, and the day on which it is judged.

    Attributes:
        snapshot: every row of the council, as things stood on the day it is seen from, or at the end of a past year.
        year: the calendar year.
        first: the first day that counts: of the year, of the clause, and of the follow-up here.
        last: the last day that counts.
        on: the day it is seen from.
        clause: the clause's key.
        begun: the first day that the clause was in force and the council followed up here, in whatever year.
        later: the rows as things stand on the day it is seen from, for the few acts that count after the year.
    """

    snapshot: Snapshot
    year: int
    first: date
    last: date
    on: date
    clause: str
    begun: date
    later: Snapshot

    @property
    def over(self) -> bool:
        """True once the last day has passed."""
        return self.on > self.last

    @property
    def first_whole(self) -> int:
        """The first year of which duties of a whole year are asked: six months of it at least are followed up."""
        return self.begun.year + (not is_half_a_year(self.begun, date(self.begun.year, 12, 31)))

    @property
    def is_judged_whole(self) -> bool:
        """True where duties of a whole year are judged."""
        return self.year >= self.first_whole

    def parts(self, rhythm: int | tuple[int, ...]) -> Iterator[tuple[Year, int]]:
        """Yield the parts of the year with what is asked in each: a single number is asked of the whole year.

        What is asked of the days that count is rounded to the nearest, halves down.
        """
        counts = rhythm if isinstance(rhythm, tuple) else (rhythm,)
        months = 12 // len(counts)
        for place, count in enumerate(counts):
            begins = date(self.year, 1 + place * months, 1)
            last_month = (place + 1) * months
            ends = date(self.year, last_month, monthrange(self.year, last_month)[1])
            part = replace(self, first=max(self.first, begins), last=min(self.last, ends))
            if part.first <= part.last:
                days, whole = (part.last - part.first).days + 1, (ends - begins).days + 1
                yield part, -((whole - 2 * count * days) // (2 * whole))

    def within(self, day: date | None) -> bool:
        """Return whether a day counts."""
        return day is not None and self.first <= day <= self.last

    def meetings(self, *kinds: str) -> tuple[tuple[Meeting, Item], ...]:
        """Return the meetings of some kinds in the days that count, in their order, without cancelled ones."""
        rows = [m for m in self.snapshot.all(Meeting) if m.kind in kinds and self.within(m.day)]
        both = [(m, self.snapshot.case_of(m)) for m in rows]
        alive = [(m, item) for m, item in both if not item.is_called_off]
        return tuple(sorted(alive, key=lambda both: (both[0].day, both[0].no)))

    def held(self, *kinds: str) -> tuple[Shown, ...]:
        """Return those of them that were held."""
        held = ((m, item) for m, item in self.meetings(*kinds) if item.has(Tag.HELD) and m.day <= self.on)
        return tuple(Shown(str(item.ref), m.day) for m, item in held)

    def planned(self, *kinds: str) -> tuple[Shown, ...]:
        """Return those of them that are still to be held."""
        return tuple(Shown(str(item.ref), m.day) for m, item in self.meetings(*kinds) if not item.has(Tag.HELD))

    def recorded(self, since: date | None = None) -> tuple[Shown, ...]:
        """Return the evidence that people recorded for the clause in the days that count, or from another day on."""
        since, until = since or self.first, min(self.last, self.on)
        rows = (e for e in self.snapshot.all(Evidence) if e.clause == self.clause and since <= e.on <= until)
        return tuple(Shown(f"clause:{self.clause}", e.on, e.note) for e in sorted(rows, key=lambda e: (e.on, e.seq)))

    def decisions(self, kind: str | None = None) -> tuple[tuple[Decision, Item], ...]:
        """Return the adopted decisions of a kind (None: of any) that stand, in their order: none that was rescinded."""
        rows = (d for d in self.snapshot.all(Decision) if d.adopted_on is not None and kind in (None, d.kind))
        both = ((d, self.snapshot.case_of(d)) for d in rows)
        return tuple(sorted(((d, i) for d, i in both if i.has(Tag.ADOPTED)), key=lambda both: both[1].ref))

    def open_until(self, due: date, *, horizon: timedelta = SOON) -> Standing:
        """Return how an obligation stands that is not kept yet, by the time left until its day."""
        if self.on > due:
            return Standing.BROKEN
        return Standing.DUE if self.on >= due - horizon else Standing.NOT_DUE

    def by_the_end(self) -> Standing:
        """Return the same for one of a whole year; a clause that ended before the year did asks no more."""
        return self.open_until(self.last) if self.last == date(self.year, 12, 31) else Standing.NOT_DUE

    def unmet(self, shown: Sequence[Shown], forecast: Notice | None) -> Outlook:
        """Judge a duty of a whole year that is not kept yet; one of a few months in its end is not judged."""
        if not self.is_judged_whole:
            return Outlook(Standing.NOT_DUE, None, tuple(shown), forecast, beside=(Notice("too_short", {}),))
        return Outlook(self.by_the_end(), self.last, tuple(shown), forecast)

    def counted(self, rhythm: int | tuple[int, ...], *lines: Line) -> Outlook:
        """Judge what is asked a number of times in the year, or in each of its equal parts, of every line alike."""
        parts = [(count, part._asked(count, lines)) for part, count in self.parts(rhythm)]
        outlooks = [outlook for _, outlook in parts]
        asked = [outlook for count, outlook in parts if count]
        first = min(asked or outlooks, key=lambda outlook: _GRAVEST.index(outlook.standing))
        evidence = tuple(shown for outlook in outlooks for shown in outlook.evidence)
        beside: tuple[Notice, ...] = ()
        if isinstance(rhythm, tuple):
            tallies = tuple(f"{len(outlook.evidence)}/{count * len(lines)}" for count, outlook in parts)
            beside += (Notice("by_part", {"parts": tallies}),)
        if (self.first, self.last) != (date(self.year, 1, 1), date(self.year, 12, 31)):
            whole = (sum(rhythm) if isinstance(rhythm, tuple) else rhythm) * len(lines)
            needed = sum(count for count, _ in parts) * len(lines)
            beside += (Notice("part_of_a_year", {"needed": needed, "whole": whole}),)
        return first._replace(evidence=evidence, beside=beside)

    def once(self, *lines: Line) -> Outlook:
        """Judge what is asked regularly without a number: of a whole year once at the least."""
        outlook = self._asked(1, lines)
        is_judged = self.is_judged_whole or outlook.standing == Standing.KEPT
        return outlook if is_judged else self.unmet(outlook.evidence, None)

    def _asked(self, count: int, lines: Sequence[Line]) -> Outlook:
        """Judge what is asked so many times of each line in the days that count; of several, none for another."""
        most = count if len(lines) > 1 else None
        done = self._dated((line.done for line in lines), most)
        still = [s for s in self._dated((line.planned for line in lines), most) if s.on is not None and s.on >= self.on]
        needed = count * len(lines)
        if not needed:
            return shown_by(done)
        numbers = {"done": len(done), "needed": needed, "planned": len(still), "next": still[0].on if still else None}
        if len(done) >= needed:
            return Outlook(Standing.KEPT, self.last, tuple(done), Notice("enough", numbers))
        missing, short = needed - len(done) - len(still), "not_enough_planned" if still else "none_planned"
        code = "too_few" if self.over else "on_the_way" if missing <= 0 else short
        forecast = Notice(code, {**numbers, "missing": missing})
        horizon = min(SOON, (self.last - self.first) / 4)
        return Outlook(self.open_until(self.last, horizon=horizon), self.last, tuple(done), forecast)

    def _dated(self, lines: Iterable[Iterable[Shown]], most: int | None) -> list[Shown]:
        rows = (shown for line in lines for shown in [s for s in line if self.within(s.on)][:most])
        return sorted(rows, key=lambda shown: str(shown.on))

    def followed(self, tasks: Iterable[Task], within_days: int, *, late: str, ahead: str, lost: str) -> Outlook:
        """Judge what is asked after each meeting or decision.

        The agreed number of days binds; where none is agreed, the advised one is advice, and the thing itself is
        demanded by the end of the year, or by the advised day where that comes later. What was done after all in the
        year is kept, and shown as late.

        Args:
            tasks: each with the day that its time counts from.
            within_days: the agreed number, 0 for none.
            late, ahead, lost: the codes of its forecast: overdue, still to come, done after the year and so in vain.
        """
        kept: list[Shown] = []
        waiting: list[Shown] = []
        too_late: list[Shown] = []
        passed: list[Task] = []
        is_near = False
        for task in tasks:
            soon = task.follows + timedelta(days=within_days or ADVISED_DAYS)
            limit = max(date(self.year, 12, 31), soon)
            if (task.done_on or self.on) > soon:
                passed.append(task)
            if task.done is not None and (task.done_on or limit) <= limit:
                kept.append(task.done)
            else:
                rows = waiting if task.done is None else too_late
                rows.append(Shown(task.ref, soon if within_days else limit))
                is_near = is_near or self.on >= soon - SHORTLY
        outlook = self.by_days(kept, (*waiting, *too_late), late, ahead)
        if too_late and not any(shown.on is not None and shown.on < self.on for shown in waiting):
            outlook = outlook._replace(forecast=Notice(lost, {"refs": tuple(shown.ref for shown in too_late)}))
        if is_near and outlook.standing in (Standing.NOT_DUE, Standing.KEPT):
            outlook = outlook._replace(standing=Standing.DUE)
        if not within_days:
            refs = tuple(task.ref for task in passed)
            return outlook._replace(advice=Notice("passed", {"refs": refs, "days": ADVISED_DAYS}) if refs else None)
        return outlook.with_refs("was_late", (task.ref for task in passed if task.done in kept))

    def by_days(self, kept: Iterable[Shown], waiting: Iterable[Shown], late: str, ahead: str) -> Outlook:
        """Judge what is asked of several cases, of each by its own day: `waiting` are the cases with their days."""
        shown = tuple(kept)
        open_ = sorted(waiting, key=lambda shown: (shown.on or date.max, shown.ref))
        if not open_:
            return shown_by(shown)
        first = open_[0].on or self.last
        overdue = tuple(shown.ref for shown in open_ if shown.on is not None and shown.on < self.on)
        standing = self.open_until(first, horizon=SHORTLY)
        if standing == Standing.NOT_DUE and shown:
            standing = Standing.KEPT
        refs = overdue or (open_[0].ref,)
        return Outlook(standing, first, shown, Notice(late if overdue else ahead, {"refs": refs, "day": first}))


_GRAVEST: Final = (Standing.BROKEN, Standing.DUE, Standing.NOT_DUE, Standing.KEPT)
"""How the parts of a year can stand, the gravest first: the gravest is the verdict on the year."""


def is_half_a_year(first: date, last: date) -> bool:
    """Return True where six whole months lie between two days, both included."""
    after = last + timedelta(days=1)
    return 12 * (after.year - first.year) + after.month - first.month - (after.day < first.day) >= 6


Look = Callable[..., Outlook]


class Obliged(NamedTuple):
    """A registered obligation with its judges, and the standards for numbers that an agreement leaves open."""

    look: Look
    judges: tuple[Judge, ...]
    standards: Mapping[str, Any]
    kinds: Mapping[str, str]

    @property
    def by_people(self) -> bool:
        """True where people record that it was kept."""
        return Judge.PEOPLE in self.judges


REGISTER: Final[dict[str, Obliged]] = {}
"""Every obligation by its clause's key."""

NOBODY: Final = "nobody"
"""How an agreement says that a clause stands as text and is not judged."""

_ADVISED: Final = {
    "meetings_are_held": 4,
    "coordination_meetings_are_held": 2,
    "prevention_unit_is_met": 2,
    "youth_council_is_heard": 2,
}
"""Times a year advised beyond what an agreement may say, never a demand: four meetings by the national guidance for
police councils, and twice a year for what an agreement calls regular without a number."""

_COUNTS: Final = ("per_year", "days_per_week")
"""Numbers by which a clause asks for something so many times, and so for less in a part of a year."""


def obligation_of(*judges: Judge) -> Callable[[Look], Look]:
    """Register an obligation under its function's name.

    Args:
        judges: the year, where its verdict can be "broken"; people, where it counts what they recorded. None where it
            only shows what the rule of its name let through.
    """

    def register(look: Look) -> Look:
        REGISTER[look.__name__] = Obliged(look, judges, *numbers_of(look))
        return look

    return register


obligation: Final = obligation_of(Judge.YEAR)


def _at_every_action(_: Year, **numbers: Any) -> Outlook:
    """Judge a clause whose rule every action asks: it cannot be broken here."""
    return Outlook(Standing.KEPT, None, (), Notice("at_every_action", {}))


_GUARDED: Final = Obliged(_at_every_action, (), {}, {})


def judged(snapshot: Snapshot, year: int, on: date, later: Snapshot | None = None) -> tuple[Obligation, ...]:
    """Judge every clause that was in force in a year as it stands on a day, in the agreement's order.

    A clause that a newer agreement replaced meanwhile is judged once for the days of each.

    Args:
        snapshot: every row of the council on that day; of a year that is over, as they were at its end.
        year: the calendar year.
        on: the day.
        later: the rows on that day, where the year is over.
    """
    opened = snapshot.one(Council).opened
    obligations = []
    for clause, begun in _in_force(snapshot):
        first, last = _days_in_force(snapshot, clause, year, opened)
        if first <= last and clause.since <= max(last, opened) and not _asked_later(snapshot, clause, last):
            seen = Year(
                snapshot, year, max(first, opened), last, on, clause.clause, max(begun, opened), later or snapshot
            )
            obligations.append(_judged(clause, seen))
    return tuple(obligations)


def _in_force(snapshot: Snapshot) -> Iterator[tuple[Clause, date]]:
    """Return every clause with the first day of its key; one that a newer agreement took over unchanged is one."""
    spells: dict[str, list[Clause]] = {}
    for clause in sorted(snapshot.all(Clause), key=lambda c: c.since):
        earlier = spells.setdefault(clause.clause, [])
        if earlier and earlier[-1].until == clause.since and _judged_alike(earlier[-1], clause):
            clause = replace(clause, since=earlier.pop().since)
        earlier.append(clause)
    every = ((clause, rows[0].since) for rows in spells.values() for clause in rows)
    return iter(sorted(every, key=lambda both: (both[0].place, both[0].since)))


def _judged_alike(earlier: Clause, later: Clause) -> bool:
    return (earlier.numbers, earlier.duty, earlier.kept_by) == (later.numbers, later.duty, later.kept_by)


def _asked_later(snapshot: Snapshot, clause: Clause, last: date) -> bool:
    """Return whether a newer agreement asks it of the whole year; counts are judged for their own days."""
    newer = (c for c in snapshot.all(Clause) if c.clause == clause.clause and c.since > clause.since)
    return not _counts(clause) and any(c.since.year == last.year and c.since > last for c in newer)


def _asked_since(snapshot: Snapshot, clause: Clause) -> date:
    """Return the first day of what is asked of a whole year, also by older agreements with other numbers."""
    rows = (c for c in snapshot.all(Clause) if c.clause == clause.clause and c.until == clause.since)
    older = next(rows, None)
    return clause.since if older is None or _counts(clause) else _asked_since(snapshot, older)


def _counts(clause: Clause) -> bool:
    return any(name in _COUNTS for name in clause.numbers)


def _broken_since(outlook: Outlook) -> date | None:
    if outlook.standing != Standing.BROKEN or outlook.since is not None or outlook.due is None:
        return outlook.since
    return outlook.due + timedelta(days=1)


def _days_in_force(snapshot: Snapshot, clause: Clause, year: int, opened: date) -> tuple[date, date]:
    """Return the days of a year on which a clause was in force; those before the follow-up count as such."""
    since = _asked_since(snapshot, clause)
    begun = date(year, 1, 1) if since <= opened else max(since, date(year, 1, 1))
    last = date(year, 12, 31)
    return begun, last if clause.until is None else min(last, clause.until - timedelta(days=1))


def _judged(clause: Clause, seen: Year) -> Obligation:
    obliged = REGISTER.get(clause.duty, _GUARDED)
    if seen.first > seen.last:
        outlook = Outlook(Standing.UNKNOWN)  # the clause ended before the follow-up began
    elif clause.kept_by == NOBODY:
        outlook = Outlook(Standing.NOT_JUDGED)
    else:
        outlook = obliged.look(seen, **numbers_in(clause, obliged.standards))
    return Obligation(
        clause=clause.clause,
        ref=clause.ref,
        text=clause.text,
        kept_by=clause.kept_by,
        keeper=clause.keeper,
        judged_as=clause.duty,
        since=seen.first if seen.first > date(seen.year, 1, 1) else None,
        until=seen.last if seen.last < date(seen.year, 12, 31) else None,
        verdict=outlook.standing,
        due=outlook.due,
        broken_since=_broken_since(outlook),
        evidence=outlook.evidence,
        forecast=outlook.forecast,
        advice=outlook.advice or _advice(clause),
        beside=outlook.beside,
    )


def _advice(clause: Clause) -> Notice | None:
    advised, rhythm = _ADVISED.get(clause.duty, 0), clause.numbers.get("per_year", 0)
    per_year = rhythm if isinstance(rhythm, int) else sum(rhythm)
    return Notice("advised", {"per_year": advised}) if per_year < advised else None
