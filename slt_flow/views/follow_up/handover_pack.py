"""The pack for a new coordinator, as a document: on the terminal or as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from slt_flow.results.documents import Block, Bullets, Document, Heading, Paragraph, listed, table
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.follow_up import Branch, NextMeeting, Owner
from slt_flow.results.handover_pack import Handover
from slt_flow.results.history import HistoryLine
from slt_flow.results.year import Obligation
from slt_flow.terms import N_
from slt_flow.views.text.events import KINDS
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.words import Words, one_line
from slt_flow.views.year.obligations import verdict_in_words

COMMANDS: Final = (
    ("slt", N_("today: what is late, who is waited on, the next meeting")),
    ("slt todo", N_("what each post is waited on for")),
    ("slt agreement obligations", N_("what the agreement demands, and whether it is kept")),
    ("slt wheel", N_("the whole year, month by month")),
    ("slt next REF", N_("what can be done now on one case, and by whom")),
)
"""How to go on."""

LINES_OF_HISTORY: Final = 15
"""How many entries are told; the rest is one command away."""

_EVIDENCE: Final = "EvidenceRecorded"
"""The kind of entry that says that people kept a clause."""


def document(pack: Handover, words: Words) -> Document:
    """Return the pack as a document."""
    blocks = (
        *_beginning(pack, words),
        *_work(pack, words),
        *_deadlines(pack, words),
        *_history(pack, words),
        *listed(words.say("Meetings whose minutes are not archived"), [_day(row, words) for row in pack.unarchived]),
        *listed(words.say("Open learning points"), (_learning(row, words) for row in pack.learning)),
        *listed(words.say("Vacant posts and absences"), _absent(pack, words)),
        *listed(words.say("Obligations at risk"), (_obligation(row, words) for row in pack.at_risk)),
        Heading(2, words.say("How to go on")),
        Bullets(tuple(f"{command} – {words.say(meaning)}" for command, meaning in COMMANDS), numbered=True),
    )
    return Document(words.say("{title}: handover", title=pack.title), blocks, day=pack.day)


def _beginning(pack: Handover, words: Words) -> Iterator[Block]:
    sentence = words.say(
        "As things stand on {day}. Secretary of the council: {post}.", day=pack.day, post=_named(pack.secretary)
    )
    yield Paragraph(sentence)
    yield Heading(2, words.say("Next meeting"))
    meeting = pack.meeting
    if meeting is None:
        yield Paragraph(words.say("No meeting is planned. Plan one with: slt meeting plan DATE"))
        return
    lines = [_day(meeting, words)]
    if meeting.sent is not None:
        lines.append(words.say("agenda sent {day}", day=meeting.sent))
    elif meeting.agenda_due is not None:
        lines.append(words.say("the agenda is due {day}", day=meeting.agenda_due))
    yield Paragraph("\n".join(lines))


def _work(pack: Handover, words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("Open work"))
    if not pack.work:
        yield Paragraph(words.say("No work is open."))
    for owner, branches in pack.work:
        yield Heading(3, _named(owner) + (f" ({words.say('vacant')})" if owner.vacant else ""))
        yield Bullets(tuple(_branch(branch, words) for branch in branches))
    yield from listed(
        words.say("Decisions without an assignment"), (_branch(branch, words) for branch in pack.unassigned), level=3
    )


def _deadlines(pack: Handover, words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("Deadlines that have passed, and those of the next 60 days"))
    if not pack.deadlines:
        yield Paragraph(words.say("None."))
        return
    columns = (words.say("Deadline"), words.say("Case"), words.say("Title"), words.say("Responsible"))
    yield from table(columns, (_deadline(branch, words) for branch in pack.deadlines))


def _deadline(branch: Branch, words: Words) -> tuple[str, ...]:
    owner = one_line(branch.owner.title) if branch.owner is not None else ""
    return (words.short_day(branch.due), branch.ref, one_line(branch.title), owner)


def _day(row: NextMeeting, words: Words) -> str:
    return words.say("{ref}, {day}", ref=row.ref, day=row.day)


def _obligation(row: Obligation, words: Words) -> str:
    notices = (notice for notice in (row.forecast, *row.beside) if notice is not None)
    verdict = f"{row.ref} {one_line(row.text)} ({verdict_in_words(row, words)})"
    return "\n".join((verdict, *(of_forecast(notice, words) for notice in notices)))


def _learning(row: LearningSheet, words: Words) -> str:
    carried = "  " + words.say("carried to {year}", year=row.carried_to) if row.carried_to else ""
    return f"{row.ref} {one_line(row.title)}{carried}"


def _absent(pack: Handover, words: Words) -> Iterator[str]:
    for owner in pack.vacant:
        yield words.say("{post} is vacant", post=_named(owner))
    for owner, since, until, deputy in pack.away:
        period = {"post": _named(owner), "since": since, "until": until}
        if deputy is None:
            yield words.say("{post} is away from {since} to {until}; nobody acts for it", **period)
        else:
            yield words.say("{post} is away from {since} to {until}; {deputy} acts", deputy=_named(deputy), **period)


def _history(pack: Handover, words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("The last 30 days"))
    recent = [line for line in pack.history if not line.voided and _is_news(line)]
    times = Counter(line.subject for line in recent if line.kind == _EVIDENCE)
    last = {line.subject: line.seq for line in recent if line.kind == _EVIDENCE}
    news = [line for line in recent if line.kind != _EVIDENCE or last[line.subject] == line.seq]
    if not news:
        yield Paragraph(words.say("Nothing was recorded."))
        return
    yield Bullets(tuple(_entry(line, pack, words, times[line.subject]) for line in news[-LINES_OF_HISTORY:]))
    if len(news) > LINES_OF_HISTORY:
        yield Paragraph(
            words.say("And {number} before that; see them with: slt history", number=len(news) - LINES_OF_HISTORY)
        )


def _is_news(line: HistoryLine) -> bool:
    """Return True for a case that moved and for an entry about no case, unless it pins a workflow."""
    return (
        bool(line.to_state)
        or line.kind == "AgreementRenewed"
        or (":" in line.subject and line.kind != "DefinitionPinned")
    )


def _entry(line: HistoryLine, pack: Handover, words: Words, times: int) -> str:
    """Write an entry: its day, what it is about, what happened; evidence of a clause once, with how many times."""
    kind = words.say(KINDS[line.kind])
    name = one_line(pack.names.get((line.subject, line.on)) or line.texts.get("title") or line.texts.get("name") or "")
    if line.to_state:
        case = " ".join(part for part in (line.subject, name) if part)
        what, to = words.label(line.label, kind) if line.action else kind, words.named(line.to_state)
        return f"{words.short_day(line.on)}: {case}: " + (to if what.casefold() == to.casefold() else f"{what} → {to}")
    parts = [f"{words.short_day(line.on)}: {kind}: {name or line.subject}", *_details(line, pack, words)]
    if line.kind == _EVIDENCE and times > 1:
        parts.append(words.plural("{number} time", "{number} times", times))
    return ", ".join(parts)


def _details(line: HistoryLine, pack: Handover, words: Words) -> Iterator[str]:
    """Yield the new holder of a post, or the days of an absence and its deputy."""
    if line.kind == "HolderAppointed":
        yield one_line(line.texts.get("name", ""))
    if line.kind == "AbsenceRecorded":
        since, until = (words.short_day(date.fromisoformat(line.data[name])) for name in ("since", "until"))
        yield f"{since}–{until}"
        if deputy := line.data.get("deputy"):
            yield words.say("deputy: {post}", post=pack.names.get((f"post:{deputy}", line.on)) or deputy)


def _branch(branch: Branch, words: Words) -> str:
    text = f"{branch.ref} {one_line(branch.title)} – {words.named(branch.state)}"
    late = words.lateness(branch.late_days, branch.delivered_late)
    return ", ".join(filter(None, (text, words.deadline(branch.due), late)))


def _named(owner: Owner) -> str:
    return f"{one_line(owner.title)} ({one_line(owner.holder)})" if owner.holder else one_line(owner.title)
