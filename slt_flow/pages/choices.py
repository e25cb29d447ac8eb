"""Choices of fields: what the council has of a kind, under the names that people know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from slt_flow.results.decisions import KindRow
from slt_flow.results.follow_up import Branch, flattened
from slt_flow.results.people import AUDITOR
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions.kinds import kinds
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.rationale import list_challenges, list_knowledge
from slt_flow.services.follow_up.status import Filter, status
from slt_flow.services.meetings.lists import list_meetings
from slt_flow.services.people.lists import list_areas, list_groups, list_organisations, list_posts
from slt_flow.services.request.context import Context
from slt_flow.terms import AnswerKind, Effect, Level, MeetingKind, PointOutcome, Presence, Ref, Stance
from slt_flow.views.text.words import Words

EVERYONE: Final = "all"
"""Everyone who takes part, as use cases name them."""


class More(StrEnum):
    """Kind of a value that a form asks for beside the answers of actions."""

    AREA = "area"
    CASE = "case"
    CHALLENGES = "challenges"
    CLAUSE = "clause"
    CONSENT = "consent"
    EFFECT = "effect"
    FILE = "file"
    KIND = "kind"
    LEVELS = "levels"
    MEASURES = "measures"
    MEETING_KIND = "meeting_kind"
    MEMBERS = "members"
    ORGANISATION = "organisation"
    PARTY = "party"
    PRESENT = "present"
    ROLE = "role"
    SOURCES = "sources"
    WORK = "work"
    YES = "yes"


Kind = AnswerKind | More


class Choice(NamedTuple):
    """A choice of a field: what is sent, and what is read."""

    value: str
    label: str


def choices_of(kind: Kind, context: Context, words: Words) -> tuple[Choice, ...]:
    """Return what may be chosen of a kind; nothing where it is typed."""
    make = _CHOICES.get(kind)
    return tuple(make(context, words)) if make is not None else ()


def _posts(context: Context, _words: Words) -> Iterator[Choice]:
    for row in list_posts(context):
        if row.until is None:
            yield Choice(row.id, f"{row.title} ({row.holder})" if row.holder else row.title)


def _everyone_or_seats(context: Context, words: Words) -> Iterator[Choice]:
    yield Choice(EVERYONE, words.say("Everyone who takes part"))
    yield from _seats(context)


def _everyone_or_posts(context: Context, words: Words) -> Iterator[Choice]:
    yield Choice(EVERYONE, words.say("Everyone who is called"))
    yield from _posts(context, words)


def _seats(context: Context) -> Iterator[Choice]:
    return (Choice(row.id, row.title) for row in list_posts(context) if row.seat and row.until is None)


def _meetings(context: Context, words: Words) -> Iterator[Choice]:
    for row in sorted(list_meetings(context), key=lambda row: row.day, reverse=True):
        yield Choice(str(row.ref), f"{row.ref} {words.day(row.day)} – {words.named(row.state)}")


def _decisions(context: Context, _words: Words) -> Iterator[Choice]:
    return (Choice(str(row.ref), f"{row.ref} {row.title}") for row in reversed(list_decisions(context)))


def _cases(context: Context) -> Iterator[Branch]:
    return flattened(branch for area in status(context, Filter()).areas for branch in area.decisions)


def _beneath(context: Context, *depths: int) -> Iterator[Choice]:
    for branch in _cases(context):
        ref = Ref.parse(branch.ref)
        if ref is not None and ref.depth in depths:
            yield Choice(branch.ref, f"{branch.ref} {branch.title}")


def _clauses(context: Context, words: Words) -> Iterator[Choice]:
    for row in agreement(context).clauses:
        if row.kept_by == "people":
            text = row.text or row.key
            yield Choice(row.key, f"{row.ref or words.say('standard (the agreement is silent)')}: {text}")


def _challenges(context: Context, _words: Words) -> Iterator[Choice]:
    return (Choice(row.id, row.title) for row in list_challenges(context))


def _sources(context: Context, _words: Words) -> Iterator[Choice]:
    return (Choice(row.id, row.title) for row in list_knowledge(context))


def _kind(row: KindRow, words: Words) -> Choice:
    return Choice(row.id, words.text(row.kind))


def _named(rows: Iterable[tuple[str, str]]) -> Iterator[Choice]:
    return (Choice(id_, title) for id_, title in rows)


_CHOICES: Final[Mapping[Kind, Callable[[Context, Words], Iterable[Choice]]]] = {
    AnswerKind.POST: _posts,
    AnswerKind.POSTS: _posts,
    AnswerKind.ATTENDANCE: _posts,
    AnswerKind.STANCE: lambda _, words: (Choice(stance, words.term(stance)) for stance in Stance),
    AnswerKind.OUTCOME: lambda _, words: (Choice(outcome, words.term(outcome)) for outcome in PointOutcome),
    AnswerKind.MEETING: _meetings,
    AnswerKind.DECISION: _decisions,
    AnswerKind.GROUP: lambda context, _: _named((row.id, row.title) for row in list_groups(context)),
    More.AREA: lambda context, _: _named((row.id, row.title) for row in list_areas(context) if row.until is None),
    More.CASE: lambda context, _: _beneath(context, 0, 1, 2),
    AnswerKind.CHALLENGE: _challenges,
    AnswerKind.KNOWLEDGE: _sources,
    More.CHALLENGES: _challenges,
    More.CLAUSE: _clauses,
    More.CONSENT: _everyone_or_seats,
    More.EFFECT: lambda _, words: (Choice(effect, words.term(effect)) for effect in Effect),
    More.KIND: lambda context, words: (_kind(row, words) for row in kinds(context.shelf)),
    More.LEVELS: lambda _, words: (Choice(level, words.term(level)) for level in Level),
    More.MEASURES: lambda context, _: _beneath(context, 2),
    More.MEETING_KIND: lambda _, words: (Choice(kind, words.term(kind)) for kind in MeetingKind),
    More.MEMBERS: _posts,
    More.ORGANISATION: lambda context, _: _named((row.id, row.name) for row in list_organisations(context)),
    More.PARTY: lambda context, _: _named((r.id, r.name) for r in list_organisations(context) if r.party == r.id),
    More.PRESENT: _everyone_or_posts,
    More.ROLE: lambda _, words: (Choice(role, words.term(role)) for role in (Presence.DEPUTY, AUDITOR)),
    More.SOURCES: _sources,
    More.WORK: lambda context, _: _beneath(context, 1),
}
"""What may be chosen, by its kind; of a kind that is not here it is typed."""
