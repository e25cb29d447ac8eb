"""How long a case stays where it is before somebody moves it: a stated standard, or what the council's own past shows.

A stay is counted in days from the day it is somebody's turn, so that waiting for others is not counted twice.

The standard is log-normal with a stated median and 90 % point: most stays are short, a few are very long. What was
observed is a Kaplan–Meier estimate (Kaplan and Meier 1958, J. Am. Stat. Assoc. 53): stays that still go on count with
the time they have lasted, so that a council whose slow cases are still open does not look quick. Beyond the longest
observation, and with the weight of `WORTH` observations throughout, the standard speaks too. Where fewer than
`ENOUGH` stays in a state have ended, the standard is taken at the pace of its level: the median of observed days
relative to the standard's median, over all states of the level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from random import Random
from statistics import NormalDist
from typing import Final, NamedTuple, Protocol

from slt_flow.definitions.models import State
from slt_flow.results import VACANT_HALF, VACANT_NINETY
from slt_flow.terms import Level, Role, Tag

ENOUGH: Final = 5
"""How many ended stays a state, or a level, needs before it speaks for itself."""

WORTH: Final = 5
"""How many observations the standard is worth beside those of a state."""

LONGEST: Final = 3650.0
"""No stay is drawn longer than this, in days."""

PACES: Final = (0.25, 4.0)
"""The least and the most that a level's pace may change the standard."""

_NORMAL: Final = NormalDist()
_NINETY: Final = _NORMAL.inv_cdf(0.9)
_NEARLY_ALL: Final = 1 - 1e-12


class Spread(Protocol):
    """How stays are spread over days."""

    def share_by(self, days: float) -> float:
        """The share of stays that have ended by a number of days, from 0 to 1."""

    def days_at(self, share: float) -> float:
        """The days by which a share (from 0 to 1) of the stays have ended."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A log-normal spread, by its median and the days within which nine of ten stays end."""

    median: float
    ninety: float

    @property
    def width(self) -> float:
        """The standard deviation of the logarithm."""
        return log(self.ninety / self.median) / _NINETY

    def share_by(self, days: float) -> float:
        """The share of stays that have ended by a number of days."""
        ratio = days / self.median
        return _NORMAL.cdf(log(ratio) / self.width) if ratio > 0 else 0.0

    def days_at(self, share: float) -> float:
        """The days by which a share of the stays have ended."""
        if share <= 0:
            return 0.0
        return min(LONGEST, self.median * exp(self.width * _normal_at(min(share, _NEARLY_ALL))))

    def at(self, pace: float) -> Standard:
        """The same where everything takes so many times as long."""
        return Standard(self.median * pace, self.ninety * pace)


@lru_cache(maxsize=4096)
def _normal_at(share: float) -> float:
    return _NORMAL.inv_cdf(share)


class Stay(NamedTuple):
    """One observed stay: how many days, whether it has ended, on which level, and the standard's median there."""

    days: float
    ended: bool
    level: str = ""
    standard: float = 1.0


class Observed:
    """The Kaplan–Meier estimate of some stays; beyond the longest of them another spread speaks."""

    def __init__(self, stays: Sequence[Stay], beyond: Spread) -> None:
        self.beyond = beyond
        self.last = max((stay.days for stay in stays), default=0.0)
        self.days: list[float] = []
        self.shares: list[float] = []
        left, survived = len(stays), 1.0
        for day in sorted({stay.days for stay in stays}):
            ended = sum(stay.ended for stay in stays if stay.days == day)
            if ended:
                survived *= 1 - ended / left
                self.days.append(day)
                self.shares.append(1 - survived)
            left -= sum(stay.days == day for stay in stays)

    def share_by(self, days: float) -> float:
        """The share of stays that have ended by a number of days."""
        place = bisect_right(self.days, min(days, self.last))
        share = self.shares[place - 1] if place else 0.0
        if days <= self.last:
            return share
        before = self.beyond.share_by(self.last)
        further = (self.beyond.share_by(days) - before) / (1 - before) if before < 1 else 1.0
        return share + (1 - share) * further

    def days_at(self, share: float) -> float:
        """The days by which a share of the stays have ended."""
        place = bisect_left(self.shares, share)
        if place < len(self.days):
            return self.days[place] if share > 0 else 0.0
        known = self.shares[-1] if self.shares else 0.0
        further = (share - known) / (1 - known) if known < 1 else 0.0
        return self.last + rest(self.beyond, self.last, further)


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two spreads of which the first has a weight from 0 to 1, the second what is left."""

    first: Spread
    second: Spread
    weight: float

    def share_by(self, days: float) -> float:
        """The share of stays that have ended by a number of days."""
        return self.weight * self.first.share_by(days) + (1 - self.weight) * self.second.share_by(days)

    def days_at(self, share: float) -> float:
        """The days by which a share of the stays have ended, to the hundredth of a day."""
        low, high = 0.0, LONGEST
        while high - low > 0.01:
            middle = (low + high) / 2
            low, high = (low, middle) if self.share_by(middle) >= share else (middle, high)
        return high if self.share_by(low) < share else low


def rest(spread: Spread, after: float, share: float) -> float:
    """The days still left, by which a share of those stays have ended that had lasted so many days already."""
    before = spread.share_by(after) if after > 0 else 0.0
    if before >= _NEARLY_ALL:
        return 0.0
    return max(0.0, spread.days_at(min(before + (1 - before) * share, _NEARLY_ALL)) - max(after, 0.0))


def drawn(spread: Spread, chance: Random, after: float = 0.0) -> float:
    """The days still left of a stay that has lasted so many days, drawn by chance."""
    while isinstance(spread, Mixed):
        first = spread.weight * (1 - spread.first.share_by(after))
        second = (1 - spread.weight) * (1 - spread.second.share_by(after))
        spread = spread.first if chance.random() * (first + second) < first else spread.second
    return min(LONGEST, rest(spread, after, chance.random()))


USUAL: Final[Mapping[tuple[Level, Role | None], Standard]] = {
    (Level.STRATEGIC, Role.SECRETARY): Standard(7, 30),  # put on the next agenda; give out as an assignment
    (Level.STRATEGIC, Role.CHAIR): Standard(7, 30),
    (Level.STRATEGIC, None): Standard(21, 90),
    (Level.COORDINATING, Role.OWNER): Standard(7, 30),
    (Level.COORDINATING, Role.SECRETARY): Standard(7, 30),
    (Level.COORDINATING, Role.APPROVER): Standard(7, 30),
    (Level.COORDINATING, Role.CHAIR): Standard(14, 60),
    (Level.COORDINATING, None): Standard(14, 45),  # all beneath is settled: the report is written
    (Level.EXECUTING, Role.OWNER): Standard(7, 30),
    (Level.EXECUTING, Role.PARENT_OWNER): Standard(10, 45),
    (Level.EXECUTING, None): Standard(14, 60),
}
"""How long a case usually waits, by its level and whose move it is: an assumption, stated so that it can be judged.

