"""Sources of a meeting's minutes: the entries that have a part in them, found without reading the whole journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Counter, Meeting, Objection
from slt_flow.model.cases import ACTION_PLAN, EVALUATION
from slt_flow.model.matters import words_in
from slt_flow.model.point_kinds import case_named
from slt_flow.records import journal, projection, queries
from slt_flow.services.request.reading import Reader
from slt_flow.terms import LEARNING_SERIES, Ref

_WITH_RESULTS: Final = (EVALUATION, ACTION_PLAN)
"""Kinds of decisions whose minutes show what is about other cases, of any year."""


def entries_for(reader: Reader, meeting: Meeting) -> tuple[Entry, ...]:
    """Return the entries that the minutes of a meeting are made of, in their order.

    They are about the council itself; about the meeting and the cases of its points, those after it, and those that
    were undone and may have been held again in it; about the decisions of which an entry names one of these, and what
    the meeting attested; and about decisions of the same title or text that came to nothing or met an objection.
    """
    connection, council = reader.connection, reader.council
    name = str(meeting.ref)

    @cache
    def about(subject: str) -> tuple[Entry, ...]:
        """Read what is about a subject; what other meetings attested has no part in these minutes."""
        return journal.read_beneath(connection, council, subject, without="" if subject == name else Kind.ATTESTED)

    def read(subjects: Iterable[str]) -> tuple[Entry, ...]:
        return journal.united(*(about(journal.whole_subject(subject)) for subject in subjects))

    ground, undone = journal.read_ground(connection, council), tuple(_undone(reader))
    cases = {str(entry.data["ref"]) for entry in about(name) if entry.kind == Kind.ATTESTED}
    cases |= {str(ref) for entry in about(name) for ref in _named_at_points(entry)}
    cases.update(*(journal.subjects_naming(connection, council, here) for here in (name, *undone)))
    same, is_answered = _same_matters(reader, read(cases))
    if meeting.frozen is not None and is_answered:  # they show the answer of then, which another may have replaced
        return reader.entries()
    if any(entry.kind == Kind.REGISTERED and entry.data.get("kind") in _WITH_RESULTS for entry in read(cases)):
        return reader.entries()
    makers = {str(e.data["by"]) for e in ground if Ref.parse(str(e.data.get("by") or "")) is not None}
    entries = read(cases | same | makers)
    tabled_at = {str(entry.data["meeting"]) for entry in entries if entry.data.get("meeting")}
    after = {str(row.ref) for row, _ in reader.meetings if row.day > meeting.day or row.moved_from}
    return journal.united(ground, entries, read({name, *undone, *tabled_at, *after}))


def _named_at_points(entry: Entry) -> Iterator[Ref]:
    """Yield the cases that the points of an agenda are about, and those that follow from them."""
    about = (case_named(point["point"]) for point in entry.data.get("points", ()))
    yield from (ref.top for ref in (*about, Ref.parse(entry.data.get("follow_up") or "")) if ref is not None)


def _undone(reader: Reader) -> Iterator[str]:
    """Yield the meetings that were undone: their numbers are never used again."""
    there = {row.ref for row, _ in reader.meetings}
    for counter in projection.rows(reader.connection, reader.council, Counter, no=0):
        if counter.series not in ("", LEARNING_SERIES):
            numbers = (Ref(counter.series, counter.year, no) for no in range(1, counter.last + 1))
            yield from (str(ref) for ref in numbers if ref not in there)


def _same_matters(reader: Reader, entries: Iterable[Entry]) -> tuple[set[str], bool]:
    """Return decisions of the same words as those that entries are about, and whether an objection to one was answered.

    Looked through are those that were withdrawn, of which anything was undone, or that met an objection.
    """
    connection, council = reader.connection, reader.council
    texts = ((e.texts.get("title", ""), e.texts.get("text", "")) for e in entries if _is_decision(e.subject))
    words = {word for pair in texts for word in words_in(*pair)}
    objections = projection.rows(connection, council, Objection)
    named = {*map(str, queries.dropped_decisions(connection, council)), *(str(row.ref) for row in objections)}
    named |= {subject for subject in journal.subjects_voided(connection, council) if _is_decision(subject)}
    spoken = journal.words_of(connection, council, named)
    same = {subject for subject, text in spoken if not words.isdisjoint(words_in(text))}
    met = [row for row in objections if str(row.ref) in same]
    return same | {row.spoken_in for row in met if row.spoken_in}, any(row.spoken_on is not None for row in met)


def _is_decision(subject: str) -> bool:
    ref = Ref.parse(subject)
    return ref is not None and ref.is_decision
