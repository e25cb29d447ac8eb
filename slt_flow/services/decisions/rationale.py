"""Rationale of decisions as readers see it: sources, challenges, and the cases that answer them."""

from __future__ import annotations

from slt_flow.model import Challenge, Item, Knowledge
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection, queries
from slt_flow.results.answers import Listing
from slt_flow.rules.evaluation import Years
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Level


def list_knowledge(context: Context) -> Listing:
    """Return every source of knowledge, with the challenges it shows and the cases that rest on it."""
    with reading(context) as reader:
        challenges = projection.rows(reader.connection, reader.council, Challenge)
        cases = queries.cases(reader.connection, reader.council, None)
        rows = [
            {
                "id": each.id,
                "title": each.title,
                "source": each.source,
                "on": each.on,
                "address": each.address,
                "challenges": [c.id for c in challenges if each.id in c.knowledge],
                "used_by": [str(i.ref) for i in cases if each.id in i.knowledge],
            }
            for each in projection.rows(reader.connection, reader.council, Knowledge)
        ]
        return Listing("knowledge", tuple(rows))


def list_challenges(context: Context) -> Listing:
    """Return every challenge, with the decisions, assignments and measures that answer it; one without any is a gap."""
    with reading(context) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        years = Years(snapshot)
        rows = [
            {
                "id": each.id,
                "title": each.title,
                "area": each.area,
                "knowledge": list(each.knowledge),
                "since": each.since,
                "answered_by": [str(item.ref) for item in answering(snapshot, years, each.id)],
                "gap": not answering(snapshot, years, each.id),
            }
            for each in snapshot.all(Challenge)
        ]
        return Listing("challenges", tuple(rows))


def answering(snapshot: Snapshot, years: Years, challenge: str) -> tuple[Item, ...]:
    """Return the cases that name a challenge, and the measures that an evaluation has paired with it."""
    every = (i for i in snapshot.all(Item) if not i.series)
    cases = (i for i in every if challenge in i.challenges or _paired(years, i) == challenge)
    return tuple(sorted(cases, key=lambda item: item.ref))


def named_challenges(snapshot: Snapshot, item: Item) -> tuple[str, ...]:
    """Return the challenges a case answers: its own, else those of the nearest case above with any."""
    if item.challenges or item.ref.parent is None:
        return item.challenges
    above = snapshot.item(item.ref.parent)
    return named_challenges(snapshot, above) if above is not None else ()


def grounds(reader: Reader, item: Item) -> tuple[Listing, Listing]:
    """List the challenges and sources of a case; one unknown on the day keeps its id."""
    known = {each.id: each for each in projection.rows(reader.connection, reader.council, Challenge)}
    sources = {each.id: each for each in projection.rows(reader.connection, reader.council, Knowledge)}
    answered = [{"id": name, "title": known[name].title if name in known else ""} for name in item.challenges]
    rests = [
        {"id": name, "title": sources[name].title, "on": sources[name].on, "address": sources[name].address}
        if name in sources
        else {"id": name, "title": ""}
        for name in item.knowledge
    ]
    return Listing("challenges", tuple(answered)), Listing("knowledge", tuple(rests))


def _paired(years: Years, item: Item) -> str | None:
    assessment = years.assessment(item) if item.level == Level.EXECUTING else None
    return assessment.challenge if assessment is not None else None
