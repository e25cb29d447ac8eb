"""What simulating the workflows showed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

LIKELY: Final = 0.5
"""From this share on something is likely."""

VACANT_HALF: Final = 90
VACANT_NINETY: Final = 240
"""Half of the vacant posts are taken to be filled within so many days of becoming vacant, and nine of ten."""


class Ending(NamedTuple):
    """A state in which simulated decisions ended (or in which they were left), and how many did."""

    state: str
    label: Mapping[str, str]
    achieved: bool
    ended: bool
    cases: int


class LevelTime(NamedTuple):
    """How long what was carried out took on a level: how many cases, the median and the 90 % point in days."""

    level: str
    cases: int
    median: float
    ninety: float


class Waiting(NamedTuple):
    """Where the time went: a state, whose move it is (a role, or `meeting`), and its share of all days.

    `ref` and `post` are named where it is one case; `rests_on` says what its durations rest on (`own`, `level`,
    `standard`, `calendar` for meetings, or `vacancy` where `post` is vacant and has to be filled first), with how many
    observed stays had `ended` and how many were still `open`.
    """

    machine: str
    level: str
    state: str
    label: Mapping[str, str]
    ref: str | None
    waits_on: str
    post: str | None
    share: float
    rests_on: str
    ended: int
    open: int

    @property
    def vacant(self) -> bool:
        """Whether it is a vacant post that is waited for."""
        return self.rests_on == "vacancy"


class Forecast(NamedTuple):
    """When an open decision is likely to be done.

    `reaches` says by what: `work`, `adoption` (a plan, an evaluation) or `notice` (what is for information).
    `share` is that of the runs in which it gets there; `median` and `ninety` are the days by which half and nine of ten
    of those had it done; `due` is its latest deadline, `in_time` the share of all runs that kept it.
    """

    ref: str
    title: str
    state: str
    label: Mapping[str, str]
    runs: int
    share: float
    median: date | None
    ninety: date | None
    due: date | None
    in_time: float | None
    waits: Waiting | None
    reaches: str = "work"

    @property
    def likely(self) -> bool:
        """Whether it is done in at least half of the runs."""
        return self.share >= LIKELY


class Simulation(NamedTuple):
    """Many decisions on their way: where they end, how long they take, where they wait.

    `forecasts` is None unless a council's own open decisions were simulated too; then `open_waits` says where those
    wait, `stays_ended` and `stays_open` are the observations that the durations rest on, and `last` is the day by which
    half of the runs have the last of the likely decisions done. `meetings_agreed` says whether an agreement says how
    often the council meets.
    """

    council: str | None
    title: str
    day: date | None
    seed: int
    cases: int
    meetings_a_year: int
    endings: tuple[Ending, ...]
    levels: tuple[LevelTime, ...]
    waits: tuple[Waiting, ...]
    forecasts: tuple[Forecast, ...] | None
    open_waits: tuple[Waiting, ...]
    stays_ended: int
    stays_open: int
    meetings_agreed: bool
    last: date | None
