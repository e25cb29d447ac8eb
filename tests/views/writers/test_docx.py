"""Documents as DOCX, read back by other programs: every word in its place, whatever is in it, and the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_flow.errors import DefinitionError, RequestError
from slt_flow.results.documents import (
    Block,
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
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers import docx as writer
from slt_flow.views.writers import write
from tests.views.documents import BY_TURNS, Sample
from tests.views.writers.packages import Told, W, edges, imported, parts, properties, rows, texts, xml
from tests.views.writers.test_documents import MARKUP
from tests.views.writers.test_documents import texts as any_texts

WHOLE = Document(
    "Møteprotokoll",
    (
        Facts((("Sted", "Rådhuset"), ("Til stede", ""))),
        Note("Merknader innen fredag."),
        Heading(2, "Saker"),
        Bullets(("En", "To"), numbered=True),
        Heading(4, "Sak 1/26"),
        Paragraph("Drøftet.\nEnige.\n\nVedtatt."),
        Grid(("Sak", "Frist"), (("Natteravner", "1.6.2026"), ("Foredrag", "1.9.2026\netter møtet"))),
        Outline((OutlineLine("1/26 Rus", "vedtatt", (OutlineLine("1/26.1 Oppdrag"),)),)),
        Bullets(("Tre",), numbered=True),
        Picture("<svg/>", "Et hjul", Grid(("Måned", "Møter"), (("Mars", "1"),))),
        Bullets(()),
        Signatures((Signature("Ordfører", "Kari Eksempel"), Signature("Politistasjonssjef"))),
    ),
    day=date(2026, 3, 12),
    number="M1/26",
    draft="UTKAST til 26. mars",
    letterhead=Letterhead("Politirådet i Prøve", ("Prøve kommune", "Prøve politidistrikt")),
)


def written(document: Document, templates: Path | None = None) -> bytes:
    return write(document, "docx", Words(document.language), templates)


def of(*blocks: Block) -> bytes:
    return written(Document("Tittel", blocks))


def test_every_block_is_what_it_is_to_another_reader() -> None:
    told = imported(written(WHOLE))
    assert told == [
        Told("p", "Politirådet i Prøve M1/26"),
        Told("p", "Prøve kommune · Prøve politidistrikt Dato: 12. mars 2026"),
        Told("h1", "Møteprotokoll"),
        Told("blockquote", "UTKAST til 26. mars"),
        Told("p", "Sted Rådhuset"),
        Told("p", "Til stede –"),
        Told("blockquote", "Merknader innen fredag."),
        Told("h2", "Saker"),
        Told("li", "En"),
        Told("li", "To"),
        Told("h3", "Sak 1/26"),
        Told("p", "Drøftet. Enige."),
        Told("p", "Vedtatt."),
        Told("th", "Sak"),
        Told("th", "Frist"),
        Told("td", "Natteravner"),
        Told("td", "1.6.2026"),
        Told("td", "Foredrag"),
        Told("td", "1.9.2026 etter møtet"),
        Told("li", "1/26 Rus – vedtatt"),
        Told("li", "1/26.1 Oppdrag"),
        Told("li", "Tre"),
        Told("p", "Et hjul"),
        Told("th", "Måned"),
        Told("th", "Møter"),
        Told("td", "Mars"),
        Told("td", "1"),
        Told("p", "Ingen."),
        Told("p", "Sted og dato:"),
        Told("p", "Ordfører Kari Eksempel"),
        Told("p", "Politistasjonssjef"),
    ]


def meant(text: str) -> str:
    """The text on one line, with a mark for every letter that no reader may obey, and that XML does not know."""
    harmless = safe(text.replace("\r\n", "\n"), "\n\t")
    return " ".join(re.sub("[\ufffe\uffff]", "\ufffd", harmless).split())


def check(*every: str) -> None:
    """Each text is read back from every kind of block, from the title, and from the edges of the pages."""
    text = every[0]
    blocks = [
        block
        for text in every
        for block in (
            Heading(2, text), Paragraph(text), Bullets((text,)), Note(text), Facts(((text, text),)),
            Grid((text, "b"), ((text, "b"),)), Outline((OutlineLine(text, text),)),
            Signatures((Signature(text, text),)),
        )
    ]  # fmt: skip
    raw = written(Document(text, tuple(blocks), number=text, draft=text, letterhead=Letterhead(text, (text,))))
    said = [told.text for told in imported(raw)]
    assert " ".join(said).count(meant(text) or "–") >= 5
    for text in every:
        cell = meant(text)
        alone = [words for words in said if words == (cell or "–")]
        assert len(alone) >= 3 or not cell, text  # heading, item, cells; a paragraph may be several
        assert f"{cell} {cell}".strip() in " ".join(said)
    for edge in (*edges(raw, "header"), *edges(raw, "footer")):
        assert meant(every[0]) in " ".join(texts(edge).split())


ODD = (
    "{{ x }}",
    "<w:t>a</w:t>",
    "]]>",
    "=1+1",
    "\x00\x0b\x1b[31m",
    "\ufffe\uffff",
    "שלום",
    "😀",
    "&#x41;",
    "\U0010ffff",
)


@pytest.mark.endurance
def test_what_looks_like_markup_is_text() -> None:
    check("<w:t>\x00\ufffe&amp;", *MARKUP, *ODD)


@pytest.mark.endurance
@settings(max_examples=3, deadline=None)
@given(st.lists(any_texts, min_size=5, max_size=15))
def test_any_text_is_read_back_as_it_is(every: list[str]) -> None:
    check(*every)


def test_the_same_document_is_the_same_bytes_without_a_moment_of_its_own() -> None:
    raw = written(WHOLE)
    assert written(WHOLE) == raw
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"20" + str(date.today().year % 100).encode() + b"-" not in parts(raw)["docProps/core.xml"].replace(
        b"2026-03-12", b""
    )


def test_its_properties_tell_title_council_language_and_the_day_of_the_document() -> None:
    told = properties(written(WHOLE))
    assert {name: text for name, text in told.items() if text} == {
        "title": "Møteprotokoll", "creator": "Politirådet i Prøve", "lastModifiedBy": "Politirådet i Prøve",
        "language": "nb", "identifier": "M1/26", "revision": "1", "created": "2026-03-12T00:00:00Z",
        "modified": "2026-03-12T00:00:00Z",
    }  # fmt: skip
    without = properties(written(WHOLE._replace(day=None)))
    assert not {"created", "modified"} & without.keys()
    assert not [name for name in parts(written(WHOLE)) if "thumbnail" in name]


@pytest.mark.parametrize(("language", "code"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_the_language_is_that_of_all_its_texts(language: str, code: str) -> None:
    raw = written(WHOLE._replace(language=language))
    said = {
        mark.get(f"{W}val")
        for name in ("word/styles.xml", "word/document.xml")
        for mark in xml(raw, name).iter(f"{W}lang")
    }
    assert said == {code}


def test_the_head_of_a_table_stands_on_every_page_and_no_row_is_broken() -> None:
    tables = list(rows(of(Grid(("a", "b"), (("1", "2"), ("3", "4"))), Grid(("c",), (("5",),)))))
    assert len(tables) == 2
    for table in tables:
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table] == [True] + [False] * (len(table) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table)


def test_each_list_counts_from_one() -> None:
    raw = of(Bullets(("a", "b"), numbered=True), Bullets(("c",), numbered=True))
    used = [mark.get(f"{W}val") for mark in xml(raw, "word/document.xml").iter(f"{W}numId")]
    assert used[0] == used[1] != used[2]
    begins = {
        number.get(f"{W}numId"): [start.get(f"{W}val") for start in number.iter(f"{W}startOverride")]
        for number in xml(raw, "word/numbering.xml").iter(f"{W}num")
    }
    assert [begins[number] for number in used if number] == [["1"]] * 3


def test_every_page_has_the_draft_mark_its_number_and_the_pages() -> None:
    raw = written(WHOLE)
    heads, feet = edges(raw, "header"), edges(raw, "footer")
    assert (
        sorted(texts(head) for head in heads) == ["Møteprotokoll\tUTKAST til 26. mars", "\tUTKAST til 26. mars"][::-1]
    )
    assert [texts(foot) for foot in feet] == ["M1/26\tSide 1 av 1"] * 2
    for foot in feet:
        assert [field.get(f"{W}instr") for field in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    final = written(WHOLE._replace(draft=""))
    assert not [part for name, part in parts(final).items() if b"UTKAST" in part]


@pytest.mark.parametrize("is_wide", [False, True])
def test_a_wide_document_lies_on_its_side(is_wide: bool) -> None:
    (size,) = xml(written(WHOLE._replace(wide=is_wide)), "word/document.xml").iter(f"{W}pgSz")
    width, height = int(str(size.get(f"{W}w"))), int(str(size.get(f"{W}h")))
    assert (width > height, sorted((width, height))) == (is_wide, [11906, 16838])
    assert (size.get(f"{W}orient") == "landscape") is is_wide


def test_what_is_signed_stays_together_on_a_page() -> None:
    lines = list(xml(written(WHOLE), "word/document.xml").iter(f"{W}p"))
    last = [line.find(f"{W}pPr/{W}keepNext") is not None for line in lines[-5:]]
    assert last == [True, True, True, True, False]


def test_five_hundred_rows_and_ten_thousand_words_are_written() -> None:
    raw = of(Grid(("Sak", "Frist"), tuple((f"Sak {no}", "1.6.") for no in range(500))), Paragraph("ord " * 10_000))
    assert [len(table) for table in rows(raw)] == [501]
    assert texts(xml(raw, "word/document.xml")).count("ord ") == 9_999  # the last is at the end of its line


# the municipality's own


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a styled document of a municipality, in which somebody has begun to write."""
    word = docx.Document()
    word.styles["Heading 1"].font.color.rgb = RGBColor(0xAB, 0xCD, 0xEF)
    word.add_heading("Eksempel", 1)
    word.add_table(2, 2)
    word.sections[0].header.paragraphs[0].text = "Prøve kommune"
    word.sections[0].footer.paragraphs[0].text = "prove.example.no"
    word.core_properties.author = "Noen i kommunen"
    word.save(str(tmp_path / "document.docx"))
    return tmp_path


