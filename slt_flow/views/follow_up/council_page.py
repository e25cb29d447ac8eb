"""The page of a council as a document: status, deadlines, who is waited on, the year, and the obligations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slt_flow.results.council_page import CouncilPage
from slt_flow.results.documents import Block, Document, Heading, Outline, OutlineLine, Paragraph, table
from slt_flow.results.follow_up import Branch, Duty
from slt_flow.terms import N_
from slt_flow.views.follow_up import status_document
from slt_flow.views.follow_up.todo import duty_line
from slt_flow.views.text.words import Words, capital, one_line
from slt_flow.views.year import obligations, wheel_document


def document(page: CouncilPage, words: Words) -> Document:
    """Return the page."""
    return Document(page.tree.title, tuple(_blocks(page, words)), day=page.tree.as_of)


def _blocks(page: CouncilPage, words: Words) -> Iterator[Block]:
    yield Heading(2, words.say("Where everything stands"))
    yield from status_document.blocks(page.tree, page.levels, words, level=3)
    if rows := deadlines(page.deadlines, words):
        yield Heading(2, words.say("Deadlines"))
        yield from rows
    yield Heading(2, words.say("Waited on"))
    yield from duties(page.waiting, words)
    yield Heading(2, words.say("The year {year}", year=page.wheel.year))
    yield from wheel_document.blocks(page.wheel, words, level=3)
    yield Heading(2, words.say("Obligations"))
    yield from obligations.clauses(page.obligations, words)


def deadlines(branches: Iterable[Branch], words: Words) -> tuple[Block, ...]:
    """Return work with its deadlines as a table."""
    headings = (N_("deadline"), N_("ref"), N_("title"), N_("owner"), N_("state"), N_("remark"))
    return table((capital(words.say(name)) for name in headings), (_deadline(row, words) for row in branches))


def _deadline(branch: Branch, words: Words) -> tuple[str, ...]:
    owner = branch.owner.title if branch.owner is not None else ""
    late = words.lateness(branch.late_days, branch.delivered_late)
    return words.short_day(branch.due), branch.ref, one_line(branch.title), owner, words.named(branch.state), late


def duties(waiting: tuple[Duty, ...], words: Words) -> Iterator[Block]:
    """Yield the posts, each with the cases that wait for it to unfold."""
    if not waiting:
        yield Paragraph(words.say("Nobody is waited on."))
        return
    yield Outline(tuple(_duty(duty, words) for duty in waiting))


def _duty(duty: Duty, words: Words) -> OutlineLine:
    name = duty.holder or (words.say("vacant") if duty.vacant else "")
    number = words.plural("{number} case", "{number} cases", len(duty.items))
    proposed = (
        words.say(
            "proposed to the council: {ref} {title} – {state}",
            ref=row.ref,
            title=one_line(row.title),
            state=words.named(row.state),
        )
        for row in duty.proposed
    )
    cases = (" · ".join(filter(None, map(str.strip, duty_line(row, words).plain.split("  ")))) for row in duty.items)
    lines = tuple(OutlineLine(text) for text in (*cases, *proposed))
    return OutlineLine(f"{duty.title} ({name})" if name else duty.title, number, lines)
