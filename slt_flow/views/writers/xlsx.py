"""Documents as workbooks (Office Open XML): a sheet for each table; no text in them is ever a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from slt_flow.errors import RequestError
from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Outline,
    Paragraph,
    Picture,
    Signatures,
    Value,
)
from slt_flow.terms import N_
from slt_flow.views.text.words import Words
from slt_flow.views.writers.plain import harmless, line, named

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST: Final = 32_767
"""Most letters of a cell."""

_WIDEST, _NARROWEST = 60, 8
"""Letters of the widest and the narrowest column; longer texts are wrapped."""

_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
"""Signs that the name of a sheet cannot have."""

_LONGEST_NAME: Final = 31

_OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "dd.mm.yyyy",
}  # fmt: skip
_A4: Final = 9


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:  # noqa: ARG001 # no layout
    """Write a document: what stands outside its tables on a first sheet, then each table on one of its own."""
    try:
        import xlsxwriter
    except ImportError:
        raise RequestError("missing_extra", extra="excel") from None

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties(_properties(document))
        _Sheets(workbook, document, words).fill()
    return file.getvalue()


def _properties(document: Document) -> dict[str, Any]:
    """Return the properties of the file; its day is that of the document, so that the same content is the same file."""
    day = document.day or date(2000, 1, 1)
    sender = document.letterhead.council if document.letterhead is not None else ""
    return {"title": line(document.title), "author": line(sender), "created": datetime(day.year, day.month, day.day)}


class _Sheets:
    """The sheets of a workbook, filled one after the other."""

    def __init__(self, workbook: Workbook, document: Document, words: Words) -> None:
        self.workbook, self.document, self.words = workbook, document, words
        self.names: set[str] = set()
        self.head: Format = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.day: Format = workbook.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})

    def fill(self) -> None:
        """Write every block."""
        beside = [block for block in self.document.blocks if not isinstance(block, (Grid, Heading, Picture))]
        if beside or not any(isinstance(block, Grid) for block in self.document.blocks):
            self._about(beside)
        heading = self.document.title
        for block in self.document.blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, Grid):
                self._table(heading, block)
            elif isinstance(block, Picture):
                self._table(block.alternative, block.figures)

    def _about(self, blocks: Sequence[Block]) -> None:
        sheet = self._sheet(self.words.say(N_("About")))
        sheet.set_column(0, 0, _WIDEST)
        sheet.write_string(0, 0, _safe(self.document.title), self.title)
        lines = [self.document.draft] if self.document.draft else []
        for row, text in enumerate([*lines, *(text for block in blocks for text in _lines(block))], start=2):
            sheet.write_string(row, 0, _safe(text), self.text)

    def _table(self, heading: str, grid: Grid) -> None:
        """Write a table with a frozen, filtered head that every printed page repeats."""
        sheet = self._sheet(heading)
        rows: Sequence[Sequence[Value]] = grid.values or grid.rows
        for column, name in enumerate(grid.columns):
            sheet.write_string(0, column, _safe(name), self.head)
            cells = [name, *(row[column] for row in grid.rows)]
            longest = max(len(part) for cell in cells for part in (cell.split("\n") or [""]))
            sheet.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST))
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(sheet, place, column, value)
        sheet.freeze_panes(1, 0)
        if grid.columns:
            sheet.autofilter(0, 0, len(rows), len(grid.columns) - 1)
            sheet.repeat_rows(0)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.text)
        elif value:
            sheet.write_string(row, column, _safe(value), self.text)

    def _sheet(self, heading: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(self._name(heading))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        page = self.words.say("Page {page} of {pages}", page="&P", pages="&N")
        sheet.set_footer(f"&L{line(self.document.number).replace('&', '&&')}&R{page}")
        return sheet

    def _name(self, heading: str) -> str:
        """Return the name of a sheet: short, without signs that it cannot have, and no other's."""
        plain = name = _plain_name(heading)
        number = 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
        self.names.add(name.casefold())
        return name


def _plain_name(heading: str) -> str:
    return line(heading.translate(_NAME))[:_LONGEST_NAME].strip() or "–"


def _safe(text: str) -> str:
    return harmless(text)[:_LONGEST]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text) | Note(text):
            yield text
        case Bullets(items, _):
            yield from items
        case Outline():
            for depth, entry in block.flattened():
                yield "  " * depth + named(entry.text, entry.remark)
        case Facts(rows):
            yield from (named(label, value) for label, value in rows)
        case Signatures(rows):
            yield from (named(row.title, row.holder) for row in rows)


# forms


