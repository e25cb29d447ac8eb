"""Rows that were brought in before and say otherwise by now: told, and never recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from slt_flow.engine.entries import Kind
from slt_flow.model import Item
from slt_flow.records import journal
from slt_flow.results.sheets import RowChange
from slt_flow.services.decisions.imported import Outcome, stands
from slt_flow.services.request.request import Request
from slt_flow.services.sheets.cells import Cells, words_of
from slt_flow.services.sheets.choices import Choices
from slt_flow.services.sheets.faults import Faults
from slt_flow.services.sheets.headings import Field
from slt_flow.services.sheets.layout import ListRow, ReadList
from slt_flow.terms import Ref


class Changes:
    """Comparison of rows with the cases that they were brought in as.

    A row has changed where it says neither what stands here nor what it said when it was brought in: a list that was
    left as it was is behind what became of its cases here.
    """

    def __init__(self, request: Request, listed: ReadList, choices: Choices) -> None:
        self._request, self._fields = request, {column.field for column in listed.columns}
        self._cells = Cells(request, listed, choices, Faults(listed))  # refuses no row that is here
        self._then = cache(self._registered)

    def of(self, row: ListRow, item: Item) -> Iterator[RowChange]:
        """Yield what a row says otherwise of its case."""
        cells = self._cells
        outcome, state = cells.outcome(row), row.cell(Field.STATUS)
        if state is not None and (outcome is None or not (stands(item, outcome) or self._said(item, outcome))):
            yield RowChange(row.number, str(item.ref), Field.STATUS, str(state.value), self._request.state(item))
        if item.is_decision:
            return
        read: tuple[tuple[Field, str | date | None, str | date | None], ...] = (
            (Field.OWNER, cells.owner(row), item.owner),
            (Field.DUE, cells.due(row, cells.day(row)), item.due_written),
        )
        for field, listed, here in read:
            if field not in self._fields or listed == here or (then := self._then(item.ref).get(field)) == listed:
                continue
            if isinstance(listed, date) and listed.isoformat() == then:
                continue
            yield RowChange(row.number, str(item.ref), field, listed or _typed(row, field), here)

    def _said(self, item: Item, outcome: Outcome) -> bool:
        """Tell whether a case was brought in with an outcome; work of a third party began anew."""
        if stands(item, outcome, item.brought_tags):
            return True
        began = stands(item, Outcome.NOT_BEGUN, item.brought_tags)
        owner = self._then(item.ref).get("owner")
        return began and outcome in (Outcome.RUNNING, Outcome.BLOCKED) and self._is_outside(owner)

    def _is_outside(self, owner: str | None) -> bool:
        return owner is not None and self._request.snapshot.on(self._request.context.day).party_of(owner) is None

    def _registered(self, ref: Ref) -> Mapping[str, Any]:
        """Return what was recorded when a case was brought in."""
        entries = journal.read(self._request.connection, self._request.council, str(ref))
        return next((entry.data for entry in entries if entry.kind == Kind.REGISTERED), {})


def _typed(row: ListRow, field: Field) -> str | date | None:
    cell = row.cell(field)
    if cell is None:
        return None
    return cell.value.date() if isinstance(cell.value, datetime) else words_of(cell)
