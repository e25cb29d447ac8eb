"""Ground that words of a day are counted from: a day, what the day is for, and the council's meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from slt_flow.model import Item, Meeting
from slt_flow.terms import COUNCIL_MEETINGS, Ref, Sense


class MeetingDay(NamedTuple):
    """Day of a meeting; `councils` is True where the council itself meets."""

    ref: Ref
    day: date
    called_off: bool
    to_come: bool
    councils: bool


class Counted(NamedTuple):
    """Ground of a reading; the meetings are asked for only by words that name one."""

    day: date
    sense: Sense = Sense()
    meetings: Callable[[], Iterable[MeetingDay]] = tuple


def meeting_days(meetings: Iterable[tuple[Meeting, Item]]) -> tuple[MeetingDay, ...]:
    """Return the days of meetings, each with its case."""
    return tuple(
        MeetingDay(row.ref, row.day, case.is_called_off, case.is_to_be_held, row.kind in COUNCIL_MEETINGS)
        for row, case in meetings
    )
