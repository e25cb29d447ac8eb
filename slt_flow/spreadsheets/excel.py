"""Workbooks of Excel, read by calamine; errors and merged cells are found in their XML."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from slt_flow.errors import RequestError
from slt_flow.spreadsheets.package import Damaged, Marks, counts_from_1904, looked_through, sheets_of, unpacked
from slt_flow.spreadsheets.tables import LONGEST_CELL, ErrorCell, Row, Sheet, Value, Workbook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def workbook(content: bytes, file: str, only: str | None = None) -> Workbook:
    """Read the sheets of a workbook that can be seen, or only one of them, which may be hidden.

    A formula counts by the value it had when it was saved.

    Raises:
        RequestError: it is locked, damaged or too large, has no such sheet, or the extra is not installed.
    """
    parts = unpacked(content, file)
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise RequestError("missing_extra", extra="excel") from None
    try:
        part_of = dict(sheets_of(parts))
        with CalamineWorkbook.from_filelike(BytesIO(content)) as opened:
            listed = [one for one in opened.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            seen = [one.name for one in listed if one.visible == SheetVisibleEnum.Visible or one.name == only]
            hidden = tuple(one.name for one in listed if one.visible != SheetVisibleEnum.Visible)
            if only is not None and only not in seen:
                raise RequestError("sheet_unknown", file=file, sheet=only, known=[*seen, *hidden])
            wanted = seen if only is None else [only]
            places = {name: f"{file} ({name})" for name in wanted}
            marks = {name: looked_through(parts[part_of[name]], places[name]) for name in wanted}
            from_1904 = counts_from_1904(parts)
            parts.clear()
            sheets = tuple(_sheet(opened, name, marks[name], places[name]) for name in wanted)
            return Workbook(sheets, hidden, from_1904=from_1904)
    except (CalamineError, Damaged, KeyError):
        raise RequestError("sheet_damaged", file=file) from None


def _sheet(opened: CalamineWorkbook, name: str, marks: Marks, place: str) -> Sheet:
    cells_of = dict(enumerate(opened.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1))
    errors: dict[int, dict[int, ErrorCell]] = {}
    for (number, column), error in marks.errors.items():
        errors.setdefault(number, {})[column] = error
    rows = []
    for number in sorted({*cells_of, *errors}):  # calamine ends before rows that hold errors alone
        values = [_value(cell) for cell in cells_of.get(number, ())]
        for column, error in errors.get(number, {}).items():
            values += [None] * (column + 1 - len(values))
            values[column] = error
        if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in values):
            raise RequestError("sheet_cell_too_long", place=place, row=number, most=LONGEST_CELL)
        if any(value is not None for value in values):
            rows.append(Row(number, tuple(values)))
    return Sheet(name, tuple(rows), marks.merged)


def _value(cell: str | float | bool | time | date | datetime | timedelta) -> Value:
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return str(cell) if isinstance(cell, timedelta) else cell
