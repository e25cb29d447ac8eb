"""Rationale of decisions as readers see it: sources, challenges, and the cases that answer them."""

from __future__ import annotations

from slt_flow.model import Challenge, Item, Knowledge
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection, queries
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import AnsweredChallenge, ChallengeRow, NamedSource, SourceRow
from slt_flow.rules.evaluation import Years
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Level


def list_knowledge(context: Context) -> tuple[SourceRow, ...]:
    """Return every source of knowledge, with the challenges it shows and the cases that rest on it."""
    with reading(context) as reader:
        challenges = projection.rows(reader.connection, reader.council, Challenge)
        cases = queries.cases(reader.connection, reader.council, None)
        return tuple(
            row_of(
                SourceRow,
                source,
                challenges=tuple(c.id for c in challenges if source.id in c.knowledge),
                used_by=tuple(str(case.ref) for case in cases if source.id in case.knowledge),
            )
            for source in projection.rows(reader.connection, reader.council, Knowledge)
        )


def list_challenges(context: Context) -> tuple[ChallengeRow, ...]:
    """Return every challenge, with the decisions, assignments and measures that answer it; one without any is a gap."""
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        years = Years(snapshot)
        answers = {c.id: tuple(str(i.ref) for i in answering(snapshot, years, c.id)) for c in snapshot.all(Challenge)}
        return tuple(
            row_of(ChallengeRow, challenge, answered_by=answers[challenge.id], gap=not answers[challenge.id])
            for challenge in snapshot.all(Challenge)
        )


def answering(snapshot: Snapshot, years: Years, challenge: str) -> tuple[Item, ...]:
    """Return the cases that name a challenge, and the measures that an evaluation has paired with it."""
    return tuple(i for i in snapshot.cases() if challenge in i.challenges or _paired(years, i) == challenge)


def named_challenges(snapshot: Snapshot, item: Item) -> tuple[str, ...]:
    """Return the challenges a case answers: its own, else those of the nearest case above with any."""
    if item.challenges or item.ref.parent is None:
        return item.challenges
    above = snapshot.item(item.ref.parent)
    return named_challenges(snapshot, above) if above is not None else ()


def grounds(reader: Reader, item: Item) -> tuple[tuple[AnsweredChallenge, ...], tuple[NamedSource, ...]]:
    """List the challenges and sources of a case; one unknown on the day keeps its id."""
    titles = {row.id: row.title for row in projection.rows(reader.connection, reader.council, Challenge)}
    sources = {row.id: row for row in projection.rows(reader.connection, reader.council, Knowledge)}
    return (
        tuple(AnsweredChallenge(name, titles.get(name, "")) for name in item.challenges),
        tuple(
            row_of(NamedSource, sources[name]) if name in sources else NamedSource(name, "") for name in item.knowledge
        ),
    )


def _paired(years: Years, item: Item) -> str | None:
    assessment = years.assessment(item) if item.level == Level.EXECUTING else None
    return assessment.challenge if assessment is not None else None
