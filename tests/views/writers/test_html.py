"""Pages of HTML read back by another program: whole by themselves, in order for a screen reader, every text a text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slt_flow.results.documents import Bullets, Document, Grid, Heading, Outline, Paragraph
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers.html import styles, written
from slt_flow.views.writers.markup import element, text, within_styles
from tests.views.writers.contrast import contrast
from tests.views.writers.pages import check_page, elements, parsed, seen, specimen

LOOKS_LIKE_MARKUP = (
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
    '" onload="alert(1)', "'><img src=x onerror=alert(1)>", "<!-- a", "-->", "<![CDATA[a]]>", "&amp;", "&#60;b&#62;",
    "javascript:alert(1)", "https://a.example/?a=1&b=2", "</svg><script>1</script>", ' id="title"', "url(#a)",
    "<a href='x'>x</a>", "\\3c script>", "@import 'x';", "a\r\nb", "a\n\nb", "\x00\x1b[31m", "\u202eab", "\ufdd0\uffff",
    "مرحبا", "🎄 æøå", "=1+1", "{page}", "\ue000\ue001", "a" * 3000, " ",
)  # fmt: skip

texts = st.text(st.sampled_from("<>&\"'/=!-# \n\t;:()[]{}\\`abæ1") | st.characters(), min_size=1, max_size=30)


NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef{}]".format("".join(chr(p << 16 | n) for p in range(17) for n in (0xFFFE, 0xFFFF)))
)
"""What Unicode keeps out of texts: a range, and the last two of every plane."""


def shown(value: str) -> str:
    """A text as a page shows it: what a program would obey, and what is no character, replaced."""
    harmless = safe(value.replace("\r\n", "\n"), "\n\t")
    return " ".join(NO_CHARACTER.sub("\ufffd", harmless).split())


def check(value: str) -> None:
    document = specimen(value)
    tree = check_page(written(document, Words("nb")), document._replace(title=shown(value)))
    lines = [line for line in shown(value).split() if line]
    for name in (
        "h1",
        "h2",
        "p.ds-paragraph",
        "ul.ds-list li",
        "ol li",
        "tbody th",
        "td",
        "dt",
        "dd",
        ".leaf",
        "summary",
    ):
        assert all(line in seen(node) for node in elements(tree, name)[:1] for line in lines), name
    assert {node.name for node in elements(tree)} <= {
        "html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "main", "h1", "h2", "h3", "nav",
        "ul", "ol", "li", "br", "table", "caption", "span", "thead", "tbody", "tr", "th", "td", "details", "summary",
        "dl", "dt", "dd", "figure", "svg", "desc", "rect", "footer",
    }  # fmt: skip


@pytest.mark.parametrize("value", [value for value in LOOKS_LIKE_MARKUP if value.isprintable() and value.strip()])
def test_what_looks_like_markup_is_text(value: str) -> None:
    check(value)


@pytest.mark.parametrize("value", LOOKS_LIKE_MARKUP)
def test_a_page_is_whole_whatever_stands_in_it(value: str) -> None:
    document = Document("T", specimen(value).blocks, number=value, draft=value)
    check_page(written(document, Words("nb")), document)


@settings(max_examples=40, deadline=None)
@given(texts)
@example("one\n\nafter a blank line")
@example("\U0002fffe")
def test_whatever_somebody_wrote_is_text(value: str) -> None:
    page = parsed(written(Document("T", (Paragraph(value), Grid(("a", "b"), ((value, "1"),)))), Words("nb")))
    assert " ".join(map(seen, elements(page, "main p"))) == (shown(value) or "–")
    assert [seen(node) for node in elements(page, "tbody tr > *")] == [shown(value), "1"]


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_text_within_styles_ends_nothing(value: str) -> None:
    """A string of CSS ends at its second quotation mark, and a style element at the first `<`."""
    string = within_styles(value)
    assert string[0] == string[-1] == '"'
    assert not set(string[1:-1]) & set("\"<>\n'{};@()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_landmarks_and_headings_come_in_the_order_they_are_read(language: str) -> None:
    document = specimen("Sak")._replace(language=language)
    tree = check_page(written(document, Words(language)), document)
    order = [n.name for n in elements(tree) if n.name in ("a", "header", "main", "h1", "nav", "h2", "footer")]
    assert order == ["a", "header", "main", "h1", "nav", *["a"] * 4, *["h2"] * 4, "footer"]
    assert elements(tree, "a")[0].attrs["href"] == "#main"
    assert [seen(node) for node in elements(tree, "nav a")] == ["Sak"] * 4
    levels = [int(node.name[1]) for node in elements(tree) if re.fullmatch("h[1-6]", node.name)]
    assert levels == [1, 2, 3, 2, 2, 2]


def test_a_short_page_has_no_list_of_contents() -> None:
    document = Document("T", (Heading(2, "A"), Paragraph("a")))
    tree = check_page(written(document, Words("nb")), document)
    assert elements(tree, "nav") == elements(tree, "body > a") == []


def test_a_table_names_its_rows_by_a_first_cell_that_names_each() -> None:
    grid = Grid(("ref", "antall"), (("1/26", "3"), ("2/26", "")))
    document = Document("T", (Heading(2, "Saker"), grid, Grid(("dag", "sak"), (("1.1.", "a"), ("1.1.", "b")))))
    tree = check_page(written(document, Words("nb")), document)
    first, second = elements(tree, "table")
    assert [seen(node) for node in elements(first, "tbody th")] == ["1/26", "2/26"]
    assert elements(second, "tbody th") == []
    assert [seen(elements(table, "caption")[0]) for table in (first, second)] == ["Saker", "Saker"]
    assert [node.attrs["data-label"] for node in elements(first, "tbody td")] == ["antall", "antall"]


def test_lists_and_tables_without_rows_say_so() -> None:
    document = Document("T", (Bullets(()), Grid(("a",), ()), Outline(()), Paragraph(" ")), language="nn")
    tree = check_page(written(document, Words("nn")), document)
    assert [seen(node) for node in elements(tree, "main p")] == ["Ingen."] * 3 + ["–"]


def test_a_text_that_may_run_from_right_to_left_finds_its_own_direction() -> None:
    document = Document("T", (Paragraph("مرحبا"), Paragraph("hei"), Bullets(("שלום", "hei"))))
    tree = check_page(written(document, Words("nb")), document)
    assert [node.attrs.get("dir") for node in elements(tree, "main p")] == ["auto", None]
    assert [node.attrs.get("dir") for node in elements(tree, "main li")] == ["auto", None]


def test_the_draft_and_the_number_stand_on_every_sheet_of_paper() -> None:
    document = Document("T", (), number="M1/26", draft="UTKAST")
    page = written(document, Words("nn")).decode()
    assert re.search(r'@top-right\{content:"UTKAST"', page)
    assert re.search(r'@bottom-left\{content:"M1\\2f 26"', page)
    assert re.search(r'@bottom-right\{content:"Side\\20 " counter\(page\) "\\20 av\\20 " counter\(pages\)', page)


def test_the_same_document_is_the_same_page() -> None:
    assert written(specimen("a"), Words("nb")) == written(specimen("a"), Words("nb"))


# styles


def test_styles_load_nothing() -> None:
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]*)", styles())
    assert addresses
    assert all(address.startswith("data:image/svg+xml") for address in addresses)
    assert "@import" not in styles()
    assert "@font-face" not in styles()
    assert "<" not in styles()


def test_every_property_that_styles_name_is_set_and_every_one_set_is_named() -> None:
    """The packed styles hold no more of Designsystemet than documents use, and no less."""
    named = set(re.findall(r"var\(\s*(--[\w-]+)", styles()))
    declared = set(re.findall(r"(?<=[{;\n])\s*(--[\w-]+)\s*:", styles()))
    assert {name for name in named - declared if not name.startswith("--_ds")} == set()
    assert declared - named == set()


def test_styles_know_the_classes_that_the_writer_gives() -> None:
    document = specimen("a")
    tree = parsed(written(document, Words("nb")))
    given_to = {name for node in elements(tree) for name in (node.attrs.get("class") or "").split()}
    assert given_to
    assert {name for name in given_to if f".{name}" not in styles()} == set()


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_elements_are_written_with_their_attributes() -> None:
    assert element("p", text("a<b"), class_="x", data_label='"') == '<p class="x" data-label="&quot;">a&lt;b</p>'
    assert element("details", open="") == "<details open></details>"
    assert element("br") == "<br>"


def test_headings_never_skip_a_level() -> None:
    blocks = tuple(Heading(level, str(level)) for level in (5, 2, 6, 6, 3, 9, 1))
    document = Document("T", blocks)
    tree = check_page(written(document, Words("nb")), document)
    levels = [int(node.name[1]) for node in elements(tree) if re.fullmatch("h[1-6]", node.name)]
    assert levels == [1, 2, 2, 3, 4, 3, 4, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
