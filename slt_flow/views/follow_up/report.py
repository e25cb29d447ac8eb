"""The decision-status report: the form municipalities publish, as a table, a document, CSV (RFC 4180) or JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from slt_flow.results.documents import Document, Grid, Paragraph
from slt_flow.results.follow_up import Owner, Report, ReportLine
from slt_flow.terms import N_
from slt_flow.views.text.words import Words, safe


class Column(NamedTuple):
    """A column of the report: its heading, and its cell in a line, made with the body's name at hand."""

    heading: str
    cell: Callable[[ReportLine, Words, str], str]


_FORMULA: Final = re.compile(r"""(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@])""")
"""Beginnings of what a spreadsheet reads as a formula: of a cell, and after whatever may part cells.

A file opened with semicolons is cut at each of them, within quotes too, and then at each end of a line.
"""


def document(report: Report, words: Words, *, monthly: bool = False, narrow: bool = False) -> Document:
    """Return the report as a document.

    Args:
        report: the report.
        words: the reader's language.
        monthly: in the monthly form, with the officers and the plan for what is not carried out.
        narrow: in fewer columns, for a screen with little room.
    """
    form, shared = (MONTHLY, NARROW_MONTHLY) if monthly else (FORM, NARROW)
    columns = [[COLUMNS[name] for name in names] for names in (shared if narrow else zip(form, strict=True))]
    headings = tuple(" / ".join(words.say(column.heading) for column in shared) for shared in columns)
    rows = tuple(
        tuple(
            "\n".join(filter(None, (column.cell(line, words, report.body) for column in shared))) for shared in columns
        )
        for line in report.lines
    )
    introduction = words.say(
        "Decisions made from {since} to {until}, and older ones that were open then. Status as of {day}.",
        since=report.since,
        until=report.until,
        day=report.as_of,
    )
    table = Grid(headings, rows) if rows else Paragraph(words.say("No decisions in this period."))
    return Document(
        words.say("{body}: status of decisions", body=report.body),
        (Paragraph(introduction), table),
        day=report.as_of,
        wide=True,
    )


def as_csv(report: Report, words: Words, *, excel: bool = False, monthly: bool = False, public: bool = False) -> str:
    """Return the report as CSV: lines that end in CRLF, texts with separators or line breaks quoted, days as ISO 8601.

    What a spreadsheet would run as a formula, whatever separator it is opened with, has an apostrophe before it.

    Args:
        report: the report.
        words: the reader's language.
        excel: for a double click in Excel as it is set up in Norway: semicolons, and a byte order mark, without which
            it takes UTF-8 for Windows-1252. For other programs commas and no mark (RFC 4180), which would become part
            of the first heading.
        monthly: in the monthly form.
        public: in the public edition, which says so in a last column: a line of its own would be read as a decision.
    """
    written = io.StringIO("\ufeff" if excel else "", newline="")
    written.seek(0, io.SEEK_END)
    lines = csv.writer(written, dialect="excel", delimiter=";" if excel else ",", lineterminator="\r\n")
    columns = [COLUMNS[name] for name in (*(MONTHLY_CSV if monthly else CSV), *PUBLIC * public)]
    lines.writerow([words.say(column.heading) for column in columns])
    lines.writerows([_harmless(column.cell(line, words, report.body)) for column in columns] for line in report.lines)
    return written.getvalue()


def _status(line: ReportLine, words: Words) -> str:
    state = words.named(line.state)
    return _joined("\n", state, words.deadline(line.due))


