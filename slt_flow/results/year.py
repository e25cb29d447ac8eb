"""A council's year: obligations, the wheel, the report, the pack for the next coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from slt_flow.results.answers import NOTHING, HistoryLine, Notice
from slt_flow.results.follow_up import Branch, Duty, Owner
from slt_flow.terms import Standing


class Shown(NamedTuple):
    """One piece of evidence: the case, meeting, source or clause it is recorded on, its day, and a word on it."""

    ref: str
    on: date | None
    note: str = ""


class Obligation(NamedTuple):
    """How one clause stands in a year: its verdict, its day, what shows it, and what to expect.

    `since` and `until` are the days it counts for when that is not the whole year; `advice` is guidance that goes
    further than the agreement, never a demand.
    """

    clause: str
    ref: str
    text: str
    kept_by: str
    since: date | None
    until: date | None
    verdict: Standing
    due: date | None
    broken_since: date | None
    evidence: tuple[Shown, ...]
    forecast: Notice | None
    advice: Notice | None


class Obligations(NamedTuple):
    """Every clause of a council's agreement in a year, as it stands on a day."""

    council: str
    title: str
    year: int
    as_of: date
    rows: tuple[Obligation, ...]


class WheelEntry(NamedTuple):
    """One thing in the year wheel: what it is, its day, whose, and how it stands.

    `closed` tells why nobody is there that day, where something still to come is set on it; `working_day` is the next
    one, for an agenda (which must have been sent by then) the one before.
    """

    what: str
    day: date
    ref: str
    title: str
    standing: Standing
    state: str | None = None
    label: Mapping[str, str] = NOTHING
    kind: str | None = None
    owner: str | None = None
    sent: date | None = None
    clause: str | None = None
    closed: str | None = None
    working_day: date | None = None
    owner_title: str | None = None


class WheelMonth(NamedTuple):
    """One month of the year wheel, in the order of its days."""

    month: int
    entries: tuple[WheelEntry, ...]


class Wheel(NamedTuple):
    """A council's year, month by month, and the obligations that something is missing for."""

    council: str
    title: str
    year: int
    as_of: date
    months: tuple[WheelMonth, ...]
    missing: tuple[Obligation, ...]
    followed_up_from: date


class ReportLine(NamedTuple):
    """One decision in the form municipalities publish; `responsible` are posts with their titles."""

    ref: str
    day: date
    meeting: str | None
    case: str | None
    title: str
    text: str
    area: str | None
    responsible: tuple[tuple[str, str], ...]
    state: str
    label: Mapping[str, str]
    due: date | None
    done: int
    total: int
    late: int
    bodies: tuple[str, ...]
    remarks: tuple[str, ...]


class Report(NamedTuple):
    """The decisions of a body in a period, and the older ones that were open in it, as they stand on a day."""

    council: str
    body: str
    since: date
    until: date
    as_of: date
    lines: tuple[ReportLine, ...]


class Handover(NamedTuple):
    """What a new coordinator needs to go on: each part as the lists and the first screen have it."""

    council: str
    title: str
    day: date
    secretary: Owner
    work: tuple[tuple[Owner, tuple[Branch, ...]], ...]
    unassigned: tuple[Branch, ...]
    deadlines: tuple[Branch, ...]
    meeting: Mapping[str, Any] | None
    unarchived: tuple[tuple[str, date], ...]
    at_risk: tuple[Obligation, ...]
    learning: tuple[Mapping[str, Any], ...]
    vacant: tuple[Owner, ...]
    away: tuple[tuple[Owner, date, date, Owner | None], ...]
    history: tuple[HistoryLine, ...]
    names: Mapping[str, str]
    """What the history's subjects are called: cases, posts, clauses, areas, challenges, sources."""


class Today(NamedTuple):
    """The first screen: what is late, who is waited on, and the next meeting with the day its agenda is due."""

    council: str
    title: str
    day: date
    totals: Mapping[str, int]
    late: tuple[Branch, ...]
    waiting: tuple[Duty, ...]
    meeting: Mapping[str, Any] | None
    meetings_held: int
    meetings_agreed: int | None
    agendas_late: tuple[Mapping[str, Any], ...] = ()
    at_risk: tuple[Obligation, ...] = ()
