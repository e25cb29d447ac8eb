"""Pages of HTML read back by a parser that knows the whole standard and complains of every fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from justhtml import Element, JustHTML, Node, Text

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

FOREIGN: Final = frozenset({"script", "link", "iframe", "object", "embed", "img", "form", "base"})
"""Elements that run something or come from elsewhere."""

LOADS: Final = frozenset({"src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "manifest"})
"""Attributes by which a page would load something or send something."""

DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" role="img" '
    'aria-labelledby="title desc"><title id="title">Et hjul</title><desc id="desc">Tolv måneder</desc>'
    '<rect width="9" height="9"/></svg>'
)


def parsed(page: bytes) -> JustHTML:
    """The page as a browser reads it; it has no fault."""
    tree = JustHTML(page.decode(), collect_errors=True, sanitize=False, scripting_enabled=False)
    assert tree.errors == []
    return tree


def seen(node: Node) -> str:
    """The text of a node as a reader sees it: a break is a blank, spaces count once."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Node) -> Iterator[str]:
    for child in node.children or ():
        if isinstance(child, Text):
            yield child.data or ""
        elif child.name == "br":
            yield " "
        else:
            yield from _texts(child)


def elements(tree: JustHTML | Element, name: str = "*") -> list[Element]:
    """Every element of a name within a page or another element, in the order they are read."""
    return [node for node in tree.query(name) if isinstance(node, Element)]


def check_page(page: bytes, document: Document) -> JustHTML:
    """What holds for every page: whole by itself, without script, in the order a screen reader takes."""
    tree = parsed(page)
    every = elements(tree)
    assert {node.name for node in every}.isdisjoint(
        {"script", "link", "iframe", "object", "embed", "img", "form", "base"}
    )
    for node in every:
        assert not [name for name in node.attrs if name.startswith("on") or name in LOADS], node
        assert (node.attrs.get("href") or "#").startswith("#"), node
    ids = [str(node.attrs["id"]) for node in every if "id" in node.attrs]
    assert len(set(ids)) == len(ids)
    named = [part for node in every for part in (node.attrs.get("aria-labelledby") or "").split()]
    targets = [str(node.attrs["href"])[1:] for node in every if "href" in node.attrs]
    assert {*named, *targets} <= set(ids)
    assert elements(tree, "html")[0].attrs["lang"] == document.language
    assert [seen(node) for node in elements(tree, "h1")] == [" ".join(document.title.split())]
    assert len(elements(tree, "main")) == len(elements(tree, "header")) == 1
    levels = [int(node.name[1]) for node in every if re.fullmatch("h[1-6]", node.name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in elements(tree, "table"):
        assert seen(elements(table, "caption")[0])
        assert all(node.attrs.get("scope") in ("col", "row") for node in elements(table, "th"))
        width = len(elements(table, "thead th"))
        assert {len(elements(row, "th")) + len(elements(row, "td")) for row in elements(table, "tbody tr")} <= {width}
    for drawing in elements(tree, "svg"):
        assert drawing.attrs["role"] == "img"
        labels = str(drawing.attrs["aria-labelledby"]).split()
        assert [node.name for node in drawing.children or () if node.attrs and node.attrs.get("id") in labels] == [
            "title",
            "desc",
        ]
    return tree


def specimen(text: str) -> Document:
    """A document in which one text stands in every place."""
    line = OutlineLine(text, text, (OutlineLine(text, text), OutlineLine(text, "", (OutlineLine(text),), folded=True)))
    figures = Grid((text, text), ((text, "1"),))
    return Document(
        text,
        (
            Heading(2, text), Paragraph(text), Heading(4, text), Bullets((text,)), Bullets((text,), numbered=True),
            Grid((text, text), ((text, text), (text, "2"))), Outline((line,)), Facts(((text, text),)), Note(text),
            Heading(2, text), Picture(DRAWING, text, figures), Heading(2, text), Picture(DRAWING, text, figures),
            Heading(2, text), Signatures((Signature(text, text), Signature(text))),
        ),
        number=text,
        draft=text,
        letterhead=Letterhead(text, (text, text)),
    )  # fmt: skip
