"""List that was brought in: its columns, its rows and what they became, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from shlex import quote
from typing import Final

from slt_flow.personal_data import masked
from slt_flow.results.answers import Done
from slt_flow.results.sheets import ImportedList, ListReading
from slt_flow.terms import N_, Level
from slt_flow.views.text.outcomes import show_warnings
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import show_rows
from slt_flow.views.text.words import Words, safe

_NOT_READ: Final = "nothing"

FIELDS: Final[Mapping[str, str]] = {
    "title": N_("title"),
    "level": N_("level"),
    "decision": N_("decision"),
    "assignment": N_("assignment"),
    "measure": N_("measure"),
    "under": N_("belongs to"),
    "number": N_("number"),
    "text": N_("text"),
    "owner": N_("owner"),
    "due": N_("deadline"),
    "day": N_("date"),
    "status": N_("state"),
    "progress": N_("progress"),
    "note": N_("note"),
    "area": N_("focus area"),
    "case": N_("case number"),
}
"""Words for what a column holds; --map takes them too."""

LEVELS: Final[Mapping[str, str]] = {
    Level.STRATEGIC: N_("decision"),
    Level.COORDINATING: N_("assignment"),
    Level.EXECUTING: N_("measure"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "not_begun": N_("not begun"),
    "running": N_("running"),
    "stuck": N_("blocked"),
    "achieved": N_("done"),
    "dropped": N_("dropped"),
}
"""Words for what has become of work; --status takes them too."""

_CHANGED: Final = N_(
    "Row {row} has changed: the list says {listed} as {field} of {ref}, and {here} stands here. The change is not "
    "recorded. See how to record it: slt next {ref}"
)

_MOST_ROWS: Final = 200
"""Most rows that are shown; JSON has all."""

_BAR: Final = 30
"""Cells of the progress bar."""


def show_reading(imported: ImportedList | ListReading, words: Words, screen: Screen) -> None:
    """Print how a list is read: its headings and columns, and what is not read."""
    place = f"{imported.file} ({imported.sheet})" if imported.sheet else imported.file
    title = words.say("{place}: the headings stand in row {row}", place=safe(place), row=imported.headings_in)
    read = [one._replace(field=words.say(FIELDS[one.field])) for one in imported.columns if one.field != _NOT_READ]
    show_rows(read, words, screen, title)
    for message, names in (
        (N_("Columns that are not read: {names}"), [one.heading for one in imported.columns if one.field == _NOT_READ]),
        (N_("Sheets that are not read: {names}"), imported.others),
    ):
        if names:
            screen.print(words.say(message, names=safe(", ".join(names))))
    if imported.beside:
        screen.print()
        beside = [row._replace(text=masked(row.text)) for row in imported.beside]
        show_rows(beside, words, screen, words.say("Rows around the list that are not read:"))


def show(imported: ImportedList, words: Words, screen: Screen) -> None:
    """Print how a list was read and what each row becomes, then what was recorded."""
    show_reading(imported, words, screen)
    if imported.states:
        screen.print()
        states = [one._replace(outcome=words.say(OUTCOMES[one.outcome])) for one in imported.states]
        show_rows(states, words, screen, words.say("States in the words of the list:"))
    screen.print()
    if new := [row._replace(level=words.say(LEVELS[row.level])) for row in imported.rows if not row.is_here]:
        show_rows(new[:_MOST_ROWS], words, screen, words.say("What becomes of the rows:"))
        _show_more(len(new[_MOST_ROWS:]), words, screen)
        if option := _level_to_say(imported, words):
            advice = words.say(
                "A decision has neither an owner nor a deadline: those of the list stand in its remark. If the rows "
                "are work, say: {option}",
                option=option,
            )
            screen.print(f"! {advice}", style="yellow")
        screen.print()
    _show_outcome(imported, words, screen)


def _level_to_say(imported: ImportedList, words: Words) -> str:
    """Return the option that makes measures of rows, where all become decisions in a list of owners or deadlines."""
    headings = {one.field: one.heading for one in imported.columns}
    levels = {row.level for row in imported.rows if not row.is_here}
    if levels != {Level.STRATEGIC} or not {"owner", "due"} & set(headings):
        return ""
    measure = words.say(FIELDS["measure"])
    column = headings.get("decision")
    return f"--map {quote(f'{safe(column)}={measure}')}" if column else f"--level {measure}"


def _show_more(more: int, words: Words, screen: Screen) -> None:
    if more:
        screen.print(words.plural("… and {number} more, see --json", "… and {number} more, see --json", more))


def _show_outcome(imported: ImportedList, words: Words, screen: Screen) -> None:
    outcome = imported.outcome
    numbers = Counter(row.level for row in imported.rows if not row.is_here)
    if here := sum(1 for row in imported.rows if row.is_here):
        screen.print(words.plural("{number} row is here already.", "{number} rows are here already.", here))
    for change in imported.changes[:_MOST_ROWS]:
        facts = {"row": change.row, "ref": change.ref, "field": words.say(FIELDS[change.field])}
        listed, is_here = (words.quoted(words.text(one or "–")) for one in (change.listed, change.here))
        screen.print(words.say(_CHANGED, **facts, listed=listed, here=is_here))
    _show_more(len(imported.changes[_MOST_ROWS:]), words, screen)
    if isinstance(outcome, Done) and outcome.already:
        screen.print(words.say("Recorded already."))
    elif isinstance(outcome, Done) and not outcome.dry_run:
        decisions, assignments, measures = (numbers[level] for level in Level)
        counted = (
            words.plural("{number} decision", "{number} decisions", decisions) if decisions else "",
            words.plural("{number} assignment", "{number} assignments", assignments) if assignments else "",
            words.plural("{number} measure", "{number} measures", measures) if measures else "",
        )
        if any(counted):
            screen.print(words.say("Brought in: {numbers}.", numbers=", ".join(filter(None, counted))))
            screen.print(words.say("It can be taken back with: slt undo --reason TEXT"))
        else:
            screen.print(words.say("No new row was in it, and nothing was written."))
    if isinstance(outcome, Done):
        show_warnings(outcome, words, screen)


def progress(done: int, number: int, room: int) -> str:
    """Return a bar that tells how many of how many cases are entered."""
    full = _BAR * done // number
    return f"[{'#' * full}{'.' * (_BAR - full)}] {done}/{number}"[:room]
