"""Edges of pages: what stands above and beneath the text on each, and how the page lies."""

from __future__ import annotations

import re
from typing import Final

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Length, RGBColor
from docx.text.paragraph import Paragraph

from slt_flow.results.documents import Document
from slt_flow.views.text.words import Words
from slt_flow.views.writers.word.letters import legible
from slt_flow.views.writers.word.styles import DRAFT, FOOT, HEAD, named

_FIELD: Final = re.compile("([\ue000\ue001])")
_FIELDS: Final = {"\ue000": "PAGE", "\ue001": "NUMPAGES"}
"""Fields that the word processor counts, by letters that stand for them in a sentence."""


def turn(word: WordDocument, *, wide: bool) -> None:
    """Lay the page on its side where a document needs the width."""
    section = word.sections[0]
    width, height = section.page_width, section.page_height
    if width is None or height is None or (width > height) == wide:
        return
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = height, width


def room(section: Section) -> Length:
    """Return the width of the text on a page."""
    return Length((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def put(word: WordDocument, document: Document, words: Words) -> None:
    """Put title and draft mark above the text, number and page beneath it, beside what a municipality has there."""
    section = word.sections[0]
    own_head = _is_filled(section.header) or _is_filled(section.first_page_header)
    if not own_head:
        section.different_first_page_header_footer = True
    first = [section.first_page_header] if section.different_first_page_header_footer else []
    for head in (section.header, *first):
        title = "" if own_head or head is not section.header else legible(document.title)
        _head(word, head, title, legible(document.draft), room(section))
    feet = [section.footer, *([section.first_page_footer] if first else [])]
    for foot in feet:
        if not _counts(foot):
            _foot(word, foot, document, words, room(section))


def _is_filled(edge: _Header | _Footer) -> bool:
    """Return whether something stands there, a picture or a word."""
    if edge.is_linked_to_previous:
        return False
    return any(part.text for part in edge._element.iter(qn("w:t"))) or any(  # pictures have no other name
        True for _ in edge._element.iter(qn("w:drawing"), qn("w:pict"))
    )


def _counts(foot: _Footer) -> bool:
    """Return whether a foot counts the pages by itself."""
    if foot.is_linked_to_previous:
        return False
    element = foot._element  # fields have no other name
    instructions = [part.get(qn("w:instr")) or "" for part in element.iter(qn("w:fldSimple"))]
    instructions += [part.text or "" for part in element.iter(qn("w:instrText"))]
    return any(re.search(r"\bPAGE\b", text) for text in instructions)


def _line(word: WordDocument, edge: _Header | _Footer, style: str, width: Length) -> Paragraph:
    """Return an empty line of an edge, with a stop for what stands at its right end."""
    is_new = edge.is_linked_to_previous
    edge.is_linked_to_previous = False
    last = edge.paragraphs[-1] if edge.paragraphs else None
    paragraph = last if last is not None and is_new else edge.add_paragraph()
    paragraph.style = named(word, style)
    stops = paragraph.paragraph_format.tab_stops
    for stop in _of_style(paragraph):
        stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def _of_style(paragraph: Paragraph) -> list[Length]:
    """Return the stops that the style of a line has, for a page of another width."""
    style = paragraph.style
    return [stop.position for stop in style.paragraph_format.tab_stops] if style is not None else []


def _head(word: WordDocument, head: _Header, title: str, draft: str, width: Length) -> None:
    if not (title or draft):
        head.is_linked_to_previous = head.is_linked_to_previous and False
        return
    paragraph = _line(word, head, HEAD, width)
    paragraph.add_run(title)
    if draft:
        mark = paragraph.add_run(f"\t{draft}")
        mark.bold, mark.font.color.rgb = True, RGBColor.from_string(DRAFT)


def _foot(word: WordDocument, foot: _Footer, document: Document, words: Words, width: Length) -> None:
    paragraph = _line(word, foot, FOOT, width)
    paragraph.add_run(f"{legible(document.number)}\t")
    sentence = words.say("Page {page} of {pages}", page="\ue000", pages="\ue001")
    for part in _FIELD.split(sentence):
        if part in _FIELDS:
            _add_field(paragraph, _FIELDS[part])
        elif part:
            paragraph.add_run(part)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add a number that the word processor counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")._r  # a field holds it
    field.append(run)
    paragraph._p.append(field)
