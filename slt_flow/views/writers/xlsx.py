"""Documents as workbooks (Office Open XML): a sheet for each table; no text in them is ever a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:  # noqa: ARG001 # no layout
    """Write a document: what stands outside its tables on a first sheet, then each table on one of its own."""
    try:
        import xlsxwriter
    except ImportError:
        raise RequestError("missing_extra", extra="excel") from None

    file = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "dd.mm.yyyy",
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as workbook:
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
        sheet.write_string(0, 0, self._safe(self.document.title), self.title)
        lines = [self.document.draft] if self.document.draft else []
        for row, text in enumerate([*lines, *(text for block in blocks for text in _lines(block))], start=2):
            sheet.write_string(row, 0, self._safe(text), self.text)

    def _table(self, heading: str, grid: Grid) -> None:
        """Write a table with a frozen, filtered head that every printed page repeats."""
        sheet = self._sheet(heading)
        rows: Sequence[Sequence[Value]] = grid.values or grid.rows
        for column, name in enumerate(grid.columns):
            sheet.write_string(0, column, self._safe(name), self.head)
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
            sheet.write_string(row, column, self._safe(value), self.text)

    def _sheet(self, heading: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(self._name(heading))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        page = self.words.say("Page {page} of {pages}", page="&P", pages="&N")
        sheet.set_footer(f"&L{line(self.document.number).replace('&', '&&')}&R{page}")
        return sheet

    def _name(self, heading: str) -> str:
        """Return the name of a sheet: short, without signs that it cannot have, and no other's."""
        plain = line(heading.translate(_NAME))[:_LONGEST_NAME].strip() or "–"
        name, number = plain, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
        self.names.add(name.casefold())
        return name

    @staticmethod
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
