"""Form sheet of an owner as a workbook to fill in, and the outcome of bringing it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.results.form_sheets import FORMAT, MARK, MEMORY, FormRow, FormSheet, RowMistake, SheetOutcome
from slt_flow.terms import N_
from slt_flow.views.meetings.facts import person
from slt_flow.views.text import outcomes
from slt_flow.views.text.failures import lines
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import Added, Writers
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words
from slt_flow.views.writers.xlsx import Cell, Form, form

COLUMNS: Final = (
    (N_("Case"), 10), (N_("Title"), 38), (N_("Part of"), 28), (N_("State"), 14), (N_("Deadline"), 11),
    (N_("Per cent so far"), 9), (N_("What has happened"), 22), (N_("Result or reason"), 38),
    (N_("Progress in per cent"), 10), (N_("Progress, in words"), 30), (N_("Remark"), 30),
)  # fmt: skip
"""Heading and width of each column, in the order of the fields."""

LINES: Final = (
    N_("{post} – cases that were open on {day}."),
    N_("Fill in the yellow cells where there is something new, and leave the rest empty."),
    N_("Choose what has happened from the list in its cell, and write the result or the reason beside it."),
    N_("Save the file, and send it to {answer_to}."),
)

EXEMPT: Final = N_("Internal: with content that is exempt from public access")


def written(sheet: FormSheet, words: Words) -> bytes:
    """Write the form sheet as a workbook of which only the cells for answers can be changed.

    Raises:
        RequestError: the extra is not installed.
    """
    facts = {"post": person(sheet.owner), "day": sheet.day, "answer_to": person(sheet.answer_to)}
    headings = tuple(words.say(heading) for heading, _ in COLUMNS)
    known_by = (MARK, FORMAT, sheet.journal, str(sheet.owner.post), sheet.day.isoformat())
    return form(
        Form(
            title=sheet.title,
            lines=tuple(words.say(text, **facts) for text in (*((EXEMPT,) if sheet.exempt else ()), *LINES)),
            columns=tuple((heading, width) for heading, (_, width) in zip(headings, COLUMNS, strict=True)),
            rows=tuple(tuple(_cells(row, words)) for row in sheet.rows),
            refusals=(words.say("Choose one of the list."), words.say("Write a whole number from 0 to 100.")),
            memory=(MEMORY, (known_by, headings), tuple((row.ref, row.seq, str(row.state)) for row in sheet.rows)),
            day=sheet.day,
        )
    )


def _cells(row: FormRow, words: Words) -> Iterator[Cell]:
    yield from (Cell(value) for value in (row.ref, row.title, row.above, words.named(row.state)))
    yield Cell(row.due if row.due is not None else "")
    yield Cell(row.progress or "")
    choices = tuple(words.named(choice) for choice in row.choices)
    yield Cell(is_open=bool(choices), choices=choices)
    yield Cell(is_open=bool(choices))
    yield Cell(is_open=row.reports, percent=True)
    yield Cell(is_open=row.reports)
    yield Cell(is_open=row.remarks)


def show_mistakes(outcome: SheetOutcome, words: Words, aside: Screen) -> None:
    """Print every mistake with its row and its column."""
    heading = words.plural(
        "The sheet was not recorded: {number} row is wrong. Nothing was written.",
        "The sheet was not recorded: {number} rows are wrong. Nothing was written.",
        len({mistake.row for mistake in outcome.mistakes}),
    )
    aside.print(heading, style="bold")
    for mistake in outcome.mistakes:
        first, *more = _sentence(mistake, words)
        where = words.say("row {row}, {column}", row=mistake.row, column=mistake.column)
        aside.print(Text.assemble("  ", (where, "red"), ": ", first), hang=2)
        for line in more:
            aside.print(f"    {line}")
        outcomes.show_findings(mistake.findings, words, aside, indent="    ")


def show_unchanged(outcome: SheetOutcome, words: Words, aside: Screen) -> None:
    """Say which cases have nothing new in the sheet."""
    if outcome.unchanged:
        aside.print(words.say("Recorded already, and left as it is: {refs}.", refs=outcome.unchanged))


def _sentence(mistake: RowMistake, words: Words) -> list[str]:
    facts = {"ref": mistake.ref, **mistake.facts}
    return list(lines(RequestError(mistake.code, **facts), words))


JSON: Final[Writers] = {
    RowMistake: Added("message", lambda mistake, words: " ".join(_sentence(mistake, words)), before="facts"),
}
"""Mistakes in JSON, each with its sentence."""
