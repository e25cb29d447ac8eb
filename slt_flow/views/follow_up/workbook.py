"""A council as sheets: one for all cases, one for each level, for owners, meetings, obligations and the wheel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from slt_flow.results.documents import Block, Document, Grid, Heading, Value
from slt_flow.results.follow_up import Branch, flattened
from slt_flow.results.meetings import MeetingRow
from slt_flow.results.people import PostRow
from slt_flow.results.workbook import Workbook
from slt_flow.results.year import Obligation
from slt_flow.terms import N_, Level, Tag
from slt_flow.views.meetings.facts import MEETINGS
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.words import MONTHS, Words
from slt_flow.views.year.obligations import evidence, verdict_in_words
from slt_flow.views.year.wheel import told

Cells = tuple[tuple[str, Callable[..., Value | None]], ...]
"""Columns of a sheet: the heading of each, and its cell of a row in the reader's language."""

_CASE: Final[Cells] = (
    (N_("ref"), lambda row, _: row.ref),
    (N_("level"), lambda row, words: words.term(row.level)),
    (N_("title"), lambda row, _: row.title),
    (N_("state"), lambda row, words: words.named(row.state)),
    (N_("owner"), lambda row, _: row.owner.title if row.owner is not None else None),
    (N_("holder"), lambda row, _: row.owner.holder if row.owner is not None else None),
    (N_("deadline"), lambda row, _: row.due),
    (N_("days late"), lambda row, _: row.late_days or None),
    (N_("progress"), lambda row, _: row.progress or None),
    (N_("deadline moved"), lambda row, _: row.reschedules or None),
    (N_("result or reason"), lambda row, _: row.note),
)

_DECISION: Final[Cells] = (
    (N_("ref"), lambda row, _: row.ref),
    (N_("title"), lambda row, _: row.title),
    (N_("meeting"), lambda row, _: row.meeting),
    (N_("state"), lambda row, words: words.named(row.state)),
    (N_("deadline"), lambda row, _: row.due),
    (N_("measures"), lambda row, _: row.total),
    (N_("carried out"), lambda row, _: row.done),
    (N_("late"), lambda row, _: row.late_below or None),
    (N_("result or reason"), lambda row, _: row.note),
)

_POST: Final[Cells] = (
    (N_("id"), lambda row, _: row.id),
    (N_("title"), lambda row, _: row.title),
    (N_("organisation"), lambda row, _: row.organisation),
    (N_("holder"), lambda row, _: row.holder),
    (N_("levels"), lambda row, words: ", ".join(words.term(level) for level in row.levels)),
    (N_("open work"), lambda row, _: row.open or None),
    (N_("until"), lambda row, _: row.until),
)

_MEETING: Final[Cells] = (
    (N_("ref"), lambda row, _: row.ref),
    (N_("day"), lambda row, _: row.day),
    (N_("kind"), lambda row, words: words.say(MEETINGS[row.kind])),
    (N_("title"), lambda row, _: row.title),
    (N_("group"), lambda row, _: row.group),
    (N_("state"), lambda row, words: words.named(row.state)),
    (N_("begins"), lambda row, _: row.begins),
    (N_("ends"), lambda row, _: row.ends),
    (N_("place"), lambda row, _: row.venue),
    (N_("items"), lambda row, _: row.items),
    (N_("agenda sent"), lambda row, _: row.agenda_sent),
)

_OBLIGATION: Final[Cells] = (
    (N_("clause"), lambda row, _: row.ref),
    (N_("obligation"), lambda row, _: row.text),
    (N_("verdict"), verdict_in_words),
    (N_("deadline"), lambda row, _: row.due),
    (N_("evidence"), lambda row, words: evidence(row.evidence, words) if row.evidence else None),
    (N_("forecast"), lambda row, words: of_forecast(row.forecast, words) if row.forecast is not None else None),
)


def document(workbook: Workbook, words: Words) -> Document:
    """Build the sheets, each a heading with its table."""
    areas = {area.id: area.title for area in workbook.tree.areas}
    cases = [branch for area in workbook.tree.areas for branch in flattened(area.decisions)]
    measures = [case for case in cases if case.level == Level.EXECUTING and Tag.DROPPED not in case.tags]
    decisions = [case for case in cases if case.level == Level.STRATEGIC]
    area: Cells = ((N_("focus area"), lambda row, _: areas.get(row.area)),)
    blocks = (
        *_sheet(N_("Status"), _CASE, cases, words),
        *_sheet(N_("Decisions"), (*_DECISION, *area), decisions, words),
        *_sheet(N_("Measures"), _CASE, measures, words),
        *_sheet(N_("Obligations"), _OBLIGATION, workbook.obligations.rows, words),
        *_sheet(N_("Owners"), _POST, workbook.posts, words),
        *_sheet(N_("Meetings"), _MEETING, workbook.meetings, words),
        *_wheel(workbook, words),
    )
    title = words.say("{title}: follow-up", title=workbook.tree.title)
    return Document(title, blocks, day=workbook.tree.as_of, wide=True)


def _sheet(
    heading: str, cells: Cells, rows: Sequence[Branch | PostRow | MeetingRow | Obligation], words: Words
) -> Iterator[Block]:
    yield Heading(2, words.say(heading))
    yield grid([words.say(name) for name, _ in cells], ([cell(row, words) for _, cell in cells] for row in rows), words)


def _wheel(workbook: Workbook, words: Words) -> Iterator[Block]:
    wheel = workbook.wheel
    yield Heading(2, words.say("Year wheel {year}", year=wheel.year))
    rows = (
        (words.say(MONTHS[month.month - 1]), entry.day, told(entry, wheel, words).plain)
        for month in wheel.months
        for entry in month.entries
    )
    yield grid([words.say(name) for name in (N_("month"), N_("day"), N_("entry"))], rows, words)


def grid(columns: Sequence[str], rows: Iterable[Sequence[Any]], words: Words) -> Grid:
    """Return a table of texts, days and numbers, in words and as they are; a cell without a value is empty."""
    values = tuple(tuple("" if value is None else value for value in row) for row in rows)
    return Grid(tuple(columns), tuple(tuple(_written(value, words) for value in row) for row in values), values)


def _written(value: Value, words: Words) -> str:
    return words.short_day(value) if isinstance(value, date) else str(value)
