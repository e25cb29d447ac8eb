"""One year of a clause: the days that count, the rows of the council in them, and how counts and tasks are judged."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from slt_flow.model import Decision, Evidence, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.outlook import Line, Outlook, Task, shown_by
from slt_flow.terms import Standing, Tag

SOON: Final = timedelta(days=90)
"""Time before its day in which an obligation of the whole year is due rather than not due yet."""

SHORTLY: Final = timedelta(days=14)
"""The same for obligations that are due after each meeting or decision."""

ADVISED_DAYS: Final = 30
"""Days advised for what an agreement asks after each meeting or decision without a number."""


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

    def decisions(self, kind: str | None = None, *, rescinded: bool = False) -> tuple[tuple[Decision, Item], ...]:
        """Return the adopted decisions of a kind (None: of any) in their order, those rescinded only where asked.

        The day on which one was adopted that was brought in is not always known.
        """
        rows = (d for d in self.snapshot.all(Decision) if kind in (None, d.kind))
        every = ((d, self.snapshot.case_of(d)) for d in rows)
        both = ((d, i) for d, i in every if d.adopted_on is not None or i.source is not None)
        return tuple(sorted(((d, i) for d, i in both if rescinded or i.has(Tag.ADOPTED)), key=lambda both: both[1].ref))

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
        whole = (sum(rhythm) if isinstance(rhythm, tuple) else rhythm) * len(lines)
        needed = sum(count for count, _ in parts) * len(lines)
        if needed != whole:
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
        """Return what counts in the days that count, by its day: of every line so many at most, and one a day."""
        days = ({s.on: s for s in reversed(tuple(line)) if self.within(s.on)} for line in lines)
        rows = (shown for line in days for shown in sorted(line.values(), key=_day_shown)[:most])
        return sorted(rows, key=_day_shown)

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
            last = task.done_on if task.done is not None else self.on
            if last is not None and last > soon:
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


def _day_shown(shown: Shown) -> str:
    return str(shown.on)


def is_half_a_year(first: date, last: date) -> bool:
    """Return True where six whole months lie between two days, both included."""
    after = last + timedelta(days=1)
    return 12 * (after.year - first.year) + after.month - first.month - (after.day < first.day) >= 6
