"""Paper of one decision as a document: what is proposed or was decided, on what basis, and how it came here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from slt_flow.results.decisions import NamedSource, RatificationRow, WorkRow
from slt_flow.results.documents import Block, Document, Heading, Note, Paragraph, fact_list, listed, table
from slt_flow.results.papers import CasePaper, Ground, Step
from slt_flow.terms import N_
from slt_flow.views.meetings.facts import MEETINGS
from slt_flow.views.text.words import Words

_STEPS: Final[Mapping[str, str]] = {
    "Registered": N_("The case was registered"),
    "MeetingLinked": N_("Put on the agenda of {meeting}"),
    "AgendaLeft": N_("Taken off the agenda of {meeting}"),
    "TextAmended": N_("The text was amended"),
    "TitleChanged": N_("The case got another title"),
    "StanceTaken": N_("{post} objected: {text}"),
}
"""Sentences on the steps of a case; a move is told by the state that it led to."""


def document(paper: CasePaper, words: Words) -> Document:
    """Return the paper as a document."""
    title = words.say("Case paper {ref}: {title}", ref=paper.ref, title=paper.name)
    if paper.masked:
        return Document(title, (Note(paper.name),), day=paper.day, number=paper.ref)
    blocks: list[Block] = [
        *fact_list(_facts(paper, words)),
        *_text(paper, words),
        *_basis(paper.challenges, paper.knowledge, words),
        *_section(words.say("More about the case"), (Paragraph(paper.note),) if paper.note else ()),
        *listed(words.say("Attachments"), paper.attachments),
        *listed(words.say("The same matter in other councils"), _neighbours(paper, words)),
        *_section(words.say("Ratification"), _ratified(paper.ratifications, words)),
        *_section(words.say("Follow-up"), work(paper.follow_up, words)),
        *_section(words.say("How the case has come here"), _history(paper.history, words)),
    ]
    number = f"{paper.ref} ({paper.case})" if paper.case else paper.ref
    return Document(title, tuple(blocks), day=paper.day, number=number)


def _facts(paper: CasePaper, words: Words) -> Iterator[tuple[str, str]]:
    yield words.say("Council"), paper.title
    if paper.meeting is not None:
        meeting = {"ref": paper.meeting.ref, "day": paper.meeting.day, "kind": words.say(MEETINGS[paper.meeting.kind])}
        yield words.say("Meeting"), words.say("{kind} {ref}, {day}", **meeting)
    if paper.number is not None:
        yield words.say("Item on the agenda"), str(paper.number)
    yield words.say("Case number"), paper.case or ""
    yield words.say("Status"), words.named(paper.state)
    yield words.say("Status as of"), words.day(paper.as_of)
    yield words.say("Kind of case"), words.say("For information") if paper.information else _kind(paper, words)
    yield words.say("Focus area"), paper.area or ""
    yield words.say("Proposed by"), paper.proposed_by
    yield words.say("Presenter"), paper.presenter
    yield words.say("Goes on from"), paper.follows
    yield words.say("To be ratified by"), ", ".join(paper.bodies)
    if paper.authority:
        exceeds = N_("exceeded, as judged by {post}") if paper.bodies else N_("kept, as judged by {post}")
        yield words.say("Delegated authority"), words.say(exceeds, post=paper.authority)


def _kind(paper: CasePaper, words: Words) -> str:
    return words.named(paper.kind) if paper.kind is not None else ""


def _text(paper: CasePaper, words: Words) -> Iterator[Block]:
    """Yield the text under what it is; a case without one is decided by its title."""
    if paper.information:
        heading = words.say("For information")
    else:
        heading = words.say("The decision") if paper.decided else words.say("The proposal")
    yield Heading(2, heading)
    yield Paragraph(paper.text or paper.name)


def _basis(challenges: Iterable[Ground], knowledge: Iterable[NamedSource], words: Words) -> tuple[Block, ...]:
    """Return the basis of a case: the challenges it answers with their sources, and what it rests on itself."""
    items = [*(ground(row, words) for row in challenges), *(source(row, words) for row in knowledge)]
    return listed(words.say("Basis"), items)


def ground(row: Ground, words: Words) -> str:
    """Return a challenge with the sources that show it."""
    challenge = words.say("Challenge: {title}", title=row.title)
    return "\n".join((challenge, *(source(one, words) for one in row.knowledge)))


def source(row: NamedSource, words: Words) -> str:
    """Return a source of knowledge with its day and address."""
    named = words.say("Knowledge: {title}", title=row.title)
    day = words.day(row.on) if row.on is not None else ""
    return ", ".join(part for part in (named, day, row.address or "") if part)


def work(rows: Iterable[WorkRow], words: Words, *, states: bool = True) -> tuple[Block, ...]:
    """Return a table of assignments and measures with owner and deadline, and how they stand."""
    names = (N_("Case"), N_("Follow-up"), N_("Responsible"), N_("Deadline"), N_("Status"))
    return table((words.say(name) for name in names), (_row(row, words, states=states) for row in rows))


def _row(row: WorkRow, words: Words, *, states: bool) -> tuple[str, ...]:
    stands = (words.named(row.state), words.lateness(row.late_days, row.delivered_late)) if states else ()
    return (row.ref, row.title, row.owner_title or "", words.short_day(row.due), ", ".join(filter(None, stands)))


def _neighbours(paper: CasePaper, words: Words) -> Iterator[str]:
    for row in paper.neighbours:
        yield f"{row.council_title}: {row.ref} {row.title} ({words.named(row.state)})"


def _ratified(rows: Iterable[RatificationRow], words: Words) -> tuple[Block, ...]:
    columns = (words.say("Body"), words.say("Case"), words.say("Date"), words.say("Answer"))
    return table(columns, (_ratification(row, words) for row in rows))


def _ratification(row: RatificationRow, words: Words) -> tuple[str, ...]:
    answer = {True: N_("Ratified"), False: N_("Not ratified"), None: N_("Waited for")}[row.granted]
    day = words.short_day(row.date) if row.date is not None else ""
    return (row.body, row.case or "", day, words.say(answer))


def _history(steps: Iterable[Step], words: Words) -> tuple[Block, ...]:
    rows = tuple(dict.fromkeys((words.short_day(step.on), _step(step, words)) for step in steps))
    return table((words.say("Date"), words.say("What happened")), rows)


def _step(step: Step, words: Words) -> str:
    if step.state is None:
        return words.say(_STEPS[step.kind], meeting=step.meeting, post=step.post, text=step.text)
    state = words.named(step.state)
    return words.say("{said} – {reason}", said=state, reason=step.text) if step.text else state


def _section(heading: str, beneath: tuple[Block, ...]) -> tuple[Block, ...]:
    return (Heading(2, heading), *beneath) if beneath else ()
