"""PDF files are read back by other programs: their text, the order of their tags, and what an archive asks of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_flow.errors import BrokenInvariant, RequestError
from slt_flow.results.documents import (
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Letterhead,
    Note,
    Outline,
    OutlineLine,
    Paragraph,
    Picture,
    Signature,
    Signatures,
)
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.failures import lines
from slt_flow.views.text.words import Words
from slt_flow.views.writers import pdf
from tests.views.writers.pdfs import QPDF, faults, opened, root, tags, text_of

SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><circle cx="150" cy="75" r="50"/>'
    '<text x="150" y="80" font-family="sans-serif">Årshjul 🙂 漢</text></svg>'
)
MARKUP: Final = '#let x = 1 *fet* _kursiv_ $a^2$ = Overskrift @ref <merke> [x](y) \\ // `kode` #read("data.json") - + /'
LETTERS: Final = "æøå ÆØÅ čđŋšŧž ČĐŊŠŦŽ áÁ – — “hermetegn” «gåseøyne» ’ … § → ← ✓ ☐ • ½ € Київ Ελλάδα"

DAY: Final = date(2026, 3, 12)
WORKS: Final = tuple(
    (f"{number}/26", f"Sak {number} om natteravner", "Kulturleder", "15.4.2026") for number in range(90)
)
EVERYTHING: Final = Document(
    "Referat M1/26",
    (
        Facts((("Sted", "Rådhuset"), ("Tid", "9–11"))),
        Heading(2, "1. Godkjenning"),
        Paragraph("Første avsnitt.\nSamme avsnitt.\n\nNeste avsnitt."),
        Paragraph(MARKUP),
        Bullets(("én", "to")),
        Bullets(("først", "sist"), numbered=True),
        Outline((OutlineLine("Vedtak", "åpent", (OutlineLine("Oppdrag", beneath=(OutlineLine("Tiltak"),)),)),)),
        Heading(6, "Dypt nede"),
        Note("Unntatt offentlighet"),
        Grid(("ref", "tittel", "eier", "frist"), WORKS),
        Grid(("ref",), ()),
        Picture(SVG, "Et hjul med tolv måneder", Grid(("måned", "saker"), (("mars", "3"), ("april", "")))),
        Signatures((Signature("Ordfører", "Prøve Prøvesen"), Signature("Politikontakt"))),
    ),
    day=DAY,
    number="M1/26",
    draft="UTKAST – merknader innen 26. mars 2026",
    language="nb",
    letterhead=Letterhead("Politirådet i Eksempel", ("Eksempel kommune", "Nord politidistrikt")),
)
"""A document with a block of every kind."""


def short(*blocks: Paragraph | Grid | Heading | Bullets | Facts, **fields: object) -> Document:
    return Document("Notat", blocks, day=DAY)._replace(**fields)  # type: ignore[arg-type] # fields by name


@pytest.fixture(scope="module")
def everything() -> bytes:
    return pdf.written(EVERYTHING, Words("nb"))


def test_an_archive_and_a_screen_reader_can_use_it(everything: bytes, tmp_path: Path) -> None:
    assert faults(everything, tmp_path) == []


@pytest.mark.skipif(QPDF is None, reason="NO SECOND OPINION: qpdf is missing, so a wrong length of a stream is unseen")
def test_qpdf_finds_a_stream_that_is_cut(everything: bytes, tmp_path: Path) -> None:
    """The fault that page finds where there is none is left to qpdf; here it is one."""
    cut = re.sub(rb"/Length (\d)(\d\d+)", rb"/Length 1\2", everything, count=3)
    assert any("expected endstream" in fault for fault in faults(cut, tmp_path))


def test_a_wrong_file_is_found(everything: bytes, tmp_path: Path) -> None:
    """The judge itself: without its title, the file is neither for archives nor for screen readers."""
    assert faults(everything.replace(b"/Lang", b"/Gang"), tmp_path)


def test_the_text_is_read_back(everything: bytes) -> None:
    text = text_of(opened(everything))
    for words in (
        "Politirådet i Eksempel", "Eksempel kommune · Nord politidistrikt", "M1/26 Dato: 12. mars 2026",
        "Sted Rådhuset", "Første avsnitt. Samme avsnitt. Neste avsnitt.", "• én • to", "1. først 2. sist",
        "Vedtak åpent", "Unntatt offentlighet", "ref tittel eier frist",
        "89/26 Sak 89 om natteravner Kulturleder 15.4.2026", "Ingen.",
        "måned saker mars 3 april", "Sted og dato:", "Ordfører Prøve Prøvesen", " ".join(MARKUP.split()),
    ):  # fmt: skip
        assert words in text


def test_the_file_says_what_it_is(everything: bytes) -> None:
    reader = opened(everything)
    assert reader.metadata is not None
    assert reader.metadata.title == "Referat M1/26"
    assert reader.metadata.author == "Politirådet i Eksempel"
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260312")
    assert root(reader)["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = str(reader.xmp_metadata.stream.get_data()) if reader.xmp_metadata else ""
    assert "<pdfaid:part>2<" in xmp
    assert "<pdfuaid:part>1<" in xmp


def test_a_screen_reader_takes_it_in_order(everything: bytes) -> None:
    kinds = [tag.kind for tag in tags(opened(everything))]
    outline = [kind for kind in kinds if kind in ("H1", "H2", "H3", "H4", "L", "Table", "Figure")]
    assert outline == ["H1", "H2", "L", "L", "L", "L", "L", "H3", "Table", "Figure", "Table"]
    assert kinds.count("LI") == kinds.count("LBody") == 7
    assert kinds.count("TR") == 1 + len(WORKS) + 3
    assert kinds.count("TD") == 4 * len(WORKS) + 4


def test_columns_have_headings_and_pictures_have_words(everything: bytes) -> None:
    found = tags(opened(everything))
    headings = [tag for tag in found if tag.kind == "TH"]
    assert len(headings) == 4 + 2, "a heading that is repeated on the next page is read once"
    assert {str(part["/Scope"]) for tag in headings for part in tag.get("/A") if "/Scope" in part} == {"/Column"}
    (figure,) = (tag for tag in found if tag.kind == "Figure")
    assert figure.get("/Alt") == "Et hjul med tolv måneder"


def test_every_page_repeats_headings_draft_and_number(everything: bytes) -> None:
    pages = [part.extract_text() for part in opened(everything).pages]
    assert len(pages) >= 4
    for number, text in enumerate(pages, start=1):
        assert f"Side {number} av {len(pages)}" in text
        assert "UTKAST – merknader innen 26. mars 2026" in text
        assert "M1/26" in text
    of_table = [text for text in pages if "om natteravner" in text]
    assert len(of_table) > 2
    assert all("tittel" in text for text in of_table)


def test_the_same_document_is_the_same_bytes(everything: bytes) -> None:
    assert pdf.written(EVERYTHING, Words("nb")) == everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_format_are_in_the_language(language: str) -> None:
    reader = opened(pdf.written(EVERYTHING._replace(language=language), Words(language)))
    text = text_of(reader)
    said = {
        "nb": ("Side 1 av", "Sted og dato:"),
        "nn": ("Side 1 av", "Stad og dato:"),
        "en": ("Page 1 of", "Place and date:"),
    }
    assert all(words in text for words in said[language])
    assert str(root(reader)["/Lang"]).partition("-")[0] == language


def test_letters_of_the_north_and_of_others_are_read_back(tmp_path: Path) -> None:
    made = pdf.written(short(Paragraph(LETTERS), Paragraph("שלום"), Paragraph("🙂 👍 ❤️ 🇳🇴")), Words("nb"))
    assert faults(made, tmp_path) == []
    text = text_of(opened(made))
    assert LETTERS in text
    assert "שלום" in text
    assert all(sign in text for sign in "🙂👍❤")


def test_a_paragraph_from_the_right_begins_at_the_right() -> None:
    places: list[tuple[str, float]] = []

    def seen(text: str, matrix: list[float], *_: object) -> None:
        places.append((text, matrix[4]))

    made = pdf.written(short(Paragraph("שלום"), Paragraph("Norsk")), Words("nb"))
    part = opened(made).pages[0]
    part.extract_text(visitor_text=seen)
    half = float(part.mediabox.width) / 2
    assert [place > half for text, place in places if "ש" in text or "Norsk" in text] == [True, False]


def test_a_letter_that_no_font_has_is_shown_as_missing(tmp_path: Path) -> None:
    made = pdf.written(short(Paragraph("før 漢字 etter \u202e \ud800")), Words("nb"))
    assert faults(made, tmp_path) == []
    assert "før \ufffd\ufffd etter" in text_of(opened(made))


def test_a_wide_document_lies_on_its_side() -> None:
    box = opened(pdf.written(short(Paragraph("a"), wide=True), Words("nb"))).pages[0].mediabox
    assert box.width > box.height


@pytest.mark.endurance
def test_long_documents_are_written_whole(tmp_path: Path) -> None:
    words = [f"ord{number}" for number in range(10_000)]
    cell = " ".join(words[:2000])
    rows = tuple((f"{number}/26", f"Sak {number}") for number in range(500))
    made = pdf.written(
        short(Paragraph(" ".join(words)), Grid(("ref", "tittel"), rows), Grid(("a", "b"), ((cell, "x" * 300),))),
        Words("nb"),
    )
    reader = opened(made)
    assert faults(made, tmp_path) == []
    text = text_of(reader)
    assert all(word in text for word in words)
    assert all(f"{number}/26 Sak {number}" in text for number in range(500))
    assert "x" * 300 in text.replace(" ", "")
    assert max(len(line) for part in reader.pages for line in part.extract_text().splitlines()) < 130, "nothing is cut"


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page() -> None:
    blocks = [
        block for number in range(40) for block in (Heading(2, f"Overskrift {number}"), Paragraph("Tekst. " * number))
    ]
    table = Grid(("ref", "tittel"), (("1/26", "Natteravner"),) * 3)
    tables = [block for number in range(40) for block in (Heading(2, f"Tabell {number}"), table)]
    for part in opened(pdf.written(short(*blocks, *tables), Words("nb"))).pages:
        above_the_foot = part.extract_text().strip().splitlines()[-2]
        assert not above_the_foot.startswith(("Overskrift", "Tabell", "ref"))


@pytest.mark.endurance
def test_a_short_list_and_facts_are_never_parted_by_the_end_of_a_page() -> None:
    def ended(middle: int) -> list[bool]:
        """Whether each of many lists and facts begins and ends on one page."""
        blocks = [
            block
            for number in range(60)
            for block in (
                Bullets((f"a{number}x", *("midt",) * middle, f"z{number}x")),
                Facts(((f"b{number}x", "ja"), *(("midt", "ja"),) * middle, (f"y{number}x", "ja"))),
                Paragraph("Tekst. " * number),
            )
        ]
        pages = [part.extract_text() for part in opened(pdf.written(short(*blocks), Words("nb"))).pages]
        return [
            any(f"{first}{number}x" in text and f"{last}{number}x" in text for text in pages)
            for number in range(60)
            for first, last in ("az", "by")
        ]

    assert all(ended(1))
    assert not all(ended(8)[::2]), "a longer list is parted: the test sees the ends of pages"


def test_a_short_text_between_a_heading_and_a_list_goes_with_the_list() -> None:
    blocks = [
        block
        for number in range(60)
        for block in (Heading(2, f"h{number}x"), Paragraph(f"p{number}x"), Bullets((f"l{number}x",)))
    ]
    pages = [part.extract_text() for part in opened(pdf.written(short(*blocks), Words("nb"))).pages]
    assert len(pages) > 5, "many pages end"
    for number in range(60):
        assert any(all(f"{part}{number}x" in text for part in "hpl") for text in pages), number


@pytest.mark.endurance
def test_lines_to_sign_on_stand_beneath_what_is_signed() -> None:
    for above in range(20, 44, 2):
        signed = Paragraph("Vi bekrefter"), Signatures((Signature("Ordfører", ""),))
        document = short(Paragraph("\n".join(("linje",) * above)))._replace(letterhead=None)
        made = pdf.written(document._replace(blocks=(*document.blocks, *signed)), Words("nb"))
        pages = [part.extract_text() for part in opened(made).pages]
        assert any("Vi bekrefter" in text and "Ordfører" in text for text in pages), above


def test_a_document_without_a_day_is_not_dated_now() -> None:
    with pytest.raises(BrokenInvariant, match="document_without_day"):
        pdf.written(short(Paragraph("a"), day=None), Words("nb"))


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(RequestError) as raised:
        pdf.written(EVERYTHING, Words("nb"))
    assert "pip install 'slt-flow[pdf]'" in next(lines(raised.value, Words("nb")))


LETTERS_OF_ANY_KIND: Final = st.text(
    st.characters() | st.sampled_from("\u00ad\u200b\u200c\u200d\ufe0f\u0301\u20e3🏴👩👍\U000e0067#*_$\\\n\t æ"),
    max_size=60,
)


@pytest.mark.endurance
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(LETTERS_OF_ANY_KIND, min_size=8, max_size=8))
def test_any_text_is_written_and_no_text_is_obeyed(texts: list[str], tmp_path: Path) -> None:
    first, second, *others = texts
    table = Grid((first, second), ((second, first),))
    made = pdf.written(
        Document(
            first,
            (
                Heading(2, second), Paragraph(first), Bullets(tuple(others)), Note(second), table,
                Facts(((first, second),)),
                Outline((OutlineLine(first, second),)), Signatures((Signature(first, second),)),
            ),
            day=DAY, number=others[0], draft=others[1], letterhead=Letterhead(others[2], tuple(others[3:])),
        ),
        Words("nb"),
    )  # fmt: skip
    assert faults(made, tmp_path) == []