def _remarks(line: ReportLine, words: Words) -> Iterator[str]:
    if line.imported:
        yield words.say("Adopted before the council was followed up here, as entered from its papers.")
    if line.imported_work:
        yield words.plural(
            "{number} case of the work beneath it is from before the follow-up here.",
            "{number} cases of the work beneath it are from before the follow-up here.",
            line.imported_work,
        )
    if line.settled_before:
        yield words.plural(
            "{number} of them was settled by then, and is not counted.",
            "{number} of them were settled by then, and are not counted.",
            line.settled_before,
        )
    if line.bodies:
        yield words.say("Must be ratified by {bodies}.", bodies=line.bodies)
    if dropped := len(line.abandoned):
        yield words.plural(
            "{done} of {number} measure carried out, {dropped} cancelled by {names}.",
            "{done} of {number} measures carried out, {dropped} cancelled by {names}.",
            line.total + dropped,
            done=line.done,
            dropped=dropped,
            names=tuple(dict.fromkeys(line.abandoned)),
        )
    elif line.total:
        yield words.plural(
            "{done} of {number} measure carried out.",
            "{done} of {number} measures carried out.",
            line.total,
            done=line.done,
        )
    if line.late:
        yield words.plural("{number} deadline has passed.", "{number} deadlines have passed.", line.late)
    if line.missed:
        yield words.plural(
            "Recurring work was not done {number} time.", "Recurring work was not done {number} times.", line.missed
        )
    if line.delivered_late:
        ref, days = max(line.delivered_late, key=lambda work: work.days)
        yield words.say("{ref}: {lateness}.", ref=ref, lateness=words.lateness(0, days))
    for work in line.moved:
        yield words.plural(
            "{ref}: deadline moved {number} time by {names}.",
            "{ref}: deadline moved {number} times by {names}.",
            work.times,
            ref=work.ref,
            names=work.by,
        )
    yield from (_joined(": ", work.ref, work.result) for work in line.results)
    yield from map(_text, line.remarks)


def _officer(owner: Owner) -> str:
    return f"{owner.title} {owner.holder}" if owner.holder else owner.title


def _plan(line: ReportLine, words: Words) -> Iterator[str]:
    """Yield the work that is still to be done, by whom and by when."""
    for work in line.unfinished:
        owner = work.owner.title if work.owner is not None else None
        yield _joined(", ", f"{work.ref} {work.title}", owner, words.deadline(work.due))


def _joined(separator: str, *parts: str | None) -> str:
    return separator.join(_text(part) for part in parts if part)


def _text(text: str) -> str:
    return safe(text, breaks="\n")


def _harmless(cell: str) -> str:
    return _FORMULA.sub(r"\1\2'", cell)


COLUMNS: Final[Mapping[str, Column]] = {
    "body": Column(N_("Body"), lambda _line, _words, body: _text(body)),
    "day": Column(N_("Date"), lambda line, words, _: words.short_day(line.day) or words.say("day unknown")),
    "iso_day": Column(N_("Date"), lambda line, *_: line.day.isoformat() if line.day is not None else ""),
    "case": Column(N_("Case"), lambda line, *_: _joined(", ", line.meeting, line.ref, line.case)),
    "decision": Column(N_("Decision"), lambda line, *_: _joined("\n", line.title, line.text)),
    "responsible": Column(
        N_("Responsible"), lambda line, *_: _joined(", ", *(owner.title for owner in line.responsible))
    ),
    "status": Column(N_("Status"), lambda line, words, _: _status(line, words)),
    "state": Column(N_("Status"), lambda line, words, _: words.named(line.state)),
    "due": Column(N_("Deadline"), lambda line, *_: line.due.isoformat() if line.due is not None else ""),
    "remarks": Column(N_("Remarks"), lambda line, words, _: "\n".join(_remarks(line, words))),
    "officer": Column(N_("Officer"), lambda line, *_: _joined("\n", *map(_officer, line.responsible))),
    "edition": Column(N_("Edition"), lambda _line, words, _: words.say("public edition")),
    "ahead": Column(N_("Plan for the rest"), lambda line, words, _: "\n".join(_plan(line, words))),
}
"""Every column there is, in whichever form."""

FORM: Final = ("body", "day", "case", "decision", "responsible", "status", "remarks")
"""The columns of the form, in their order."""

CSV: Final = ("body", "iso_day", "case", "decision", "responsible", "state", "due", "remarks")
"""The columns of the published file, in the order that its readers rely on; the deadline has its own, to sort by."""

MONTHLY: Final = ("case", "day", "decision", "officer", "status", "remarks", "ahead")
"""The columns of the monthly form, which an administration follows its cases by."""

MONTHLY_CSV: Final = ("case", "iso_day", "decision", "officer", "state", "due", "remarks", "ahead")

PUBLIC: Final = ("edition",)
"""The column that only a file of the public edition has, after all others."""

NARROW_MONTHLY: Final = (("case", "day"), ("decision", "remarks"), ("officer", "status"), ("ahead",))

NARROW: Final = (("day", "case"), ("decision",), ("responsible", "status"), ("remarks",))
"""The columns that share one where there is little room; the title names the body."""
