"""Spreadsheet files of every kind become the same plain tables, or are refused in one sentence."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import xlsxwriter

from slt_flow.errors import RequestError
from slt_flow.spreadsheets.read import raw, read
from slt_flow.spreadsheets.tables import LARGEST, LONGEST_CELL, MOST_ROWS, ErrorCell, Merged, Workbook, letters
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words

SHEET: Final = "xl/worksheets/sheet1.xml"


def written(fill: Callable[[Any, Any], None], **options: object) -> bytes:
    """A workbook with one sheet, written by another program."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("Liste"))
    return out.getvalue()


def changed(content: bytes, parts: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook in which some parts are others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, parts[name](part) if name in parts else part)
    return out.getvalue()


def cells(book: Workbook, sheet: int = 0) -> list[tuple[object, ...]]:
    return [row.cells for row in book.sheets[sheet].rows]


PLAIN: Final = written(lambda _, sheet: sheet.write_row(0, 0, ["Tiltak", "Frist"]))


# workbooks


def test_cells_keep_their_kind_and_rows_the_numbers_that_excel_shows() -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(2, 1, ["Tiltak", "  Frist ", ""])
        sheet.write_row(4, 1, ["Nattevakt", 0.5, 3, True])
        sheet.write_datetime(5, 1, datetime(2026, 3, 12), day)
        sheet.write_datetime(5, 2, datetime(2026, 3, 12, 10, 30), day)

    book = read(written(fill), "liste.xlsx")
    (sheet,) = book.sheets
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (3, (None, "Tiltak", "Frist", None, None)),
        (5, (None, "Nattevakt", 0.5, 3, "TRUE")),
        (6, (None, date(2026, 3, 12), datetime(2026, 3, 12, 10, 30), None, None)),
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_of_both_epochs_are_read_as_days_and_as_bare_numbers(from_1904: bool) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_datetime(0, 0, datetime(2026, 3, 12), day)
        sheet.write_number(1, 0, 46093 - (1462 if from_1904 else 0))  # the same day without a format

    book = read(written(fill, date_1904=from_1904), "liste.xlsx")
    ((first,), (bare,)) = cells(book)
    assert first == date(2026, 3, 12)
    assert isinstance(bare, int)
    assert book.day(bare) == date(2026, 3, 12)
    assert book.day(2026) is None


def test_an_error_in_a_cell_is_told_as_one_and_a_formula_counts_by_its_value() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Tiltak", "Frist", "Ansvarlig"])
        sheet.write_formula(1, 0, "=A9&B9", None, "Nattevakt")
        sheet.write_formula(1, 1, "=#REF!+1", None, "#REF!")
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")  # nothing else in its row
        sheet.write_formula(3, 0, "=A9&B9", None, "uten verdi")

    content = changed(written(fill), {SHEET: lambda xml: xml.replace(b"<v>uten verdi</v>", b"")})
    assert cells(read(content, "liste.xlsx")) == [
        ("Tiltak", "Frist", "Ansvarlig"),
        ("Nattevakt", ErrorCell("#REF!"), None),
        (None, None, ErrorCell("#DIV/0!")),
        (ErrorCell(""),),
    ]


def test_hidden_sheets_are_left_out_named_and_read_on_request() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Liste", "Lister", "Gammel"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("Lister").hide()
        book.get_worksheet_by_name("Gammel").very_hidden()
        book.add_chartsheet("Diagram")
    book = read(out.getvalue(), "liste.xlsx")
    assert ([sheet.name for sheet in book.sheets], book.hidden) == (["Liste"], ("Lister", "Gammel"))
    assert cells(read(out.getvalue(), "liste.xlsx", "Gammel")) == [("Gammel",)]


def test_merged_cells_are_told_with_their_area() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("B2:D2", "Oppfølging")
        sheet.merge_range("A3:A5", "Skole")

    (sheet,) = read(written(fill), "liste.xlsx").sheets
    assert sheet.merged == (Merged(2, 2, 1, 3), Merged(3, 5, 0, 0))


def test_a_workbook_with_macros_is_read_and_runs_none(tmp_path: Path) -> None:
    (tmp_path / "vbaProject.bin").write_bytes(b"\xd0\xcf\x11\xe0" + os.urandom(64))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Liste").write(0, 0, "Tiltak")
        book.add_vba_project(str(tmp_path / "vbaProject.bin"))
    assert cells(read(out.getvalue(), "liste.xlsm")) == [("Tiltak",)]


# separated text


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_however_it_was_saved(separator: str, encoding: str, end: str) -> None:
    rows = ["Tiltak|Frist|Ansvarlig", "Råd til skulen|1. mai|Rektor", "", '"En, to; tre\t«fire»"||Rektor']
    text = end.join(row.replace("|", separator) for row in rows) + end
    book = read(text.encode(encoding), "liste.csv")
    assert book.separator == separator
    assert [(row.number, row.cells) for row in book.sheets[0].rows] == [
        (1, ("Tiltak", "Frist", "Ansvarlig")),
        (2, ("Råd til skulen", "1. mai", "Rektor")),
        (4, ("En, to; tre\t«fire»", None, "Rektor")),
    ]


def test_a_separator_that_is_named_in_the_text_counts() -> None:
    assert cells(read(b"sep=,\r\nTiltak,Frist;dag\r\nA,1;2\r\n", "liste.csv")) == [
        ("Tiltak", "Frist;dag"),
        ("A", "1;2"),
    ]


