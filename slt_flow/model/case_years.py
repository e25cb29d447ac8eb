"""Years in which a case was open, made or settled."""

from __future__ import annotations

from datetime import date

from slt_flow.model.cases import Item


def years_of(item: Item, running: int, due: date | None = None) -> range:
    """Return the years in which a case was open, made or settled, whatever year it was registered in.

    What is still open is so until the `running` year, or until the year of the last deadline.
    """
    years = [item.year, *(day.year for day in (item.born, item.since) if day is not None)]
    last = max(running, due.year if due is not None else running) if item.is_open else years[-1]
    return range(min(years[:2]), max(last, item.year) + 1)
