"""Random but plausible councils walk the workflows; a council's own open decisions are followed to their likely end.

Every run has a chance of its own, seeded by the seed and its number, so that a run does not change when more follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from random import Random
from typing import Final, NamedTuple

from slt_flow.definitions.load import load_machines
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.desk.front import Desk
from slt_flow.desk.glance import OUTSIDE
from slt_flow.desk.reader import reading
from slt_flow.desk.request import Request
from slt_flow.desk.tree import MEETINGS
from slt_flow.desk.workflows.choices import Choices
from slt_flow.desk.workflows.course import Course, Place
from slt_flow.desk.workflows.durations import NOTHING_KNOWN, Durations
from slt_flow.desk.workflows.figures import at, waiting
from slt_flow.desk.workflows.forecast import Calendar, Followed, forecast, last_of, open_decisions
from slt_flow.desk.workflows.meeting_days import MeetingDays, interval, later
from slt_flow.desk.workflows.stays import Stays, pins_in
from slt_flow.desk.workflows.world import World
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.explore.scene import DAY, TOP, Bounds, council
from slt_flow.engine.machine import Book, Room, build
from slt_flow.errors import RequestError
from slt_flow.facts import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.store import Connection
from slt_flow.results import Ending, LevelTime, Simulation
from slt_flow.rows import Decision
from slt_flow.terms import MEETING_SERIES, Level, Ref, Tag

MOST: Final = 100_000
"""The most runs one simulation may have."""

SEEDS: Final = 999_999_999
"""The highest seed."""

MEETINGS_A_YEAR: Final = 2
"""How often a council meets where no agreement says it."""

CASES: Final = 1000
"""How many new decisions walk the workflows unless a number is named."""

CASES_BESIDE: Final = 250
"""How many do where the open ones, which matter more, are followed too."""

RATIFIED: Final = 0.1
"""One decision in ten exceeds the council's authority."""

INFORMED: Final = 0.1
"""One item in ten is for information."""

FOLLOWED: Final = 150
"""An open decision is followed at least so often, where there are as many cases; its median is off by a week or two."""

TOLD_EVERY: Final = 20
"""How many runs lie between two words on how far it has come."""

Told = Callable[[int, int], None]
"""Is told how many runs are done, of how many."""


def simulate(
    desk: Desk,
    *,
    cases: int | None = None,
    seed: int = 1,
    from_history: bool = False,
    as_of: date | None = None,
    as_known: date | None = None,
    told: Told | None = None,
) -> Simulation:
    """Let so many new decisions walk the workflows, and with history follow the council's own open ones too.

    Args:
        desk: where the request comes in; the database is opened only with `from_history`.
        cases: how many new decisions, from 1 to `MOST`; `CASES`, with history `CASES_BESIDE`, unless named. All open
            ones together are followed as often, each at least `FOLLOWED` times, and none more often than that.
        seed: what chance begins from, from 0 to `SEEDS`. The same seed gives the same result.
        from_history: take the durations from the council's journal, and forecast its open decisions.
        as_of: forecast from how things stood that day, by the history up to it; it takes history.
        as_known: from what was known that day.
        told: is told how far it has come.

    Raises:
        RequestError: `cases` or `seed` is out of bounds; `as_of` or `as_known` has not come yet; there is no such
            council.
        RecordsError: there is no database, with `from_history`.
    """
    past = from_history or as_of is not None or as_known is not None
    if cases is None:
        cases = CASES_BESIDE if past else CASES
    for given, least, most in ((cases, 1, MOST), (seed, 0, SEEDS)):
        if not least <= given <= most:
            raise RequestError("bad_number", given=str(given), least=least, most=most)
    if past:
        for day in (as_of, as_known):
            if day is not None and day > desk.day:
                raise RequestError("forecast_from_to_come", day=day, today=desk.day)
        return _from_history(past_of(desk, as_of, as_known), cases, seed, told)
    pinned = load_machines({}, vocabulary(), desk.shelf)
    stage = _Stage.of([build(each) for each in pinned.values()], Choices(), NOTHING_KNOWN, None)
    runs = _Runs(cases, told)
    return _summed_up(stage, runs.fresh(stage, seed), seed, cases)


@dataclass(frozen=True)
class _Stage:
    """What new decisions walk on: the machines, the durations, and how often the council meets."""

    world: World
    rooms: Mapping[str, Room]
    agreed: int | None

    @property
    def a_year(self) -> int:
        """How many meetings a year there are: as agreed, else as assumed."""
        return self.agreed or MEETINGS_A_YEAR

    @classmethod
    def of(cls, rooms: Sequence[Room], choices: Choices, durations: Durations, agreed: int | None) -> _Stage:
        """A stage with these rooms."""
        named = {room.name: room for room in rooms}
        book = Book({room.pinned.digest: room for room in rooms})
        return cls(World(book, named[OUTSIDE[MEETING_SERIES]], choices, durations), named, agreed)

    def begin(self, information: bool, ratified: bool) -> Snapshot:
        """A small council with one registered decision."""
        bounds = Bounds(
            assignments=6, measures=8, meetings=(), information=information, bodies=("body",) if ratified else ()
        )
        pins = tuple(self.rooms[name].pinned.digest for name in LEVELS)
        return council(self.world.book, bounds, pins, self.world.meeting)


