"""Documents as one HTML file: no network, no script, readable on a phone, on paper and by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from slt_flow.results.documents import (
    Block,
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
    Signatures,
)
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markup import (
    NOTHING,
    Markup,
    direction,
    drawing,
    element,
    joined,
    lines,
    paragraph_texts,
    style,
    text,
    within_styles,
)
from slt_flow.views.writers.plain import line, named

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""Content security policy: the page loads nothing and runs nothing, whatever stands in it."""

_SECTIONS: Final = 4
"""Headings of level 2 from which on a page begins with a list of its contents."""

_SHORT: Final = 12
"""Letters of a cell that stay on one line: a day, a ref, a paragraph of the agreement."""

_PAGE, _PAGES = "\ue000", "\ue001"
_COUNTERS: Final = {_PAGE: "counter(page)", _PAGES: "counter(pages)"}
"""Letters that stand for the numbers of the page and of the last one while the sentence is made."""

MAIN: Final = "main"

_HERE: Final = Path(__file__).parent


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:  # noqa: ARG001 # own layout
    """Write a document as a file."""
    return f"<!DOCTYPE html>\n{_Page(document, words).html()}\n".encode()


def fragment(blocks: Iterable[Block], caption: str, words: Words) -> Markup:
    """Return blocks as part of a page with its own title; the caption names tables before the first heading."""
    page = _Page(Document(caption, tuple(blocks)), words)
    return joined(page.block(block) for block in page.document.blocks)


@cache
def styles() -> str:
    """Return the styles of every page: Designsystemet, and the layout of documents."""
    return (_HERE / "designsystemet.css").read_text(encoding="utf-8") + layout()


def layout() -> str:
    """Return the layout of documents alone, on top of Designsystemet."""
    return (_HERE / "document.css").read_text(encoding="utf-8")


