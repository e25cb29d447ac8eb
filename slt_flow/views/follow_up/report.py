"""The decision-status report: the form municipalities publish, as a table, a document, CSV (RFC 4180) or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from slt_flow.results import Document, Grid, Paragraph, Report, ReportLine
from slt_flow.terms import N_
from slt_flow.views.text.words import Words, safe

HEADINGS: Final[Mapping[str, str]] = {
    "body": N_("Body"),
    "day": N_("Date"),
    "case": N_("Case"),
    "decision": N_("Decision"),
    "responsible": N_("Responsible"),
    "status": N_("Status"),
    "state": N_("Status"),
    "due": N_("Deadline"),
    "remarks": N_("Remarks"),
}
"""The heading of every column there is, in whichever form."""

FORM: Final = ("body", "day", "case", "decision", "responsible", "status", "remarks")
"""The columns of the form, in their order."""

CSV: Final = ("body", "day", "case", "decision", "responsible", "state", "due", "remarks")
"""The columns of the published file, in the order that its readers rely on; the deadline has its own, to sort by."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet read a cell as a formula; such a cell gets an apostrophe before it."""


NARROW: Final = (("day", "case"), ("decision",), ("responsible", "status"), ("remarks",))
"""What shares a column where there is little room; the title names the body."""


def document(report: Report, words: Words, *, narrow: bool = False) -> Document:
    """The report as a document, in fewer columns where there is little room."""
    columns = NARROW if narrow else tuple((name,) for name in FORM)
    headings = tuple(" / ".join(words.say(HEADINGS[name]) for name in names) for names in columns)
    rows = tuple(
        tuple("\n".join(cells[name] for name in names if cells[name]) for names in columns)
        for cells in _rows(report, words)
    )
    told = words.say(
        "Decisions made from {since} to {until}, and older ones that were open then. Status as of {day}.",
        since=report.since,
        until=report.until,
        day=report.as_of,
    )
    return Document(words.say("{body}: status of decisions", body=report.body), (Paragraph(told), Grid(headings, rows)))


def as_csv(report: Report, words: Words) -> str:
    """The report as CSV (RFC 4180): commas, lines that end in CRLF, texts with commas or line breaks quoted.

    UTF-8 without a byte order mark, which other programs than spreadsheets take for a part of the first heading. A
    cell that a spreadsheet would run as a formula begins with an apostrophe. Days are written as in ISO 8601.
    """
    written = io.StringIO()
    lines = csv.writer(written, dialect="excel", lineterminator="\r\n")
    lines.writerow([words.say(HEADINGS[name]) for name in CSV])
    for line, cells in zip(report.lines, _rows(report, words), strict=True):
        due = line.due.isoformat() if line.due is not None else ""
        told = {**cells, "day": line.day.isoformat(), "due": due, "state": words.label(line.label, line.state)}
        lines.writerow([_harmless(told[name]) for name in CSV])
    return written.getvalue()


def as_json(report: Report) -> dict[str, Any]:
    """The report with stable names."""
    return {
        "council": report.council,
        "body": report.body,
        "from": report.since,
        "to": report.until,
        "as_of": report.as_of,
        "decisions": [_line(line) for line in report.lines],
    }


def _rows(report: Report, words: Words) -> Iterator[dict[str, str]]:
    for line in report.lines:
        yield {
            "body": _text(report.body),
            "day": words.short_day(line.day),
            "case": ", ".join(_text(part) for part in (line.meeting, line.ref, line.case) if part),
            "decision": "\n".join(_text(part) for part in (line.title, line.text) if part),
            "responsible": ", ".join(_text(title) for _, title in line.responsible),
            "status": "\n".join(_status(line, words)),
            "remarks": "\n".join(_remarks(line, words)),
        }


def _status(line: ReportLine, words: Words) -> Iterator[str]:
    yield words.label(line.label, line.state)
    if line.due is not None:
        yield words.say("deadline {day}", day=words.short_day(line.due))


def _remarks(line: ReportLine, words: Words) -> Iterator[str]:
    if line.bodies:
        yield words.say("Must be ratified by {bodies}.", bodies=line.bodies)
    if line.total:
        yield words.plural(
            "{done} of {number} measure carried out.",
            "{done} of {number} measures carried out.",
            line.total,
            done=line.done,
        )
    if line.late:
        yield words.plural("{number} deadline has passed.", "{number} deadlines have passed.", line.late)
    if line.delivered_late:
        ref, days = max(line.delivered_late, key=lambda each: each[1])
        yield words.plural(
            "{ref}: done {number} day after the deadline.",
            "{ref}: done {number} days after the deadline.",
            days,
            ref=ref,
        )
    yield from (_text(remark) for remark in line.remarks)


def _line(line: ReportLine) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "date": line.day,
        "meeting": line.meeting,
        "case": line.case,
        "title": line.title,
        "text": line.text,
        "area": line.area,
        "responsible": [{"post": post, "title": title} for post, title in line.responsible],
        "state": line.state,
        "status": dict(line.label),
        "due": line.due,
        "measures_carried_out": line.done,
        "measures": line.total,
        "late": line.late,
        "delivered_late": [{"ref": ref, "days": days} for ref, days in line.delivered_late],
        "needs_ratification": list(line.bodies),
        "remarks": list(line.remarks),
    }


def _text(text: str) -> str:
    return safe(text, breaks="\n")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
