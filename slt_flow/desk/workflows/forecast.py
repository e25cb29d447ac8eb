"""A council's own open decisions, each followed many times from where it stands to its likely end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from random import Random
from typing import NamedTuple

from slt_flow.desk.workflows.choices import Way
from slt_flow.desk.workflows.course import Course, Place
from slt_flow.desk.workflows.figures import at, waiting
from slt_flow.desk.workflows.meeting_days import MeetingDays, interval, later
from slt_flow.desk.workflows.world import World
from slt_flow.facts import Snapshot
from slt_flow.results import Forecast
from slt_flow.rows import Decision, Item, Meeting
from slt_flow.terms import COUNCIL_MEETINGS, MEETING_SERIES, Ref, Tag


class Calendar(NamedTuple):
    """The day it is, the meetings that stand in the council's calendar from then on, and how often it meets."""

    day: date
    planned: tuple[date, ...]
    held: tuple[date, ...]
    interval: int

    @classmethod
    def of(cls, snapshot: Snapshot, day: date, a_year: int) -> Calendar:
        """The calendar of a council as its rows tell it."""
        rows = (meeting for meeting in snapshot.all(Meeting) if meeting.kind in COUNCIL_MEETINGS)
        cases = [(row.day, snapshot.one(Item, *Ref(MEETING_SERIES, row.year, row.no))) for row in rows]
        planned = (d for d, case in cases if d >= day and not case.ended and not case.means(Tag.HELD))
        held = (d for d, case in cases if case.means(Tag.HELD))
        return cls(day, tuple(sorted(planned)), tuple(sorted(held)), interval(a_year))

    def drawn(self, chance: Random) -> MeetingDays:
        """When the council meets: as the calendar says, then as often as it agreed to, from some day on."""
        known = (*self.planned, *self.held)
        first = later(max(known), self.interval) if known else self.day
        if first <= self.day:
            first = later(self.day, chance.randrange(self.interval))
        return MeetingDays(self.planned, first, self.interval)


def is_done(snapshot: Snapshot, ref: Ref) -> bool:
    """Whether a decision is carried out; a plan or an evaluation is by being adopted."""
    item, decision = snapshot.one(Item, *ref), snapshot.one(Decision, ref.year, ref.no)
    return item.means(Tag.ACHIEVED) or (bool(decision.about) and item.means(Tag.ADOPTED))


def reached_by(snapshot: Snapshot, ref: Ref) -> str:
    """What a decision is done by: being adopted, being taken note of, else being carried out."""
    decision = snapshot.one(Decision, ref.year, ref.no)
    return "adoption" if decision.about else "notice" if decision.information else "work"


def open_decisions(snapshot: Snapshot) -> tuple[Ref, ...]:
    """The decisions that are still to be carried out, in the order of their refs."""
    tops = (item for item in snapshot.all(Item) if not item.series and not item.a and not item.ended)
    return tuple(sorted(i.ref for i in tops if not i.means(Tag.SETTLED) and not is_done(snapshot, i.ref)))


class Found(NamedTuple):
    """What is to be expected of a decision, the day each run had it done, and where the days were spent."""

    forecast: Forecast
    days: tuple[date | None, ...]
    waited: Mapping[Place, float]


def last_of(found: Iterable[Found]) -> date | None:
    """The day by which half of the runs have the last of the likely decisions done; those a run drops are left out."""
    runs = zip(*(each.days for each in found if each.forecast.likely), strict=True)
    lasts = (max((day for day in run if day is not None), default=None) for run in runs)
    return at(sorted(day for day in lasts if day is not None), 0.5)


class Followed(NamedTuple):
    """An open decision with all that its rules look at, and the days from which it is each case's turn."""

    ref: Ref
    begin: Snapshot
    turns: Mapping[Ref, date]


def forecast(
    world: World,
    followed: Followed,
    calendar: Calendar,
    chances: Callable[[int], Random],
    runs: range,
    told: Callable[[], None],
) -> Found:
    """Follow one decision so many times.

    `chances` gives each run its own chance, `told` hears of each.
    """
    every: list[date | None] = []
    waited: dict[Place, float] = defaultdict(float)
    for number in runs:
        course = _run(world, followed, calendar, chances(number))
        every.append(course.day if _is_carried_out(course) else None)
        for place, spent in course.waits.items():
            waited[_known(place, followed.begin)] += spent
        told()
    days = sorted(day for day in every if day is not None)
    item, due = followed.begin.one(Item, *followed.ref), latest_deadline(followed.begin, followed.ref)
    found = Forecast(
        ref=str(followed.ref),
        title=item.title,
        state=item.state,
        label=world.book.room(item.pin).state(item.state).label.model_dump(),
        runs=len(runs),
        share=len(days) / len(runs),
        median=at(days, 0.5),
        ninety=at(days, 0.9),
        due=due,
        in_time=sum(day <= due for day in days) / len(runs) if due is not None else None,
        waits=next(iter(waiting(world, waited, by_case=True)), None),
        reaches=reached_by(followed.begin, followed.ref),
    )
    return Found(found, tuple(every), waited)


def _known(place: Place, begin: Snapshot) -> Place:
    """A place as far as it is known today: of work yet to be handed down, only what kind of waiting it is."""
    if begin.item(place.ref) is not None:
        return place
    return place._replace(ref=place.ref.top, post=place.post if place.vacant else None)


def latest_deadline(snapshot: Snapshot, ref: Ref) -> date | None:
    """The latest deadline beneath a decision, what was cancelled left out."""
    below = (i for i in snapshot.case(ref) if not i.series and (not i.means(Tag.SETTLED) or i.means(Tag.ACHIEVED)))
    return max((item.due for item in below if item.due is not None), default=None)


def _run(world: World, followed: Followed, calendar: Calendar, chance: Random) -> Course:
    over = partial(is_done, ref=followed.ref)
    meetings = calendar.drawn(chance)
    course = Course(world, followed.begin, followed.ref, calendar.day, chance, meetings, followed.turns, is_over=over)
    return course.run()


def _is_carried_out(course: Course) -> bool:
    """Whether a run came to what the decision is for; what is for information only has to be taken note of."""
    informed = course.snapshot.one(Decision, course.top.year, course.top.no).information
    noted = informed and course.item.ended and course.concluded_by is Way.BY_RULES
    return noted or is_done(course.snapshot, course.top)
