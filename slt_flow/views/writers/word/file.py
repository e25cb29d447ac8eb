"""File of a DOCX document: opened within bounds, described without the clock, packed to the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from slt_flow import files
from slt_flow.errors import DefinitionError
from slt_flow.results.documents import Document
from slt_flow.views.writers.layouts import bounded
from slt_flow.views.writers.word.letters import legible

OWN: Final = "document.docx"
"""The municipality's own document in a folder of layout: its styles, page, head and foot are used."""

_MB: Final = 1 << 20
_MOST: Final = 10
_MOST_UNPACKED: Final = 100
"""Most megabytes of a municipality's own document, as a file and unpacked."""

_NARROWEST: Final = Mm(60)
"""Least width of the text on a page."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def opened(templates: Path | None) -> tuple[WordDocument, bool]:
    """Open the document to write into, emptied, and tell whether it is the municipality's own.

    Raises:
        DefinitionError: the municipality's own cannot be read, is too large, or is no DOCX document.
    """
    if templates is None:
        return _without_thumbnail(docx.Document()), False
    if not files.is_folder(templates):
        raise DefinitionError("no_layout", path=str(templates))
    path = templates / OWN
    if not files.is_taken(path):
        return _without_thumbnail(docx.Document()), False
    if path.is_symlink():
        raise DefinitionError("layout_link", file=str(path))
    own = _read(path)
    _empty(own)
    section = own.sections[0]
    if (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0) < _NARROWEST:
        raise DefinitionError("layout_narrow", file=str(path), least=_NARROWEST // Mm(1))
    return _without_thumbnail(own), True


def _read(path: Path) -> WordDocument:
    content = bounded(path, _MOST * _MB)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED * _MB:
                raise DefinitionError("layout_too_large", file=str(path), most=_MOST_UNPACKED)
            _refuse_more(packed, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):  # also of one part alone
        raise DefinitionError("no_docx", file=str(path)) from None
    try:
        own = docx.Document(io.BytesIO(content))
        _ = own.element.body.sectPr, own.styles.element.style_lst, own.settings.element, own.core_properties.title
    except Exception:  # whatever the parts of a damaged package make the library raise
        raise DefinitionError("no_docx", file=str(path)) from None
    return own


def _refuse_more(packed: zipfile.ZipFile, path: Path) -> None:
    """Refuse a document that holds more than a layout: all of it would travel in every file that is made of it.

    Raises:
        DefinitionError: it has macros, something from outside, comments, notes or properties of its own.
    """
    for part in packed.namelist():
        name = part.casefold()
        text = packed.read(part) if name.endswith((".xml", ".rels")) else b""
        for what, is_there in _MORE.items():
            if is_there(name, text):
                raise DefinitionError(what, file=str(path), part=part)


_FETCHED: Final = re.compile(rb"INCLUDE(?:TEXT|PICTURE)|DDEAUTO|\bDDE\b")
_OUTSIDE: Final = re.compile(rb'<Relationship [^>]*TargetMode="External"[^>]*>')
_ASIDE: Final = re.compile(r"word/(?:comments.*|footnotes|endnotes)\.xml")
_MORE: Final[Mapping[str, Callable[[str, bytes], bool]]] = {
    "layout_is_active": lambda name, text: (
        any(sign in name for sign in ("vbaproject", "activex", "embeddings/"))
        or (name.endswith(".rels") and any(b"/hyperlink" not in line for line in _OUTSIDE.findall(text)))
        or (name.startswith("word/") and _FETCHED.search(text) is not None)
    ),
    "layout_has_texts": lambda name, text: (
        (_ASIDE.fullmatch(name) is not None and b"<w:t" in text)
        or (name == "docprops/custom.xml" and b"<property" in text)
    ),
}
"""Codes of what a layout may not hold, each with how it is told from a part of the package."""


def _empty(word: WordDocument) -> None:
    """Take everything out of the body but the layout of its first page, which has the head of a letter."""
    body = word.element.body
    sections = list(body.iter(qn("w:sectPr")))
    for key in [key for key, rel in word.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.IMAGE]:
        del word.part.rels[key]  # a picture of the text that goes
    for part in list(body):
        body.remove(part)
    if sections:
        body.append(sections[0])
    else:
        body.add_section_break()  # leaves one at the end
        for part in [part for part in body if part.tag != qn("w:sectPr")]:
            body.remove(part)


def _without_thumbnail(word: WordDocument) -> WordDocument:
    """Take away the picture of another document's first page."""
    rels = word.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[key]
    return word


def describe(word: WordDocument, document: Document) -> None:
    """Fill in the properties of a file: nothing of them tells when or by whom it was printed."""
    properties = word.core_properties
    author = legible(document.letterhead.council) if document.letterhead else ""
    properties.title = _short(legible(document.title))
    properties.author = properties.last_modified_by = _short(author)
    properties.language = document.language
    properties.identifier = _short(legible(document.number))
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.revision = 1
    if document.day is not None:
        properties.created = properties.modified = datetime.combine(document.day, time(), UTC)
        return
    element = properties._element  # no other way to leave a date out
    for name in ("dcterms:created", "dcterms:modified"):
        for part in element.findall(qn(name)):
            element.remove(part)


def _short(text: str) -> str:
    """Return as much of a text as a property may have."""
    return text[:255]


def packed(word: WordDocument) -> bytes:
    """Return the bytes of the file, in which no part has a moment of its own."""
    saved, packed_again = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed_again, "w") as again:
        for part in parts.infolist():
            info = zipfile.ZipInfo(part.filename, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            again.writestr(info, parts.read(part), compresslevel=6)
    return packed_again.getvalue()
