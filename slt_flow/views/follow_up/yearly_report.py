"""Report of a year to the municipal council, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from slt_flow.results.documents import Block, Document, Heading, Paragraph, fact_list, table
from slt_flow.results.papers import Discussed, HeldMeeting, YearlyReport
from slt_flow.results.year import Obligations
from slt_flow.terms import N_, Standing
from slt_flow.views.follow_up import levels_picture
from slt_flow.views.follow_up.report import document as report_document
from slt_flow.views.meetings.facts import MEETINGS
from slt_flow.views.text.words import Words
from slt_flow.views.year import wheel_picture
from slt_flow.views.year.action_plan import document as plan_document
from slt_flow.views.year.evaluation import document as evaluation_document
from slt_flow.views.year.obligations import clauses

_JUDGED: Final = (Standing.BROKEN, Standing.DUE, Standing.NOT_DUE, Standing.KEPT)


def document(report: YearlyReport, words: Words, *, narrow: bool = False) -> Document:
    """Return the report as a document; a narrow one has its decisions in fewer columns."""
    blocks: list[Block] = [
        *fact_list(_facts(report, words)),
        Paragraph(_summary(report, words)),
        *_section(words.say("Meetings of the year"), _meetings(report.meetings, words)),
        wheel_picture.picture(report.wheel, words),
        Heading(2, words.say("The crime picture")),
        *(
            _discussed(report.crime_picture, words)
            or (Paragraph(words.say("No meeting recorded what was said about it.")),)
        ),
        *_section(words.say("Update from the youth council"), _discussed(report.youth_council, words)),
        *_part(words.say("Decisions and their follow-up"), report_document(report.decisions, words, narrow=narrow)),
        *([levels_picture.picture(report.levels, words)] if report.levels.rows else []),
        *_section(words.say("What the agreement demands"), _demands(report.obligations, words)),
        *_part(words.say("Evaluation"), evaluation_document(report.evaluation, words)),
        *_part(words.say("Action plan {period}", period=str(report.plan.period)), plan_document(report.plan, words)),
    ]
    title = words.say("Yearly report {year} – {council}", year=report.year, council=report.title)
    return Document(title, tuple(blocks), day=report.as_of, wide=True)


def _facts(report: YearlyReport, words: Words) -> Iterator[tuple[str, str]]:
    yield words.say("To"), words.say("The municipal council")
    yield words.say("From"), report.title
    yield words.say("Year"), str(report.year)
    yield words.say("Status as of"), words.day(report.as_of)


def _summary(report: YearlyReport, words: Words) -> str:
    """Return the year in figures: meetings, decisions, obligations."""
    verdicts = Counter(row.verdict for row in report.obligations.rows)
    kept, broken, due = verdicts[Standing.KEPT], verdicts[Standing.BROKEN], verdicts[Standing.DUE]
    held, count = sum(row.held for row in report.meetings), len(report.decisions.lines)
    meetings = words.plural(
        "{number} meeting was held in {year}.", "{number} meetings were held in {year}.", held, year=report.year
    )
    decisions = words.plural(
        "The report covers {number} decision, made in the year or open in it.",
        "The report covers {number} decisions, made in the year or open in it.",
        count,
    )
    obligations = words.say(
        "Of what the agreement demands, {kept} are kept, {due} are due and {broken} are broken.",
        kept=kept,
        due=due,
        broken=broken,
    )
    return f"{meetings} {decisions} {obligations}"


def _demands(obligations: Obligations, words: Words) -> tuple[Block, ...]:
    """Return the clauses that the year judges, and the number of the others."""
    rows = tuple(row for row in obligations.rows if row.verdict in _JUDGED)
    others = words.plural(
        "{number} clause more is followed by people or stands as text; the list of obligations has it.",
        "{number} clauses more are followed by people or stand as text; the list of obligations has them.",
        len(obligations.rows) - len(rows),
    )
    remark = (Paragraph(others),) if len(rows) < len(obligations.rows) else ()
    return (*clauses(obligations._replace(rows=rows), words), *remark)


def _meetings(rows: Iterable[HeldMeeting], words: Words) -> tuple[Block, ...]:
    columns = (words.say("Date"), words.say("Meeting"), words.say("Kind"), words.say("Status"))
    return table(columns, (_meeting(row, words) for row in rows))


def _meeting(row: HeldMeeting, words: Words) -> tuple[str, ...]:
    named = f"{row.ref} {row.title}" if row.title else row.ref
    return (words.short_day(row.day), named, words.say(MEETINGS[row.kind]), words.named(row.state))


def _discussed(rows: Iterable[Discussed], words: Words) -> tuple[Block, ...]:
    return tuple(block for row in rows for block in _said(row, words))


def _said(row: Discussed, words: Words) -> Iterator[Block]:
    facts = {"meeting": row.meeting, "day": row.day, "post": row.presenter}
    message = N_("{meeting}, {day} – {post}") if row.presenter else N_("{meeting}, {day}")
    yield Heading(3, words.say(message, **facts))
    yield Paragraph(row.text)


def _section(heading: str, beneath: tuple[Block, ...]) -> tuple[Block, ...]:
    return (Heading(2, heading), *beneath) if beneath else ()


def _part(heading: str, part: Document) -> tuple[Block, ...]:
    """Return another document as a part of this one: its headings stand a level deeper."""
    return (Heading(2, heading), *(_deeper(block) for block in part.blocks)) if part.blocks else ()


def _deeper(block: Block) -> Block:
    return Heading(block.level + 1, block.text) if isinstance(block, Heading) else block
