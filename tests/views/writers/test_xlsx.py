"""Workbooks are read back by another program: the same cells, real days, and no text that is a formula or a link."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from slt_flow.errors import RequestError
from slt_flow.results.documents import Bullets, Document, Facts, Grid, Heading, Letterhead, Note, Paragraph, Picture
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers import write
from slt_flow.views.writers.xlsx import Cell, Form, form

WORDS = Words("nb")
DAY = date(2026, 3, 12)
FORMULAS = ("=1+1", "@SUM(A1)", "+4722222222", "-1", '=HYPERLINK("https://a.b")', "{=1}", "https://a.b",
            "mailto:a@b.c", "internal:Status!A1", "007", "1/26", "1e5", "TRUE", "#REF!", "\t=1", "<b>x</b>",
            "&amp;")  # fmt: skip


def workbook(document: Document) -> tuple[bytes, CalamineWorkbook]:
    raw = write(document, "xlsx", WORDS)
    return raw, CalamineWorkbook.from_filelike(io.BytesIO(raw))


def table(text: str, heading: str = "Vedtak") -> Document:
    return Document("T", (Heading(2, heading), Grid(("a", "b"), ((text, "x"),))), day=DAY)


def parts(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_or_a_link_is_text(text: str) -> None:
    raw, book = workbook(table(text))
    assert book.get_sheet_by_name("Vedtak").to_python() == [["a", "b"], [safe(text, "\n\t"), "x"]]
    written = "".join(parts(raw).values())
    assert "<f>" not in written
    assert "hyperlink" not in written


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_form_is_a_formula_or_a_link(text: str) -> None:
    cells = (Cell(text), Cell(is_open=True, choices=(text, "x")))
    raw = form(
        Form(text, (text,), ((text, 9), ("b", 9)), (cells,), (text, text), ("m", ((text, 1),), ((text, 2),)), DAY)
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    shown, hidden = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    expected = safe(text, "\n\t")
    assert [row[0] for row in shown] == [expected, expected, "", expected, expected]
    assert hidden == [[text, 1, "", ""], [text, 2, expected, "x"]]
    written = "".join(parts(raw).values())
    assert "<f>" not in written
    assert "hyperlink" not in written


def test_the_extra_of_a_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(RequestError) as raised:
        form(Form("T", (), (), (), ("", ""), ("m", ((),), ()), DAY))
    assert (raised.value.code, raised.value.facts) == ("missing_extra", {"extra": "excel"})


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_every_text_is_read_back_as_it_is(text: str) -> None:
    raw, book = workbook(table(text + "x"))
    assert book.get_sheet_by_name("Vedtak").to_python()[1][0] == safe((text + "x").replace("\r\n", "\n"), "\n\t")
    assert "<f>" not in "".join(parts(raw).values())


def test_days_and_numbers_are_real_ones() -> None:
    grid = Grid(("frist", "tall", "tekst"), (("12.03.2026", "3", "3"),), ((DAY, 3, "3"),))
    _, book = workbook(Document("T", (Heading(2, "Frister"), grid), day=DAY))
    [_, row] = book.get_sheet_by_name("Frister").to_python()
    assert row == [DAY, 3.0, "3"]
    assert [type(cell) for cell in row] == [date, float, str]


def test_a_sheet_has_a_frozen_filtered_head_that_every_page_repeats() -> None:
    raw, _ = workbook(table("x"))
    files = parts(raw)
    sheet = files["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1"' in sheet
    assert '<autoFilter ref="A1:B2"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert "Print_Titles" in files["xl/workbook.xml"]


def test_the_same_document_is_the_same_file() -> None:
    assert write(table("x"), "xlsx", WORDS) == write(table("x"), "xlsx", WORDS)


def test_the_file_says_whose_it_is_and_its_day_is_the_documents() -> None:
    files = parts(write(table("x")._replace(letterhead=Letterhead("Rådet", ())), "xlsx", WORDS))
    assert "<dc:creator>Rådet</dc:creator>" in files["docProps/core.xml"]
    assert set(re.findall(r"\d{4}-\d\d-\d\d", files["docProps/core.xml"])) == {"2026-03-12"}


def test_what_stands_outside_tables_is_on_the_first_sheet() -> None:
    picture = Picture("<svg/>", "Hjulet", Grid(("måned", "møter"), (("mars", "1"),)))
    blocks = (Paragraph("En\nto"), Facts((("Sted", "Rådhuset"),)), Note("Frist"), Bullets(("=1", "b")), picture)
    _, book = workbook(Document("=Tittel", blocks, draft="UTKAST"))
    assert book.sheet_names == ["Om", "Hjulet"]
    cells = [row[0] for row in book.get_sheet_by_name("Om").to_python()]
    assert cells == ["=Tittel", "", "UTKAST", "En\nto", "Sted: Rådhuset", "Frist", "=1", "b"]
    assert book.get_sheet_by_name("Hjulet").to_python() == [["måned", "møter"], ["mars", "1"]]


@pytest.mark.parametrize("heading", ["a/b:c*d?[e]", "x" * 40, "'quoted'", "", "History", "\x07"])
def test_every_heading_makes_a_sheet(heading: str) -> None:
    grid = Grid(("a",), (("b",),))
    _, book = workbook(Document("T", (Heading(2, heading), grid, Heading(2, heading), grid)))
    assert len(set(book.sheet_names)) == 2
    assert all(0 < len(name) <= 31 for name in book.sheet_names)


def test_a_text_longer_than_a_cell_is_cut_and_500_rows_are_kept() -> None:
    rows = tuple((f"{number}/26", "y" * (1 if number else 40_000)) for number in range(500))
    _, book = workbook(Document("T", (Heading(2, "Mange"), Grid(("ref", "tekst"), rows))))
    read = book.get_sheet_by_name("Mange").to_python()
    assert (len(read), read[1], read[-1][0]) == (501, ["0/26", "y" * 32_767], "499/26")