@pytest.mark.endurance
def test_its_styles_head_and_foot_are_kept_and_its_text_is_not(own: Path) -> None:
    raw = written(WHOLE, own)
    assert written(WHOLE, own) == raw
    assert b"ABCDEF" in parts(raw)["word/styles.xml"]
    assert imported(raw) == imported(written(WHOLE))
    assert [texts(head) for head in edges(raw, "header")] == ["Prøve kommune\tUTKAST til 26. mars"]
    assert [texts(foot) for foot in edges(raw, "footer")] == ["prove.example.noM1/26\tSide 1 av 1"]
    assert properties(raw)["creator"] == "Politirådet i Prøve"


@pytest.mark.endurance
def test_a_style_that_it_lacks_is_done_without(own: Path) -> None:
    word = docx.Document(str(own / "document.docx"))
    for style in list(word.styles):
        if style.name in ("List Number", "List Bullet", "List Continue", "Quote", "Table Grid", "Heading 2", "Title"):
            style.delete()
    word.save(str(own / "document.docx"))
    told = [one.text for one in imported(written(WHOLE, own))]
    expected = [one.text for one in imported(written(WHOLE))]
    assert [re.sub(r"^(– |\d\. )", "", text) for text in told] == expected
    assert {"1. En", "2. To", "1. Tre"} <= set(told)


