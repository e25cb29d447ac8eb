"""Logos of a municipality: pictures, and nothing that acts or reaches out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

from slt_flow.errors import DefinitionError

ENDINGS: Final = (".png", ".jpg", ".jpeg", ".svg")
MOST_PIXELS: Final = 40_000_000
"""Most pixels: a small file may hold a picture that fills the memory."""

_ACTS: Final = frozenset({"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"})
"""Elements of an SVG that act, or hold what is no picture."""

_REACHES_OUT: Final = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_WITHIN: Final = re.compile(r"#|data:image/(png|jpe?g)[;,]", re.IGNORECASE)
_LINKS: Final = ("href", "src")


def check(file: Path, content: bytes) -> None:
    """Refuse a logo that is no picture of the kind that its name says.

    Raises:
        DefinitionError: it is none, is too large, or holds a script or a link to something else.
    """
    kind = file.suffix.casefold()
    if kind == ".svg":
        _check_svg(file, content)
        return
    size = _png_size(content) if kind == ".png" else _jpeg_size(content)
    if size is None or 0 in size:
        raise DefinitionError("no_picture", file=str(file))
    if size[0] * size[1] > MOST_PIXELS:
        raise DefinitionError("too_many_pixels", file=str(file), width=size[0], height=size[1])


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height as the frame's header has them (ITU-T T.81, B.2.2)."""
    if content[:2] != b"\xff\xd8":
        return None
    place = 2
    while content[place : place + 1] == b"\xff" and place + 9 <= len(content):
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return int.from_bytes(width), int.from_bytes(height)
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return None


def _check_svg(file: Path, content: bytes) -> None:
    """Refuse an SVG that is more than a drawing."""
    inside: list[str] = []

    def refuse(what: str) -> None:
        raise DefinitionError("active_picture", file=str(file), line=parser.CurrentLineNumber, what=what)

    def doctype(_name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        if has_own:
            refuse("<!DOCTYPE […]>")

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if not inside and tag != "svg":
            raise DefinitionError("no_picture", file=str(file))
        inside.append(tag)
        if tag.casefold() in _ACTS:
            refuse(f"<{tag}>")
        for key, value in attributes.items():
            attribute = key.rpartition(" ")[2].casefold()
            if attribute.startswith("on"):
                refuse(attribute)
            if attribute in _LINKS and not _WITHIN.match(value.strip()) and tag != "a":
                refuse(f"{attribute}={value[:40]}")
            if _REACHES_OUT.search(value):
                refuse(f"{attribute}={value[:40]}")

    def text(written: str) -> None:
        if inside and inside[-1] == "style" and _REACHES_OUT.search(written):
            refuse("<style>")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: inside.pop()
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise DefinitionError("no_picture", file=str(file)) from None
