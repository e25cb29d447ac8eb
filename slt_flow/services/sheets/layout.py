"""Layout of a list within a file: which sheet, which row has the headings, which rows are its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from slt_flow.errors import RequestError
from slt_flow.results.form_sheets import MEMORY
from slt_flow.results.sheets import ListReading, RowBeside, SheetColumn
from slt_flow.services.sheets.choices import Choices
from slt_flow.services.sheets.headings import TITLES, Field, field_of, folded
from slt_flow.spreadsheets.read import raw, read
from slt_flow.spreadsheets.tables import ErrorCell, Row, Sheet, Value, Workbook, letters

_HEADINGS_WITHIN: Final = 30
"""First rows of a sheet among which the headings are looked for."""

_LEAST: Final = 2
"""Least headings of a list."""

_SAK: Final = "sak"
"""Heading, folded, that is a title in one list and a case number in another."""

_CASE_NUMBER: Final = re.compile(r"(?:[a-zæøå]{1,5}[ .-]*)?\d[\d/.: -]*", re.IGNORECASE)

_TITLES: Final = (*TITLES.values(), Field.TITLE)


class Cell(NamedTuple):
    """Cell of a row with the letter and the heading of its column."""

    letter: str
    heading: str
    value: Value


class ListRow(NamedTuple):
    """Row of the list: its cells that have a value, by field; only notes may have several."""

    number: int
    cells: Mapping[Field, tuple[Cell, ...]]

    def cell(self, field: Field) -> Cell | None:
        """Return the first cell of a field."""
        return next(iter(self.cells.get(field, ())), None)


class ReadList(NamedTuple):
    """List as it was read: its place, its columns, its rows, and the rows around it that are none of its own."""

    file: str
    digest: str
    sheet: str
    headings_in: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[ListRow, ...]
    beside: tuple[RowBeside, ...]
    others: tuple[str, ...]
    workbook: Workbook

    def day(self, number: float) -> date | None:
        """Return the day that a number in a cell stands for."""
        return self.workbook.day(number)

    def reading(self) -> ListReading:
        """Return how the list is read, to be shown."""
        return ListReading(self.file, self.sheet, self.headings_in, self.columns, self.beside, self.others)

    def letter(self, *fields: Field) -> str | None:
        """Return the letter of the first column of some fields, None where there is none."""
        return next((column.letter for column in self.columns if column.field in fields), None)


def read_list(path: Path, choices: Choices) -> ReadList:
    """Read the list in a file.

    Raises:
        RequestError: the file cannot be read, is a form sheet, or no row has headings that are known.
    """
    content = raw(path)
    workbook = read(content, path.name, choices.sheet)
    if MEMORY in workbook.hidden:
        raise RequestError("sheet_is_form", file=path.name)
    sheets = [sheet._replace(rows=_filled_down(sheet)) for sheet in workbook.sheets]
    heads = [_headings(sheet, choices) for sheet in sheets]
    number, place, sheet = max(
        ((*head, sheet) for head, sheet in zip(heads, sheets, strict=True)),
        key=lambda one: one[0],
        default=(0, 0, None),
    )
    if sheet is None or number < _LEAST:
        raise RequestError("sheet_no_headings", file=path.name, within=_HEADINGS_WITHIN)
    head = sheet.rows[place]
    columns = _told_apart(sheet, place, _columns(head, choices), choices)
    if not any(column.field in _TITLES for column in columns):
        raise RequestError("sheet_no_title", file=path.name, row=head.number, headings=[c.heading for c in columns])
    rows, beside = _own(sheet, place, columns)
    above = [RowBeside(row.number, _text(row)) for row in sheet.rows[:place]]
    others = (*(other.name for other in sheets if other is not sheet), *workbook.hidden)
    return ReadList(
        path.name,
        hashlib.sha256(content).hexdigest(),
        sheet.name,
        head.number,
        columns,
        tuple(rows),
        (*above, *beside),
        tuple(name for name in others if name != sheet.name),
        workbook,
    )


def _filled_down(sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows in which each cell merged with one above has its value."""
    rows = {row.number: list(row.cells) for row in sheet.rows}
    for area in sheet.merged:
        first = rows.get(area.top, [])
        value = first[area.left] if area.left < len(first) else None
        for number in range(area.top + 1, area.bottom + 1):
            if value is not None and number in rows:
                cells = rows[number]
                cells += [None] * (area.left + 1 - len(cells))
                cells[area.left] = value
    return tuple(Row(number, tuple(cells)) for number, cells in rows.items())


def _headings(sheet: Sheet, choices: Choices) -> tuple[int, int]:
    """Return how many fields the first row with most of them names, and its place."""
    numbers = [
        len({column.field for column in _columns(row, choices)} - {Field.NOTHING})
        for row in sheet.rows[:_HEADINGS_WITHIN]
    ]
    return max(numbers, default=0), numbers.index(max(numbers)) if numbers else 0


