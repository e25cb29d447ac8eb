"""Documents are read back as exactly the text that was put in: nothing in it is markup, for a person or a program."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from slt_flow.results.documents import (
    Bullets,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Outline,
    OutlineLine,
    Paragraph,
    Picture,
    Signature,
    Signatures,
)
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers.markdown import markdown
from slt_flow.views.writers.terminal import show

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
INNOCENT = {"text", "hardbreak", "html_inline"}
"""What may stand in a line; the only HTML is our own break within a cell."""

MARKUP = (
    "# h", "## h ##", "[x](y)", "![x](y)", "a | b", "| a |", "---", "===", "- a", "+ a", "* a", "1. a", "1) a", "> a",
    "`a`", "``a", "*a*", "_a_", "__a__", "~~a~~", "<b>a</b>", "<!-- a", "&amp;", "&#35;", "\\", "a\\", "    a", "\ta",
    "```a", "~~~", "[x]: y", "<https://a.b>", "https://a.b/c_d", "www.a_b.no", "a  ", "C# ", "#", "$a$", "{.a}", ": a",
    "\r\n", "a\r\nb", "[^1]", "- [ ] a", "a\n===", "a\n---", "a\n\n    b", "|---|\n|---|", "Sak 3 # [x](y) | \n",
)  # fmt: skip

texts = st.text(st.sampled_from("#[]()*_`|<>&!-+=~:\\1. \n\tab$^{}%@/wæ") | st.characters(), min_size=1, max_size=40)


def kinds(tokens: list[Token]) -> set[str]:
    """What the lines of a document are made of."""
    return {child.type for token in tokens if token.type == "inline" for child in token.children or ()}


def words_of(tokens: list[Token]) -> Iterator[str]:
    """The words of every line, heading and cell."""
    for token in tokens:
        if token.type == "inline":
            yield " ".join(
                " ".join(child.content if child.type == "text" else "" for child in token.children or ()).split()
            )


def meant(text: str) -> str:
    return " ".join(safe(text.replace("\r\n", "\n"), "\n\t").split()) or "–"


def check(text: str) -> None:
    document = Document(
        text, (Heading(2, text), Paragraph(text), Bullets((text, "b")), Grid(("a", text), ((text, "b"),)))
    )
    tokens = READER.parse(markdown(document))
    assert kinds(tokens) <= INNOCENT
    blocks = [token.type for token in tokens if token.level == 0 and token.nesting >= 0 and token.type != "inline"]
    paragraphs = blocks.count("paragraph_open")
    assert blocks == ["heading_open"] * 2 + ["paragraph_open"] * paragraphs + ["bullet_list_open", "table_open"]
    said = list(words_of(tokens))
    assert said[:2] == [meant(text)] * 2
    assert " ".join(said[2 : 2 + paragraphs]) == meant(text)
    cell = meant(text) if safe(text.replace("\r\n", "\n"), "\n\t").strip() else ""
    assert said[-4:] == ["a", cell, cell, "b"]


@pytest.mark.parametrize("text", MARKUP)
def test_what_looks_like_markup_is_text(text: str) -> None:
    check(text)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_whatever_somebody_wrote_is_text(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_the_terminal_shows_the_same_words_and_obeys_none(text: str) -> None:
    stream = io.StringIO()
    document = Document(
        text, (Heading(2, text), Paragraph(text), Bullets((text,), numbered=True), Grid(("a",), ((text,),)))
    )
    show(document, Words("nb"), Screen("never", stream))
    told = stream.getvalue()
    assert "\x1b" not in told
    assert safe(told, "\n") == told
    assert told.startswith(safe(text.replace("\t", " ")) + "\n")


def test_numbers_and_breaks_are_kept() -> None:
    document = Document("T", (Bullets(("en\nto\n\ntre", "fire"), numbered=True), Bullets(()), Grid(("a",), ())))
    assert markdown(document) == "# T\n\n1. en\\\n   to\n\n   tre\n2. fire\n\n–\n\n–\n"


def test_facts_notes_pictures_and_lines_to_sign_are_written() -> None:
    drawn = Picture("<svg/>", "Et hjul", Grid(("måned", "møter"), (("mars", "1"),)))
    blocks = (Facts((("Sted", "Rådhuset"), ("Tid", "10.00"))), Note("Frist: 1. mai"), drawn)
    document = Document("T", (*blocks, Signatures((Signature("ordfører", "Kari Eksempel"),))), draft="UTKAST")
    assert markdown(document) == (
        "# T\n\n> UTKAST\n\n- Sted: Rådhuset\n- Tid: 10.00\n\n> Frist: 1. mai\n\nEt hjul\n\n"
        "| måned | møter |\n| --- | --- |\n| mars | 1 |\n\n" + r"\_" * 30 + "\\\nordfører: Kari Eksempel\n"
    )
    stream = io.StringIO()
    show(document, Words("nb"), Screen("never", stream))
    assert stream.getvalue() == (
        "T\n! UTKAST\n\nSted: Rådhuset\nTid: 10.00\n\n! Frist: 1. mai\n\nEt hjul\n"
        "måned | møter\n------+------\nmars  | 1    \n\n" + "_" * 30 + " ordfører: Kari Eksempel\n"
    )


def test_an_outline_is_indented_with_its_remarks() -> None:
    beneath = (OutlineLine("1/26.1 # a", "frist 1.6.", (OutlineLine("1/26.1.1"),)), OutlineLine("1/26.2"))
    outline = Outline((OutlineLine("1/26", "", beneath, folded=True), OutlineLine("2. b", "c")))
    document = Document("T", (outline, Outline(())))
    written = markdown(document)
    assert written == "# T\n\n- 1/26\n  - 1/26.1 \\# a: frist 1.6.\n    - 1/26.1.1\n  - 1/26.2\n- 2\\. b: c\n\n–\n"
    tokens = READER.parse(written)
    assert [token.level for token in tokens if token.type == "list_item_open"] == [1, 3, 5, 3, 1]
    stream = io.StringIO()
    show(document, Words("nb"), Screen("never", stream))
    assert stream.getvalue() == (
        "T\n\n- 1/26\n  - 1/26.1 # a: frist 1.6.\n    - 1/26.1.1\n  - 1/26.2\n- 2. b: c\n\nIngen.\n"
    )