A part-time coordinator sees to a matter within a week or two; a month is common, two months are not rare.
"""

WORK: Final = Standard(40, 120)
"""How long the work itself takes, where it is the owner's and has begun."""

STUCK: Final = Standard(21, 90)
"""How long it takes until what is stuck moves again."""

RATIFIED: Final = Standard(60, 150)
"""How long a competent body takes: it has meetings, deadlines and papers of its own."""

FILLED: Final = Standard(VACANT_HALF, VACANT_NINETY)
"""How long a post stays vacant: it is advertised, somebody is chosen, and has three months' notice elsewhere."""

YEARS_END: Final = Standard(120, 300)
"""How long what is carried out waits for the year's evaluation."""


def standard(level: str, state: State, *, ratified: bool = False) -> Standard:
    """How long a case stays in a state where nothing of its own past is known."""
    if Tag.ACHIEVED in state.means:
        return YEARS_END
    if ratified:
        return RATIFIED
    if Tag.STUCK in state.means:
        return STUCK
    if state.waits_on == Role.OWNER and Tag.BEGUN in state.means:
        return WORK
    found = USUAL.get((Level(level), state.waits_on))
    return found if found is not None else USUAL[(Level(level), None)]


class Basis(NamedTuple):
    """What a state's stays rest on (`own`, `level` or `standard`), how many ended, and how many still go on."""

    rests_on: str
    ended: int
    open: int


class Durations:
    """The stays in every state, as far as a council's past tells them."""

    def __init__(self, observed: Mapping[tuple[str, str], Sequence[Stay]]) -> None:
        """`observed` are the stays by machine and state."""
        self.observed = observed
        by_level: dict[str, list[Stay]] = defaultdict(list)
        for stay in (stay for stays in observed.values() for stay in stays):
            by_level[stay.level].append(stay._replace(days=stay.days / stay.standard))
        self.paces = {level: _pace(stays) for level, stays in by_level.items() if _ended(stays) >= ENOUGH}

    def spread(self, machine: str, state: str, level: str, usual: Standard) -> Spread:
        """How the stays of a state are spread, `usual` being how they are where nothing is known."""
        stays = self.observed.get((machine, state), ())
        paced = usual.at(self.paces.get(level, 1.0))
        ended = _ended(stays)
        if ended < ENOUGH:
            return paced
        return Mixed(Observed(stays, paced), paced, ended / (ended + WORTH))

    def basis(self, machine: str, state: str, level: str) -> Basis:
        """What the stays of a state rest on."""
        stays = self.observed.get((machine, state), ())
        ended = _ended(stays)
        rests_on = "own" if ended >= ENOUGH else "level" if level in self.paces else "standard"
        return Basis(rests_on, ended, len(stays) - ended)


NOTHING_KNOWN: Final = Durations({})
"""The standard everywhere."""


def _ended(stays: Iterable[Stay]) -> int:
    return sum(stay.ended for stay in stays)


def _pace(stays: Sequence[Stay]) -> float:
    """How many times as long as the standard everything takes: the median of the stays in units of it."""
    least, most = PACES
    return min(most, max(least, Observed(stays, Standard(1, 4)).days_at(0.5)))
