"""Absence periods: the last word on each day counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from slt_flow.model import Absence
from slt_flow.model.row import replaced


def meets(absence: Absence, since: date, until: date) -> bool:
    """Return True when an absence has days in a period, both ends included."""
    return absence.since <= until and since <= absence.until


def in_effect(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """Cut earlier absences by later words on the same days, and drop those of which no day is left."""
    periods: list[Absence] = []
    for absence in sorted(absences, key=lambda absence: absence.seq):
        periods = [part for earlier in periods for part in _without(earlier, absence)] + [absence]
    away = (absence for absence in periods if not absence.comes)
    return tuple(sorted(away, key=lambda absence: (absence.since, absence.seq)))


def _without(earlier: Absence, later: Absence) -> Iterable[Absence]:
    """Return the parts of an absence that a later word on the same post leaves."""
    if earlier.post != later.post or not meets(earlier, later.since, later.until):
        return (earlier,)
    day = timedelta(days=1)
    before = replaced(earlier, until=later.since - day)
    after = replaced(earlier, since=later.until + day)
    return tuple(part for part in (before, after) if part.since <= part.until)
