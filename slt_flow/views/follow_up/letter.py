"""Letter to the owner of an assignment or a measure, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.results.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    fact_list,
    listed,
)
from slt_flow.results.papers import AssignmentLetter
from slt_flow.terms import N_, Level
from slt_flow.views.follow_up.case_paper import ground, source, work
from slt_flow.views.meetings.facts import person
from slt_flow.views.text.rhythms import rhythm
from slt_flow.views.text.words import Words


def document(letter: AssignmentLetter, words: Words) -> Document:
    """Return the letter as a document."""
    is_measure = letter.level == Level.EXECUTING
    beneath = work(letter.work, words, states=False)
    blocks: list[Block] = [
        *fact_list(_facts(letter, words)),
        Paragraph(_request(letter, words)),
        Heading(2, words.say("What you are asked to do")),
        Paragraph(letter.name),
        *_decision(letter, words),
        *listed(
            words.say("Why"),
            (
                *(ground(row, words) for row in letter.challenges),
                *(source(row, words) for row in letter.knowledge),
            ),
        ),
        *((Heading(2, words.say("Measures")), *beneath) if beneath and not is_measure else ()),
        Heading(2, words.say("How to answer")),
        Paragraph(_answer(letter, words)),
        Bullets(tuple(_answers(letter, words)), numbered=True),
        Signatures((_signature(letter),)),
    ]
    message = N_("Measure {ref}: {title}") if is_measure else N_("Assignment {ref}: {title}")
    title = words.say(message, ref=letter.ref, title=letter.name)
    number = f"{letter.ref} ({letter.case})" if letter.case else letter.ref
    return Document(title, tuple(blocks), day=letter.day, number=number)


def _answer(letter: AssignmentLetter, words: Words) -> str:
    """Say who is answered, with the mail address where one is recorded."""
    post = person(letter.answer_to)
    return words.say("Answer {post}:", post=f"{post}, {letter.address}" if letter.address else post)


def _facts(letter: AssignmentLetter, words: Words) -> Iterator[tuple[str, str]]:
    if letter.owner is not None:
        yield words.say("To"), f"{person(letter.owner)}, {letter.organisation}"
    yield words.say("From"), f"{person(letter.asked_by)}, {letter.title}"
    yield words.say("Date"), words.day(letter.day) if letter.day is not None else words.say("day unknown")
    yield words.say("Deadline"), words.text(letter.due) if letter.due is not None else ""
    yield words.say("Repeats"), rhythm(letter.every, words) if letter.every else ""
    yield words.say("Case number"), letter.case or ""
    yield words.say("Focus area"), letter.area or ""
    yield words.say("Resources"), letter.resources
    yield words.say("Followed up by"), letter.group or ""


def _request(letter: AssignmentLetter, words: Words) -> str:
    """Return the sentence that asks: who answers for what, and by when."""
    if letter.due is None:
        return words.say("You are accountable for this work.")
    if letter.day is not None and letter.due < letter.day:
        return words.say("You are accountable for this work, which was to be done by {day}.", day=letter.due)
    return words.say("You are accountable for this work, which is to be done by {day}.", day=letter.due)


def _decision(letter: AssignmentLetter, words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("The decision behind it"))
    facts = {"ref": letter.decision, "title": letter.decision_title}
    if letter.meeting is None:
        decided = words.say("{ref} {title}", **facts)
    else:
        decided = words.say(
            "{ref} {title}, decided in {meeting} on {day}", **facts, meeting=letter.meeting.ref, day=letter.meeting.day
        )
    yield Paragraph(decided)
    if letter.decision_text:
        yield Paragraph(letter.decision_text)
    if letter.above is not None:
        above = {"ref": letter.above.ref, "title": letter.above.title, "owner": letter.above.owner_title}
        yield Paragraph(words.say("It is part of assignment {ref} {title}, which {owner} is accountable for.", **above))


def _answers(letter: AssignmentLetter, words: Words) -> Iterator[str]:
    if letter.accepts:
        yield words.say("now: whether you take it, or why it should go to another")
    yield words.say("on the way: how it goes, and at once if something hinders it or the deadline cannot be kept")
    if letter.level == Level.COORDINATING:
        yield words.say("as soon as you have planned it: which measures it takes, who does each, and by when")
    yield words.say("when it is done: what was done, on which day, and what came of it")


def _signature(letter: AssignmentLetter) -> Signature:
    return Signature(letter.asked_by.title, letter.asked_by.holder or "")
