"""Deadlines as the council set them: late, delivered late, kept; and the last day for sending an agenda in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from slt_flow.model.cases import Item, Meeting
from slt_flow.model.council import Clause
from slt_flow.results.deadlines import DaysLate
from slt_flow.terms import COUNCIL_MEETINGS, SHORT_NOTICE, Standing, Tag

AGENDAS: Final = "agendas_are_sent_in_time"
"""The clause that says how long before a meeting its agenda is sent."""

APPROVAL: Final = "minutes_are_approved_if_agreed"
"""The clause that lets minutes be approved before they are archived, and says how long they may be remarked on."""


def delivers(tags: Collection[str]) -> bool:
    """Return True for the tags of delivered work: done, also while somebody is still to confirm it."""
    return _DELIVERED in tags or (_SETTLED in tags and _DROPPED not in tags)


# by the name of an enumeration, a member takes six times as long to find
_DELIVERED, _SETTLED, _DROPPED = Tag.DELIVERED, Tag.SETTLED, Tag.DROPPED


def is_pending(item: Item) -> bool:
    """Return True while a case has a deadline still to meet."""
    return item.deadline is not None and item.is_open and not delivers(item.tags)


def late_days(item: Item, day: date) -> int:
    """Count the days that a case still to meet its deadline is past it; 0 when it is not late."""
    return _days_between(item, day) if is_pending(item) else 0


def delivered_late(item: Item) -> int:
    """Count the days from a case's deadline to its delivery; 0 when in time or not delivered."""
    return _days_between(item, item.delivered_on) if item.delivered_on is not None else 0


def _days_between(item: Item, day: date) -> int:
    days = max(0, (day - item.deadline).days) if item.deadline is not None else 0
    return DaysLate(days) if days and item.council_due is not None else days


def standing_of(item: Item, day: date) -> Standing:
    """Judge the deadline of a case on a day: kept, broken, still to come, or unknown.

    It is unknown where work was dropped, or settled before it was brought in: nobody knows on which day.
    """
    if item.is_dropped or item.settled_before:
        return Standing.UNKNOWN
    if late_days(item, day) or delivered_late(item):
        return Standing.BROKEN
    return Standing.KEPT if delivers(item.tags) else Standing.NOT_DUE


def latest(dues: Iterable[date | None]) -> date | None:
    """Return the last of some deadlines, None where there is none."""
    return max((due for due in dues if due is not None), default=None)


def agenda_due(meeting: Meeting, clause: Clause | None) -> date | None:
    """Return the last day on which a meeting's agenda is sent in time, None where the agreement asks for none."""
    return agenda_due_by(meeting, **clause.numbers) if clause is not None else None


def agenda_due_by(
    meeting: Meeting,
    notice_days: int,
    excepted_kinds: Collection[str] = (),
    submission_days: int = 0,  # noqa: ARG001 # of the same clause (see `submissions_due`)
) -> date | None:
    """Return that day by the clause's numbers. Only the council's own meetings owe an agenda, and no excepted ones."""
    return meeting.day - timedelta(days=notice_days) if _owes_agenda(meeting, excepted_kinds) else None


def submissions_due(meeting: Meeting, clause: Clause | None) -> date | None:
    """Return the last day on which matters are submitted to a meeting, None where the agreement names none."""
    numbers = clause.numbers if clause is not None else {}
    days = numbers.get("submission_days")
    owes = days is not None and _owes_agenda(meeting, numbers.get("excepted_kinds", ()))
    return meeting.day - timedelta(days=days) if owes and days is not None else None


def remarks_due(meeting: Meeting, clause: Clause | None) -> date | None:
    """Return the last day for remarks on a meeting's minutes, None where the agreement names none.

    Args:
        meeting: the meeting.
        clause: the clause of `APPROVAL`, None where the agreement lacks it.
    """
    days = clause.numbers.get("remark_days") if clause is not None else None
    return meeting.day + timedelta(days=days) if days else None


def _owes_agenda(meeting: Meeting, excepted_kinds: Collection[str]) -> bool:
    """Return True for the council's own meetings, those aside that the agreement excepts."""
    excepted = meeting.kind in excepted_kinds or (meeting.short_notice and SHORT_NOTICE in excepted_kinds)
    return meeting.kind in COUNCIL_MEETINGS and not excepted