def test_a_cell_of_several_lines_and_odd_separators_is_one_cell() -> None:
    text = 'Tiltak;Notat\nA;"første linje\nandre"\nB;c\u2028d\x0be\n'
    assert [row.number for row in read(text.encode(), "a.csv").sheets[0].rows] == [1, 2, 3]
    assert cells(read(text.encode(), "a.csv"))[1:] == [("A", "første linje\nandre"), ("B", "c\u2028d\x0be")]


# what is refused


def bomb() -> bytes:
    return changed(PLAIN, {SHEET: lambda xml: xml.replace(b"</worksheet>", b" " * (100 << 20) + b"</worksheet>")})


def far_away() -> bytes:
    return written(lambda _, sheet: sheet.write(MOST_ROWS, 0, "x"))


def with_long_cell() -> bytes:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Tiltak", "N" * LONGEST_CELL])

    strings = "xl/sharedStrings.xml"
    return changed(written(fill), {strings: lambda xml: xml.replace(b"NN", b"NNN", 1)})


def locked_parts() -> bytes:
    content = bytearray(PLAIN)
    for mark, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        place = content.find(mark)
        content[place + at] |= 1
    return bytes(content)


REFUSED: Final[Mapping[str, tuple[Callable[[], bytes], str, str]]] = {
    "empty": (lambda: b"", "a.xlsx", "sheet_file_empty"),
    "only blank lines": (lambda: b";;\n;;\n", "a.csv", "sheet_file_empty"),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90 + "EncryptedPackage".encode("utf-16-le"),
        "a.xlsx",
        "sheet_locked",
    ),
    "parts locked": (locked_parts, "a.xlsx", "sheet_locked"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "sheet_old_excel"),
    "another ending": (lambda: PLAIN, "a.ods", "sheet_other_ending"),
    "no ending": (lambda: PLAIN, "a", "sheet_other_ending"),
    "a workbook called text": (lambda: PLAIN, "a.csv", "sheet_is_a_workbook"),
    "a text called workbook": (lambda: b"a;b\n", "a.xlsx", "sheet_is_no_workbook"),
    "a page of the web called workbook": (lambda: b"<html><table>", "a.xlsx", "sheet_is_no_workbook"),
    "cut short": (lambda: PLAIN[:-200], "a.xlsx", "sheet_damaged"),
    "a sheet that is no XML": (lambda: changed(PLAIN, {SHEET: lambda xml: xml[:-30]}), "a.xlsx", "sheet_damaged"),
    "entities": (
        lambda: changed(
            PLAIN, {SHEET: lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet', 1)}
        ),
        "a.xlsx",
        "sheet_damaged",
    ),
    "a package of something else": (
        lambda: changed(PLAIN, {}).replace(b"xl/workbook.xml", b"xl/workbuch.xml"),
        "a.xlsx",
        "sheet_no_workbook",
    ),
    "zip bomb": (bomb, "a.xlsx", "sheet_unpacks_too_large"),
    "a cell far away": (far_away, "a.xlsx", "sheet_too_wide_or_long"),
    "too many rows of text": (lambda: b"a;b\n" * (MOST_ROWS + 1), "a.csv", "sheet_too_wide_or_long"),
    "a long cell": (with_long_cell, "a.xlsx", "sheet_cell_too_long"),
    "a long cell of text": (lambda: b"a;" + b"N" * (LONGEST_CELL + 1), "a.csv", "sheet_cell_too_long"),
    "a cell without end": (lambda: b'a;"' + b"N\n" * 200_000, "a.csv", "sheet_cell_too_long"),
    "a quote never closed": (lambda: b'a;b\nc;"d\ne;f\n', "a.csv", "sheet_quote_open"),
    "NUL": (lambda: b"a;b\nc;d\0\n", "a.csv", "sheet_has_nul"),
    "letters of another encoding": (lambda: "a;ключевые слова\n".encode("cp1251"), "a.csv", "sheet_not_text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_in_one_sentence_in_every_language(case: str) -> None:
    make, file, code = REFUSED[case]
    with pytest.raises(RequestError) as raised:
        read(make(), file)
    assert raised.value.code == code
    told = {language: list(lines(raised.value, Words(language))) for language in ("en", "nb", "nn")}
    assert [len(one) for one in told.values()] == [1, 1, 1]
    assert told["en"] not in (told["nb"], told["nn"])
    assert all(file in one for (one,) in told.values())


def test_where_a_quote_or_a_nul_stands_is_told() -> None:
    for content, line in ((b'a;b\nc;"d\ne;f\n', 2), (b"a;b\nc;d\nd;\0\n", 3)):
        with pytest.raises(RequestError) as raised:
            read(content, "a.csv")
        assert raised.value.facts["line"] == line


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(RequestError) as raised:
        read(PLAIN, "a.xlsx", "Ark9")
    assert (raised.value.code, raised.value.facts["known"]) == ("sheet_unknown", ["Liste"])
    with pytest.raises(RequestError, match="sheet_of_a_text"):
        read(b"a;b\n", "a.csv", "Ark9")


def test_a_large_file_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "stor.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(300 << 20)  # a hole, which takes no room
    with pytest.raises(RequestError) as raised:
        raw(path)
    assert (raised.value.code, raised.value.facts["limit"]) == ("sheet_too_large", LARGEST >> 20)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    for path, why in ((tmp_path / "a.xlsx", "not_a_file"), (tmp_path, "EISDIR"), (tmp_path / "b.csv", "ENOENT")):
        with pytest.raises(RequestError) as raised:
            raw(path)
        assert (raised.value.code, raised.value.facts["why"]) == ("sheet_not_read", why)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_that_excel_shows(column: int, name: str) -> None:
    assert letters(column) == name
