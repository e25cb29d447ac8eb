"""Form sheet of one owner: its open cases with room for answers, the answers, and the outcome of bringing them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, NamedTuple

from slt_flow.results.answers import NOTHING, Done, Finding
from slt_flow.results.columns import HIDDEN, OMITTED, Json
from slt_flow.results.meetings import PERSON, Person
from slt_flow.terms import Named

MEMORY: Final = "slt"
"""Name of the hidden sheet that tells which case each row is, and how the case stood."""

MARK: Final = "slt-flow form sheet"
FORMAT: Final = 1
"""First cells of the hidden sheet."""

FIELDS: Final = ("ref", "title", "above", "state", "due", "so_far", "choice", "text", "percent", "note", "comment")
"""Columns of a form sheet: the case, then the answers."""

ANSWERS: Final = FIELDS[6:]


class FormRow(NamedTuple):
    """Open case of an owner: how it stands, and what may be answered.

    Attributes:
        seq: the number of the case's last entry.
        above: the title of the case that it is part of.
        choices: labels of the actions that the owner may choose, shortest way first.
        reports: True if progress can be reported.
        remarks: True if a remark can be written.
    """

    ref: str
    seq: int
    title: str
    above: str
    due: date | None
    state: Named
    progress: int
    choices: tuple[Named, ...]
    reports: bool
    remarks: bool


class FormSheet(NamedTuple):
    """Form sheet of an owner on a day; `journal` is the id of the council's journal.

    `exempt` is True where a case, or the one that it is part of, is exempt from publicity.
    """

    title: Annotated[str, HIDDEN]
    journal: str
    day: date
    owner: Annotated[Person, PERSON]
    answer_to: Annotated[Person, PERSON]
    rows: tuple[FormRow, ...]
    exempt: bool


class FilledRow(NamedTuple):
    """Row of a form sheet that came back, with the number that Excel shows.

    `answers` are by field, empty ones left out; `seq` is None for a row that was not in the sheet as it was taken out.
    """

    row: int
    ref: str
    seq: int | None
    state: str
    answers: Mapping[str, str]


class FilledSheet(NamedTuple):
    """Form sheet that came back: whose, from when, of which journal; `headings` are those of its columns by field."""

    file: str
    owner: str
    day: date
    journal: str
    headings: Mapping[str, str]
    rows: tuple[FilledRow, ...]


class RowMistake(NamedTuple):
    """Mistake in a row: the heading of its column, a code for the sentence and its facts.

    `findings` are those of the rules that refused what the row asks of the case `ref`.
    """

    row: int
    column: str
    code: str
    facts: Annotated[Mapping[str, Any], Json("near", form="near")] = NOTHING
    ref: str | None = None
    findings: Annotated[tuple[Finding, ...], Json(form="blocking")] = ()


class SheetOutcome(NamedTuple):
    """Outcome of bringing in a form sheet: the request, or the mistakes (then `done` is None).

    `unchanged` are the cases whose rows say nothing but what is recorded already.
    """

    owner: str
    done: Annotated[Done | None, OMITTED] = None
    mistakes: tuple[RowMistake, ...] = ()
    unchanged: tuple[str, ...] = ()
    exit_code: Annotated[int, HIDDEN] = 0