class _Page:
    """A document on its way to HTML: counts headings, pictures and tables for ids that are unique."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self.level = 1
        self.sections: list[tuple[str, str]] = []
        self.pictures = 0
        self.caption = document.title

    def html(self) -> Markup:
        """Return the whole page."""
        document, words = self.document, self.words
        blocks = joined(self.block(block) for block in document.blocks)  # first: it finds the sections
        has_contents = len(self.sections) >= _SECTIONS
        body = (
            self._skip_link() if has_contents else NOTHING,
            element(
                "div",
                self._sender(),
                element(
                    "main",
                    element("h1", text(document.title), class_="ds-heading", **direction(document.title)),
                    self._draft(),
                    self._contents() if has_contents else NOTHING,
                    blocks,
                    id=MAIN,
                    tabindex="-1",
                ),
                self._foot(),
                class_="page wide" if document.wide else "page",
            ),
        )
        return element("html", self._head(), element("body", *body), lang=words.language, data_color_scheme="auto")

    def _head(self) -> Markup:
        return element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", text(self.document.title)),
            style(styles() + self._paper()),
        )

    def _paper(self) -> str:
        """Return the words at the head and foot of every sheet of paper."""
        page = self.words.say("Page {page} of {pages}", page=_PAGE, pages=_PAGES)
        count = " ".join(_COUNTERS.get(part) or within_styles(part) for part in re.split(f"([{_PAGE}{_PAGES}])", page))
        boxes = {
            "bottom-right": count,
            "bottom-left": within_styles(self.document.number),
            "top-right": within_styles(line(self.document.draft)),
        }
        written_down = (f"@{box}{{content:{content};font:9pt sans-serif}}" for box, content in boxes.items())
        return f"@media print{{@page{{{''.join(written_down)}}}}}"

    def _skip_link(self) -> Markup:
        return element("a", text(self.words.say("Skip to the content")), class_="ds-skip-link", href=f"#{MAIN}")

    def _sender(self) -> Markup:
        """Return who sends the document, and its number and day."""
        document = self.document
        sender = document.letterhead
        day = self.words.day(document.day) if document.day is not None else ""
        facts = " · ".join(filter(None, (document.number, day)))
        rows = [
            (sender.council if sender is not None else "", "council"),
            (" · ".join(sender.parties) if sender is not None else "", "aside"),
            (facts, "aside"),
        ]
        return element(
            "header",
            *(element("p", text(row), class_=kind, **direction(row)) for row, kind in rows if row),
            class_="letterhead",
        )

    def _draft(self) -> Markup:
        if not self.document.draft:
            return NOTHING
        return element("div", self._paragraphs(self.document.draft), class_="draft", role="note")

    def _contents(self) -> Markup:
        links = (
            element("li", element("a", text(heading), class_="ds-link", href=f"#{anchor}"))
            for anchor, heading in self.sections
        )
        return element("nav", element("ul", *links), class_="contents", aria_label=self.words.say("Contents"))

    def _foot(self) -> Markup:
        if not self.document.number:
            return NOTHING
        return element("footer", element("p", text(self.document.number), class_="aside"))

    def block(self, block: Block) -> Markup:
        """Return a block as HTML."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(words):
                return self._paragraphs(words) or element("p", text("–"))
            case Bullets(items, numbered):
                return self._list(items, numbered=numbered)
            case Grid():
                return self._table(block, self.caption)
            case Outline(rows):
                return element("ul", *map(self._outlined, rows), class_="outline") if rows else self._none()
            case Facts(rows):
                return element("dl", *(_fact(*row) for row in rows), class_="facts")
            case Note(words):
                return element("div", self._paragraphs(words), class_="ds-alert note", role="note")
            case Picture():
                return self._picture(block)
            case Signatures(signatures):
                return self._signatures([named(row.title, row.holder) for row in signatures])

    def _signatures(self, rows: Sequence[str]) -> Markup:
        place = element("p", text(self.words.say("Place and date:")), class_="place")
        to_sign = (element("p", text(row), **direction(row)) for row in rows)
        return element("div", place, *to_sign, class_="signatures")

    def _heading(self, heading: Heading) -> Markup:
        """Return a heading no more than one level beneath the one before, and remember it for what follows."""
        self.level = min(max(heading.level, 2), self.level + 1, 6)
        self.caption = line(heading.text) or self.caption
        anchor = {}
        if self.level == 2:  # the level beneath the title
            anchor = {"id": f"section-{len(self.sections) + 1}"}
            self.sections.append((anchor["id"], heading.text))
        return element(
            f"h{self.level}", text(heading.text) or text("–"), class_="ds-heading", **anchor, **direction(heading.text)
        )

    def _paragraphs(self, words: str) -> Markup:
        return joined(element("p", part, class_="ds-paragraph", **direction(words)) for part in paragraph_texts(words))

    def _list(self, items: Sequence[str], *, numbered: bool) -> Markup:
        if not items:
            return self._none()
        rows = (element("li", _within_item(item), **direction(item)) for item in items)
        return element("ol" if numbered else "ul", *rows, class_="ds-list")

    def _none(self) -> Markup:
        return element("p", text(self.words.say("None.")), class_="ds-paragraph")

    def _table(self, grid: Grid, caption: str) -> Markup:
        """Return a table; its roles are said, since on a phone it is laid out as cards."""
        if not grid.rows:
            return self._none()
        looks = [_look(column) for column in zip(*grid.rows, strict=True)]
        kinds = [{"class_": look} if look else {} for look in looks]
        head = (
            element("th", text(name), scope="col", role="columnheader", **kind)
            for name, kind in zip(grid.columns, kinds, strict=True)
        )
        first = [row[0] for row in grid.rows]
        names_rows = len(grid.columns) > 1 and all(first) and len(set(first)) == len(first)
        return element(
            "table",
            element("caption", element("span", text(caption), class_="ds-sr-only")),
            element("thead", element("tr", *head, role="row"), role="rowgroup"),
            element(
                "tbody", *(_row(row, grid.columns, looks, names_row=names_rows) for row in grid.rows), role="rowgroup"
            ),
            class_="ds-table",
            role="table",
        )

    def _picture(self, picture: Picture) -> Markup:
        """Return a picture, and the table of its figures to unfold."""
        self.pictures += 1
        label = self.words.say("The figures of the picture")
        caption = f"{label}: {picture.alternative}"
        return joined(
            (
                element("figure", drawing(picture.svg, f"picture-{self.pictures}"), class_="picture"),
                element(
                    "details",
                    element("summary", text(label)),
                    self._table(picture.figures, caption),
                    class_="ds-details figures",
                ),
            )
        )

    def _outlined(self, row: OutlineLine) -> Markup:
        """Return a line of an outline, with what is beneath it to fold and unfold."""
        words = (
            element("span", text(row.text), **direction(row.text)),
            element("span", text(row.remark), class_="about", **direction(row.remark)) if row.remark else NOTHING,
        )
        if not row.beneath:
            return element("li", element("div", *words, class_="leaf"))
        return element(
            "li",
            element(
                "details",
                element("summary", element("span", *words)),
                element("ul", *map(self._outlined, row.beneath)),
                class_="ds-details",
                **({} if row.folded else {"open": ""}),
            ),
        )


def _within_item(item: str) -> Markup:
    """Return the text of an item: one paragraph stands in the item itself."""
    apart = list(paragraph_texts(item))
    return apart[0] if len(apart) == 1 else joined(element("p", part) for part in apart) or text("–")


def _fact(label: str, value: str) -> Markup:
    return element(
        "div",
        element("dt", text(label), **direction(label)),
        element("dd", lines(value) or text("–"), **direction(value)),
    )


def _row(row: Sequence[str], columns: Sequence[str], looks: Sequence[str], *, names_row: bool) -> Markup:
    return element("tr", *_cells(row, columns, looks, names_row=names_row), role="row")


def _cells(row: Sequence[str], columns: Sequence[str], looks: Sequence[str], *, names_row: bool) -> Iterator[Markup]:
    for place, (cell, column, look) in enumerate(zip(row, columns, looks, strict=True)):
        inside = element("span", lines(cell), **direction(cell))
        kind = " ".join(filter(None, (look, "" if cell.strip() else "empty")))
        marks = {"data_label": column, **({"class_": kind} if kind else {})}
        if names_row and place == 0:
            yield element("th", inside, scope="row", role="rowheader", **marks)
        else:
            yield element("td", inside, role="cell", **marks)


def _look(cells: Sequence[str]) -> str:
    """Return the class of a column: of nothing but numbers, or of cells so short that none is broken."""
    filled = [cell for cell in cells if cell]
    if filled and all(cell.isdecimal() or cell.removesuffix(" %").isdecimal() for cell in filled):
        return "number"
    return "short" if filled and max(map(len, filled)) <= _SHORT else ""
