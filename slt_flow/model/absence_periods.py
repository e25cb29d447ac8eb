"""Who is away when: what was said last of a day counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from slt_flow.model import Absence


def meets(absence: Absence, since: date, until: date) -> bool:
    """Whether an absence has days in a period, both ends included."""
    return absence.since <= until and since <= absence.until


def in_effect(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """Who is away when, by the last word on each day: absences of which nothing is left are gone, others are cut."""
    left: list[Absence] = []
    for said in sorted(absences, key=lambda absence: absence.seq):
        left = [part for earlier in left for part in _without(earlier, said)] + [said]
    return tuple(sorted(left, key=lambda absence: (absence.since, absence.seq)))


def _without(earlier: Absence, later: Absence) -> Iterable[Absence]:
    """What is left of an absence beside a later word on the same post."""
    if earlier.post != later.post or not meets(earlier, later.since, later.until):
        return (earlier,)
    day = timedelta(days=1)
    before = replace(earlier, until=later.since - day)
    after = replace(earlier, since=later.until + day)
    return tuple(part for part in (before, after) if part.since <= part.until)
