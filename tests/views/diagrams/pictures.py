"""Pictures read back by a parser of XML."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from slt_flow.results.documents import Picture
from slt_flow.views.diagrams.canvas import SIZES, wide

SVG: Final = "{http://www.w3.org/2000/svg}"

KINDS: Final = {SIZES[kind]: kind for kind in sorted(SIZES, key=lambda kind: wide("mmm", kind))}
"""The widest class of letters of each size."""


def drawn(picture: Picture) -> ElementTree.Element:
    """The picture as XML; whatever it holds stands within its edges, and nothing in it comes from elsewhere."""
    root = ElementTree.fromstring(picture.svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "text", "circle", "path"}
        assert not {"class", "style", "href", "onload"} & set(node.attrib)
        assert "url(" not in "".join(node.attrib.values())
    for node in texts_of(root):
        room = wide(node.text or "", KINDS[int(node.attrib["font-size"])])
        left = float(node.attrib["x"]) - (room / 2 if node.attrib.get("text-anchor") == "middle" else 0)
        assert left >= 0, node.text
        assert left + room / 1.1 <= width, node.text
        assert 0 < float(node.attrib["y"]) < height, node.text
    for node in root.iter(f"{SVG}circle"):
        x, y, radius = (float(node.attrib[name]) for name in ("cx", "cy", "r"))
        assert radius <= x <= width - radius
        assert radius <= y <= height - radius
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert f"{title.text}. {desc.text}" == picture.alternative
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    return root


def texts_of(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The lines of text of a picture."""
    return list(root.iter(f"{SVG}text"))


def words_of(root: ElementTree.Element) -> list[str]:
    """What stands in a picture, line by line."""
    return [node.text or "" for node in texts_of(root)]


def numbers(cell: str) -> list[int]:
    """The numbers of a cell."""
    return [int(number) for number in re.findall(r"\d+", cell)]
