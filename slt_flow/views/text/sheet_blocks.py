"""Rows and sheets as the blocks of a document, by the same columns as on the screen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from slt_flow.results.columns import columns, fields
from slt_flow.results.documents import Block, Facts, Grid, Heading
from slt_flow.views.text.tables import NOTHING, cell, cells_of, filled, parts_of
from slt_flow.views.text.words import Words, capital


def sheet_blocks(
    sheet: Any, words: Words, level: int = 2, without: Collection[str] = (), only: Collection[str] = ()
) -> Iterator[Block]:
    """Yield one thing in full: its facts, then each of its lists as a table; what is empty is left out.

    Args:
        sheet: the thing.
        words: the reader's language.
        level: the level of the headings of lists.
        without: fields that are shown elsewhere.
        only: the fields to show, all where none is named.
    """
    rows, lists = [], []
    for name, column, part in parts_of(sheet):
        if name in without or (only and name not in only):
            continue
        value = getattr(part, name)
        if isinstance(value, tuple) and value and hasattr(value[0], "_fields") and not column.form:
            lists.append((column.heading, value, fields(type(part))[name].json.part))
        elif (text := cell(part, name, column, words)) not in NOTHING:
            rows.append((capital(words.say(column.heading)), text))
    if rows:
        yield Facts(tuple(rows))
    for heading, listed, named in lists:
        yield Heading(level, capital(words.say(heading)))
        yield grid(listed, words, named if isinstance(named, tuple) and named else None)


def grid(rows: Sequence[Any], words: Words, names: Sequence[str] | None = None) -> Grid:
    """Return rows of one class as a table; columns in which all are empty are left out."""
    if not rows:
        return Grid((), ())
    shown = filled(rows, names or columns(type(rows[0])), words)
    headings = tuple(capital(column.heading) for column in shown.values())
    return Grid(headings, tuple(map(tuple, cells_of(rows, shown, words))))
