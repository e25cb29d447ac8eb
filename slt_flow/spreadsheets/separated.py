"""Separated text (CSV) as Excel and others save it."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from typing import Final

from slt_flow import files
from slt_flow.errors import RequestError
from slt_flow.spreadsheets.tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Sheet, Workbook

SEPARATORS: Final = (";", "\t", ",")

_LOOKED_AT: Final = 40
"""Rows by which the separator is found."""


def separated(content: bytes, file: str) -> Workbook:
    """Read a text whose cells are separated by semicolons, tabs or commas.

    Raises:
        RequestError: it is no text, has a quote that is never closed, or more or longer cells than are read.
    """
    try:
        text = files.text(content)
    except files.NotText as error:
        raise RequestError("sheet_not_text", file=file, line=error.line, column=error.column) from None
    if (place := text.find("\0")) >= 0:
        raise RequestError("sheet_has_nul", file=file, line=text.count("\n", 0, place) + 1)
    lines = list(StringIO(text, newline=""))  # splitlines would end a row at signs that stand within a cell
    named = lines[0].strip().strip('"') if lines else ""
    is_named = named[:4].casefold() == "sep=" and named[4:] in (*SEPARATORS, "")  # a tab was stripped
    separator = (named[4:] or "\t") if is_named else _separator(lines)
    rows = []
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = 1
    try:
        for number, cells in enumerate(reader, start=1):
            begun = reader.line_num + 1
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise RequestError("sheet_too_wide_or_long", place=file, rows=MOST_ROWS, columns=MOST_COLUMNS)
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise RequestError("sheet_cell_too_long", place=file, row=number, most=LONGEST_CELL)
            values = tuple(cell.strip() or None for cell in cells)
            if any(values) and not (is_named and number == 1):
                rows.append(Row(number, values))
    except csv.Error as error:
        if "limit" in str(error):  # of the parser, far above ours
            raise RequestError("sheet_cell_too_long", place=file, row=len(rows) + 1, most=LONGEST_CELL) from None
        raise RequestError("sheet_quote_open", file=file, line=begun) from None
    if not rows:
        raise RequestError("sheet_file_empty", file=file)
    return Workbook((Sheet("", tuple(rows)),), separator=separator)


def _separator(lines: list[str]) -> str:
    """Return the separator by which most rows have the same number of cells, and more than one."""

    def agreement(separator: str) -> tuple[int, int]:
        try:
            rows = [row for row in islice(csv.reader(lines, delimiter=separator), _LOOKED_AT) if row]
        except csv.Error:
            return (0, 0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return (times, width)

    return max(SEPARATORS, key=agreement)
