"""Nå: late work, the posts that are waited on, and the agreement, each at a glance and then in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from slt_flow.pages.frame import Visit
from slt_flow.results.documents import Block, Paragraph
from slt_flow.results.follow_up import Today
from slt_flow.results.year import Obligations
from slt_flow.services.follow_up.today import today
from slt_flow.terms import Standing
from slt_flow.views.follow_up.council_page import deadlines, duties
from slt_flow.views.text.words import Words, one_line
from slt_flow.views.year.obligations import clauses

MOST = 2
"""Most cases, posts or clauses that a glance names."""


class Glance(NamedTuple):
    """A question of a chair with its answer: in one line, then the worst of it, then in full further down.

    `bad` is True where somebody should look at it.
    """

    name: str
    question: str
    answer: str
    worst: tuple[str, ...]
    content: object
    bad: bool


def answer(visit: Visit) -> Response:
    """Show how things stand, on one screen of a phone."""
    standing = today(visit.edition())
    return visit.render("now.html", glances=tuple(_glances(visit, standing)), as_of=visit.words.day(standing.day))


def _glances(visit: Visit, standing: Today) -> Iterator[Glance]:
    words = visit.words
    for name, question, (text, worst, blocks, bad) in (
        ("late", words.say("What is late?"), _late(standing, words)),
        ("waiting", words.say("Who is waited on?"), _waiting(standing, words)),
        ("agreement", words.say("Do we do what we signed?"), _kept(standing, words)),
    ):
        yield Glance(name, question, text, worst, visit.document(blocks, question), bad)


def _late(standing: Today, words: Words) -> tuple[str, tuple[str, ...], tuple[Block, ...], bool]:
    rows = standing.late
    if not rows:
        nothing = words.say("No deadline has passed.")
        return nothing, (), (Paragraph(nothing),), False
    text = words.plural("{number} case", "{number} cases", len(rows))
    longest = sorted(rows, key=lambda row: -row.late_days)[:MOST]
    worst = tuple(f"{row.ref} {one_line(row.title)}: {words.lateness(row.late_days, 0)}" for row in longest)
    return text, worst, deadlines(rows, words), True


def _waiting(standing: Today, words: Words) -> tuple[str, tuple[str, ...], tuple[Block, ...], bool]:
    rows = sorted(standing.waiting, key=lambda duty: -len(duty.items))
    blocks = tuple(duties(standing.waiting, words))
    if not rows:
        return words.say("Nobody is waited on."), (), blocks, False
    text = words.plural("{number} post", "{number} posts", len(rows))
    worst = tuple(
        f"{duty.title}: {words.plural('{number} case', '{number} cases', len(duty.items))}" for duty in rows[:MOST]
    )
    return text, worst, blocks, any(duty.vacant for duty in rows)


def _kept(standing: Today, words: Words) -> tuple[str, tuple[str, ...], tuple[Block, ...], bool]:
    rows = standing.at_risk
    broken = sum(row.verdict == Standing.BROKEN for row in rows)
    if not rows:
        nothing = words.say("Yes: no clause is broken, and none is due.")
        return nothing, (), (Paragraph(nothing),), False
    parts = (
        (words.say("{number} broken", number=broken) if broken else ""),
        (words.say("{number} due", number=len(rows) - broken) if len(rows) > broken else ""),
    )
    worst = tuple(f"{row.ref} {one_line(row.text)}" for row in rows[:MOST])
    judged = Obligations(standing.council, standing.title, standing.day.year, standing.day, rows)
    return ", ".join(filter(None, parts)), worst, clauses(judged, words), bool(broken)
