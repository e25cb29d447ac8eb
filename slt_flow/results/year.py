"""A council's year: obligations, the wheel, the report, the pack for the next coordinator."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.answers import Notice
from slt_flow.results.columns import HIDDEN, Json
from slt_flow.terms import Named, Standing


class Shown(NamedTuple):
    """One piece of evidence: the case, meeting, source or clause it is recorded on, its day, and a word on it.

    `title` is what a source is called.
    """

    ref: str
    on: date | None
    note: str = ""
    title: Annotated[str, HIDDEN] = ""


class Obligation(NamedTuple):
    """Obligation of one clause in a year: its verdict, its day, what shows it, and what to expect.

    `since` and `until` are the days it counts for when that is not the whole year; `advice` is guidance that goes
    further than the agreement, never a demand; `beside` are facts that change nothing of the verdict. `keeper` is the
    post that is to keep it, where the clause names one.
    """

    clause: str
    ref: str
    text: Annotated[str, Json("demand")]
    kept_by: str
    keeper: str | None
    judged_as: Annotated[str, HIDDEN]
    verdict: Standing
    due: date | None
    broken_since: date | None
    since: date | None
    until: date | None
    evidence: tuple[Shown, ...]
    forecast: Notice | None
    advice: Notice | None
    beside: tuple[Notice, ...]


class Obligations(NamedTuple):
    """Every clause of a council's agreement in a year, as it stands on a day."""

    council: str
    title: Annotated[str, HIDDEN]
    year: int
    as_of: date
    rows: Annotated[tuple[Obligation, ...], Json("obligations")]


class WheelEntry(NamedTuple):
    """One thing in the year wheel: what it is, its day, whose, and how it stands.

    `closed` tells why nobody is there that day, where something still to come is set on it; then the next working
    day is there, of an agenda (which must have been sent by then) the last one before. `delivered_late` are the days
    after its deadline at which work was delivered.
    """

    what: str
    day: date
    ref: str | None
    title: str
    standing: Standing
    state: Named | None = None
    kind: str | None = None
    owner: str | None = None
    delivered_late: int | None = None
    sent: Annotated[date | None, Json("agenda_sent")] = None
    clause: str | None = None
    closed: Annotated[str | None, Json("closed_because")] = None
    next_working_day: date | None = None
    last_working_day_before: date | None = None
    owner_title: Annotated[str | None, HIDDEN] = None


class WheelMonth(NamedTuple):
    """One month of the year wheel, in the order of its days."""

    month: int
    entries: tuple[WheelEntry, ...]


class Wheel(NamedTuple):
    """A council's year, month by month, and the obligations that something is missing for."""

    council: str
    title: Annotated[str, HIDDEN]
    year: int
    as_of: date
    followed_up_from: date
    months: tuple[WheelMonth, ...]
    missing: Annotated[tuple[Obligation, ...], Json(part=("clause", "ref", "verdict", "due", "forecast"))]
