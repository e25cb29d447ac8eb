"""Documents: the same blocks as a Markdown file and on the terminal; no text in them is ever markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from slt_flow.results.columns import Column
from slt_flow.results.documents import Block, Bullets, Document, Grid, Heading, Paragraph
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import print_table
from slt_flow.views.text.words import Words, safe

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&$#^@{}]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Letters that mean something in the middle of a line, in CommonMark or one of its common extensions."""

_AT_THE_START: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+=:%])")
"""What makes a list, a rule or a heading of a line that begins with it."""

_NOTHING: Final = "–"


def markdown(document: Document) -> str:
    """Write a document as Markdown (CommonMark, with the tables of GitHub's)."""
    blocks = [f"# {_line(document.title)}", *(_written(block) for block in document.blocks)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Write one line of text, with a backslash before everything that Markdown would read as markup."""
    line = _inline(text)
    start = _AT_THE_START.match(line)
    if start is None:
        return line
    return f"{start[1]}\\{line[start.start(2) :]}" if start[1] else f"\\{line}"


def _inline(text: str) -> str:
    """Text that does not begin a line of its own: a heading, a cell."""
    return _MARKUP.sub(lambda match: f"\\{match[0]}", _plain(text))


def _written(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * min(max(level, 2), 6)} {_line(text)}"
        case Paragraph(text):
            return _paragraphs(text)
        case Bullets(items, numbered):
            marks = (f"{place}. " if numbered else "- " for place in range(1, len(items) + 1))
            listed = [_indented(_paragraphs(item), mark) for mark, item in zip(marks, items, strict=True)]
            return "\n".join(listed) or _NOTHING
        case Grid(columns, rows):
            return "\n".join([_row(columns), f"|{' --- |' * len(columns)}", *map(_row, rows)]) if rows else _NOTHING


def _paragraphs(text: str) -> str:
    """Text of several lines: what stood apart stands apart, a break within a paragraph is a hard break."""
    apart = ("\\\n".join(escaped(line) for line in lines) for lines in _lines(text))
    return "\n\n".join(apart) or _NOTHING


def _lines(text: str) -> Iterator[list[str]]:
    """Split a text into lines, paragraph by paragraph, without outer spaces."""
    lines = (line.strip() for line in _harmless(text).split("\n"))
    return (list(paragraph) for filled, paragraph in groupby(lines, key=bool) if filled)


def _indented(text: str, mark: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def _row(cells: tuple[str, ...]) -> str:
    written = (" <br>".join(_inline(line) for lines in _lines(cell) for line in lines) for cell in cells)
    return f"| {' | '.join(written)} |"


def _line(text: str) -> str:
    return _inline(" ".join(_harmless(text).split())) or _NOTHING


def _harmless(text: str) -> str:
    return safe(text.replace("\r\n", "\n"), breaks="\n\t")


def _plain(text: str) -> str:
    return safe(text.replace("\t", " "))


def show(document: Document, words: Words, screen: Screen) -> None:
    """Print a document on the terminal."""
    screen.print(_plain(document.title), style="bold")
    previous: Block | None = None
    for block in document.blocks:
        if not isinstance(previous, Heading) or isinstance(block, Heading):
            screen.print()
        _print(block, words, screen)
        previous = block


def _print(block: Block, words: Words, screen: Screen) -> None:
    match block:
        case Heading(level, text):
            screen.print(_plain(text), style="bold" if level <= _LOUD else "underline")
        case Paragraph(text):
            _print_lines(text, "", words, screen)
        case Bullets(items, numbered):
            for place, item in enumerate(items, start=1):
                _print_lines(item, f"{place}. " if numbered else "- ", words, screen)
            if not items:
                screen.print(words.say("None."))
        case Grid(columns, rows):
            if rows:
                headings = [Column(_plain(column)) for column in columns]
                cells = ([safe(cell.replace("\t", " "), breaks="\n") for cell in row] for row in rows)
                print_table(headings, cells, screen)
            else:
                screen.print(words.say("None."))


def _print_lines(text: str, mark: str, words: Words, screen: Screen) -> None:
    """Lines with a mark before the first, the others beneath its text."""
    apart = list(_lines(text))
    if not apart:
        screen.print(f"{mark}{words.text(None)}")
    first = mark
    for place, lines in enumerate(apart):
        if place:
            screen.print()
        for line in lines:
            screen.print(f"{first}{_plain(line)}", hang=len(mark) if first else 0)
            first = " " * len(mark)


_LOUD: Final = 2
"""Headings up to this level are bold."""
