"""A document as blocks of plain text, whatever it is written down in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading within a document; level 2 stands beneath the title."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph; a blank line in it begins a new one, a single break stays a break."""

    text: str


class Bullets(NamedTuple):
    """A list, with dashes or with numbers."""

    items: tuple[str, ...]
    numbered: bool = False


Value = str | date | int
"""A cell as programs read it: a text, a day, a number."""


class Grid(NamedTuple):
    """A table: what its columns are called, and its cells row by row.

    `values` are the same cells for programs, where they are more than texts.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Value, ...], ...] = ()


class OutlineLine(NamedTuple):
    """A line of an outline: its text, a remark on it, and the lines beneath it.

    `folded` lines show what is beneath them only when asked, where a format can fold.
    """

    text: str
    remark: str = ""
    beneath: tuple[OutlineLine, ...] = ()
    folded: bool = False


class Outline(NamedTuple):
    """Lines within lines, such as the tree of cases."""

    lines: tuple[OutlineLine, ...]

    def flattened(self) -> Iterator[tuple[int, OutlineLine]]:
        """Yield every line with its depth, a line before those beneath it."""
        return _flattened(self.lines, 0)


def _flattened(lines: Iterable[OutlineLine], depth: int) -> Iterator[tuple[int, OutlineLine]]:
    for line in lines:
        yield depth, line
        yield from _flattened(line.beneath, depth + 1)


class Facts(NamedTuple):
    """Facts of a document or a case, each a label with its value: Sted – Rådhuset."""

    rows: tuple[tuple[str, str], ...]


class Note(NamedTuple):
    """A text that is set apart: a draft's deadline for remarks, the legal basis of an exempt case."""

    text: str


class Picture(NamedTuple):
    """A picture with the text for those who do not see it, and a table of the same figures.

    `svg` is a whole SVG document that this program drew; the texts in it are escaped already.
    """

    svg: str
    alternative: str
    figures: Grid


class Signature(NamedTuple):
    """A line to sign on: the function, and its holder where one is recorded."""

    title: str
    holder: str = ""


class Signatures(NamedTuple):
    """The lines to sign on, after the place and day to fill in."""

    rows: tuple[Signature, ...]


Block = Heading | Paragraph | Bullets | Grid | Outline | Facts | Note | Picture | Signatures


def listed(heading: str, items: Iterable[str], level: int = 2) -> tuple[Block, ...]:
    """Return a heading with a list beneath it, or nothing where there are no items."""
    bullets = Bullets(tuple(items))
    return (Heading(level, heading), bullets) if bullets.items else ()


def table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> tuple[Block, ...]:
    """Return a table without the columns that no row fills, or nothing where there are no rows."""
    names, cells = tuple(columns), tuple(rows)
    kept = [place for place in range(len(names)) if any(row[place] for row in cells)]
    grid = Grid(tuple(names[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in cells))
    return (grid,) if kept else ()


def fact_list(rows: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """Return the facts that have a value, or nothing where none has."""
    filled = tuple((label, value) for label, value in rows if value)
    return (Facts(filled),) if filled else ()


class Letterhead(NamedTuple):
    """The sender of a document: the council, and the parties that have signed its agreement."""

    council: str
    parties: tuple[str, ...]


class Document(NamedTuple):
    """Document to print or to file: a title and blocks of plain text, in the reader's language.

    No text in it is markup; each writer escapes what its format would read as such.

    Attributes:
        title: the kind of document, and its council.
        blocks: the content.
        day: the day it holds for: of the meeting, of the status, of the adoption; never the day of printing.
        number: the ref or case number at the foot of every page.
        draft: the words of a draft that stand at the top and on every page; none where it is final.
        wide: its tables need the width of a page that lies on its side.
        language: the language it is written in.
        letterhead: the sender; none on the terminal.
    """

    title: str
    blocks: tuple[Block, ...]
    day: date | None = None
    number: str = ""
    draft: str = ""
    wide: bool = False
    language: str = "nb"
    letterhead: Letterhead | None = None
