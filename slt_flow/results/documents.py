"""A document as blocks of plain text, whatever it is written down in."""

from __future__ import annotations

from collections.abc import Iterable
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


class Grid(NamedTuple):
    """A table: what its columns are called, and its cells row by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Grid


def listed(heading: str, items: Iterable[str], level: int = 2) -> tuple[Block, ...]:
    """Return a heading with a list beneath it, or nothing where there are no items."""
    bullets = Bullets(tuple(items))
    return (Heading(level, heading), bullets) if bullets.items else ()


class Document(NamedTuple):
    """Document to print or to file: a title and blocks of plain text, in the reader's language.

    No text in it is markup; whoever writes it down escapes what its format would read as such.
    """

    title: str
    blocks: tuple[Block, ...]
