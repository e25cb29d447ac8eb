"""Documents as Markdown (CommonMark, with the tables of GitHub's); no text in them is ever markup."""

from __future__ import annotations

import re
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
    Paragraph,
    Picture,
    Signatures,
)
from slt_flow.views.text.words import Words
from slt_flow.views.writers.plain import NOTHING, flat, line, named, paragraphs

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&$#^@{}]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Letters that mean something in the middle of a line, in CommonMark or one of its common extensions."""

_AT_THE_START: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+=:%])")
"""What makes a list, a rule or a heading of a line that begins with it."""

_TO_SIGN: Final = "\\_" * 30


def written(document: Document, words: Words, templates: Path | None = None) -> bytes:  # noqa: ARG001 # no layout
    """Write a document as a file."""
    return markdown(document).encode()


def markdown(document: Document) -> str:
    """Write a document as text."""
    draft = [_block(Note(document.draft))] if document.draft else []
    blocks = [f"# {_line(document.title)}", *draft, *(_block(block) for block in document.blocks)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Write one line of text, with a backslash before everything that Markdown would read as markup."""
    written = _inline(text)
    start = _AT_THE_START.match(written)
    if start is None:
        return written
    return f"{start[1]}\\{written[start.start(2) :]}" if start[1] else f"\\{written}"


def _inline(text: str) -> str:
    """Text that does not begin a line of its own: a heading, a cell."""
    return _MARKUP.sub(lambda match: f"\\{match[0]}", flat(text))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * min(max(level, 2), 6)} {_line(text)}"
        case Paragraph(text):
            return _paragraphs(text)
        case Bullets(items, numbered):
            marks = (f"{place}. " if numbered else "- " for place in range(1, len(items) + 1))
            listed = [_indented(_paragraphs(item), mark) for mark, item in zip(marks, items, strict=True)]
            return "\n".join(listed) or NOTHING
        case Grid(columns, rows):
            return "\n".join([_row(columns), f"|{' --- |' * len(columns)}", *map(_row, rows)]) if rows else NOTHING
        case Outline():
            entries = ((depth, line(named(entry.text, entry.remark))) for depth, entry in block.flattened())
            return "\n".join(f"{'  ' * depth}- {escaped(text) or NOTHING}" for depth, text in entries) or NOTHING
        case Facts(rows):
            return _block(Bullets(tuple(named(*row) for row in rows)))
        case Note(text):
            return "> " + _paragraphs(text).replace("\n", "\n> ")
        case Picture(_, alternative, figures):
            return f"{_paragraphs(alternative)}\n\n{_block(figures)}"
        case Signatures(signatures):
            lines = (f"{_TO_SIGN}\\\n{_line(named(row.title, row.holder))}" for row in signatures)
            return "\n\n".join(lines)


def _paragraphs(text: str) -> str:
    """Text of several lines: what stood apart stands apart, a break within a paragraph is a hard break."""
    apart = ("\\\n".join(escaped(line) for line in lines) for lines in paragraphs(text))
    return "\n\n".join(apart) or NOTHING


def _indented(text: str, mark: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def _row(cells: tuple[str, ...]) -> str:
    written = (" <br>".join(_inline(line) for lines in paragraphs(cell) for line in lines) for cell in cells)
    return f"| {' | '.join(written)} |"


def _line(text: str) -> str:
    return _inline(line(text)) or NOTHING
