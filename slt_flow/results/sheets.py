"""Lists that were brought in: their columns, and what each row became."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.answers import Outcome
from slt_flow.results.columns import HIDDEN, READABLE, Column, State, Title
from slt_flow.terms import N_


class SheetColumn(NamedTuple):
    """Column of a list, and the field of a case that it holds."""

    letter: Annotated[str, Column(N_("column"), whole=True)]
    heading: Annotated[str, Column(N_("heading"))]
    field: Annotated[str, Column(N_("is read as"))]


class RowBeside(NamedTuple):
    """Row that is none of the list: above its headings, beneath it, or the heading of a group."""

    row: Annotated[int, Column(N_("row"), whole=True)]
    text: Annotated[str, Column(N_("words"), least=READABLE)]


class RowBroughtIn(NamedTuple):
    """Case that a row became, or was before (`is_here`); one without a row was made: rows stand beneath it."""

    row: Annotated[int | None, Column(N_("row"), whole=True)]
    level: Annotated[str, Column(N_("becomes"), whole=True)]
    ref: Annotated[str, Column(N_("ref"), whole=True, roomy=True)]
    title: Title
    owner: Annotated[str | None, Column(N_("owner"), whole=True)]
    due: Annotated[date | None, Column(N_("deadline"), form="short_day")]
    state: State
    is_here: bool = False


class RowChange(NamedTuple):
    """Difference between a row that was brought in before and its case: in the list it says `listed` by now.

    What stands in the list is as it was typed where it cannot be read. Nothing of it is recorded.
    """

    row: int
    ref: str
    field: str
    listed: str | date | None
    here: str | date | None


class StateWord(NamedTuple):
    """State in the words of a list, and the outcome that it was taken for."""

    words: Annotated[str, Column(N_("words"))]
    outcome: Annotated[str, Column(N_("is read as"))]


class ListReading(NamedTuple):
    """List as it is read: the place of its headings, the fields of its columns, and what is left out."""

    file: str
    sheet: str
    headings_in: int
    columns: tuple[SheetColumn, ...]
    beside: tuple[RowBeside, ...]
    others: tuple[str, ...]


class ImportedList(NamedTuple):
    """List that was brought in from a file: where it stood, how it was read, and what its rows became."""

    file: str
    sheet: str
    headings_in: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[RowBroughtIn, ...]
    beside: tuple[RowBeside, ...]
    others: tuple[str, ...]
    outcome: Annotated[Outcome, HIDDEN]
    mapping: Annotated[str, HIDDEN] = ""
    states: tuple[StateWord, ...] = ()
    changes: tuple[RowChange, ...] = ()