class _Runs:
    """Runs on their way, and who is told of them."""

    def __init__(self, total: int, told: Told | None) -> None:
        self.total, self.told, self.done = total, told, 0

    def one_done(self) -> None:
        """Tell, now and then, how far it has come."""
        self.done += 1
        if self.told is not None and (self.done % TOLD_EVERY == 0 or self.done == self.total):
            self.told(self.done, self.total)

    def fresh(self, stage: _Stage, seed: int) -> Iterable[Course]:
        """So many new decisions, one after the other."""
        begins = {(i, r): stage.begin(i, r) for i in (False, True) for r in (False, True)}
        between = interval(stage.a_year)
        for number in range(self.total - self.done):
            chance = chance_of(seed, number)
            begin = begins[chance.random() < INFORMED, chance.random() < RATIFIED]
            meetings = MeetingDays((), later(DAY, chance.randrange(between)), between)
            yield Course(stage.world, begin, TOP, DAY, chance, meetings).run()
            self.one_done()


def chance_of(*of: object) -> Random:
    """Chance for one run: the same whenever it is asked for with the same words."""
    return Random("/".join(str(each) for each in of))  # noqa: S311 # a simulation, no secret


def _from_history(past: Past, cases: int, seed: int, told: Told | None) -> Simulation:
    stage = _Stage.of(past.rooms, past.choices, Durations(past.stays.observed), past.agreed)
    world = replace(stage.world, book=undressed(past.book))
    calendar = Calendar.of(past.frame, past.day, stage.a_year)
    each = range(min(cases, max(FOLLOWED, cases // max(1, len(past.open)))))
    runs = _Runs(cases + len(each) * len(past.open), told)
    found = [
        forecast(world, followed, calendar, partial(chance_of, seed, followed.ref), each, runs.one_done)
        for followed in past.open
    ]
    waited: dict[Place, float] = defaultdict(float)
    for one in found:
        for place, days in one.waited.items():
            waited[place] += days / len(each)
    fresh = _summed_up(stage, runs.fresh(stage, seed), seed, cases)
    every = [stay for stays in past.stays.observed.values() for stay in stays]
    ended = sum(stay.ended for stay in every)
    return fresh._replace(
        council=past.council, title=past.title, day=past.day, forecasts=tuple(one.forecast for one in found),
        last=last_of(found), open_waits=waiting(world, waited), stays_ended=ended, stays_open=len(every) - ended,
    )  # fmt: skip


class Past(NamedTuple):
    """What a council's database tells: its machines, its stays, and its open decisions as they stand."""

    council: str
    title: str
    day: date
    frame: Snapshot
    rooms: tuple[Room, ...]
    book: Book
    choices: Choices
    stays: Stays
    agreed: int | None
    open: tuple[Followed, ...]


def past_of(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Past:
    """Read what a council's database tells, in one reading."""
    with reading(desk, as_of, as_known) as reader:
        connection, name, title = reader.connection, reader.council, reader.row.title
        request = Request(replace(desk, on=reader.day), connection, name)
        request.load_everything()
        entries, frame, choices = reader.entries(), projection.frame(connection, name), Choices()
        voided = journal.voided(entries)
        for pin in pins_in(entries, voided):
            request.room(pin)
        stays = Stays(frame, request.book, choices).read(entries, voided, reader.day)
        followed = tuple(
            Followed(ref, _standing(connection, frame, ref), stays.turns) for ref in open_decisions(request.snapshot)
        )
        rooms, agreed = request.machines(), meetings_a_year(frame)
        return Past(name, title, reader.day, frame, rooms, request.book, choices, stays, agreed, followed)


def _standing(connection: Connection, frame: Snapshot, ref: Ref) -> Snapshot:
    """A decision as it stands, with its meeting."""
    alone = frame.copy()
    projection.load_case(connection, alone, ref)
    decision = alone.one(Decision, ref.year, ref.no)
    if (meeting := Ref.parse(decision.meeting or "")) is not None:
        projection.load_case(connection, alone, meeting)
    return alone


def undressed(book: Book) -> Book:
    """A book whose kinds of decision need nothing beside.

    What they need (an evaluation's effects assessed, a year far enough) is no door of the decision: it is taken as done
    by the time the decision comes up.
    """
    return Book(book.rooms, {pin: kind.model_copy(update={"needs": {}}) for pin, kind in book.kinds.items()})


def meetings_a_year(snapshot: Snapshot) -> int | None:
    """How many meetings a year a council agreed to, if it did."""
    clause = snapshot.clause(MEETINGS)
    agreed = clause.numbers.get("per_year") if clause is not None else None
    return int(agreed) if agreed else None


def _summed_up(stage: _Stage, courses: Iterable[Course], seed: int, cases: int) -> Simulation:
    ends: dict[str, int] = defaultdict(int)
    took: dict[str, list[int]] = defaultdict(list)
    waited: dict[Place, float] = defaultdict(float)
    for course in courses:
        ends[course.item.state] += 1
        for level, days in course.took.values():
            took[level].append(days)
        for place, spent in course.waits.items():
            waited[place] += spent
    room = stage.rooms[LEVELS[0]]
    endings = [
        Ending(
            name, room.state(name).label.model_dump(), Tag.ACHIEVED in room.state(name).means, room.state(name).end, n
        )
        for name, n in ends.items()
    ]
    levels = tuple(_level(level, sorted(took[level.value])) for level in Level if took[level.value])
    return Simulation(
        council=None, title="", day=None, seed=seed, cases=cases, meetings_a_year=stage.a_year,
        endings=tuple(sorted(endings, key=lambda e: (-e.cases, e.state))), levels=levels,
        waits=waiting(stage.world, waited), forecasts=None, open_waits=(), stays_ended=0, stays_open=0,
        meetings_agreed=stage.agreed is not None, last=None,
    )  # fmt: skip


def _level(level: Level, days: Sequence[int]) -> LevelTime:
    return LevelTime(level.value, len(days), at(days, 0.5) or 0, at(days, 0.9) or 0)
