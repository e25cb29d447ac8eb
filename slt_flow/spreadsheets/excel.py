"""Workbooks of Excel, read by calamine; errors and merged cells are found in their XML."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from slt_flow.errors import RequestError
from slt_flow.spreadsheets.package import Damaged, Found, looked_through, sheets_of, unpacked
from slt_flow.spreadsheets.tables import Row, Sheet, Value, Workbook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def workbook(content: bytes, file: str) -> Workbook:
    """Read the sheets of a workbook that can be seen; a formula counts by the value it had when it was saved.

    Raises:
        RequestError: it is locked, damaged or too large, or the extra is not installed.
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
            seen = [one.name for one in listed if one.visible == SheetVisibleEnum.Visible]
            hidden = tuple(one.name for one in listed if one.visible != SheetVisibleEnum.Visible)
            found = {name: looked_through(parts.get(part_of.get(name, ""), b""), file, name) for name in seen}
            parts.clear()
            return Workbook(tuple(_sheet(opened, name, found[name]) for name in seen), hidden)
    except (CalamineError, Damaged):
        raise RequestError("sheet_damaged", file=file) from None


def _sheet(opened: CalamineWorkbook, name: str, found: Found) -> Sheet:
    rows, errors = [], found.errors
    with_errors = {row for row, _ in errors}
    for number, cells in enumerate(opened.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
        values = [_value(cell) for cell in cells]
        if number in with_errors:
            last = max(column for row, column in errors if row == number)
            values += [None] * (last + 1 - len(values))
            values = [errors.get((number, column), value) for column, value in enumerate(values)]
        if any(value is not None for value in values):
            rows.append(Row(number, tuple(values)))
    return Sheet(name, tuple(rows), found.merged)


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
