"""Documents on the terminal."""

from __future__ import annotations

from typing import Final

from slt_flow.results.columns import Column
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
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import print_table
from slt_flow.views.text.words import Words, safe
from slt_flow.views.writers.plain import flat, named, paragraphs

_LOUD: Final = 2
"""Headings up to this level are bold."""


def show(document: Document, words: Words, screen: Screen) -> None:
    """Print a document on the terminal."""
    screen.print(flat(document.title), style="bold")
    if document.draft:
        _print_lines(document.draft, "! ", words, screen)
    previous: Block | None = None
    for block in document.blocks:
        if not isinstance(previous, Heading) or isinstance(block, Heading):
            screen.print()
        _print(block, words, screen)
        previous = block


def _print(block: Block, words: Words, screen: Screen) -> None:
    match block:
        case Heading(level, text):
            screen.print(flat(text), style="bold" if level <= _LOUD else "underline")
        case Paragraph(text):
            _print_lines(text, "", words, screen)
        case Bullets(items, numbered):
            for place, item in enumerate(items, start=1):
                _print_lines(item, f"{place}. " if numbered else "- ", words, screen)
            if not items:
                screen.print(words.say("None."))
        case Grid(columns, rows):
            if rows:
                headings = [Column(flat(column)) for column in columns]
                cells = ([safe(cell.replace("\t", " "), breaks="\n") for cell in row] for row in rows)
                print_table(headings, cells, screen)
            else:
                screen.print(words.say("None."))
        case Outline():
            for depth, entry in block.flattened():
                _print_lines(named(entry.text, entry.remark), "  " * depth + "- ", words, screen)
            if not block.lines:
                screen.print(words.say("None."))
        case Facts(rows):
            for label, value in rows:
                _print_lines(named(label, value), "", words, screen)
        case Note(text):
            _print_lines(text, "! ", words, screen)
        case Picture(_, alternative, figures):
            _print_lines(alternative, "", words, screen)
            _print(figures, words, screen)
        case Signatures(signatures):
            for row in signatures:
                _print_lines(f"{'_' * 30} {named(row.title, row.holder)}", "", words, screen)


def _print_lines(text: str, mark: str, words: Words, screen: Screen) -> None:
    """Lines with a mark before the first, the others beneath its text."""
    apart = list(paragraphs(text))
    if not apart:
        screen.print(f"{mark}{words.text(None)}")
    first = mark
    for place, lines in enumerate(apart):
        if place:
            screen.print()
        for line in lines:
            screen.print(f"{first}{flat(line)}", hang=len(mark) if first else 0)
            first = " " * len(mark)