def _columns(head: Row, choices: Choices) -> tuple[SheetColumn, ...]:
    """Return the columns that have a heading; only notes may stand in several."""
    columns: list[SheetColumn] = []
    chosen = {folded(value): choices.columns.get(folded(value)) for value in head.cells if isinstance(value, str)}
    for place, value in enumerate(head.cells):
        if not isinstance(value, str):
            continue
        named = _of_sak(head, choices) if folded(value) == _SAK else field_of(value)
        field = chosen[folded(value)] or named or Field.NOTHING
        taken = {column.field for column in columns} | {one for one in chosen.values() if one is not None}
        is_taken = field in taken and field != Field.NOTE and chosen[folded(value)] is None
        columns.append(SheetColumn(letters(place), " ".join(value.split()), Field.NOTHING if is_taken else field))
    return tuple(columns)


def _of_sak(head: Row, choices: Choices) -> Field:
    """Return the field of a column that is headed `Sak`: the title where no other column is, else the case number."""
    headings = {value for value in head.cells if isinstance(value, str) and folded(value) != _SAK}
    others = {choices.columns.get(folded(heading)) or field_of(heading) for heading in headings}
    if others.isdisjoint(_TITLES):
        return Field.TITLE
    return Field.NOTHING if Field.CASE in others else Field.CASE


def _told_apart(
    sheet: Sheet, place: int, columns: tuple[SheetColumn, ...], choices: Choices
) -> tuple[SheetColumn, ...]:
    """Return the columns with one that is headed `Sak` as what its cells hold.

    Raises:
        RequestError: it holds words, and another column has the titles.
    """
    column = next((column for column in columns if folded(column.heading) == _SAK), None)
    if column is None or column.field == Field.NOTHING or _SAK in choices.columns:
        return columns
    rows, _ = _own(sheet, place, columns)
    cells = [cell for row in rows for cell in row.cells.get(Field(column.field), ()) if cell.letter == column.letter]
    are_numbers = all(not isinstance(c.value, str) or _CASE_NUMBER.fullmatch(c.value.strip()) for c in cells)
    if column.field == Field.CASE and not are_numbers:
        raise RequestError("sheet_heading_two_ways", row=sheet.rows[place].number, heading=_SAK.capitalize())
    is_case = column.field == Field.CASE or (cells and are_numbers)
    return tuple(one._replace(field=Field.CASE) if one is column and is_case else one for one in columns)


def _own(sheet: Sheet, place: int, columns: Sequence[SheetColumn]) -> tuple[list[ListRow], list[RowBeside]]:
    """Return the rows of the list, and those beneath and between that are notes or headings of a group."""
    read_columns = [column for column in columns if column.field != Field.NOTHING]
    head, after = sheet.rows[place], sheet.rows[place + 1 :]
    wide = {area.top for area in sheet.merged if area.right > area.left and area.top == area.bottom}
    own: list[ListRow] = []
    beside: list[RowBeside] = []
    for block in _blocks(head.number, after):
        rows = [_list_row(row, read_columns) for row in block]
        is_first = block[0].number == head.number + 1
        is_table = is_first or any(len(row.cells) > 1 and not _is_remark(row) for row in rows)
        for row, listed in zip(block, rows, strict=True):
            is_heading = row.cells[: len(head.cells)] == head.cells or (len(listed.cells) < 2 and row.number in wide)
            if not is_table or is_heading or not listed.cells:
                beside.append(RowBeside(row.number, _text(row)))
            else:
                own.append(listed)
    return own, [row for row in beside if row.text]


def _is_remark(row: ListRow) -> bool:
    """Tell a line such as `Sist oppdatert: | 12.3.2026` from a row of the list."""
    return any(
        isinstance(cell.value, str) and cell.value.endswith(":") for cells in row.cells.values() for cell in cells
    )


def _blocks(before: int, rows: Iterable[Row]) -> list[list[Row]]:
    """Return rows in blocks that empty rows part."""
    blocks: list[list[Row]] = []
    for row in rows:
        if not blocks or row.number > before + 1:
            blocks.append([])
        blocks[-1].append(row)
        before = row.number
    return blocks


def _list_row(row: Row, columns: Sequence[SheetColumn]) -> ListRow:
    cells: dict[Field, tuple[Cell, ...]] = {}
    values = {letters(place): value for place, value in enumerate(row.cells) if value is not None}
    for column in columns:
        if (value := values.get(column.letter)) is not None:
            field = Field(column.field)
            cells[field] = (*cells.get(field, ()), Cell(column.letter, column.heading, value))
    return ListRow(row.number, cells)


def _text(row: Row) -> str:
    """Return the words of a row."""
    words = (value.code if isinstance(value, ErrorCell) else value for value in row.cells if value is not None)
    return " | ".join(" ".join(str(word).split()) for word in words)
