"""Styles of a DOCX document: the product's own, and the names by which those of a municipality are found."""

from __future__ import annotations

from typing import Any, Final, cast

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from slt_flow.terms import LANGUAGES

BULLET: Final = "List Bullet"
BULLETS: Final = (BULLET, "List Bullet 2", "List Bullet 3")
NUMBER: Final = "List Number"
CONTINUED: Final = "List Continue"
NOTE: Final = "Quote"
TITLE: Final = "Title"
TABLE: Final = "Table Grid"
HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
HEAD: Final = "Header"
FOOT: Final = "Footer"
CELL: Final = "Table Text"
"""Names of styles; `CELL` is the product's own, the others every word processor has."""

CELL_SIZE: Final = 9.5
"""Size of the letters in a table with room, in points."""

INDENT: Final = Cm(0.63)
"""Indent of each level of a list."""

FONT: Final = "Calibri"
TEXT: Final = "1A1A1A"
ACCENT: Final = "1F3A5F"
MUTED: Final = "555555"
LINES: Final = "C4CBD3"
TABLE_HEAD: Final = "E9EEF4"
SHADE: Final = "F3F5F8"
DRAFT: Final = "A3210F"
"""Colours of the product's documents, as in `layout.toml`."""

_REGIONS: Final = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_SIZES: Final = (15, 13, 11.5, 11)


def put(word: WordDocument) -> None:
    """Give the product's appearance to an empty document."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    _style(word, "Normal", 10.5, TEXT, after=6)
    _style(word, TITLE, 19, ACCENT, bold=True, before=14, after=8)
    for name, size in zip(HEADINGS, _SIZES, strict=True):
        _style(word, name, size, ACCENT, bold=True, before=14, after=4)
    for name in (*BULLETS, NUMBER, CONTINUED):
        _style(word, name, 10.5, TEXT, after=3)
    _style(word, HEAD, 8.5, MUTED)
    _style(word, FOOT, 8.5, MUTED)
    note = _style(word, NOTE, 10.5, TEXT, before=6, after=8)
    note.font.italic = False
    note.paragraph_format.left_indent = note.paragraph_format.right_indent = Cm(0.3)
    edge(note.element.get_or_add_pPr(), "left", ACCENT, 18, space=8)
    shade(note.element.get_or_add_pPr(), SHADE)
    cell = word.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = word.styles["Normal"]
    _style(word, CELL, CELL_SIZE, TEXT, before=1.5, after=1.5)
    for border in word.styles[TABLE].element.iter(*(qn(f"w:{side}") for side in _SIDES)):
        border.set(qn("w:color"), LINES)


_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _style(
    word: WordDocument, name: str, size: float, colour: str, *, bold: bool = False, before: float = 0, after: float = 0
) -> ParagraphStyle:
    style = cast("ParagraphStyle", word.styles[name])
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties = style.element.get_or_add_pPr()
    for part in properties.findall(qn("w:pBdr")):
        properties.remove(part)
    return style


def speak(word: WordDocument, language: str) -> None:
    """Set the language in which a document is read aloud and its spelling is checked."""
    code = _REGIONS[language if language in LANGUAGES else "nb"]
    element = word.styles.element
    defaults = _child(_child(_child(element, "w:docDefaults", 0), "w:rPrDefault", 0), "w:rPr", 0)
    for part in [defaults, *(style.rPr for style in element.style_lst if style.rPr is not None)]:
        for mark in part.findall(qn("w:lang")):
            part.remove(mark)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), code)
    defaults.append(mark)


def _child(parent: Any, name: str, place: int) -> Any:
    child = parent.find(qn(name))
    if child is None:
        child = OxmlElement(name)
        parent.insert(place, child)
    return child


def named(word: WordDocument, name: str, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> str | None:
    """Return the name of a style, None where the document has none of that name and kind."""
    child = next((style for style in word.styles if style.name == name and style.type == kind), None)
    return name if child is not None else None


def edge(properties: Any, side: str, colour: str, size: int, *, space: int = 1) -> None:
    """Draw a line beside a paragraph.

    Args:
        properties: the element of a paragraph or of a style that holds its properties.
        side: `left`, `top`, `bottom` or `right`.
        colour: six hexadecimal digits.
        size: in eighths of a point.
        space: between line and text, in points.
    """
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def shade(properties: Any, colour: str) -> None:
    """Put a colour behind a paragraph or a cell."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    properties.insert_element_before(
        fill, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
        "w:rPr", "w:sectPr", "w:pPrChange", "w:noWrap", "w:tcMar", "w:vAlign",
    )  # fmt: skip
