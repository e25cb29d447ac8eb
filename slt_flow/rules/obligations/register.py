"""Register of obligations: a function's name is the clause's key, its keyword-only parameters the clause's numbers.

Each looks at one year, for the days on which its clause was in force and the council was followed up here, as things
stood on a day; it says how the obligation stands, by when it is to be kept, what shows it, and what to expect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from slt_flow.model import Clause, Council, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Notice
from slt_flow.results.year import Obligation
from slt_flow.rules.obligations.outlook import BROUGHT_IN, Outlook
from slt_flow.rules.obligations.year import Year
from slt_flow.rules.register import numbers_in, numbers_of
from slt_flow.terms import Judge, Ref, Standing

Look = Callable[..., Outlook]


class Obliged(NamedTuple):
    """A registered obligation with its judges, and the standards for numbers that an agreement leaves open.

    `by_day` says that it is about every meeting or decision by itself, judged by what was agreed on its day.
    """

    look: Look
    judges: tuple[Judge, ...]
    by_day: bool
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


def obligation_of(*judges: Judge, by_day: bool = False) -> Callable[[Look], Look]:
    """Register an obligation under its function's name.

    Args:
        judges: the year, where its verdict can be "broken"; people, where it counts what they recorded. None where it
            only shows what the rule of its name let through.
        by_day: True where it judges every meeting or decision by itself, not the year as a whole.
    """

    def register(look: Look) -> Look:
        REGISTER[look.__name__] = Obliged(look, judges, by_day, *numbers_of(look))
        return look

    return register


obligation: Final = obligation_of(Judge.YEAR)
obligation_of_each: Final = obligation_of(Judge.YEAR, by_day=True)


def _at_every_action(_: Year, **numbers: Any) -> Outlook:
    """Judge a clause whose rule every action asks: it cannot be broken, and nothing by itself shows it."""
    return Outlook(Standing.NOT_DUE, None, (), Notice("at_every_action", {}))


_GUARDED: Final = Obliged(_at_every_action, (), True, {}, {})


def judged(snapshot: Snapshot, year: int, on: date, later: Snapshot | None = None) -> tuple[Obligation, ...]:
    """Judge every clause that was in force in a year as it stands on a day, in the agreement's order.

    A clause that a newer agreement replaced meanwhile is judged once for the days of each.

    Args:
        snapshot: every row of the council on that day; of a year that is over, as they were at its end.
        year: the calendar year.
        on: the day.
        later: the rows on that day, where the year is over.
    """
    opened = snapshot.on(on).one(Council).opened
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
    """Return every clause with the first day of its duty; one that a newer agreement took over unchanged is one."""
    spells: dict[tuple[str, str, bool], list[Clause]] = {}
    for clause in sorted(snapshot.all(Clause), key=lambda c: c.since):
        earlier = spells.setdefault(_duty(clause), [])
        if earlier and earlier[-1].until == clause.since and _judged_alike(earlier[-1], clause):
            clause = replace(clause, since=earlier.pop().since)
        earlier.append(clause)
    every = ((clause, rows[0].since) for rows in spells.values() for clause in rows)
    return iter(sorted(every, key=lambda both: (both[0].place, both[0].since)))


def _judged_alike(earlier: Clause, later: Clause) -> bool:
    return (earlier.numbers, earlier.duty, earlier.kept_by) == (later.numbers, later.duty, later.kept_by)


def _asked_later(snapshot: Snapshot, clause: Clause, last: date) -> bool:
    """Return whether a newer agreement asks it of the whole year; the rest is judged for the days of each."""
    newer = (c for c in snapshot.all(Clause) if c.since > clause.since and _duty(c) == _duty(clause))
    ends = clause.until or last
    return not _by_days(clause) and any(c.since.year == last.year and c.since >= ends for c in newer)


def _asked_since(snapshot: Snapshot, clause: Clause) -> date:
    """Return the first day of what is asked of a whole year, also by older agreements with other numbers."""
    rows = (c for c in snapshot.all(Clause) if c.until == clause.since and _duty(c) == _duty(clause))
    older = next(rows, None)
    return clause.since if older is None or _by_days(clause) else _asked_since(snapshot, older)


def _duty(clause: Clause) -> tuple[str, str, bool]:
    """Return what a clause shares with the same duty in other agreements, where it is judged as it is here."""
    return clause.clause, clause.duty, clause.kept_by == NOBODY


def _by_days(clause: Clause) -> bool:
    """Return whether a clause is judged for the days of each agreement: what is counted, and what each act must be."""
    return REGISTER.get(clause.duty, _GUARDED).by_day or any(name in _COUNTS for name in clause.numbers)


def _broken_since(outlook: Outlook) -> date | None:
    if outlook.standing != Standing.BROKEN or outlook.since is not None or outlook.due is None:
        return outlook.since
    return outlook.due + timedelta(days=1)


def _days_in_force(snapshot: Snapshot, clause: Clause, year: int, opened: date) -> tuple[date, date]:
    """Return the days of a year on which a clause was in force; those before the follow-up count as such."""
    since = _asked_since(snapshot, clause)
    begun = date(year, 1, 1) if since <= opened else max(since, date(year, 1, 1))
    last = date(year, 12, 31)
    return begun, last if clause.ends is None else min(last, clause.ends - timedelta(days=1))


def _judged(clause: Clause, seen: Year) -> Obligation:
    obliged = REGISTER.get(clause.duty, _GUARDED)
    if seen.first > seen.last:
        outlook = Outlook(Standing.UNKNOWN)  # the clause ended before the follow-up began
    elif clause.kept_by == NOBODY:
        outlook = Outlook(Standing.NOT_JUDGED)
    else:
        outlook = obliged.look(seen, **numbers_in(clause, obliged.standards))
    outlook = _with_sources(seen, _with_moves(seen, outlook))
    is_late = clause.asked_until is not None and clause.until is not None and seen.last >= clause.until
    late = Notice("newer_entered_late", {"since": clause.until, "day": clause.asked_until})
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
        beside=(*outlook.beside, late) if is_late else outlook.beside,
    )


def _with_moves(seen: Year, outlook: Outlook) -> Outlook:
    """Name beside a verdict the meetings it rests on that were set for other days before."""
    waiting = outlook.forecast.facts.get("refs", ()) if outlook.forecast is not None else ()
    refs = {str(ref) for ref in (*(shown.ref for shown in outlook.evidence), *waiting)}
    for meeting in seen.snapshot.all(Meeting):
        if meeting.moved_from and str(meeting.ref) in refs:
            days = tuple(date.fromisoformat(day) for day in meeting.moved_from)
            outlook = outlook.with_refs("meeting_moved", (str(meeting.ref),), days=days)
    return outlook


def _with_sources(seen: Year, outlook: Outlook) -> Outlook:
    """Name beside a verdict, once, the cases it touches that began before the council was followed up here."""
    notices = (*((outlook.forecast,) if outlook.forecast is not None else ()), *outlook.beside)
    touched = dict.fromkeys(str(ref) for notice in notices for ref in notice.facts.get("refs", ()))
    refs = (Ref.parse(ref) for ref in (*(shown.ref for shown in outlook.evidence), *touched))
    cases = (seen.snapshot.item(ref) for ref in refs if ref is not None)
    named = {item.ref for item in cases if item is not None and item.source is not None}
    others = (ref for notice in outlook.beside if notice.code == BROUGHT_IN for ref in notice.facts["refs"])
    named |= {ref for ref in map(Ref.parse, others) if ref is not None}
    beside = tuple(notice for notice in outlook.beside if notice.code != BROUGHT_IN)
    return outlook._replace(beside=beside).with_refs(BROUGHT_IN, map(str, sorted(named)))


def _advice(clause: Clause) -> Notice | None:
    advised = _ADVISED.get(clause.duty, 0)
    return Notice("advised", {"per_year": advised}) if clause.per_year < advised else None
