"""Parts of a workbook file (OOXML): unpacked within bounds, and looked through for what calamine does not tell."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from slt_flow.errors import RequestError
from slt_flow.spreadsheets.tables import MOST_COLUMNS, MOST_ROWS, ErrorCell, Merged

MOST_UNPACKED: Final = 96 * 1024 * 1024
"""Most bytes of all parts together, once unpacked."""

_CHUNK: Final = 1024 * 1024
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_FLAG_ENCRYPTED: Final = 1


class Marks(NamedTuple):
    """Cells of a sheet that hold errors, by row (from 1) and column (from 0), and the areas of its merged cells."""

    errors: dict[tuple[int, int], ErrorCell]
    merged: tuple[Merged, ...]


class Damaged(Exception):
    """Part of a package that is missing or cannot be parsed."""


def unpacked(content: bytes, file: str) -> dict[str, bytes]:
    """Return the XML parts of a package by their names, unpacked within bounds.

    Raises:
        RequestError: it is no workbook, locked, damaged, or grows too large.
    """
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with ZipFile(BytesIO(content)) as package:
            for part in package.infolist():
                if part.flag_bits & _FLAG_ENCRYPTED:
                    raise RequestError("sheet_locked", file=file)
                if not part.filename.casefold().endswith((".xml", ".rels")):
                    continue  # pictures and macros, which nobody reads
                pieces = []
                with package.open(part) as unpacking:
                    while piece := unpacking.read(_CHUNK):
                        pieces.append(piece)
                        left -= len(piece)
                        if left < 0:
                            limit = MOST_UNPACKED // 1024 // 1024
                            raise RequestError("sheet_unpacks_too_large", file=file, limit=limit)
                parts[part.filename.lstrip("/")] = b"".join(pieces)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise RequestError("sheet_damaged", file=file) from None
    if "xl/workbook.xml" not in parts:
        raise RequestError("sheet_no_workbook", file=file)
    return parts


def counts_from_1904(parts: dict[str, bytes]) -> bool:
    """Tell whether the days of a workbook are counted from 1904, as old Macs did.

    Raises:
        Damaged: a part is no XML.
    """
    values = (one.get("date1904", "") for name, one in _elements(parts["xl/workbook.xml"]) if name == "workbookPr")
    return next(values, "").casefold() in ("1", "true", "on")


def sheets_of(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the sheets of a workbook: each one's name and the name of its part.

    Raises:
        Damaged: a part is no XML.
    """
    targets = {
        one["Id"]: posixpath.normpath(posixpath.join("/xl", one["Target"])).lstrip("/")
        for name, one in _elements(parts.get("xl/_rels/workbook.xml.rels", b""))
        if name == "Relationship" and {"Id", "Target"} <= one.keys()
    }
    for name, attributes in _elements(parts["xl/workbook.xml"]):
        if name == "sheet":
            key = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            yield attributes.get("name", ""), targets.get(key, "")


def _elements(part: bytes) -> list[tuple[str, dict[str, str]]]:
    elements: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: elements.append((name.rpartition(":")[2], attributes))
    _parse(parser, part)
    return elements


def looked_through(part: bytes, place: str) -> Marks:
    """Look through the XML of a sheet for error cells and merged ones, and for cells beyond all bounds.

    Raises:
        Damaged: it is no XML.
        RequestError: it has too many rows or columns: all between would be made.
    """
    cells = _Cells(place)
    parser = _parser()
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.CharacterDataHandler = cells.characters
    parser.buffer_text = True
    _parse(parser, part)
    return Marks(cells.errors, tuple(cells.merged))


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Damaged

    parser.StartDoctypeDeclHandler = refuse  # no workbook has one; it could name files, or grow without end
    return parser


def _parse(parser: expat.XMLParserType, part: bytes) -> None:
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError):
        raise Damaged from None


class _Cells:
    """Handler of the elements of a sheet; a cell without an address stands after the one before."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.errors: dict[tuple[int, int], ErrorCell] = {}
        self.merged: list[Merged] = []
        self.row, self.column = 0, -1
        self.is_error = self.has_formula = self.has_value = self.in_value = False
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a row or a cell is, and what is in the cell."""
        name = name.rpartition(":")[2]
        if name == "c":
            address = _ADDRESS.fullmatch(attributes.get("r", ""))
            self.column = _column(address[1]) if address else self.column + 1
            self.row = int(address[2]) if address else self.row
            self.is_error = attributes.get("t") == "e"
            self.has_formula = self.has_value = False
            self.text = ""
        elif name == "v" or name == "is":
            self.has_value, self.in_value = True, self.is_error
            self.refuse_far()
        elif name == "f":
            self.has_formula = True
            self.refuse_far()
        elif name == "row":
            self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = -1
        elif name == "mergeCell" and (area := _area(attributes.get("ref", ""))) is not None:
            self.merged.append(area)

    def refuse_far(self) -> None:
        """Refuse a cell with something in it beyond all bounds."""
        if self.row > MOST_ROWS or self.column >= MOST_COLUMNS:
            raise RequestError("sheet_too_wide_or_long", place=self.place, rows=MOST_ROWS, columns=MOST_COLUMNS)

    def characters(self, data: str) -> None:
        """Keep the word of an error."""
        if self.in_value:
            self.text += data

    def end(self, name: str) -> None:
        """Note an error cell, and a formula without a value."""
        name = name.rpartition(":")[2]
        if name == "v":
            self.in_value = False
        elif name == "c" and (self.is_error or (self.has_formula and not self.has_value)):
            self.errors[self.row, self.column] = ErrorCell(self.text.strip()[:20])


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(ref: str) -> Merged | None:
    first, _, last = ref.partition(":")
    one, other = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
    if one is None or other is None:
        return None
    return Merged(int(one[2]), int(other[2]), _column(one[1]), _column(other[1]))
