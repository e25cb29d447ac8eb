"""DOCX packages read back without the library that writes them: as XML, and as a word processor's import reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final, NamedTuple
from xml.etree import ElementTree

import mammoth

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES: Final = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='Heading {level}'] => h{level + 1}:fresh" for level in range(1, 5)),
        "p[style-name='Quote'] => blockquote:fresh",
    ]
)


def parts(raw: bytes) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        return {info.filename: packed.read(info) for info in packed.infolist()}


def xml(raw: bytes, name: str) -> ElementTree.Element:
    """One part as XML."""
    return ElementTree.fromstring(parts(raw)[name])


def edges(raw: bytes, kind: str) -> list[ElementTree.Element]:
    """The heads or feet of the pages."""
    return [ElementTree.fromstring(part) for name, part in parts(raw).items() if re.match(rf"word/{kind}\d", name)]


def texts(element: ElementTree.Element) -> str:
    """The words of an element, with its tabs."""
    letters = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(letters.get(part.tag, part.text or "") for run in element.iter(f"{W}r") for part in run)


class Told(NamedTuple):
    """An element of what a reader imports, and its words on one line."""

    tag: str
    text: str


class _Elements(HTMLParser):
    """Elements of HTML that hold text, in the order in which they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.ended: list[Told] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.handle_data(" ")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "p", "li", "blockquote", "th", "td"):
            self.flush()
            self.open.append((tag, []))

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.flush()
            self.open.pop()

    def flush(self) -> None:
        if self.open and (words := " ".join("".join(self.open[-1][1]).split())):
            above = next((name for name, _ in reversed(self.open) if name != "p"), "p")
            self.ended.append(Told(above, words))
            self.open[-1][1].clear()


def imported(raw: bytes) -> list[Told]:
    """The elements that mammoth makes of a document, another reader of the format, without a complaint."""
    made = mammoth.convert_to_html(io.BytesIO(raw), style_map=STYLES)
    unknown = {message.message for message in made.messages}
    assert {text for text in unknown if not text.startswith("Unrecognised paragraph style: ")} == set()
    reader = _Elements()
    reader.feed(made.value)
    return reader.ended


def properties(raw: bytes) -> dict[str, str]:
    """The core properties of a document, by their names without namespace."""
    return {part.tag.rpartition("}")[2]: part.text or "" for part in xml(raw, "docProps/core.xml")}


def rows(raw: bytes) -> Iterator[list[ElementTree.Element]]:
    """The rows of each table."""
    for table in xml(raw, "word/document.xml").iter(f"{W}tbl"):
        yield list(table.iter(f"{W}tr"))