def test_a_folder_without_a_document_leaves_the_products(tmp_path: Path) -> None:
    assert written(WHOLE, tmp_path) == written(WHOLE)


def _zip(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts_of_it:
        for name, content in files.items():
            parts_of_it.writestr(name, content)
    return packed.getvalue()


def _changed(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    return _zip(**{part: change(content) if part == name else content for part, content in parts(raw).items()})


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"Hei", "no_docx"),
    "empty": (lambda _: b"", "no_docx"),
    "a zip file of another kind": (lambda _: _zip(a=b"b"), "no_docx"),
    "cut short": (lambda raw: raw[: len(raw) // 2], "no_docx"),
    "a spreadsheet": (
        lambda raw: _changed(
            raw,
            "[Content_Types].xml",
            lambda x: x.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
        ),
        "no_docx",
    ),
    "no XML within": (lambda raw: _changed(raw, "word/document.xml", lambda _: b"<w:"), "no_docx"),
    "no styles within": (lambda raw: _changed(raw, "word/styles.xml", lambda _: b"<a/>"), "no_docx"),
    "too large": (lambda raw: raw + b"0" * (11 << 20), "layout_too_large"),
    "too large unpacked": (lambda raw: _zip(a=b"0" * (101 << 20)), "layout_too_large"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_document_that_is_none_is_refused(own: Path, what: str) -> None:
    change, code = BAD[what]
    path = own / "document.docx"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DefinitionError) as raised:
        written(WHOLE, own)
    assert (raised.value.code, raised.value.exit_code, raised.value.facts["file"]) == (code, 3, str(path))


def refusal(templates: Path) -> str:
    with pytest.raises(DefinitionError) as raised:
        written(WHOLE, templates)
    return raised.value.code


def test_a_folder_or_a_link_in_its_place_and_no_folder_at_all_are_refused(own: Path) -> None:
    path = own / "document.docx"
    path.rename(own / "other.docx")
    path.symlink_to(own / "other.docx")
    assert refusal(own) == "layout_link"
    path.unlink()
    path.mkdir()
    assert refusal(own) == "cannot_read_layout"
    assert refusal(own / "gone") == "no_layout"


def with_part(path: Path, name: str, content: str) -> None:
    """Add a part to a package, or put another in its place."""
    kept = parts(path.read_bytes())
    with zipfile.ZipFile(path, "w") as again:
        for part, old in {**kept, name: content.encode()}.items():
            again.writestr(part, old)


OUTSIDE = (
    '<Relationships><Relationship Id="r1" Type="x/attachedTemplate" Target="http://a.b/t.dotm" TargetMode="External"/>'
)
MORE = {
    "a template from outside": ("word/_rels/settings.xml.rels", f"{OUTSIDE}</Relationships>", "layout_is_active"),
    "macros": ("word/vbaProject.bin", "x", "layout_is_active"),
    "a field that fetches": ("word/header9.xml", "<w:instrText>INCLUDETEXT c:/x</w:instrText>", "layout_is_active"),
    "comments": ("word/comments.xml", "<w:comments><w:t>Noe</w:t></w:comments>", "layout_has_texts"),
    "notes": ("word/footnotes.xml", "<w:footnotes><w:t>Noe</w:t></w:footnotes>", "layout_has_texts"),
    "properties": ("docProps/custom.xml", '<Properties><property name="x"/></Properties>', "layout_has_texts"),
}


@pytest.mark.endurance
@pytest.mark.parametrize("what", MORE)
def test_a_layout_that_would_carry_or_do_more_is_refused(own: Path, what: str) -> None:
    name, content, code = MORE[what]
    with_part(own / "document.docx", "word/footnotes.xml", "<w:footnotes/>")  # as every document has them
    assert written(WHOLE, own)
    with_part(own / "document.docx", name, content)
    assert refusal(own) == code


def test_a_part_that_is_damaged_alone_is_refused(own: Path) -> None:
    path = own / "document.docx"
    kept = parts(path.read_bytes())
    with zipfile.ZipFile(path, "w") as stored:
        for name, content in kept.items():
            stored.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"ABCDEF", b"ABCDEE"))
    assert refusal(own) == "no_docx"


def test_a_picture_of_its_text_goes_with_the_text(own: Path) -> None:
    word, path = docx.Document(str(own / "document.docx")), own / "document.docx"
    chunks = ((b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    pixel = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )
    word.add_picture(io.BytesIO(pixel))
    word.save(str(path))
    media = [
        [name for name in zipfile.ZipFile(io.BytesIO(raw)).namelist() if "media" in name]
        for raw in (path.read_bytes(), written(WHOLE, own))
    ]
    assert [len(names) for names in media] == [1, 0]


def test_a_page_without_room_for_text_is_refused(own: Path) -> None:
    word, path = docx.Document(str(own / "document.docx")), own / "document.docx"
    word.sections[0].page_width = word.sections[0].left_margin
    word.save(str(path))
    assert refusal(own) == "layout_narrow"


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "find_spec", lambda _: None)
    with pytest.raises(RequestError) as raised:
        written(WHOLE)
    assert (raised.value.code, raised.value.facts) == ("missing_extra", {"extra": "docx"})


# every document


def words_of(document: Document) -> Iterator[str]:
    """The texts of a document in the order in which a reader meets them."""
    yield from (document.title, document.draft)
    for block in document.blocks:
        yield from words_in(block)


def words_in(block: Block) -> Iterator[str]:
    match block:
        case Heading(_, text) | Paragraph(text) | Note(text):
            yield text
        case Bullets(items):
            yield from items
        case Grid(columns, cells):
            yield from (*columns, *(cell for row in cells for cell in row)) if cells else ()
        case Facts(facts):
            yield from (text for fact in facts for text in fact)
        case Outline():
            yield from (text for _, row in block.flattened() for text in (row.text, row.remark))
        case Picture(_, alternative, figures):
            yield from (alternative, *words_in(figures))
        case Signatures(signed):
            yield from (text for row in signed for text in row)


def check_order(document: Document, whole: str) -> None:
    """Every text stands in what was read back, in its order."""
    place = 0
    for text in words_of(document):
        at = whole.find(meant(text), place)
        assert at >= 0, (text, whole[place : place + 200])
        place = at + len(meant(text))


@pytest.mark.endurance
@pytest.mark.parametrize("sample", BY_TURNS, ids=lambda sample: sample.name)
def test_every_document_of_the_demo_years(sample: Sample, document: Callable[[Sample], Document]) -> None:
    raw = written(document(sample))
    check_order(document(sample), " ".join(told.text for told in imported(raw)))
    assert properties(raw)["title"] == document(sample).title


# by a word processor

OFFICE = shutil.which("soffice")
IN_AN_OFFICE = pytest.mark.skipif(OFFICE is None, reason="there is no LibreOffice (Debian: libreoffice-writer-nogui)")


@pytest.mark.endurance
@IN_AN_OFFICE
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_processor_opens_it_and_shows_every_word(language: str, tmp_path: Path) -> None:
    document = WHOLE._replace(language=language)
    long = (*document.blocks, Grid(("Nummer", "Innen"), tuple((f"Sak {no}", "1.6.") for no in range(200))))
    (tmp_path / "a.docx").write_bytes(written(document._replace(blocks=long)))
    (pages,) = laid_out(tmp_path / "a.docx")
    assert len(pages) > 3
    for place, page in enumerate(pages, start=1):
        assert Words(language).say("Page {page} of {pages}", page=place, pages=len(pages)) in page
        assert "UTKAST til 26. mars" in page
        assert "M1/26" in page
        assert ("Nummer Innen" in page) is (place > 1 or "Sak 0" in page)
    whole = " ".join(pages)
    for words in ("Merknader innen fredag.", "1. En", "2. To", "1. Tre", "Kari Eksempel", "Sak 199", "Prøve kommune"):
        assert words in whole


@pytest.mark.endurance
@IN_AN_OFFICE
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_processor_opens_every_document(
    language: str, document: Callable[[Sample], Document], tmp_path: Path
) -> None:
    samples = [sample for sample in BY_TURNS if sample.language == language]
    assert samples
    for sample in samples:
        (tmp_path / f"{sample.name}.docx").write_bytes(written(document(sample)))
    for sample, pages in zip(samples, laid_out(*(tmp_path / f"{sample.name}.docx" for sample in samples)), strict=True):
        told = document(sample)
        assert all(meant(told.number) in page for page in pages)
        assert all(meant(told.draft) in page for page in pages)
        for place, page in enumerate(pages, start=1):
            assert Words(language).say("Page {page} of {pages}", page=place, pages=len(pages)) in page, sample.name
        whole = "".join(" ".join(pages).split())
        for block in told.blocks:
            if isinstance(block, Heading):
                assert "".join(meant(block.text).split()) in whole, (sample.name, block.text)


def laid_out(*paths: Path) -> list[list[str]]:
    """The text of each page of each document as LibreOffice lays it out, its spaces once."""
    from pypdf import PdfReader

    folder = paths[0].parent
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *paths], check=True, capture_output=True, timeout=600)
    readers = [PdfReader(path.with_suffix(".pdf")) for path in paths]
    return [[" ".join(page.extract_text().split()) for page in reader.pages] for reader in readers]