class Cell(NamedTuple):
    """Cell of a form: locked with a value, or open for an answer; `choices` are all that may be chosen there."""

    value: Value = ""
    is_open: bool = False
    choices: tuple[str, ...] = ()
    percent: bool = False


class Form(NamedTuple):
    """Form to fill in: a table of cells beneath a few lines, and a hidden sheet by which it is known again.

    Attributes:
        columns: the heading and the width of each.
        refusals: sentences on an answer that is none of the choices, and on one that is no per cent.
        memory: the name of the hidden sheet, its first rows, and a row for each row of the form.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    refusals: tuple[str, str]
    memory: tuple[str, tuple[tuple[str | int, ...], ...], tuple[tuple[str | int, ...], ...]]
    day: date


def form(form: Form) -> bytes:
    """Write a form of which only the cells for answers can be changed; what is written there stays text.

    Raises:
        RequestError: the extra is not installed.
    """
    try:
        import xlsxwriter
        from xlsxwriter.utility import xl_range_abs
    except ImportError:
        raise RequestError("missing_extra", extra="excel") from None

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"title": line(form.title), "created": datetime(*form.day.timetuple()[:3])})
        _FormSheets(workbook, form, xl_range_abs).fill()
    return file.getvalue()


class _FormSheets:
    """The sheets of a form: the one to fill in, and the hidden one."""

    def __init__(self, workbook: Workbook, form: Form, range_of: Callable[[int, int, int, int], str]) -> None:
        self.form, self.range_of = form, range_of
        self.name, self.heads, self.cases = form.memory
        around = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        answer = {**around, "bg_color": "#FFF8DC", "locked": False}
        self.plain: Format = workbook.add_format(around)
        self.day: Format = workbook.add_format({**around, "num_format": "dd.mm.yyyy", "align": "left"})
        self.shut: Format = workbook.add_format({**around, "bg_color": "#EDEDED"})
        self.text: Format = workbook.add_format({**answer, "num_format": "@"})  # so that no answer becomes a formula
        self.number: Format = workbook.add_format({**answer, "num_format": "0"})
        self.head: Format = workbook.add_format({**around, "bold": True, "bg_color": "#D9E2EC"})
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})
        self.sheet: Worksheet = workbook.add_worksheet(_plain_name(form.title))
        self.hidden: Worksheet = workbook.add_worksheet(self.name)

    def fill(self) -> None:
        """Write both."""
        sheet, top = self.sheet, len(self.form.lines) + 2
        sheet.write_string(0, 0, _safe(self.form.title), self.title)
        for row, text in enumerate(self.form.lines, start=1):
            sheet.write_string(row, 0, _safe(text))
        for column, (heading, width) in enumerate(self.form.columns):
            sheet.write_string(top, column, _safe(heading), self.head)
            sheet.set_column(column, column, width)
        sheet.set_row(top, 32)  # two lines of a narrow heading
        for number, cells in enumerate(self.form.rows):
            for column, cell in enumerate(cells):
                self._cell(top + 1 + number, column, cell, len(self.heads) + number)
        sheet.freeze_panes(top + 1, 2)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        self._remember()

    def _cell(self, row: int, column: int, cell: Cell, remembered: int) -> None:
        sheet = self.sheet
        if not cell.is_open:
            if isinstance(cell.value, date):
                sheet.write_datetime(row, column, datetime(*cell.value.timetuple()[:3]), self.day)
            elif isinstance(cell.value, int):
                sheet.write_number(row, column, cell.value, self.plain)
            elif cell.value:
                sheet.write_string(row, column, _safe(cell.value), self.plain)
            else:
                sheet.write_blank(row, column, None, self.shut)
            return
        sheet.write_blank(row, column, None, self.number if cell.percent else self.text)
        if cell.choices:
            first = len(self.cases[0])
            for place, choice in enumerate(cell.choices, start=first):
                self.hidden.write_string(remembered, place, _safe(choice))
            listed = self.range_of(remembered, first, remembered, first + len(cell.choices) - 1)
            may: dict[str, Any] = {
                "validate": "list",
                "source": f"={self.name}!{listed}",
                "error_message": self.form.refusals[0],
            }
            sheet.data_validation(row, column, row, column, may)
        elif cell.percent:
            may = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
            sheet.data_validation(row, column, row, column, {**may, "error_message": self.form.refusals[1]})

    def _remember(self) -> None:
        for number, row in enumerate((*self.heads, *self.cases)):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    self.hidden.write_number(number, column, value)
                else:
                    self.hidden.write_string(number, column, value)
        self.hidden.protect()
        self.hidden.very_hidden()
