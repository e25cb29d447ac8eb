"""Tables as they are read from a file: sheets, rows with the numbers that Excel shows, and cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

LARGEST: Final = 32 * 1024 * 1024
"""Most bytes of a file that is read."""

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
"""Most rows and columns of one sheet."""

LONGEST_CELL: Final = 32_767
"""Most letters of a cell, as in Excel."""


class ErrorCell(NamedTuple):
    """Cell that holds no value but an error, such as `#REF!`; `code` is empty for a formula never computed."""

    code: str


Value = str | int | float | date | datetime | time | ErrorCell | None
"""Value of a cell; None where it is empty."""


class Row(NamedTuple):
    """Row of a sheet with its number, counted from 1."""

    number: int
    cells: tuple[Value, ...]


class Merged(NamedTuple):
    """Area of merged cells: rows are counted from 1, columns from 0, and both ends belong to it."""

    top: int
    bottom: int
    left: int
    right: int


class Sheet(NamedTuple):
    """Sheet by its name; rows without any value are left out."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()


class Workbook(NamedTuple):
    """Sheets of a file that can be seen, and the names of those that are hidden; a text has one sheet without a name.

    `separator` is that of a text between its cells. Days that are plain numbers are counted from 1904 in files of old
    Macs, else from 1900.
    """

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    separator: str = ""
    from_1904: bool = False

    def day(self, number: float) -> date | None:
        """Return the day that a number in a cell stands for, or None where it is none of this or the last century."""
        if not 10_000 <= number <= 80_000:
            return None
        return (
            date(1904, 1, 1) + timedelta(int(number)) if self.from_1904 else date(1899, 12, 30) + timedelta(int(number))
        )


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0, as Excel shows them."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name
