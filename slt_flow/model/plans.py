"""Measures of an action plan."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.model.cases import Decision, Item
from slt_flow.model.snapshot import Snapshot


def in_period(snapshot: Snapshot, plan: Decision) -> Iterator[Item]:
    """Yield the measures with an owner and a deadline of the council's in the period of a plan, dropped ones too.

    Work that was settled before it was brought in is none of a plan's.
    """
    first, last = plan.about["from"], plan.about["to"]
    measures = (i for i in snapshot.cases() if i.is_measure and i.owner and not i.settled_before)
    return (i for i in measures if i.deadline is not None and first <= i.deadline.year <= last)


def planned(snapshot: Snapshot, plan: Decision) -> int:
    """Count the measures that a plan has as things stand; the snapshot holds every case of the council."""
    return sum(not item.is_dropped for item in in_period(snapshot, plan))
